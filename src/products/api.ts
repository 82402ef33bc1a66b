import { Type } from 'typebox'
import type { Id } from '../kernel/ids.ts'
import { storedId } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import { seesStore } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, moneyOf } from '../platform/http/json.ts'
import { PageJson, page, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import { deskOfStore, openDesk } from './desk.ts'
import { findProduct, findScanned, listProducts } from './find-products.ts'
import { importRoutes } from './import-api.ts'
import type { Product } from './product.ts'
import { NewProductJson, ProductChangeJson, ProductJson, productJson } from './product-json.ts'
import { addProduct, changeProduct } from './save-product.ts'
import type { ProductDeps, ProductError } from './save-product.ts'
import { taxLetterRoutes } from './tax-letter-api.ts'
import { knownUnits, piece } from './units.ts'

const STATUS = { not_found: 404, invalid: 422, not_allowed: 403 } as const satisfies Record<ProductError['code'] | 'not_allowed', number>
type Refused = ProductError | { readonly code: 'not_allowed' }

export const productRoutes: Routes<ProductDeps> = async (app, deps) => {
  readProducts(app, deps)
  readUnits(app, deps)
  writeProducts(app, deps)
  await importRoutes(app, deps)
  await taxLetterRoutes(app, deps)
}

function readProducts(app: App, { db }: ProductDeps): void {
  app.get('/v1/products', {
    config: { permission: 'products.read' },
    schema: {
      operationId: 'listProducts', summary: 'What a store sells, by name.', tags: ['Products'],
      querystring: Closed({
        ...PagingQuery, store: Type.Optional(IdJson('store')),
        search: Type.Optional(Type.String({ maxLength: 100, description: 'Each word begins a word of the name, the code or a barcode.' })),
        scanned: Type.Optional(Type.String({
          minLength: 1, maxLength: 64,
          description: 'Exactly this barcode, or else exactly this code: one product or none. Nothing else is looked at.',
        })),
        archived: Type.Optional(Type.Boolean({ description: 'True: those that are not sold any more.' })),
      }),
      response: { 200: PageJson(ProductJson) },
    },
  }, async ({ caller, query }) => {
    const { merchantId, storeId } = await openDesk(db, caller, query)
    if (query.scanned !== undefined) {
      const product = await findScanned(db, { merchantId, storeId }, query.scanned.trim())
      return { items: product === null ? [] : [productJson(product)], next: null }
    }
    const asked = pageOf(query)
    const rows = await listProducts(db, { merchantId, storeId, search: query.search?.trim() || null, archived: query.archived ?? false }, {
      limit: asked.limit, after: asked.after === null ? null : storedId('product', asked.after),
    })
    return page(rows, asked, (product) => product.id, productJson)
  })

  app.get('/v1/products/:id', {
    config: { permission: 'products.read' },
    schema: {
      operationId: 'getProduct', summary: 'One product.', tags: ['Products'], params: Closed({ id: IdJson('product') }),
      response: { 200: ProductJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const product = await visibleProduct(db, request.caller, idOf('product', request.params.id))
    return product === null ? refuse<Refused>(reply, STATUS, { code: 'not_found' }) : reply.code(200).send(productJson(product))
  })
}

function readUnits(app: App, { db }: ProductDeps): void {
  app.get('/v1/product-units', {
    config: { permission: 'products.read' },
    schema: {
      operationId: 'listUnits', summary: 'Units whose codes are known, as receipts of the store name them. A product may have any other.', tags: ['Products'],
      querystring: Closed({ store: Type.Optional(IdJson('store')) }),
      response: { 200: Type.Object({ items: Type.Array(Type.Object({ code: Type.Integer(), name: Type.String(), weighed: Type.Boolean() })) }) },
    },
  }, async ({ caller, query }) => {
    const { language } = await openDesk(db, caller, query)
    return { items: knownUnits().map(({ code, name, isWeighed }) => ({ code, name: name[language], weighed: isWeighed })) }
  })
}

async function visibleProduct(db: Db, caller: Caller, id: Id<'product'>): Promise<Product | null> {
  const product = await findProduct(db, { merchantId: caller.merchantId, id })
  return product !== null && seesStore(caller, product.storeId) ? product : null
}

function writeProducts(app: App, deps: ProductDeps): void {
  app.post('/v1/products', {
    config: { permission: 'products.write' },
    schema: {
      operationId: 'createProduct', summary: 'Add what a store sells.', tags: ['Products'], headers: IdempotencyKey,
      body: NewProductJson, response: { 201: ProductJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const { store, weighed = false, price, unit, barcodes = [], taxLetters = '', uktzed = null, dkpp = null, ...given } = request.body
    const desk = await openDesk(deps.db, request.caller, { store })
    if (!desk.mayWrite) return refuse<Refused>(reply, STATUS, { code: 'not_allowed' })
    const added = await addProduct(deps, desk, {
      ...given, barcodes, taxLetters, uktzed, dkpp, isWeighed: weighed, price: moneyOf(price, 'price'), unit: unit ?? piece(knownUnits(), desk.language),
    })
    return added.ok ? reply.code(201).send(productJson(added.value)) : refuse<Refused>(reply, STATUS, added.error)
  })

  app.patch('/v1/products/:id', {
    config: { permission: 'products.write' },
    schema: {
      operationId: 'changeProduct', summary: 'Change a product, or take it off sale; receipts keep what they say.', tags: ['Products'],
      params: Closed({ id: IdJson('product') }), body: ProductChangeJson, response: { 200: ProductJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const current = await visibleProduct(deps.db, request.caller, idOf('product', request.params.id))
    const desk = current === null ? null : await deskOfStore(deps.db, request.caller, current.storeId)
    if (current === null || desk === null) return refuse<Refused>(reply, STATUS, { code: 'not_found' })
    if (!desk.mayWrite) return refuse<Refused>(reply, STATUS, { code: 'not_allowed' })
    const { weighed, price, ...given } = request.body
    const change = { ...given, isWeighed: weighed, price: price === undefined ? undefined : moneyOf(price, 'price') }
    const changed = await changeProduct(deps, desk, { id: current.id, change })
    return changed.ok ? reply.code(200).send(productJson(changed.value)) : refuse<Refused>(reply, STATUS, changed.error)
  })
}
