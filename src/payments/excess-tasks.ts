import { overpaidMinor } from '../invoices/payment-state.ts'
import type { Id } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import { refundEvent, refundTask } from './money-change.ts'
import type { MoneyChange, RefundChange } from './money-change.ts'
import { isAtProvider } from './refund.ts'
import { isOpenTask, leftMinor, sumOf } from './refund-store.ts'
import type { PaymentWithRefunds, StoredRefund } from './refund-store.ts'

/** Tasks that give this much back: of the newest payments first, and of none more than is left of it. */
export function tasksFor(payments: readonly PaymentWithRefunds[], excess: Money): RefundChange[] {
  const tasks: RefundChange[] = []
  let open = excess.minor
  for (const payment of payments.toReversed()) {
    const left = leftMinor(payment)
    const minor = left < open ? left : open
    if (minor <= 0n) continue
    tasks.push(refundTask(payment, { minor, currency: excess.currency }, 'overpaid'))
    open -= minor
  }
  return tasks
}

/** The task as nobody is to carry it out any more. `note` null keeps the one it has. */
export const withdrawn = (
  task: StoredRefund, { paymentId, currency, note }: { paymentId: Id<'payment'>; currency: Currency; note: string | null },
): RefundChange => ({
  id: task.id, paymentId, state: 'reversed', because: task.because, amount: { minor: task.amountMinor, currency },
  providerKey: task.providerKey, note, sequence: task.sequence + 1, sentAt: null,
})

export const isOfExcess = (task: StoredRefund): boolean => task.because === 'overpaid' && isOpenTask(task)

/** What gives a part of the overpaid money back already, so that no open task of the excess is to ask for it. */
const isPromised = (refund: StoredRefund): boolean =>
  (refund.because === 'overpaid' && isAtProvider(refund.state)) || (refund.isCredited && (isOpenTask(refund) || isAtProvider(refund.state)))

/** Takes the open tasks of the excess back, or those that are `isStale`, and opens what `excess` says instead. */
export function renewed(
  payments: readonly PaymentWithRefunds[], excess: Money, { note, isStale = isOfExcess }: { note: string | null; isStale?: (task: StoredRefund) => boolean },
): RefundChange[] {
  const gone = payments.flatMap(({ id, refunds }) =>
    refunds.filter(isStale).map((task) => withdrawn(task, { paymentId: id, currency: excess.currency, note })))
  const kept = payments.map((payment) => ({ ...payment, refunds: payment.refunds.filter((task) => !isStale(task)) }))
  return [...gone, ...tasksFor(kept, excess)]
}

const withRefunds = (change: MoneyChange, refunds: readonly RefundChange[]): MoneyChange => ({
  ...change, refunds: [...change.refunds, ...refunds], events: [...change.events, ...refunds.map(refundEvent)],
})

/** What is overpaid after the change, but for what goes back already. */
const excessAfter = ({ after }: MoneyChange, payments: readonly PaymentWithRefunds[]): Money => ({
  minor: overpaidMinor(after) - sumOf(payments.flatMap(({ refunds }) => refunds.filter(isPromised))), currency: after.currency,
})

/**
 * Money went back. Where that was another refund than the one prepared, the open tasks ask for no more than is still
 * overpaid. Less they may ask for: a person had withdrawn one. `payments` are those of the invoice before the change.
 */
export function withoutTooMuch(change: MoneyChange, payments: readonly PaymentWithRefunds[]): MoneyChange {
  const closed = new Set(change.refunds.map(({ id }) => id))
  const before = payments.map((payment) => ({ ...payment, refunds: payment.refunds.map((one) => (closed.has(one.id) ? { ...one, state: 'succeeded' } as const : one)) }))
  const excess = excessAfter(change, before)
  const asked = sumOf(before.flatMap(({ refunds }) => refunds.filter(isOfExcess)))
  return asked > excess.minor ? withRefunds(change, renewed(before, excess, { note: null })) : change
}

/** A refund was taken back: what of it is in excess again is to be given back once more. `payments` are those before the change. */
export function withTasksAnew(change: MoneyChange, payments: readonly PaymentWithRefunds[]): MoneyChange {
  const { before, after } = change
  const taken = new Set(change.refunds.map(({ id }) => id))
  const standing = payments.map((payment) => ({ ...payment, refunds: payment.refunds.filter(({ id }) => !taken.has(id)) }))
  return withRefunds(change, tasksFor(standing, { minor: overpaidMinor(after) - overpaidMinor(before), currency: after.currency }))
}

/**
 * A payment is none of the invoice's any more, or all of it was taken back: nothing of it is to go back, and the tasks of all others ask for exactly
 * what is still overpaid. `payments` are those of the invoice before the change.
 */
export function withTasksOfRest(
  change: MoneyChange, { payments, undone, reason }: { payments: readonly PaymentWithRefunds[]; undone: PaymentWithRefunds; reason: string | null },
): MoneyChange {
  const { currency } = change.after
  const ofUndone = undone.refunds.filter(isOpenTask).map((task) => withdrawn(task, { paymentId: undone.id, currency, note: reason }))
  const others = payments.filter(({ id }) => id !== undone.id)
  return withRefunds(change, [...ofUndone, ...renewed(others, excessAfter(change, others), { note: reason })])
}
