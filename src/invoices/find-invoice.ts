import type { Selectable } from 'kysely'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Id } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { InvoiceContentTable, InvoiceTable, Json } from '../platform/db/schema.ts'
import type { Invoice } from './invoice.ts'
import { PayerJson, SellerJson } from './invoice.ts'
import { LineJson, TotalRowJson } from './line.ts'

export type InvoiceKey = { readonly merchantId: Id<'merchant'>; readonly id: Id<'invoice'> }

/** Null: no such invoice of this merchant. */
export async function findInvoice(db: Db, { merchantId, id }: InvoiceKey): Promise<Invoice | null> {
  const row = await invoiceRows(db).where('i.merchant_id', '=', merchantId).where('i.invoice_id', '=', id).executeTakeFirst()
  return row === undefined ? null : invoiceOf(row)
}

/** As `findInvoice`, and nobody else changes the invoice until the transaction ends. */
export async function lockInvoice(tx: Tx, { merchantId, id }: InvoiceKey): Promise<Invoice | null> {
  const row = await invoiceRows(tx).where('i.merchant_id', '=', merchantId).where('i.invoice_id', '=', id)
    .forUpdate('i').executeTakeFirst()
  return row === undefined ? null : invoiceOf(row)
}

/** The invoice that carries the accounting program's own number. Null if there is none. */
export async function findByExternalNumber(
  db: Db, key: Pick<Invoice, 'merchantId' | 'storeId' | 'mode'> & { externalNumber: string },
): Promise<Invoice | null> {
  const row = await invoiceRows(db).where('i.merchant_id', '=', key.merchantId).where('i.store_id', '=', key.storeId)
    .where('i.mode', '=', key.mode).where('i.external_number', '=', key.externalNumber).executeTakeFirst()
  return row === undefined ? null : invoiceOf(row)
}

const invoiceRows = (db: Pick<Db, 'selectFrom'>) => db.selectFrom('invoice as i')
  .innerJoin('invoice_content as c', (join) => join.onRef('c.merchant_id', '=', 'i.merchant_id').onRef('c.invoice_id', '=', 'i.invoice_id'))
  .selectAll('i').select(['c.lines', 'c.totals', 'c.payer', 'c.seller', 'c.notes', 'c.buyer_reference', 'c.order_reference', 'c.reference'])

type InvoiceRow = Selectable<InvoiceTable> & Omit<Selectable<InvoiceContentTable>, 'merchant_id' | 'invoice_id'>

function invoiceOf(row: InvoiceRow): Invoice {
  const currency = storedCurrency(row.currency)
  return {
    merchantId: row.merchant_id, id: row.invoice_id, storeId: row.store_id, mode: row.mode, origin: row.origin, customerId: row.customer_id,
    document: row.document, payment: row.payment, paidLate: row.paid_late, number: row.number, externalNumber: row.external_number,
    language: row.language, currency, net: { minor: row.net_minor, currency }, vat: { minor: row.vat_minor, currency },
    gross: { minor: row.gross_minor, currency }, grossMinor: row.gross_minor, creditedMinor: row.credited_minor,
    paidMinor: row.paid_minor, refundedMinor: row.refunded_minor, issueDate: row.issue_date, dueDate: row.due_date,
    payUntil: row.pay_until, liveAttemptId: row.live_attempt_id, leaseUntil: row.lease_until, version: row.version,
    sequence: row.sequence, createdAt: row.created_at, issuedAt: row.issued_at, paidAt: row.paid_at,
    cancelledAt: row.cancelled_at, sentAt: row.sent_at, viewedAt: row.viewed_at,
    lines: Value.Parse(Lines, row.lines), totals: Value.Parse(Rows, row.totals), payer: Value.Parse(PayerJson, row.payer),
    seller: row.seller === null ? null : Value.Parse(SellerJson, row.seller), notes: row.notes, buyerReference: row.buyer_reference,
    orderReference: row.order_reference, reference: row.reference,
  }
}

const Lines = Type.Array(LineJson)
const Rows = Type.Array(TotalRowJson)

/** Reads lines as another document has stored them. Throws if they are none. */
export const storedLines = (json: Json) => Value.Parse(Lines, json)
export const storedTotals = (json: Json) => Value.Parse(Rows, json)
