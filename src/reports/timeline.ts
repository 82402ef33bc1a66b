import type pg from 'pg'
import type { Invoice } from '../invoices/invoice.ts'
import type { DeliveryFacts } from '../deliveries/find-deliveries.ts'
import { deliveriesOfInvoice } from '../deliveries/find-deliveries.ts'
import type { Id } from '../kernel/ids.ts'
import { attemptsOfInvoice, paymentsOfInvoice, refundsOfInvoice } from '../payments/find-payments.ts'
import type { AttemptFacts, PaymentFacts, RefundFacts } from '../payments/json.ts'
import type { Db } from '../platform/db/database.ts'
import type { Json } from '../platform/db/schema.ts'
import { messagesOfAttempts } from './messages.ts'
import type { MessageFacts } from './messages.ts'

/** An event as it is stored, and the reason a person gave for it, where one was asked for. */
export type StoredEvent = {
  readonly type: string
  readonly objectId: string
  readonly at: Date
  readonly actor: string
  readonly data: Readonly<Record<string, Json>>
  readonly reason: string | null
}

/** Everything that happened to an invoice, and the things it happened to. */
export type History = {
  readonly invoice: Invoice
  readonly attempts: readonly AttemptFacts[]
  readonly payments: readonly PaymentFacts[]
  readonly refunds: readonly RefundFacts[]
  readonly deliveries: readonly DeliveryFacts[]
  readonly events: readonly StoredEvent[]
  readonly messages: readonly MessageFacts[]
}

// A decision and its event are written in one transaction with one time, which is how they find each other.
const EVENTS = `
select e.type, e.object_id, e.at, e.actor, e.data, (
  select r.reason from audit_record r
  where r.merchant_id = $1 and r.object_id = e.object_id and r.at = e.at and r.reason is not null
    and (r.action = e.type or (r.action = 'refund.completed' and e.type = 'refund.succeeded')) limit 1) as reason
from event e where e.merchant_id = $1 and e.object_id = any ($2::uuid[])
order by e.at, e.event_id`

type EventRow = { type: string; object_id: string; at: Date; actor: string; data: Json; reason: string | null }

/** `withMoney` false leaves out attempts, payments, refunds and messages: the caller may not read payments. */
export async function historyOf({ db, pool }: { db: Db; pool: pg.Pool }, invoice: Invoice, withMoney: boolean): Promise<History> {
  const { merchantId, id } = invoice
  const [attempts, payments, refunds, deliveries] = await Promise.all([
    withMoney ? attemptsOfInvoice(pool, merchantId, id) : [],
    withMoney ? paymentsOfInvoice(pool, merchantId, id) : [],
    withMoney ? refundsOfInvoice(pool, merchantId, id) : [],
    deliveriesOfInvoice(db, { merchantId, invoiceId: id }),
  ])
  const objects = [id, ...[...attempts, ...payments, ...refunds, ...deliveries].map((object) => object.id)]
  const [events, messages] = await Promise.all([
    eventsOf(pool, merchantId, objects),
    messagesOfAttempts(pool, merchantId, attempts.map((attempt) => attempt.id)),
  ])
  return { invoice, attempts, payments, refunds, deliveries, events, messages }
}

async function eventsOf(pool: pg.Pool, merchantId: Id<'merchant'>, objects: readonly string[]): Promise<StoredEvent[]> {
  const { rows } = await pool.query<EventRow>(EVENTS, [merchantId, objects])
  return rows.map((row) => ({
    type: row.type, objectId: row.object_id, at: row.at, actor: row.actor, reason: row.reason,
    data: typeof row.data === 'object' && row.data !== null && !Array.isArray(row.data) ? row.data : {},
  }))
}
