import { Type } from 'typebox'
import { storedId } from '../kernel/ids.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed, DateJson, moneyJson, MoneyJson } from '../platform/http/json.ts'
import { page, PageJson, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { InvalidInput } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { actorNames } from './actor.ts'
import type { AttemptReportDeps } from './attempt-api.ts'
import { AttentionJson, attentionOf } from './attention.ts'
import { auditedObject, auditJson, AuditRecordJson, listAudit } from './audit.ts'
import { overviewOf } from './overview.ts'

const StoreQuery = { store: Type.Optional(IdJson('store')), mode: Type.Optional(Type.Enum(['test', 'live'])) }

const OwedJson = Type.Object({ count: Type.Integer(), amount: MoneyJson })

const OverviewJson = Type.Object({
  today: MoneyJson, week: MoneyJson, weekBefore: MoneyJson,
  days: Type.Array(Type.Object({ date: DateJson, amount: MoneyJson }), { description: 'The last 14 days, today last.' }),
  due: OwedJson, overdue: OwedJson, attention: AttentionJson,
}, { title: 'Overview', description: 'Money in the store\'s own currency, by the days of its clock.' })

/** What a store's people look at first, and who changed what. */
export const storeReportRoutes: Routes<AttemptReportDeps> = async (app, deps) => {
  storeFigures(app, deps)
  auditList(app, deps)
}

function storeFigures(app: App, { db, pool, clock, openChannel }: AttemptReportDeps): void {
  app.get('/v1/attention', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getAttention', summary: 'What needs a person in a store.', tags: ['Reports'], querystring: Closed(StoreQuery),
      response: { 200: AttentionJson },
    },
  }, async (request) => {
    const { merchantId, store, mode } = await storeScope(db, request.caller, request.query)
    const reader = { language: request.language, timeZone: store.time_zone, now: clock.now() }
    return attentionOf({ db, pool, openChannel }, { merchantId, storeId: store.store_id, mode }, reader)
  })

  app.get('/v1/overview', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getOverview', summary: 'What came in, what is owed, what needs a person.', tags: ['Reports'],
      querystring: Closed(StoreQuery), response: { 200: OverviewJson },
    },
  }, async (request) => {
    const { merchantId, store, mode } = await storeScope(db, request.caller, request.query)
    const place = { merchantId, storeId: store.store_id, mode }
    const reader = { language: request.language, timeZone: store.time_zone, now: clock.now() }
    const [overview, attention] = await Promise.all([
      overviewOf(pool, place, { currency: storedCurrency(store.currency), timeZone: store.time_zone, now: reader.now }),
      attentionOf({ db, pool, openChannel }, place, reader),
    ])
    const owedJson = ({ count, amount }: { count: number; amount: Money }) => ({ count, amount: moneyJson(amount) })
    return {
      today: moneyJson(overview.today), week: moneyJson(overview.week), weekBefore: moneyJson(overview.weekBefore),
      days: overview.days.map(({ date, amount }) => ({ date, amount: moneyJson(amount) })),
      due: owedJson(overview.due), overdue: owedJson(overview.overdue), attention,
    }
  })
}

function auditList(app: App, { db, pool }: AttemptReportDeps): void {
  app.get('/v1/audit', {
    config: { permission: 'audit.read' },
    schema: {
      operationId: 'listAudit', summary: 'Who changed which setting or took which decision, newest first.', tags: ['Reports'],
      querystring: Closed({
        ...PagingQuery, store: Type.Optional(IdJson('store')),
        object: Type.Optional(Type.String({ maxLength: 50, description: 'Public id of what was changed or decided.' })),
      }),
      response: { 200: PageJson(AuditRecordJson) },
    },
  }, async (request) => {
    const { caller, query } = request
    const { merchantId } = caller
    const asked = pageOf(query)
    const scope = query.store === undefined ? null : await storeScope(db, caller, { store: query.store })
    const rows = await listAudit(pool, {
      merchantId, mode: caller.mode, objectId: objectIn(query.object),
      storeIds: scope === null ? caller.storeIds : [scope.store.store_id],
    }, { limit: asked.limit, after: asked.after === null ? null : storedId('auditRecord', asked.after) })
    const actorOf = await actorNames(pool, merchantId, rows.map((row) => row.actor))
    return page(rows, asked, (row) => row.audit_id, (row) => auditJson(row, actorOf))
  })
}

function objectIn(text: string | undefined): string | null {
  if (text === undefined) return null
  const id = auditedObject(text)
  if (id === null) throw new InvalidInput([{ field: 'object', code: 'malformed' }])
  return id
}
