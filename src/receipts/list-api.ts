import { Type } from 'typebox'
import type { Static } from 'typebox'
import { storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { tableName } from '../merchants/stores/table-name.ts'
import { csvPieces } from '../platform/csv/csv-file.ts'
import type { CsvRow } from '../platform/csv/csv-file.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { Closed } from '../platform/http/json.ts'
import { everyPage, page, pageOf, PageJson, PagingQuery } from '../platform/http/paging.ts'
import { InvalidInput, problems } from '../platform/http/problem.ts'
import type { App } from '../platform/http/route.ts'
import { saveCsv } from '../platform/http/save-csv.ts'
import { TillQuery, tillScope } from '../registers/till-scope.ts'
import { answered, missing, NOT_FOUND, ReceiptParams } from './at-till.ts'
import type { AtTillDeps } from './at-till.ts'
import { changedReceipts, factsOf, listReceipts, namesBeside, toldUntil, visibleReceipt } from './find-receipts.ts'
import type { ReceiptFilter } from './find-receipts.ts'
import { ReceiptJson, receiptJson } from './json.ts'
import { meansRoute } from './means-api.ts'
import { proofRoute } from './proof-api.ts'
import { receiptHead, receiptRow } from './receipt-csv.ts'
import { RECEIPT_STATES } from './receipt.ts'
import type { Receipt } from './receipt.ts'

const FilterQuery = {
  ...TillQuery,
  state: Type.Optional(Type.String({ maxLength: 100, description: 'One or several, with commas between.', examples: ['deferred', 'expired,cancelled'] })),
  shift: Type.Optional(IdJson('shift')), payment: Type.Optional(IdJson('payment')),
  late: Type.Optional(Type.Boolean({ description: 'Only those with money that came after the end, or beyond what was owed, and has not gone back.' })),
  search: Type.Optional(Type.String({ maxLength: 100, description: 'Beginning of the number, of its last part, or of the fiscal number.' })),
}

const Filter = Closed(FilterQuery)

/** Lists, one receipt, which money and documents it goes with, and how receipts name money. */
export function receiptList(app: App, deps: AtTillDeps): void {
  proofRoute(app, deps)
  meansRoute(app, deps)
  listing(app, deps)
  saving(app, deps)
  app.get('/v1/receipts/:id', {
    config: { permission: 'till.read' },
    schema: { operationId: 'getReceipt', summary: 'One receipt.', tags: ['Till'], params: ReceiptParams, response: { 200: ReceiptJson, ...problems(NOT_FOUND) } },
  }, async (request, reply) => {
    const receipt = await visibleReceipt(deps.db, request.caller, request.params.id)
    return receipt === null ? missing(reply) : reply.send(await answered(deps, receipt))
  })
}

function listing(app: App, { db, vault, clock, publicUrl }: AtTillDeps): void {
  app.get('/v1/receipts', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'listReceipts', summary: 'Receipts of a store or a cash register, newest first; or those changed since the last look.', tags: ['Till'],
      querystring: Closed({
        ...PagingQuery, ...FilterQuery,
        changed_after: Type.Optional(Type.String({
          maxLength: 40,
          description: '`cursor` of the answer before: only what changed at `register` since then, oldest first. Something may be told twice.',
        })),
      }),
      response: { 200: Type.Object({ ...PageJson(ReceiptJson).properties, cursor: Type.String({ description: 'For `changed_after`.' }) }) },
    },
  }, async ({ caller, query }) => {
    const now = clock.now()
    const { filter } = await filterOf(db, caller, query)
    if (query.changed_after !== undefined) {
      const { registerId: id } = filter
      if (id === null) throw new InvalidInput([{ field: 'register', code: 'missing' }])
      const { receipts, until } = await changedReceipts(db, { ...filter, id }, momentOf(query.changed_after), now)
      const facts = await factsOf(db, vault, receipts, now)
      return { items: facts.map((one) => receiptJson(one, publicUrl, now)), next: null, cursor: until.toISOString() }
    }
    const asked = pageOf(query)
    const found = await listReceipts(db, filter, { limit: asked.limit + 1, after: asked.after === null ? null : storedId('receipt', asked.after) })
    const facts = await factsOf(db, vault, found, now)
    return { ...page(facts, asked, ({ receipt }) => receipt.id, (one) => receiptJson(one, publicUrl, now)), cursor: toldUntil(now).toISOString() }
  })
}

function saving(app: App, deps: AtTillDeps): void {
  const { db } = deps
  app.get('/v1/receipts/export.csv', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'exportReceipts', summary: 'The same list as a table, a row for each receipt, in the reader\'s language.', tags: ['Till'],
      description: 'What was given back is below zero. Only what is proved to be sold or given back stands in the columns of money; the amount of any other receipt has a column of its own. Moments are by the store’s clock.',
      produces: ['text/csv'], querystring: Filter,
    },
  }, async ({ caller, query, language }, reply) => {
    const { filter, timeZone } = await filterOf(db, caller, query)
    return saveCsv(reply, await tableName(deps, filter, 'receipts', query), csvPieces(receiptHead(language), rowsOf(db, filter, { language, timeZone }), language))
  })
}

async function* rowsOf(db: AtTillDeps['db'], filter: ReceiptFilter, place: { readonly language: Language; readonly timeZone: string }): AsyncGenerator<CsvRow[]> {
  for await (const receipts of everyPage<Receipt, Id<'receipt'>>((asked) => listReceipts(db, filter, asked), ({ id }) => id)) {
    const names = await namesBeside(db, filter.merchantId, receipts)
    yield receipts.map((receipt) => receiptRow(receipt, names.get(receipt.id) ?? null, place))
  }
}

async function filterOf(
  db: AtTillDeps['db'], caller: Caller, query: Static<typeof Filter>,
): Promise<{ readonly filter: ReceiptFilter; readonly timeZone: string }> {
  const { scope, timeZone } = await tillScope(db, caller, query)
  const filter = {
    ...scope, states: states(query.state), search: query.search?.trim() || null, onlyLate: query.late ?? false,
    shiftId: query.shift === undefined ? null : idOf('shift', query.shift), paymentId: query.payment === undefined ? null : idOf('payment', query.payment),
  }
  return { filter, timeZone }
}

const states = (text: string | undefined) => {
  if (text === undefined) return null
  const asked = text.split(',')
  const known = RECEIPT_STATES.filter((state) => asked.includes(state))
  if (known.length !== asked.length) throw new InvalidInput([{ field: 'state', code: 'not_a_choice' }])
  return known
}

function momentOf(text: string): Date {
  const moment = new Date(text)
  if (Number.isNaN(moment.getTime())) throw new InvalidInput([{ field: 'changed_after', code: 'malformed' }])
  return moment
}
