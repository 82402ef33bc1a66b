import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../test/support/database.ts'
import { newId, publicId } from '../../kernel/ids.ts'
import { openVault } from '../crypto/vault.ts'
import { buildHttp } from './app.ts'
import type { Identity } from './caller.ts'
import { IdJson, idOf } from './id-param.ts'
import { IdempotencyKey } from './idempotency.ts'
import { Closed, MoneyJson, moneyJson, moneyOf } from './json.ts'
import { buildLogger } from './log.ts'
import { PagingQuery, page, pageOf } from './paging.ts'
import { problems, refuse } from './problem.ts'
import type { App } from './route.ts'

const db = testDatabase()
const vault = openVault(randomBytes(32))
const merchantId = newId('merchant')
const clock = { at: new Date('2026-03-01T10:00:00Z'), now: () => clock.at }
const logged: string[] = []
const done: string[] = []

const KEY_OF_MERCHANT = 'kvit_test_AAAAAAAAAAAAAAAAAAAAAA'
const acting: Identity = {
  kind: 'api_key',
  caller: {
    kind: 'api_key', apiKeyId: newId('apiKey'), name: 'Shop', merchantId, storeIds: null, mode: 'test',
    permissions: new Set(['invoices.read', 'invoices.write']),
  },
}

function bare(): App {
  return buildHttp({
    logger: buildLogger({ level: 'info', stream: { write: (line) => { logged.push(line) } } }),
    trustedProxies: ['10.1.0.0/16'], publicUrl: new URL('https://kvit.example'), db, clock, vault,
    identify: async ({ token }) => (token === KEY_OF_MERCHANT ? acting : null),
  })
}

/** What becomes of the next calls of the route that knows its keys; where nothing is said they succeed. */
const sales: { readonly outcomes: ('fails' | 'is refused')[]; tries: number } = { outcomes: [], tries: 0 }

const REFUSED = { not_found: 404, too_many: 429 } as const

async function withRoutes(): Promise<App> {
  const app = bare()
  const Input = Closed({
    amount: MoneyJson, note: Type.Optional(Type.Union([Type.String({ maxLength: 5 }), Type.Null()])),
    lines: Type.Optional(Type.Array(Closed({ quantity: Type.String({ minLength: 1 }) }))),
  })
  app.post('/v1/things', {
    config: { permission: 'invoices.write' }, schema: { headers: IdempotencyKey, body: Input },
  }, async (request, reply) => {
    if (request.body.note === 'boom') throw new Error('pay link https://kvit.example/pay/CANARYCANARYCANARYCANA and kvit_live_CANARYCANARYCANARYCANA')
    if (request.body.note === 'late') return refuse(reply, REFUSED, { code: 'too_many', retryAfterMs: 1500 })
    done.push(request.body.amount.amount)
    if (request.body.note === 'gone') throw new Error('Connection terminated unexpectedly')
    return reply.code(201).send(moneyJson(moneyOf(request.body.amount, 'amount')))
  })
  app.post('/v1/sales', {
    config: { permission: 'invoices.write', ownKey: true, ageField: 'note' }, schema: { headers: IdempotencyKey, body: Input },
  }, async (request, reply) => {
    sales.tries += 1
    const outcome = sales.outcomes.shift()
    if (outcome === 'is refused') return refuse(reply, REFUSED, { code: 'not_found' })
    if (outcome === 'fails') throw new Error('perhaps after it was made')
    return reply.code(201).send(request.body.amount)
  })
  app.get('/v1/things/:id', {
    config: { permission: 'invoices.read' },
    schema: {
      params: Type.Object({ id: IdJson('invoice') }),
      response: { 200: Type.Object({ id: Type.String() }), ...problems(REFUSED) },
    },
  }, async (request, reply) => (idOf('invoice', request.params.id) === '' ? { id: '' } : refuse(
    reply, REFUSED, { code: 'not_found' },
  )))
  app.get('/v1/things', {
    config: { permission: 'invoices.read' }, schema: { querystring: Closed(PagingQuery) },
  }, async (request) => {
    const asked = pageOf(request.query)
    const from = asked.after === null ? 0 : Number(asked.after)
    const rows = Array.from({ length: asked.limit + 1 }, (_, n) => from + n + 1).filter((n) => n <= 60)
    return page(rows, asked, String, (n) => n)
  })
  app.delete('/v1/things/:id', { config: { permission: 'invoices.cancel' } }, async () => ({}))
  app.get('/v1/me', { config: { signedIn: true } }, async () => ({}))
  app.get('/pay/:token', { config: { public: true } }, async (request) => ({ address: request.ip }))
  await app.ready()
  return app
}

let app: App
beforeAll(async () => {
  app = await withRoutes()
  await sql`insert into merchant (merchant_id, name, created_at) values (${merchantId}, 'Shop', now())`.execute(db)
})

const authorization = `Bearer ${KEY_OF_MERCHANT}`
const post = (payload: object | string, headers: Record<string, string> = {}, url = '/v1/things') =>
  app.inject({
    method: 'POST', url,
    headers: { authorization, 'idempotency-key': String(Math.random()), 'content-type': 'application/json', ...headers },
    payload,
  })
const money = { amount: { amount: '12.5', currency: 'EUR' } }

test('the server does not start with a route that does not say who may call it', () => {
  expect(() => bare().get('/v1/open', async () => 'anything')).toThrow('GET /v1/open must say who may call it')
  expect(() => bare().get(
    '/v1/both', { config: { public: true, permission: 'audit.read' } }, async () => '',
  )).toThrow('must say who may call it')
})

test('the server does not start with a route that takes unknown fields, at any depth', () => {
  const body = Closed({ lines: Type.Array(Type.Object({ price: Type.String() })) })
  expect(() => bare().post(
    '/v1/open', { config: { public: true }, schema: { body } }, async () => '',
  )).toThrow('POST /v1/open body/lines/* takes unknown fields')
})

test('T02 fields nobody offered are refused and named', async () => {
  const answer = await post({ ...money, paid_at: 'now', status: 'paid', lines: [{ quantity: '1', merchant_id: 'x' }] })
  expect(answer.statusCode).toBe(422)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toMatchObject({ code: 'invalid', errors: [
    { field: 'paid_at', code: 'unknown_field' }, { field: 'status', code: 'unknown_field' },
    { field: 'lines/0/merchant_id', code: 'unknown_field' },
  ] })
  expect(await app.inject({
    url: '/v1/things?merchant_id=1', headers: { authorization },
  }).then((a) => a.json())).toMatchObject({ errors: [{ field: 'merchant_id', code: 'unknown_field' }] })
})

test('each wrong field is named once, with what is wrong in the reader\'s language', async () => {
  const answer = await post(
    { amount: { amount: '12,50', currency: 'EUR' }, note: 'too long', lines: [{ quantity: '' }, {}] },
    { 'accept-language': 'xx, lt;q=0.8, en;q=0.2' },
  )
  expect(answer.headers['content-language']).toBe('lt')
  const { errors } = answer.json<{ errors: { field: string; code: string }[] }>()
  expect(errors.map(({ field, code }) => `${field} ${code}`)).toEqual([
    'amount/amount malformed', 'note too_long', 'lines/0/quantity missing', 'lines/1/quantity missing',
  ])
})

test('an amount finer than its currency, or of no currency, is refused by name', async () => {
  expect((await post({ amount: { amount: '1.5', currency: 'JPY' } })).json()).toMatchObject({ errors: [{
    field: 'amount/amount', code: 'malformed',
  }] })
  expect((await post({ amount: { amount: '1.5', currency: 'XXX' } })).json()).toMatchObject({ errors: [{
    field: 'amount/currency', code: 'not_a_choice',
  }] })
})

test('texts that the database cannot keep are refused where they stand', async () => {
  expect((await post({
    ...money, lines: [{ quantity: 'a\u0000' }],
  })).json()).toMatchObject({ errors: [{ field: 'lines/0/quantity', code: 'forbidden_character' }] })
  expect((await post('{"amount":{"amount":"1","currency":"EUR"},"note":"\\ud800"}')).json()).toMatchObject({ errors: [{ field: 'note' }] })
})

test('brackets within brackets are refused like any other wrong value', async () => {
  const { statusCode } = await post(`{"amount":{"amount":"1","currency":"EUR"},"note":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)
  expect(statusCode).toBe(422)
})

test('C19 bodies too large or compressed are cut off', async () => {
  expect((await post({ ...money, note: 'x'.repeat(70_000) })).statusCode).toBe(413)
  expect((await post('{}', { 'content-encoding': 'gzip' })).statusCode).toBe(415)
})

test('C19 a body that trickles in is cut off after ten seconds', async () => {
  const slow = await withRoutes()
  await slow.listen({ port: 0, host: '127.0.0.1' })
  const address = slow.server.address()
  const port = isBound(address) ? address.port : 0
  const started = performance.now()
  const heard = await new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`POST /v1/things HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`)
    })
    let text = ''
    socket.on('data', (data) => { text += String(data) })
    socket.on('close', () => resolve(text))
    socket.on('error', () => {})
  })
  expect(heard).toMatch(/^HTTP\/1.1 408 /)
  expect(performance.now() - started).toBeLessThan(60_000)
  await slow.close()
})

const isBound = (address: AddressInfo | string | null): address is AddressInfo => typeof address === 'object' && address !== null

test('A01 only JSON is read, whatever else a form can send', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    expect((await post(JSON.stringify(money), { 'content-type': type })).statusCode).toBe(415)
  }
})

test('A malformed id and one that names nothing get the same answer', async () => {
  const none = await app.inject({ url: `/v1/things/${publicId('invoice', newId('invoice'), 'test')}`, headers: { authorization } })
  expect(none.statusCode).toBe(404)
  for (const id of ['1', 'inv_test_zzzzzzzzzzzzzzzzzzzzzzzzzz', publicId('payment', newId('payment'), 'test'), '%00']) {
    const answer = await app.inject({ url: `/v1/things/${id}`, headers: { authorization } })
    expect([answer.statusCode, answer.body]).toEqual([404, none.body])
  }
})

test('A04 no other spelling of a protected address gets past its guard', async () => {
  for (const { method, url, access } of app.routeTable.filter((one) => 'permission' in one.access)) {
    expect(access).not.toHaveProperty('public')
    const plain = url.replace(':id', publicId('invoice', newId('invoice'), 'test'))
    const spellings = [
      plain, plain.replaceAll('/', '//'), `${plain};x`, `${plain}/`, plain.replace('v1', '%76%31'), plain.replace('v1', 'V1'), `/x/%2e%2e${plain}`,
      `/x/..${plain}`, plain.replace('/things', '%2fthings'), `${plain}?`, `${plain}%00`,
    ]
    for (const spelling of spellings) {
      const answer = await app.inject({ method: isMethod(method) ? method : 'GET', url: spelling })
      expect([401, 404], `${method} ${spelling}`).toContain(answer.statusCode)
    }
  }
})

const isMethod = (text: string): text is 'GET' | 'POST' | 'DELETE' | 'HEAD' => ['GET', 'POST', 'DELETE', 'HEAD'].includes(text)

test('a role without the permission is refused, and an API key cannot use what needs a person', async () => {
  expect((await app.inject({ method: 'DELETE', url: `/v1/things/${publicId('invoice', newId('invoice'), 'test')}`, headers: { authorization } })).statusCode).toBe(403)
  expect((await app.inject({ url: '/v1/me', headers: { authorization } })).statusCode).toBe(403)
  expect((await app.inject({ url: '/v1/me' })).statusCode).toBe(401)
})

test('A12 the client address is the socket\'s, unless a trusted proxy names another', async () => {
  const headers = {
    'x-forwarded-for': '198.51.100.9', 'x-real-ip': '198.51.100.9', 'x-kvit-user': 'usr_1',
    forwarded: 'for=198.51.100.9',
  }
  expect((await app.inject({
    url: '/pay/x', headers, remoteAddress: '203.0.113.5',
  })).json()).toEqual({ address: '203.0.113.5' })
  expect((await app.inject({
    url: '/pay/x', headers, remoteAddress: '10.1.2.3',
  })).json()).toEqual({ address: '198.51.100.9' })
})

test('an API key must send an Idempotency-Key with a POST', async () => {
  const answer = await app.inject({ method: 'POST', url: '/v1/things', headers: { authorization }, payload: money })
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, 'idempotency_key_missing'])
})

test('C01 the same key and input acts once and repeats the answer; other input is refused', async () => {
  const ask = { amount: { amount: '77.00', currency: 'EUR' } }
  const first = await post(ask, { 'idempotency-key': 'k1' })
  const again = await post(ask, { 'idempotency-key': 'k1' })
  expect([first.statusCode, again.statusCode, again.body]).toEqual([201, 201, first.body])
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(done.filter((amount) => amount === '77.00')).toHaveLength(1)
  const other = await post(money, { 'idempotency-key': 'k1' })
  expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, 'idempotency_key_reused'])
})

test('C01 of calls at the same moment with one key, one acts', async () => {
  const ask = { amount: { amount: '88.00', currency: 'EUR' } }
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(ask, { 'idempotency-key': 'k2' })))
  expect(done.filter((amount) => amount === '88.00')).toHaveLength(1)
  for (const answer of answers) expect([201, 409]).toContain(answer.statusCode)
})

test('a call that was cut off is not repeated by itself', async () => {
  await post(money, { 'idempotency-key': 'k3' })
  await sql`update idempotency_key set status = null, answer = null where key = 'k3'`.execute(db)
  expect((await post(money, { 'idempotency-key': 'k3' })).json()).toMatchObject({ status: 409, code: 'idempotency_at_work' })
  clock.at = new Date(clock.at.getTime() + 61_000)
  expect((await post(money, { 'idempotency-key': 'k3' })).json()).toMatchObject({ status: 409, code: 'idempotency_cut_off' })
})

test('a refusal for being too often says when to come back and leaves the key free', async () => {
  const answer = await post({ ...money, note: 'late' }, { 'idempotency-key': 'k4' })
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '2'])
  expect((await post(money, { 'idempotency-key': 'k4' })).statusCode).toBe(201)
})

test('C01 a call whose effect may have been kept although the database went away does not act again under its key', async () => {
  const ask = { amount: { amount: '66.00', currency: 'EUR' }, note: 'gone' }
  expect((await post(ask, { 'idempotency-key': 'k5' })).statusCode).toBe(503)
  expect((await post(ask, { 'idempotency-key': 'k5' })).json()).toMatchObject({ status: 409, code: 'idempotency_at_work' })
  clock.at = new Date(clock.at.getTime() + 61_000)
  expect((await post(ask, { 'idempotency-key': 'k5' })).json()).toMatchObject({ status: 409, code: 'idempotency_cut_off' })
  expect(done.filter((amount) => amount === '66.00')).toHaveLength(1)
})

const sale = (key: string, payload: object = money) => post(payload, { 'idempotency-key': key }, '/v1/sales')
const tried = async (ask: () => ReturnType<typeof sale>): Promise<[status: number, tries: number]> => {
  const before = sales.tries
  const { statusCode } = await ask()
  return [statusCode, sales.tries - before]
}

test.each([['fails', 500], ['is refused', 404]] as const)('a route that knows its keys is asked again after it %s, and repeats a success only', async (outcome, status) => {
  const key = `own-${status}`
  sales.outcomes.push(outcome)
  expect(await tried(() => sale(key))).toEqual([status, 1])
  expect((await sale(key, { amount: { amount: '1.00', currency: 'EUR' } })).json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
  expect(await tried(() => sale(key))).toEqual([201, 1])
  expect(await tried(() => sale(key))).toEqual([201, 0])
})

test('how old a request says it is makes no other request of it, on a route that names the field', async () => {
  expect(await tried(() => sale('aged', { ...money, note: '3' }))).toEqual([201, 1])
  expect(await tried(() => sale('aged', { ...money, note: '9' }))).toEqual([201, 0])
  await post({ ...money, note: '3' }, { 'idempotency-key': 'not-aged' })
  expect((await post({ ...money, note: '9' }, { 'idempotency-key': 'not-aged' })).json()).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
})

test('a route that knows its keys is asked again where the first call was cut off, by one of all who come', async () => {
  await sale('own-cut')
  await sql`update idempotency_key set status = null, answer = null where key = 'own-cut'`.execute(db)
  expect((await sale('own-cut')).json()).toMatchObject({ status: 409, code: 'idempotency_at_work' })
  clock.at = new Date(clock.at.getTime() + 61_000)
  const before = sales.tries
  const answers = await Promise.all(Array.from({ length: 8 }, () => sale('own-cut')))
  expect(sales.tries - before).toBe(1)
  for (const { statusCode } of answers) expect([201, 409]).toContain(statusCode)
})

test('a route that knows its keys is asked again where its answer could not be kept', async () => {
  await sale('own-mark')
  await sql`update idempotency_key set answer = null where key = 'own-mark'`.execute(db)
  expect(await tried(() => sale('own-mark'))).toEqual([201, 1])
})

test('pages join without a gap or a repetition', async () => {
  const seen: number[] = []
  let url: string | null = '/v1/things?limit=7'
  while (url !== null) {
    const { items, next }: { items: number[]; next: string | null } = await app.inject({ url, headers: { authorization } }).then((a) => a.json())
    seen.push(...items)
    url = next === null ? null : `/v1/things?limit=7&cursor=${next}`
  }
  expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
  expect((await app.inject({ url: '/v1/things?cursor=%27or+1', headers: { authorization } })).statusCode).toBe(422)
})

test('I05 a fault is named by an incident in answer and log, without the tokens it quotes', async () => {
  const answer = await post({ ...money, note: 'boom' })
  const { incident } = answer.json<{ incident: string }>()
  expect(answer.statusCode).toBe(500)
  const line = logged.find((one) => one.includes(incident))
  expect(line).toContain('request failed')
  await app.inject('/pay/CANARYCANARYCANARYCANA?token=CANARY')
  await app.inject('/nothing/CANARYCANARYCANARYCANA')
  expect(logged.join('')).not.toContain('CANARY')
  expect(answer.body).not.toContain('CANARY')
})

test('every answer forbids framing, sniffing, caching and scripts', async () => {
  const { headers } = await app.inject('/v1/nothing')
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer',
    'strict-transport-security': expect.stringContaining('max-age='),
  })
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['content-security-policy']).not.toContain('unsafe')
})
