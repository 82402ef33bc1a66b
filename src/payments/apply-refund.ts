import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Applied, HeardReport } from './apply-report.ts'
import { withoutTooMuch } from './excess-tasks.ts'
import { refunded, unchanged } from './money-change.ts'
import type { MoneyChange, RefundChange } from './money-change.ts'
import { goneMinor, standingPayments } from './refund-store.ts'
import type { PaymentWithRefunds, StoredRefund } from './refund-store.ts'
import type { ReportSubject } from './report-subject.ts'
import { writeMoneyChange } from './write-money-change.ts'

/**
 * The provider says that money of a booked payment went back. It closes the open task of that amount, or stands for
 * itself where the merchant refunded at the provider unasked. More than is left of the payment is never booked.
 */
export async function applyRefund(
  pool: pg.Pool, heard: HeardReport, { attempt, invoice, booked }: ReportSubject,
): Promise<Applied & { written: boolean } | 'again'> {
  const attemptId = attempt.id
  const told = heard.report.refund
  const left = (outcome: Applied['outcome'], reason: string) => ({ outcome, reason, attemptId, written: false })
  if (booked === null) return left('conflicted', 'a refund of money that was never confirmed')
  if (told === null) return left('conflicted', 'a refund without an amount')
  if (told.amount.currency !== invoice.currency) return left('conflicted', `refunded in ${told.amount.currency}`)
  if (heard.report.doubt !== null) return left('conflicted', heard.report.doubt)
  const payments = await standingPayments(pool, invoice)
  const earlier = payments.find(({ id }) => id === booked.paymentId)?.refunds ?? []
  if (told.counts === 'all') return applyTotal(pool, heard, { attempt, invoice, booked }, { payments, earlier, total: told.amount })
  const key = refundKey(told)
  if (earlier.some((refund) => refund.providerKey === key)) return left('repeated', 'this refund is in the books already')
  const byHand = earlier.find((refund) => refund.state === 'succeeded' && refund.providerKey === null && refund.amountMinor === told.amount.minor)
  const about = { at: heard.at, actor: `provider:${heard.channelId}` } as const
  if (byHand !== undefined) {
    // A person had said so before the provider did: the money is booked, only the provider's name for it is new.
    const named = { ...byHand, paymentId: booked.paymentId, amount: told.amount, providerKey: key, note: null, state: 'succeeded' } as const
    return written(pool, heard, { ...unchanged(invoice, about.at, about.actor), refunds: [named] }, attemptId)
  }
  if (told.amount.minor > booked.amountMinor - goneMinor(earlier)) return left('conflicted', 'more went back than was left of the payment')
  const change = refunded(invoice, closing(earlier, booked.paymentId, told.amount, key), `clearing:${heard.channelId}`, about)
  return written(pool, heard, withoutTooMuch(change, payments), attemptId)
}

/** The provider tells only how much has gone back altogether: what of it is not in our books yet is booked as one refund. */
async function applyTotal(
  pool: pg.Pool, heard: HeardReport, { attempt, invoice, booked }: ReportSubject & { readonly booked: NonNullable<ReportSubject['booked']> },
  { payments, earlier, total }: { payments: readonly PaymentWithRefunds[]; earlier: readonly StoredRefund[]; total: RefundChange['amount'] },
): Promise<Applied & { written: boolean } | 'again'> {
  const attemptId = attempt.id
  const left = (outcome: Applied['outcome'], reason: string) => ({ outcome, reason, attemptId, written: false })
  const news = total.minor - goneMinor(earlier)
  if (news === 0n) return left('repeated', 'all that went back is in the books already')
  if (news < 0n) return left('conflicted', 'less went back than is in the books')
  if (total.minor > booked.amountMinor) return left('conflicted', 'more went back than was left of the payment')
  const amount = { minor: news, currency: total.currency }
  const change = refunded(
    invoice, closing(earlier, booked.paymentId, amount, `total/${total.minor}`), `clearing:${heard.channelId}`,
    { at: heard.at, actor: `provider:${heard.channelId}` },
  )
  return written(pool, heard, withoutTooMuch(change, payments), attemptId)
}

async function written(
  pool: pg.Pool, { inboundId }: HeardReport, change: MoneyChange, attemptId: Id<'attempt'>,
): Promise<Applied & { written: boolean } | 'again'> {
  const inbound = inboundId === null ? null : { id: inboundId, outcome: 'applied', reason: null, attemptId } as const
  const done = await writeMoneyChange(pool, { ...change, inbound })
  return done ? { outcome: 'applied', reason: null, attemptId, written: true } : 'again'
}

/** Tells one refund of a payment from the next: providers give no number of their own, only amount and moment. */
const refundKey = (told: NonNullable<HeardReport['report']['refund']>): string =>
  `${told.at === null ? '' : told.at.toISOString()}/${told.amount.minor}`

function closing(
  earlier: readonly StoredRefund[], paymentId: Id<'payment'>, amount: RefundChange['amount'], providerKey: string,
): RefundChange {
  const task = earlier.find((refund) => refund.state === 'requested' && refund.amountMinor === amount.minor)
  return {
    id: task?.id ?? newId('refund'), paymentId, state: 'succeeded', because: task?.because ?? 'told_by_provider',
    amount, providerKey, note: null, sequence: (task?.sequence ?? 0) + 1,
  }
}
