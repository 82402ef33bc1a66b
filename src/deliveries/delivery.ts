import { Type } from 'typebox'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { newId } from '../kernel/ids.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { JobKind, Jobs } from '../platform/jobs/jobs.ts'

/** One sending of a document to one address, and how it went. */
export type Delivery = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'delivery'>
  readonly invoiceId: Id<'invoice'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly kind: 'invoice' | 'receipt'
  readonly recipient: string
  readonly language: Language
  readonly subject: string
  readonly requestedBy: string
  readonly createdAt: Date
}

const LetterJobData = Type.Object({ merchantId: Type.Unsafe<Id<'merchant'>>(Type.String()), deliveryId: Type.Unsafe<Id<'delivery'>>(Type.String()) })

/** A letter is tried for about two days: 30 s, 1 min, 2 min … up to six hours apart. */
export const LETTER_JOB: JobKind<typeof LetterJobData> = { name: 'letters', data: LetterJobData, retries: 14, retrySeconds: 30 }

/** Writes the delivery down and queues its letter; both happen or neither. */
export async function queueDelivery(tx: Tx, jobs: Jobs, delivery: Omit<Delivery, 'id'>): Promise<Id<'delivery'>> {
  const id = newId('delivery')
  await tx.insertInto('delivery').values({
    merchant_id: delivery.merchantId, delivery_id: id, invoice_id: delivery.invoiceId, store_id: delivery.storeId, mode: delivery.mode,
    kind: delivery.kind, recipient: delivery.recipient, language: delivery.language, subject: delivery.subject, state: 'queued',
    requested_by: delivery.requestedBy, created_at: delivery.createdAt,
  }).execute()
  await jobs.enqueue(tx, LETTER_JOB, { merchantId: delivery.merchantId, deliveryId: id })
  return id
}

export type QueuedDelivery = Pick<Delivery, 'merchantId' | 'id' | 'invoiceId' | 'storeId' | 'mode' | 'kind' | 'recipient'> & {
  readonly language: string
}

/** Null: no such delivery, or it has been sent or given up. */
export async function findQueued(
  db: Pick<Db, 'selectFrom'>, { merchantId, deliveryId }: { merchantId: Id<'merchant'>; deliveryId: Id<'delivery'> },
): Promise<QueuedDelivery | null> {
  const row = await db.selectFrom('delivery').selectAll().where('merchant_id', '=', merchantId).where('delivery_id', '=', deliveryId)
    .where('state', '=', 'queued').executeTakeFirst()
  return row === undefined ? null : {
    merchantId, id: deliveryId, invoiceId: row.invoice_id, storeId: row.store_id, mode: row.mode, kind: row.kind,
    recipient: row.recipient, language: row.language,
  }
}

/** What the mail server said. `queued` keeps it for the next try. */
export async function recordDelivery(
  tx: Tx, { merchantId, id, state, subject, problem, transportId, at }: {
    merchantId: Id<'merchant'>; id: Id<'delivery'>; state: 'queued' | 'sent' | 'failed'; subject: string
    problem: string | null; transportId: string | null; at: Date
  },
): Promise<void> {
  await tx.updateTable('delivery').set((eb) => ({
    state, subject, problem, transport_id: transportId, tries: eb('tries', '+', 1), ...(state === 'sent' ? { sent_at: at } : {}),
  })).where('merchant_id', '=', merchantId).where('delivery_id', '=', id).execute()
}
