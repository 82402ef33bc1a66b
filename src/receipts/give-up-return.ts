import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { withdrawRefundsIn } from '../payments/withdraw-refund.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { isCredited, statesBefore } from './receipt.ts'
import { toldOf } from './register-sale.ts'
import { lockReceipt, moneyOfReceipts, moveReceipt } from './store.ts'
import type { ReceiptKey } from './store.ts'

/**
 * The tax service refused a return, and the goods are not taken back after all: its money stays, and its goods may come back
 * another time. Not where the return was given out before it was refused: its money is on the way or gone.
 */
export async function giveUpReturn(
  tx: Tx, key: ReceiptKey, { reason, at, actor }: { reason: string; at: Date; actor: Actor },
): Promise<Result<null, { readonly code: 'receipt_wrong_state' }>> {
  const receipt = await lockReceipt(tx, key)
  if (receipt?.kind !== 'return' || isCredited(receipt)) return err({ code: 'receipt_wrong_state' })
  const { merchantId, id, mode, invoiceId } = receipt
  const sequence = await moveReceipt(tx, { merchantId, id, from: statesBefore('given_up'), to: 'cancelled', at })
  if (sequence === null) return err({ code: 'receipt_wrong_state' })
  const refundIds = (await moneyOfReceipts(tx, merchantId, [id])).flatMap(({ refundId }) => (refundId === null ? [] : [refundId]))
  await withdrawRefundsIn(tx, { merchantId, invoiceId, refundIds, reason }, { at, actor })
  await recordEvents(tx, { merchantId, mode, actor, at }, [{ type: 'receipt.cancelled', objectId: id, sequence, data: { ...toldOf(receipt), reason } }])
  return ok(null)
}
