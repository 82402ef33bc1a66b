import { findInvoice } from '../invoices/find-invoice.ts'
import { isWhole } from '../invoices/payment-state.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { cancelInvoice } from '../payments/cancel-invoice.ts'
import type { CancelDeps } from '../payments/cancel-invoice.ts'
import { askAboutInvoice } from '../payments/poll-attempts.ts'
import type { PollDeps } from '../payments/poll-attempts.ts'
import { inTransaction } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { statesBefore } from './receipt.ts'
import type { Receipt } from './receipt.ts'
import { toldOf } from './register-sale.ts'
import { lockReceipt, moveReceipt, receiptById, stopWaiting } from './store.ts'

export type EndDeps = PollDeps & CancelDeps

export type EndError =
  | { readonly code: 'receipt_wrong_state' }
  | { readonly code: 'payment_in_flight' }
  | { readonly code: 'provider_unreachable' }
  | { readonly code: 'changed_meanwhile' }

type Ending = { readonly how: 'lapsed' | 'withdrawn'; readonly reason: string }
type About = { readonly at: Date; readonly actor: Actor }

/**
 * Ends the waiting for a receipt's money: its providers are asked once more, what they hold is revoked there, and only then
 * the invoice is cancelled. What was paid of it already is prepared to go back. The receipt stays where a provider does not
 * answer, and where the money has come, if only in the moment before that.
 *
 * One whose time is over stays where its link was sent anew meanwhile, up to the moment in which its invoice is cancelled:
 * from then on nobody sends it. Nothing is kept of an end that was begun, so that whoever dies on the way, or is at it at the
 * same time, is in nobody's way.
 */
export async function endReceipt(deps: EndDeps, receipt: Receipt, { how, reason }: Ending, { at, actor }: About): Promise<Result<null, EndError>> {
  const { merchantId, id, invoiceId, mode } = receipt
  if (receipt.state !== 'deferred') return err({ code: 'receipt_wrong_state' })
  if (!await askAboutInvoice(deps, { merchantId, invoiceId })) return err({ code: 'provider_unreachable' })
  const isStillMeant = (now: Receipt | null): boolean =>
    now?.state === 'deferred' && (how === 'withdrawn' || now.expiresAt?.getTime() === receipt.expiresAt?.getTime())
  if (!isStillMeant(await receiptById(deps.db, receipt))) return err({ code: 'receipt_wrong_state' })
  const invoice = await findInvoice(deps.db, { merchantId, id: invoiceId })
  if (invoice === null) throw new Error('a receipt without an invoice')
  // A crash after the cancelling left the receipt behind: it is ended now.
  if (invoice.document !== 'cancelled') {
    if (isWhole(invoice)) return err({ code: 'receipt_wrong_state' })
    const cancelled = await cancelInvoice(deps, {
      merchantId, id: invoiceId, reason, evenPartPaid: true, isStillMeant: async (tx) => isStillMeant(await lockReceipt(tx, receipt)),
    }, { at, actor })
    if (!cancelled.ok) return err({ code: cancelled.error.code === 'payment_in_flight' ? 'payment_in_flight' : 'changed_meanwhile' })
  }
  return inTransaction(deps.db, async (tx) => {
    const to = how === 'lapsed' ? 'expired' : 'cancelled'
    const sequence = await moveReceipt(tx, { merchantId, id, from: statesBefore(how), to, at, set: { expire_at: null } })
    if (sequence === null) return err({ code: 'changed_meanwhile' })
    await stopWaiting(tx, receipt)
    await recordEvents(tx, { merchantId, mode, actor, at }, [{ type: `receipt.${to}`, objectId: id, sequence, data: { ...toldOf(receipt), reason } }])
    return ok(null)
  })
}
