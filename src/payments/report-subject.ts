import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Attempt, AttemptState } from './attempt.ts'
import { INVOICE_COLUMNS, invoiceInPayment } from './invoice-in-payment.ts'
import type { InvoiceInPaymentRow } from './invoice-in-payment.ts'
import type { InvoiceInPayment } from './money-change.ts'

/** What a report is about, as our rows have it at one moment. */
export type ReportSubject = {
  readonly attempt: Attempt
  readonly invoice: InvoiceInPayment
  /** Money already booked under the report's provider reference on this channel, whichever attempt it came by. */
  readonly booked: { readonly paymentId: Id<'payment'>; readonly attemptId: Id<'attempt'>; readonly amountMinor: bigint } | null
}

/** The row behind a `ReportSubject`; all columns but the first are null where no attempt of this merchant and channel was found. */
export type ReportSubjectRow = InvoiceInPaymentRow & {
  attempt_id: Id<'attempt'> | null
  channel_id: Id<'channel'>
  a_state: AttemptState
  asked_minor: bigint
  provider_ref: string | null
  waiting_since: Date | null
  claimed_at: Date | null
  a_sequence: number
  capture_minor: bigint | null
  booked_id: Id<'payment'> | null
  booked_attempt_id: Id<'attempt'> | null
  booked_minor: bigint | null
}

/**
 * Select list and joins that find a report's subject. The attempt's channel is compared in a way no index can serve:
 * a merchant has few channels, and a planner that takes the two for unrelated would walk all attempts of a channel.
 * The text expects the merchant as $1, the attempt as $2, the channel as $3 and the provider's reference as $4; the
 * statement that stores a callback reads its subject with it too.
 */
export const REPORT_SUBJECT = {
  columns: `a.attempt_id, a.channel_id, a.state as a_state, a.asked_minor, a.provider_ref, a.waiting_since, a.claimed_at,
    a.sequence as a_sequence, case when a.decision_state <> 'refused' then a.decision_minor end as capture_minor, ${INVOICE_COLUMNS},
    p.payment_id as booked_id, p.attempt_id as booked_attempt_id, p.amount_minor as booked_minor`,
  joins: `left join attempt a on a.merchant_id = $1 and a.attempt_id = $2 and a.channel_id is not distinct from $3
    left join invoice i on i.merchant_id = $1 and i.invoice_id = a.invoice_id
    left join payment p on p.merchant_id = $1 and p.channel_id = $3 and p.provider_ref = $4`,
} as const

const FIND_SUBJECT = `select ${REPORT_SUBJECT.columns} from (select 1) as one ${REPORT_SUBJECT.joins}`

type SubjectKey = {
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

const FIND_ATTEMPT = `select ${REPORT_SUBJECT.columns}
  from attempt a join invoice i on i.merchant_id = $1 and i.invoice_id = a.invoice_id
  left join payment p on false
  where a.merchant_id = $1 and a.attempt_id = $2`

/** An attempt with its invoice, whatever its channel. Null: no such attempt of this merchant. */
export async function findAttemptSubject(
  pool: pg.Pool, merchantId: Id<'merchant'>, attemptId: Id<'attempt'>,
): Promise<ReportSubject | null> {
  const { rows: [row] } = await pool.query<ReportSubjectRow>({ name: 'attempt-subject', text: FIND_ATTEMPT, values: [merchantId, attemptId] })
  return row === undefined ? null : reportSubject(merchantId, row)
}

export function reportSubject(merchantId: Id<'merchant'>, row: ReportSubjectRow): ReportSubject | null {
  if (row.attempt_id === null) return null
  const currency = storedCurrency(row.currency)
  return {
    attempt: {
      id: row.attempt_id, invoiceId: row.invoice_id, channelId: row.channel_id, mode: row.mode, state: row.a_state,
      asked: { minor: row.asked_minor, currency }, providerRef: row.provider_ref,
      waitingSince: row.waiting_since, claimedAt: row.claimed_at, sequence: row.a_sequence,
      capture: row.capture_minor === null ? null : { minor: row.capture_minor, currency },
    },
    invoice: invoiceInPayment(merchantId, row),
    booked: row.booked_id === null || row.booked_attempt_id === null || row.booked_minor === null
      ? null
      : { paymentId: row.booked_id, attemptId: row.booked_attempt_id, amountMinor: row.booked_minor },
  }
}
