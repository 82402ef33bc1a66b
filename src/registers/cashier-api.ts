import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { Secret } from '../kernel/secret.ts'
import { OneOf } from '../merchants/json.ts'
import { storeScope, visibleStore } from '../merchants/stores/scope.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import type { Db } from '../platform/db/database.ts'
import { seesStore } from '../platform/http/caller.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, MoneyJson, moneyJson, moneyOf, Nullable, TimeJson } from '../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { PIN_PATTERN } from './cashier.ts'
import type { Cashier } from './cashier.ts'
import { cashierById, cashiersOf } from './cashier-store.ts'
import { visibleRegister } from './find-register.ts'
import { CashierAndKey, requireCashier } from './require-cashier.ts'
import { signInCashier, signOutCashier } from './sign-in-cashier.ts'
import type { SignInError } from './sign-in-cashier.ts'
import { addCashier, changeCashier } from './write-cashier.ts'
import type { CashierError } from './write-cashier.ts'

type Deps = { readonly db: Db; readonly clock: Clock }

const WRITE = { not_found: 404, pin_guessable: 422 } as const satisfies Record<CashierError['code'], number>
const SIGN_IN = { not_found: 404, wrong_pin: 403, cashier_locked: 429, register_closed: 409 } as const satisfies Record<SignInError['code'] | 'not_found', number>
const SIGN_OUT = { not_found: 404 } as const

const CashierJson = Type.Object({
  id: IdJson('cashier'), store: IdJson('store'), name: Type.String(), mayReturn: Type.Boolean(),
  mostDiscountPercent: Nullable(Type.Integer({ description: 'Null: no limit.' })),
  mostCashOut: Nullable(MoneyJson), lockedUntil: Nullable(TimeJson), archived: Type.Boolean(), createdAt: TimeJson,
}, { title: 'Cashier' })

const cashierJson = (cashier: Cashier, currency: Currency): Static<typeof CashierJson> => ({
  id: publicId('cashier', cashier.id, null), store: publicId('store', cashier.storeId, null), name: cashier.name, mayReturn: cashier.mayReturn,
  mostDiscountPercent: cashier.mostDiscountPercent, mostCashOut: cashier.mostCashOutMinor === null ? null : moneyJson({ minor: cashier.mostCashOutMinor, currency }),
  lockedUntil: cashier.lockedUntil?.toISOString() ?? null, archived: cashier.archivedAt !== null, createdAt: cashier.createdAt.toISOString(),
})

const NameJson = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const PinJson = Type.String({ pattern: PIN_PATTERN, description: 'Four to eight digits.' })
const LIMITS = {
  mayReturn: Type.Optional(Type.Boolean()), mostDiscountPercent: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 100 }))),
  mostCashOut: Type.Optional(Nullable(MoneyJson)),
}

type Said = Static<ReturnType<typeof Closed<typeof LIMITS>>>

function limitsOf({ mostCashOut, ...said }: Said, currency: Currency) {
  const most = mostCashOut === undefined || mostCashOut === null ? mostCashOut : moneyOf(mostCashOut, 'mostCashOut')
  if (most && most.currency !== currency) throw new InvalidInput([{ field: 'mostCashOut/currency', code: 'not_a_choice' }])
  if (most && most.minor < 0n) throw new InvalidInput([{ field: 'mostCashOut/amount', code: 'malformed' }])
  return { ...said, ...(most === undefined ? {} : { mostCashOutMinor: most === null ? null : most.minor }) }
}

export const cashierRoutes: Routes<Deps> = async (app, deps) => {
  keepCashiers(app, deps)
  signIn(app, deps)
}

async function sendCashier(deps: Deps, reply: FastifyReply, cashierId: Id<'cashier'>, status: 200 | 201): Promise<FastifyReply> {
  const { caller } = reply.request
  const cashier = await cashierById(deps.db, { merchantId: caller.merchantId, cashierId })
  const store = cashier === null ? null : await visibleStore(deps.db, caller, cashier.storeId)
  if (cashier === null || store === null) return refuse(reply, WRITE, { code: 'not_found' })
  return reply.code(status).send(cashierJson(cashier, storedCurrency(store.currency)))
}

function keepCashiers(app: App, deps: Deps): void {
  app.get('/v1/cashiers', {
    config: { permission: 'till.read' },
    schema: {
      operationId: 'listCashiers', summary: 'The cashiers of a store: by name, those who work there no more last.',
      querystring: Closed({ store: Type.Optional(IdJson('store')) }), response: { 200: Type.Object({ items: Type.Array(CashierJson) }) },
    },
  }, async (request) => {
    const { store } = await storeScope(deps.db, request.caller, { store: request.query.store })
    const cashiers = await cashiersOf(deps.db, { merchantId: request.caller.merchantId, storeId: store.store_id, among: request.caller.storeIds })
    return { items: cashiers.map((one) => cashierJson(one, storedCurrency(store.currency))) }
  })

  app.post('/v1/cashiers', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'addCashier', summary: 'Add somebody who sells at a store’s tills.', headers: IdempotencyKey,
      body: Closed({ store: Type.Optional(IdJson('store')), name: NameJson, pin: PinJson, ...LIMITS }), response: { 201: CashierJson, ...problems(WRITE) },
    },
  }, async (request, reply) => {
    const { store: named, name, pin, ...said } = request.body
    const { store } = await storeScope(deps.db, request.caller, { store: named })
    const added = await addCashier(deps, request.caller, {
      mayReturn: false, mostDiscountPercent: null, mostCashOutMinor: null, ...limitsOf(said, storedCurrency(store.currency)),
      storeId: store.store_id, name, pin: new Secret(pin),
    })
    return added.ok ? sendCashier(deps, reply, added.value, 201) : refuse(reply, WRITE, added.error)
  })

  app.patch('/v1/cashiers/:id', {
    config: { permission: 'till.manage' },
    schema: {
      operationId: 'changeCashier', summary: 'Change a cashier. A new PIN, or the end of working here, signs them out of every till.', params: OneOf('cashier'),
      body: Closed({ name: Type.Optional(NameJson), pin: Type.Optional(PinJson), archived: Type.Optional(Type.Boolean()), ...LIMITS }),
      response: { 200: CashierJson, ...problems(WRITE) },
    },
  }, async (request, reply) => {
    const { caller, body: { name, pin, archived, ...said } } = request
    const cashierId = idOf('cashier', request.params.id)
    const cashier = await cashierById(deps.db, { merchantId: caller.merchantId, cashierId })
    const store = cashier === null ? null : await visibleStore(deps.db, caller, cashier.storeId)
    if (cashier === null || store === null || !seesStore(caller, cashier.storeId)) return refuse(reply, WRITE, { code: 'not_found' })
    const changed = await changeCashier(deps, caller, {
      cashierId, ...limitsOf(said, storedCurrency(store.currency)), ...(name === undefined ? {} : { name }), ...(pin === undefined ? {} : { pin: new Secret(pin) }),
      ...(archived === undefined ? {} : { isArchived: archived }),
    })
    return changed.ok ? sendCashier(deps, reply, cashierId, 200) : refuse(reply, WRITE, changed.error)
  })
}

function signIn(app: App, deps: Deps): void {
  app.post('/v1/cash-registers/:id/sign-in', {
    config: { permission: 'till.use', secretAnswer: true },
    schema: {
      operationId: 'signInCashier', summary: 'A cashier takes over the till with a PIN. The token goes with everything they sell.', headers: IdempotencyKey,
      params: OneOf('cashRegister'), body: Closed({ cashier: IdJson('cashier'), pin: PinJson }),
      response: { 200: Type.Object({ token: Type.String(), cashier: CashierJson, expiresAt: TimeJson }), ...problems(SIGN_IN) },
    },
  }, async (request, reply) => {
    const { caller, body } = request
    const register = await visibleRegister(deps.db, caller, request.params.id)
    if (register === null) return refuse(reply, SIGN_IN, { code: 'not_found' })
    const cashierId = idOf('cashier', body.cashier)
    const signed = await signInCashier(deps, register, { cashierId, pin: new Secret(body.pin) })
    if (!signed.ok) return refuse(reply, SIGN_IN, signed.error)
    const cashier = await cashierById(deps.db, { merchantId: caller.merchantId, cashierId })
    if (cashier === null) throw new Error('a cashier vanished while they signed in')
    return { token: signed.value.token.reveal(), cashier: cashierJson(cashier, register.currency), expiresAt: signed.value.expiresAt.toISOString() }
  })

  app.post('/v1/cash-registers/:id/sign-out', {
    config: { permission: 'till.use' },
    schema: {
      operationId: 'signOutCashier', summary: 'The cashier of this token leaves the till; done, too, where nobody was signed in.', headers: CashierAndKey,
      params: OneOf('cashRegister'), body: Closed({}), response: { 204: Type.Null(), ...problems(SIGN_OUT) },
    },
  }, async (request, reply) => {
    const register = await visibleRegister(deps.db, request.caller, request.params.id)
    if (register === null) return refuse(reply, SIGN_OUT, { code: 'not_found' })
    const signed = await requireCashier(deps, request, register.id)
    const token = request.headers['kvit-cashier']
    if (signed.ok && token !== undefined) await signOutCashier(deps, { merchantId: register.merchantId, cashierId: signed.value.cashierId, token })
    return reply.code(204).send(null)
  })
}
