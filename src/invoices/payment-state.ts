import type { Currency } from '../money/currency.ts'

export type DocumentState = 'draft' | 'issued' | 'cancelled'
export type PaymentState = 'unpaid' | 'partly_paid' | 'paid' | 'overpaid' | 'refunded'

/** What an invoice has been billed, credited, paid and refunded, in minor units of its currency. */
export type Standing = {
  readonly document: DocumentState
  readonly currency: Currency
  readonly grossMinor: bigint
  readonly creditedMinor: bigint
  /** All that was allocated; refunds are not deducted. */
  readonly paidMinor: bigint
  readonly refundedMinor: bigint
}

/** What is owed in the end: nothing for a cancelled invoice, the rest after credit notes for an issued one. */
export const dueMinor = ({ document, grossMinor, creditedMinor }: Standing): bigint =>
  document === 'issued' ? grossMinor - creditedMinor : 0n

/** What the payer still has to pay. A refund does not raise it: whoever gives money back does not ask for it again. */
export function remainingMinor(standing: Standing): bigint {
  const rest = dueMinor(standing) - standing.paidMinor
  return rest > 0n ? rest : 0n
}

/** Whether all that is owed came and stayed: what a bank took back, or a part of it, is not there. */
export const isWhole = (standing: Standing): boolean => standing.paidMinor - standing.refundedMinor >= dueMinor(standing)

/** What the merchant holds beyond what was owed: to be given back. */
export function overpaidMinor(standing: Standing): bigint {
  const beyond = standing.paidMinor - standing.refundedMinor - dueMinor(standing)
  return beyond > 0n ? beyond : 0n
}

/** The second axis of an invoice's status. It is reckoned from the amounts each time, never set. */
export function paymentState(standing: Standing): PaymentState {
  if (standing.paidMinor === 0n) return 'unpaid'
  if (standing.refundedMinor === standing.paidMinor) return 'refunded'
  if (standing.paidMinor < dueMinor(standing)) return 'partly_paid'
  return overpaidMinor(standing) > 0n ? 'overpaid' : 'paid'
}
