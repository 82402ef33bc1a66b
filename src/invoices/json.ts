import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed, DateJson, moneyJson, MoneyJson, Nullable, TimeJson, WordOf } from '../platform/http/json.ts'
import type { Invoice } from './invoice.ts'
import { isInFlight, PayerJson, SellerJson } from './invoice.ts'
import { LineJson, pricedLine, TotalRowJson } from './line.ts'
import { overpaidMinor, remainingMinor } from './payment-state.ts'
import type { Standing } from './payment-state.ts'
import { payButton, payForm } from './pay-button.ts'
import { payUrl } from './pay-link.ts'
import { totalsOf } from './totals.ts'
import { decimal } from '../money/money.ts'

/** What a list shows of an invoice. */
export const InvoiceBriefJson = Type.Object({
  id: IdJson('invoice'), store: IdJson('store'), mode: WordOf('test', 'live'), customer: Nullable(IdJson('customer')),
  number: Nullable(Type.String()), externalNumber: Nullable(Type.String()),
  document: WordOf('draft', 'issued', 'cancelled'),
  payment: WordOf('unpaid', 'partly_paid', 'paid', 'overpaid', 'refunded'),
  flags: Type.Object({ paidLate: Type.Boolean(), inFlight: Type.Boolean() }),
  payerName: Type.String(), payerEmail: Type.String(), gross: MoneyJson, remaining: MoneyJson,
  issueDate: Nullable(DateJson), dueDate: Nullable(DateJson), createdAt: TimeJson,
})

export const InvoiceJson = Type.Object({
  ...InvoiceBriefJson.properties,
  language: Type.Enum(LANGUAGES), currency: Type.String(),
  lines: Type.Array(Type.Object({ ...LineJson.properties, net: Type.String({ description: 'Decimal text, in the currency of the invoice.' }) })),
  totals: Type.Array(TotalRowJson),
  net: MoneyJson, vat: MoneyJson, credited: MoneyJson, paid: MoneyJson, refunded: MoneyJson, overpaid: MoneyJson,
  payUntil: Nullable(TimeJson), notes: Type.String(), buyerReference: Type.String(), orderReference: Type.String(), payer: PayerJson,
  seller: Nullable(SellerJson), reference: Nullable(Type.String()),
  links: Nullable(Type.Object({
    pay: Type.String({ description: 'The payer\'s page.' }),
    qrSvg: Type.String({ description: 'Address of a QR code of the page, SVG.' }),
    qrPng: Type.String({ description: 'The same as PNG.' }),
    pdf: Type.String({ description: 'Address of the invoice as PDF.' }),
    buttonHtml: Type.String({ description: 'A link styled as a button, to paste into any page or letter.' }),
    formHtml: Type.String({ description: 'The same as a form.' }),
  }, { description: 'Null while a draft.' })),
  issuedAt: Nullable(TimeJson), paidAt: Nullable(TimeJson), cancelledAt: Nullable(TimeJson), sentAt: Nullable(TimeJson), viewedAt: Nullable(TimeJson),
}, { title: 'Invoice' })

/** The address of one invoice. */
export const InvoiceParams = Closed({ id: IdJson('invoice') })

/** In which language something about an invoice is written. */
export const LanguageChoice = Type.Optional(Type.Enum(LANGUAGES, { description: 'That of the invoice unless it is named.' }))

/** What a draft is written from. A store is named unless the API key has just one. */
export const DraftJson = Closed({
  store: Type.Optional(IdJson('store')),
  externalNumber: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 100, description: 'Your own number of the document; the same again answers the same invoice.' }))),
  customer: Type.Optional(Nullable(IdJson('customer'))),
  payer: Type.Optional(Nullable(Type.Partial(PayerJson, { additionalProperties: false }))),
  language: Type.Optional(Nullable(Type.Enum(LANGUAGES))),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  lines: Type.Array(LineJson, { minItems: 1, maxItems: 500 }),
  dueDate: Type.Optional(Nullable(DateJson)),
  payUntil: Type.Optional(Nullable(TimeJson)),
  notes: Type.Optional(Type.String({ maxLength: 2000 })),
  buyerReference: Type.Optional(Type.String({
    maxLength: 100, description: 'The buyer\'s own word for where the invoice belongs: BT-10 of EN 16931. Peppol asks for this or an order.',
  })),
  orderReference: Type.Optional(Type.String({ maxLength: 100, description: 'The number of the buyer\'s order: BT-13.' })),
})

type InvoiceView = { readonly publicUrl: URL; readonly now: Date }

/** What a brief is made of: it stands in the narrow row, so a list reads no lines. */
export type InvoiceBrief = Standing & Pick<Invoice,
  'id' | 'storeId' | 'mode' | 'customerId' | 'number' | 'externalNumber' | 'payment' | 'paidLate' | 'liveAttemptId' | 'leaseUntil' | 'gross'
  | 'issueDate' | 'dueDate' | 'createdAt'> & { readonly payer: Pick<Invoice['payer'], 'name' | 'email'> }

export function invoiceBriefJson(invoice: InvoiceBrief, { now }: { now: Date }): Static<typeof InvoiceBriefJson> {
  const { currency, mode } = invoice
  return {
    id: publicId('invoice', invoice.id, mode), store: publicId('store', invoice.storeId, null), mode,
    customer: invoice.customerId === null ? null : publicId('customer', invoice.customerId, mode),
    number: invoice.number, externalNumber: invoice.externalNumber, document: invoice.document, payment: invoice.payment,
    flags: { paidLate: invoice.paidLate, inFlight: isInFlight(invoice, now) },
    payerName: invoice.payer.name, payerEmail: invoice.payer.email, gross: moneyJson(invoice.gross),
    remaining: moneyJson({ minor: remainingMinor(invoice), currency }),
    issueDate: invoice.issueDate, dueDate: invoice.dueDate, createdAt: invoice.createdAt.toISOString(),
  }
}

/** `token` is that of the pay page; null for a draft. */
export function invoiceJson(invoice: Invoice, token: string | null, view: InvoiceView): Static<typeof InvoiceJson> {
  const { currency } = invoice
  const money = (minor: bigint) => moneyJson({ minor, currency })
  const { lines: lineTotals } = totalsOf(invoice.lines.map(pricedLine), currency)
  const time = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...invoiceBriefJson(invoice, view), language: invoice.language, currency,
    lines: invoice.lines.map((line, at) => ({ ...line, net: decimal(lineTotals[at]?.net ?? { minor: 0n, currency }) })),
    totals: [...invoice.totals], net: moneyJson(invoice.net), vat: moneyJson(invoice.vat), credited: money(invoice.creditedMinor),
    paid: money(invoice.paidMinor), refunded: money(invoice.refundedMinor), overpaid: money(overpaidMinor(invoice)),
    payUntil: time(invoice.payUntil), notes: invoice.notes,
    buyerReference: invoice.buyerReference, orderReference: invoice.orderReference, payer: invoice.payer, seller: invoice.seller, reference: invoice.reference,
    links: token === null ? null : linksOf(invoice, payUrl(view.publicUrl, token)),
    issuedAt: time(invoice.issuedAt), paidAt: time(invoice.paidAt), cancelledAt: time(invoice.cancelledAt),
    sentAt: time(invoice.sentAt), viewedAt: time(invoice.viewedAt),
  }
}

function linksOf(invoice: Invoice, pay: string) {
  const amount = { minor: remainingMinor(invoice), currency: invoice.currency }
  return {
    pay, qrSvg: `${pay}/qr.svg`, qrPng: `${pay}/qr.png`, pdf: `${pay}/invoice.pdf`,
    buttonHtml: payButton(invoice.language, amount, pay), formHtml: payForm(invoice.language, amount, pay),
  }
}
