import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Decimal } from '../money/decimal.ts'
import { isPositive } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { epcPayload } from './epc-code.ts'
import type { InvoiceOrigin } from './invoice.ts'
import { nbuLink } from './nbu-qr.ts'
import type { LineVat, Totals } from './totals.ts'

/** A party as a document names it. Null: unknown, and then nothing is printed, not even the label. */
export type Party = {
  readonly name: string
  readonly companyCode: string | null
  readonly vatCode: string | null
  /** May have several lines. */
  readonly address: string | null
  /** E-mail, phone, website: what a reader may use, in the order of printing. */
  readonly contacts: readonly string[]
}

export type Seller = Party & {
  /** A valid IBAN, without spaces. Null: there is no bank transfer to this seller. */
  readonly iban: string | null
  readonly bankName: string | null
  /** `#rrggbb`, for thin lines only: text stays ink. */
  readonly colour: string
  /** PNG, JPEG or WebP. Unreadable ones are left out. */
  readonly logo: Uint8Array | null
}

export type DocumentLine = {
  readonly description: string
  readonly quantity: Decimal
  /** "vnt.", "kg"; empty for none. */
  readonly unit: string
  readonly unitPrice: Decimal
  /** Percent. */
  readonly discount: Decimal | null
  readonly vat: LineVat
}

/** What an invoice and a credit note have in common: all that stands on the paper, in one value. */
type DocumentContent = {
  readonly language: Language
  readonly mode: Mode
  readonly number: string
  /** YYYY-MM-DD in the store's zone. It is also the PDF's date, so that a reprint has the same bytes. */
  readonly issueDate: string
  readonly seller: Seller
  readonly payer: Party
  /** At least one. */
  readonly lines: readonly DocumentLine[]
  /** `totalsOf` the lines, so `totals.lines` is as long. */
  readonly totals: Totals
  /** May have several lines; empty for none. */
  readonly notes: string
}

export type InvoiceDocument = DocumentContent & {
  /** Not issued: it says so across the page, has no number (`number` is empty) and asks for no money. */
  readonly draft: boolean
  readonly dueDate: string | null
  readonly cancelled: boolean
  /** Sum of its credit notes. */
  readonly credited: Money
  /** All that was allocated to it. */
  readonly paid: Money
  /** What is still to be paid, and what the codes ask for. */
  readonly remaining: Money
  /** The payer's page. Null: no link is printed. */
  readonly payLink: string | null
  /** ISO 11649, without spaces. */
  readonly reference: string | null
}

export type CreditNoteDocument = DocumentContent & {
  readonly invoice: { readonly number: string; readonly issueDate: string }
  readonly reason: string
}

/** Proof of one payment, for the payer. */
export type ReceiptDocument = {
  readonly language: Language
  readonly mode: Mode
  /** Our public id of the payment. */
  readonly number: string
  readonly seller: Seller
  readonly payerName: string
  readonly amount: Money
  readonly paidAt: Date
  /** IANA name of the store's zone. */
  readonly timeZone: string
  /** As the payer knows it, "Swedbank". Null if the provider did not say. */
  readonly method: string | null
  readonly providerReference: string | null
  readonly invoiceNumber: string
  /** What the invoice still lacks after it; zero if nothing. */
  readonly remaining: Money
}

/** What a payer's bank app reads: the European code in euros, the one of the National Bank of Ukraine in hryvnias. */
export type BankCode = { readonly standard: 'epc' | 'nbu'; readonly text: string }

/** What a code for a plain transfer is made of. */
type Owed = Pick<InvoiceDocument, 'remaining' | 'reference' | 'number' | 'issueDate'> & {
  readonly origin: InvoiceOrigin
  readonly seller: Pick<Seller, 'name' | 'iban' | 'companyCode'>
}

/**
 * The code for what remains of an invoice: null unless something remains, and the seller has an account that such
 * transfers reach.
 */
export function bankCodeOf(invoice: InvoiceDocument): BankCode | null {
  return invoice.cancelled || invoice.draft ? null : transferCode({ ...invoice, origin: 'invoice' })
}

/** The same of an invoice that is known to stand. */
export function transferCode(owed: Owed): BankCode | null {
  const { seller: { iban }, remaining } = owed
  if (iban === null || !isPositive(remaining)) return null
  const [standard, code] = remaining.currency === 'UAH' ? ['nbu', hryvniaCode(owed, iban)] as const : ['epc', euroCode(owed, iban)] as const
  return code.ok ? { standard, text: code.value } : null
}

/** The reference goes with it, or else the number as a text. */
const euroCode = ({ seller, remaining, reference, number }: Owed, iban: string) => epcPayload({
  name: seller.name, iban, bic: null, amount: remaining, purpose: null, note: null,
  remittance: reference === null ? { words: '', number } : { reference },
})

/** Banks of Ukraine take the purpose in Ukrainian, whatever the payer reads. Without an end: an invoice may be paid late. */
const hryvniaCode = ({ seller, remaining, reference, number, issueDate, origin }: Owed, iban: string) => nbuLink({
  name: seller.name, iban, amount: remaining, code: seller.companyCode ?? '', category: 'MP2B/GDDS', kind: 'UCT',
  reference: reference ?? (number.length <= 35 ? number : null), note: null, validUntil: null, createdAt: null,
  purpose: purposeOf({ number, issueDate, origin }),
})

type Paper = Pick<Owed, 'number' | 'issueDate' | 'origin'>

const purposeOf = ({ number, issueDate, origin }: Paper) =>
  ({ words: origin === 'till' ? 'Оплата за чеком №' : 'Оплата за рахунком №', number: `${number} від ${issueDate.split('-').toReversed().join('.')}` })

/** The purpose as a payer would type it. */
export function purposeText(paper: Paper): string {
  const { words, number } = purposeOf(paper)
  return `${words} ${number}`
}
