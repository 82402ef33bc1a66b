import type pg from 'pg'
import type { Http, OpenConnector } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { applyReport } from '../payments/apply-report.ts'
import type { ReportSubject } from '../payments/report-subject.ts'
import { findAttemptByRef } from '../payments/attempt-queries.ts'
import type { HintPace } from './hint-pace.ts'
import type { Understood } from './receive-callback.ts'
import { noteOutcome } from './store.ts'

export type ApplyDeps = {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly http: Http
  readonly hintPace: HintPace
  /** A test payment was booked on this channel: its set-up guide may go on. */
  readonly onTestPayment: (merchantId: Id<'merchant'>, channelId: Id<'channel'>) => Promise<void>
}

/** A kept message and what was understood of it. `subject` is undefined where it must be read first. */
export type ToApply = {
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
    const isTest = reading.report.mode === 'test' && reading.report.status === 'confirmed'
    if (isTest && applied.outcome === 'applied') await deps.onTestPayment(merchantId, channelId)
    return
  }
  await followHint(deps, message, reading.ref)
}

/** An unsigned message is only a reason to ask, and only about an attempt that is ours. */
async function followHint(deps: ApplyDeps, { merchantId, channelId, open, inboundId, receivedAt }: ToApply, ref: string): Promise<void> {
  const note = (reason: string, attemptId: Id<'attempt'> | null) =>
    noteOutcome(deps.pool, { merchantId, inboundId, attemptId, outcome: attemptId === null ? 'unmatched' : 'noted', reason })
  const attemptId = await findAttemptByRef(deps.pool, { merchantId, channelId, providerRef: ref })
  if (attemptId === null || open.lookup === null) return note('no attempt of this channel has the reference', null)
  const now = deps.clock.now()
  const pace = deps.hintPace(`${channelId} ${attemptId}`, { receivedAt, now })
  if (pace === 'wait') return
  if (pace === 'asked') return note('the provider was asked after this came', attemptId)
  const answer = await open.lookup(ref, deps.http)
  if (answer.kind !== 'done') return note(`the provider was asked and gave no answer: ${answer.kind}`, attemptId)
  const applied = await applyReport(deps.pool, { merchantId, channelId, inboundId, report: answer.value, at: deps.clock.now() })
  if (!applied.written) await noteOutcome(deps.pool, { merchantId, inboundId, ...applied })
}
