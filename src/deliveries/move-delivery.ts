import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Delivery } from './delivery.ts'

const EVENT = { delivered: 'delivery.delivered', failed: 'delivery.failed', unknown: 'delivery.unknown' } as const

/** What others told of a delivery that had left. The caller holds its row. */
export async function moveDelivery(
  tx: Tx, { merchantId, id, mode, invoiceId }: Pick<Delivery, 'merchantId' | 'id' | 'mode' | 'invoiceId'>,
  { state, problem }: { readonly state: keyof typeof EVENT; readonly problem: string | null }, at: Date,
): Promise<void> {
  await tx.updateTable('delivery').set({ state, problem }).where('merchant_id', '=', merchantId).where('delivery_id', '=', id).execute()
  const last = await tx.selectFrom('event').select('sequence').where('merchant_id', '=', merchantId).where('object_id', '=', id)
    .orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [
    { type: EVENT[state], objectId: id, sequence: (last?.sequence ?? 0) + 1, data: { invoice: invoiceId, problem, because: null } },
  ])
}
