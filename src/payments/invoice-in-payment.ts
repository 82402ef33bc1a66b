import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import type { DocumentState } from '../invoices/payment-state.ts'
import { storedCurrency } from '../money/currency.ts'
import type { InvoiceInPayment } from './money-change.ts'

/** Columns of `invoice i` that the money rules need. */
export const INVOICE_COLUMNS = `i.invoice_id, i.store_id, i.mode, i.document, i.currency, i.gross_minor, i.credited_minor,
  i.paid_minor, i.refunded_minor, i.version, i.sequence, i.pay_until, i.paid_at, i.paid_late, i.live_attempt_id, i.lease_until`

export type InvoiceInPaymentRow = {
  invoice_id: Id<'invoice'>
  store_id: Id<'store'>
  mode: Mode
  document: DocumentState
  currency: string
  gross_minor: bigint
  credited_minor: bigint
  paid_minor: bigint
  refunded_minor: bigint
  version: number
  sequence: number
  pay_until: Date | null
  paid_at: Date | null
  paid_late: boolean
  live_attempt_id: Id<'attempt'> | null
  lease_until: Date | null
}

export const invoiceInPayment = (merchantId: Id<'merchant'>, row: InvoiceInPaymentRow): InvoiceInPayment => ({
  merchantId, id: row.invoice_id, storeId: row.store_id, mode: row.mode, document: row.document,
  currency: storedCurrency(row.currency), grossMinor: row.gross_minor, creditedMinor: row.credited_minor,
  paidMinor: row.paid_minor, refundedMinor: row.refunded_minor, version: row.version, sequence: row.sequence,
  payUntil: row.pay_until, paidAt: row.paid_at, paidLate: row.paid_late, liveAttemptId: row.live_attempt_id,
  leaseUntil: row.lease_until,
})

/** Null: no such invoice of this merchant. */
export async function findInvoiceInPayment(
  pool: pg.Pool, merchantId: Id<'merchant'>, invoiceId: Id<'invoice'>,
): Promise<InvoiceInPayment | null> {
  const { rows: [row] } = await pool.query<InvoiceInPaymentRow>({
    name: 'invoice-in-payment',
    text: `select ${INVOICE_COLUMNS} from invoice i where i.merchant_id = $1 and i.invoice_id = $2`,
    values: [merchantId, invoiceId],
  })
  return row === undefined ? null : invoiceInPayment(merchantId, row)
}
