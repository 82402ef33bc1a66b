import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { tillAccount } from '../journal/entry.ts'
import { findBalance } from '../journal/find-balance.ts'
import { publicId } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { OneOf } from '../merchants/json.ts'
import { isVisible } from '../merchants/stores/scope.ts'
import { storedCurrency } from '../money/currency.ts'
import { answerDecision } from '../platform/http/answer-decision.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idWithMode } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, MoneyJson, moneyJson, moneyOf, Nullable, TimeJson } from '../platform/http/json.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { moveById, movesOf } from './cash-move-store.ts'
import type { MoveRef, MoveRow } from './cash-move-store.ts'
import { refileMove, withdrawMove } from './decide-move.ts'
import type { DecideMoveError } from './decide-move.ts'
import { visibleRegister } from './find-register.ts'
import { visibleShift } from './find-shift.ts'
import type { ShiftDeps } from './keep-shifts.ts'
import { moveCash } from './move-cash.ts'
import type { MoveError } from './move-cash.ts'
import { CashierAndKey, requireCashier } from './require-cashier.ts'
import type { NotSignedIn } from './require-cashier.ts'
import { NO_SHIFT } from './shift-for-sale.ts'

const NOT_FOUND = { not_found: 404 } as const
const DECIDE = { not_found: 404, move_not_refused: 409, shift_over: 409, more_than_in_drawer: 422 } as const satisfies
  Record<DecideMoveError['code'] | 'not_found', number>
const MOVE = {
  not_found: 404, cashier_not_signed_in: 403, ...NO_SHIFT, invalid: 422, nothing_moved: 422, more_than_in_drawer: 422,
  over_cashier_limit: 422,
} as const satisfies Record<MoveError['code'] | NotSignedIn['code'] | 'not_found', number>

const MoveJson = Type.Object({
  id: IdJson('cashMove'), kind: Type.Enum(['service_in', 'service_out']), amount: MoneyJson, note: Type.String(), cashier: Type.String(), createdAt: TimeJson,
  filing: Nullable(Type.Enum(['waiting', 'filed', 'refused'], { description: 'What the fiscal service made of it; null: there is none.' })),
  problem: Nullable(Type.String({ description: 'Why the fiscal service refused it, or why it waits, in its own words.' })),
  withdrawn: Nullable(Type.Object({ at: TimeJson, reason: Type.String() })),
}, { title: 'CashMove' })

export const cashMoveRoutes: Routes<ShiftDeps> = async (app, deps) => {
  moving(app, deps)
  decidingRefused(app, deps)
}

function moving(app: App, deps: ShiftDeps): void {
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
    const found = await visibleShift(deps.db, request.caller, request.params.id)
    if (found === null) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    const moves = await movesOf(deps.db, { merchantId: found.register.merchantId, shiftId: found.shift.id })
    return { items: moves.map(moveJson) }
  })
}

/** The office decides about what the tax service refused: the cashier who moved the cash may have gone home. */
function decidingRefused(app: App, deps: ShiftDeps): void {
  app.post('/v1/cash-moves/:id/file-again', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'fileCashMoveAgain', summary: 'Tell the tax service of a refused cash move once more, while its shift lasts, when what it complained of is put right.',
      headers: IdempotencyKey, params: OneOf('cashMove'), body: Closed({}), response: { 200: MoveJson, ...problems(DECIDE) },
    },
  }, async ({ caller, params }, reply) => decided(deps, { caller, id: params.id, reply }, (move) => refileMove(deps, { ...move, actor: actorOf(caller) })))

  app.post('/v1/cash-moves/:id/withdrawal', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'withdrawCashMove', summary: 'Take a cash move that the tax service refused back, while its shift lasts: the cash is where it was before.',
      headers: IdempotencyKey, params: OneOf('cashMove'), body: Closed({ reason: Type.String({ minLength: 1, maxLength: 500 }) }),
      response: { 200: MoveJson, ...problems(DECIDE) },
    },
  }, async ({ caller, params, body: { reason } }, reply) =>
    decided(deps, { caller, id: params.id, reply }, (move) => withdrawMove(deps, { ...move, actor: actorOf(caller), reason })))
}

/** The act, if the caller may see the move's store and the id has its mode; then the move as it stands. */
function decided(
  { db }: ShiftDeps, { caller, id: text, reply }: { caller: Caller; id: string; reply: FastifyReply }, act: (move: MoveRef) => Promise<Result<null, DecideMoveError>>,
): Promise<FastifyReply> {
  const { id: moveId, mode } = idWithMode('cashMove', text)
  const ref = { merchantId: caller.merchantId, moveId }
  return answerDecision(reply, DECIDE, {
    find: async () => {
      const move = await moveById(db, ref)
      return move !== undefined && move.mode === mode && isVisible(caller, { storeId: move.store_id, mode }) ? move : null
    },
    act: () => act(ref), json: async (move) => moveJson(move),
  })
}

const FILING = { queued: 'waiting', drawn: 'waiting', unknown: 'waiting', offline: 'filed', filed: 'filed', refused: 'refused' } as const

const moveJson = (move: MoveRow): Static<typeof MoveJson> => ({
  id: publicId('cashMove', move.move_id, move.mode), kind: move.kind, amount: moneyJson({ minor: move.amount_minor, currency: storedCurrency(move.currency) }),
  note: move.note, cashier: move.cashier_name, createdAt: move.created_at.toISOString(), filing: move.document_state && FILING[move.document_state],
  problem: move.problem, withdrawn: move.withdrawn_at && { at: move.withdrawn_at.toISOString(), reason: move.reason ?? '' },
})
