import { sql } from 'kysely'
import { newId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'

/** What has happened, in the words integrators subscribe to: `noun.past_verb`. */
export type EventType =
  | 'invoice.issued' | 'invoice.cancelled' | 'invoice.credited' | 'invoice.sent' | 'invoice.prolonged' | 'invoice.reinstated'
  | 'invoice.partly_paid' | 'invoice.paid' | 'invoice.overpaid' | 'invoice.refunded'
  | 'attempt.started' | 'attempt.waiting' | 'attempt.authorised' | 'attempt.succeeded' | 'attempt.failed' | 'attempt.revoked'
  | 'attempt.expired' | 'attempt.unknown' | 'attempt.conflicted' | 'attempt.settled'
  | 'attempt.capture_asked' | 'attempt.release_asked' | 'attempt.capture_refused' | 'attempt.release_refused'
  | 'payment.received' | 'payment.reversed'
  | 'refund.requested' | 'refund.sent' | 'refund.succeeded' | 'refund.failed' | 'refund.unknown' | 'refund.returned' | 'refund.reversed' | 'refund.unsent' | 'refund.charged_back'
  | 'delivery.sent' | 'delivery.failed' | 'delivery.withdrawn'
  | 'delivery.delivered' | 'delivery.unknown'
  | AccountEventType | TillEventType

/** Of what is no part of one invoice's history. */
export type AccountEventType =
  | 'statement_line.matched' | 'statement_line.unmatched' | 'statement_line.ignored' | 'statement_line.reopened' | 'payout.recorded' | 'payout.reversed'

/** Of what happens at a cash register. */
export type TillEventType = 'shift.opened' | 'shift.closed' | 'shift.report_changed' | 'cash_move.made' | 'cash_move.withdrawn'
  | 'receipt.deferred' | 'receipt.registering' | 'receipt.made_offline' | 'receipt.registered' | 'receipt.rejected' | 'receipt.unknown' | 'receipt.expired' | 'receipt.cancelled'

/** Who caused it, as stored: `user:<uuid>`, `api_key:<uuid>`, `provider:<channel uuid>`, `payer`, `kvit`. */
export type Actor = `user:${string}` | `api_key:${string}` | `provider:${string}` | 'payer' | 'kvit'

/** `sequence` counts the events of this object from 1, so that a receiver sees a gap. */
export type NewEvent = {
  readonly type: EventType
  readonly objectId: string
  readonly sequence: number
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

/** The parallel arrays in which one statement takes any number of events. */
export function eventArrays(events: readonly NewEvent[]) {
  return {
    ids: events.map((): Id<'event'> => newId('event')),
    types: events.map((event) => event.type),
    objectIds: events.map((event) => event.objectId),
    sequences: events.map((event) => event.sequence),
    data: events.map((event) => JSON.stringify(event.data)),
  }
}

/** Writes events and their outbox rows in the transaction of what they tell. */
export async function recordEvents(
  tx: Tx, about: { merchantId: Id<'merchant'>; mode: Mode; actor: Actor; at: Date }, events: readonly NewEvent[],
): Promise<void> {
  const { ids, types, objectIds, sequences, data } = eventArrays(events)
  await sql`
    with told as (
      insert into event (merchant_id, event_id, mode, type, object_id, sequence, at, actor, data)
      select ${about.merchantId}, e.id, ${about.mode}, e.type, e.object_id, e.sequence, ${about.at}, ${about.actor}, e.data::jsonb
      from unnest(${ids}::uuid[], ${types}::text[], ${objectIds}::uuid[], ${sequences}::int[], ${data}::text[])
        as e (id, type, object_id, sequence, data)
      returning merchant_id, event_id
    )
    insert into outbox (merchant_id, event_id) select merchant_id, event_id from told`.execute(tx)
}
