import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Id, Mode } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import { isLanguage } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { JobKind, Jobs } from '../platform/jobs/jobs.ts'

/** All but `e_invoice`, `sms` and `bank_app` are letters; `sms` carries an invoice's link, `bank_app` is the provider's own notice. */
export const DELIVERY_KINDS = ['invoice', 'fresh_link', 'receipt', 'reminder', 'e_invoice', 'sms', 'bank_app', 'till_receipt'] as const
export type DeliveryKind = (typeof DELIVERY_KINDS)[number]

/**
 * `withdrawn`: what it was to say had ceased to be true before it left, so it never did. `delivered`: the operator said
 * that a text message reached the phone, or a mail server that a letter reached its box. Of text messages and of a
 * provider's notices: `unknown`, it may have left, and is not sent again by itself.
 */
export const DELIVERY_STATES = ['queued', 'sent', 'delivered', 'failed', 'withdrawn', 'unknown'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** Why we ended a delivery ourselves. What a mail server says is a text of its own. */
export const DELIVERY_ENDS = ['given_up', 'invoice_cancelled', 'nothing_to_pay', 'payment_reversed', 'payment_begun', 'reminders_paused'] as const
export type DeliveryEnd = (typeof DELIVERY_ENDS)[number]

/** One sending of a document to one address, and how it went. */
export type Delivery = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'delivery'>
  readonly invoiceId: Id<'invoice'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly recipient: string
  readonly language: Language
  /** The letter carries the invoice as PDF; null: as the store has it when the letter is written. A receipt's letter always carries the receipt. */
  readonly withPdf: boolean | null
  /** The letter carries the e-invoice as a file of its own, where there is one. */
  readonly withEInvoice: boolean
  readonly requestedBy: string
  readonly createdAt: Date
} & (
  | { readonly kind: 'invoice' | 'fresh_link' | 'reminder' | 'e_invoice'; readonly paymentId: null }
  | { readonly kind: 'receipt'; readonly paymentId: Id<'payment'> }
  | { readonly kind: 'till_receipt'; readonly paymentId: null; readonly receiptId: Id<'receipt'> }
)

type New<T> = T extends unknown ? Omit<T, 'id'> : never

export const LetterJobData = Type.Object({ merchantId: Type.Unsafe<Id<'merchant'>>(Type.String()), deliveryId: Type.Unsafe<Id<'delivery'>>(Type.String()) })
export type LetterJob = Static<typeof LetterJobData>

/** A letter is tried for about two days: 30 s, 1 min, 2 min … up to six hours apart. */
export const LETTER_JOB: JobKind<typeof LetterJobData> = { name: 'letters', data: LetterJobData, retries: 14, retrySeconds: 30 }

/** E-invoices wait for their carrier as long as letters do for the mail server. */
export const E_INVOICE_JOB: JobKind<typeof LetterJobData> = { ...LETTER_JOB, name: 'e-invoices' }

/**
 * Writes the delivery down and queues its letter or e-invoice; both happen or neither. Null: there is one already. The same letter
 * to the same address waits to be sent, or the payment or the till's receipt has had its letter.
 */
export async function queueDelivery(tx: Tx, jobs: Jobs, delivery: New<Delivery>): Promise<Id<'delivery'> | null> {
  const id = newId('delivery')
  const inserted = await tx.insertInto('delivery').values({
    merchant_id: delivery.merchantId, delivery_id: id, invoice_id: delivery.invoiceId, store_id: delivery.storeId, mode: delivery.mode,
    kind: delivery.kind, payment_id: delivery.paymentId, receipt_id: delivery.kind === 'till_receipt' ? delivery.receiptId : null,
    recipient: delivery.recipient, language: delivery.language, with_pdf: delivery.withPdf, with_e_invoice: delivery.withEInvoice, subject: '', state: 'queued',
    requested_by: delivery.requestedBy, created_at: delivery.createdAt,
  }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return null
  await jobs.enqueue(tx, delivery.kind === 'e_invoice' ? E_INVOICE_JOB : LETTER_JOB, { merchantId: delivery.merchantId, deliveryId: id })
  return id
}

/** The letter of this kind that waits to be sent to the address. Null: none does. */
export async function findWaiting(
  db: Pick<Db, 'selectFrom'>,
  { merchantId, invoiceId, kind, recipient, language }: Pick<Delivery, 'merchantId' | 'invoiceId' | 'kind' | 'recipient' | 'language'>,
): Promise<Id<'delivery'> | null> {
  const row = await db.selectFrom('delivery').select('delivery_id').where('merchant_id', '=', merchantId).where('invoice_id', '=', invoiceId)
    .where('kind', '=', kind).where('recipient', '=', recipient).where('language', '=', language).where('state', '=', 'queued').executeTakeFirst()
  return row?.delivery_id ?? null
}

export type QueuedDelivery = Pick<Delivery, 'merchantId' | 'id' | 'invoiceId' | 'storeId' | 'mode' | 'kind' | 'recipient' | 'requestedBy'> & {
  readonly paymentId: Id<'payment'> | null
  readonly receiptId: Id<'receipt'> | null
  readonly language: Language
  readonly withPdf: boolean | null
  readonly withEInvoice: boolean
}

/** Null: no such delivery, or it has been sent or given up. */
export async function findQueued(db: Pick<Db, 'selectFrom'>, { merchantId, deliveryId }: LetterJob): Promise<QueuedDelivery | null> {
  const row = await db.selectFrom('delivery').selectAll().where('merchant_id', '=', merchantId).where('delivery_id', '=', deliveryId)
    .where('state', '=', 'queued').executeTakeFirst()
  if (row === undefined || row.kind === 'sms' || row.kind === 'bank_app') return null
  if (!isLanguage(row.language)) throw new Error(`a delivery in ${row.language}`)
  return {
    merchantId, id: deliveryId, invoiceId: row.invoice_id, storeId: row.store_id, mode: row.mode, kind: row.kind,
    recipient: row.recipient, language: row.language, withPdf: row.with_pdf, withEInvoice: row.with_e_invoice, paymentId: row.payment_id, receiptId: row.receipt_id,
    requestedBy: row.requested_by,
  }
}

/** What came of a try. `queued` keeps it for the next one; `subject` null leaves it as it was. */
export type DeliveryResult = {
  readonly state: Exclude<DeliveryState, 'delivered' | 'unknown'>
  readonly subject: string | null
  readonly problem: string | null
  readonly because: DeliveryEnd | null
  readonly transportId: string | null
}

/** False: another process ended the delivery meanwhile, and nothing is changed. */
export async function recordDelivery(
  tx: Tx, { merchantId, id }: Pick<Delivery, 'merchantId' | 'id'>, { state, subject, problem, because, transportId }: DeliveryResult, at: Date,
): Promise<boolean> {
  const update = await tx.updateTable('delivery').set((eb) => ({
    state, problem, because, transport_id: transportId, tries: eb('tries', '+', 1), ...(subject === null ? {} : { subject }),
    ...(state === 'sent' ? { sent_at: at } : {}),
  })).where('merchant_id', '=', merchantId).where('delivery_id', '=', id).where('state', '=', 'queued').executeTakeFirst()
  return update.numUpdatedRows === 1n
}
