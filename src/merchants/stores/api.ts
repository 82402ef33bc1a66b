import { Type } from 'typebox'
import type { Id } from '../../kernel/ids.ts'
import { currencyOf } from '../../money/currency.ts'
import { inTransaction } from '../../platform/db/database.ts'
import { actorOf, seesStore } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { IdJson, idOf } from '../../platform/http/id-param.ts'
import { IdempotencyKey } from '../../platform/http/idempotency.ts'
import { Closed } from '../../platform/http/json.ts'
import { InvalidInput, problems, refuse } from '../../platform/http/problem.ts'
import type { App, Routes } from '../../platform/http/route.ts'
import { storesWithChannel } from '../channels/store.ts'
import { OneOf } from '../json.ts'
import { addStore } from './add-store.ts'
import { changeStore, isCountry, makeStoreLive } from './change-store.ts'
import type { StoreDeps, StoreError } from './change-store.ts'
import { MOST_LOGO_BYTES, removeLogo, setLogo } from './logo.ts'
import type { LogoError } from './logo.ts'
import { NewStoreJson, StoreChangeJson, StoreJson, storeJson } from './store-json.ts'
import type { ReadProgress } from './store-json.ts'
import { logoOf, storeById, storesOf } from './store.ts'
import type { StoreRow } from './store.ts'

type StoreRouteDeps = StoreDeps & { readonly readProgress: ReadProgress }

const NOT_FOUND = { not_found: 404 } as const
const ADD = { not_givable: 403 } as const
const LIVE = { not_found: 404, not_allowed: 403 } as const
const CHANGE = { not_found: 404, invalid: 422 } as const satisfies Record<StoreError['code'], number>
const LOGO = {
  not_found: 404, not_a_picture: 422, picture_too_large: 422,
} as const satisfies Record<LogoError['code'], number>

const NOTHING_YET = { nextInvoiceNumber: '', hasInvoice: false, hasPayment: false }

export const storeRoutes: Routes<StoreRouteDeps> = async (app, deps) => {
  readStores(app, deps)
  changeStores(app, deps)
  logoRoutes(app, deps)
  await app.register(async (scope: App) => logoUpload(scope, deps))
}

async function described({ db, publicUrl, readProgress }: StoreRouteDeps, merchantId: Id<'merchant'>, rows: readonly StoreRow[]) {
  const [channels, progress] = await Promise.all([
    storesWithChannel(db, merchantId),
    readProgress(
      merchantId,
      rows.map((row) => ({
        storeId: row.store_id, mode: row.mode, numberPrefix: row.number_prefix, timeZone: row.time_zone,
      })),
    ),
  ])
  return rows.map((row) => storeJson({
    row, publicUrl, hasChannel: channels.has(row.store_id), progress: progress.get(row.store_id) ?? NOTHING_YET,
  }))
}

async function oneStore(deps: StoreRouteDeps, caller: Caller, storeId: Id<'store'>) {
  const row = seesStore(caller, storeId) ? await storeById(deps.db, { merchantId: caller.merchantId, storeId }) : undefined
  const [store] = row === undefined ? [] : await described(deps, caller.merchantId, [row])
  return store ?? null
}

function readStores(app: App, deps: StoreRouteDeps): void {
  app.get('/v1/stores', {
    config: { permission: 'stores.read' },
    schema: {
      operationId: 'listStores', summary: 'The stores one may see, the oldest first.',
      response: { 200: Type.Object({ items: Type.Array(StoreJson) }) },
    },
  }, async (request) => {
    const { merchantId, storeIds } = request.caller
    return { items: await described(deps, merchantId, await storesOf(deps.db, { merchantId, among: storeIds })) }
  })

  app.get('/v1/stores/:id', {
    config: { permission: 'stores.read' },
    schema: {
      operationId: 'readStore', summary: 'One store.', params: OneOf('store'),
      response: { 200: StoreJson, ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const store = await oneStore(deps, request.caller, idOf('store', request.params.id))
    return store === null ? refuse(reply, NOT_FOUND, { code: 'not_found' }) : reply.code(200).send(store)
  })
}

function changeStores(app: App, deps: StoreRouteDeps): void {
  app.post('/v1/stores', {
    config: { permission: 'stores.manage' },
    schema: {
      operationId: 'addStore', summary: 'Add a store; it begins in test mode.', headers: IdempotencyKey,
      body: NewStoreJson, response: { 201: StoreJson, ...problems(ADD), ...problems(CHANGE) },
    },
  }, async (request, reply) => {
    const { caller, body } = request
    const currency = currencyOf(body.currency)
    if (currency === null) throw new InvalidInput([{ field: 'currency', code: 'not_a_choice' }])
    if (!isCountry(body.country)) throw new InvalidInput([{ field: 'country', code: 'not_a_choice' }])
    // Who sees only some stores would make one that they do not see.
    if (caller.storeIds !== null) return refuse(reply, ADD, { code: 'not_givable' })
    const { merchantId } = caller
    const storeId = await inTransaction(
      deps.db, (tx) => addStore(tx, { ...body, merchantId, currency, at: deps.clock.now(), actor: actorOf(caller) }),
    )
    const store = await oneStore(deps, caller, storeId)
    return store === null ? refuse(reply, CHANGE, { code: 'not_found' }) : reply.code(201).send(store)
  })

  app.patch('/v1/stores/:id', {
    config: { permission: 'stores.manage' },
    schema: {
      operationId: 'changeStore', summary: 'Change a store\'s settings.', params: OneOf('store'),
      body: StoreChangeJson, response: { 200: StoreJson, ...problems(CHANGE) },
    },
  }, async (request, reply) => {
    const storeId = idOf('store', request.params.id)
    const changed = await changeStore(deps, request.caller, { storeId, change: request.body })
    if (!changed.ok) return refuse(reply, CHANGE, changed.error)
    const store = await oneStore(deps, request.caller, storeId)
    return store === null ? refuse(reply, CHANGE, { code: 'not_found' }) : reply.code(200).send(store)
  })

  app.post('/v1/stores/:id/live', {
    config: { permission: 'stores.manage' },
    schema: {
      operationId: 'makeStoreLive',
      summary: 'New documents of this store are real from now on. There is no way back.', params: OneOf('store'),
      headers: IdempotencyKey, body: Closed({}), response: { 200: StoreJson, ...problems(LIVE) },
    },
  }, async (request, reply) => {
    const storeId = idOf('store', request.params.id)
    const live = await makeStoreLive(deps, request.caller, storeId)
    if (!live.ok) return refuse(reply, LIVE, live.error)
    const store = await oneStore(deps, request.caller, storeId)
    return store === null ? refuse(reply, LIVE, { code: 'not_found' }) : reply.code(200).send(store)
  })
}

function logoRoutes(app: App, deps: StoreRouteDeps): void {
  app.delete('/v1/stores/:id/logo', {
    config: { permission: 'stores.manage' },
    schema: {
      operationId: 'removeLogo', summary: 'Take the logo away.', params: OneOf('store'),
      response: { 204: Type.Null(), ...problems(NOT_FOUND) },
    },
  }, async (request, reply) => {
    const removed = await removeLogo(deps, request.caller, idOf('store', request.params.id))
    return removed.ok ? reply.code(204).send(null) : refuse(reply, NOT_FOUND, removed.error)
  })

  // Letters and the pages of shops show the logo, so any page may load it; a new logo has a new address.
  app.get('/brand/:merchantId/:storeId/logo', {
    config: { public: true },
    schema: {
      operationId: 'readLogo', summary: 'A store\'s logo.',
      params: Type.Object({ merchantId: IdJson('merchant'), storeId: IdJson('store') }),
    },
  }, async (request, reply) => {
    const { merchantId, storeId } = request.params
    const logo = await logoOf(deps.db, { merchantId: idOf('merchant', merchantId), storeId: idOf('store', storeId) })
    if (logo === undefined) return refuse(reply, NOT_FOUND, { code: 'not_found' })
    return reply.type(logo.media_type).header('cache-control', 'public, max-age=31536000, immutable')
      .header('cross-origin-resource-policy', 'cross-origin').send(logo.content)
  })
}

/** A scope of its own, because only here a body is a picture. */
function logoUpload(scope: App, deps: StoreRouteDeps): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    ['image/png', 'image/jpeg', 'image/webp'], { parseAs: 'buffer' }, (_request, body, done) => done(null, body),
  )
  scope.put('/v1/stores/:id/logo', {
    config: { permission: 'stores.manage' }, bodyLimit: MOST_LOGO_BYTES,
    schema: {
      operationId: 'setLogo', summary: 'Put a logo: PNG, JPEG or WebP, at most 256 kB and 1024 pixels each way.',
      params: OneOf('store'), response: { 204: Type.Null(), ...problems(LOGO) },
    },
  }, async (request, reply) => {
    const content = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const set = await setLogo(deps, request.caller, { storeId: idOf('store', request.params.id), content })
    return set.ok ? reply.code(204).send(null) : refuse(reply, LOGO, set.error)
  })
}
