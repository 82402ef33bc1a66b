import type pg from 'pg'
import type { Http, OpenConnector, Outcome, Report } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { isTrouble } from '../merchants/channels/health.ts'
import { applyReport } from '../payments/apply-report.ts'
import { beginPolling, isUnfinished } from '../payments/poll-attempts.ts'
import type { InboundOutcome } from '../payments/decide-report.ts'
import type { ReportSubject } from '../payments/report-subject.ts'
import { attemptClaimed, findAttemptByRef } from '../payments/attempt-queries.ts'
import type { HintPace } from './hint-pace.ts'
import type { Understood } from './receive-callback.ts'
import { noteOutcome } from './store.ts'
import type { StrangerTurns } from './stranger-turns.ts'

export type ApplyDeps = {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly http: Http
  readonly hintPace: HintPace
  readonly strangerTurns: StrangerTurns
  /** The provider's message about a test payment reached us and was understood: the channel's set-up guide may go on. */
  readonly onTestPayment: (merchantId: Id<'merchant'>, channelId: Id<'channel'>) => Promise<void>
}

/** A kept message and what was understood of it. `subject` is undefined where it must be read first. */
type ToApply = {
  readonly merchantId: Id<'merchant'>
  readonly channelId: Id<'channel'>
  readonly open: OpenConnector
  readonly inboundId: Id<'inboundMessage'>
  readonly reading: Understood
  /** When it came, or a little later. */
  readonly receivedAt: Date
  readonly subject?: ReportSubject | null
}

/**
 * Turns one kept message into what it means for our books, and notes on it what that was. A hint may be left for the
 * sweep, so that the provider is not asked too often.
 */
export async function applyCallback(deps: ApplyDeps, message: ToApply): Promise<void> {
  const { merchantId, channelId, inboundId, reading } = message
  const about = { merchantId, channelId, inboundId, at: deps.clock.now() }
  if (reading.kind === 'report') {
    const applied = await applyReport(deps.pool, { ...about, report: reading.report }, message.subject)
    if (!applied.written) await noteOutcome(deps.pool, { merchantId, inboundId, ...applied })
    return noteIfTest(deps, message, reading.report, applied.outcome)
  }
  await followHint(deps, message, reading)
}

/** Booked by this message, or before it by asking: either way the provider reaches us, and its word is understood. */
async function noteIfTest(deps: ApplyDeps, { merchantId, channelId }: ToApply, { mode, status }: Report, outcome: InboundOutcome): Promise<void> {
  const isBooked = outcome === 'applied' || outcome === 'repeated'
  if (mode === 'test' && status === 'confirmed' && isBooked) await deps.onTestPayment(merchantId, channelId)
}

type Hint = Extract<Understood, { kind: 'hint' }>

/** How long the provider is asked again about a payment of ours while it gives no answer. Milliseconds. */
const ASKED_AGAIN_FOR_MS = 86_400_000

/**
 * An unsigned message is only a reason to ask, and only about a payment that is ours or may become so: the answer names
 * the order it was for, and an order that is none of ours is noted and left alone. It may be all that we ever hear of a
 * payment, so without an answer the message stays open for the sweep.
 */
async function followHint(deps: ApplyDeps, message: ToApply, hint: Hint): Promise<void> {
  const { merchantId, channelId, open, inboundId, receivedAt } = message
  const note = (reason: string, attemptId: Id<'attempt'> | null) =>
    noteOutcome(deps.pool, { merchantId, inboundId, attemptId, outcome: attemptId === null ? 'unmatched' : 'noted', reason })
  const attemptId = await findAttemptByRef(deps.pool, { merchantId, channelId, providerRef: hint.ref })
  if (open.lookup === null || (attemptId === null && hint.mayBeNew === null)) return note('no attempt of this channel has the reference', null)
  const now = deps.clock.now()
  const claimedId = attemptId === null ? await claimedAttempt(deps, message, hint) : null
  const turn = attemptId === null ? deps.strangerTurns(claimedId ?? channelId, { id: inboundId, now }) : 'ask'
  if (turn === 'park') return note('too many unknown references at once: not asked about', null)
  if (turn === 'wait') return
  const about = `${channelId} ${hint.ref}`
  const pace = deps.hintPace.turn(about, { receivedAt, now })
  if (pace === 'wait') return
  if (pace === 'asked') return note('the provider was asked after this came', attemptId)
  const answer = await open.lookup(hint.ref, deps.http)
  const isOurs = attemptId !== null || claimedId !== null
  if (isSilent(answer) && isOurs && deps.clock.now().getTime() - receivedAt.getTime() < ASKED_AGAIN_FOR_MS) return deps.hintPace.unanswered(about)
  if (answer.kind !== 'done') return note(`the provider was asked and gave no answer: ${answer.kind}`, attemptId)
  const applied = await applyReport(deps.pool, { merchantId, channelId, inboundId, report: answer.value, at: deps.clock.now() })
  if (!applied.written) await noteOutcome(deps.pool, { merchantId, inboundId, ...applied })
  if (isUnfinished(answer.value) && applied.attemptId !== null) {
    await beginPolling(deps.pool, { merchantId, attemptId: applied.attemptId, providerRef: hint.ref, at: deps.clock.now() })
  }
  await noteIfTest(deps, message, answer.value, applied.outcome)
}

/** Nothing was said of the payment, by which the message could be settled. */
const isSilent = (answer: Outcome<Report>): boolean => answer.kind === 'unknown' || (answer.kind === 'refused' && isTrouble(answer.reason))

/** The attempt of ours that a message about a payment we have never heard of names: it does not wait behind what names none. */
async function claimedAttempt({ pool }: ApplyDeps, { merchantId, channelId }: ToApply, { mayBeNew }: Hint): Promise<Id<'attempt'> | null> {
  const reference = mayBeNew?.claims ?? null
  return reference === null ? null : attemptClaimed(pool, { merchantId, channelId, reference })
}
