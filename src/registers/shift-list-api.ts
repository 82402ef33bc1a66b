import { Type } from 'typebox'
import { storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { ModeJson } from '../merchants/json.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed } from '../platform/http/json.ts'
import { page, PageJson, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { periodAsked, PeriodQuery } from '../platform/http/period.ts'
import { InvalidInput } from '../platform/http/problem.ts'
import type { Routes } from '../platform/http/route.ts'
import { findRegister, visibleRegister } from './find-register.ts'
import type { ShiftDeps } from './keep-shifts.ts'
import type { CashRegister } from './register.ts'
import type { Shift } from './shift.ts'
import { shiftsCsv } from './shift-csv.ts'
import { shiftJson, ShiftWithReportJson } from './shift-json.ts'
import { shiftReport } from './shift-report.ts'
import type { ReportedShift } from './shift-report.ts'
import { listShifts } from './shift-store.ts'
import type { ShiftFilter } from './shift-store.ts'

const ShiftQuery = {
  store: Type.Optional(IdJson('store')), mode: Type.Optional(ModeJson), register: Type.Optional(IdJson('cashRegister')), ...PeriodQuery,
}

type Asked = { readonly store?: string; readonly mode?: 'test' | 'live'; readonly register?: string; readonly from?: string; readonly to?: string }

const AT_ONCE = 100

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
    const table = shiftsCsv(await allShifts(deps, filter), { language: request.language, timeZone })
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="shifts.csv"').header('cache-control', 'no-store').send(table)
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

async function allShifts(deps: ShiftDeps, filter: ShiftFilter): Promise<ReportedShift[]> {
  const all: ReportedShift[] = []
  for (let after: Id<'shift'> | null = null; ;) {
    const shifts: Shift[] = await listShifts(deps.db, filter, { limit: AT_ONCE, after })
    all.push(...await withReports(deps, shifts))
    if (shifts.length < AT_ONCE) return all
    after = shifts.at(-1)?.id ?? null
  }
}
