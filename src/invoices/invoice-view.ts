import { isPositive, isZero, negate } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { amountInWords } from '../platform/i18n/amount-in-words.ts'
import type { DocumentTexts } from '../platform/i18n/en/document.ts'
import { formatAmount, formatDate, formatDecimal, formatMoney, formatPercent, say } from '../platform/i18n/format.ts'
import type { PdfData } from '../platform/pdf/printer.ts'
import { inFours } from '../merchants/check-digits.ts'
import { dateView, formatPrice, partyView, rowsOf } from './document-view.ts'
import type { Row } from './document-view.ts'
import { bankCodeSideMm } from './bank-code-picture.ts'
import { bankCodeOf } from './invoice-document.ts'
import type { CreditNoteDocument, DocumentLine, InvoiceDocument } from './invoice-document.ts'
import type { LineVat, VatRow } from './totals.ts'

type Issued = InvoiceDocument | CreditNoteDocument
type View = { readonly [name: string]: PdfData }

/** What `invoice.typ` prints for an invoice: every value a finished text. */
export function invoiceView(invoice: InvoiceDocument, texts: DocumentTexts): View {
  const { language, totals, issueDate, dueDate, credited, paid, remaining, seller } = invoice
  const less = ([credited, paid] as const).filter(isPositive)
  return {
    ...issuedView(invoice, texts),
    ...(invoice.draft ? { number: texts.draft, watermark: texts.draft } : {}),
    title: chargesVat(invoice) && seller.vatCode !== null ? texts.vatInvoice : texts.invoice,
    headline: headline(invoice, texts),
    facts: rowsOf([texts.issued, invoice.draft ? null : formatDate(language, issueDate)], [texts.due, dueDate && formatDate(language, dueDate)]),
    sums: [
      ...sumRows(invoice, texts),
      ...moneyRows(invoice, [[texts.credited, negate(credited)], [texts.paid, negate(paid)]]),
      ...(less.length === 0 ? [] : [{ label: texts.remaining, value: formatMoney(language, remaining), strong: true }]),
    ],
    words: amountInWords(totals.gross, language),
    bank: bankView(invoice, texts),
    online: isPayable(invoice) && invoice.payLink !== null
      ? { url: invoice.payLink, shown: invoice.payLink.replace(/^https?:\/\//, '') }
      : null,
  }
}

/** A credit note's amounts are positive, as EN 16931 writes them; nothing on it asks for money. */
export function creditNoteView(note: CreditNoteDocument, texts: DocumentTexts): View {
  const { language, totals, issueDate, invoice, reason } = note
  const invoiceDate = formatDate(language, invoice.issueDate)
  return {
    ...issuedView(note, texts),
    title: texts.creditNote,
    headline: { label: texts.gross, value: formatMoney(language, totals.gross) },
    facts: [
      ...rowsOf([texts.issued, formatDate(language, issueDate)]),
      { label: say(language, texts.forInvoice, { number: invoice.number, date: invoiceDate }), value: reason },
    ],
    sums: sumRows(note, texts),
    words: amountInWords(totals.gross, language),
    bank: null,
    online: null,
  }
}

/** Whether codes and accounts are printed: something is left to pay, and the invoice was issued and stands. */
export const isPayable = ({ remaining, cancelled, draft }: InvoiceDocument): boolean => isPositive(remaining) && !cancelled && !draft

/** A seller outside VAT prints neither rate nor table, only the reason. */
const chargesVat = ({ totals }: Issued): boolean => totals.vatRows.some((row) => row.category !== 'O')

function issuedView(document: Issued, texts: DocumentTexts): View {
  return {
    language: document.language, number: document.number, date: dateView(document.issueDate),
    test: document.mode === 'test' ? texts.test : null, watermark: null, colour: document.seller.colour, page: texts.page,
    seller: partyView(document.seller, texts), buyer: partyView(document.payer, texts),
    labels: {
      seller: texts.seller, buyer: texts.buyer, inWords: texts.inWords, notes: texts.notes, payOnline: texts.payOnline,
      payOnlineHint: texts.payOnlineHint, bankTransfer: texts.bankTransfer, bankCodeHint: texts.bankCodeHint,
    },
    ...lineTable(document, texts), vat: vatTable(document, texts), notes: document.notes === '' ? null : document.notes,
  }
}

function headline(invoice: InvoiceDocument, texts: DocumentTexts): Row {
  const total = formatMoney(invoice.language, invoice.totals.gross)
  if (invoice.cancelled) return { label: `${texts.gross} ${total}`, value: texts.cancelled }
  const isSettled = isZero(invoice.remaining) && isPositive(invoice.totals.gross)
  if (isSettled) return { label: `${texts.gross} ${total}`, value: isPositive(invoice.paid) ? texts.paidInFull : texts.credited }
  return { label: texts.amountDue, value: formatMoney(invoice.language, invoice.remaining) }
}

type Column = {
  readonly label: string
  /** Aligned to the right. */
  readonly number: boolean
  /** Takes the room that is left. */
  readonly wide: boolean
  readonly cell: (line: PrintedLine) => string
}
type PrintedLine = { readonly line: DocumentLine; readonly at: number; readonly net: Money }

function lineTable(document: Issued, texts: DocumentTexts): View {
  const { language, lines, totals } = document
  const { currency } = totals.gross
  const number = (label: string, cell: Column['cell']): Column => ({ label, number: true, wide: false, cell })
  const columns: Column[] = [
    { label: '', number: false, wide: false, cell: ({ at }) => `${at + 1}` },
    { label: texts.description, number: false, wide: true, cell: ({ line }) => line.description },
    number(texts.quantity, ({ line }) => [formatDecimal(language, line.quantity), line.unit].join('\u00a0').trimEnd()),
    number(`${texts.unitPrice},\u00a0${currency}`, ({ line }) => formatPrice(language, line.unitPrice, currency)),
    ...(lines.some((line) => line.discount !== null)
      ? [number(texts.discount, ({ line: { discount } }) => (discount === null ? '' : formatPercent(language, discount)))]
      : []),
    ...(chargesVat(document) ? [number(texts.vat, ({ line }) => rateOf(document, line.vat, texts))] : []),
    number(`${texts.lineAmount},\u00a0${currency}`, ({ net }) => formatAmount(language, net)),
  ]
  const printed = totals.lines.flatMap(({ net }, at) => {
    const line = lines[at]
    return line === undefined ? [] : [columns.map(({ cell }) => cell({ line, at, net }))]
  })
  return { columns: columns.map(({ label, number: isNumber, wide }) => ({ label, number: isNumber, wide })), lines: printed }
}

const rateOf = ({ language }: Issued, vat: LineVat, texts: DocumentTexts): string =>
  'exempt' in vat ? texts.withoutVat : formatPercent(language, vat.rate)

/** Null where one rate says all: then the sums beside name it. */
function vatTable(document: Issued, texts: DocumentTexts): PdfData {
  const { language, totals: { vatRows } } = document
  const notes = [...new Set(vatRows.flatMap((row) => row.reasons))]
  if (vatRows.length <= 1 && notes.length === 0) return null
  const rate = ({ category, rate: percent }: VatRow): string =>
    category === 'S' || category === 'Z' ? formatPercent(language, percent) : texts.withoutVat
  const rows = vatRows.map((row) => [rate(row), formatAmount(language, row.taxable), formatAmount(language, row.tax)])
  return { heads: [texts.vatRate, texts.taxable, texts.vatAmount], rows: chargesVat(document) ? rows : [], notes }
}

function sumRows(document: Issued, texts: DocumentTexts): PdfData[] {
  const { language, totals: { net, vat, gross, vatRows } } = document
  const [only, ...others] = vatRows
  const isOneRate = only?.category === 'S' && others.length === 0
  const vatLabel = isOneRate ? `${texts.vat} ${formatPercent(language, only.rate)}` : texts.vat
  const total = { label: texts.gross, value: formatMoney(language, gross), strong: true }
  if (!chargesVat(document)) return [total]
  return [
    { label: texts.net, value: formatMoney(language, net), strong: false },
    { label: vatLabel, value: formatMoney(language, vat), strong: false },
    total,
  ]
}

/** Rows for the amounts that are not zero. */
const moneyRows = ({ language }: Issued, rows: readonly [label: string, amount: Money][]): PdfData[] =>
  rows.flatMap(([label, amount]) => (isZero(amount) ? [] : [{ label, value: formatMoney(language, amount), strong: false }]))

function bankView(invoice: InvoiceDocument, texts: DocumentTexts): PdfData {
  const { language, seller, remaining, reference, number } = invoice
  if (!isPayable(invoice) || seller.iban === null) return null
  const code = bankCodeOf(invoice)
  return {
    code: code === null ? null : { mm: bankCodeSideMm(code) },
    rows: rowsOf(
      [texts.beneficiary, seller.name],
      [texts.account, inFours(seller.iban).replaceAll(' ', '\u00a0')],
      [texts.bank, seller.bankName],
      [texts.amount, formatMoney(language, remaining)],
      [texts.reference, reference === null ? number : inFours(reference)],
    ),
  }
}
