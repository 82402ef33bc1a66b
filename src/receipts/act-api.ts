import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type pg from 'pg'
import { publicId } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { Closed } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import type { NotSignedIn } from '../registers/require-cashier.ts'
import { findRegister } from '../registers/find-register.ts'
import { CashierAndKey } from '../registers/require-cashier.ts'
import { askAboutInvoice } from '../payments/poll-attempts.ts'
import { answered, missing, ReceiptParams, signedIn } from './at-till.ts'
import type { AtTill } from './at-till.ts'
import { endReceipt } from './end-receipt.ts'
import type { EndDeps, EndError } from './end-receipt.ts'
import { visibleReceipt } from './find-receipts.ts'
import { registerIfPaid } from './jobs.ts'
import { ReceiptJson } from './json.ts'
import type { Receipt } from './receipt.ts'
import { giveUpReturn } from './give-up-return.ts'
import { refileReceipt } from './refile-receipt.ts'
import type { RefileError } from './refile-receipt.ts'
import { returnGoods } from './return-goods.ts'
import type { ReturnError } from './return-goods.ts'
import { returnQuoteRoute } from './return-quote-api.ts'
import { QuantityJson, quantityOf, SendAskJson } from './sale-json.ts'
import { sendMoneyBack } from './send-money-back.ts'
import { sendReceiptLink } from './send-receipt.ts'
import type { SendDeps, SendProblem } from './send-receipt.ts'
import { giveLateBack, takeLate } from './take-late.ts'
import type { LateError } from './take-late.ts'
import type { ShiftAct } from '../registers/open-shift.ts'
import { NO_SHIFT } from '../registers/shift-for-sale.ts'

export type ActDeps = EndDeps & SendDeps & { readonly pool: pg.Pool; readonly publicUrl: URL }

const AT_TILL = { not_found: 404, cashier_not_signed_in: 403 } as const
const CHECK = { not_found: 404, provider_unreachable: 503 } as const
const SEND = {
  not_found: 404, receipt_wrong_state: 409, nothing_to_pay: 409, pay_page_closed: 409, payment_in_flight: 409, nobody_brings: 409,
  sms_not_set_up: 409, no_transfer: 409, no_recipient: 422,
  no_phone: 422, sms_enough: 429,
} as const satisfies Record<SendProblem, number>
const CANCEL = { ...AT_TILL, receipt_wrong_state: 409, payment_in_flight: 409, provider_unreachable: 503, changed_meanwhile: 409 } as const satisfies
  Record<EndError['code'] | NotSignedIn['code'] | 'not_found', number>
const LATE = {
  ...AT_TILL, may_not_return: 403, receipt_wrong_state: 409, receipt_not_registered: 409, not_paid_in_full: 409, money_went_back: 409, ...NO_SHIFT, changed_meanwhile: 409,
} as const satisfies Record<LateError['code'] | RefileError['code'] | NotSignedIn['code'] | 'may_not_return', number>
const RETURN = {
  ...AT_TILL, may_not_return: 403, receipt_not_registered: 409, exceeds_sold: 422, not_refundable: 409, refund_under_way: 409, payment_in_flight: 409, ...NO_SHIFT,
} as const satisfies Record<ReturnError['code'] | NotSignedIn['code'] | 'may_not_return', number>

const BY_WHOM = 'By a cashier at the till, or without one by whoever has `till.manage`: who sold may have gone home.'

/** What is done about a receipt. */
export const actRoutes: Routes<ActDeps> = async (app, deps) => {
  checking(app, deps)
  ending(app, deps)
  late(app, deps)
  returning(app, deps)
  returnQuoteRoute(app, deps)
}

type Found = { readonly receipt: Receipt } & AtTill

/** The receipt, with whoever is signed in at its cash register. */
async function atTill(deps: ActDeps, request: FastifyRequest, text: string): Promise<Found | { readonly code: 'not_found' } | NotSignedIn> {
  const receipt = await visibleReceipt(deps.db, request.caller, text)
  if (receipt === null) return { code: 'not_found' }
  const till = await signedIn(deps, request, publicId('cashRegister', receipt.registerId, receipt.mode))
  return 'code' in till ? till : { receipt, ...till }
}

const actOf = ({ cashier }: AtTill, { clock }: ActDeps, request: FastifyRequest) =>
  ({ at: clock.now(), actor: actorOf(request.caller), cashier: { id: cashier.cashierId, name: cashier.name } })

type Acting = Pick<Found, 'receipt' | 'register'> & { readonly act: ShiftAct }

/** By a cashier at the till, or without one by whoever has `till.manage`: who sold may have gone home. */
async function atTillOrOffice(deps: ActDeps, request: FastifyRequest, text: string): Promise<Acting | { readonly code: 'not_found' } | NotSignedIn> {
  const { caller, headers } = request
  if (headers['kvit-cashier'] !== undefined || !caller.permissions.has('till.manage')) {
    const found = await atTill(deps, request, text)
    return 'code' in found ? found : { ...found, act: actOf(found, deps, request) }
  }
  const receipt = await visibleReceipt(deps.db, caller, text)
  const register = receipt === null ? null : await findRegister(deps.db, receipt)
  return receipt === null || register === null ? { code: 'not_found' } : { receipt, register, act: { at: deps.clock.now(), actor: actorOf(caller), cashier: null } }
}

function checking(app: App, deps: ActDeps): void {
  app.post('/v1/receipts/:id/check', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'checkReceipt', summary: 'Ask the provider now whether the receipt is paid, as the schedule would later.', tags: ['Till'], params: ReceiptParams,
      headers: CashierAndKey, body: Closed({}), response: { 200: ReceiptJson, ...problems(CHECK) },
    },
  }, async (request, reply) => {
    const receipt = await visibleReceipt(deps.db, request.caller, request.params.id)
    if (receipt === null) return missing(reply)
    if (!await askAboutInvoice(deps, receipt)) return refuse<{ code: 'provider_unreachable' }>(reply, CHECK, { code: 'provider_unreachable' })
    await registerIfPaid(deps, receipt)
    return reply.send(await answered(deps, receipt))
  })

  app.post('/v1/receipts/:id/send', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'sendReceiptLink', summary: 'Send the link of a deferred receipt, again or another way. Its time to pay begins anew.', tags: ['Till'], params: ReceiptParams,
      headers: CashierAndKey, body: SendAskJson, response: { 200: ReceiptJson, ...problems(SEND) },
    },
  }, async (request, reply) => {
    const receipt = await visibleReceipt(deps.db, request.caller, request.params.id)
    if (receipt === null) return missing(reply)
    const { by, to = null } = request.body
    const sent = await sendReceiptLink(deps, receipt, { by, to }, actorOf(request.caller))
    return sent.ok ? reply.send(await answered(deps, receipt)) : refuse(reply, SEND, sent.error)
  })
}

function ending(app: App, deps: ActDeps): void {
  app.post('/v1/receipts/:id/cancel', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'cancelReceipt',
      summary: 'Take a deferred receipt back; what the provider holds is revoked there first. Or give up a return that the tax service refused.', tags: ['Till'],
      description: BY_WHOM, params: ReceiptParams,
      headers: CashierAndKey, body: Closed({ reason: Type.Optional(Type.String({ maxLength: 500 })) }), response: { 200: ReceiptJson, ...problems(CANCEL) },
    },
  }, async (request, reply) => {
    const found = await atTillOrOffice(deps, request, request.params.id)
    if ('code' in found) return refuse(reply, CANCEL, found)
    const { receipt, act } = found
    const reason = request.body.reason?.trim() || receipt.number
    const ended = receipt.kind === 'return'
      ? await inTransaction(deps.db, (tx) => giveUpReturn(tx, receipt, { ...act, reason }))
      : await endReceipt(deps, receipt, { how: 'withdrawn', reason }, act)
    return ended.ok ? reply.send(await answered(deps, receipt)) : refuse(reply, CANCEL, ended.error)
  })

  app.post('/v1/receipts/:id/file-again', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'fileReceiptAgain', summary: 'Tell the tax service of a rejected receipt once more, when what it complained of is put right.', tags: ['Till'],
      description: BY_WHOM,
      params: ReceiptParams, headers: CashierAndKey, body: Closed({}), response: { 200: ReceiptJson, ...problems(LATE) },
    },
  }, async (request, reply) => {
    const found = await atTillOrOffice(deps, request, request.params.id)
    if ('code' in found) return refuse(reply, LATE, found)
    const { receipt, register, act } = found
    const filed = await inTransaction(deps.db, (tx) => refileReceipt(tx, receipt, register, act))
    return filed.ok ? reply.send(await answered(deps, receipt)) : refuse(reply, LATE, filed.error)
  })
}

function late(app: App, deps: ActDeps): void {
  app.post('/v1/receipts/:id/register-late', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'registerLateReceipt', summary: 'Money came after the end, and the goods are given all the same: the receipt is registered now.', tags: ['Till'],
      params: ReceiptParams, headers: CashierAndKey, body: Closed({}), response: { 200: ReceiptJson, ...problems(LATE) },
    },
  }, async (request, reply) => {
    const found = await atTill(deps, request, request.params.id)
    if ('code' in found) return refuse(reply, LATE, found)
    const { receipt, register, store } = found
    const taken = await inTransaction(deps.db, (tx) => takeLate(tx, receipt, { register, country: store.country }, actOf(found, deps, request)))
    return taken.ok ? reply.send(await answered(deps, receipt)) : refuse(reply, LATE, taken.error)
  })

  app.post('/v1/receipts/:id/give-back', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'giveLateMoneyBack', summary: 'Money came after the end: it goes back the way it came.', tags: ['Till'], params: ReceiptParams,
      headers: CashierAndKey, body: Closed({}), response: { 200: ReceiptJson, ...problems(LATE) },
    },
  }, async (request, reply) => {
    const found = await atTill(deps, request, request.params.id)
    if ('code' in found) return refuse(reply, LATE, found)
    if (!found.cashier.mayReturn) return refuse<{ code: 'may_not_return' }>(reply, LATE, { code: 'may_not_return' })
    const given = await giveLateBack(deps, found.receipt, actorOf(request.caller))
    return given.ok ? reply.send(await answered(deps, found.receipt)) : refuse(reply, LATE, given.error)
  })
}

function returning(app: App, deps: ActDeps): void {
  app.post('/v1/receipts/:id/returns', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'returnGoods', summary: 'Take goods of a sale back: a receipt of its own, whose money goes back when it is registered.', tags: ['Till'],
      params: ReceiptParams, headers: CashierAndKey,
      body: Closed({
        lines: Type.Array(Closed({
          index: Type.Integer({ minimum: 0, maximum: 299, description: 'Of the sale\'s line, from 0.' }), quantity: QuantityJson,
        }), { minItems: 1, maxItems: 300 }),
        refund: Type.Enum(['cash', 'way_it_came']),
      }),
      response: { 201: ReceiptJson, ...problems(RETURN) },
    },
  }, async (request, reply) => {
    const found = await atTill(deps, request, request.params.id)
    if ('code' in found) return refuse(reply, RETURN, found)
    const { receipt, register, store, cashier } = found
    if (!cashier.mayReturn) return refuse<{ code: 'may_not_return' }>(reply, RETURN, { code: 'may_not_return' })
    const lines = request.body.lines.map(({ index, quantity }, at) => ({ index, quantity: quantityOf(quantity, `lines/${at}/quantity`) }))
    const done = await inTransaction(deps.db, (tx) => returnGoods(
      tx, deps.vault, receipt, { register, store, seller: cashier }, { lines, refund: request.body.refund }, actOf(found, deps, request),
    ))
    if (!done.ok) return refuse(reply, RETURN, done.error)
    const back = { merchantId: receipt.merchantId, id: done.value.receiptId }
    await sendMoneyBack(deps, back)
    return reply.code(201).send(await answered(deps, back))
  })
}
