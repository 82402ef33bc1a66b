import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { joined, registeredOwner, startMerchantApp } from '../../../test/support/merchant-app.ts'
import type { Browser, MerchantApp } from '../../../test/support/merchant-app.ts'
import { testDatabase } from '../../../test/support/database.ts'

const db = testDatabase()
let system: MerchantApp
let owner: Browser
beforeAll(async () => {
  system = await startMerchantApp(db)
  owner = await registeredOwner(system, 'owner@shop.example')
})

type Key = { id: string; secret: string; hint: string; lastUsedAt: string | null; revokedAt: string | null }
const make = (
  permissions: string[], by: Browser = owner,
) => by.send('POST', '/v1/api-keys', { name: 'Shop', mode: 'test', permissions, stores: null })
const use = (secret: string, url = '/v1/stores') => system.app.inject({ url, headers: { authorization: `Bearer ${secret}` } })

test('the secret of a key is shown once and is nowhere in the database', async () => {
  const key = (await make(['stores.read'])).json<Key>()
  expect(key.secret).toMatch(/^kvit_test_[A-Za-z0-9_-]{22}$/)
  expect(key.hint).toBe(key.secret.slice(-4))
  expect((await owner.send('GET', '/v1/api-keys')).body).not.toContain(key.secret)
  for (const table of ['api_key', 'token', 'idempotency_key', 'audit_record']) {
    const { rows } = await sql<{ text: string }>`select row_to_json(t)::text as text from ${sql.table(table)} t`.execute(db)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.map((row) => row.text).join('')).not.toContain(key.secret)
  }
})

test('asking again with the same Idempotency-Key makes no second key and shows no secret', async () => {
  const ask = { name: 'Once', mode: 'test', permissions: ['stores.read'], stores: null }
  const headers = { 'idempotency-key': 'make-once' }
  expect((await owner.send('POST', '/v1/api-keys', ask, { headers })).status).toBe(201)
  expect((await owner.send('POST', '/v1/api-keys', ask, { headers })).json()).toMatchObject({
    status: 409, code: 'idempotency_not_kept',
  })
  const { items } = (await owner.send('GET', '/v1/api-keys')).json<{ items: { name: string }[] }>()
  expect(items.filter((one) => one.name === 'Once')).toHaveLength(1)
})

test('a key opens what it was given and nothing else, and says when it was last used', async () => {
  const key = (await make(['stores.read'])).json<Key>()
  expect((await use(key.secret)).statusCode).toBe(200)
  expect((await use(key.secret, '/v1/members')).statusCode).toBe(403)
  expect((await use(key.secret, '/v1/session')).statusCode).toBe(403)
  const shown = (await owner.send('GET', '/v1/api-keys')).json<{ items: Key[] }>().items.find((one) => one.id === key.id)
  expect(shown?.lastUsedAt).toBe(system.clock.at.toISOString())
})

test('T04 a revoked key is refused at once', async () => {
  const key = (await make(['stores.read'])).json<Key>()
  expect((await use(key.secret)).statusCode).toBe(200)
  expect((await owner.send('DELETE', `/v1/api-keys/${key.id}`)).status).toBe(204)
  expect((await use(key.secret)).statusCode).toBe(401)
  expect((await owner.send('DELETE', `/v1/api-keys/${key.id}`)).status).toBe(404)
})

test('T03 nobody makes a key that can do more than they can', async () => {
  const developer = await joined(system, owner, { email: 'dev@shop.example', role: 'developer' })
  expect((await make(['invoices.read', 'channels.manage'], developer)).status).toBe(201)
  expect((await make(['people.manage'], developer)).json()).toMatchObject({ status: 403, code: 'not_givable' })
})

test('T01 another merchant\'s key cannot be revoked or seen', async () => {
  const key = (await make(['stores.read'])).json<Key>()
  const other = await registeredOwner(system, 'other@shop.example')
  expect((await other.send('DELETE', `/v1/api-keys/${key.id}`)).status).toBe(404)
  expect((await other.send('GET', '/v1/api-keys')).body).not.toContain(key.id)
  expect((await use(key.secret)).statusCode).toBe(200)
})

test('an API key cannot make keys or invite, whatever it was given', async () => {
  const key = (await make(['api_keys.manage', 'people.manage'])).json<Key>()
  const post = (url: string, payload: object) => system.app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${key.secret}`, 'idempotency-key': url } })
  expect((await post('/v1/api-keys', {
    name: 'X', mode: 'live', permissions: ['stores.read'], stores: null,
  })).json()).toMatchObject({ code: 'needs_person' })
  expect((await post('/v1/invitations', {
    email: 'x@y.example', role: 'viewer', stores: null,
  })).json()).toMatchObject({ code: 'needs_person' })
})
