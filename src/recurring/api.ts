import { Type } from 'typebox'
import type { Static } from 'typebox'
import { NO_PAYER } from '../invoices/invoice.ts'
import { businessDate, isBusinessDate } from '../kernel/business-date.ts'
import type { Clock } from '../kernel/clock.ts'
import { publicId, storedId } from '../kernel/ids.ts'
import { isVisible, storeScope } from '../merchants/stores/scope.ts'
import type { StoreScope } from '../merchants/stores/scope.ts'
import { currencyOf } from '../money/currency.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idOf, idWithMode } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, DateJson, Nullable } from '../platform/http/json.ts'
import { PageJson, page, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { WrongField } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { DATES_SHOWN, NewRecurringJson, RecurringBriefJson, recurringBriefJson, RecurringJson, recurringJson, RuleJson } from './json.ts'
import type { RecurringInvoice } from './recurring-invoice.ts'
import { comingDates } from './rule.ts'
import type { Rule } from './rule.ts'
import { findRecurring, issuedInvoices, listRecurring } from './store.ts'
import type { RecurringKey } from './store.ts'
import { changeRecurring, createRecurring, moveTo } from './write-recurring.ts'
import type { RecurringError, RecurringRequest } from './write-recurring.ts'

type RecurringDeps = { readonly db: Db; readonly clock: Clock }

const STATUS = { not_found: 404, recurring_ended: 409, invalid: 422, nothing_owed: 422, no_recipient: 422 } as const satisfies
  Record<RecurringError['code'], number>

const RecurringId = Closed({ id: IdJson('recurring') })
const ISSUED_SHOWN = 50

/** Bounds of a rule's start: dates are reckoned from it one by one. */
const [FIRST_START, LAST_START] = ['2000-01-01', '2099-12-31']

export const recurringRoutes: Routes<RecurringDeps> = async (app, deps) => {
  readRecurring(app, deps)
  writeRecurring(app, deps)
  planRecurring(app, deps)
}

function readRecurring(app: App, { db }: RecurringDeps): void {
  app.get('/v1/recurring-invoices', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'listRecurringInvoices', summary: 'Recurring invoices of a store, newest first.', tags: ['Recurring invoices'],
      querystring: Closed({ ...PagingQuery, store: Type.Optional(IdJson('store')) }), response: { 200: PageJson(RecurringBriefJson) },
    },
  }, async (request) => {
    const { merchantId, store, mode } = await storeScope(db, request.caller, request.query)
    const asked = pageOf(request.query)
    const rows = await listRecurring(db, { merchantId, storeId: store.store_id, mode }, {
      limit: asked.limit, after: asked.after === null ? null : storedId('recurring', asked.after),
    })
    return page(rows, asked, (one) => one.id, recurringBriefJson)
  })

  app.get('/v1/recurring-invoices/:id', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'readRecurringInvoice', summary: 'A recurring invoice, its next dates and what it has issued.', tags: ['Recurring invoices'],
      params: RecurringId, response: { 200: RecurringJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await visibleRecurring(db, request.caller, request.params.id)
    return found === null ? refuse<RecurringError>(reply, STATUS, { code: 'not_found' }) : reply.send(await answered(db, found))
  })
}

function writeRecurring(app: App, { db, clock }: RecurringDeps): void {
  app.post('/v1/recurring-invoices', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'createRecurringInvoice', summary: 'Issue an invoice anew in every period from today on.', tags: ['Recurring invoices'],
      headers: IdempotencyKey, body: NewRecurringJson, response: { 201: RecurringJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const scope = await storeScope(db, request.caller, request.body)
    const ask = requestIn(request.body, scope)
    const written = await inTransaction(db, (tx) => createRecurring(tx, scope, ask, { at: clock.now(), actor: actorOf(request.caller) }))
    if (!written.ok) return refuse<RecurringError>(reply, STATUS, written.error)
    return reply.code(201).send(await answered(db, { merchantId: scope.merchantId, id: written.value }))
  })

  app.put('/v1/recurring-invoices/:id', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'changeRecurringInvoice', summary: 'Replace what is issued and when, for the periods to come.', tags: ['Recurring invoices'],
      params: RecurringId, body: NewRecurringJson, response: { 200: RecurringJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await visibleRecurring(db, request.caller, request.params.id)
    if (found === null) return refuse<RecurringError>(reply, STATUS, { code: 'not_found' })
    const scope = await storeScope(db, request.caller, { store: publicId('store', found.storeId, null), mode: found.mode })
    const ask = requestIn(request.body, scope)
    const changed = await inTransaction(db, (tx) => changeRecurring(tx, found, scope, ask, { at: clock.now(), actor: actorOf(request.caller) }))
    return changed.ok ? reply.send(await answered(db, found)) : refuse<RecurringError>(reply, STATUS, changed.error)
  })
}

function planRecurring(app: App, { db, clock }: RecurringDeps): void {
  app.put('/v1/recurring-invoices/:id/state', {
    config: { permission: 'invoices.write' },
    schema: {
      operationId: 'moveRecurringInvoice', summary: 'Pause, resume or end it. What passes while it is paused is not issued afterwards; an end is final.',
      tags: ['Recurring invoices'], params: RecurringId, body: Closed({ state: Type.Enum(['active', 'paused', 'ended']) }),
      response: { 200: RecurringJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const found = await visibleRecurring(db, request.caller, request.params.id)
    if (found === null) return refuse<RecurringError>(reply, STATUS, { code: 'not_found' })
    const { store } = await storeScope(db, request.caller, { store: publicId('store', found.storeId, null), mode: found.mode })
    const by = { at: clock.now(), actor: actorOf(request.caller) }
    const moved = await inTransaction(db, (tx) => moveTo(tx, found, request.body.state, store.time_zone, by))
    return moved.ok ? reply.send(await answered(db, found)) : refuse<RecurringError>(reply, STATUS, moved.error)
  })

  app.post('/v1/recurring-invoices/dates', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'previewRecurringDates', summary: 'The next twelve dates of a rule; nothing is kept.', tags: ['Recurring invoices'], headers: IdempotencyKey,
      body: Closed({ store: Type.Optional(IdJson('store')), rule: RuleJson, mostIssues: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 1000 }))) }),
      response: { 200: Type.Object({ dates: Type.Array(DateJson) }), ...problems(STATUS) },
    },
  }, async (request) => {
    const { store } = await storeScope(db, request.caller, request.body)
    const { mostIssues = null } = request.body
    const today = businessDate(clock.now(), store.time_zone)
    return { dates: comingDates(ruleIn(request.body.rule), today, Math.min(DATES_SHOWN, mostIssues ?? DATES_SHOWN)) }
  })
}

async function visibleRecurring(db: Db, caller: Caller, id: string): Promise<RecurringInvoice | null> {
  const named = idWithMode('recurring', id)
  const found = await findRecurring(db, { merchantId: caller.merchantId, id: named.id })
  return found !== null && found.mode === named.mode && isVisible(caller, found) ? found : null
}

async function answered(db: Db, key: RecurringKey): Promise<Static<typeof RecurringJson>> {
  const found = await findRecurring(db, key)
  if (found === null) throw new Error('a recurring invoice vanished after it was written')
  return recurringJson(found, await issuedInvoices(db, key, ISSUED_SHOWN))
}

/** Throws `InvalidInput` for days that do not exist, an end before the start, and a day of the month that the rule has no use for or lacks. */
function ruleIn(rule: Static<typeof RuleJson>): Rule {
  const wrong: WrongField[] = []
  if (!isBusinessDate(rule.startsOn) || rule.startsOn < FIRST_START || rule.startsOn > LAST_START) wrong.push({ field: 'rule/startsOn', code: 'malformed' })
  if (rule.endsOn !== null && (!isBusinessDate(rule.endsOn) || rule.endsOn < rule.startsOn)) wrong.push({ field: 'rule/endsOn', code: 'malformed' })
  if ((rule.every === 'month') !== (rule.monthDay !== null)) wrong.push({ field: 'rule/monthDay', code: rule.monthDay === null ? 'missing' : 'not_a_choice' })
  if (wrong.length > 0) throw new InvalidInput(wrong)
  return rule
}

function requestIn(body: Static<typeof NewRecurringJson>, { store }: StoreScope): RecurringRequest {
  const { customer = null, payer = null } = body
  const currency = currencyOf(body.currency ?? store.currency)
  if (currency === null) throw new InvalidInput([{ field: 'currency', code: 'not_a_choice' }])
  return {
    customerId: customer === null ? null : idOf('customer', customer), currency, dueDays: body.dueDays ?? null, sends: body.sends ?? false,
    rule: ruleIn(body.rule), mostIssues: body.mostIssues ?? null,
    content: {
      payer: payer === null ? null : { ...NO_PAYER, ...payer }, language: body.language ?? null, lines: body.lines, notes: body.notes ?? '',
      buyerReference: body.buyerReference ?? '', orderReference: body.orderReference ?? '',
    },
  }
}
