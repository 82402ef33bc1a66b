import { Type } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import { findChannel } from '../merchants/channels/move-channel.ts'
import type { Db } from '../platform/db/database.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, moneyJson, MoneyJson, Nullable } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { checkReference } from './check-reference.ts'
import type { CheckDeps, CheckError } from './check-reference.ts'

const CHECK = {
  not_found: 404, lookup_impossible: 409, question_refused: 409, unknown_to_provider: 422, provider_unreachable: 503,
} as const satisfies Record<CheckError['code'], number>

const CheckedJson = Type.Object({
  outcome: Type.Enum(['applied', 'repeated', 'conflicted', 'unmatched', 'noted']),
  status: Type.Enum(['open', 'waiting', 'authorised', 'confirmed', 'refused', 'unconfirmed', 'refunded', 'charged_back', 'noted', 'unrecognised']),
  amount: Nullable(MoneyJson),
  invoice: Nullable(Type.String({ description: 'Null where the payment is for no invoice of this channel.' })),
}, { title: 'CheckedReference' })

export const checkRoutes: Routes<CheckDeps & { readonly db: Db }> = async (app, deps) => {
  app.post('/v1/channels/:id/reference-checks', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'checkReference', summary: 'Ask the provider about a payment by the reference it gave it, and book what it says.', tags: ['Payments'],
      params: Closed({ id: IdJson('channel') }), headers: IdempotencyKey,
      body: Closed({ reference: Type.String({ minLength: 1, maxLength: 200 }) }), response: { 200: CheckedJson, ...problems(CHECK) },
    },
  }, async (request, reply) => {
    const channelId = idOf('channel', request.params.id)
    const row = await findChannel(deps.db, request.caller, channelId)
    if (row === null) return refuse<CheckError>(reply, CHECK, { code: 'not_found' })
    const { merchantId } = request.caller
    const checked = await checkReference(deps, { merchantId, channelId, reference: request.body.reference.trim() })
    if (!checked.ok) return refuse(reply, CHECK, checked.error)
    const { outcome, status, amount, invoiceId } = checked.value
    return reply.send({
      outcome, status, amount: amount === null ? null : moneyJson(amount), invoice: invoiceId === null ? null : publicId('invoice', invoiceId, row.mode),
    })
  })
}
