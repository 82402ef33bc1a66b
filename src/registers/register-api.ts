import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Id } from '../kernel/ids.ts'
import { ModeJson, OneOf } from '../merchants/json.ts'
import { isVisible, storeScope } from '../merchants/stores/scope.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, MoneyJson, moneyOf, Nullable } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import { checkRegister } from './check-register.ts'
import type { CheckError } from './check-register.ts'
import type { FilingDeps } from './filing.ts'
import { findRegister, visibleRegister } from './find-register.ts'
import { giveFiscaliser } from './give-fiscaliser.ts'
import type { GiveError } from './give-fiscaliser.ts'
import { giveUpOffline } from './give-up-offline.ts'
import type { GiveUpError } from './give-up-offline.ts'
import { CLOSINGS, OPENINGS } from './register.ts'
import { ClockJson, describeRegisters, FiscaliserJson, fiscaliserJson, minuteOf, RegisterJson } from './register-json.ts'
import { registersIn } from './register-store.ts'
import { tickRegisterStep } from './tick-register-step.ts'
import { addRegister, changeRegister } from './write-register.ts'
import type { RegisterDeps, RegisterFields, WriteError } from './write-register.ts'

export type RegisterApiDeps = FilingDeps & RegisterDeps

const NOT_FOUND = { not_found: 404 } as const
const WRITE = { not_found: 404, register_busy: 409, register_receipts_wait: 409, shift_time_missing: 422 } as const satisfies Record<WriteError['code'], number>
const GIVE = {
  not_found: 404, fiscaliser_unknown: 422, register_busy: 409, fiscaliser_other_currency: 409, fiscaliser_for_tests: 409, fiscaliser_for_real: 409, invalid: 422,
} as const satisfies Record<GiveError['code'], number>
const CHECK = {
  not_found: 404, no_fiscaliser: 409, fiscaliser_unknown: 409, fiscaliser_not_ready: 409, fiscaliser_silent: 409, fiscaliser_refused: 409,
  fiscaliser_for_tests: 409, fiscaliser_for_real: 409,
} as const satisfies Record<CheckError['code'], number>
const GIVE_UP = { not_found: 404, no_fiscaliser: 409, fiscaliser_unknown: 409, fiscaliser_not_ready: 409, offline_not_stopped: 409 } as const satisfies
  Record<GiveUpError['code'], number>
const STEP = { not_found: 404, step_not_yours: 409 } as const

/** A line of a receipt; a control character would command the printer. */
const PrintedJson = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' })

const FIELDS = {
  opens: Type.Optional(Type.Enum([...OPENINGS])), opensAt: Type.Optional(Nullable(ClockJson)),
  closes: Type.Optional(Type.Enum([...CLOSINGS])), closesAt: Type.Optional(Nullable(ClockJson)),
  deferredHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 8760 })), rounding: Type.Optional(MoneyJson),
  paymentNames: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), PrintedJson, { maxProperties: 20 })),
}
const NameJson = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })

type Said = Static<ReturnType<typeof Closed<typeof FIELDS>>>

function fieldsOf({ opensAt, closesAt, rounding, ...said }: Said, currency: Currency): RegisterFields {
  const step = rounding === undefined ? undefined : moneyOf(rounding, 'rounding')
  if (step !== undefined && step.currency !== currency) throw new InvalidInput([{ field: 'rounding/currency', code: 'not_a_choice' }])
  if (step !== undefined && (step.minor < 0n || step.minor > 100n)) throw new InvalidInput([{ field: 'rounding/amount', code: 'not_a_choice' }])
  return {
    ...said, ...(opensAt === undefined ? {} : { opensAt: opensAt === null ? null : minuteOf(opensAt) }),
    ...(closesAt === undefined ? {} : { closesAt: closesAt === null ? null : minuteOf(closesAt) }), ...(step === undefined ? {} : { roundingMinor: Number(step.minor) }),
  }
}

export const registerRoutes: Routes<RegisterApiDeps> = async (app, deps) => {
  readRegisters(app, deps)
  writeRegisters(app, deps)
  connectFiscaliser(app, deps)
  askFiscaliser(app, deps)
}

/** Answers the cash register as it is now. */
async function sendRegister(deps: RegisterApiDeps, reply: FastifyReply, registerId: Id<'cashRegister'>, status: 200 | 201): Promise<FastifyReply> {
  const { caller } = reply.request
  const register = await findRegister(deps.db, { merchantId: caller.merchantId, registerId })
  if (register === null || !isVisible(caller, register)) return refuse(reply, NOT_FOUND, { code: 'not_found' })
  const [json] = await describeRegisters(deps, [register], deps.clock.now())
  return reply.code(status).send(json)
}

function readRegisters(app: App, deps: RegisterApiDeps): void {
  app.get('/v1/fiscalisers', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'listFiscalisers', summary: 'The fiscal services that a cash register can file through, in the reader\'s language.',
      response: { 200: Type.Object({ items: Type.Array(FiscaliserJson) }) },
    },
  }, async (request) => ({ items: deps.fiscalisers.map((one) => fiscaliserJson(one, request.language)) }))

  app.get('/v1/cash-registers', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'listCashRegisters', summary: 'The cash registers of a store, or of all stores one may see, the oldest first.',
      querystring: Closed({ store: Type.Optional(IdJson('store')), mode: Type.Optional(ModeJson) }),
      response: { 200: Type.Object({ items: Type.Array(RegisterJson) }) },
    },
  }, async (request) => {
    const { caller, query: { store, mode } } = request
    const all = await registersIn(deps.db, { merchantId: caller.merchantId, storeId: store === undefined ? null : idOf('store', store), among: caller.storeIds })
    const seen = all.filter((register) => isVisible(caller, register) && (mode === undefined || register.mode === mode))
    return { items: await describeRegisters(deps, seen, deps.clock.now()) }
  })

  app.get('/v1/cash-registers/:id', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'readCashRegister', summary: 'One cash register.', params: OneOf('cashRegister'),
      response: { 200: RegisterJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    return register === null ? refuse(reply, NOT_FOUND, { code: 'not_found' }) : sendRegister(deps, reply, register.id, 200)
  })
}

function writeRegisters(app: App, deps: RegisterApiDeps): void {
  app.post('/v1/cash-registers', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'addCashRegister',
      summary: 'Set up a cash register. It is of one mode for good. Without `rounding` cash is rounded as in Ukraine in its stores, and not at all elsewhere.',
      headers: IdempotencyKey,
      body: Closed({ store: Type.Optional(IdJson('store')), mode: Type.Optional(ModeJson), name: NameJson, ...FIELDS }),
      response: { 201: RegisterJson, ...problems(WRITE) },
    },
  }, async (request, reply) => {
    const { store, mode, name, ...fields } = request.body
    const scope = await storeScope(deps.db, request.caller, { store, mode })
    const added = await addRegister(deps, request.caller, scope, { ...fieldsOf(fields, storedCurrency(scope.store.currency)), name })
    return added.ok ? sendRegister(deps, reply, added.value, 201) : refuse(reply, WRITE, added.error)
  })

  app.patch('/v1/cash-registers/:id', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'changeCashRegister', summary: 'Change a cash register, close it when nothing is under way there, or open it again.',
      params: OneOf('cashRegister'), body: Closed({ name: Type.Optional(NameJson), state: Type.Optional(Type.Enum(['active', 'closed'])), ...FIELDS }),
      response: { 200: RegisterJson, ...problems(WRITE) },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, WRITE, { code: 'not_found' })
    const { name, state, ...fields } = request.body
    const changed = await changeRegister(deps, request.caller, {
      register, ...fieldsOf(fields, register.currency), ...(name === undefined ? {} : { name }), ...(state === undefined ? {} : { isClosed: state === 'closed' }),
    })
    return changed.ok ? sendRegister(deps, reply, register.id, 200) : refuse(reply, WRITE, changed.error)
  })
}

function connectFiscaliser(app: App, deps: RegisterApiDeps): void {
  app.put('/v1/cash-registers/:id/fiscaliser', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'giveFiscaliser', summary: 'File through this fiscal service, with these credentials; an empty secret keeps the stored one. Null: file nothing.',
      params: OneOf('cashRegister'),
      body: Closed({
        fiscaliser: Nullable(Type.String({ maxLength: 50 })), values: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 20_000 }))),
      }),
      response: { 200: RegisterJson, ...problems(GIVE) },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, GIVE, { code: 'not_found' })
    const { fiscaliser, values = {} } = request.body
    const given = await giveFiscaliser(deps, request.caller, { register, fiscaliser, values })
    return given.ok ? sendRegister(deps, reply, register.id, 200) : refuse(reply, GIVE, given.error)
  })

  app.post('/v1/cash-registers/:id/steps/:stepId', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'tickRegisterStep', summary: 'Tick a step of the fiscal service’s guide, or take the tick back.', headers: IdempotencyKey,
      params: Type.Object({ id: IdJson('cashRegister'), stepId: Type.String({ maxLength: 60 }) }), body: Closed({
        done: Type.Boolean(),
        fiscaliser: Type.Optional(Type.String({ maxLength: 50, description: 'Whose guide; the register’s own where none is named.' })),
      }),
      response: { 200: RegisterJson, ...problems(STEP) },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, STEP, { code: 'not_found' })
    const { done: isDone, fiscaliser = register.fiscaliser } = request.body
    if (fiscaliser === null) return refuse(reply, STEP, { code: 'step_not_yours' })
    const ticked = await tickRegisterStep(deps, { register, fiscaliser, stepId: request.params.stepId, isDone })
    return ticked.ok ? sendRegister(deps, reply, register.id, 200) : refuse(reply, STEP, ticked.error)
  })

}

function askFiscaliser(app: App, deps: RegisterApiDeps): void {
  app.post('/v1/cash-registers/:id/check', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'checkCashRegister',
      summary: 'Ask the fiscal service about this cash register. One that has lost its thread is brought into line with the tax service, which may close its shift there; else nothing is changed.',
      headers: IdempotencyKey,
      params: OneOf('cashRegister'), body: Closed({}),
      response: {
        200: Type.Object({
          fiscalNumber: Type.String(), shiftOpen: Nullable(Type.Boolean()),
          online: Nullable(Type.Boolean({ description: 'Whether the service itself reaches the tax service.' })),
        }), ...problems(CHECK),
      },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, CHECK, { code: 'not_found' })
    const checked = await checkRegister(deps, register)
    return checked.ok ? checked.value : refuse(reply, CHECK, checked.error)
  })

  app.post('/v1/cash-registers/:id/give-up-offline', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'giveUpOffline', summary: 'Give up what was made without the tax service and was not taken by it, so that the cash register sells again.',
      description: 'Its receipts keep their numbers and their money and are `rejected`; each can be filed anew with `POST /v1/receipts/{id}/file-again`. Possible only where `offline.state` is `stopped`.',
      headers: IdempotencyKey, params: OneOf('cashRegister'), body: Closed({}), response: { 200: RegisterJson, ...problems(GIVE_UP) },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, GIVE_UP, { code: 'not_found' })
    const given = await giveUpOffline(deps, request.caller, register)
    return given.ok ? sendRegister(deps, reply, register.id, 200) : refuse(reply, GIVE_UP, given.error)
  })
}
