import type { Id } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import { isLanguage } from '../kernel/language.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { JobKind, Jobs } from '../platform/jobs/jobs.ts'
import { LetterJobData } from './delivery.ts'
import type { Delivery, DeliveryEnd, DeliveryState, LetterJob } from './delivery.ts'

/** A text message is offered for about six hours: later than that, the payer has been told in another way. */
export const SMS_JOB: JobKind<typeof LetterJobData> = { name: 'sms', data: LetterJobData, retries: 9, retrySeconds: 30 }

export type NewSms = Omit<Delivery, 'id' | 'kind' | 'paymentId' | 'withPdf' | 'withEInvoice'>

/**
 * Writes the delivery down and queues its message; both happen or neither. One that waits for the same phone already
 * is answered instead.
 */
export async function queueSms(tx: Tx, jobs: Jobs, sms: NewSms): Promise<Id<'delivery'>> {
  const id = newId('delivery')
  const { merchantId, invoiceId, recipient, language } = sms
  const inserted = await tx.insertInto('delivery').values({
    merchant_id: merchantId, delivery_id: id, invoice_id: invoiceId, store_id: sms.storeId, mode: sms.mode, kind: 'sms', payment_id: null,
    recipient, language, subject: '', state: 'queued', requested_by: sms.requestedBy, created_at: sms.createdAt,
  }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    const waiting = await tx.selectFrom('delivery').select('delivery_id').where('merchant_id', '=', merchantId).where('invoice_id', '=', invoiceId)
      .where('kind', '=', 'sms').where('recipient', '=', recipient).where('language', '=', language).where('state', '=', 'queued').executeTakeFirstOrThrow()
    return waiting.delivery_id
  }
  await jobs.enqueue(tx, SMS_JOB, { merchantId, deliveryId: id })
  return id
}

export type QueuedSms = Pick<Delivery, 'merchantId' | 'id' | 'invoiceId' | 'storeId' | 'mode' | 'recipient' | 'language'> & {
  /** Set: an earlier try asked the centre and never told what came of it. */
  readonly submittedAt: Date | null
}

/** Null: no such message, or it has come to an end. */
export async function findQueuedSms(db: Pick<Db, 'selectFrom'>, { merchantId, deliveryId }: LetterJob): Promise<QueuedSms | null> {
  const row = await db.selectFrom('delivery').selectAll().where('merchant_id', '=', merchantId).where('delivery_id', '=', deliveryId)
    .where('kind', '=', 'sms').where('state', '=', 'queued').executeTakeFirst()
  if (row === undefined) return null
  if (!isLanguage(row.language)) throw new Error(`a delivery in ${row.language}`)
  return {
    merchantId, id: deliveryId, invoiceId: row.invoice_id, storeId: row.store_id, mode: row.mode, recipient: row.recipient,
    language: row.language, submittedAt: row.submitted_at,
  }
}

type Key = Pick<Delivery, 'merchantId' | 'id'>

/** Notes, before the centre is asked, that it will be. False: another process is ahead. */
export async function claimSms(tx: Tx, { merchantId, id }: Key, { shown, parts, at }: { shown: string; parts: number; at: Date }): Promise<boolean> {
  const update = await tx.updateTable('delivery').set((eb) => ({ submitted_at: at, subject: shown, parts, tries: eb('tries', '+', 1) }))
    .where('merchant_id', '=', merchantId).where('delivery_id', '=', id).where('state', '=', 'queued').where('submitted_at', 'is', null).executeTakeFirst()
  return update.numUpdatedRows === 1n
}

export type SmsResult = {
  readonly state: DeliveryState
  readonly problem: string | null
  readonly because: DeliveryEnd | null
  readonly messageIds: readonly string[]
}

/** What came of asking. `queued` lets it be asked again. False: another process ended the delivery meanwhile. */
export async function recordSms(tx: Tx, { merchantId, id }: Key, { state, problem, because, messageIds }: SmsResult, at: Date): Promise<boolean> {
  const update = await tx.updateTable('delivery')
    .set({ state, problem, because, transport_id: messageIds[0] ?? null, ...(state === 'queued' ? { submitted_at: null } : {}), ...(state === 'sent' ? { sent_at: at } : {}) })
    .where('merchant_id', '=', merchantId).where('delivery_id', '=', id).where('state', '=', 'queued').executeTakeFirst()
  if (update.numUpdatedRows === 0n) return false
  if (messageIds.length > 0) {
    await tx.insertInto('sms_part').values(messageIds.map((messageId, at0) => ({
      merchant_id: merchantId, delivery_id: id, part: at0 + 1, message_id: messageId.slice(0, 100), state: 'taken' as const,
    }))).execute()
  }
  return true
}
