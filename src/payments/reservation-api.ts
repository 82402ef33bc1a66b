import { Type } from 'typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isVisible } from '../merchants/stores/scope.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdJson, idWithMode } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, moneyOf, MoneyJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { decideReservation } from './decide-reservation.ts'
import type { ReservationDecision, ReservationError } from './decide-reservation.ts'
import { findAttempt } from './find-payments.ts'
import { AttemptJson, attemptJson } from './json.ts'
import { methodTitles } from './method-titles.ts'
import type { PollDeps } from './poll-attempts.ts'

const DECIDE = {
  not_found: 404, not_reserved: 409, decision_under_way: 409, reservation_impossible: 409, exceeds_remaining: 422, provider_unreachable: 503,
} as const satisfies Record<ReservationError['code'], number>

const AttemptId = Closed({ id: IdJson('attempt') })

/** Money that is only reserved: taken, or let go. */
export const reservationRoutes: Routes<PollDeps> = async (app, deps) => {
  app.post('/v1/attempts/:id/capture', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'captureAttempt', tags: ['Payments'],
      summary: 'Take reserved money, all of it or the named part; it can be taken once. The attempt is `succeeded` when the provider says so.',
      params: AttemptId, headers: IdempotencyKey, body: Closed({ amount: Type.Optional(MoneyJson) }), response: { 200: AttemptJson, ...problems(DECIDE) },
    },
  }, async (request, reply) => {
    const { amount } = request.body
    return decided(deps, { request, reply, id: request.params.id }, { as: 'capture', amount: amount === undefined ? null : moneyOf(amount, 'amount') })
  })

  app.post('/v1/attempts/:id/release', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'releaseAttempt', tags: ['Payments'], summary: 'Let reserved money go: the payer keeps it. The attempt is `failed` when the provider says so.',
      params: AttemptId, headers: IdempotencyKey, body: Closed({}), response: { 200: AttemptJson, ...problems(DECIDE) },
    },
  }, async (request, reply) => decided(deps, { request, reply, id: request.params.id }, { as: 'release' }))
}

type Asking = { readonly request: Pick<FastifyRequest, 'caller' | 'language'>; readonly reply: FastifyReply; readonly id: string }

async function decided(deps: PollDeps, { request: { caller, language }, reply, id: text }: Asking, decision: ReservationDecision): Promise<FastifyReply> {
  const { pool, clock, openChannel } = deps
  const { merchantId } = caller
  const { id, mode } = idWithMode('attempt', text)
  const missing = () => refuse<ReservationError>(reply, DECIDE, { code: 'not_found' })
  const found = await findAttempt(pool, merchantId, id)
  if (found === null || found.mode !== mode || !isVisible(caller, found)) return missing()
  const done = await decideReservation(deps, { merchantId, attemptId: id, decision }, actorOf(caller))
  if (!done.ok) return refuse<ReservationError>(reply, DECIDE, done.error)
  const now = await findAttempt(pool, merchantId, id)
  if (now === null) return missing()
  const titleOf = await methodTitles(openChannel, { merchantId, language }, [{ ...now, amount: now.asked }])
  return reply.code(200).send(attemptJson(now, clock.now(), titleOf))
}
