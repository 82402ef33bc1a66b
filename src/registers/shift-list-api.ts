import { storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { tableName } from '../merchants/stores/table-name.ts'
import { csvPieces } from '../platform/csv/csv-file.ts'
import type { CsvRow } from '../platform/csv/csv-file.ts'
import { Closed } from '../platform/http/json.ts'
import { everyPage, page, PageJson, pageOf, PagingQuery } from '../platform/http/paging.ts'
import type { Routes } from '../platform/http/route.ts'
import { saveCsv } from '../platform/http/save-csv.ts'
import { findRegister } from './find-register.ts'
import type { ShiftDeps } from './keep-shifts.ts'
import type { CashRegister } from './register.ts'
import type { Shift } from './shift.ts'
import { shiftHead, shiftRow } from './shift-csv.ts'
import { shiftJson, ShiftWithReportJson } from './shift-json.ts'
import { shiftReport } from './shift-report.ts'
import type { ReportedShift } from './shift-report.ts'
import { listShifts } from './shift-store.ts'
import { TillQuery, tillScope } from './till-scope.ts'
import type { TillScope } from './till-scope.ts'

/** The shifts of a store or a cash register, as its owner looks through them. */
export const shiftListRoutes: Routes<ShiftDeps> = async (app, deps) => {
  app.get('/v1/shifts', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'listShifts', summary: 'The shifts of a store or a cash register with their reports, the newest first.', tags: ['Till'],
      description: '`from` and `to` are the days on which they were opened.', querystring: Closed({ ...PagingQuery, ...TillQuery }),
      response: { 200: PageJson(ShiftWithReportJson) },
    },
  }, async (request) => {
    const { scope } = await tillScope(deps.db, request.caller, request.query)
    const asked = pageOf(request.query)
    const after = asked.after === null ? null : storedId('shift', asked.after)
    const rows = await listShifts(deps.db, scope, { limit: asked.limit + 1, after })
    const reported = await withReports(deps, rows)
    return page(reported, asked, ({ shift }) => shift.id, ({ shift, report }) => ({ ...shiftJson(shift), report }))
  })

  app.get('/v1/shifts/export.csv', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'exportShifts', summary: 'The same list as a table, a row for each shift, in the reader\'s language.', tags: ['Till'],
      produces: ['text/csv'], querystring: Closed(TillQuery),
    },
  }, async (request, reply) => {
    const { scope, timeZone } = await tillScope(deps.db, request.caller, request.query)
    const { language } = request
    return saveCsv(reply, await tableName(deps, scope, 'shifts', request.query), csvPieces(shiftHead(language), rowsOf(deps, scope, { language, timeZone }), language))
  })
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

async function* rowsOf(deps: ShiftDeps, scope: TillScope, place: { readonly language: Language; readonly timeZone: string }): AsyncGenerator<CsvRow[]> {
  for await (const shifts of everyPage<Shift, Id<'shift'>>((asked) => listShifts(deps.db, scope, asked), ({ id }) => id)) {
    yield (await withReports(deps, shifts)).map((one) => shiftRow(one, place))
  }
}
