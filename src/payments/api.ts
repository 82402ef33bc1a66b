import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { isBusinessDate, startOfDay, endOfDay } from '../kernel/business-date.ts'
import type { Clock } from '../kernel/clock.ts'
import { publicId } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { InvoiceParams } from '../invoices/json.ts'
import { visibleInvoice } from '../invoices/visible-invoice.ts'
import { LineJson } from '../invoices/line.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, DateJson, moneyJson, moneyOf, MoneyJson } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { cancelInvoice } from './cancel-invoice.ts'
import type { CancelDeps, CancelError } from './cancel-invoice.ts'
import { creditInvoice } from './credit-invoice.ts'
import type { CreditError } from './credit-invoice.ts'
import { findAttempt, findPayment } from './find-payments.ts'
import { AttemptJson, attemptJson, PaymentDetailJson, PaymentJson, paymentJson } from './json.ts'
import { methodTitles } from './method-titles.ts'
import { recordPayment } from './record-payment.ts'
import type { RecordError } from './record-payment.ts'
import { paymentList } from './payment-list-api.ts'
import { refundRoutes } from './refund-api.ts'
import { refundable } from './refundable.ts'
import { settleAttempt } from './settle-attempt.ts'
import type { SettleError } from './settle-attempt.ts'
import { visibleAttempt, visiblePayment } from './visible.ts'

type PaymentDeps = CancelDeps & { readonly clock: Clock }

const NOT_FOUND = { not_found: 404 } as const
const CANCEL = { not_found: 404, not_issued: 409, has_payments: 409, payment_in_flight: 409, changed_meanwhile: 409 } as const satisfies
  Record<CancelError['code'], number>
const CREDIT = { not_found: 404, not_issued: 409, invalid: 422, exceeds_invoice: 422, payment_in_flight: 409, receipt_comes_first: 409 } as const satisfies
  Record<CreditError['code'], number>
const RECORD = { not_found: 404, not_issued: 409, exceeds_remaining: 422, changed_meanwhile: 409 } as const satisfies
  Record<RecordError['code'], number>
const SETTLE = { not_found: 404, nothing_to_settle: 409, already_booked: 409, refund_under_way: 409, wrong_currency: 422, changed_meanwhile: 409 } as const satisfies
  Record<SettleError['code'], number>

const Done = Type.Object({ id: Type.String() })
const ReasonText = Type.String({ minLength: 1, maxLength: 500 })

export const paymentRoutes: Routes<PaymentDeps> = async (app, deps) => {
  invoiceDecisions(app, deps)
  paymentReads(app, deps)
  await refundRoutes(app, deps)
  attemptDecisions(app, deps)
}

const readerOf = ({ caller, language }: { readonly caller: Caller; readonly language: Language }) => ({ merchantId: caller.merchantId, language })

const missing = (reply: FastifyReply) => refuse<{ code: 'not_found' }>(reply, NOT_FOUND, { code: 'not_found' })

function invoiceDecisions(app: App, deps: PaymentDeps): void {
  const { db, pool, clock, openChannel } = deps
  app.post('/v1/invoices/:id/cancellation', {
    config: { permission: 'invoices.cancel' },
    schema: {
      operationId: 'cancelInvoice', summary: 'Take an unpaid invoice back; a live attempt is closed first.', tags: ['Invoices'], params: InvoiceParams,
      headers: IdempotencyKey, body: Closed({ reason: ReasonText }), response: { 200: Done, ...problems(CANCEL) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return missing(reply)
    const done = await cancelInvoice(deps, { ...invoice, reason: request.body.reason }, { at: clock.now(), actor: actorOf(request.caller) })
    return done.ok ? reply.send({ id: request.params.id }) : refuse<CancelError>(reply, CANCEL, done.error)
  })

  app.post('/v1/invoices/:id/credit-notes', {
    config: { permission: 'invoices.cancel' },
    schema: {
      operationId: 'creditInvoice', summary: 'Lower an issued invoice, whole or by lines; what was paid becomes a refund task.', tags: ['Invoices'],
      params: InvoiceParams, headers: IdempotencyKey,
      body: Closed({ reason: ReasonText, lines: Type.Optional(Type.Array(LineJson, { minItems: 1, maxItems: 500 })) }),
      response: { 201: Type.Object({ id: IdJson('creditNote'), number: Type.String() }), ...problems(CREDIT) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return missing(reply)
    const { store } = await storeScope(db, request.caller, { store: publicId('store', invoice.storeId, null), mode: invoice.mode })
    const { reason, lines = null } = request.body
    const about = { at: clock.now(), actor: actorOf(request.caller) }
    const done = await inTransaction(db, (tx) => creditInvoice(tx, {
      merchantId: invoice.merchantId, id: invoice.id, reason, lines, timeZone: store.time_zone, numberPrefix: store.number_prefix,
    }, about))
    if (!done.ok) return refuse<CreditError>(reply, CREDIT, done.error)
    return reply.code(201).send({ id: publicId('creditNote', done.value.creditNoteId, invoice.mode), number: done.value.number })
  })

  app.post('/v1/invoices/:id/payments', {
    config: { permission: 'payments.record' },
    schema: {
      operationId: 'recordPayment', summary: 'Record cash or a transfer that a person saw.', tags: ['Payments'], params: InvoiceParams, headers: IdempotencyKey,
      body: Closed({
        amount: MoneyJson, source: Type.Enum(['cash', 'manual']), receivedOn: DateJson, note: Type.Optional(Type.String({ maxLength: 500 })),
      }),
      response: { 201: PaymentJson, ...problems(RECORD) },
    },
  }, async (request, reply) => {
    const invoice = await visibleInvoice(db, request.caller, request.params.id)
    if (invoice === null) return missing(reply)
    const { amount, source, receivedOn, note = '' } = request.body
    const { store } = await storeScope(db, request.caller, { store: publicId('store', invoice.storeId, null), mode: invoice.mode })
    const at = clock.now()
    const done = await recordPayment(pool, {
      merchantId: invoice.merchantId, invoiceId: invoice.id, source, amount: moneyOf(amount, 'amount'), note,
      receivedAt: momentOf(receivedOn, { timeZone: store.time_zone, at }),
    }, { at, actor: actorOf(request.caller) })
    if (!done.ok) return refuse<RecordError>(reply, RECORD, done.error)
    const payment = await findPayment(pool, invoice.merchantId, done.value.paymentId)
    return payment === null ? missing(reply) : reply.code(201).send(paymentJson(payment, await methodTitles(openChannel, readerOf(request), [payment])))
  })
}

/** The day a person names: its first moment, or now if it is today. Throws `InvalidInput` for no day and for one to come. */
function momentOf(day: string, { timeZone, at }: { timeZone: string; at: Date }): Date {
  if (!isBusinessDate(day)) throw new InvalidInput([{ field: 'receivedOn', code: 'malformed' }])
  const start = startOfDay(day, timeZone)
  if (start > at) throw new InvalidInput([{ field: 'receivedOn', code: 'not_a_choice' }])
  return endOfDay(day, timeZone) > at ? at : start
}

function paymentReads(app: App, deps: PaymentDeps): void {
  const { pool, openChannel } = deps
  paymentList(app, deps)
  app.get('/v1/payments/:id', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getPayment', summary: 'One payment, and what of it can be given back in which way.', tags: ['Payments'],
      params: Closed({ id: IdJson('payment') }), response: { 200: PaymentDetailJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const payment = await visiblePayment(pool, request.caller, request.params.id)
    if (payment === null) return missing(reply)
    const reader = readerOf(request)
    const [titleOf, left] = await Promise.all([methodTitles(openChannel, reader, [payment]), refundable({ pool, openChannel }, reader.merchantId, payment)])
    return reply.send({ ...paymentJson(payment, titleOf), refundable: left === null ? null : { ...left, amount: moneyJson(left.amount) } })
  })
}

function attemptDecisions(app: App, { db, pool, clock, openChannel }: PaymentDeps): void {
  app.post('/v1/attempts/:id/settlement', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'settleAttempt', summary: 'Say how an unknown or conflicted attempt ended, with a reason.', tags: ['Payments'],
      params: Closed({ id: IdJson('attempt') }), headers: IdempotencyKey,
      body: Closed({
        as: Type.Enum(['paid', 'failed']), reason: ReasonText, amount: Type.Optional(MoneyJson),
        providerRef: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
        receivedOn: Type.Optional({ ...DateJson, description: 'The day the money came, in the store\'s time zone; today where it is not said.' }),
      }),
      response: { 200: AttemptJson, ...problems(SETTLE) },
    },
  }, async (request, reply) => {
    const { merchantId } = request.caller
    const found = await visibleAttempt(pool, request.caller, request.params.id)
    if (found === null) return missing(reply)
    const { as, reason, amount, providerRef = null, receivedOn } = request.body
    const { store } = await storeScope(db, request.caller, { store: publicId('store', found.storeId, null), mode: found.mode })
    const at = clock.now()
    const money = as === 'failed' ? null : {
      amount: amount === undefined ? found.asked : positive(moneyOf(amount, 'amount')), providerRef,
      receivedAt: receivedOn === undefined ? at : momentOf(receivedOn, { timeZone: store.time_zone, at }),
    }
    const done = await settleAttempt(pool, { merchantId, attemptId: found.id, reason, money }, { at, actor: actorOf(request.caller) })
    if (!done.ok) return refuse<SettleError>(reply, SETTLE, done.error)
    const settled = await findAttempt(pool, merchantId, found.id)
    if (settled === null) return missing(reply)
    const titleOf = await methodTitles(openChannel, readerOf(request), [{ ...settled, amount: settled.asked }])
    return reply.send(attemptJson(settled, at, titleOf))
  })
}

function positive<M extends { readonly minor: bigint }>(money: M): M {
  if (money.minor < 1n) throw new InvalidInput([{ field: 'amount/amount', code: 'too_small', limit: 0 }])
  return money
}
