import type pg from 'pg'
import type { Report } from '../connectors/contract.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { EventType, NewEvent } from '../webhooks/event.ts'
import { attemptNamed } from './attempt.ts'
import type { AttemptState } from './attempt.ts'
import { applyRefund } from './apply-refund.ts'
import { decide, tellsOfMoneyBack } from './decide-report.ts'
import type { Decision, InboundOutcome } from './decide-report.ts'
import { received, unchanged } from './money-change.ts'
import type { AttemptChange, MoneyChange } from './money-change.ts'
import { findReportSubject } from './report-subject.ts'
import type { ReportSubject } from './report-subject.ts'
import { writeMoneyChange } from './write-money-change.ts'

/** One verified report: who said it, on which channel, and the message it came in (null: it was asked for). */
export type HeardReport = {
  readonly merchantId: Id<'merchant'>
  readonly channelId: Id<'channel'>
  readonly report: Report
  readonly inboundId: Id<'inboundMessage'> | null
  readonly at: Date
}

export type Applied = { readonly outcome: InboundOutcome; readonly reason: string | null; readonly attemptId: Id<'attempt'> | null }

const MOST_TRIES = 8

const ATTEMPT_EVENT: Readonly<Partial<Record<AttemptState, EventType>>> = {
  authorised: 'attempt.authorised', succeeded: 'attempt.succeeded', failed: 'attempt.failed', unknown: 'attempt.unknown', conflicted: 'attempt.conflicted',
}

/**
 * The one path by which a provider's word becomes money in the books, whether it came by callback, was asked for, or
 * is read again after a crash. Safe to call any number of times, at the same moment, in any order of reports.
 * `subject` spares the first reading where the caller has just read it. When nothing changed, the caller notes the
 * outcome on the message; otherwise it was written together with the change.
 */
export async function applyReport(
  pool: pg.Pool, heard: HeardReport, subject?: ReportSubject | null,
): Promise<Applied & { readonly written: boolean }> {
  const attemptId = attemptNamed(heard.report.reference)
  if (attemptId === null) return unmatched('the reference is none of ours')
  const key = { merchantId: heard.merchantId, attemptId, channelId: heard.channelId, providerRef: heard.report.providerRef }
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const found = tries === 0 && subject !== undefined ? subject : await findReportSubject(pool, key)
    if (found === null) return unmatched('no attempt of this channel has the reference')
    const answer = await applyOnce(pool, heard, found)
    if (answer !== 'again') return answer
  }
  throw new Error('a report could not be applied because its invoice kept changing')
}

const unmatched = (reason: string) => ({ outcome: 'unmatched', reason, attemptId: null, written: false }) as const

async function applyOnce(pool: pg.Pool, heard: HeardReport, found: ReportSubject): Promise<Applied & { written: boolean } | 'again'> {
  const attemptId = found.attempt.id
  if (found.booked !== null && found.booked.attemptId !== attemptId) {
    const reason = 'the provider reference belongs to a payment of another attempt'
    return { outcome: 'conflicted', reason, attemptId, written: false }
  }
  const decision = decide(found, heard.report)
  if (tellsOfMoneyBack(heard.report) && (found.booked !== null || decision.kind === 'nothing')) {
    return applyRefund(pool, heard, found)
  }
  // "Paid, and nothing has gone back": a refund in our books may not have happened.
  if (heard.report.status === 'confirmed' && found.booked !== null && heard.report.refund?.counts === 'all') {
    return applyRefund(pool, heard, found)
  }
  if (decision.kind === 'nothing') return { outcome: decision.outcome, reason: decision.reason, attemptId, written: false }
  const change = changeFor(heard, found, decision)
  // Money that went back before it was known to have come is applied after the payment, so its message stays open until then.
  const refundFollows = tellsOfMoneyBack(heard.report) && decision.money
  const written = await writeMoneyChange(pool, refundFollows ? { ...change, inbound: null } : change)
  if (!written || refundFollows) return 'again'
  return { outcome: decision.outcome, reason: decision.reason, attemptId, written: true }
}

function changeFor(heard: HeardReport, { attempt, invoice }: ReportSubject, decision: Extract<Decision, { kind: 'change' }>): MoneyChange {
  const { report, at } = heard
  const about = { at, actor: `provider:${heard.channelId}` } as const
  const released = decision.released && invoice.liveAttemptId === attempt.id
  const lease = released ? { ...invoice, liveAttemptId: null, leaseUntil: null } : invoice
  const change = decision.money ? received(lease, paymentFrom(heard, attempt.id, attempt.capture ?? attempt.asked), about) : unchanged(lease, at, about.actor)
  const tells = tellingEvents(attempt.id, attempt.sequence, decision, report)
  const moved: AttemptChange = {
    id: attempt.id,
    state: decision.attempt.state,
    // Of several payments by one link, the one that brought money gives the attempt its name.
    providerRef: decision.money ? report.providerRef ?? attempt.providerRef : attempt.providerRef ?? report.providerRef,
    waitingSince: decision.attempt.waiting ? at : attempt.waitingSince,
    claimedAt: decision.attempt.claimed ? at : attempt.claimedAt,
    conflict: decision.attempt.conflict,
    note: null,
    sequence: attempt.sequence + tells.length,
  }
  return {
    ...change, before: invoice, attempt: moved, events: [...tells, ...change.events],
    inbound: heard.inboundId === null ? null : { id: heard.inboundId, outcome: decision.outcome, reason: decision.reason, attemptId: attempt.id },
  }
}

function paymentFrom({ report, channelId, at }: HeardReport, attemptId: Id<'attempt'>, asked: ReportSubject['attempt']['asked']) {
  return {
    id: newId('payment', at.getTime()), source: 'attempt', attemptId, channelId, amount: asked,
    // Paysera and its like name every payment; where one does not, the attempt can bring money only once.
    providerRef: report.providerRef ?? attemptId,
    method: report.method, payerName: report.payer.name, payerAccount: report.payer.account, slip: report.slip ?? null, note: null, receivedAt: at,
  } as const
}

function tellingEvents(
  attemptId: Id<'attempt'>, sequence: number, { attempt }: Extract<Decision, { kind: 'change' }>, report: Report,
): NewEvent[] {
  const type = attempt.moved ? ATTEMPT_EVENT[attempt.state] : attempt.conflict !== null ? 'attempt.conflicted' : undefined
  const told: EventType | undefined = type ?? (attempt.waiting ? 'attempt.waiting' : undefined)
  if (told === undefined) return []
  const why = attempt.conflict?.map((difference) => difference.what).join(', ') ?? null
  return [{ type: told, objectId: attemptId, sequence: sequence + 1, data: { providerRef: report.providerRef, method: report.method, why } }]
}
