import type pg from 'pg'
import { parsePublicId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { BookedPayment } from './agreement.ts'
import type { Span } from '../connectors/contract.ts'

type Of = {
  readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly channelId: Id<'channel'>; readonly mode: Mode
  readonly span: Span
  /** Wanted too, whenever they were booked. */
  readonly refs: readonly string[]
}

// Two ways to a payment, each by an index; amounts are what the journal has under the channel's name.
const BOOKED = `
with wanted as (
  select payment_id from payment
  where merchant_id = $1 and store_id = $2 and mode = $3 and received_at >= $5 and received_at < $6 and channel_id = $4
  union
  select payment_id from payment where merchant_id = $1 and channel_id = $4 and mode = $3 and provider_ref = any ($7)
)
select p.payment_id, p.provider_ref, p.received_at, p.currency, i.invoice_id, i.number,
  (select coalesce(sum(u.amount), 0) from journal_entry e, unnest(e.accounts, e.amounts) as u (account, amount)
   where e.merchant_id = $1 and e.subject_id = p.payment_id and e.kind = 'payment_received' and u.account = $8)::bigint as taken,
  (select coalesce(-sum(u.amount), 0) from refund r join journal_entry e on e.merchant_id = $1 and e.subject_id = r.refund_id,
     unnest(e.accounts, e.amounts) as u (account, amount)
   where r.merchant_id = $1 and r.payment_id = p.payment_id and e.kind in ('refund_paid', 'refund_returned') and u.account = $8)::bigint as returned
from wanted w join payment p on p.merchant_id = $1 and p.payment_id = w.payment_id
left join allocation a on a.merchant_id = $1 and a.payment_id = p.payment_id
left join invoice i on i.merchant_id = $1 and i.invoice_id = a.invoice_id`

type Row = {
  payment_id: Id<'payment'>; provider_ref: string; received_at: Date; currency: string
  invoice_id: Id<'invoice'> | null; number: string | null; taken: bigint; returned: bigint
}

/** A channel's payments of a span, and those of these references, with what the journal has of each by now. */
export async function bookedPayments(pool: pg.Pool, { merchantId, storeId, channelId, mode, span, refs }: Of): Promise<BookedPayment[]> {
  const { rows } = await pool.query<Row>(BOOKED, [merchantId, storeId, mode, channelId, span.from, span.to, refs, `clearing:${channelId}`])
  return rows.map((row) => {
    const currency = storedCurrency(row.currency)
    return {
      paymentId: row.payment_id, providerRef: row.provider_ref, bookedAt: row.received_at,
      taken: { minor: row.taken, currency }, returned: { minor: row.returned, currency },
      invoice: row.invoice_id === null ? null : { id: row.invoice_id, number: row.number },
    }
  })
}

/** The order behind a reference that a provider told: which channel it was sent through, and for which invoice. */
export type KnownOrder = { readonly channelId: Id<'channel'>; readonly invoice: { readonly id: Id<'invoice'>; readonly number: string | null } }

const ORDERS = `
select a.attempt_id, a.channel_id, a.invoice_id, i.number from attempt a join invoice i on i.merchant_id = $1 and i.invoice_id = a.invoice_id
where a.merchant_id = $1 and a.mode = $2 and a.attempt_id = any ($3)`

/** By reference; one that names no attempt of this merchant is left out. */
export async function knownOrders(
  pool: pg.Pool, { merchantId, mode }: Pick<Of, 'merchantId' | 'mode'>, references: readonly string[],
): Promise<ReadonlyMap<string, KnownOrder>> {
  const ids = new Map(references.map((reference) => [parsePublicId('attempt', `att_${reference}`)?.id, reference] as const))
  const { rows } = await pool.query<{ attempt_id: Id<'attempt'>; channel_id: Id<'channel'>; invoice_id: Id<'invoice'>; number: string | null }>(
    ORDERS, [merchantId, mode, [...ids.keys()].filter((id) => id !== undefined)])
  return new Map(rows.flatMap((row) => {
    const reference = ids.get(row.attempt_id)
    return reference === undefined ? [] : [[reference, { channelId: row.channel_id, invoice: { id: row.invoice_id, number: row.number } }] as const]
  }))
}
