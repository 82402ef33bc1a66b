import type pg from 'pg'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import { tableName } from '../merchants/stores/table-name.ts'
import { csvPieces } from '../platform/csv/csv-file.ts'
import type { CsvRow } from '../platform/csv/csv-file.ts'
import type { Db } from '../platform/db/database.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed } from '../platform/http/json.ts'
import { everyPage, page, PageJson, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { periodAsked, PeriodQuery } from '../platform/http/period.ts'
import type { App } from '../platform/http/route.ts'
import { saveCsv } from '../platform/http/save-csv.ts'
import { listPayments } from './find-payments.ts'
import type { PaymentFilter } from './find-payments.ts'
import { PaymentJson, paymentJson } from './json.ts'
import type { PaymentFacts } from './json.ts'
import { methodTitles } from './method-titles.ts'
import type { ChannelOpener } from './method-titles.ts'
import { paymentHead, paymentRow } from './payment-csv.ts'

type PaymentListDeps = { readonly db: Db; readonly pool: pg.Pool; readonly clock: Clock; readonly openChannel: ChannelOpener }

const FilterQuery = {
  store: Type.Optional(IdJson('store')), mode: Type.Optional(Type.Enum(['test', 'live'])),
  search: Type.Optional(Type.String({ maxLength: 100 })), source: Type.Optional(Type.Enum(['attempt', 'statement_line', 'cash', 'manual'])),
  ...PeriodQuery,
}
const Filter = Closed(FilterQuery)

/** Payments of a store, on the screen and as a table. */
export function paymentList(app: App, deps: PaymentListDeps): void {
  const { pool, openChannel } = deps
  app.get('/v1/payments', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'listPayments', summary: 'Payments of a store, newest first.', tags: ['Payments'],
      querystring: Closed({ ...PagingQuery, ...FilterQuery }), response: { 200: PageJson(PaymentJson) },
    },
  }, async ({ caller, query, language }) => {
    const { filter } = await filterOf(deps, caller, query)
    const asked = pageOf(query)
    const rows = await listPayments(pool, filter, { limit: asked.limit, after: asked.after === null ? null : storedId('payment', asked.after) })
    const titleOf = await methodTitles(openChannel, { merchantId: caller.merchantId, language }, rows)
    return page(rows, asked, (payment) => payment.id, (payment) => paymentJson(payment, titleOf))
  })

  app.get('/v1/payments/export.csv', {
    config: { permission: 'payments.read' },
    schema: {
      operationId: 'exportPayments', summary: 'The same list as a table, a row for each payment, in the reader\'s language.', tags: ['Payments'],
      description: 'What was given back is below zero. Money that was taken back from its invoice has a column of its own. Moments are by the store’s clock.',
      produces: ['text/csv'], querystring: Filter,
    },
  }, async ({ caller, query, language }, reply) => {
    const { filter, timeZone } = await filterOf(deps, caller, query)
    const read = ({ limit, after }: { readonly limit: number; readonly after: Id<'payment'> | null }) => listPayments(pool, filter, { limit: limit - 1, after })
    async function* rows(): AsyncGenerator<CsvRow[]> {
      for await (const payments of everyPage<PaymentFacts, Id<'payment'>>(read, ({ id }) => id)) {
        const titleOf = await methodTitles(openChannel, { merchantId: caller.merchantId, language }, payments)
        yield payments.map((payment) => paymentRow(payment, titleOf, { language, timeZone }))
      }
    }
    return saveCsv(reply, await tableName(deps, filter, 'payments', query), csvPieces(paymentHead(language), rows(), language))
  })
}

async function filterOf({ db }: PaymentListDeps, caller: Caller, query: Static<typeof Filter>): Promise<{ filter: PaymentFilter; timeZone: string }> {
  const { merchantId, store, mode } = await storeScope(db, caller, query)
  const filter = {
    merchantId, storeId: store.store_id, mode, search: query.search?.trim() || null, source: query.source ?? null, ...periodAsked(query, store.time_zone),
  }
  return { filter, timeZone: store.time_zone }
}
