import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { isInFlight } from '../invoices/invoice.ts'
import type { Money } from '../money/money.ts'
import { withRetry } from '../platform/db/retry.ts'
import { eventArrays } from '../webhooks/event.ts'
import type { Actor, EventType, NewEvent } from '../webhooks/event.ts'
import type { AttemptState } from './attempt.ts'
import type { InvoiceInPayment } from './money-change.ts'

export type NewAttempt = {
  readonly invoice: InvoiceInPayment
  readonly id: Id<'attempt'>
  readonly channelId: Id<'channel'>
  readonly amount: Money
  readonly method: string | null
  readonly language: Language
  readonly at: Date
  readonly leaseUntil: Date
  /** Who had the provider bring the order to the payer; null: the payer began it. */
  readonly broughtBy: Actor | null
  /** What came of an order that needed no request to the provider: the payer may go there. Null: the provider is asked after this. */
  readonly started: null | { readonly providerRef: string | null; readonly pollAt: Date | null }
  readonly events: readonly NewEvent[]
}

// Statements that move the lease compare the version as well, so that nobody pays twice on a page read long ago.
const OPEN = `
with inv as (
  update invoice set live_attempt_id = $4, lease_until = $5, version = version + 1,
    viewed_at = case when $16::text is null then coalesce(viewed_at, $10) else viewed_at end
  where merchant_id = $1 and invoice_id = $2 and version = $3
  returning merchant_id, invoice_id, store_id, mode, currency
), att as (
  insert into attempt (merchant_id, attempt_id, invoice_id, channel_id, store_id, mode, state, asked_minor, currency, method,
    language, sequence, created_at, state_changed_at, brought, provider_ref, poll_at)
  select inv.merchant_id, $4, inv.invoice_id, $6, inv.store_id, inv.mode, $17, $7, inv.currency, $8, $9, 1, $10, $10, $16::text is not null, $18, $19 from inv
), evt as (
  insert into event (merchant_id, event_id, mode, type, object_id, sequence, at, actor, data)
  select inv.merchant_id, e.id, inv.mode, e.type, e.object_id, e.sequence, $10, coalesce($16::text, 'payer'), e.data::jsonb
  from inv, unnest($11::uuid[], $12::text[], $13::uuid[], $14::int[], $15::text[]) as e (id, type, object_id, sequence, data)
  returning merchant_id, event_id
), outb as (
  insert into outbox (merchant_id, event_id) select merchant_id, event_id from evt
)
select exists (select from inv) as opened`

/** Commits the intent and takes the invoice's lease. False: the invoice has changed since it was read, or is leased. */
export async function openAttempt(pool: pg.Pool, attempt: NewAttempt): Promise<boolean> {
  const { invoice, id, at, started } = attempt
  if (isInFlight(invoice, at)) return false
  const told = eventArrays(attempt.events)
  const values = [
    invoice.merchantId, invoice.id, invoice.version, id, attempt.leaseUntil, attempt.channelId, attempt.amount.minor,
    attempt.method, attempt.language, at, told.ids, told.types, told.objectIds, told.sequences, told.data, attempt.broughtBy,
    started === null ? 'created' : 'pending', started?.providerRef ?? null, started?.pollAt ?? null,
  ]
  const { rows } = await withRetry(() => pool.query<{ opened: boolean }>({ name: 'open-attempt', text: OPEN, values }))
  return rows[0]?.opened === true
}

const RECORD = `
with att as (
  update attempt set state = $4, provider_ref = coalesce($5, provider_ref), note = $6, state_changed_at = $7, poll_at = coalesce(poll_at, $11), brought = brought and not $12,
    sequence = sequence + case when $9::text is null then 0 else 1 end
  where merchant_id = $1 and attempt_id = $3 and (state = 'created'
    or ($12 and state = 'unknown' and provider_ref is null and claimed_at is null and waiting_since is null))
  returning merchant_id, attempt_id, mode, sequence
), evt as (
  insert into event (merchant_id, event_id, mode, type, object_id, sequence, at, actor, data)
  select att.merchant_id, $10, att.mode, $9, att.attempt_id, att.sequence, $7, 'kvit', jsonb_build_object('why', $6::text)
  from att where $9::text is not null returning merchant_id, event_id
), outb as (
  insert into outbox (merchant_id, event_id) select merchant_id, event_id from evt
), inv as (
  update invoice set live_attempt_id = null, lease_until = null, version = version + 1
  where merchant_id = $1 and invoice_id = $2 and $8 and live_attempt_id = $3 and exists (select from att)
)
select exists (select from att) as recorded`

/**
 * What came of asking the provider, told as `event`. `isAgain`: its answer to the first sending was lost. False: somebody
 * was faster, such as a callback, or a second tab that sent the order again; what they wrote is not overwritten.
 */
export async function recordStart(
  pool: pg.Pool,
  start: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'>; id: Id<'attempt'>; state: AttemptState
    providerRef: string | null; note: string | null; at: Date; release: boolean; event: EventType | null; pollAt: Date | null; isAgain: boolean },
): Promise<boolean> {
  const { rows } = await withRetry(() => pool.query<{ recorded: boolean }>({
    name: 'record-start', text: RECORD,
    values: [start.merchantId, start.invoiceId, start.id, start.state, start.providerRef, start.note, start.at, start.release, start.event, newId('event'),
      start.pollAt, start.isAgain,
    ],
  }))
  return rows[0]?.recorded === true
}
