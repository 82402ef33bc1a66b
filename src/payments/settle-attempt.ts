import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { needsPerson, step } from './attempt.ts'
import type { Attempt, AttemptState } from './attempt.ts'
import { received, unchanged } from './money-change.ts'
import type { MoneyChange } from './money-change.ts'
import { findAttemptSubject } from './report-subject.ts'
import type { ReportSubject } from './report-subject.ts'
import { writeMoneyChange } from './write-money-change.ts'

/** What a person found out about an attempt that nobody else could settle, and how they know. */
export type AttemptVerdict = {
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
  | { readonly code: 'changed_meanwhile' }

/**
 * A person ends an `unknown` or `conflicted` attempt, with a reason that stays. Money may still come later and is
 * then kept; money that is in the books already is not booked again.
 */
export async function settleAttempt(
  pool: pg.Pool, ask: AttemptVerdict, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<null, SettleError>> {
  const found = await findAttemptSubject(pool, ask.merchantId, ask.attemptId)
  if (found === null) return err({ code: 'not_found' })
  const { attempt, invoice } = found
  const moved = step(attempt.state, ask.money === null ? 'declared_failed' : 'declared_paid')
  if (!needsPerson(attempt.state) || moved.kind !== 'move') return err({ code: 'nothing_to_settle' })
  if (ask.money !== null && ask.money.amount.currency !== invoice.currency) {
    return err({ code: 'wrong_currency', field: 'amount/currency', currency: invoice.currency })
  }
  const booked = await findBooked(pool, found, ask.money)
  if (ask.money === null ? booked.byAttempt : booked.isOther) return err({ code: 'already_booked' })
  const money = booked.isSame ? null : ask.money
  const written = await writeMoneyChange(pool, changeFor(found, { ...ask, money }, moved.to, { at, actor }))
  return written ? ok(null) : err({ code: 'changed_meanwhile' })
}

type Said = NonNullable<AttemptVerdict['money']>

/** The name under which the money is booked: as the person says, else as the provider did. */
const refOf = ({ id, providerRef }: Attempt, said: Said): string => said.providerRef ?? providerRef ?? id

/**
 * What of this is in the books: whether the attempt brought money at all, and whether the reference is of the very
 * money that is named (`isSame`) or of other money (`isOther`).
 */
async function findBooked(
  pool: pg.Pool, { attempt, invoice }: ReportSubject, said: Said | null,
): Promise<{ byAttempt: boolean; isSame: boolean; isOther: boolean }> {
  const { rows: [row] } = await pool.query<{ by_attempt: boolean; is_same: boolean; is_other: boolean }>({
    name: 'booked-by-attempt',
    text: `select exists (
        select from allocation o join payment p on p.merchant_id = o.merchant_id and p.payment_id = o.payment_id
        where o.merchant_id = $1 and o.invoice_id = $2 and p.attempt_id = $3) as by_attempt,
      coalesce(p.attempt_id = $3 and p.amount_minor = $6, false) as is_same,
      p.payment_id is not null and not (p.attempt_id = $3 and p.amount_minor = $6) as is_other
      from (select) as one left join payment p on p.merchant_id = $1 and p.channel_id = $4 and p.provider_ref = $5`,
    values: [
      invoice.merchantId, invoice.id, attempt.id, attempt.channelId, said === null ? null : refOf(attempt, said), said?.amount.minor ?? null,
    ],
  })
  return { byAttempt: row?.by_attempt === true, isSame: row?.is_same === true, isOther: row?.is_other === true }
}

function changeFor(
  { attempt, invoice }: ReportSubject, ask: AttemptVerdict, state: AttemptState,
  about: { at: Date; actor: Actor },
): MoneyChange {
  const freed = invoice.liveAttemptId === attempt.id ? { ...invoice, liveAttemptId: null, leaseUntil: null } : invoice
  const { money } = ask
  const change = money === null ? unchanged(freed, about.at, about.actor) : received(freed, {
    id: newId('payment'), source: 'attempt', attemptId: attempt.id, channelId: attempt.channelId,
    providerRef: refOf(attempt, money), amount: money.amount, method: null,
    payerName: null, payerAccount: null, note: ask.reason, receivedAt: money.receivedAt,
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
