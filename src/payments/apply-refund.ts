import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Money } from '../money/money.ts'
import type { Applied, HeardReport } from './apply-report.ts'
import { withoutTooMuch, withTasksOfRest } from './excess-tasks.ts'
import { refunded, refundEvent, refundTask, unchanged } from './money-change.ts'
import type { MoneyChange, RefundChange } from './money-change.ts'
import { isAtProvider } from './refund.ts'
import { goneMinor, standingMinor, standingPayments } from './refund-store.ts'
import type { PaymentWithRefunds, StoredRefund } from './refund-store.ts'
import type { ReportSubject } from './report-subject.ts'
import { writeMoneyChange } from './write-money-change.ts'

type Answer = Applied & { written: boolean } | 'again'
type Booked = NonNullable<ReportSubject['booked']>
type Told = {
  readonly subject: ReportSubject
  readonly booked: Booked
  /** All that the invoice had, and of it this payment's refunds. */
  readonly payments: readonly PaymentWithRefunds[]
  readonly earlier: readonly StoredRefund[]
  readonly amount: Money
}

/**
 * The provider says that money of a booked payment went back. It closes the refund that was sent, or the open task of that
 * amount, or stands for itself where the merchant refunded at the provider unasked. More than is left of the payment is
 * never booked. A payer's bank that takes it back is booked the same way, and no task asks for any of it any more.
 */
export async function applyRefund(pool: pg.Pool, heard: HeardReport, subject: ReportSubject): Promise<Answer> {
  const { attempt, invoice, booked } = subject
  const told = heard.report.refund
  const left = leaving(attempt.id)
  if (booked === null) return left('conflicted', 'a refund of money that was never confirmed')
  if (told === null) return left('conflicted', 'a refund without an amount')
  if (told.amount.currency !== invoice.currency) return left('conflicted', `refunded in ${told.amount.currency}`)
  if (heard.report.doubt !== null) return left('conflicted', heard.report.doubt)
  const payments = await standingPayments(pool, invoice)
  const earlier = payments.find(({ id }) => id === booked.paymentId)?.refunds ?? []
  // Reserved money that was not taken has not gone back: it never came.
  const untaken = attempt.capture === null || told.counts === 'this' ? 0n : attempt.asked.minor - booked.amountMinor
  const amount = { ...told.amount, minor: told.amount.minor > untaken ? told.amount.minor - untaken : 0n }
  const about = { subject, booked, payments, earlier, amount }
  if (heard.report.status === 'charged_back') return applyChargeback(pool, heard, about)
  switch (told.counts) {
    case 'this': return applyOne(pool, heard, about, refundKey(told))
    case 'all': return applyTotal(pool, heard, about)
    case 'marked': return applyMarked(pool, heard, about)
  }
}

const leaving = (attemptId: Id<'attempt'>) => (outcome: Applied['outcome'], reason: string): Applied & { written: boolean } =>
  ({ outcome, reason, attemptId, written: false })

const aboutProvider = ({ at, channelId }: HeardReport) => ({ at, actor: `provider:${channelId}` }) as const

async function applyOne(
  pool: pg.Pool, heard: HeardReport, { subject: { attempt, invoice }, booked, payments, earlier, amount }: Told, key: string,
): Promise<Answer> {
  const left = leaving(attempt.id)
  if (earlier.some((refund) => refund.providerKey === key)) return left('repeated', 'this refund is in the books already')
  const byHand = earlier.find((refund) => refund.state === 'succeeded' && refund.providerKey === null && refund.amountMinor === amount.minor)
  const about = aboutProvider(heard)
  if (byHand !== undefined) {
    // A person had said so before the provider did: the money is booked, only the provider's name for it is new.
    const named = { ...byHand, paymentId: booked.paymentId, amount, providerKey: key, note: null, sentAt: null, state: 'succeeded' } as const
    return written(pool, heard, { ...unchanged(invoice, about.at, about.actor), refunds: [named] }, attempt.id)
  }
  if (amount.minor > booked.amountMinor - goneMinor(earlier)) return left('conflicted', 'more went back than was left of the payment')
  const change = refunded(invoice, closing(earlier, { paymentId: booked.paymentId, news: amount, key }), `clearing:${heard.channelId}`, about)
  return written(pool, heard, withoutTooMuch(change, payments), attempt.id)
}

/** The provider tells only how much has gone back altogether: what of it is not in our books yet is booked, one refund at a time. */
async function applyTotal(
  pool: pg.Pool, heard: HeardReport, { subject: { attempt, invoice }, booked, payments, earlier, amount: total }: Told,
): Promise<Answer> {
  const left = leaving(attempt.id)
  const news = total.minor - goneMinor(earlier)
  if (news === 0n) return left('repeated', 'all that went back is in the books already')
  if (news < 0n) {
    return await askAgain(pool, heard, { refunds: earlier, missing: -news })
      ? left('noted', 'less went back than is in the books: the provider is asked once more before that is believed')
      : left('conflicted', 'less went back than is in the books')
  }
  if (heard.report.status === 'confirmed') return left('conflicted', 'confirmed, and yet a part of it is said to have gone back')
  if (total.minor > booked.amountMinor) return left('conflicted', 'more went back than was left of the payment')
  const refund = closing(earlier, { paymentId: booked.paymentId, news: { minor: news, currency: total.currency }, key: null })
  const change = withoutTooMuch(refunded(invoice, refund, `clearing:${heard.channelId}`, aboutProvider(heard)), payments)
  const isRest = refund.amount.minor < news
  const answer = await written(pool, isRest ? { ...heard, inboundId: null } : heard, change, attempt.id)
  return isRest ? 'again' : answer
}

/**
 * The provider marked the payment as given back and sends nothing: what nobody has on their list yet becomes a task. What
 * the books say of money stays a person's word.
 */
async function applyMarked(pool: pg.Pool, heard: HeardReport, { subject: { attempt, invoice }, booked, earlier, amount: total }: Told): Promise<Answer> {
  const left = leaving(attempt.id)
  const key = `marked/${total.minor}`
  const minor = (total.minor < booked.amountMinor ? total.minor : booked.amountMinor) - standingMinor(earlier)
  if (minor <= 0n || earlier.some((refund) => refund.providerKey === key)) return left('repeated', 'all that was marked as given back is known')
  const task: RefundChange = { ...refundTask({ id: booked.paymentId }, { minor, currency: total.currency }, 'told_by_provider'), providerKey: key }
  const { at, actor } = aboutProvider(heard)
  return written(pool, heard, { ...unchanged(invoice, at, actor), refunds: [task], events: [refundEvent(task)] }, attempt.id)
}

/** All that was left of the payment was taken back; what was to be done with it is void. A person has to look, see `acknowledge-chargeback.ts`. */
async function applyChargeback(
  pool: pg.Pool, heard: HeardReport, { subject: { attempt, invoice }, booked, payments, earlier, amount: total }: Told,
): Promise<Answer> {
  const left = leaving(attempt.id)
  const payment = payments.find(({ id }) => id === booked.paymentId)
  const minor = total.minor - goneMinor(earlier)
  if (minor <= 0n) return left('repeated', 'all that was taken back is in the books already')
  if (payment === undefined || total.minor > booked.amountMinor) return left('conflicted', 'more was taken back than was left of the payment')
  const id = newId('refund')
  const change = refunded(invoice, {
    id, paymentId: booked.paymentId, state: 'succeeded', because: 'charged_back', amount: { minor, currency: total.currency },
    providerKey: `total/${id}`, note: null, sequence: 1, sentAt: null,
  }, `clearing:${heard.channelId}`, aboutProvider(heard))
  return written(pool, heard, withTasksOfRest(change, { payments, undone: payment, reason: null }), attempt.id)
}

async function written(
  pool: pg.Pool, { inboundId }: HeardReport, change: MoneyChange, attemptId: Id<'attempt'>,
): Promise<Answer> {
  const inbound = inboundId === null ? null : { id: inboundId, outcome: 'applied', reason: null, attemptId } as const
  const done = await writeMoneyChange(pool, { ...change, inbound })
  return done ? { outcome: 'applied', reason: null, attemptId, written: true } : 'again'
}

/** Tells one refund of a payment from the next: providers give no number of their own, only amount and moment. */
const refundKey = (told: NonNullable<HeardReport['report']['refund']>): string =>
  `${told.at === null ? '' : told.at.toISOString()}/${told.amount.minor}`

/** The refund that the news are of; `key` is null where the provider has no name for it. One that was sent comes first, if the news cover it; the rest is then news again. */
function closing(
  earlier: readonly StoredRefund[], { paymentId, news, key }: { paymentId: Id<'payment'>; news: Money; key: string | null },
): RefundChange {
  const known = earlier.find(({ state, amountMinor }) => isAtProvider(state) && amountMinor <= news.minor)
    ?? earlier.find(({ state, amountMinor }) => state === 'requested' && amountMinor === news.minor)
  const amount = known === undefined ? news : { minor: known.amountMinor, currency: news.currency }
  const id = known?.id ?? newId('refund')
  return {
    id, paymentId, state: 'succeeded', because: known?.because ?? 'told_by_provider',
    amount, providerKey: key ?? `total/${id}`, note: null, sequence: (known?.sequence ?? 0) + 1, sentAt: null,
  }
}

/**
 * The answer may be older than our books, so that a refund is not believed to be undone by it. Where it is one refund that
 * the provider itself had told of, the provider is asked again: see `ask-refunds.ts`. False: it is none.
 */
async function askAgain(
  pool: pg.Pool, { merchantId, at }: HeardReport, { refunds, missing }: { refunds: readonly StoredRefund[]; missing: bigint },
): Promise<boolean> {
  const refund = returnedBy(refunds, missing)
  if (refund === null) return false
  await pool.query({
    name: 'ask-refund-again', text: `update refund set ask_at = $3, asks = 0 where merchant_id = $1 and refund_id = $2 and state = 'succeeded' and ask_at is null`,
    values: [merchantId, refund.id, at],
  })
  return true
}

/** The newest refund of this amount that the provider itself had told of. */
export const returnedBy = (refunds: readonly StoredRefund[], missing: bigint): StoredRefund | null =>
  refunds.findLast(({ state, providerKey, amountMinor }) => state === 'succeeded' && providerKey !== null && amountMinor === missing) ?? null
