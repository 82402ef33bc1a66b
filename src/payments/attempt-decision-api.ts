import { Type } from 'typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { answerDecision } from '../platform/http/answer-decision.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, moneyOf, MoneyJson } from '../platform/http/json.ts'
import { problems } from '../platform/http/problem.ts'
import type { ProblemCode } from '../platform/http/problem-text.ts'
import type { App, Routes } from '../platform/http/route.ts'
import type { Actor } from '../webhooks/event.ts'
import { closeAttempt } from './close-attempt.ts'
import { decideReservation } from './decide-reservation.ts'
import type { ReservationError } from './decide-reservation.ts'
import { AttemptJson, attemptJson, mayWithdraw } from './json.ts'
import type { AttemptFacts } from './json.ts'
import { methodTitles } from './method-titles.ts'
import type { PollDeps } from './poll-attempts.ts'
import { visibleAttempt } from './visible.ts'

const DECIDE = {
  not_found: 404, not_reserved: 409, decision_under_way: 409, reservation_impossible: 409, exceeds_remaining: 422, provider_unreachable: 503,
} as const satisfies Record<ReservationError['code'], number>

const WITHDRAW = { not_found: 404, payment_in_flight: 409 } as const

const AttemptId = Closed({ id: IdJson('attempt') })

/** What a person decides about an attempt: reserved money is taken or let go, what waits in a bank app is taken back. */
export const attemptDecisionRoutes: Routes<PollDeps> = async (app, deps) => {
  reservations(app, deps)
  withdrawal(app, deps)
}

function reservations(app: App, deps: PollDeps): void {
  app.post('/v1/attempts/:id/capture', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'captureAttempt', tags: ['Payments'],
      summary: 'Take reserved money, all of it or the named part; it can be taken once. The attempt is `succeeded` when the provider says so.',
      params: AttemptId, headers: IdempotencyKey, body: Closed({ amount: Type.Optional(MoneyJson) }), response: { 200: AttemptJson, ...problems(DECIDE) },
    },
  }, async (request, reply) => {
    const { amount } = request.body
    const decision = { as: 'capture', amount: amount === undefined ? null : moneyOf(amount, 'amount') } as const
    return decided(deps, { request, reply, id: request.params.id }, DECIDE, (attempt, actor) => decideReservation(deps, { ...attempt, decision }, actor))
  })

  app.post('/v1/attempts/:id/release', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'releaseAttempt', tags: ['Payments'], summary: 'Let reserved money go: the payer keeps it. The attempt is `failed` when the provider says so.',
      params: AttemptId, headers: IdempotencyKey, body: Closed({}), response: { 200: AttemptJson, ...problems(DECIDE) },
    },
  }, async (request, reply) => decided(deps, { request, reply, id: request.params.id }, DECIDE,
    (attempt, actor) => decideReservation(deps, { ...attempt, decision: { as: 'release' } }, actor)))
}

function withdrawal(app: App, deps: PollDeps): void {
  app.post('/v1/attempts/:id/withdrawal', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'withdrawAttempt', tags: ['Payments'],
      summary: 'Take back what the provider brought to the payer\'s bank app: once the provider has withdrawn it, the invoice can be paid and sent in any way again.',
      params: AttemptId, headers: IdempotencyKey, body: Closed({}), response: { 200: AttemptJson, ...problems(WITHDRAW) },
    },
  }, async (request, reply) => decided(deps, { request, reply, id: request.params.id }, WITHDRAW, async ({ merchantId, attemptId, found }, actor) => {
    const isClosed = mayWithdraw(found) && await closeAttempt(deps, merchantId, attemptId, { at: deps.clock.now(), actor })
    return isClosed ? ok(null) : err({ code: 'payment_in_flight' } as const)
  }))
}

type Asking = { readonly request: Pick<FastifyRequest, 'caller' | 'language'>; readonly reply: FastifyReply; readonly id: string }
type Decided = { readonly merchantId: Id<'merchant'>; readonly attemptId: Id<'attempt'>; readonly found: AttemptFacts }

/** Does something with an attempt that the caller may see, and answers how it is then. */
const decided = <Code extends ProblemCode>(
  { pool, clock, openChannel }: PollDeps, { request: { caller, language }, reply, id }: Asking, table: Readonly<Record<Code | 'not_found', number>>,
  act: (attempt: Decided, actor: Actor) => Promise<Result<unknown, { readonly code: Code }>>,
): Promise<FastifyReply> => answerDecision(reply, table, {
  find: () => visibleAttempt(pool, caller, id),
  act: (found) => act({ merchantId: caller.merchantId, attemptId: found.id, found }, actorOf(caller)),
  json: async (now) => attemptJson(now, clock.now(), await methodTitles(openChannel, { merchantId: caller.merchantId, language }, [{ ...now, amount: now.asked }])),
})
