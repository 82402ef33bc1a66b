import { Type } from 'typebox'
import { addDays, businessDate, endOfDay, startOfDay } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import { publicId } from '../kernel/ids.ts'
import type { AccountDeps } from '../merchants/accounts/open-account.ts'
import { ModeJson, OneOf } from '../merchants/json.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed, DateJson, TimeJson } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { periodOf, scopeOfAccount } from './account-api.ts'
import { AgreementJson, agreementJson } from './agreement-json.ts'
import { askAgreement } from './ask-agreement.ts'
import type { AgreementDeps, AgreementError } from './ask-agreement.ts'
import { findAgreementDays } from './find-agreement-days.ts'

export type AgreementRouteDeps = AccountDeps & AgreementDeps

type Refused = AgreementError | { readonly code: 'not_found' }

const AGREE = { not_found: 404, list_impossible: 409, list_refused: 409, provider_unreachable: 503 } as const satisfies Record<Refused['code'], number>

/** A provider answers for a month. */
const MOST_DAYS = 31

export const agreementRoutes: Routes<AgreementRouteDeps> = async (app, deps) => {
  app.get('/v1/accounts/:id/agreement', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getAgreement',
      summary: 'Ask the provider of a merchant account what it took and gave back in a period, and see where the books say otherwise; this month where none is named.',
      tags: ['Money accounts'], params: OneOf('moneyAccount'),
      querystring: Closed({
        from: Type.Optional(DateJson),
        to: Type.Optional(Type.Intersect([DateJson], { description: `At most ${MOST_DAYS} days with the first one.` })), mode: Type.Optional(ModeJson),
      }),
      response: {
        200: Type.Object({ from: DateJson, to: DateJson, items: Type.Array(AgreementJson, { description: 'One for each channel whose provider gives a list.' }) }),
        ...problems(AGREE),
      },
    },
  }, async (request, reply) => {
    const scope = await scopeOfAccount(deps, { caller: request.caller, id: request.params.id, mode: request.query.mode })
    if (scope === null) return refuse<Refused>(reply, AGREE, { code: 'not_found' })
    const { merchantId, mode, account, store: { store_id: storeId, time_zone: zone } } = scope
    const { from, to } = shortPeriod(periodOf(request.query, businessDate(deps.clock.now(), zone)))
    const asked = await askAgreement(deps, {
      merchantId, storeId, mode, channelIds: account.channelIds, span: { from: startOfDay(from, zone), to: endOfDay(to, zone) },
    })
    return asked.ok ? reply.send({ from, to, items: asked.value.map((one) => agreementJson(one, mode)) }) : refuse<Refused>(reply, AGREE, asked.error)
  })

  app.get('/v1/accounts/:id/agreement/days', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'listAgreementDays', summary: 'What came of asking the providers of a merchant account about each day by itself, for the last 31 days, newest first.',
      tags: ['Money accounts'], params: OneOf('moneyAccount'), response: { 200: Type.Object({ items: Type.Array(AgreementDayJson) }), ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const scope = await scopeOfAccount(deps, { caller: request.caller, id: request.params.id, mode: undefined })
    if (scope === null) return refuse<{ code: 'not_found' }>(reply, NOT_FOUND, { code: 'not_found' })
    const { merchantId, account, store } = scope
    const from = addDays(businessDate(deps.clock.now(), store.time_zone), -MOST_DAYS)
    const days = await findAgreementDays(deps.pool, { merchantId, channelIds: account.channelIds, from })
    return reply.send({ items: days.map(({ channelId, askedAt, ...day }) => ({ ...day, channel: publicId('channel', channelId, null), askedAt: askedAt.toISOString() })) })
  })
}

const AgreementDayJson = Type.Object({
  channel: IdJson('channel'), day: DateJson,
  state: Type.Enum(['asked', 'agrees', 'differs', 'refused', 'unreachable'], { description: 'refused, unreachable: the provider gave no list. asked: its answer is awaited.' }),
  differences: Type.Integer({ description: 'Payments that differ.' }), askedAt: TimeJson,
}, { title: 'AgreementDay' })

const NOT_FOUND = { not_found: 404 } as const

/** Throws `InvalidInput` for more days than a provider is asked for at once. */
function shortPeriod(period: { from: BusinessDate; to: BusinessDate }): { from: BusinessDate; to: BusinessDate } {
  if (period.to >= addDays(period.from, MOST_DAYS)) throw new InvalidInput([{ field: 'to', code: 'too_many_days', limit: MOST_DAYS }])
  return period
}
