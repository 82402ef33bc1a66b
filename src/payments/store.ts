import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import type { DocumentState } from '../invoices/payment-state.ts'
import { currencyOf } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import type { Attempt, AttemptState } from './attempt.ts'
import type { InvoiceInPayment } from './money-change.ts'

/** What a report is about, as our rows have it at one moment. */
export type ReportSubject = {
  readonly attempt: Attempt
  readonly invoice: InvoiceInPayment
  /** Money already booked under the report's provider reference on this channel, whichever attempt it came by. */
  readonly booked: { readonly paymentId: Id<'payment'>; readonly attemptId: Id<'attempt'>; readonly amountMinor: bigint } | null
}

/** The row behind a `ReportSubject`; all columns but the first are null where no attempt of this merchant and channel was found. */
export type ReportSubjectRow = {
  attempt_id: Id<'attempt'> | null
  channel_id: Id<'channel'>
  a_state: AttemptState
  asked_minor: bigint
  provider_ref: string | null
  waiting_since: Date | null
  claimed_at: Date | null
  a_sequence: number
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
  booked_id: Id<'payment'> | null
  booked_attempt_id: Id<'attempt'> | null
  booked_minor: bigint | null
}

/**
 * Select list and joins that find a report's subject. The text expects the merchant as $1, the attempt as $2, the
 * channel as $3 and the provider's reference as $4; the statement that stores a callback reads its subject with it too.
 */
export const REPORT_SUBJECT = {
  columns: `a.attempt_id, a.channel_id, a.state as a_state, a.asked_minor, a.provider_ref, a.waiting_since, a.claimed_at,
    a.sequence as a_sequence, i.invoice_id, i.store_id, i.mode, i.document, i.currency, i.gross_minor, i.credited_minor,
    i.paid_minor, i.refunded_minor, i.version, i.sequence, i.pay_until, i.paid_at, i.paid_late, i.live_attempt_id,
    i.lease_until, p.payment_id as booked_id, p.attempt_id as booked_attempt_id, p.amount_minor as booked_minor`,
  joins: `left join attempt a on a.merchant_id = $1 and a.attempt_id = $2 and a.channel_id = $3
    left join invoice i on i.merchant_id = $1 and i.invoice_id = a.invoice_id
    left join payment p on p.merchant_id = $1 and p.channel_id = $3 and p.provider_ref = $4`,
} as const

const FIND_SUBJECT = `select ${REPORT_SUBJECT.columns} from (select 1) as one ${REPORT_SUBJECT.joins}`

export type SubjectKey = {
  readonly merchantId: Id<'merchant'>
  readonly attemptId: Id<'attempt'>
  readonly channelId: Id<'channel'>
  readonly providerRef: string | null
}

/** Null if the channel of this merchant has no such attempt. */
export async function findReportSubject(pool: pg.Pool, key: SubjectKey): Promise<ReportSubject | null> {
  const { rows } = await pool.query<ReportSubjectRow>({
    name: 'report-subject', text: FIND_SUBJECT, values: [key.merchantId, key.attemptId, key.channelId, key.providerRef],
  })
  const [row] = rows
  return row === undefined ? null : reportSubject(key.merchantId, row)
}

export function reportSubject(merchantId: Id<'merchant'>, row: ReportSubjectRow): ReportSubject | null {
  if (row.attempt_id === null) return null
  const currency = knownCurrency(row.currency)
  return {
    attempt: {
      id: row.attempt_id, invoiceId: row.invoice_id, channelId: row.channel_id, mode: row.mode, state: row.a_state,
      asked: { minor: row.asked_minor, currency }, providerRef: row.provider_ref,
      waitingSince: row.waiting_since, claimedAt: row.claimed_at, sequence: row.a_sequence,
    },
    invoice: {
      merchantId, id: row.invoice_id, storeId: row.store_id, mode: row.mode, document: row.document, currency,
      grossMinor: row.gross_minor, creditedMinor: row.credited_minor, paidMinor: row.paid_minor,
      refundedMinor: row.refunded_minor, version: row.version, sequence: row.sequence, payUntil: row.pay_until,
      paidAt: row.paid_at, paidLate: row.paid_late, liveAttemptId: row.live_attempt_id, leaseUntil: row.lease_until,
    },
    booked: row.booked_id === null || row.booked_attempt_id === null || row.booked_minor === null
      ? null
      : { paymentId: row.booked_id, attemptId: row.booked_attempt_id, amountMinor: row.booked_minor },
  }
}

/** Our rows hold only currencies we wrote ourselves; another one means that the table was tampered with. */
export function knownCurrency(code: string): Currency {
  const currency = currencyOf(code)
  if (currency === null) throw new Error(`the database holds an amount in ${code}, which is no currency`)
  return currency
}
