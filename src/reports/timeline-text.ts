import type { DeliveryFacts } from '../deliveries/find-deliveries.ts'
import { currencyOf } from '../money/currency.ts'
import { parseMoney } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { formatDate, formatMoney, say } from '../platform/i18n/format.ts'
import type { TextArguments } from '../platform/i18n/format.ts'
import { timelineTexts } from '../platform/i18n/report-texts.ts'
import type { AccountEventType, EventType, TillEventType } from '../webhooks/event.ts'
import type { Reader } from './day-words.ts'
import type { MessageFacts } from './messages.ts'
import type { History, StoredEvent } from './timeline.ts'

type Texts = (typeof timelineTexts)['en']
type Sentence = { readonly text: string; readonly args: TextArguments }

/** What an event says, in plain words, with the reason a person gave. Null for an event of a sort this release does not know. */
export function eventText(event: StoredEvent, history: History, { language }: Pick<Reader, 'language'>): string | null {
  const { type } = event
  if (!isKnown(type)) return null
  const texts = timelineTexts[language]
  const { text, args } = sentenceOf(type, { event, history, texts, money: (money) => formatMoney(language, money), language })
  const reason = event.reason ?? textIn(event, 'reason')
  const problem = textIn(event, 'problem')
  return [
    say(language, text, args),
    ...(reason === null ? [] : [say(language, texts.more.reason, { reason })]),
    ...(problem === null ? [] : [say(language, texts.more.problem, { problem })]),
  ].join(' ')
}

/** What came of a message, and how often it came. */
export function messageText({ outcome, channel, times }: MessageFacts, { language }: Pick<Reader, 'language'>): string {
  const texts = timelineTexts[language]
  const text = say(language, texts.message[outcome], { channel: channel.name })
  return times === 1 ? text : `${text} ${say(language, texts.more.times, { count: times })}`
}

type Context = {
  readonly event: StoredEvent
  readonly history: History
  readonly texts: Texts
  readonly money: (money: Money) => string
  readonly language: Reader['language']
}

/** What happens to an invoice, and not to an account. */
type HistoryEventType = Exclude<EventType, AccountEventType | TillEventType>

function sentenceOf(type: HistoryEventType, context: Context): Sentence {
  const { event, history: { invoice }, texts, money, language } = context
  const amount = money(moneyIn(event) ?? invoice.gross)
  switch (type) {
    case 'invoice.issued': {
      const due = textIn(event, 'dueDate') ?? invoice.dueDate
      return { text: texts.invoice.issued, args: { amount, date: due === null ? '' : formatDate(language, due) } }
    }
    case 'invoice.credited': return { text: texts.invoice.credited, args: { amount } }
    case 'invoice.partly_paid': return { text: texts.invoice.partly_paid, args: { amount } }
    case 'invoice.cancelled': return { text: texts.invoice.cancelled, args: {} }
    case 'invoice.prolonged': return { text: texts.invoice.prolonged, args: { date: formatDate(language, textIn(event, 'lastDay') ?? '') } }
    case 'invoice.reinstated': return { text: texts.invoice.reinstated, args: {} }
    case 'invoice.sent': return { text: texts.invoice.sent, args: {} }
    case 'invoice.paid': return { text: texts.invoice.paid, args: {} }
    case 'invoice.overpaid': return { text: texts.invoice.overpaid, args: {} }
    case 'invoice.refunded': return { text: texts.invoice.refunded, args: {} }
    case 'refund.sent': return { text: texts.refund.sent, args: { amount } }
    case 'refund.succeeded': return { text: texts.refund.succeeded, args: { amount } }
    case 'refund.failed': return { text: texts.refund.failed, args: { amount } }
    case 'refund.unknown': return { text: texts.refund.unknown, args: { amount } }
    case 'refund.returned': return { text: textIn(event, 'because') === 'charged_back' ? texts.refund.won : texts.refund.returned, args: { amount } }
    case 'refund.unsent': return { text: texts.refund.unsent, args: { amount } }
    case 'refund.charged_back': return { text: texts.refund.charged_back, args: { amount } }
    case 'refund.reversed': return { text: texts.refund.reversed, args: { amount } }
    case 'refund.requested': {
      const isExcess = textIn(event, 'because') === 'overpaid'
      return { text: isExcess ? texts.refund.requested_overpaid : texts.refund.requested, args: { amount } }
    }
    case 'delivery.sent': case 'delivery.failed': case 'delivery.withdrawn': case 'delivery.delivered': case 'delivery.unknown': return deliverySentence(type, context)
    case 'payment.reversed': return { text: texts.payment.reversed, args: { amount } }
    case 'payment.received': return receivedSentence(context, amount)
    default: return attemptSentence(type, context)
  }
}

/** What a letter was about, and why one that was given up or withdrawn did not leave. */
function deliverySentence(type: Extract<EventType, `delivery.${string}`>, { event, history: { deliveries }, texts }: Context): Sentence {
  const delivery = deliveries.find((one) => one.id === event.objectId)
  const args = { recipient: delivery?.recipient ?? '' }
  if (delivery?.kind === 'e_invoice') return { text: type === 'delivery.sent' ? texts.delivery.handedOver : texts.delivery.notHandedOver, args }
  if (delivery?.kind === 'bank_app') return { text: bankAppText(type, texts), args }
  if (delivery?.kind === 'sms') return { text: smsText(type, delivery, texts), args }
  switch (type) {
    case 'delivery.delivered': return { text: texts.delivery.delivered, args }
    case 'delivery.unknown': return { text: texts.delivery.sent, args }
    case 'delivery.sent': return { text: delivery?.kind === 'receipt' ? texts.delivery.sent_receipt : texts.delivery.sent, args }
    case 'delivery.failed': return { text: failedLetterText(delivery, texts), args }
    case 'delivery.withdrawn': {
      if (delivery?.because === 'payment_reversed') return { text: texts.delivery.withdrawn_reversed, args }
      return { text: delivery?.because === 'invoice_cancelled' ? texts.delivery.withdrawn_cancelled : texts.delivery.withdrawn_paid, args }
    }
  }
}

/** A letter that had left came back. */
function failedLetterText(delivery: DeliveryFacts | undefined, { delivery: texts }: Context['texts']): string {
  if (delivery !== undefined && delivery.sentAt !== null) return texts.returned
  return delivery?.because === 'given_up' ? texts.given_up : texts.failed
}

function bankAppText(type: Extract<EventType, `delivery.${string}`>, { bankApp }: Context['texts']): string {
  switch (type) {
    case 'delivery.sent': case 'delivery.delivered': return bankApp.sent
    case 'delivery.unknown': return bankApp.unknown
    case 'delivery.failed': return bankApp.failed
    case 'delivery.withdrawn': return bankApp.withdrawn
  }
}

function smsText(type: Extract<EventType, `delivery.${string}`>, { because }: DeliveryFacts, { sms }: Context['texts']): string {
  switch (type) {
    case 'delivery.sent': return sms.sent
    case 'delivery.delivered': return sms.delivered
    case 'delivery.unknown': return sms.unknown
    case 'delivery.failed': return because === 'given_up' ? sms.given_up : sms.failed
    case 'delivery.withdrawn': return because === 'invoice_cancelled' ? sms.withdrawn_cancelled : sms.withdrawn_paid
  }
}

function receivedSentence({ event, history, texts }: Context, amount: string): Sentence {
  const payment = history.payments.find((one) => one.id === event.objectId)
  const texted = texts.payment[`received_${payment?.source ?? 'manual'}`]
  return { text: texted, args: { amount, channel: payment?.channel?.name ?? '' } }
}

const SETTLED: Readonly<Record<string, 'settled_paid' | 'settled_charged_back'>> = { succeeded: 'settled_paid', charged_back: 'settled_charged_back' }

type AttemptEventType = Extract<EventType, `attempt.${string}`>

function attemptSentence(type: AttemptEventType, { event, history, texts, money }: Context): Sentence {
  const attempt = history.attempts.find((one) => one.id === event.objectId)
  const args = { amount: money(attempt?.asked ?? history.invoice.gross), channel: attempt?.channel.name ?? '' }
  switch (type) {
    case 'attempt.settled': {
      return { text: texts.attempt[SETTLED[textIn(event, 'as') ?? ''] ?? 'settled_failed'], args }
    }
    case 'attempt.started': return { text: event.data['brought'] === true ? texts.attempt.brought : texts.attempt.started, args }
    case 'attempt.waiting': return { text: texts.attempt.waiting, args }
    case 'attempt.authorised': return { text: texts.attempt.authorised, args }
    case 'attempt.capture_asked': return { text: texts.attempt.capture_asked, args: { ...args, amount: money(moneyIn(event) ?? attempt?.asked ?? history.invoice.gross) } }
    case 'attempt.release_asked': return { text: texts.attempt.release_asked, args }
    case 'attempt.capture_refused': return { text: texts.attempt.capture_refused, args }
    case 'attempt.release_refused': return { text: texts.attempt.release_refused, args }
    case 'attempt.succeeded': return { text: texts.attempt.succeeded, args: { ...args, amount: money(attempt?.decision?.amount ?? attempt?.asked ?? history.invoice.gross) } }
    case 'attempt.failed': return { text: texts.attempt.failed, args }
    case 'attempt.revoked': return { text: texts.attempt.revoked, args }
    case 'attempt.expired': return { text: texts.attempt.expired, args }
    case 'attempt.unknown': return { text: texts.attempt.unknown, args }
    case 'attempt.conflicted': return { text: textIn(event, 'why') === 'charged_back' ? texts.attempt.charged_back : texts.attempt.conflicted, args }
  }
}

/** A record, so that a new sort of event without a sentence does not compile. */
const KNOWN: Readonly<Record<HistoryEventType, true>> = {
  'invoice.issued': true, 'invoice.cancelled': true, 'invoice.credited': true, 'invoice.sent': true, 'invoice.prolonged': true, 'invoice.reinstated': true,
  'invoice.partly_paid': true, 'invoice.paid': true, 'invoice.overpaid': true, 'invoice.refunded': true,
  'attempt.started': true, 'attempt.waiting': true, 'attempt.authorised': true, 'attempt.succeeded': true, 'attempt.failed': true, 'attempt.revoked': true,
  'attempt.expired': true, 'attempt.unknown': true, 'attempt.conflicted': true, 'attempt.settled': true,
  'attempt.capture_asked': true, 'attempt.release_asked': true, 'attempt.capture_refused': true, 'attempt.release_refused': true,
  'payment.received': true, 'payment.reversed': true, 'refund.requested': true, 'refund.succeeded': true, 'refund.reversed': true,
  'refund.sent': true, 'refund.failed': true, 'refund.unknown': true, 'refund.returned': true, 'refund.charged_back': true, 'refund.unsent': true,
  'delivery.sent': true, 'delivery.failed': true,
  'delivery.withdrawn': true, 'delivery.delivered': true, 'delivery.unknown': true,
}

const isKnown = (type: string): type is HistoryEventType => Object.hasOwn(KNOWN, type)

function textIn({ data }: StoredEvent, name: string): string | null {
  const value = data[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** The amount an event names, which is what is left where it tells of that. */
function moneyIn(event: StoredEvent): Money | null {
  const text = textIn(event, 'amount') ?? textIn(event, 'remaining')
  const currency = currencyOf(textIn(event, 'currency') ?? '')
  return text === null || currency === null ? null : parseMoney(text, currency)
}
