import { markReinstated } from '../invoices/mark-cancelled.ts'
import { overpaidMinor } from '../invoices/payment-state.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { reinstatedPostings } from '../journal/entry.ts'
import { recordAudit } from '../merchants/audit.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import { isOfExcess, renewed } from './excess-tasks.ts'
import { entryFor, moved, refundEvent, splitBetween, stateEvent, unchanged } from './money-change.ts'
import { isStanding } from './refund.ts'
import { standingPaymentsLocked } from './refund-store.ts'
import { writeMoneyChangeIn } from './write-money-change.ts'

export type ReinstateError = { readonly code: 'not_found' } | { readonly code: 'not_paid_in_full' } | { readonly code: 'money_went_back' }

/**
 * Money for a cancelled invoice came all the same, and the seller gives the goods: the invoice is owed again and paid by
 * what came, in the same moment. The refund tasks that had been prepared are withdrawn; money beyond the debt stays to be
 * given back. A refund under way or done stands in the way.
 */
export async function reinstateInvoice(
  tx: Tx, ask: { merchantId: Id<'merchant'>; id: Id<'invoice'>; reason: string }, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<null, ReinstateError>> {
  const before = await markReinstated(tx, ask)
  if (before === null) return err({ code: 'not_found' })
  const payments = await standingPaymentsLocked(tx, before)
  const standing = payments.flatMap(({ refunds }) => refunds.filter(({ state }) => isStanding(state)))
  if (standing.some((refund) => !isOfExcess(refund))) return err({ code: 'money_went_back' })
  if (before.paidMinor < before.grossMinor) return err({ code: 'not_paid_in_full' })
  const marked = { ...before, document: 'issued', cancelledAt: null, version: before.version + 1, sequence: before.sequence + 1 } as const
  const after = moved(marked, before)
  const tasks = renewed(payments, { minor: overpaidMinor(after), currency: before.currency }, { note: ask.reason })
  const written = await writeMoneyChangeIn(tx, {
    ...unchanged(marked, at, actor), after, refunds: tasks,
    entry: entryFor(before, 'invoice_reinstated', before.id, reinstatedPostings(before.net, before.vat, splitBetween(before, after)), at),
    events: [
      { type: 'invoice.reinstated', objectId: before.id, sequence: marked.sequence, data: { reason: ask.reason } },
      ...stateEvent(marked, after), ...tasks.map(refundEvent),
    ],
  })
  if (!written) throw new Error('an invoice changed under its lock')
  await recordAudit(tx, { merchantId: before.merchantId, at, actor, action: 'invoice.reinstated', objectId: before.id, reason: ask.reason })
  return ok(null)
}
