import { Type } from 'typebox'
import { storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { ModeJson } from '../merchants/json.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import { tableName } from '../merchants/stores/table-name.ts'
import { csvPieces } from '../platform/csv/csv-file.ts'
import type { CsvRow } from '../platform/csv/csv-file.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed } from '../platform/http/json.ts'
import { everyPage, page, PageJson, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { periodAsked, PeriodQuery } from '../platform/http/period.ts'
import { InvalidInput } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { saveCsv } from '../platform/http/save-csv.ts'
import { findRegister, visibleRegister } from './find-register.ts'
import type { ShiftDeps } from './keep-shifts.ts'
import type { CashRegister } from './register.ts'
import type { Shift } from './shift.ts'
import { shiftHead, shiftRow } from './shift-csv.ts'
import { shiftJson, ShiftWithReportJson } from './shift-json.ts'
import { shiftReport } from './shift-report.ts'
import type { ReportedShift } from './shift-report.ts'
import { listShifts } from './shift-store.ts'
import type { ShiftFilter } from './shift-store.ts'

const ShiftQuery = {
  store: Type.Optional(IdJson('store')), mode: Type.Optional(ModeJson), register: Type.Optional(IdJson('cashRegister')), ...PeriodQuery,
}

type Asked = { readonly store?: string; readonly mode?: 'test' | 'live'; readonly register?: string; readonly from?: string; readonly to?: string }

/** The shifts of a store or a cash register, as its owner looks through them. */
export const shiftListRoutes: Routes<ShiftDeps> = async (app, deps) => {
  app.get('/v1/shifts', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'listShifts', summary: 'The shifts of a store or a cash register with their reports, the newest first.', tags: ['Till'],
      description: '`from` and `to` are the days on which they were opened.', querystring: Closed({ ...PagingQuery, ...ShiftQuery }),
      response: { 200: PageJson(ShiftWithReportJson) },
    },
  }, async (request) => {
    const { filter } = await filterOf(deps, request.caller, request.query)
    const asked = pageOf(request.query)
    const after = asked.after === null ? null : storedId('shift', asked.after)
    const rows = await listShifts(deps.db, filter, { limit: asked.limit + 1, after })
    const reported = await withReports(deps, rows)
    return page(reported, asked, ({ shift }) => shift.id, ({ shift, report }) => ({ ...shiftJson(shift), report }))
  })

  app.get('/v1/shifts/export.csv', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'exportShifts', summary: 'The same list as a table, a row for each shift, in the reader\'s language.', tags: ['Till'],
      produces: ['text/csv'], querystring: Closed(ShiftQuery),
    },
  }, async (request, reply) => {
    const { filter, timeZone } = await filterOf(deps, request.caller, request.query)
    const { language } = request
    return saveCsv(reply, await tableName(deps, filter, 'shifts', request.query), csvPieces(shiftHead(language), rowsOf(deps, filter, { language, timeZone }), language))
  })
}

async function filterOf({ db }: ShiftDeps, caller: Caller, query: Asked): Promise<{ filter: ShiftFilter; timeZone: string }> {
  const { merchantId } = caller
  if (query.register === undefined) {
    const { store, mode } = await storeScope(db, caller, query)
    return { filter: { merchantId, storeId: store.store_id, mode, registerId: null, ...periodAsked(query, store.time_zone) }, timeZone: store.time_zone }
  }
  const register = await visibleRegister(db, caller, query.register)
  if (register === null) throw new InvalidInput([{ field: 'register', code: 'not_a_choice' }])
  const { storeId, mode, id: registerId, timeZone } = register
  return { filter: { merchantId, storeId, mode, registerId, ...periodAsked(query, timeZone) }, timeZone }
}

async function withReports({ db, readSums }: ShiftDeps, shifts: readonly Shift[]): Promise<ReportedShift[]> {
  const registers = new Map<Id<'cashRegister'>, CashRegister>()
  for (const { merchantId, registerId } of shifts) {
    const register = registers.get(registerId) ?? await findRegister(db, { merchantId, registerId })
    if (register !== null) registers.set(registerId, register)
  }
  return Promise.all(shifts.flatMap((shift) => {
    const register = registers.get(shift.registerId)
    return register === undefined ? [] : [shiftReport(db, { shift, register, readSums }).then((report) => ({ shift, register, report }))]
  }))
}

async function* rowsOf(deps: ShiftDeps, filter: ShiftFilter, place: { readonly language: Language; readonly timeZone: string }): AsyncGenerator<CsvRow[]> {
  for await (const shifts of everyPage<Shift, Id<'shift'>>((asked) => listShifts(deps.db, filter, asked), ({ id }) => id)) {
    yield (await withReports(deps, shifts)).map((one) => shiftRow(one, place))
  }
}
