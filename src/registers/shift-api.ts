import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { tillAccount } from '../journal/entry.ts'
import { findBalance } from '../journal/find-balance.ts'
import { issuingStore } from '../invoices/issuing-terms.ts'
import { showPdf } from '../invoices/send-pdf.ts'
import { publicId } from '../kernel/ids.ts'
import { OneOf } from '../merchants/json.ts'
import { storeOfWork } from '../merchants/stores/scope.ts'
import { inTransaction } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import { Closed, MoneyJson, moneyJson, Nullable } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { paperWidth, PaperWidthJson } from '../platform/pdf/paper-width.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { stripPdf } from '../platform/pdf/strip.ts'
import { closeShift } from './close-shift.ts'
import { waitingOf } from './document-store.ts'
import { findZNumber } from './find-filed.ts'
import { findOffline } from './find-offline.ts'
import { visibleRegister } from './find-register.ts'
import { visibleShift } from './find-shift.ts'
import type { ShiftDeps } from './keep-shifts.ts'
import { openShift } from './open-shift-by-hand.ts'
import type { OpenShiftError } from './open-shift-by-hand.ts'
import { refOf } from './register.ts'
import { attentionOf } from './register-attention.ts'
import { attentionJson, AttentionItemJson, OfflineJson, offlineJson } from './register-json.ts'
import { CashierAndKey, requireCashier } from './require-cashier.ts'
import type { NotSignedIn } from './require-cashier.ts'
import { ShiftJson, shiftJson, ShiftWithReportJson } from './shift-json.ts'
import { shiftReport } from './shift-report.ts'
import { sellingShift } from './shift-store.ts'
import { shiftStrip } from './shift-strip.ts'

const NOT_FOUND = { not_found: 404 } as const
const OPEN = { not_found: 404, cashier_not_signed_in: 403, register_closed: 409, shift_already_open: 409 } as const satisfies
  Record<OpenShiftError['code'] | NotSignedIn['code'] | 'not_found', number>
const CLOSE = { not_found: 404, cashier_not_signed_in: 403, shift_not_open: 409 } as const

export type ShiftApiDeps = ShiftDeps & { readonly stripPrinter: () => PdfPrinter }

export const shiftRoutes: Routes<ShiftApiDeps> = async (app, deps) => {
  readShifts(app, deps)
  printShifts(app, deps)
  writeShifts(app, deps)
}

async function sendShift(deps: ShiftDeps, reply: FastifyReply, id: string, status: 200 | 201): Promise<FastifyReply> {
  const found = await visibleShift(deps.db, reply.request.caller, id)
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

function printShifts(app: App, { db, clock, readSums, stripPrinter }: ShiftApiDeps): void {
  app.get('/v1/shifts/:id/paper.pdf', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'printShift', summary: 'The report of a shift as PDF: a strip of 58 or 80 mm, in the language of its store.', tags: ['Till'],
      description: 'An X-report while the shift is not closed, its Z-report once it is.', params: OneOf('shift'),
      querystring: Closed({ width: Type.Optional(PaperWidthJson) }), produces: ['application/pdf'], response: problems(NOT_FOUND),
    },
  }, async (request, reply) => {
    const found = await visibleShift(db, request.caller, request.params.id)
    const store = found === null ? null : await storeOfWork(db, found.register)
    if (found === null || store === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const [report, zNumber] = [await shiftReport(db, { ...found, readSums }), await findZNumber(db, { merchantId: store.merchant_id, shiftId: found.shift.id })]
    const strip = shiftStrip({ ...found, report, zNumber, seller: issuingStore(store).seller, at: clock.now() }, store.language)
    return showPdf(reply, stripPdf(stripPrinter(), strip, paperWidth(request.query.width)))
  })
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
    const found = await visibleShift(deps.db, request.caller, request.params.id)
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
