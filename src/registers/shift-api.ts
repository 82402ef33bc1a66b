import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { tillAccount } from '../journal/entry.ts'
import { findBalance } from '../journal/find-balance.ts'
import { publicId } from '../kernel/ids.ts'
import { OneOf } from '../merchants/json.ts'
import { isVisible } from '../merchants/stores/scope.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idWithMode } from '../platform/http/id-param.ts'
import { Closed, MoneyJson, moneyJson, moneyOf, Nullable, TimeJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { movesOf } from './cash-move-store.ts'
import { closeShift } from './close-shift.ts'
import { waitingOf } from './document-store.ts'
import { findOffline } from './find-offline.ts'
import { findRegister, visibleRegister } from './find-register.ts'
import type { ShiftDeps } from './keep-shifts.ts'
import { moveCash } from './move-cash.ts'
import type { MoveError } from './move-cash.ts'
import { openShift } from './open-shift-by-hand.ts'
import type { OpenShiftError } from './open-shift-by-hand.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { attentionOf } from './register-attention.ts'
import { attentionJson, AttentionItemJson, OfflineJson, offlineJson } from './register-json.ts'
import { CashierAndKey, requireCashier } from './require-cashier.ts'
import type { NotSignedIn } from './require-cashier.ts'
import { NO_SHIFT } from './shift-for-sale.ts'
import type { Shift } from './shift.ts'
import { ShiftJson, shiftJson, ShiftWithReportJson } from './shift-json.ts'
import { shiftReport } from './shift-report.ts'
import { sellingShift, shiftById } from './shift-store.ts'

const NOT_FOUND = { not_found: 404 } as const
const OPEN = { not_found: 404, cashier_not_signed_in: 403, register_closed: 409, shift_already_open: 409 } as const satisfies
  Record<OpenShiftError['code'] | NotSignedIn['code'] | 'not_found', number>
const CLOSE = { not_found: 404, cashier_not_signed_in: 403, shift_not_open: 409 } as const
const MOVE = {
  not_found: 404, cashier_not_signed_in: 403, ...NO_SHIFT, invalid: 422, nothing_moved: 422, more_than_in_drawer: 422,
  over_cashier_limit: 422,
} as const satisfies Record<MoveError['code'] | NotSignedIn['code'] | 'not_found', number>

const MoveJson = Type.Object({
  id: IdJson('cashMove'), kind: Type.Enum(['service_in', 'service_out']), amount: MoneyJson, note: Type.String(), cashier: Type.String(), createdAt: TimeJson,
}, { title: 'CashMove' })

export const shiftRoutes: Routes<ShiftDeps> = async (app, deps) => {
  readShifts(app, deps)
  writeShifts(app, deps)
  moveRoutes(app, deps)
}

/** The shift of this public id and its register, if the caller may see its store and the id has its mode. */
async function visibleShift({ db }: ShiftDeps, caller: Caller, text: string): Promise<{ shift: Shift; register: CashRegister } | null> {
  const { id, mode } = idWithMode('shift', text)
  const shift = await shiftById(db, { merchantId: caller.merchantId, shiftId: id })
  if (shift === null || shift.mode !== mode || !isVisible(caller, shift)) return null
  const register = await findRegister(db, { merchantId: caller.merchantId, registerId: shift.registerId })
  return register === null ? null : { shift, register }
}

async function sendShift(deps: ShiftDeps, reply: FastifyReply, id: string, status: 200 | 201): Promise<FastifyReply> {
  const found = await visibleShift(deps, reply.request.caller, id)
  if (found === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
  const report = await shiftReport(deps.db, { ...found, readSums: deps.readSums })
  return reply.code(status).send({ ...shiftJson(found.shift), report })
}

function readShifts(app: App, deps: ShiftDeps): void {
  app.get('/v1/cash-registers/:id/shift', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'readPresentShift', summary: 'What a till shows of itself: the shift, the drawer by the books, and what waits to be filed.', params: OneOf('cashRegister'),
      response: {
        200: Type.Object({
          shift: Nullable(ShiftJson), drawer: MoneyJson, waiting: Type.Integer({ description: 'Documents that the fiscal service has still to take.' }),
          troubleSince: Nullable(Type.String({ format: 'date-time', description: 'The fiscal service does not answer since then; null: it does, or there is none.' })),
          attention: Type.Array(AttentionItemJson), offline: Nullable(OfflineJson),
        }), ...problems(NOT_FOUND),
      },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const { merchantId, mode, currency, troubleSince } = register
    const [shift, minor, waiting, attention, offline] = await Promise.all([
      sellingShift(deps.db, refOf(register)), findBalance(deps.db, { merchantId, mode, currency, account: tillAccount(register.id) }), waitingOf(deps.db, refOf(register)),
      attentionOf(deps.db, [register], deps.clock.now()), findOffline(deps.db, register, deps.clock.now()),
    ])
    return {
      shift: shift === null ? null : shiftJson(shift), drawer: moneyJson({ minor, currency }), waiting: waiting.count,
      troubleSince: troubleSince?.toISOString() ?? null,
      attention: (attention.get(register.id) ?? []).map(attentionJson), offline: offline === null ? null : offlineJson(offline),
    }
  })

  app.get('/v1/shifts/:id', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'readShift', summary: 'A shift with its report: an X-report while it is open, its Z-report once it is closed.', params: OneOf('shift'),
      response: { 200: ShiftWithReportJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => sendShift(deps, reply, request.params.id, 200))
}

function writeShifts(app: App, deps: ShiftDeps): void {
  app.post('/v1/cash-registers/:id/shifts', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'openShift', summary: 'Open a shift. Selling may begin at once, also where the fiscal service has still to be told.', headers: CashierAndKey,
      params: OneOf('cashRegister'), body: Closed({}), response: { 201: ShiftWithReportJson, ...problems(OPEN) },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, OPEN, { code: 'not_found' })
    const cashier = await requireCashier(deps, request, register.id)
    if (!cashier.ok) return refuse(reply, OPEN, cashier.error)
    const { cashierId: id, name } = cashier.value
    const opened = await openShift(deps, register, { at: deps.clock.now(), cashier: { id, name }, actor: actorOf(request.caller) })
    return opened.ok ? sendShift(deps, reply, publicId('shift', opened.value, register.mode), 201) : refuse(reply, OPEN, opened.error)
  })

  app.post('/v1/shifts/:id/close', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'closeShift', summary: 'Close a shift with its Z-report. What was sold in it is filed before the end is.', headers: CashierAndKey,
      params: OneOf('shift'), body: Closed({}), response: { 200: ShiftWithReportJson, ...problems(CLOSE) },
    },
  }, async (request, reply) => {
    const found = await visibleShift(deps, request.caller, request.params.id)
    if (found === null) return refuse(reply, CLOSE, { code: 'not_found' })
    const { shift, register } = found
    const cashier = await requireCashier(deps, request, register.id)
    if (!cashier.ok) return refuse(reply, CLOSE, cashier.error)
    const { cashierId: id, name } = cashier.value
    const act = { at: deps.clock.now(), cashier: { id, name }, actor: actorOf(request.caller) }
    const closed = await inTransaction(deps.db, (tx) => closeShift(tx, register, { shiftId: shift.id, readSums: deps.readSums, ...act }))
    return closed.ok ? sendShift(deps, reply, request.params.id, 200) : refuse(reply, CLOSE, closed.error)
  })
}

function moveRoutes(app: App, deps: ShiftDeps): void {
  app.post('/v1/cash-registers/:id/cash-moves', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'moveCash', summary: 'Bring the merchant’s own cash into the drawer, or take it out, in no sale.', headers: CashierAndKey, params: OneOf('cashRegister'),
      body: Closed({ kind: Type.Enum(['service_in', 'service_out']), amount: MoneyJson, note: Type.Optional(Type.String({ maxLength: 200 })) }),
      response: { 201: Type.Object({ id: IdJson('cashMove'), drawer: MoneyJson }), ...problems(MOVE) },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, MOVE, { code: 'not_found' })
    const cashier = await requireCashier(deps, request, register.id)
    if (!cashier.ok) return refuse(reply, MOVE, cashier.error)
    const { kind, amount, note = '' } = request.body
    const moved = await moveCash(deps, { kind, amount: moneyOf(amount, 'amount'), note, register, cashier: cashier.value, actor: actorOf(request.caller) })
    if (!moved.ok) return refuse(reply, MOVE, moved.error)
    const { merchantId, mode, currency } = register
    const minor = await findBalance(deps.db, { merchantId, mode, currency, account: tillAccount(register.id) })
    return reply.code(201).send({ id: publicId('cashMove', moved.value, mode), drawer: moneyJson({ minor, currency }) })
  })

  app.get('/v1/shifts/:id/cash-moves', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'listCashMoves', summary: 'The cash moves of a shift, the newest first.', params: OneOf('shift'),
      response: { 200: Type.Object({ items: Type.Array(MoveJson) }), ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const found = await visibleShift(deps, request.caller, request.params.id)
    if (found === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const { merchantId, mode, currency } = found.register
    const moves = await movesOf(deps.db, { merchantId, shiftId: found.shift.id })
    return {
      items: moves.map((move) => ({
        id: publicId('cashMove', move.move_id, mode), kind: move.kind, amount: moneyJson({ minor: move.amount_minor, currency }), note: move.note,
        cashier: move.cashier_name, createdAt: move.created_at.toISOString(),
      })),
    }
  })
}
