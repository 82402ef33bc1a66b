import type pg from 'pg'
import type { Http } from '../connectors/contract.ts'
import { isInFlight } from '../invoices/invoice.ts'
import type { Id } from '../kernel/ids.ts'
import type { Actor } from '../webhooks/event.ts'
import { isLive, step } from './attempt.ts'
import type { ChannelOpener } from './method-titles.ts'
import { unchanged } from './money-change.ts'
import { findAttemptSubject } from './report-subject.ts'
import type { ReportSubject } from './report-subject.ts'
import { writeMoneyChange } from './write-money-change.ts'

export type CloseDeps = { readonly pool: pg.Pool; readonly http: Http; readonly openChannel: ChannelOpener }

/**
 * Closes an attempt under way: at the provider where it can be, else by never opening its page again. False: the payer's
 * bank has been asked or holds the money, or the provider would not say that the attempt is dead.
 */
export async function closeAttempt(
  deps: CloseDeps, merchantId: Id<'merchant'>, attemptId: Id<'attempt'>, about: { at: Date; actor: Actor },
): Promise<boolean> {
  const subject = await findAttemptSubject(deps.pool, merchantId, attemptId)
  if (subject === null) return true
  // Someone began to pay since the invoice was read: what they hold is not ours to free.
  if (subject.invoice.liveAttemptId !== attemptId) return !isInFlight(subject.invoice, about.at)
  // Whether the payer got to the provider is not known: they may pay for as long as the lease says.
  if (!isLive(subject.attempt.state)) return !isInFlight(subject.invoice, about.at)
  // Money that is only reserved is let go first, by a decision of its own.
  if (subject.attempt.waitingSince !== null || step(subject.attempt.state, 'withdrawn').kind !== 'move') return false
  const channel = await deps.openChannel(merchantId, subject.attempt.channelId)
  const { providerRef } = subject.attempt
  if (channel !== null && channel.open.revoke !== null && providerRef !== null) {
    const outcome = await channel.open.revoke(providerRef, deps.http)
    if (outcome.kind !== 'done') return false
  }
  return writeMoneyChange(deps.pool, revoked(subject, about))
}

function revoked({ attempt, invoice }: ReportSubject, { at, actor }: { at: Date; actor: Actor }) {
  const sequence = attempt.sequence + 1
  return {
    ...unchanged(invoice, at, actor), after: { ...invoice, liveAttemptId: null, leaseUntil: null },
    attempt: { ...attempt, state: 'revoked', conflict: null, note: null, sequence },
    events: [{ type: 'attempt.revoked', objectId: attempt.id, sequence, data: {} }],
  } as const
}
