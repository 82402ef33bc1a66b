import type pg from 'pg'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { businessDate } from '../kernel/business-date.ts'
import type { Clock } from '../kernel/clock.ts'
import { storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { InvoiceBriefJson, invoiceBriefJson } from '../invoices/json.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import { tableName } from '../merchants/stores/table-name.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import { csvPieces } from '../platform/csv/csv-file.ts'
import type { CsvRow } from '../platform/csv/csv-file.ts'
import type { Db } from '../platform/db/database.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { Closed, DateJson, moneyJson, MoneyJson, Nullable } from '../platform/http/json.ts'
import { everyPage, page, PageJson, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { dayAsked } from '../platform/http/period.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { saveCsv } from '../platform/http/save-csv.ts'
import { INVOICE_ATTENTION } from './invoice-attention.ts'
import { invoiceHead, invoiceRow } from './invoice-csv.ts'
import { INVOICE_VIEWS, invoiceTotals, listInvoices } from './invoice-list.ts'
import type { InvoiceFilter, ListedInvoice } from './invoice-list.ts'

type InvoiceListDeps = { readonly db: Db; readonly pool: pg.Pool; readonly clock: Clock }

const ListedJson = Type.Object({
  ...InvoiceBriefJson.properties, attention: Nullable(Type.Enum(INVOICE_ATTENTION, { description: 'What of it needs a person first; null where nothing does.' })),
})

const FilterQuery = {
  store: Type.Optional(IdJson('store')), mode: Type.Optional(Type.Enum(['test', 'live'])),
  view: Type.Optional(Type.Enum(INVOICE_VIEWS)),
  search: Type.Optional(Type.String({
    maxLength: 100, description: 'Beginning of number, payer\'s name or mail address, or the whole external number.',
  })),
  customer: Type.Optional(IdJson('customer')), issuedFrom: Type.Optional(DateJson), issuedTo: Type.Optional(DateJson),
}
const Filter = Closed(FilterQuery)

const TotalsJson = Type.Object({
  count: Type.String({ description: '"10,000+" for more.' }),
  outstanding: Type.Union([MoneyJson, Type.Null()], { description: 'Null where the sum cannot be told exactly: several currencies, or too many invoices.' }),
}, { title: 'InvoiceTotals' })

/** Invoices as lists, and what such a list comes to. Apart, because adding up takes longer than a page of rows. */
export const invoiceListRoutes: Routes<InvoiceListDeps> = async (app, deps) => {
  const { pool, clock } = deps
  saving(app, deps)
  app.get('/v1/invoices', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'listInvoices', tags: ['Invoices'],
      summary: 'Invoices of a store, newest first; unpaid ones, and those of certain days, by their day of issue.',
      querystring: Closed({ ...PagingQuery, ...FilterQuery }), response: { 200: PageJson(ListedJson) },
    },
  }, async ({ caller, query }) => {
    const asked = pageOf(query)
    const { filter } = await filterOf(deps, caller, query)
    const rows = await listInvoices(pool, filter, { limit: asked.limit, after: asked.after === null ? null : storedId('invoice', asked.after) })
    const now = clock.now()
    return page(rows, asked, (row) => row.id, (row) => ({ ...invoiceBriefJson(row, { now }), attention: row.attention }))
  })

  app.get('/v1/invoices/totals', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'getInvoiceTotals', summary: 'How many invoices a list has, and what is still to be paid of them.', tags: ['Invoices'],
      querystring: Filter, response: { 200: TotalsJson },
    },
  }, async ({ caller, query }) => {
    const { filter, currency } = await filterOf(deps, caller, query)
    const { count, outstanding } = await invoiceTotals(pool, filter, currency)
    return { count, outstanding: outstanding === null ? null : moneyJson(outstanding) }
  })
}

function saving(app: App, deps: InvoiceListDeps): void {
  app.get('/v1/invoices/export.csv', {
    config: { permission: 'invoices.read' },
    schema: {
      operationId: 'exportInvoices', summary: 'The same list as a table, a row for each invoice, in the reader\'s language.', tags: ['Invoices'],
      description: 'Credited and refunded amounts are below zero. What a draft or a cancelled invoice comes to has a column of its own.',
      produces: ['text/csv'], querystring: Filter,
    },
  }, async ({ caller, query, language }, reply) => {
    const { filter } = await filterOf(deps, caller, query)
    const name = await tableName(deps, filter, 'invoices', { from: query.issuedFrom, to: query.issuedTo })
    return saveCsv(reply, name, csvPieces(invoiceHead(language), rowsOf(deps.pool, filter, language), language))
  })
}

async function* rowsOf(pool: pg.Pool, filter: InvoiceFilter, language: Language): AsyncGenerator<CsvRow[]> {
  const read = ({ limit, after }: { readonly limit: number; readonly after: Id<'invoice'> | null }) => listInvoices(pool, filter, { limit: limit - 1, after })
  for await (const invoices of everyPage<ListedInvoice, Id<'invoice'>>(read, ({ id }) => id)) {
    yield invoices.map((invoice) => invoiceRow(invoice, { language, today: filter.today }))
  }
}

/** What was asked for, and the store's own currency. */
async function filterOf(
  { db, clock }: InvoiceListDeps, caller: Caller, query: Static<typeof Filter>,
): Promise<{ filter: InvoiceFilter; currency: Currency }> {
  const { merchantId, store, mode } = await storeScope(db, caller, query)
  return {
    currency: storedCurrency(store.currency),
    filter: {
      merchantId, storeId: store.store_id, mode, view: query.view ?? 'all', search: query.search?.trim() || null,
      customerId: query.customer === undefined ? null : idOf('customer', query.customer),
      issuedFrom: dayAsked(query.issuedFrom, 'issuedFrom'), issuedTo: dayAsked(query.issuedTo, 'issuedTo'),
      today: businessDate(clock.now(), store.time_zone),
    },
  }
}
