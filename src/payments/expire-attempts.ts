import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { isInFlight } from '../invoices/invoice.ts'
import { step } from './attempt.ts'
import { unchanged } from './money-change.ts'
import { findAttemptSubject } from './report-subject.ts'
import { writeMoneyChange } from './write-money-change.ts'

/** An attempt under way, with what decides how long its provider may stay silent. */
export type OpenAttempt = { readonly merchantId: Id<'merchant'>; readonly attemptId: Id<'attempt'>; readonly connector: string; readonly since: Date }

/**
 * Attempts under way that have not moved since `before`, longest silent first; `after` is the last one of the page
 * before. All merchants: this is for the schedule.
 */
export async function attemptsSilentSince(
  pool: pg.Pool, { before, after = null, limit }: { before: Date; after?: OpenAttempt | null; limit: number },
): Promise<OpenAttempt[]> {
  const { rows } = await pool.query<{ merchant_id: Id<'merchant'>; attempt_id: Id<'attempt'>; connector: string; state_changed_at: Date }>({
    name: 'attempts-silent',
    text: `select a.merchant_id, a.attempt_id, c.connector, a.state_changed_at
      from attempt a join channel c on c.merchant_id = a.merchant_id and c.channel_id = a.channel_id
      where a.state in ('created', 'pending') and a.state_changed_at < $1
        and a.state_changed_at >= coalesce($3::timestamptz, '-infinity') and ($3::timestamptz is null or (a.state_changed_at, a.attempt_id) > ($3, $4))
      order by a.state_changed_at, a.attempt_id limit $2`,
    values: [before, limit, after?.since ?? null, after?.attemptId ?? null],
  })
  return rows.map((row) => ({ merchantId: row.merchant_id, attemptId: row.attempt_id, connector: row.connector, since: row.state_changed_at }))
}

/**
 * Nobody has heard of the attempt for longer than its provider repeats itself: it becomes `unknown`, which is not
 * "failed". Its invoice may be paid again by another attempt. False: something was heard meanwhile.
 */
export async function giveUpWaiting(
  pool: pg.Pool, { merchantId, attemptId, at }: { merchantId: Id<'merchant'>; attemptId: Id<'attempt'>; at: Date },
): Promise<boolean> {
  const found = await findAttemptSubject(pool, merchantId, attemptId)
  if (found === null) return false
  const { attempt, invoice } = found
  // What the provider brought to the payer may be paid for days: until the lease ends nobody else may begin.
  if (invoice.liveAttemptId === attempt.id && isInFlight(invoice, at)) return false
  const moved = step(attempt.state, 'silent')
  if (moved.kind !== 'move') return false
  const after = invoice.liveAttemptId === attempt.id ? { ...invoice, liveAttemptId: null, leaseUntil: null } : invoice
  const sequence = attempt.sequence + 1
  return writeMoneyChange(pool, {
    ...unchanged(invoice, at, 'kvit'), after,
    attempt: {
      id: attempt.id, state: moved.to, providerRef: attempt.providerRef, waitingSince: attempt.waitingSince,
      claimedAt: attempt.claimedAt, conflict: null, note: null, sequence,
    },
    events: [{ type: 'attempt.unknown', objectId: attempt.id, sequence, data: { since: invoice.leaseUntil?.toISOString() ?? null } }],
  })
}
