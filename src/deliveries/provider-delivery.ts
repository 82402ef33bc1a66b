import type { Id } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Delivery, DeliveryEnd, DeliveryState } from './delivery.ts'
import type { NewSms } from './sms-delivery.ts'

const CUT_OFF = 'The server was cut off while it asked the provider.'

/**
 * Writes down, before the provider is asked, that it will bring the invoice to the payer's bank app. Until its answer is
 * recorded nobody knows whether it did: a crash in between leaves `unknown`, and nothing sends it again.
 */
export async function beginProviderDelivery(tx: Tx, delivery: NewSms): Promise<Id<'delivery'>> {
  const id = newId('delivery')
  await tx.insertInto('delivery').values({
    merchant_id: delivery.merchantId, delivery_id: id, invoice_id: delivery.invoiceId, store_id: delivery.storeId, mode: delivery.mode,
    kind: 'bank_app', payment_id: null, recipient: delivery.recipient, language: delivery.language, subject: '', state: 'unknown', problem: CUT_OFF,
    tries: 1, submitted_at: delivery.createdAt, requested_by: delivery.requestedBy, created_at: delivery.createdAt,
  }).execute()
  return id
}

/** `transportId`: the provider's own name of what it brought. */
export type ProviderResult = {
  readonly state: Extract<DeliveryState, 'sent' | 'failed' | 'unknown' | 'withdrawn'>
  readonly problem: string | null
  readonly because: DeliveryEnd | null
  readonly transportId: string | null
}

const EVENT = { sent: 'delivery.sent', failed: 'delivery.failed', withdrawn: 'delivery.withdrawn', unknown: 'delivery.unknown' } as const

/** What came of asking, told as an event. */
export async function endProviderDelivery(
  tx: Tx, { merchantId, id, invoiceId, mode }: Pick<Delivery, 'merchantId' | 'id' | 'invoiceId' | 'mode'>,
  { state, problem, because, transportId }: ProviderResult, at: Date,
): Promise<void> {
  await tx.updateTable('delivery').set({ state, problem, because, transport_id: transportId, ...(state === 'sent' ? { sent_at: at } : {}) })
    .where('merchant_id', '=', merchantId).where('delivery_id', '=', id).where('kind', '=', 'bank_app').execute()
  await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [
    { type: EVENT[state], objectId: id, sequence: 1, data: { invoice: invoiceId, problem, because } },
  ])
}
