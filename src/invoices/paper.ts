import { addDays, businessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'
import { isColour } from '../merchants/brand-colour.ts'
import type { Colour } from '../merchants/brand-colour.ts'
import type { Db } from '../platform/db/database.ts'
import type { Invoice, Payer, Seller as StoredSeller } from './invoice.ts'
import type { CreditNote } from './find-credit-note.ts'
import { transferCode } from './invoice-document.ts'
import type { BankCode, CreditNoteDocument, InvoiceDocument, Party, Seller } from './invoice-document.ts'
import type { IssuingStore } from './issue-invoice.ts'
import { parseIban } from '../merchants/iban.ts'
import { pricedLine } from './line.ts'
import type { LineText } from './line.ts'
import { remainingMinor } from './payment-state.ts'
import type { Standing } from './payment-state.ts'
import { totalsOf } from './totals.ts'

/** The look of a store on paper. */
export type Brand = { readonly colour: Colour; readonly logo: Uint8Array | null }

const INK: Colour = '#b45309'

export async function brandOf(db: Pick<Db, 'selectFrom'>, merchantId: Id<'merchant'>, storeId: Id<'store'>): Promise<Brand> {
  const row = await db.selectFrom('store as s')
    .leftJoin('store_logo as g', (join) => join.onRef('g.merchant_id', '=', 's.merchant_id').onRef('g.store_id', '=', 's.store_id'))
    .select(['s.brand_colour', 'g.content']).where('s.merchant_id', '=', merchantId).where('s.store_id', '=', storeId).executeTakeFirst()
  const colour = row?.brand_colour ?? ''
  return { colour: isColour(colour) ? colour : INK, logo: row?.content ?? null }
}

const given = (text: string): string | null => (text === '' ? null : text)

const contactsOf = (texts: readonly string[]): string[] => texts.filter((text) => text !== '')

const payerParty = (payer: Payer): Party => ({
  name: payer.name, companyCode: given(payer.companyCode), vatCode: given(payer.vatCode), address: given(payer.address),
  contacts: contactsOf([payer.email, payer.phone]),
})

/** Whom a bank transfer goes to. */
export const payeeOf = (seller: StoredSeller): Pick<Seller, 'name' | 'companyCode' | 'iban'> =>
  ({ name: given(seller.legalName) ?? seller.storeName, companyCode: given(seller.companyCode), iban: parseIban(seller.iban) })

/** The code for a plain transfer of what remains, as `transferCode`. Null also for a draft. */
export function transferCodeOf(invoice: Standing & Pick<Invoice, 'seller' | 'number' | 'issueDate' | 'reference' | 'origin'>): BankCode | null {
  const { seller, number, issueDate, reference, currency, origin } = invoice
  if (seller === null || number === null || issueDate === null) return null
  return transferCode({ seller: payeeOf(seller), number, issueDate, reference, origin, remaining: { minor: remainingMinor(invoice), currency } })
}

export function sellerOf(seller: StoredSeller, brand: Brand): Seller {
  return {
    ...payeeOf(seller), vatCode: given(seller.vatCode), address: given(seller.address), contacts: contactsOf([seller.email, seller.phone, seller.website]),
    bankName: given(seller.bankName), colour: brand.colour, logo: brand.logo,
  }
}

const documentLines = (lines: readonly LineText[]) => lines.map((line) => ({
  ...pricedLine(line), description: line.description, unit: line.unit,
}))

/** The invoice as it is printed today: the document of its day, with what has been paid since. Null for a draft. */
export function paperOf(invoice: Invoice, brand: Brand, payLink: string | null): InvoiceDocument | null {
  const { number, issueDate, seller, dueDate } = invoice
  if (number === null || issueDate === null || seller === null) return null
  return { ...contentOf(invoice), draft: false, number, issueDate, dueDate, seller: sellerOf(seller, brand), payLink }
}

/** A draft as it would look if its store issued it at `at`: without number, link and codes, and marked as what it is. */
export function draftPaper(invoice: Invoice, store: IssuingStore, brand: Brand, at: Date): InvoiceDocument {
  const issueDate = businessDate(at, store.timeZone)
  const dueDate = invoice.dueDate ?? addDays(issueDate, store.dueDays)
  return { ...contentOf(invoice), draft: true, number: '', issueDate, dueDate, seller: sellerOf(store.seller, brand), payLink: null }
}

function contentOf(invoice: Invoice) {
  const { currency } = invoice
  return {
    language: invoice.language, mode: invoice.mode, cancelled: invoice.document === 'cancelled', payer: payerParty(invoice.payer),
    lines: documentLines(invoice.lines), totals: totalsOf(invoice.lines.map(pricedLine), currency), notes: invoice.notes,
    credited: { minor: invoice.creditedMinor, currency }, paid: { minor: invoice.paidMinor - invoice.refundedMinor, currency },
    remaining: invoice.document === 'draft' ? invoice.gross : { minor: remainingMinor(invoice), currency }, reference: invoice.reference,
  }
}

/** The credit note as it was issued, between the parties of its invoice. Null where that was never issued. */
export function creditNotePaper(note: CreditNote, invoice: Invoice, brand: Brand): CreditNoteDocument | null {
  const { number, issueDate, seller, language } = invoice
  if (number === null || issueDate === null || seller === null) return null
  return {
    language, mode: note.mode, number: note.number, issueDate: note.issueDate, seller: sellerOf(seller, brand),
    payer: payerParty(invoice.payer), lines: documentLines(note.lines),
    totals: totalsOf(note.lines.map(pricedLine), note.gross.currency), notes: '', invoice: { number, issueDate },
    reason: note.reason,
  }
}
