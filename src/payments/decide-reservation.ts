import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { OpenConnector, Outcome, Report } from '../connectors/contract.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { withRetry } from '../platform/db/retry.ts'
import type { Actor, EventType } from '../webhooks/event.ts'
import { applyReport } from './apply-report.ts'
import { firstPollAt } from './poll-attempts.ts'
import type { PollDeps } from './poll-attempts.ts'
import { findAttemptSubject } from './report-subject.ts'
import type { ReportSubject } from './report-subject.ts'
import { watched } from './start-attempt.ts'

/** What becomes of money that is only reserved: so much of it is taken, or all of it is let go. */
export type ReservationDecision = { readonly as: 'capture'; readonly amount: Money | null } | { readonly as: 'release' }

export type ReservationError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_reserved' }
  | { readonly code: 'exceeds_remaining'; readonly field: 'amount/amount'; readonly remaining: Money }
  /** The provider has no call for it, or the channel cannot be opened now. */
  | { readonly code: 'reservation_impossible' }
  | { readonly code: 'decision_under_way' }
  /** Nothing of it has left us: it may be decided again at once. */
  | { readonly code: 'provider_unreachable' }

type Asked = { readonly merchantId: Id<'merchant'>; readonly attemptId: Id<'attempt'>; readonly decision: ReservationDecision }

// The invoice's version moves with the attempt, so that a report read before the decision is read again.
const DECIDE = `
with inv as (
  update invoice set version = version + 1 where merchant_id = $1 and invoice_id = $3 returning merchant_id
), att as (
  update attempt a set decision = $4, decision_minor = $5, decision_state = 'asked', polls = 0, poll_at = $7, note = null, sequence = a.sequence + 1,
    decision_key = case a.decision_state when 'unknown' then a.decision_key else $6::uuid end
  from inv where a.merchant_id = $1 and a.attempt_id = $2 and a.state = 'authorised'
    and (a.decision_state is null or a.decision_state = 'refused'
      or (a.decision_state = 'unknown' and a.decision = $4 and a.decision_minor is not distinct from $5))
  returning a.merchant_id, a.attempt_id, a.mode, a.sequence, a.decision_key
), evt as (
  insert into event (merchant_id, event_id, mode, type, object_id, sequence, at, actor, data)
  select att.merchant_id, $8, att.mode, $9, att.attempt_id, att.sequence, $10, $11, $12::jsonb from att returning merchant_id, event_id
), outb as (
  insert into outbox (merchant_id, event_id) select merchant_id, event_id from evt
), aud as (
  insert into audit_record (merchant_id, audit_id, at, actor, action, object_id, change, reason)
  select att.merchant_id, $13, $10, $11, $9, att.attempt_id, $12::jsonb, null from att
)
select decision_key from att`

const AFTER = `
with inv as (
  update invoice set version = version + 1 where merchant_id = $1 and invoice_id = $3 returning merchant_id
), att as (
  update attempt a set decision_state = $5, decision = case when $5::text is null then null else a.decision end,
    decision_minor = case when $5::text is null then null else a.decision_minor end, note = $6,
    sequence = a.sequence + case when $7::text is null then 0 else 1 end
  from inv where a.merchant_id = $1 and a.attempt_id = $2 and a.decision_key = $4 and a.state = 'authorised' and a.decision_state in ('asked', 'unknown')
  returning a.merchant_id, a.attempt_id, a.mode, a.sequence
), evt as (
  insert into event (merchant_id, event_id, mode, type, object_id, sequence, at, actor, data)
  select att.merchant_id, $8, att.mode, $7, att.attempt_id, att.sequence, $9, 'kvit', jsonb_build_object('reason', $6::text)
  from att where $7::text is not null returning merchant_id, event_id
)
insert into outbox (merchant_id, event_id) select merchant_id, event_id from evt`

/**
 * Takes reserved money or lets it go. The decision is written before the provider hears of it, by one person only; what
 * the provider says by answer, callback or poll then moves the attempt like any other report. Without an answer it is
 * `unknown`: the poll asks what became of it, and only the same decision, under the same key, may be asked again.
 */
export async function decideReservation(deps: PollDeps, { merchantId, attemptId, decision }: Asked, actor: Actor): Promise<Result<null, ReservationError>> {
  const { pool, clock, openChannel } = deps
  const found = await findAttemptSubject(pool, merchantId, attemptId)
  if (found === null) return err({ code: 'not_found' })
  const { attempt } = found
  if (attempt.state !== 'authorised') return err({ code: 'not_reserved' })
  const amount = decision.as === 'capture' ? decision.amount ?? attempt.asked : null
  if (amount !== null && (amount.currency !== attempt.asked.currency || amount.minor < 1n || amount.minor > attempt.asked.minor)) {
    return err({ code: 'exceeds_remaining', field: 'amount/amount', remaining: attempt.asked })
  }
  const open = (await openChannel(merchantId, attempt.channelId))?.open
  const { providerRef: ref } = attempt
  if (open === undefined || open.reservations === null || ref === null) return err({ code: 'reservation_impossible' })
  const fresh = randomUUID()
  const decisionId = await written(pool, found, { amount, fresh, at: clock.now(), actor })
  if (decisionId === null) return err({ code: 'decision_under_way' })
  const { http, sending } = watched(deps.http)
  const outcome = await ask(open.reservations, { ref, amount, idempotencyKey: decisionId, http })
  const at = clock.now()
  if (outcome.kind === 'done') {
    await applyReport(pool, { merchantId, channelId: attempt.channelId, report: outcome.value, inboundId: null, at })
    return ok(null)
  }
  // A refusal of a second try may mean that the first one is being carried out.
  const isRefused = outcome.kind === 'refused' && decisionId === fresh
  const isUnsent = outcome.kind === 'unknown' && !sending.mayHaveLeft && decisionId === fresh
  const note = outcome.kind === 'refused' ? outcome.providerCode || outcome.reason : null
  await afterNo(pool, found, {
    decisionId, state: isUnsent ? null : isRefused ? 'refused' : 'unknown', note: isRefused ? note : null,
    told: isRefused ? `attempt.${decision.as}_refused` : null, at,
  })
  return isUnsent ? err({ code: 'provider_unreachable' }) : ok(null)
}

type Reservations = NonNullable<OpenConnector['reservations']>

const ask = (
  reservations: Reservations, { ref, amount, ...rest }: Omit<Parameters<Reservations['capture']>[0], 'amount'> & { amount: Money | null },
): Promise<Outcome<Report>> => (amount === null ? reservations.release(ref, rest.http) : reservations.capture({ ref, amount, ...rest }))

/** The key of the decision, which is an older one where the same is asked again. Null: it is decided already. */
async function written(
  pool: pg.Pool, { attempt, invoice }: ReportSubject, { amount, fresh, at, actor }: { amount: Money | null; fresh: string; at: Date; actor: Actor },
): Promise<string | null> {
  const type = (amount === null ? 'attempt.release_asked' : 'attempt.capture_asked') satisfies EventType
  const data = JSON.stringify(amount === null ? {} : { amount: decimal(amount), currency: amount.currency })
  const { rows: [row] } = await pool.query<{ decision_key: string }>({
    name: 'decide-reservation', text: DECIDE,
    values: [
      invoice.merchantId, attempt.id, invoice.id, amount === null ? 'release' : 'capture', amount?.minor ?? null, fresh, firstPollAt(at),
      newId('event'), type, at, actor, data, newId('auditRecord'),
    ],
  })
  return row?.decision_key ?? null
}

type No = {
  readonly decisionId: string
  /** Null takes the decision back. */
  readonly state: 'unknown' | 'refused' | null
  readonly note: string | null
  readonly told: Extract<EventType, `attempt.${string}_refused`> | null
  readonly at: Date
}

async function afterNo(pool: pg.Pool, { attempt, invoice }: ReportSubject, { decisionId, state, note, told, at }: No): Promise<void> {
  await withRetry(() => pool.query({
    name: 'after-decision', text: AFTER,
    values: [invoice.merchantId, attempt.id, invoice.id, decisionId, state, note, told, newId('event'), at],
  }))
}
