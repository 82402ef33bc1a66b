import type { Language } from '../../kernel/language.ts'
import { parseIban, isSepaIban } from '../../merchants/iban.ts'
import type { Currency } from '../../money/currency.ts'
import { compareDecimals, printDecimal, ZERO } from '../../money/decimal.ts'
import { isPositive, subtract, zero } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'
import { DOCUMENT_TEXTS } from '../../platform/i18n/document-texts.ts'
import { formatDate, say } from '../../platform/i18n/format.ts'
import type { CreditNote } from '../find-credit-note.ts'
import type { Invoice, Payer, Seller } from '../invoice.ts'
import { pricedLine } from '../line.ts'
import type { LineText } from '../line.ts'
import { totalsOf } from '../totals.ts'
import type { LineTotal, Totals, VatRow } from '../totals.ts'
import { companyId, electronicAddress, vatId } from './party-ids.ts'
import type { PartyId } from './party-ids.ts'
import { OWN_UNIT, unitCode } from './units.ts'

/** An invoice or credit note in the terms of EN 16931: what its XML says, each value as it is written there. */
export type EInvoice = {
  readonly kind: 'invoice' | 'credit_note'
  readonly number: string
  /** YYYY-MM-DD, as all dates here. */
  readonly issueDate: string
  readonly dueDate: string | null
  readonly currency: Currency
  readonly note: string | null
  readonly buyerReference: string | null
  readonly orderReference: string | null
  /** What a credit note lowers. */
  readonly preceding: { readonly number: string; readonly issueDate: string } | null
  readonly seller: EParty & { readonly tradingName: string | null }
  readonly buyer: EParty
  /** Only for supplies to another country of the Union. */
  readonly delivery: { readonly date: string; readonly country: string | null } | null
  readonly payment: EPayment
  readonly lines: readonly ELine[]
  readonly vat: readonly EVat[]
  readonly sums: { readonly net: Money; readonly vat: Money; readonly gross: Money; readonly prepaid: Money; readonly payable: Money }
}

export type EParty = {
  readonly name: string
  readonly address: readonly string[]
  readonly country: string | null
  readonly electronicAddress: PartyId | null
  readonly company: PartyId | null
  /** With the country in front. */
  readonly vatId: string | null
  /** Of one who has no VAT number. */
  readonly taxId: string | null
  readonly email: string
  readonly phone: string
}

export type EPayment = {
  /** What a transfer carries; null: nothing is to be paid. */
  readonly reference: string | null
  readonly account: { readonly iban: string; readonly name: string; readonly isSepa: boolean } | null
  /** The payer's page. */
  readonly link: string | null
  readonly terms: string | null
}

export type ELine = {
  readonly name: string
  readonly description: string | null
  readonly quantity: string
  readonly unitCode: string
  /** A unit of the seller's own, in words. */
  readonly note: string | null
  readonly price: string
  readonly net: Money
  readonly discount: { readonly percent: string; readonly base: Money; readonly amount: Money } | null
  readonly category: VatRow['category']
  /** Null only outside VAT. */
  readonly rate: string | null
}

export type EVat = {
  readonly category: VatRow['category']
  readonly rate: string | null
  readonly taxable: Money
  readonly tax: Money
  readonly reason: string | null
  readonly reasonCode: string | null
}

/** The invoice, with what has been paid since. Null: it is a draft, or cancelled. */
export function eInvoiceOf(invoice: Invoice, payLink: string | null): EInvoice | null {
  const { number, issueDate, seller, currency, language } = invoice
  if (invoice.document !== 'issued' || number === null || issueDate === null || seller === null) return null
  const body = bodyOf(invoice.lines, currency, language)
  // Whoever gives money back does not ask for it again, as `remainingMinor` has it.
  const paid = { minor: invoice.paidMinor, currency }
  const prepaid = paid.minor < body.totals.gross.minor ? paid : body.totals.gross
  const payable = subtract(body.totals.gross, prepaid)
  return {
    kind: 'invoice', number, issueDate, dueDate: invoice.dueDate, currency, preceding: null,
    note: noteOf(invoice, invoice.notes), ...partiesOf(invoice, seller, body.totals), ...referencesOf(invoice),
    delivery: deliveryOf(invoice, body.totals, issueDate),
    payment: isPositive(payable) ? paymentOf(invoice, seller, number, payLink) : NOTHING_TO_PAY,
    lines: body.lines, vat: body.vat, sums: { net: body.totals.net, vat: body.totals.vat, gross: body.totals.gross, prepaid, payable },
  }
}

/** The credit note between the parties of its invoice. Amounts are positive. Null: that invoice was never issued. */
export function eCreditNoteOf(note: CreditNote, invoice: Invoice): EInvoice | null {
  const { number, issueDate, seller, language } = invoice
  if (number === null || issueDate === null || seller === null) return null
  const { currency } = note.gross
  const { totals, lines, vat } = bodyOf(note.lines, currency, language)
  const terms = say(language, DOCUMENT_TEXTS[language].forInvoice, { number, date: formatDate(language, issueDate) })
  return {
    kind: 'credit_note', number: note.number, issueDate: note.issueDate, dueDate: null, currency, preceding: { number, issueDate },
    note: noteOf(invoice, note.reason), ...partiesOf(invoice, seller, totals), ...referencesOf(invoice),
    delivery: deliveryOf(invoice, totals, issueDate), payment: { ...NOTHING_TO_PAY, terms },
    lines, vat, sums: { net: totals.net, vat: totals.vat, gross: totals.gross, prepaid: zero(currency), payable: totals.gross },
  }
}

const NOTHING_TO_PAY: EPayment = { reference: null, account: null, link: null, terms: null }

const given = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** Test documents say so in the one place that a person at the other end reads. */
function noteOf({ mode, language }: Invoice, text: string): string | null {
  return given([...(mode === 'test' ? [DOCUMENT_TEXTS[language].test] : []), text].join('\n'))
}

const referencesOf = ({ buyerReference, orderReference }: Invoice) =>
  ({ buyerReference: given(buyerReference), orderReference: given(orderReference) })

/**
 * A document outside VAT names nobody's VAT number (BR-O-02). A seller who only makes exempt supplies may have
 * none; the register number is then the tax number too, in LT, LV, EE and GE.
 */
function partiesOf({ payer }: Invoice, seller: Seller, totals: Totals): Pick<EInvoice, 'seller' | 'buyer'> {
  const isOutsideVat = totals.vatRows.every((row) => row.category === 'O')
  const isExempt = totals.vatRows.every((row) => row.category === 'E')
  const sells = partyOf({ ...seller, name: given(seller.legalName) ?? seller.storeName })
  const buys = partyOf(payer)
  const tradingName = given(seller.storeName) === sells.name ? null : given(seller.storeName)
  if (isOutsideVat) return { seller: { ...sells, vatId: null, tradingName }, buyer: { ...buys, vatId: null } }
  const taxId = isExempt && sells.vatId === null ? sells.company?.id ?? null : null
  return { seller: { ...sells, taxId, tradingName }, buyer: buys }
}

function partyOf(party: Payer | (Omit<Payer, 'country'> & { country: string | null })): EParty {
  const codes = { country: party.country, companyCode: given(party.companyCode), vatCode: given(party.vatCode) }
  return {
    name: party.name, address: party.address.split('\n').map((line) => line.trim()).filter((line) => line !== ''), country: party.country,
    electronicAddress: electronicAddress(codes), company: companyId(codes), vatId: vatId(codes), taxId: null,
    email: party.email, phone: party.phone,
  }
}

/** Directive 2006/112/EC, article 226 (7): a date of supply stands on an invoice only where it differs from that of issue. */
function deliveryOf({ payer }: Invoice, { vatRows }: Totals, issueDate: string): EInvoice['delivery'] {
  return vatRows.some((row) => row.category === 'K') ? { date: issueDate, country: payer.country } : null
}

function paymentOf({ reference, language }: Invoice, seller: Seller, number: string, link: string | null): EPayment {
  const iban = parseIban(seller.iban)
  return {
    reference: reference ?? number, link, terms: link === null ? null : `${DOCUMENT_TEXTS[language].payOnline}: ${link}`,
    account: iban === null ? null : { iban, name: given(seller.legalName) ?? seller.storeName, isSepa: isSepaIban(iban) },
  }
}

function bodyOf(texts: readonly LineText[], currency: Currency, language: Language): { totals: Totals; lines: ELine[]; vat: EVat[] } {
  const totals = totalsOf(texts.map(pricedLine), currency)
  return {
    totals, vat: totals.vatRows.map((row) => vatOf(row, texts)),
    lines: texts.flatMap((text, at) => {
      const total = totals.lines[at]
      return total === undefined ? [] : [lineOf(text, total, language)]
    }),
  }
}

function lineOf(text: LineText, { full, discount, net }: LineTotal, language: Language): ELine {
  const { quantity, unitPrice, discount: percent, vat } = pricedLine(text)
  const [name = '', ...more] = text.description.trim().split(/\s*\n\s*/)
  const code = unitCode(text.unit, language)
  return {
    name, description: more.length === 0 ? null : text.description, quantity: printDecimal(quantity), unitCode: code,
    note: code === OWN_UNIT ? given(text.unit) : null, price: printDecimal(unitPrice), net,
    discount: percent === null ? null : { percent: printDecimal(percent), base: full, amount: discount },
    ...('exempt' in vat
      ? { category: vat.category, rate: vat.category === 'O' ? null : '0' }
      : { category: compareDecimals(vat.rate, ZERO) === 0 ? 'Z' : 'S', rate: printDecimal(vat.rate) }),
  }
}

/** VATEX code of a category that has just one. Source: VATEX code list; PEPPOL-EN16931-P0104 to P0107. */
const REASON_CODE: Readonly<Partial<Record<VatRow['category'], string>>> = {
  AE: 'VATEX-EU-AE', K: 'VATEX-EU-IC', G: 'VATEX-EU-G', O: 'VATEX-EU-O',
}

function vatOf({ category, rate, reasons, taxable, tax }: VatRow, lines: readonly LineText[]): EVat {
  return {
    category, rate: category === 'O' ? null : printDecimal(rate), taxable, tax,
    reason: given(reasons.map((reason) => reason.trim()).join('; ')), reasonCode: REASON_CODE[category] ?? exemptionCode(category, lines),
  }
}

/** Of exempt lines, the code that all of them name: one breakdown has room for one. */
function exemptionCode(category: VatRow['category'], lines: readonly LineText[]): string | null {
  if (category !== 'E') return null
  const codes = new Set(lines.flatMap(({ vat }) => ('category' in vat && vat.category === 'E' ? [vat.reasonCode ?? null] : [])))
  const [only = null] = codes
  return codes.size === 1 ? only : null
}
