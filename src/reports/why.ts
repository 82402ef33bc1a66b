import { isExpired, isInFlight } from '../invoices/invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { dueMinor, overpaidMinor, paymentState, remainingMinor } from '../invoices/payment-state.ts'
import { businessDate } from '../kernel/business-date.ts'
import { inFours } from '../merchants/check-digits.ts'
import type { Money } from '../money/money.ts'
import { isLive, needsPerson } from '../payments/attempt.ts'
import type { AttemptFacts, PaymentFacts, RefundFacts } from '../payments/json.ts'
import { awaitsAnswer } from '../payments/refund.ts'
import type { RefundWay } from '../payments/refund-way.ts'
import type { TextArguments } from '../platform/i18n/format.ts'
import { formatMoney, say } from '../platform/i18n/format.ts'
import { whyTexts } from '../platform/i18n/report-texts.ts'
import { ageOf, clockOf, onDay, sinceDay } from './day-words.ts'
import type { Reader } from './day-words.ts'

type Known = Omit<Invoice, 'lines' | 'totals' | 'payer' | 'seller' | 'notes' | 'reference'>
type Key = keyof (typeof whyTexts)['en']['invoice']

type Moves = { readonly attempts: readonly AttemptFacts[]; readonly refunds: readonly RefundFacts[] }

/** How an invoice stands, in a sentence or two: what needs a person first, then what is under way, then what is owed. */
export function whyOf(invoice: Known, { attempts, refunds }: Moves, reader: Reader): string {
  const { language } = reader
  const { currency } = invoice
  const text = (key: Key, args: TextArguments = {}) => say(language, whyTexts[language].invoice[key], args)
  const amount = (minor: bigint) => formatMoney(language, { minor, currency })
  if (invoice.document === 'draft') return text('draft')
  const conflicted = attempts.find((attempt) => attempt.state === 'conflicted')
  const takenBack = refunds.find(awaitsAnswer)
  if (takenBack !== undefined) return text('chargedBack', { amount: formatMoney(language, takenBack.amount) })
  if (conflicted !== undefined) return text(isChargedBack(conflicted) ? 'chargedBack' : 'conflicted', { amount: formatMoney(language, conflicted.asked) })
  const unknown = attempts.find((attempt) => attempt.state === 'unknown')
  if (unknown !== undefined) {
    if (unknown.claimedAt !== null) return text('claimed', { amount: formatMoney(language, unknown.asked), channel: unknown.channel.name })
    return text('unknown', { amount: formatMoney(language, unknown.asked), on: onDay(unknown.createdAt, reader) })
  }
  const reserved = attempts.find((attempt) => attempt.state === 'authorised')
  if (reserved !== undefined) return text('reserved', { amount: formatMoney(language, reserved.asked) })
  if (overpaidMinor(invoice) > 0n) return text('overpaid', { amount: amount(overpaidMinor(invoice)) })
  if (paymentState(invoice) === 'refunded') return text('refunded')
  if (invoice.document === 'cancelled') return text('cancelled', { on: onDay(invoice.cancelledAt ?? invoice.createdAt, reader) })
  if (remainingMinor(invoice) === 0n) return settledText(invoice, reader, text)
  const live = attempts.find((attempt) => attempt.id === invoice.liveAttemptId && isLive(attempt.state))
  if (live !== undefined && isInFlight(invoice, reader.now)) {
    return live.waitingSince === null
      ? text(live.isBrought ? 'brought' : 'underWay', { channel: live.channel.name, time: clockOf(live.createdAt, reader) })
      : text('asked', { time: clockOf(live.waitingSince, reader) })
  }
  const partly = invoice.paidMinor === 0n ? null
    : text('partlyPaid', { paid: amount(invoice.paidMinor), total: amount(dueMinor(invoice)) })
  return sentences(partly, returnedText(invoice, reader, text), owedText(invoice, reader, { text, isPartly: partly !== null }))
}

const sentences = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(' ')

type Say = (key: Key, args?: TextArguments) => string

function settledText(invoice: Known, reader: Reader, text: Say): string {
  const { paidMinor, paidAt, issuedAt, createdAt, paidLate } = invoice
  if (paidMinor === 0n) return text('credited')
  const paid = text(paidLate ? 'paidLate' : 'paid', { on: onDay(paidAt ?? issuedAt ?? createdAt, reader) })
  return sentences(paid, returnedText(invoice, reader, text))
}

/** Null where all that was paid is still here. */
const returnedText = ({ refundedMinor, currency }: Known, { language }: Reader, text: Say): string | null =>
  refundedMinor === 0n ? null : text('returned', { amount: formatMoney(language, { minor: refundedMinor, currency }) })

/** What is awaited. Null where a part has come and nothing limits the rest. */
function owedText(invoice: Known, reader: Reader, { text, isPartly }: { text: Say; isPartly: boolean }): string | null {
  const { payUntil, dueDate, sentAt, issuedAt, createdAt } = invoice
  const remaining = formatMoney(reader.language, { minor: remainingMinor(invoice), currency: invoice.currency })
  if (payUntil !== null && isExpired(invoice, reader.now)) return text('expired', { on: onDay(lastMoment(payUntil), reader), remaining })
  const today = businessDate(reader.now, reader.timeZone)
  if (dueDate !== null && dueDate < today) return text('overdue', { on: onDay(dueDate, reader), remaining })
  const since = sinceDay(sentAt ?? issuedAt ?? createdAt, reader)
  if (payUntil !== null) {
    const on = onDay(lastMoment(payUntil), reader)
    return isPartly ? text('linkExpires', { on }) : text('waitingLink', { since, on })
  }
  if (dueDate !== null) {
    const on = onDay(dueDate, reader)
    return isPartly ? text('due', { on }) : text('waitingDue', { since, on })
  }
  return isPartly ? null : text('waiting', { since })
}

/** A link that ends with a day ends at the first moment of the next: people call it by the day before. */
const lastMoment = (payUntil: Date): Date => new Date(payUntil.getTime() - 1)

/** What is awaited of an attempt and what a person can do. Null where it is over. */
export function attemptNext(attempt: AttemptFacts, reader: Reader): string | null {
  const { language } = reader
  const texts = whyTexts[language].attempt
  const { state, waitingSince, claimedAt } = attempt
  if (!isLive(state) && !needsPerson(state)) return null
  if (state === 'authorised') {
    const amount = formatMoney(language, attempt.decision?.amount ?? attempt.asked)
    return say(language, texts[reservedText(attempt)], { amount, channel: attempt.channel.name, age: ageOf(attempt.stateChangedAt, reader) })
  }
  if (isChargedBack(attempt)) return say(language, texts.chargedBack, { channel: attempt.channel.name })
  if (state === 'unknown' && claimedAt !== null) return say(language, texts.claimed, { channel: attempt.channel.name, age: ageOf(claimedAt, reader) })
  const awaited = waitingSince === null ? attempt.isBrought ? 'brought' : 'underWay' : 'asked'
  const key = state === 'unknown' || state === 'conflicted' ? state : awaited
  return say(language, texts[key], { channel: attempt.channel.name, age: ageOf(waitingSince ?? attempt.stateChangedAt, reader) })
}

/** Whether it waits for a person because the payer's bank took the money back. */
export const isChargedBack = ({ conflict }: Pick<AttemptFacts, 'conflict'>): boolean => conflict?.some(({ what }) => what === 'charged_back') === true

const RESERVED = {
  capture: { asked: 'capturing', unknown: 'captureUnknown', refused: 'captureRefused' },
  release: { asked: 'releasing', unknown: 'releaseUnknown', refused: 'releaseRefused' },
} as const

const reservedText = ({ decision }: AttemptFacts) => (decision === null ? 'reserved' : RESERVED[decision.as][decision.state])

/** What comes next for money that is to go back. Null where it is over. `payment`: the one it belongs to, and its way back. */
export function refundNext(
  { state, amount, because, note, awaitsReturn }: Pick<RefundFacts, 'state' | 'amount' | 'because' | 'note' | 'awaitsReturn'>,
  payment: Pick<PaymentFacts, 'channel' | 'payerAccount'> & { readonly way: RefundWay },
  { language }: Pick<Reader, 'language'>,
): string | null {
  const texts = whyTexts[language].refund
  const money = { amount: formatMoney(language, amount) }
  switch (state) {
    case 'requested': case 'approved':
      if (awaitsReturn) return say(language, texts.beforeReturn, {})
      return say(language, texts[taskText(payment)], { ...money, channel: payment.channel?.name ?? '', account: inFours(payment.payerAccount ?? '').replaceAll(' ', '\u00a0') })
    case 'pending': return say(language, texts.pending, money)
    case 'unknown': return say(language, texts.unknown, money)
    case 'succeeded': return awaitsAnswer({ because, state, note }) ? say(language, texts.chargedBack, { ...money, channel: payment.channel?.name ?? '' }) : null
    case 'failed': case 'reversed': return null
  }
}

function taskText({ way, payerAccount }: Parameters<typeof refundNext>[1]): 'sendable' | 'marked' | 'markedTo' | 'provider' | 'byHand' {
  switch (way) {
    case 'provider': return 'sendable'
    case 'marked_only': return payerAccount === null ? 'marked' : 'markedTo'
    case 'no_call': return 'provider'
    case 'no_provider': return 'byHand'
  }
}

/** "Invoice KV-2026-0042, 25.00 €." and what to do about it. */
export function attentionText(
  { language }: Pick<Reader, 'language'>, { number, amount, next }: { number: string; amount: Money; next: string },
): string {
  return `${say(language, whyTexts[language].attention.about, { number, amount: formatMoney(language, amount) })} ${next}`
}
