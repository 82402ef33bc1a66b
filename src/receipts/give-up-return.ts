import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { withdrawRefundsIn } from '../payments/withdraw-refund.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { statesBefore } from './receipt.ts'
import type { Receipt } from './receipt.ts'
import { toldOf } from './register-sale.ts'
import { moneyOfReceipts, moveReceipt } from './store.ts'

/** The tax service refused a return, and the goods are not taken back after all: its money stays, and its goods may come back another time. */
export async function giveUpReturn(
  tx: Tx, receipt: Receipt, { reason, at, actor }: { reason: string; at: Date; actor: Actor },
): Promise<Result<null, { readonly code: 'receipt_wrong_state' }>> {
  const { merchantId, id, mode, invoiceId } = receipt
  const sequence = receipt.kind === 'return' ? await moveReceipt(tx, { merchantId, id, from: statesBefore('given_up'), to: 'cancelled', at }) : null
  if (sequence === null) return err({ code: 'receipt_wrong_state' })
  const refundIds = (await moneyOfReceipts(tx, merchantId, [id])).flatMap(({ refundId }) => (refundId === null ? [] : [refundId]))
  await withdrawRefundsIn(tx, { merchantId, invoiceId, refundIds, reason }, { at, actor })
  await recordEvents(tx, { merchantId, mode, actor, at }, [{ type: 'receipt.cancelled', objectId: id, sequence, data: { ...toldOf(receipt), reason } }])
  return ok(null)
}
