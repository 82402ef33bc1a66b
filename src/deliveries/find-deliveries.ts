import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Nullable, TimeJson } from '../platform/http/json.ts'

export const DeliveryJson = Type.Object({
  id: IdJson('delivery'), kind: Type.Enum(['invoice', 'receipt']), recipient: Type.String(), language: Type.String(),
  subject: Type.String({ description: 'Empty until the letter was written.' }),
  state: Type.Enum(['queued', 'sent', 'failed']),
  tries: Type.Integer(),
  problem: Nullable(Type.String({ description: 'What the mail server said last.' })),
  createdAt: TimeJson, sentAt: Nullable(TimeJson),
}, { title: 'Delivery' })

/** A sending with its result so far. */
export type DeliveryFacts = {
  readonly id: Id<'delivery'>
  readonly mode: Mode
  readonly kind: 'invoice' | 'receipt'
  readonly recipient: string
  readonly language: string
  readonly subject: string
  readonly state: 'queued' | 'sent' | 'failed'
  readonly tries: number
  readonly problem: string | null
  readonly createdAt: Date
  readonly sentAt: Date | null
}

export const deliveryJson = (delivery: DeliveryFacts): Static<typeof DeliveryJson> => ({
  id: publicId('delivery', delivery.id, delivery.mode), kind: delivery.kind, recipient: delivery.recipient,
  language: delivery.language, subject: delivery.subject, state: delivery.state, tries: delivery.tries,
  problem: delivery.problem, createdAt: delivery.createdAt.toISOString(), sentAt: delivery.sentAt?.toISOString() ?? null,
})

/** Oldest first. */
export async function deliveriesOfInvoice(
  db: Pick<Db, 'selectFrom'>,
  { merchantId, invoiceId }: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'> },
): Promise<DeliveryFacts[]> {
  const rows = await db.selectFrom('delivery').selectAll()
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', invoiceId).orderBy('delivery_id').execute()
  return rows.map((row) => ({
    id: row.delivery_id, mode: row.mode, kind: row.kind, recipient: row.recipient, language: row.language,
    subject: row.subject, state: row.state, tries: row.tries, problem: row.problem, createdAt: row.created_at,
    sentAt: row.sent_at,
  }))
}
