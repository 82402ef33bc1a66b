import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { publicId, storedId } from '../kernel/ids.ts'
import { findAccount } from '../merchants/accounts/find-accounts.ts'
import { reachAccount } from '../merchants/accounts/open-account.ts'
import { ModeJson, OneOf } from '../merchants/json.ts'
import { isVisible, storeScope } from '../merchants/stores/scope.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idOf, idWithMode } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, MoneyJson, moneyOf } from '../platform/http/json.ts'
import { page, PageJson, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import type { PayoutError } from './record-payout.ts'
import { scopeOfAccount } from './account-api.ts'
import type { AccountRouteDeps } from './account-api.ts'
import { bookMatch, matchPayout, setIgnored, suggestionsOf, undoMatch } from './book-match.ts'
import type { MatchError } from './book-match.ts'
import { countRepeated, findInFile, importStatement } from './import-statement.ts'
import type { ImportError } from './import-statement.ts'
import { findImport } from './import-store.ts'
import { relativesOf } from './collective-store.ts'
import { findMatch, matchesOfLines } from './match-store.ts'
import { MOST_BYTES } from './read-statement.ts'
import { askingPreviewJson, ColumnsJson, columnsOf, ImportJson, importJson, LineJson, lineJson, LineStateJson, PreviewJson, previewJson } from './statement-json.ts'
import { findLine, listLines } from './store.ts'
import type { StatementLine } from './store.ts'

const NOT_FOUND = { not_found: 404 } as const
const IMPORT = {
  not_found: 404, statement_unreadable: 422, statement_columns_unknown: 422, statement_other_account: 422, statement_other_currency: 422,
} as const satisfies Record<ImportError['code'] | 'not_found', number>
const MATCH = {
  not_found: 404, line_not_open: 409, match_not_undoable: 409, not_issued: 409, wrong_currency: 422, changed_meanwhile: 409, exceeds_line: 422, accounts_differ: 409,
} as const satisfies Record<MatchError['code'] | PayoutError['code'], number>

/** A file is a third longer in base 64, and there is a little more in the body. */
const BODY_LIMIT_BYTES = Math.ceil(MOST_BYTES * 1.4)

const FileJson = Closed({
  fileName: Type.String({ minLength: 1, maxLength: 200 }),
  content: Type.String({ minLength: 1, maxLength: BODY_LIMIT_BYTES, pattern: '^[A-Za-z0-9+/]*={0,2}$', description: 'The file as it is, in base 64. At most 16 MiB.' }),
  columns: Type.Optional(ColumnsJson), mode: Type.Optional(ModeJson),
})
const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' })
const lineIs = { 200: LineJson, ...problems(MATCH) }

export const statementRoutes: Routes<AccountRouteDeps> = async (app, deps) => {
  importRoutes(app, deps)
  lineReads(app, deps)
  matchRoutes(app, deps)
  lineDecisions(app, deps)
}

const missing = (reply: FastifyReply) => refuse<{ code: 'not_found' }>(reply, NOT_FOUND, { code: 'not_found' })

type Sent = {
  readonly caller: Caller
  readonly params: { id: string }
  readonly body: { fileName: string; content: string; columns?: Record<string, unknown>; mode?: 'test' | 'live' }
}

async function fileIn(deps: AccountRouteDeps, { caller, params, body }: Sent) {
  const scope = await scopeOfAccount(deps, { caller, id: params.id, mode: body.mode })
  if (scope === null || scope.account.kind !== 'bank_account') return null
  const { account, mode, store } = scope
  const remembered = await deps.db.selectFrom('money_account').select('csv_columns')
    .where('merchant_id', '=', account.merchantId).where('account_id', '=', account.id).executeTakeFirst()
  const said = columnsOf(body.columns)
  const file = { account, mode, fileName: body.fileName, content: Buffer.from(body.content, 'base64'), columns: said, country: store.country }
  // What a person said of this bank's table before counts where the headings say nothing.
  const read = findInFile(file)
  const kept = remembered?.csv_columns
  const isKept = said === null && !read.ok && read.error.code === 'statement_columns_unknown' && typeof kept === 'object' && kept !== null && !Array.isArray(kept)
  return isKept ? { ...file, columns: columnsOf(kept) } : file
}

function importRoutes(app: App, deps: AccountRouteDeps): void {
  app.post('/v1/accounts/:id/statement-previews', {
    config: { permission: 'payments.settle' }, bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      operationId: 'previewStatement', summary: 'What a bank statement file holds. Nothing is kept.', tags: ['Bank statements'], params: OneOf('moneyAccount'),
      headers: IdempotencyKey, body: FileJson, response: { 200: PreviewJson, ...problems(IMPORT) },
    },
  }, async (request, reply) => {
    const file = await fileIn(deps, request)
    if (file === null) return missing(reply)
    const found = findInFile(file)
    const { currency } = file.account
    if (found.ok) return previewJson(found.value, { currency, repeated: await countRepeated(deps.db, file, found.value) })
    return found.error.code === 'statement_columns_unknown' ? askingPreviewJson(found.error.table, currency) : refuse<ImportError>(reply, IMPORT, found.error)
  })

  app.post('/v1/accounts/:id/statement-imports', {
    config: { permission: 'payments.settle' }, bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      operationId: 'importStatement', tags: ['Bank statements'], params: OneOf('moneyAccount'), headers: IdempotencyKey, body: FileJson,
      summary: 'Keep the lines of a bank statement file (camt.052, .053, .054, MT940, CSV). Lines that are here already change nothing.',
      description: 'What is beyond doubt is booked in the background: ask `getStatementImport` until `isMatching` is false.',
      response: { 201: ImportJson, ...problems(IMPORT) },
    },
  }, async (request, reply) => {
    const file = await fileIn(deps, request)
    if (file === null) return missing(reply)
    const by = { at: deps.clock.now(), actor: actorOf(request.caller) }
    const done = await importStatement(deps.db, file, by)
    if (!done.ok) return refuse<ImportError>(reply, IMPORT, done.error)
    const kept = await findImport(deps.pool, file.account.merchantId, done.value.importId)
    return kept === null ? missing(reply) : reply.code(201).send(importJson(kept))
  })

  app.get('/v1/statement-imports/:id', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getStatementImport', summary: 'What became of an imported statement.', tags: ['Bank statements'], params: OneOf('statementImport'),
      response: { 200: ImportJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const { id, mode } = idWithMode('statementImport', request.params.id)
    const found = await findImport(deps.pool, request.caller.merchantId, id)
    return found === null || found.mode !== mode || !isVisible(request.caller, found) ? missing(reply) : reply.code(200).send(importJson(found))
  })
}

async function described({ pool }: AccountRouteDeps, lines: readonly StatementLine[]) {
  const [first] = lines
  const [{ decisions, candidates }, relatives, matches] = await Promise.all([
    suggestionsOf(pool, lines), relativesOf(pool, lines), first === undefined ? [] : matchesOfLines(pool, first.merchantId, lines.map(({ id }) => id)),
  ])
  const invoices = new Map<string, (typeof candidates)[number]>(candidates.map((one) => [one.invoiceId, one]))
  return new Map(lines.map((line, index) => [line.id, lineJson(line, {
    relatives, matches: matches.filter(({ lineId }) => lineId === line.id), decision: decisions[index] ?? null, invoices,
  })]))
}

async function visibleLine({ pool }: AccountRouteDeps, caller: Caller, text: string): Promise<StatementLine | null> {
  const { id, mode } = idWithMode('statementLine', text)
  const line = await findLine(pool, caller.merchantId, id)
  return line !== null && line.mode === mode && isVisible(caller, line) ? line : null
}

async function sendLine(deps: AccountRouteDeps, reply: FastifyReply, id: string) {
  const line = await visibleLine(deps, reply.request.caller, id)
  const json = line === null ? undefined : (await described(deps, [line])).get(line.id)
  return json === undefined ? missing(reply) : reply.code(200).send(json)
}

function lineReads(app: App, deps: AccountRouteDeps): void {
  app.get('/v1/statement-lines', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'listStatementLines', summary: 'Lines of a store\'s bank statements, newest first, open ones with suggestions.', tags: ['Bank statements'],
      querystring: Closed({
        ...PagingQuery, store: Type.Optional(IdJson('store')), mode: Type.Optional(ModeJson), account: Type.Optional(IdJson('moneyAccount')),
        state: Type.Optional(Type.Intersect([LineStateJson], { description: 'All but the folded where none is named.' })),
        direction: Type.Optional(Type.Enum(['in', 'out'])), search: Type.Optional(Type.String({ maxLength: 100 })),
      }),
      response: { 200: PageJson(LineJson) },
    },
  }, async (request) => {
    const { query, caller } = request
    const { merchantId, store, mode } = await storeScope(deps.db, caller, query)
    const accountId = query.account === undefined ? null : idOf('moneyAccount', query.account)
    if (accountId !== null && await reachAccount(deps.db, caller, accountId) === null) throw new InvalidInput([{ field: 'account', code: 'not_a_choice' }])
    const asked = pageOf(query)
    const rows = await listLines(deps.pool, {
      merchantId, storeId: store.store_id, mode, accountId, state: query.state ?? null, direction: query.direction ?? null, search: query.search?.trim() || null,
    }, { limit: asked.limit, after: asked.after === null ? null : storedId('statementLine', asked.after) })
    const json = await described(deps, rows)
    const { items, next } = page(rows, asked, (line) => line.id, (line) => json.get(line.id))
    return { items: items.flatMap((one) => (one === undefined ? [] : [one])), next }
  })

  app.get('/v1/statement-lines/:id', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'getStatementLine', summary: 'One line with its matches and suggestions.', tags: ['Bank statements'], params: OneOf('statementLine'),
      response: { 200: LineJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => sendLine(deps, reply, request.params.id))
}

function matchRoutes(app: App, deps: AccountRouteDeps): void {
  app.post('/v1/statement-lines/:id/matches', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'matchStatementLine', summary: 'Say which invoices a line pays, and book it.', tags: ['Bank statements'],
      params: OneOf('statementLine'), headers: IdempotencyKey,
      body: Closed({ invoices: Type.Array(Closed({ invoice: IdJson('invoice'), amount: MoneyJson }), { minItems: 1, maxItems: 50 }), reason: Type.Optional(Reason) }),
      response: lineIs,
    },
  }, async (request, reply) => {
    const line = await visibleLine(deps, request.caller, request.params.id)
    if (line === null) return missing(reply)
    const { invoices, reason = '' } = request.body
    const wanted = await Promise.all(invoices.map(async ({ invoice, amount }, index) => {
      const { id, mode } = idWithMode('invoice', invoice)
      const row = await deps.db.selectFrom('invoice').select(['store_id', 'mode']).where('merchant_id', '=', line.merchantId).where('invoice_id', '=', id).executeTakeFirst()
      if (row === undefined || row.store_id !== line.storeId || row.mode !== mode || mode !== line.mode) throw new InvalidInput([
        { field: `invoices/${index}/invoice`, code: 'not_a_choice' },
      ])
      const money = moneyOf(amount, `invoices/${index}/amount`)
      if (money.currency !== line.amount.currency) throw new InvalidInput([{ field: `invoices/${index}/amount/currency`, code: 'not_a_choice' }])
      return { invoiceId: id, amountMinor: money.minor }
    }))
    const by = { at: deps.clock.now(), actor: actorOf(request.caller), reason }
    const done = await bookMatch(deps, { line, parts: wanted, score: 100, reasons: [] }, by)
    return done.ok ? sendLine(deps, reply, request.params.id) : refuse<MatchError>(reply, MATCH, done.error)
  })

  app.post('/v1/statement-lines/:id/payout', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'matchPayout', summary: 'Say that a line is a payout from a merchant account, and book it.', tags: ['Bank statements'], params: OneOf('statementLine'),
      headers: IdempotencyKey, body: Closed({ from: IdJson('moneyAccount'), reason: Type.Optional(Reason) }), response: lineIs,
    },
  }, async (request, reply) => {
    const line = await visibleLine(deps, request.caller, request.params.id)
    const from = await reachAccount(deps.db, request.caller, idOf('moneyAccount', request.body.from))
    const to = line === null ? null : await findAccount(deps.db, line)
    if (line === null || from === null || to === null) return missing(reply)
    const done = await matchPayout(deps, { line, from, to }, { at: deps.clock.now(), actor: actorOf(request.caller), reason: request.body.reason ?? '' })
    return done.ok ? sendLine(deps, reply, request.params.id) : refuse<MatchError | PayoutError>(reply, MATCH, done.error)
  })

  app.post('/v1/matches/:id/undoing', {
    config: { permission: 'payments.settle' },
    schema: {
      operationId: 'undoMatch', summary: 'Take a wrong match back: its payment or payout is reversed and the line waits again.', tags: ['Bank statements'], params: OneOf('match'),
      headers: IdempotencyKey, body: Closed({ reason: Reason }), response: lineIs,
    },
  }, async (request, reply) => {
    const { id, mode } = idWithMode('match', request.params.id)
    const match = await findMatch(deps.pool, request.caller.merchantId, id)
    if (match === null || match.mode !== mode || !isVisible(request.caller, match)) return missing(reply)
    const done = await undoMatch(deps, match, { at: deps.clock.now(), actor: actorOf(request.caller), reason: request.body.reason })
    return done.ok ? sendLine(deps, reply, publicId('statementLine', match.lineId, match.mode)) : refuse<MatchError>(reply, MATCH, done.error)
  })
}

function lineDecisions(app: App, deps: AccountRouteDeps): void {
  for (const [path, isIgnored, operationId, summary] of [
    ['ignoring', true, 'ignoreStatementLine', 'Put a line aside that is nobody\'s invoice.'],
    ['reopening', false, 'reopenStatementLine', 'Take a line up again that was put aside.'],
  ] as const) {
    app.post(`/v1/statement-lines/:id/${path}`, {
      config: { permission: 'payments.settle' },
      schema: {
        operationId, summary, tags: ['Bank statements'], params: OneOf('statementLine'), headers: IdempotencyKey,
        body: Closed({ reason: Type.Optional(Reason) }), response: lineIs,
      },
    }, async (request, reply) => {
      const line = await visibleLine(deps, request.caller, request.params.id)
      if (line === null) return missing(reply)
      const done = await setIgnored(deps, line, isIgnored, { at: deps.clock.now(), actor: actorOf(request.caller), reason: request.body.reason ?? '' })
      return done.ok ? sendLine(deps, reply, request.params.id) : refuse<MatchError>(reply, MATCH, done.error)
    })
  }
}
