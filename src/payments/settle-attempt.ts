import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { needsPerson, step } from './attempt.ts'
import type { Attempt, AttemptState } from './attempt.ts'
import { withoutTooMuch } from './excess-tasks.ts'
import { placeOf, received, refunded, refundTask, unchanged } from './money-change.ts'
import type { MoneyChange, RefundChange } from './money-change.ts'
import { isAtProvider } from './refund.ts'
import { goneMinor, standingPayments } from './refund-store.ts'
import { findAttemptSubject } from './report-subject.ts'
import type { ReportSubject } from './report-subject.ts'
import { writeMoneyChange } from './write-money-change.ts'

/** What a person found out about an attempt that nobody else could settle, and how they know. */
type AttemptVerdict = {
  readonly merchantId: Id<'merchant'>
  readonly attemptId: Id<'attempt'>
  readonly reason: string
  /** What really came, as the provider's own account shows it; null: nothing came. */
  readonly money: { readonly amount: Money; readonly providerRef: string | null; readonly receivedAt: Date } | null
}

export type SettleError =
  | { readonly code: 'not_found' }
  | { readonly code: 'nothing_to_settle' }
  /** The attempt brought money, so it did not fail; or the reference is of other money than what is named here. */
  | { readonly code: 'already_booked' }
  | { readonly code: 'wrong_currency'; readonly field: 'amount/currency'; readonly currency: string }
  /** After a chargeback: the provider is giving back a part of this payment, and how that ended comes first. */
  | { readonly code: 'refund_under_way' }
  | { readonly code: 'changed_meanwhile' }

/**
 * A person ends an `unknown` or `conflicted` attempt, with a reason that stays. Money may still come later and is
 * then kept; money that is in the books already is not booked again. After a chargeback of booked money `null` says
 * that the dispute is lost, and what is left of the payment is booked as gone back.
 */
export async function settleAttempt(
  pool: pg.Pool, ask: AttemptVerdict, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<null, SettleError>> {
  const found = await findAttemptSubject(pool, ask.merchantId, ask.attemptId)
  if (found === null) return err({ code: 'not_found' })
  const { attempt, invoice } = found
  const booked = await findBooked(pool, found, ask.money)
  const { chargedBackId } = booked
  const moved = step(attempt.state, ask.money === null && chargedBackId === null ? 'declared_failed' : 'declared_paid')
  if (!needsPerson(attempt.state) || moved.kind !== 'move') return err({ code: 'nothing_to_settle' })
  if (ask.money !== null && ask.money.amount.currency !== invoice.currency) {
    return err({ code: 'wrong_currency', field: 'amount/currency', currency: invoice.currency })
  }
  if (chargedBackId !== null) return settleChargeback(pool, found, { ...ask, paymentId: chargedBackId }, { at, actor })
  if (ask.money === null ? booked.byAttempt : booked.isOther) return err({ code: 'already_booked' })
  const money = booked.isSame ? null : ask.money
  return written(await writeMoneyChange(pool, changeFor(found, { ...ask, money }, moved.to, { at, actor })))
}

type Said = NonNullable<AttemptVerdict['money']>

/** The name under which the money is booked: as the person says, else as the provider did. */
const refOf = ({ id, providerRef }: Attempt, said: Said): string => said.providerRef ?? providerRef ?? id

/** `chargedBackId`: the payment that the payer's bank took back; null unless that is what waits for the person. */
type Booked = { readonly byAttempt: boolean; readonly isSame: boolean; readonly isOther: boolean; readonly chargedBackId: Id<'payment'> | null }

/**
 * What of this is in the books: whether the attempt brought money at all, and whether the reference is of the very
 * money that is named (`isSame`) or of other money (`isOther`).
 */
async function findBooked(pool: pg.Pool, { attempt, invoice }: ReportSubject, said: Said | null): Promise<Booked> {
  const { rows: [row] } = await pool.query<{ booked_id: Id<'payment'> | null; is_charged_back: boolean; is_same: boolean; is_other: boolean }>({
    name: 'booked-by-attempt',
    text: `select (
        select p.payment_id from allocation o join payment p on p.merchant_id = o.merchant_id and p.payment_id = o.payment_id
        where o.merchant_id = $1 and o.invoice_id = $2 and p.attempt_id = $3 order by p.payment_id limit 1) as booked_id,
      exists (select from attempt a where a.merchant_id = $1 and a.attempt_id = $3 and a.conflict @> '[{"what": "charged_back"}]') as is_charged_back,
      coalesce(p.attempt_id = $3 and p.amount_minor = $6, false) as is_same,
      p.payment_id is not null and not (p.attempt_id = $3 and p.amount_minor = $6) as is_other
      from (select) as one left join payment p on p.merchant_id = $1 and p.channel_id = $4 and p.provider_ref = $5`,
    values: [
      invoice.merchantId, invoice.id, attempt.id, attempt.channelId, said === null ? null : refOf(attempt, said), said?.amount.minor ?? null,
    ],
  })
  const bookedId = row?.booked_id ?? null
  return {
    byAttempt: bookedId !== null, isSame: row?.is_same === true, isOther: row?.is_other === true,
    chargedBackId: row?.is_charged_back === true ? bookedId : null,
  }
}

/** The dispute is over: won, and the money stays as it is in the books; or lost, and what is left of it went back. */
async function settleChargeback(
  pool: pg.Pool, found: ReportSubject, ask: AttemptVerdict & { readonly paymentId: Id<'payment'> }, about: { at: Date; actor: Actor },
): Promise<Result<null, SettleError>> {
  const { invoice } = found
  const settled = changeFor(found, { ...ask, money: null }, 'succeeded', about)
  const payments = await standingPayments(pool, invoice)
  const payment = payments.find(({ id }) => id === ask.paymentId)
  if (ask.money !== null || payment === undefined) return written(await writeMoneyChange(pool, settled))
  if (payment.refunds.some(({ state }) => isAtProvider(state))) return err({ code: 'refund_under_way' })
  const minor = payment.amountMinor - goneMinor(payment.refunds)
  if (minor <= 0n) return written(await writeMoneyChange(pool, settled))
  const task = refundTask(payment, { minor, currency: invoice.currency }, 'charged_back', ask.reason)
  const refund: RefundChange = { ...task, state: 'succeeded', providerKey: `total/${task.id}` }
  const gone = withoutTooMuch(refunded(settled.after, refund, placeOf({ source: 'attempt', channelId: found.attempt.channelId }), about), payments)
  const events = [...settled.events.map((event) => ({ ...event, data: { ...event.data, as: 'charged_back' } })), ...gone.events]
  return written(await writeMoneyChange(pool, { ...gone, before: invoice, attempt: settled.attempt, decision: settled.decision, events }))
}

const written = (isWritten: boolean): Result<null, SettleError> => (isWritten ? ok(null) : err({ code: 'changed_meanwhile' }))

function changeFor(
  { attempt, invoice }: ReportSubject, ask: AttemptVerdict, state: AttemptState,
  about: { at: Date; actor: Actor },
): MoneyChange {
  const freed = invoice.liveAttemptId === attempt.id ? { ...invoice, liveAttemptId: null, leaseUntil: null } : invoice
  const { money } = ask
  const change = money === null ? unchanged(freed, about.at, about.actor) : received(freed, {
    id: newId('payment', about.at.getTime()), source: 'attempt', attemptId: attempt.id, channelId: attempt.channelId,
    providerRef: refOf(attempt, money), amount: money.amount, method: null,
    payerName: null, payerAccount: null, slip: null, note: ask.reason, receivedAt: money.receivedAt,
  }, about)
  return {
    ...change, before: invoice, decision: { action: 'attempt.settled', objectId: attempt.id, reason: ask.reason },
    attempt: {
      id: attempt.id, state, providerRef: attempt.providerRef, waitingSince: attempt.waitingSince, claimedAt: attempt.claimedAt,
      conflict: null, note: ask.reason, sequence: attempt.sequence + 1,
    },
    events: [
      { type: 'attempt.settled', objectId: attempt.id, sequence: attempt.sequence + 1, data: { as: state, reason: ask.reason } },
      ...change.events,
    ],
  }
}
