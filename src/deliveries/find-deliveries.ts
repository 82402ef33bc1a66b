import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Nullable, TimeJson } from '../platform/http/json.ts'
import { DELIVERY_ENDS, DELIVERY_KINDS, DELIVERY_STATES } from './delivery.ts'
import type { DeliveryEnd, DeliveryKind, DeliveryState } from './delivery.ts'

export const DeliveryJson = Type.Object({
  id: IdJson('delivery'), kind: Type.Enum(DELIVERY_KINDS),
  by: Type.Enum(['kvit', 'provider'], { description: 'Who sends it. Never both: what the provider brings Kvit does not send as well.' }),
  recipient: Type.String({ description: 'A mail address, or a phone number as E.164.' }), language: Type.String(),
  subject: Type.String({ description: 'Empty until it was written. Of a text message the whole text, its link as {link}.' }),
  parts: Nullable(Type.Integer({ description: 'What an operator charges for; null for letters, and until the text was written.' })),
  state: Type.Enum(DELIVERY_STATES, { description: 'Withdrawn: what it was to say had ceased to be true before it left.' }),
  tries: Type.Integer(),
  problem: Nullable(Type.String({ description: 'What the mail server, the SMS centre or the provider said last.' })),
  because: Nullable(Type.Enum(DELIVERY_ENDS, { description: 'Why Kvit ended it without sending.' })),
  transportId: Nullable(Type.String({ description: 'What the mail server, the e-invoice carrier, the SMS centre or the provider calls it; to be named when asking there.' })),
  createdAt: TimeJson, sentAt: Nullable(TimeJson),
}, { title: 'Delivery' })

/** A sending with its result so far. */
export type DeliveryFacts = {
  readonly id: Id<'delivery'>
  readonly mode: Mode
  readonly kind: DeliveryKind
  readonly parts: number | null
  readonly recipient: string
  readonly language: string
  readonly subject: string
  readonly state: DeliveryState
  readonly tries: number
  readonly problem: string | null
  readonly because: DeliveryEnd | null
  readonly transportId: string | null
  readonly createdAt: Date
  readonly sentAt: Date | null
}

export const deliveryJson = (delivery: DeliveryFacts): Static<typeof DeliveryJson> => ({
  id: publicId('delivery', delivery.id, delivery.mode), kind: delivery.kind, by: delivery.kind === 'bank_app' ? 'provider' : 'kvit', recipient: delivery.recipient,
  language: delivery.language, subject: delivery.subject, parts: delivery.parts, state: delivery.state, tries: delivery.tries,
  problem: delivery.problem, because: delivery.because, transportId: delivery.transportId, createdAt: delivery.createdAt.toISOString(),
  sentAt: delivery.sentAt?.toISOString() ?? null,
})

/** Oldest first. */
export async function deliveriesOfInvoice(
  db: Pick<Db, 'selectFrom'>,
  { merchantId, invoiceId }: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'> },
): Promise<DeliveryFacts[]> {
  const rows = await db.selectFrom('delivery').selectAll()
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', invoiceId).orderBy('delivery_id').execute()
  return rows.map((row) => ({
    id: row.delivery_id, mode: row.mode, kind: row.kind, parts: row.parts, recipient: row.recipient, language: row.language,
    subject: row.subject, state: row.state, tries: row.tries, problem: row.problem, because: row.because, transportId: row.transport_id, createdAt: row.created_at,
    sentAt: row.sent_at,
  }))
}
