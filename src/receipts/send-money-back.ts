import { tillAccount } from '../journal/entry.ts'
import { findRefund } from '../payments/find-payments.ts'
import { completeFromDrawer, completeRefund } from '../payments/complete-refund.ts'
import { sendTask } from '../payments/send-refund.ts'
import type { PollDeps } from '../payments/poll-attempts.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import type { Id } from '../kernel/ids.ts'
import type { Receipt } from './receipt.ts'
import { moneyOfReceipts, receiptById } from './store.ts'
import type { ReceiptKey } from './store.ts'

export type MoneyBackDeps = PollDeps & { readonly db: Db }

/**
 * The return is registered, so its money goes back: out of the drawer, or by the provider that has it. What a provider
 * does not send from here stays a task for a person. Each refund's own state keeps it from going twice, so that this may
 * be cut off and begun again. False: it has to be tried again.
 */
export async function sendMoneyBack(deps: MoneyBackDeps, key: ReceiptKey): Promise<boolean> {
  const receipt = await receiptById(deps.db, key)
  if (receipt === null || !receipt.moneyDue) return true
  const money = await moneyOfReceipts(deps.db, key.merchantId, [key.id])
  let isWhole = true
  for (const { refundId } of money) {
    if (refundId !== null) isWhole = await carriedOut(deps, receipt, refundId, 'kvit') && isWhole
  }
  if (isWhole) await inTransaction(deps.db, (tx) => noMoreDue(tx, key))
  return isWhole
}

const noMoreDue = (tx: Parameters<Parameters<typeof inTransaction>[1]>[0], { merchantId, id }: ReceiptKey) =>
  tx.updateTable('receipt').set({ money_due: false }).where('merchant_id', '=', merchantId).where('receipt_id', '=', id).execute()

/** False: it has to be tried again. */
export async function carriedOut(
  deps: MoneyBackDeps, { merchantId, registerId, toCash }: Pick<Receipt, 'merchantId' | 'registerId' | 'toCash'>, refundId: Id<'refund'>, actor: Actor,
): Promise<boolean> {
  const refund = await findRefund(deps.pool, merchantId, refundId)
  if (refund === null || refund.state !== 'requested') return true
  const about = { at: deps.clock.now(), actor }
  const done = toCash
    ? await inTransaction(deps.db, (tx) => completeFromDrawer(tx, { merchantId, refundId, note: '', from: tillAccount(registerId) }, about))
    : refund.isAtTill
      ? await completeRefund(deps, { merchantId, refundId, note: '' }, about)
      : await sendTask(deps, { merchantId, refundId }, actor)
  if (done.ok) return true
  // A person sends it then: the task stands in the lists.
  return done.error.code === 'not_sent_by_provider' || done.error.code === 'not_refundable' || done.error.code === 'not_found'
}
