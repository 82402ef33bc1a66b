import type pg from 'pg'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { AttemptState } from './attempt.ts'
import type { AttemptFacts, PaymentFacts, RefundFacts } from './json.ts'
import type { PaymentSource, RefundChange, RefundState } from './money-change.ts'

type PaymentRow = {
  payment_id: Id<'payment'>; store_id: Id<'store'>; mode: Mode; source: PaymentSource; invoice_id: Id<'invoice'>; number: string | null
  amount_minor: bigint; refunded_minor: bigint; currency: string; method: string | null; channel_id: Id<'channel'> | null
  channel_name: string | null; attempt_id: Id<'attempt'> | null; provider_ref: string | null; payer_name: string | null
  payer_account: string | null; note: string | null; received_at: Date; created_at: Date
  reversed_at: Date | null; reversed_by: string | null; reversal_reason: string | null
}

const paymentsFrom = (source: string): string => `
select p.payment_id, p.store_id, p.mode, p.source, a.invoice_id, i.number, p.amount_minor, p.currency, p.method, p.channel_id,
  h.name as channel_name, p.attempt_id, p.provider_ref, p.payer_name, p.payer_account, p.note, p.received_at, p.created_at,
  v.reversed_at, coalesce(u.name, k.name) as reversed_by, v.reason as reversal_reason,
  coalesce((select sum(r.amount_minor)::bigint from refund r where r.merchant_id = p.merchant_id and r.payment_id = p.payment_id
    and r.state = 'succeeded'), 0) as refunded_minor
from ${source} p
join allocation a on a.merchant_id = p.merchant_id and a.payment_id = p.payment_id
join invoice i on i.merchant_id = p.merchant_id and i.invoice_id = a.invoice_id
left join channel h on h.merchant_id = p.merchant_id and h.channel_id = p.channel_id
left join payment_reversal v on v.merchant_id = p.merchant_id and v.payment_id = p.payment_id
left join app_user u on v.reversed_by = 'user:' || u.user_id
left join api_key k on k.merchant_id = p.merchant_id and v.reversed_by = 'api_key:' || k.api_key_id`

const PAYMENTS = `${paymentsFrom('payment')} where p.merchant_id = $1`

const paymentOf = (row: PaymentRow): PaymentFacts => {
  const currency = storedCurrency(row.currency)
  return {
    id: row.payment_id, storeId: row.store_id, mode: row.mode, source: row.source, invoice: { id: row.invoice_id, number: row.number },
    amount: { minor: row.amount_minor, currency }, refunded: { minor: row.refunded_minor, currency }, method: row.method,
    channel: row.channel_id === null ? null : { id: row.channel_id, name: row.channel_name ?? '' }, attemptId: row.attempt_id,
    providerRef: row.provider_ref, payerName: row.payer_name, payerAccount: row.payer_account, note: row.note,
    receivedAt: row.received_at, createdAt: row.created_at,
    reversal: row.reversed_at === null ? null : { at: row.reversed_at, by: row.reversed_by, reason: row.reversal_reason ?? '' },
  }
}

/** Null: no such payment of this merchant. */
export async function findPayment(pool: pg.Pool, merchantId: Id<'merchant'>, id: Id<'payment'>): Promise<PaymentFacts | null> {
  const { rows: [row] } = await pool.query<PaymentRow>(`${PAYMENTS} and p.payment_id = $2`, [merchantId, id])
  return row === undefined ? null : paymentOf(row)
}

/** Oldest first. */
export async function paymentsOfInvoice(pool: pg.Pool, merchantId: Id<'merchant'>, invoiceId: Id<'invoice'>): Promise<PaymentFacts[]> {
  const { rows } = await pool.query<PaymentRow>(`${PAYMENTS} and a.invoice_id = $2 order by p.payment_id`, [merchantId, invoiceId])
  return rows.map(paymentOf)
}

export type PaymentFilter = {
  readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly mode: Mode
  /** Beginning of the invoice's number or of the payer's name, or the whole provider reference. */
  readonly search: string | null
  readonly source: PaymentSource | null
  readonly from: Date | null
  readonly before: Date | null
}

/** Found payments that are put in order one by one; of more, the newest are found sooner by going back in time. */
const FOUND_AT_MOST = 5000

const FOUND = `
select a.payment_id from (
  select i.invoice_id from invoice i
  where i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and lower(i.number) like $4 limit ${FOUND_AT_MOST + 1}
) n join allocation a on a.merchant_id = $1 and a.invoice_id = n.invoice_id
union all (
  select p.payment_id from payment p
  where p.merchant_id = $1 and p.store_id = $2 and p.mode = $3 and lower(p.payer_name) like $4 limit ${FOUND_AT_MOST + 1}
) union all
  select p.payment_id from payment p
  where p.merchant_id = $1 and p.store_id = $2 and p.mode = $3 and p.provider_ref = $5`

// The page is chosen from payments alone, in the order of an index, and only its rows are looked up in other tables.
const LIST = `${paymentsFrom(`(
  select p.* from payment p
  where p.merchant_id = $1 and p.store_id = $2 and p.mode = $3
    and ($4::uuid is null or (p.received_at, p.payment_id) < (
      select o.received_at, o.payment_id from payment o where o.merchant_id = $1 and o.payment_id = $4))
    and ($5::text is null or p.source = $5) and ($6::timestamptz is null or p.received_at >= $6)
    and ($7::timestamptz is null or p.received_at < $7) and ($8::uuid[] is null or p.payment_id = any($8))
    and ($9::text is null or lower(p.payer_name) like $9 or p.provider_ref = $10 or exists (
      select from allocation f join invoice n on n.merchant_id = $1 and n.invoice_id = f.invoice_id
      where f.merchant_id = $1 and f.payment_id = p.payment_id and lower(n.number) like $9))
  order by p.received_at desc, p.payment_id desc limit $11
)`)} order by p.received_at desc, p.payment_id desc`

/** What the search finds, as ids. Null: too much to be told. */
async function foundPayments(
  pool: pg.Pool, { merchantId, storeId, mode }: PaymentFilter, { start, whole }: { start: string; whole: string },
): Promise<Id<'payment'>[] | null> {
  const { rows } = await pool.query<{ payment_id: Id<'payment'> }>(FOUND, [merchantId, storeId, mode, start, whole])
  return rows.length > FOUND_AT_MOST ? null : rows.map((row) => row.payment_id)
}

/** The newest first, by the time they were received. */
export async function listPayments(
  pool: pg.Pool, filter: PaymentFilter, { limit, after }: { limit: number; after: Id<'payment'> | null },
): Promise<PaymentFacts[]> {
  const { search } = filter
  const words = search === null ? null : { start: `${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`, whole: search }
  const found = words === null ? null : await foundPayments(pool, filter, words)
  const { rows } = await pool.query<PaymentRow>(LIST, [
    filter.merchantId, filter.storeId, filter.mode, after, filter.source, filter.from, filter.before,
    found, found === null ? words?.start ?? null : null, search, limit + 1,
  ])
  return rows.map(paymentOf)
}

type AttemptRow = {
  attempt_id: Id<'attempt'>; store_id: Id<'store'>; mode: Mode; state: AttemptState; invoice_id: Id<'invoice'>; number: string | null
  channel_id: Id<'channel'>; channel_name: string; asked_minor: bigint; currency: string; method: string | null; provider_ref: string | null
  waiting_since: Date | null; claimed_at: Date | null; conflict: unknown; note: string | null; created_at: Date; state_changed_at: Date
  decision: 'capture' | 'release' | null; decision_minor: bigint | null; decision_state: 'asked' | 'unknown' | 'refused' | null; brought: boolean
}

const ATTEMPTS = `
select a.attempt_id, a.store_id, a.mode, a.state, a.invoice_id, i.number, a.channel_id, h.name as channel_name, a.asked_minor, a.currency,
  a.method, a.provider_ref, a.waiting_since, a.claimed_at, a.conflict, a.note, a.created_at, a.state_changed_at,
  a.decision, a.decision_minor, a.decision_state, a.brought
from attempt a
join invoice i on i.merchant_id = a.merchant_id and i.invoice_id = a.invoice_id
join channel h on h.merchant_id = a.merchant_id and h.channel_id = a.channel_id
where a.merchant_id = $1`

const Conflict = Type.Union([Type.Null(), Type.Array(Type.Object({
  what: Type.Enum(['mode', 'asked', 'transferred', 'amount_missing', 'doubt', 'charged_back']), ours: Type.String(), theirs: Type.String(),
}))])

const attemptOf = (row: AttemptRow): AttemptFacts => ({
  id: row.attempt_id, storeId: row.store_id, mode: row.mode, state: row.state, invoice: { id: row.invoice_id, number: row.number },
  channel: { id: row.channel_id, name: row.channel_name }, asked: { minor: row.asked_minor, currency: storedCurrency(row.currency) },
  method: row.method, providerRef: row.provider_ref, waitingSince: row.waiting_since, claimedAt: row.claimed_at,
  conflict: Value.Parse(Conflict, row.conflict), note: row.note, createdAt: row.created_at, stateChangedAt: row.state_changed_at,
  isBrought: row.brought,
  decision: row.decision === null || row.decision_state === null ? null : {
    as: row.decision, state: row.decision_state, amount: row.decision_minor === null ? null : { minor: row.decision_minor, currency: storedCurrency(row.currency) },
  },
})

/** Null: no such attempt of this merchant. */
export async function findAttempt(pool: pg.Pool, merchantId: Id<'merchant'>, id: Id<'attempt'>): Promise<AttemptFacts | null> {
  const { rows: [row] } = await pool.query<AttemptRow>(`${ATTEMPTS} and a.attempt_id = $2`, [merchantId, id])
  return row === undefined ? null : attemptOf(row)
}

/** Oldest first. */
export async function attemptsOfInvoice(pool: pg.Pool, merchantId: Id<'merchant'>, invoiceId: Id<'invoice'>): Promise<AttemptFacts[]> {
  const { rows } = await pool.query<AttemptRow>(`${ATTEMPTS} and a.invoice_id = $2 order by a.attempt_id`, [merchantId, invoiceId])
  return rows.map(attemptOf)
}

/** Attempts in which a person has to decide, oldest first. */
export async function attemptsForPerson(
  pool: pg.Pool, { merchantId, storeId, mode, limit }: { merchantId: Id<'merchant'>; storeId: Id<'store'>; mode: Mode; limit: number },
): Promise<AttemptFacts[]> {
  const { rows } = await pool.query<AttemptRow>(
    `${ATTEMPTS} and a.store_id = $2 and a.mode = $3 and a.state in ('unknown', 'conflicted', 'authorised') order by a.attempt_id limit $4`,
    [merchantId, storeId, mode, limit],
  )
  return rows.map(attemptOf)
}

type RefundRow = {
  refund_id: Id<'refund'>; payment_id: Id<'payment'>; invoice_id: Id<'invoice'>; store_id: Id<'store'>; mode: Mode; state: RefundState
  because: RefundChange['because']; amount_minor: bigint; currency: string; note: string | null; sent_at: Date | null; created_at: Date; state_changed_at: Date
  awaits_return: boolean
}

/** The drawer or card terminal of a till into which the payment of the refund `r` came, or null. It is written with the payment and never changes. */
export const TILL_OF_REFUND = `(select account from journal_entry j, unnest(j.accounts) as account
  where j.merchant_id = r.merchant_id and j.subject_id = r.payment_id and j.kind = 'payment_received' and account ~ '^(till|terminal):')`

/** Whether the refund `r` is of a return that the tax service has still to take: until then no money may go, and the return is what a person looks after. */
export const AWAITS_RETURN = `exists (
  select from receipt_payment g join receipt c on c.merchant_id = g.merchant_id and c.receipt_id = g.receipt_id
  where g.merchant_id = r.merchant_id and g.refund_id = r.refund_id and c.state not in ('registered', 'offline'))`

const REFUNDS = `select r.*, ${AWAITS_RETURN} as awaits_return from refund r where r.merchant_id = $1`

const refundOf = (row: RefundRow): RefundFacts & { storeId: Id<'store'> } => ({
  id: row.refund_id, paymentId: row.payment_id, invoiceId: row.invoice_id, storeId: row.store_id, mode: row.mode, state: row.state,
  because: row.because, amount: { minor: row.amount_minor, currency: storedCurrency(row.currency) }, note: row.note, sentAt: row.sent_at,
  createdAt: row.created_at, stateChangedAt: row.state_changed_at, awaitsReturn: row.awaits_return,
})

/** Null: no such refund of this merchant. `isAtTill`: a till itself took the money, as cash or by the card terminal beside it. */
export async function findRefund(pool: pg.Pool, merchantId: Id<'merchant'>, id: Id<'refund'>): Promise<(RefundFacts & { storeId: Id<'store'>; isAtTill: boolean }) | null> {
  const { rows: [row] } = await pool.query<RefundRow & { at_till: boolean }>({
    name: 'refund', text: `select r.*, ${AWAITS_RETURN} as awaits_return, ${TILL_OF_REFUND} is not null as at_till from refund r where r.merchant_id = $1 and r.refund_id = $2`, values: [merchantId, id],
  })
  return row === undefined ? null : { ...refundOf(row), isAtTill: row.at_till }
}

/** Oldest first. */
export async function refundsOfInvoice(pool: pg.Pool, merchantId: Id<'merchant'>, invoiceId: Id<'invoice'>): Promise<RefundFacts[]> {
  const { rows } = await pool.query<RefundRow>(`${REFUNDS} and r.invoice_id = $2 order by r.refund_id`, [merchantId, invoiceId])
  return rows.map(refundOf)
}
