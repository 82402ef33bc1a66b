import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { needsPerson, step } from './attempt.ts'
import type { AttemptState } from './attempt.ts'
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
  | { readonly code: 'wrong_currency'; readonly field: 'amount/currency'; readonly currency: string }
  | { readonly code: 'changed_meanwhile' }

/** A person ends an `unknown` or `conflicted` attempt, with a reason that stays. Money may still come later and is then kept. */
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
  const written = await writeMoneyChange(pool, changeFor(found, ask, moved.to, { at, actor }))
  return written ? ok(null) : err({ code: 'changed_meanwhile' })
}

function changeFor(
  { attempt, invoice }: ReportSubject, ask: AttemptVerdict, state: AttemptState,
  about: { at: Date; actor: Actor },
): MoneyChange {
  const freed = invoice.liveAttemptId === attempt.id ? { ...invoice, liveAttemptId: null, leaseUntil: null } : invoice
  const { money } = ask
  const change = money === null ? unchanged(freed, about.at, about.actor) : received(freed, {
    id: newId('payment'), source: 'attempt', attemptId: attempt.id, channelId: attempt.channelId,
    providerRef: money.providerRef ?? attempt.providerRef ?? attempt.id, amount: money.amount, method: null,
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
