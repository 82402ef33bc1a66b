import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { linkPaySimulator, type LinkPaySimulator } from '../simulator.ts'
import type { Outcome } from './outcomes.ts'

const MINUTE_MS = 60_000

let simulator: LinkPaySimulator
let user: ReturnType<LinkPaySimulator['newCredentials']>

beforeAll(async () => {
  simulator = await linkPaySimulator.start({ port: 0 })
})

afterAll(() => simulator.stop())

beforeEach(() => {
  user = enrolled({})
})

function enrolled(settings: Record<string, string>): typeof user {
  const credentials = simulator.newCredentials()
  simulator.enrol({ ...credentials, ...settings })
  return credentials
}

type Answer = { readonly status: number; readonly text: string; readonly json: Record<string, unknown>; readonly headers: Headers }

async function call(path: string, body: Record<string, unknown> | null = null, who = user, secret = who.apiSecret): Promise<Answer> {
  const response = await fetch(`${simulator.endpoints['api']}${path}`, {
    method: body === null ? 'GET' : 'POST', ...(body !== null && { body: JSON.stringify(body) }),
    headers: { authorization: `Basic ${Buffer.from(`${who.apiUsername}:${secret}`).toString('base64')}`, 'content-type': 'application/json' },
  })
  const text = await response.text()
  const parsed: unknown = response.headers.get('content-type')?.startsWith('application/json') === true ? JSON.parse(text) : {}
  return { status: response.status, text, json: Object.fromEntries(Object.entries(parsed ?? {})), headers: response.headers }
}

const get = (path: string, who = user): Promise<Answer> => call(`${path}?api_username=${who.apiUsername}`, null, who)

const post = (path: string, body: Record<string, unknown>): Promise<Answer> => call(path, {
  api_username: user.apiUsername, nonce: randomUUID(), timestamp: new Date().toISOString(), ...body,
})

const order = (change: Record<string, unknown> = {}): Promise<Answer> => post('/payments/oneoff', {
  account_name: 'EUR3D1', amount: '120.50', order_reference: `KV-${randomUUID()}`, customer_url: 'https://kvit.example/return?a=1', ...change,
})

/** A payment that is over, by its reference. */
async function played(outcome: Outcome, amount = '120.50'): Promise<{ readonly reference: string; readonly browserAt: string | null }> {
  const { json } = await order({ amount })
  const { browserAt } = await simulator.play({ redirect: String(json['payment_link']), providerRef: null }, outcome)
  return { reference: String(json['payment_reference']), browserAt }
}

const stateOf = async (reference: string): Promise<unknown[]> => {
  const { json } = await get(`/payments/${reference}`)
  return [json['payment_state'], json['standing_amount']]
}

test('an order is answered with the payment, its link and its methods, and money as the gateway writes it', async () => {
  const { status, text, json, headers } = await order({ amount: 120.5, order_reference: 'KV-1', locale: 'lv', preferred_country: 'LV' })
  expect(status).toBe(201)
  expect(headers.get('x-request-id')).not.toBeNull()
  expect(text).toContain('"initial_amount":120.5,')
  expect(json).toMatchObject({
    payment_state: 'initial', order_reference: 'KV-1', currency: 'EUR', api_username: user.apiUsername,
    customer_url: 'https://kvit.example/return?a=1', payment_reference: expect.stringMatching(/^[0-9a-f]{64}$/),
    payment_link: expect.stringMatching(/\/lp\/[a-z0-9]{6}\/[A-Za-z0-9]{8}$/), processing_error: { code: null, message: null },
  })
  expect(json['payment_methods']).toContainEqual(expect.objectContaining({ source: 'lhv_ob_ee', country_code: 'EE' }))
})

test('a paid order returns to the shop with both references behind an existing query, and reads as settled', async () => {
  const { reference, browserAt } = await played('pay')
  const back = new URL(browserAt ?? '')
  expect([back.pathname, back.searchParams.get('a'), back.searchParams.get('payment_reference')]).toEqual(['/return', '1', reference])
  const { json } = await get(`/payments/${reference}/`)
  expect(json).toMatchObject({
    payment_state: 'settled', payment_method: 'lhv_ob_ee', payment_methods: null, ob_details: { ob_payment_state: 'ACSC' },
  })
})

test('wrong credentials are answered with nothing but a header', async () => {
  const { status, text, headers } = await call('/payments/x', null, user, 'f'.repeat(32))
  expect([status, text, headers.get('content-type'), headers.get('www-authenticate')])
    .toEqual([401, '', 'text/plain', 'Basic realm="API Authorization"'])
})

test('the username stands in the query and in the body as well', async () => {
  expect((await call('/payments/abc')).status).toBe(403)
  expect((await order({ api_username: '0'.repeat(16) })).status).toBe(403)
})

test('another merchant’s payment, an unknown one and an unknown endpoint are not found, in the recorded form', async () => {
  const { reference } = await played('pay')
  const other = enrolled({})
  for (const answer of [await get(`/payments/${reference}`, other), await get('/payments/00'), await get('/payments/payment_links')]) {
    expect([answer.status, answer.text]).toEqual([404, '{"status":404,"error":"Not Found"}'])
  }
})

test('a nonce serves once, and a timestamp within five minutes', async () => {
  const nonce = randomUUID()
  const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
  expect((await order({ nonce })).status).toBe(201)
  const repeated = await order({ nonce })
  expect([repeated.status, repeated.json['error']]).toEqual([401, { code: expect.any(Number), message: expect.any(String) }])
  expect((await order({ timestamp: at(-4 * MINUTE_MS) })).status).toBe(201)
  for (const timestamp of [at(-6 * MINUTE_MS), at(6 * MINUTE_MS), '2026-03-15', String(Date.now())]) {
    expect((await order({ timestamp })).status).toBe(401)
  }
})

test.each([
  { account_name: 'EUR9' }, { amount: '1,5' }, { amount: -1 }, { amount: '1.005' }, { amount: null }, { order_reference: 'with space' },
  { order_reference: 'Ķ' }, { order_reference: '' }, { customer_url: 'http://10.0.0.1/x' }, { customer_url: 'http://shop/x' },
  { customer_url: '/return' }, { locale: 'ka' }, { preferred_country: 'GE' }, { payment_description: 'x'.repeat(66) },
  { payment_description: 'Ķ' }, { email: 'nobody' }, { customer_ip: 'here' },
])('%j is refused with 422 and words', async (change) => {
  const { status, json } = await order(change)
  expect([status, json['error']]).toEqual([422, { code: expect.any(Number), message: expect.any(String) }])
})

test('where addresses are strict, not even this machine is one', async () => {
  const onMachine = { customer_url: 'http://127.0.0.1:3000/r' }
  expect((await order(onMachine)).status).toBe(201)
  user = enrolled({ customerUrls: 'strict' })
  expect((await order(onMachine)).status).toBe(422)
  expect((await order({ customer_url: 'http://kvit.localhost:3000/r' })).status).toBe(201)
})

test('a body that is no object is 400, and an order that was paid is refused', async () => {
  const { apiUsername, apiSecret } = user
  const response = await fetch(`${simulator.endpoints['api']}/payments/oneoff`, {
    method: 'POST', body: '[', headers: { authorization: `Basic ${btoa(`${apiUsername}:${apiSecret}`)}` },
  })
  expect(response.status).toBe(400)
  const { json } = await order({ order_reference: 'once' })
  await simulator.play({ redirect: String(json['payment_link']), providerRef: null }, 'pay')
  expect((await order({ order_reference: 'once' })).status).toBe(422)
})

test('refunds take from what stands until nothing does', async () => {
  const { reference: payment_reference } = await played('pay')
  expect((await post('/payments/refund', { payment_reference, amount: '20.50' })).text)
    .toContain('"payment_state":"refunded","initial_amount":120.5,"standing_amount":100.0')
  expect((await post('/payments/refund', { payment_reference, amount: 100.01 })).status).toBe(422)
  expect((await post('/payments/refund', { payment_reference, amount: 100 })).status).toBe(200)
  expect(await stateOf(payment_reference)).toEqual(['refunded', 0])
  expect((await post('/payments/refund', { payment_reference, amount: '0.01' })).status).toBe(422)
})

test.each([
  ['lhv', ['paid 12050', 'refunded 1000']], ['seb', ['paid 12050', 'only_marked 1000']], ['swedbank', ['paid 12050', 'only_marked 1000']],
])('at %s a refund of a bank link is booked as %j', async (bank, booked) => {
  user = enrolled({ bank })
  const { reference: payment_reference } = await played('pay')
  await post('/payments/refund', { payment_reference, amount: '10.00' })
  expect(await stateOf(payment_reference)).toEqual(['refunded', 110.5])
  const entries = simulator.journal().filter(({ apiUsername }) => apiUsername === user.apiUsername)
  expect(entries.map(({ kind, minor }) => `${kind} ${minor}`)).toEqual(booked)
})

test('a refund that the bank refuses stands again a minute later', async () => {
  const { reference: payment_reference } = await played('pay')
  await post('/payments/refund', { payment_reference, amount: '10.11' })
  expect(await stateOf(payment_reference)).toEqual(['refunded', 110.39])
  await simulator.advance(MINUTE_MS)
  expect(await stateOf(payment_reference)).toEqual(['settled', 120.5])
})

test('a refund whose answer is lost is done, and one answered with 503 is not', async () => {
  const { reference: payment_reference } = await played('pay')
  await expect(post('/payments/refund', { payment_reference, amount: '10.08' })).rejects.toThrow()
  expect(await stateOf(payment_reference)).toEqual(['refunded', 110.42])
  expect((await post('/payments/refund', { payment_reference, amount: '10.03' })).status).toBe(503)
  expect(await stateOf(payment_reference)).toEqual(['refunded', 110.42])
})

test('a refund answered with 504 is done a minute later, and then no more than stands', async () => {
  const { reference: payment_reference } = await played('pay')
  expect((await post('/payments/refund', { payment_reference, amount: '10.07' })).status).toBe(504)
  expect(await stateOf(payment_reference)).toEqual(['settled', 120.5])
  await simulator.advance(MINUTE_MS)
  expect(await stateOf(payment_reference)).toEqual(['refunded', 110.43])
})

test.each([
  ['120.08', 'voided', 0], ['120.07', 'authorised', 120.07], ['120.03', 'authorised', 120.03],
])('a void of %s, which brings a fault, leaves the payment %s', async (amount, state, standing) => {
  const voided = await reserved({ amount })
  await post('/payments/void', { payment_reference: voided }).catch(() => null)
  expect(await stateOf(voided)).toEqual([state, standing])
  await simulator.advance(MINUTE_MS)
  expect((await stateOf(voided))[0]).toBe(amount === '120.03' ? 'authorised' : 'voided')
})

/** A card payment on an account that only reserves. */
async function reserved(change: Parameters<typeof order>[0] = {}): Promise<string> {
  user = enrolled({ preAuth: 'yes' })
  const { json } = await order(change)
  const { browserAt } = await simulator.play({ redirect: `${String(json['payment_link'])}?method_source=card`, providerRef: null }, 'pay')
  expect(browserAt).not.toBeNull()
  return String(json['payment_reference'])
}

test('a reserved card payment is captured in part or voided, once', async () => {
  const captured = await reserved()
  expect(await stateOf(captured)).toEqual(['authorised', 120.5])
  expect(simulator.journal().filter(({ paymentReference }) => paymentReference === captured)).toEqual([])
  expect((await post('/payments/capture', { payment_reference: captured, amount: '100.00' })).json['payment_state']).toBe('settled')
  expect(await stateOf(captured)).toEqual(['settled', 100])
  const again = await post('/payments/capture', { payment_reference: captured, amount: '1.00' })
  expect([again.status, again.text]).toEqual([422, '{"error":{"code":4032,"message":"Can not be captured"}}'])
  const voided = await reserved()
  expect((await post('/payments/void', { payment_reference: voided })).json['payment_state']).toBe('voided')
  expect((await post('/payments/void', { payment_reference: voided })).status).toBe(422)
})

test('the account tells its currency and methods, the shop its account', async () => {
  const { json } = await get('/processing_accounts/EUR3D1')
  expect(json).toMatchObject({ account_name: 'EUR3D1', currency: 'EUR', support_3ds: 'true', pre_auth: 'final' })
  expect(json['payment_methods']).toContainEqual(expect.objectContaining({ source: 'card', country_code: null }))
  expect((await get('/processing_accounts/EUR9')).status).toBe(404)
  expect((await get('/shops')).json['shops']).toEqual([expect.objectContaining({ mcc: '5999' })])
  expect((await get('/shops/1')).json['processing_accounts']).toHaveLength(1)
})

test('one API username with two Links has both accounts', async () => {
  simulator.enrol({ ...user, linkToken: 'second', accountName: 'USD3D1', currency: 'USD' })
  expect((await get('/processing_accounts/USD3D1')).json['currency']).toBe('USD')
  expect((await get('/processing_accounts/EUR3D1')).json['currency']).toBe('EUR')
  expect((await order({ account_name: 'USD3D1' })).json['currency']).toBe('USD')
})

test('the state may be seen later than it is told, and the status may not be readable for a while', async () => {
  const early = (await played('pay_early')).reference
  expect((await stateOf(early))[0]).toBe('waiting_for_sca')
  const down = (await played('pay_reads_fail')).reference
  expect((await get(`/payments/${down}`)).status).toBe(503)
  await simulator.advance(11 * MINUTE_MS)
  expect([(await stateOf(early))[0], (await stateOf(down))[0]]).toEqual(['settled', 'settled'])
})

test('the whole API fails as a provider’s does', async () => {
  simulator.answerMachines('error')
  expect((await get('/shops')).status).toBe(503)
  simulator.answerMachines('garbage')
  expect((await get('/shops')).text).toContain('<html>')
  simulator.answerMachines('normal')
  expect((await get('/shops')).status).toBe(200)
})
