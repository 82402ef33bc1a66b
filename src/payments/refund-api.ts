import { Type } from 'typebox'
import type { FastifyReply } from 'fastify'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { answerDecision } from '../platform/http/answer-decision.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, moneyOf, MoneyJson } from '../platform/http/json.ts'
import type { Db } from '../platform/db/database.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { ProblemCode } from '../platform/http/problem-text.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { acknowledgeChargeback } from './acknowledge-chargeback.ts'
import { completeRefund } from './complete-refund.ts'
import type { CompleteError } from './complete-refund.ts'
import { findRefund } from './find-payments.ts'
import { RefundJson, refundJson } from './json.ts'
import { moveRefund } from './move-refund.ts'
import type { PollDeps } from './poll-attempts.ts'
import type { RefundError } from './refund-payment.ts'
import { giveBack, sendTask } from './send-refund.ts'
import type { SendError } from './send-refund.ts'
import { visiblePayment, visibleRefund } from './visible.ts'
import { withdrawRefund } from './withdraw-refund.ts'
import type { WithdrawError } from './withdraw-refund.ts'

const REFUND = { not_found: 404, not_refundable: 409, receipt_comes_first: 409, refund_under_way: 409, exceeds_remaining: 422, changed_meanwhile: 409 } as const satisfies
  Record<RefundError['code'], number>
const SEND = {
  not_found: 404, not_refundable: 409, receipt_comes_first: 409, refund_under_way: 409, refund_not_open: 409, not_sent_by_provider: 409, changed_meanwhile: 409,
} as const satisfies Record<SendError['code'], number>
const COMPLETE = { not_found: 404, not_refundable: 409, receipt_comes_first: 409, changed_meanwhile: 409 } as const satisfies Record<CompleteError['code'], number>
const WITHDRAW = { not_found: 404, refund_not_open: 409, changed_meanwhile: 409 } as const satisfies Record<WithdrawError['code'], number>
const FAIL = { not_found: 404, refund_not_open: 409 } as const

const RefundId = Closed({ id: IdJson('refund') })
const ReasonText = Type.String({ minLength: 1, maxLength: 500 })

type RefundDeps = PollDeps & { readonly db: Db }

/** Giving money back: by the provider where it sends it, else as tasks that a person carries out. */
export const refundRoutes: Routes<RefundDeps> = async (app, deps) => {
  giving(app, deps)
  taskDecisions(app, deps)
  chargebackDecisions(app, deps)
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
  }, async ({ caller, params }, reply) => decided(deps, { caller, id: params.id, reply }, SEND, (refund) => sendTask(deps, refund, actorOf(caller))))
}

function taskDecisions(app: App, deps: RefundDeps): void {
  const { pool, clock } = deps
  app.post('/v1/refunds/:id/completion', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'completeRefund', summary: 'Say that the money of a refund task, or of a refund whose outcome was unknown, was sent back.', tags: ['Refunds'],
      params: RefundId, headers: IdempotencyKey, body: Closed({ note: ReasonText }), response: { 200: RefundJson, ...problems(COMPLETE) },
    },
  }, async ({ caller, params, body: { note } }, reply) => decided(deps, { caller, id: params.id, reply }, COMPLETE,
    (refund) => completeRefund(deps, { ...refund, note }, { at: clock.now(), actor: actorOf(caller) })))

  app.post('/v1/refunds/:id/withdrawal', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'withdrawRefund', summary: 'Take a refund task back before any money was sent; the payment can be refunded anew.', tags: ['Refunds'],
      params: RefundId, headers: IdempotencyKey, body: Closed({ reason: ReasonText }), response: { 200: RefundJson, ...problems(WITHDRAW) },
    },
  }, async ({ caller, params, body: { reason } }, reply) => decided(deps, { caller, id: params.id, reply }, WITHDRAW,
    (refund) => withdrawRefund(pool, { ...refund, reason }, { at: clock.now(), actor: actorOf(caller) })))

  app.post('/v1/refunds/:id/failure', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'failRefund', tags: ['Refunds'],
      summary: 'Say, with how one knows, that a refund whose outcome was unknown sent no money; the payment can be refunded anew.',
      params: RefundId, headers: IdempotencyKey, body: Closed({ reason: ReasonText }), response: { 200: RefundJson, ...problems(FAIL) },
    },
  }, async ({ caller, params, body: { reason } }, reply) => decided(deps, { caller, id: params.id, reply }, FAIL, async (refund) => {
    const decision = { action: 'refund.failed', objectId: refund.refundId, reason } as const
    const isMoved = await moveRefund(pool, { ...refund, event: 'declared_failed', note: reason, decision }, { at: clock.now(), actor: actorOf(caller) })
    return isMoved ? ok(null) : err({ code: 'refund_not_open' } as const)
  }))
}

function chargebackDecisions(app: App, deps: PollDeps): void {
  const { pool, clock } = deps
  app.post('/v1/refunds/:id/acknowledgement', {
    config: { permission: 'refunds.create' },
    schema: {
      operationId: 'acknowledgeChargeback', tags: ['Refunds'],
      summary: 'Say what was done about money that the payer\'s bank took back (`because` is `charged_back`); it then needs nobody any more. A chargeback that is won is booked by itself.',
      params: RefundId, headers: IdempotencyKey, body: Closed({ note: ReasonText }), response: { 200: RefundJson, ...problems(FAIL) },
    },
  }, async ({ caller, params, body: { note } }, reply) => decided(deps, { caller, id: params.id, reply }, FAIL,
    (refund) => acknowledgeChargeback(pool, { ...refund, note }, { at: clock.now(), actor: actorOf(caller) })))
}

type RefundRef = { readonly merchantId: Id<'merchant'>; readonly refundId: Id<'refund'> }

/** Does something with a refund that the caller may see, and answers how the refund is then. */
const decided = <Code extends ProblemCode>(
  { pool }: PollDeps, { caller, id, reply }: { readonly caller: Caller; readonly id: string; readonly reply: FastifyReply },
  table: Readonly<Record<Code | 'not_found', number>>, act: (refund: RefundRef) => Promise<Result<unknown, { readonly code: Code }>>,
): Promise<FastifyReply> => answerDecision(reply, table, {
  find: () => visibleRefund(pool, caller, id),
  act: (found) => act({ merchantId: caller.merchantId, refundId: found.id }),
  json: async (now) => refundJson(now),
})
