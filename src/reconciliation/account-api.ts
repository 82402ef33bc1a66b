import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type pg from 'pg'
import { businessDate, endOfDay, isBusinessDate, startOfDay } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import { publicId, storedId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { changeAccount, openAccount, putChannelIntoAccount, reachAccount } from '../merchants/accounts/open-account.ts'
import type { AccountDeps, OpenError, PutChannelError } from '../merchants/accounts/open-account.ts'
import { accountsOfStore } from '../merchants/accounts/find-accounts.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { ModeJson, OneOf } from '../merchants/json.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import { currencyOf } from '../money/currency.ts'
import { zero } from '../money/money.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, DateJson, moneyJson, MoneyJson, moneyOf } from '../platform/http/json.ts'
import { page, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { AccountJson, accountJson, AccountKindJson, MovementJson, movementJson } from './account-json.ts'
import { accountCamt } from './account-camt.ts'
import { accountCsv } from './account-csv.ts'
import { balancesOfAccounts, pagesOf, statementOf, totalsOf, wholeStatementOf } from './account-statement.ts'
import type { Asked } from './account-statement.ts'
import { recordPayout } from './record-payout.ts'
import type { PayoutError } from './record-payout.ts'
import { accountsMatching } from './import-store.ts'
import { linesToMatch } from './store.ts'

export type AccountRouteDeps = AccountDeps & { readonly pool: pg.Pool }

const NOT_FOUND = { not_found: 404 } as const
const OPEN = { iban_wrong: 422, account_exists: 409 } as const satisfies Record<OpenError['code'], number>
const PUT_CHANNEL = { not_found: 404, channel_not_free: 409 } as const satisfies Record<PutChannelError['code'], number>
const PAYOUT = { not_found: 404, accounts_differ: 409 } as const satisfies Record<PayoutError['code'] | 'not_found', number>

const ModeQuery = { mode: Type.Optional(ModeJson) }
const StatementQuery = {
  from: Type.Optional(DateJson), to: Type.Optional(DateJson), ...ModeQuery,
  currency: Type.Optional(Type.String({
    pattern: '^[A-Z]{3}$', description: 'The account\'s own where none is named; one of its `otherBalances` for what its channels took in that.',
  })),
}
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const BankName = Type.String({ maxLength: 100 })

export const accountRoutes: Routes<AccountRouteDeps> = async (app, deps) => {
  readAccounts(app, deps)
  changeAccounts(app, deps)
  accountStatements(app, deps)
  accountFiles(app, deps)
  payouts(app, deps)
}

async function described({ pool }: AccountRouteDeps, merchantId: Id<'merchant'>, mode: Mode, accounts: readonly MoneyAccount[]) {
  const ids = accounts.map(({ id }) => id)
  const [balances, toMatch, matching] = await Promise.all([
    balancesOfAccounts(pool, { merchantId, mode }, accounts), linesToMatch(pool, { merchantId, mode, accountIds: ids }),
    accountsMatching(pool, { merchantId, mode, accountIds: ids }),
  ])
  return accounts.map((account) => accountJson(account, {
    mode, balances: balances.get(account.id) ?? { own: zero(account.currency), others: [] }, toMatch: toMatch.get(account.id) ?? 0, isMatching: matching.has(account.id),
  }))
}

const missing = (reply: FastifyReply) => refuse<{ code: 'not_found' }>(reply, NOT_FOUND, { code: 'not_found' })

type Wanted = { readonly caller: Caller; readonly id: string; readonly mode?: Mode | undefined }

/** The account named in a path, in the mode asked for. Null for one this caller may not see. */
export async function scopeOfAccount(deps: AccountDeps, { caller, id, mode }: Wanted) {
  const account = await reachAccount(deps.db, caller, idOf('moneyAccount', id))
  if (account === null) return null
  const scope = await storeScope(deps.db, caller, { store: publicId('store', account.storeId, null), mode })
  return { ...scope, account }
}

type AccountScope = NonNullable<Awaited<ReturnType<typeof scopeOfAccount>>>

async function sendAccount(deps: AccountRouteDeps, reply: FastifyReply, { id, status, mode }: { id: Id<'moneyAccount'>; status: 200 | 201; mode?: Mode | undefined }) {
  const scope = await scopeOfAccount(deps, { caller: reply.request.caller, id: publicId('moneyAccount', id, null), mode })
  if (scope === null) return missing(reply)
  const [account] = await described(deps, scope.merchantId, scope.mode, [scope.account])
  return reply.code(status).send(account)
}

function readAccounts(app: App, deps: AccountRouteDeps): void {
  app.get('/v1/accounts', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'listAccounts', summary: 'Bank accounts and merchant accounts of a store, with what lies in them.', tags: ['Money accounts'],
      querystring: Closed({ store: Type.Optional(IdJson('store')), ...ModeQuery }), response: { 200: Type.Object({ items: Type.Array(AccountJson) }) },
    },
  }, async (request) => {
    const { merchantId, store, mode } = await storeScope(deps.db, request.caller, request.query)
    return { items: await described(deps, merchantId, mode, await accountsOfStore(deps.db, { merchantId, storeId: store.store_id })) }
  })

  app.get('/v1/accounts/:id', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getAccount', summary: 'One account.', tags: ['Money accounts'], params: OneOf('moneyAccount'), querystring: Closed(ModeQuery),
      response: { 200: AccountJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => sendAccount(deps, reply, { id: idOf('moneyAccount', request.params.id), status: 200, mode: request.query.mode }))
}

function changeAccounts(app: App, deps: AccountRouteDeps): void {
  app.post('/v1/accounts', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'openAccount', summary: 'Write down a bank account, or a merchant account at a provider.', tags: ['Money accounts'], headers: IdempotencyKey,
      body: Closed({
        store: Type.Optional(IdJson('store')), kind: AccountKindJson, name: Name, currency: Type.String({ pattern: '^[A-Z]{3}$' }),
        bankName: Type.Optional(BankName), iban: Type.Optional(Type.String({ maxLength: 50, description: 'Of a bank account; its checksum is checked.' })),
      }),
      response: { 201: AccountJson, ...problems(OPEN) },
    },
  }, async (request, reply) => {
    const { store, kind, name, currency: code, bankName = '', iban = null } = request.body
    const scope = await storeScope(deps.db, request.caller, { store })
    const currency = currencyOf(code)
    if (currency === null) throw new InvalidInput([{ field: 'currency', code: 'not_a_choice' }])
    const opened = await openAccount(deps, request.caller, { storeId: scope.store.store_id, kind, name: name.trim(), currency, bankName: bankName.trim(), iban })
    return opened.ok ? sendAccount(deps, reply, { id: opened.value, status: 201 }) : refuse(reply, OPEN, opened.error)
  })

  app.patch('/v1/accounts/:id', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'changeAccount', summary: 'Call an account by another name, close it or open it again.', tags: ['Money accounts'], params: OneOf('moneyAccount'),
      body: Closed({ name: Type.Optional(Name), bankName: Type.Optional(BankName), isOpen: Type.Optional(Type.Boolean()) }),
      response: { 200: AccountJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const id = idOf('moneyAccount', request.params.id)
    const done = await changeAccount(deps, request.caller, { accountId: id, ...request.body })
    return done.ok ? sendAccount(deps, reply, { id, status: 200 }) : refuse(reply, NOT_FOUND, done.error)
  })

  app.post('/v1/accounts/:id/channels', {
    config: { permission: 'channels.manage' },
    schema: {
      operationId: 'putChannelIntoAccount', summary: 'Say that the money of a channel lies in this merchant account.', tags: ['Money accounts'],
      params: OneOf('moneyAccount'), headers: IdempotencyKey, body: Closed({ channel: IdJson('channel') }),
      response: { 200: AccountJson, ...problems(PUT_CHANNEL) },
    },
  }, async (request, reply) => {
    const id = idOf('moneyAccount', request.params.id)
    const done = await putChannelIntoAccount(deps, request.caller, { accountId: id, channelId: idOf('channel', request.body.channel) })
    return done.ok ? sendAccount(deps, reply, { id, status: 200 }) : refuse(reply, PUT_CHANNEL, done.error)
  })
}

function accountStatements(app: App, deps: AccountRouteDeps): void {
  app.get('/v1/accounts/:id/statement', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getAccountStatement', summary: 'What moved in an account in a period, by the journal, oldest first; this month where none is named.', tags: ['Money accounts'],
      params: OneOf('moneyAccount'), querystring: Closed({ ...PagingQuery, ...StatementQuery }),
      response: {
        200: Type.Object({
          from: DateJson, to: DateJson, opening: MoneyJson, cameIn: MoneyJson, wentOut: MoneyJson, closing: MoneyJson,
          items: Type.Array(MovementJson), next: Type.Union([Type.String(), Type.Null()]),
        }), ...problems(NOT_FOUND),
      },
    },
  }, async (request, reply) => {
    const scope = await scopeOfAccount(deps, { caller: request.caller, id: request.params.id, mode: request.query.mode })
    if (scope === null) return missing(reply)
    const asked = pageOf(request.query)
    const { from, to, wanted } = statementAsked(request.query, scope, deps.clock.now())
    const statement = await statementOf(deps.pool, scope.account, {
      ...wanted, limit: asked.limit, after: asked.after === null ? null : storedId('journalEntry', asked.after),
    })
    return {
      from, to, opening: moneyJson(statement.opening), cameIn: moneyJson(statement.cameIn), wentOut: moneyJson(statement.wentOut),
      closing: moneyJson(statement.closing), ...page(statement.movements, asked, (one) => one.entryId, (one) => movementJson(one, scope.mode)),
    }
  })
}

function accountFiles(app: App, deps: AccountRouteDeps): void {
  app.get('/v1/accounts/:id/statement.csv', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'downloadAccountStatement',
      summary: 'The statement of a period as a table, with opening and closing balance, in the reader\'s language.', tags: ['Money accounts'],
      produces: ['text/csv'], params: OneOf('moneyAccount'), querystring: Closed(StatementQuery),
      response: problems(NOT_FOUND),
    },
  }, async (request, reply) => {
    const scope = await scopeOfAccount(deps, { caller: request.caller, id: request.params.id, mode: request.query.mode })
    if (scope === null) return missing(reply)
    const { account, store: { time_zone: zone } } = scope
    const { from, to, wanted } = statementAsked(request.query, scope, deps.clock.now())
    const statement = await wholeStatementOf(deps.pool, account, wanted)
    const csv = accountCsv({ statement, from, to, zone, language: request.language })
    return toSave(reply, { account, from, to, wanted }, 'csv').type('text/csv; charset=utf-8').send(Buffer.from(csv))
  })

  app.get('/v1/accounts/:id/statement.xml', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'downloadAccountCamt', summary: 'The statement of a period as camt.053.001.02, as accounting programs read it.', tags: ['Money accounts'],
      produces: ['application/xml'], params: OneOf('moneyAccount'), querystring: Closed(StatementQuery), response: problems(NOT_FOUND),
    },
  }, async (request, reply) => {
    const scope = await scopeOfAccount(deps, { caller: request.caller, id: request.params.id, mode: request.query.mode })
    if (scope === null) return missing(reply)
    const { account, mode, store: { time_zone: zone } } = scope
    const now = deps.clock.now()
    const { from, to, wanted: { before, ...asked } } = statementAsked(request.query, scope, now)
    // Of a day that is not over, what was booked until now: what comes while the file is read belongs to the next one.
    const wanted = { ...asked, before: before < now ? before : now }
    const totals = await totalsOf(deps.pool, account, wanted)
    const said = { account, mode, zone, totals, from, to, writtenAt: now, messageId: randomUUID().replaceAll('-', '') }
    const pieces = accountCamt(said, pagesOf(deps.pool, account, wanted, totals))
    return toSave(reply, { account, from, to, wanted }, 'xml').type('application/xml; charset=utf-8').send(Readable.from(pieces))
  })
}

type Saved = { readonly account: MoneyAccount; readonly from: BusinessDate; readonly to: BusinessDate; readonly wanted: Asked }

const toSave = (reply: FastifyReply, { account, from, to, wanted }: Saved, kind: 'csv' | 'xml'): FastifyReply =>
  reply.header('content-disposition', `attachment; filename="statement-${account.iban ?? wanted.currency}-${from}-${to}.${kind}"`)
    .header('x-content-type-options', 'nosniff').header('cache-control', 'no-store')

type StatementAsked = { readonly from?: string; readonly to?: string; readonly currency?: string }

/** The statement that a query asks for: of the account's own currency unless it names another. Throws as `periodOf` does. */
function statementAsked(query: StatementAsked, { account, mode, store }: AccountScope, now: Date): { from: BusinessDate; to: BusinessDate; wanted: Asked } {
  const zone = store.time_zone
  const { from, to } = periodOf(query, businessDate(now, zone))
  const currency = query.currency === undefined ? account.currency : currencyOf(query.currency)
  if (currency === null) throw new InvalidInput([{ field: 'currency', code: 'not_a_choice' }])
  return { from, to, wanted: { mode, currency, from: startOfDay(from, zone), before: endOfDay(to, zone) } }
}

/** Both days belong to the period. Throws `InvalidInput` for no days, and for an end before the beginning. */
export function periodOf({ to: last, from: first }: { from?: string; to?: string }, today: BusinessDate): { from: BusinessDate; to: BusinessDate } {
  const to = last ?? today
  const from = first ?? `${to.slice(0, 'YYYY-MM'.length)}-01`
  const wrong = Object.entries({ from, to }).filter(([, date]) => !isBusinessDate(date))
  if (wrong.length > 0) throw new InvalidInput(wrong.map(([field]) => ({ field, code: 'malformed' })))
  if (from > to) throw new InvalidInput([{ field: 'to', code: 'not_a_choice' }])
  return { from, to }
}

function payouts(app: App, deps: AccountRouteDeps): void {
  app.post('/v1/payouts', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'recordPayout',
      summary: 'Record money that went from one account of the store to another, as when a provider pays out. A merchant account pays out in any currency it holds, a bank account has its own only.',
      tags: ['Money accounts'], headers: IdempotencyKey,
      body: Closed({
        from: IdJson('moneyAccount'), to: IdJson('moneyAccount'), amount: MoneyJson, paidOn: DateJson, note: Type.Optional(Type.String({ maxLength: 500 })), ...ModeQuery,
      }),
      response: { 201: Type.Object({ id: IdJson('payout') }), ...problems(PAYOUT) },
    },
  }, async (request, reply) => {
    const { from, to, amount: said, paidOn, note = '', mode } = request.body
    const scope = await scopeOfAccount(deps, { caller: request.caller, id: from, mode })
    const target = await reachAccount(deps.db, request.caller, idOf('moneyAccount', to))
    if (scope === null || target === null) return missing(reply)
    const amount = moneyOf(said, 'amount')
    if (amount.minor < 1n) throw new InvalidInput([{ field: 'amount/amount', code: 'too_small', limit: 0 }])
    if (!isBusinessDate(paidOn)) throw new InvalidInput([{ field: 'paidOn', code: 'malformed' }])
    const about = { at: deps.clock.now(), actor: actorOf(request.caller) }
    const done = await inTransaction(deps.db, (tx) => recordPayout(tx, { mode: scope.mode, from: scope.account, to: target, amount, paidOn, note }, about))
    return done.ok ? reply.code(201).send({ id: publicId('payout', done.value, scope.mode) }) : refuse<PayoutError>(reply, PAYOUT, done.error)
  })
}
