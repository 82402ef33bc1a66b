import type { JournalEntry, Office } from './office.ts'
import { isTest, type Payment, type Status } from './payment.ts'

/** The word that a payment ends on by itself, as the order and the cabinet have it. Source: sheet 10 and 12. */
function usualEnd({ isSandbox, action, status, shop }: Payment): Status {
  if (isSandbox) return 'sandbox'
  // What was already taken from the payer is now the shop's.
  if (action === 'hold' && status !== 'hold_wait') return 'hold_wait'
  if (action === 'subscribe') return 'subscribed'
  const isWaiting = status === 'wait_accept' || status === 'wait_card' || status === 'wait_compensation'
  if (!shop.verified && !isWaiting) return 'wait_accept'
  if (!shop.payoutSet && !isWaiting) return 'wait_card'
  return shop.payout === 'daily' && status !== 'wait_compensation' ? 'wait_compensation' : 'success'
}

const KINDS: Partial<Record<Status, JournalEntry['kind']>> = { hold_wait: 'held', wait_accept: 'taken_not_given', wait_card: 'taken_not_given', sandbox: 'paid_in_test' }

/** Takes the payer's money. `end`: another word than the usual one. */
export function settle(office: Office, payment: Payment, end: Status = usualEnd(payment)): Payment {
  const kind = KINDS[end] ?? (isTest(payment) ? 'paid_in_test' : 'paid')
  if (payment.status !== 'wait_compensation') office.book(payment, kind, payment.minor)
  return office.change(payment, { status: end, errCode: null, endedAt: office.agenda.now(), paytype: payment.paytype ?? 'card' })
}

/** Gives back a part or all. A hold is let go. Source: sheet 8.6. */
export function reverse(office: Office, payment: Payment, minor: bigint): Payment {
  office.book(payment, payment.status === 'hold_wait' ? 'released' : 'refunded', minor)
  const refunded = payment.refunded + minor
  const now = office.agenda.now()
  const isWhole = refunded === payment.minor || payment.status === 'hold_wait'
  return office.change(payment, {
    refunded, refundedAt: now, reserved: 0n, endedAt: isWhole ? now : payment.endedAt,
    status: isWhole ? 'reversed' : payment.status === 'wait_reserve' ? 'success' : payment.status,
  })
}

/**
 * Takes what is held, or less of it, and lets the rest go. The payment's amount is then what was taken: whether LiqPay
 * shows it so is unconfirmed.
 */
export function complete(office: Office, payment: Payment, minor: bigint): Payment {
  office.book(payment, isTest(payment) ? 'paid_in_test' : 'paid', minor)
  const now = office.agenda.now()
  return office.change(payment, { minor, status: payment.isSandbox ? 'sandbox' : 'success', completedAt: now, endedAt: now })
}
