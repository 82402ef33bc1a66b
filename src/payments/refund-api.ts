import { Type } from 'typebox'
import type { FastifyReply } from 'fastify'
import type { Id } from '../kernel/ids.ts'
import { actorOf } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, moneyOf, MoneyJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { findRefund } from './find-payments.ts'
import { RefundJson, refundJson } from './json.ts'
import { moveRefund } from './move-refund.ts'
import type { PollDeps } from './poll-attempts.ts'
import { completeRefund } from './refund-payment.ts'
import type { CompleteError, RefundError } from './refund-payment.ts'
import { giveBack, sendTask } from './send-refund.ts'
import type { SendError } from './send-refund.ts'
import { visiblePayment, visibleRefund } from './visible.ts'
import { withdrawRefund } from './withdraw-refund.ts'
import type { WithdrawError } from './withdraw-refund.ts'

const REFUND = { not_found: 404, not_refundable: 409, refund_under_way: 409, exceeds_remaining: 422, changed_meanwhile: 409 } as const satisfies
  Record<RefundError['code'], number>
const SEND = {
  not_found: 404, not_refundable: 409, refund_under_way: 409, refund_not_open: 409, not_sent_by_provider: 409, changed_meanwhile: 409,
} as const satisfies Record<SendError['code'], number>
const COMPLETE = { not_found: 404, not_refundable: 409, changed_meanwhile: 409 } as const satisfies Record<CompleteError['code'], number>
const WITHDRAW = { not_found: 404, refund_not_open: 409, changed_meanwhile: 409 } as const satisfies Record<WithdrawError['code'], number>
const FAIL = { not_found: 404, refund_not_open: 409 } as const

const RefundId = Closed({ id: IdJson('refund') })
const ReasonText = Type.String({ minLength: 1, maxLength: 500 })

/** Giving money back: by the provider where it sends it, else as tasks that a person carries out. */
export const refundRoutes: Routes<PollDeps> = async (app, deps) => {
  giving(app, deps)
  taskDecisions(app, deps)
}

const missing = (reply: FastifyReply) => refuse<{ code: 'not_found' }>(reply, FAIL, { code: 'not_found' })

function giving(app: App, deps: PollDeps): void {
  const { pool } = deps
  app.post('/v1/payments/:id/refunds', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'refundPayment', tags: ['Refunds'],
      summary: 'Give money of a payment back: the provider is asked to send it where it does (`pending`, then `succeeded`, `failed` or `unknown`), else a task guides a person (`requested`).',
      params: Closed({ id: IdJson('payment') }), headers: IdempotencyKey,
      body: Closed({ amount: MoneyJson, note: Type.Optional(Type.String({ maxLength: 500 })) }), response: { 201: RefundJson, ...problems(REFUND) },
    },
  }, async (request, reply) => {
    const payment = await visiblePayment(pool, request.caller, request.params.id)
    if (payment === null) return missing(reply)
    const { merchantId } = request.caller
    const done = await giveBack(deps, {
      merchantId, paymentId: payment.id, amount: moneyOf(request.body.amount, 'amount'), note: request.body.note ?? '',
    }, actorOf(request.caller))
    if (!done.ok) return refuse<RefundError>(reply, REFUND, done.error)
    const refund = await findRefund(pool, merchantId, done.value.refundId)
    return refund === null ? missing(reply) : reply.code(201).send(refundJson(refund))
  })

  app.post('/v1/refunds/:id/sending', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'sendRefund', summary: 'Have the provider send the money of a refund task, where it sends money.', tags: ['Refunds'],
      params: RefundId, headers: IdempotencyKey, body: Closed({}), response: { 200: RefundJson, ...problems(SEND) },
    },
  }, async (request, reply) => {
    const found = await visibleRefund(pool, request.caller, request.params.id)
    if (found === null) return missing(reply)
    const { merchantId } = request.caller
    const done = await sendTask(deps, { merchantId, refundId: found.id }, actorOf(request.caller))
    return done.ok ? shown(deps, reply, { merchantId, refundId: found.id }) : refuse<SendError>(reply, SEND, done.error)
  })
}

function taskDecisions(app: App, deps: PollDeps): void {
  const { pool, clock } = deps
  app.post('/v1/refunds/:id/completion', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'completeRefund', summary: 'Say that the money of a refund task, or of a refund whose outcome was unknown, was sent back.', tags: ['Refunds'],
      params: RefundId, headers: IdempotencyKey, body: Closed({ note: ReasonText }), response: { 200: RefundJson, ...problems(COMPLETE) },
    },
  }, async (request, reply) => {
    const found = await visibleRefund(pool, request.caller, request.params.id)
    if (found === null) return missing(reply)
    const { merchantId } = request.caller
    const done = await completeRefund(pool, { merchantId, refundId: found.id, note: request.body.note }, { at: clock.now(), actor: actorOf(request.caller) })
    return done.ok ? shown(deps, reply, { merchantId, refundId: found.id }) : refuse<CompleteError>(reply, COMPLETE, done.error)
  })

  app.post('/v1/refunds/:id/withdrawal', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'withdrawRefund', summary: 'Take a refund task back before any money was sent; the payment can be refunded anew.', tags: ['Refunds'],
      params: RefundId, headers: IdempotencyKey, body: Closed({ reason: ReasonText }), response: { 200: RefundJson, ...problems(WITHDRAW) },
    },
  }, async (request, reply) => {
    const found = await visibleRefund(pool, request.caller, request.params.id)
    if (found === null) return missing(reply)
    const { merchantId } = request.caller
    const done = await withdrawRefund(pool, { merchantId, refundId: found.id, reason: request.body.reason }, { at: clock.now(), actor: actorOf(request.caller) })
    return done.ok ? shown(deps, reply, { merchantId, refundId: found.id }) : refuse<WithdrawError>(reply, WITHDRAW, done.error)
  })

  app.post('/v1/refunds/:id/failure', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'failRefund', tags: ['Refunds'],
      summary: 'Say, with how one knows, that a refund whose outcome was unknown sent no money; the payment can be refunded anew.',
      params: RefundId, headers: IdempotencyKey, body: Closed({ reason: ReasonText }), response: { 200: RefundJson, ...problems(FAIL) },
    },
  }, async (request, reply) => {
    const found = await visibleRefund(pool, request.caller, request.params.id)
    if (found === null) return missing(reply)
    const { caller, body: { reason } } = request
    const moved = await moveRefund(pool, {
      merchantId: caller.merchantId, refundId: found.id, event: 'declared_failed', note: reason,
      decision: { action: 'refund.failed', objectId: found.id, reason },
    }, { at: clock.now(), actor: actorOf(caller) })
    return moved ? shown(deps, reply, { merchantId: caller.merchantId, refundId: found.id }) : refuse(reply, FAIL, { code: 'refund_not_open' })
  })
}

async function shown({ pool }: PollDeps, reply: FastifyReply, { merchantId, refundId }: { merchantId: Id<'merchant'>; refundId: Id<'refund'> }) {
  const refund = await findRefund(pool, merchantId, refundId)
  return refund === null ? missing(reply) : reply.code(200).send(refundJson(refund))
}
