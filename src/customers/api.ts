import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Clock } from '../kernel/clock.ts'
import { newId, publicId, storedId } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { isVisible, storeScope } from '../merchants/stores/scope.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { err, ok } from '../kernel/result.ts'
import { IdJson, idOf } from '../platform/http/id-param.ts'
import { IdempotencyKey } from '../platform/http/idempotency.ts'
import { Closed, Nullable, TimeJson } from '../platform/http/json.ts'
import { PageJson, page, pageOf, PagingQuery } from '../platform/http/paging.ts'
import { problems, refuse } from '../platform/http/problem.ts'
import type { App, Routes } from '../platform/http/route.ts'
import type { Customer } from './customer.ts'
import { findCustomer } from './find-customer.ts'
import { insertCustomer, isReferenceTaken, listCustomers, lockCustomer, updateCustomer } from './store.ts'

const LanguageJson = Type.Enum(LANGUAGES)

const fields = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  email: Type.String({ maxLength: 254, pattern: '^([^\\s@<>,;:"]+@[^\\s@<>,;:"]+)?$' }),
  phone: Type.String({ maxLength: 40 }),
  companyCode: Type.String({ maxLength: 40 }),
  vatCode: Type.String({ maxLength: 40 }),
  address: Type.String({ maxLength: 500 }),
  country: Nullable(Type.String({ pattern: '^[A-Z]{2}$' })),
  language: LanguageJson,
  reference: Nullable(Type.String({ minLength: 1, maxLength: 100 })),
}

const NewCustomerJson = Closed({ ...Type.Partial(Closed(fields)).properties, name: fields.name, store: Type.Optional(IdJson('store')) })
const CustomerChangeJson = Closed({ ...Type.Partial(Closed(fields)).properties, archived: Type.Optional(Type.Boolean()) })

const CustomerJson = Type.Object({
  id: IdJson('customer'), store: IdJson('store'), ...fields, createdAt: TimeJson, archivedAt: Nullable(TimeJson),
})

const customerJson = (customer: Customer): Static<typeof CustomerJson> => ({
  id: publicId('customer', customer.id, customer.mode), store: publicId('store', customer.storeId, null),
  name: customer.name, email: customer.email, phone: customer.phone, companyCode: customer.companyCode, vatCode: customer.vatCode,
  address: customer.address, country: customer.country, language: customer.language, reference: customer.reference,
  createdAt: customer.createdAt.toISOString(), archivedAt: customer.archivedAt?.toISOString() ?? null,
})

const STATUS = { not_found: 404, reference_taken: 409 } as const
type CustomerError = { readonly code: 'not_found' } | { readonly code: 'reference_taken'; readonly field: 'reference' }

const EMPTY = { email: '', phone: '', companyCode: '', vatCode: '', address: '', country: null, reference: null, archivedAt: null } as const

type CustomerDeps = { readonly db: Db; readonly clock: Clock }

export const customerRoutes: Routes<CustomerDeps> = async (app, deps) => {
  readCustomers(app, deps)
  writeCustomers(app, deps)
}

function readCustomers(app: App, { db }: CustomerDeps): void {
  app.get('/v1/customers', {
    config: { permission: 'customers.read' },
    schema: {
      operationId: 'listCustomers', summary: 'Customers of a store, newest first.', tags: ['Customers'],
      querystring: Closed({
        ...PagingQuery, store: Type.Optional(IdJson('store')), search: Type.Optional(Type.String({ maxLength: 100 })),
        archived: Type.Optional(Type.Boolean()),
      }),
      response: { 200: PageJson(CustomerJson) },
    },
  }, async (request) => {
    const { merchantId, store, mode } = await storeScope(db, request.caller, request.query)
    const asked = pageOf(request.query)
    const rows = await listCustomers(db, {
      merchantId, storeId: store.store_id, mode, search: request.query.search?.trim() || null, archived: request.query.archived ?? false,
    }, { limit: asked.limit, after: asked.after === null ? null : storedId('customer', asked.after) })
    return page(rows, asked, (customer) => customer.id, customerJson)
  })

  app.get('/v1/customers/:id', {
    config: { permission: 'customers.read' },
    schema: {
      operationId: 'getCustomer', summary: 'One customer.', tags: ['Customers'], params: Closed({ id: IdJson('customer') }),
      response: { 200: CustomerJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const customer = await findCustomer(db, { merchantId: request.caller.merchantId, id: idOf('customer', request.params.id) })
    if (customer === null || !isVisible(request.caller, customer)) return refuse<CustomerError>(reply, STATUS, { code: 'not_found' })
    return reply.send(customerJson(customer))
  })
}

function writeCustomers(app: App, { db, clock }: CustomerDeps): void {
  app.post('/v1/customers', {
    config: { permission: 'customers.write' },
    schema: {
      operationId: 'createCustomer', summary: 'Keep a customer.', tags: ['Customers'], headers: IdempotencyKey,
      body: NewCustomerJson, response: { 201: CustomerJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const { store: named, ...given } = request.body
    const { merchantId, store, mode } = await storeScope(db, request.caller, { store: named })
    const customer: Customer = {
      ...EMPTY, language: store.language, ...given, merchantId, id: newId('customer'), storeId: store.store_id, mode, createdAt: clock.now(),
    }
    const inserted = await inTransaction(db, (tx) => insertCustomer(tx, customer))
    if (!inserted) return refuse<CustomerError>(reply, STATUS, { code: 'reference_taken', field: 'reference' })
    return reply.code(201).send(customerJson(customer))
  })

  app.patch('/v1/customers/:id', {
    config: { permission: 'customers.write' },
    schema: {
      operationId: 'changeCustomer', summary: 'Change a customer; issued documents keep what they say.', tags: ['Customers'],
      params: Closed({ id: IdJson('customer') }), body: CustomerChangeJson, response: { 200: CustomerJson, ...problems(STATUS) },
    },
  }, async (request, reply) => {
    const { archived, ...given } = request.body
    const changed = await inTransaction(db, async (tx) => {
      const current = await lockCustomer(tx, { merchantId: request.caller.merchantId, id: idOf('customer', request.params.id) })
      if (current === null || !isVisible(request.caller, current)) return err<CustomerError>({ code: 'not_found' })
      const archivedAt = archived === undefined ? current.archivedAt : archived ? current.archivedAt ?? clock.now() : null
      const next = { ...current, ...given, archivedAt }
      if (await isReferenceTaken(tx, next)) return err<CustomerError>({ code: 'reference_taken', field: 'reference' })
      await updateCustomer(tx, next)
      return ok(next)
    })
    return changed.ok ? reply.send(customerJson(changed.value)) : refuse<CustomerError>(reply, STATUS, changed.error)
  })
}
