import type { CardSlip } from '../connectors/contract.ts'
import { newId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { overpaidMinor, paymentState, remainingMinor } from '../invoices/payment-state.ts'
import type { PaymentState, Standing } from '../invoices/payment-state.ts'
import { receivedPostings, refundedPostings } from '../journal/entry.ts'
import type { Account, EntryKind, JournalEntry, Posting, Split } from '../journal/entry.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import type { Actor, EventType, NewEvent } from '../webhooks/event.ts'
import type { AttemptState } from './attempt.ts'
import type { Difference } from './compare-report.ts'
import type { InboundOutcome } from './decide-report.ts'

/** The invoice as the money rules see it. `version` is what a writer must still find. */
export type InvoiceInPayment = Standing & {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'invoice'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly version: number
  readonly sequence: number
  readonly payUntil: Date | null
  readonly paidAt: Date | null
  readonly paidLate: boolean
  readonly liveAttemptId: Id<'attempt'> | null
  readonly leaseUntil: Date | null
}

export type PaymentSource = 'attempt' | 'statement_line' | 'cash' | 'manual'

/** Confirmed money, as it will stand in the books for ever. */
export type NewPayment = {
  readonly id: Id<'payment'>
  readonly source: PaymentSource
  readonly attemptId: Id<'attempt'> | null
  readonly channelId: Id<'channel'> | null
  readonly providerRef: string | null
  readonly amount: Money
  readonly method: string | null
  readonly payerName: string | null
  readonly payerAccount: string | null
  /** Null: no provider told of a card. */
  readonly slip: CardSlip | null
  readonly note: string | null
  readonly receivedAt: Date
}

export type RefundState = 'requested' | 'approved' | 'pending' | 'succeeded' | 'failed' | 'reversed' | 'unknown'

export type RefundChange = {
  readonly id: Id<'refund'>
  readonly paymentId: Id<'payment'>
  readonly state: Exclude<RefundState, 'approved'>
  /** `charged_back`: the payer's bank took it, whatever the merchant wanted. */
  readonly because: 'overpaid' | 'asked' | 'told_by_provider' | 'charged_back'
  readonly amount: Money
  /** The provider's name for this refund; null for a task that nobody has carried out yet. */
  readonly providerKey: string | null
  readonly note: string | null
  readonly sequence: number
  /** When the provider is asked to send it. Null leaves what stands there, but a refund that is only `requested` was never sent. */
  readonly sentAt: Date | null
}

export type AttemptChange = {
  readonly id: Id<'attempt'>
  readonly state: AttemptState
  readonly providerRef: string | null
  readonly waitingSince: Date | null
  readonly claimedAt: Date | null
  readonly conflict: readonly Difference[] | null
  readonly note: string | null
  readonly sequence: number
}

/** Everything that one piece of news about money changes. It is written whole, in one statement, or not at all. */
export type MoneyChange = {
  readonly before: InvoiceInPayment
  readonly after: InvoiceInPayment
  readonly at: Date
  readonly actor: Actor
  readonly attempt: AttemptChange | null
  readonly payment: NewPayment | null
  readonly refunds: readonly RefundChange[]
  readonly entry: JournalEntry | null
  readonly events: readonly NewEvent[]
  /** What a person decided and why, for the audit record; null where nobody did. */
  readonly decision: { readonly action: string; readonly objectId: string; readonly reason: string | null } | null
  readonly inbound: {
    readonly id: Id<'inboundMessage'>; readonly outcome: InboundOutcome; readonly reason: string | null; readonly attemptId: Id<'attempt'>
  } | null
}

/** A change that touches the invoice's money not at all, to be spread and filled. */
export const unchanged = (invoice: InvoiceInPayment, at: Date, actor: Actor): MoneyChange => ({
  before: invoice, after: invoice, at, actor,
  attempt: null, payment: null, refunds: [], entry: null, events: [], inbound: null, decision: null,
})

const PAYMENT_EVENT: Readonly<Record<PaymentState, EventType | null>> = {
  unpaid: null, partly_paid: 'invoice.partly_paid', paid: 'invoice.paid', overpaid: 'invoice.overpaid', refunded: 'invoice.refunded',
}

const moneyData = (money: Money) => ({ amount: decimal(money), currency: money.currency })

/**
 * Books a payment on the invoice: allocation, journal entry, the invoice's new state, and a refund task for any excess.
 * `into` is where the money lies, if it is known better than by the payment itself.
 */
export function received(
  invoice: InvoiceInPayment, payment: NewPayment, { at, actor, into = placeOf(payment) }: { at: Date; actor: Actor; into?: Account },
): MoneyChange {
  const paid = { ...invoice, paidMinor: invoice.paidMinor + payment.amount.minor }
  const late = invoice.document === 'cancelled' || (invoice.payUntil !== null && payment.receivedAt > invoice.payUntil)
  const covered = remainingMinor(paid) === 0n
  const after = moved({
    ...paid, paidLate: invoice.paidLate || late, paidAt: invoice.paidAt ?? (covered ? payment.receivedAt : null),
  }, invoice)
  const split = splitBetween(invoice, after)
  const refunds = split.creditMinor > 0n ? [refundTask(payment, { minor: split.creditMinor, currency: payment.amount.currency }, 'overpaid')] : []
  const events: NewEvent[] = [
    { type: 'payment.received', objectId: payment.id, sequence: 1,
      data: { invoice: invoice.id, source: payment.source, method: payment.method, ...moneyData(payment.amount) } },
    ...stateEvent(invoice, after),
    ...refunds.map(refundEvent),
  ]
  return {
    ...unchanged(invoice, at, actor), after, payment, refunds, events,
    entry: entryFor(invoice, 'payment_received', payment.id, receivedPostings(into, payment.amount, split), at),
  }
}

/** Where the money of a payment lies, as far as the payment itself tells. */
export const placeOf = ({ channelId, source }: Pick<NewPayment, 'channelId' | 'source'>): Account =>
  channelId === null ? (source === 'cash' ? 'cash' : 'bank') : `clearing:${channelId}`

/** What an amount settled and what it left with the merchant as the customer's, read off the invoice before and after it. */
export const splitBetween = (before: Standing, after: Standing): Split => ({
  settledMinor: remainingMinor(before) - remainingMinor(after), creditMinor: overpaidMinor(after) - overpaidMinor(before),
})

export function refundTask(payment: { id: Id<'payment'> }, amount: Money, because: RefundChange['because'], note: string | null = null): RefundChange {
  return { id: newId('refund'), paymentId: payment.id, state: 'requested', because, amount, providerKey: null, note, sequence: 1, sentAt: null }
}

/** Money went back for a payment: the refund is closed, the invoice and the journal follow. `from` is where it left. */
export function refunded(
  invoice: InvoiceInPayment, refund: RefundChange, from: Account, { at, actor }: { at: Date; actor: Actor },
): MoneyChange {
  const after = moved({ ...invoice, refundedMinor: invoice.refundedMinor + refund.amount.minor }, invoice)
  const postings = refundedPostings(from, refund.amount, overpaidMinor(invoice))
  return {
    ...unchanged(invoice, at, actor), after, refunds: [refund],
    entry: entryFor(invoice, refund.because === 'charged_back' ? 'charged_back' : 'refund_paid', refund.id, postings, at),
    events: [refundEvent(refund), ...stateEvent(invoice, after)],
  }
}

/** The money was another's: it is taken out of the invoice and of where it had been booked to, and was never the customer's. */
export function undone(
  invoice: InvoiceInPayment, { id, amount }: Pick<NewPayment, 'id' | 'amount'>, from: Account,
  { at, actor, reason }: { at: Date; actor: Actor; reason: string },
): MoneyChange {
  const left = { ...invoice, paidMinor: invoice.paidMinor - amount.minor }
  const after = moved({ ...left, paidAt: remainingMinor(left) === 0n ? left.paidAt : null }, invoice)
  const postings = receivedPostings(from, { minor: -amount.minor, currency: amount.currency }, splitBetween(invoice, after))
  return {
    ...unchanged(invoice, at, actor), after, decision: { action: 'payment.reversed', objectId: id, reason },
    entry: entryFor(invoice, 'reversal', id, postings, at),
    events: [
      { type: 'payment.reversed', objectId: id, sequence: 2, data: { invoice: invoice.id, ...moneyData(amount), reason } },
      ...stateEvent(invoice, after),
    ],
  }
}

/**
 * The provider took back its word that a refund was made, or a chargeback was won: the invoice and the journal have the money again. `into` is
 * where it left.
 */
export function refundReturned(
  invoice: InvoiceInPayment, refund: RefundChange, into: Account, { at, actor }: { at: Date; actor: Actor },
): MoneyChange {
  const after = moved({ ...invoice, refundedMinor: invoice.refundedMinor - refund.amount.minor }, invoice)
  const kind = refund.because === 'charged_back' ? 'chargeback_returned' : 'refund_returned'
  return {
    ...unchanged(invoice, at, actor), after, refunds: [refund],
    entry: entryFor(invoice, kind, refund.id, receivedPostings(into, refund.amount, splitBetween(invoice, after)), at),
    events: [{ ...refundEvent(refund), type: 'refund.returned' }, ...stateEvent(invoice, after)],
  }
}

const REFUND_EVENT = {
  requested: 'refund.requested', pending: 'refund.sent', succeeded: 'refund.succeeded', failed: 'refund.failed', unknown: 'refund.unknown',
  reversed: 'refund.reversed',
} as const satisfies Record<RefundChange['state'], EventType>

export const refundEvent = (refund: RefundChange): NewEvent => ({
  type: refund.because === 'charged_back' && refund.state === 'succeeded' ? 'refund.charged_back' : REFUND_EVENT[refund.state], objectId: refund.id, sequence: refund.sequence,
  data: { payment: refund.paymentId, because: refund.because, ...moneyData(refund.amount) },
})

/** Counts the event by which a new payment state is told, where there is one. */
export function moved(after: InvoiceInPayment, before: InvoiceInPayment): InvoiceInPayment {
  const isTold = paymentState(after) !== paymentState(before) && PAYMENT_EVENT[paymentState(after)] !== null
  return isTold ? { ...after, sequence: after.sequence + 1 } : after
}

export function stateEvent(before: InvoiceInPayment, after: InvoiceInPayment): NewEvent[] {
  const type = PAYMENT_EVENT[paymentState(after)]
  if (type === null || after.sequence === before.sequence) return []
  const rest = { minor: remainingMinor(after), currency: after.currency }
  return [{ type, objectId: after.id, sequence: after.sequence, data: { remaining: decimal(rest), currency: rest.currency } }]
}

export function entryFor(
  invoice: InvoiceInPayment, kind: EntryKind, subjectId: string, postings: readonly Posting[], bookedAt: Date,
): JournalEntry {
  const { merchantId, mode, currency } = invoice
  return { entryId: newId('journalEntry'), merchantId, mode, kind, subjectId, currency, postings, bookedAt }
}
