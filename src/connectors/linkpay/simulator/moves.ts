import type { Gateway } from './gateway.ts'
import { isRefundReal } from './gateway.ts'
import type { Move } from './outcomes.ts'
import { isCard, type Payment } from './payment.ts'

/** What a step does to a payment, and what is booked for it. */
export function move(gateway: Gateway, payment: Payment, what: Move): Payment {
  const changedAt = gateway.agenda.now()
  switch (what) {
    case 'process': return gateway.change(payment, { state: isCard(payment) ? 'waiting_for_3ds_response' : 'sent_for_processing' })
    case 'settle': return settle(gateway, payment)
    case 'fail': return gateway.change(payment, { state: 'failed', changedAt, failure: { code: 4018, message: 'Refused by the bank' } })
    case 'give_up': return gateway.change(payment, { state: 'failed', changedAt })
    case 'review': return gateway.change(payment, { state: 'under_review', changedAt })
    case 'refund': return refund(gateway, payment, payment.standing)
    case 'refund_half': return refund(gateway, payment, payment.standing / 2n)
    case 'charge_back': {
      gateway.book(payment, 'charged_back', payment.standing)
      return gateway.change(payment, { state: 'chargebacked', standing: 0n, changedAt })
    }
    case 'win_back': return winBack(gateway, payment)
    case 'acquire': return gateway.change(payment, { acquiredAt: changedAt })
  }
}

/** On an account that only reserves, a card payment stops at `authorised` and nothing is booked. */
function settle(gateway: Gateway, payment: Payment): Payment {
  const changedAt = gateway.agenda.now()
  if (payment.merchant.preAuth && isCard(payment)) return gateway.change(payment, { state: 'authorised', changedAt })
  gateway.book(payment, 'paid', payment.standing)
  return gateway.change(payment, { state: 'settled', changedAt })
}

export function refund(gateway: Gateway, payment: Payment, minor: bigint): Payment {
  gateway.book(payment, isRefundReal(payment) ? 'refunded' : 'only_marked', minor)
  return gateway.change(payment, { state: 'refunded', standing: payment.standing - minor, changedAt: gateway.agenda.now() })
}

/** The bank sent the refund back: the amount stands again. Source: sheet 4.5, the footnote. */
export function undoRefund(gateway: Gateway, payment: Payment, minor: bigint): Payment {
  gateway.book(payment, 'refund_undone', minor)
  const standing = payment.standing + minor
  return gateway.change(payment, { standing, state: standing === payment.initial ? 'settled' : 'refunded', changedAt: gateway.agenda.now() })
}

/** The dispute was reversed: what had been charged back stands again. */
function winBack(gateway: Gateway, payment: Payment): Payment {
  const minor = gateway.journal().findLast(({ kind, paymentReference }) => kind === 'charged_back' && paymentReference === payment.reference)?.minor ?? 0n
  gateway.book(payment, 'charge_back_undone', minor)
  return gateway.change(payment, { standing: minor, state: minor === payment.initial ? 'settled' : 'refunded', changedAt: gateway.agenda.now() })
}

export function capture(gateway: Gateway, payment: Payment, minor: bigint): Payment {
  gateway.book(payment, 'paid', minor)
  return gateway.change(payment, { state: 'settled', standing: minor, changedAt: gateway.agenda.now() })
}
