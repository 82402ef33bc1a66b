import { createDecipheriv, createHash, verify, X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Started } from '../contract.ts'
import type { Deed, Sent } from '../simulator.ts'
import { listen, type Server } from '../simulator-server.ts'
import { payseraSimulator, type PayseraSimulator } from './simulator.ts'
import { formEncode, toWire } from './simulator/wire.ts'

const HOUR_MS = 3_600_000
const PASSWORD = '4f1d0c9a7be2436f8d5e6a1b2c3d4e5f'

let simulator: PayseraSimulator
let shop: Server
let projectId: string
const received: { method: string; query: string; body: string }[] = []

beforeAll(async () => {
  simulator = await payseraSimulator.start({ port: 0 })
  shop = await listen(0, async ({ method, query, body }) => {
    received.push({ method, query, body: body.toString() })
    return { status: 200, headers: {}, body: 'OK' }
  })
})

afterAll(async () => {
  await Promise.all([simulator.stop(), shop.stop()])
})

beforeEach(() => {
  projectId = enrolled({})
  received.length = 0
})

/** A project of its own for each test, so that what was sent and booked before does not matter. */
function enrolled(settings: Record<string, string>): string {
  const { projectId: id } = simulator.newCredentials()
  simulator.enrol({ projectId: id, password: PASSWORD, ...settings })
  return id
}

type Changes = Record<string, string | null>

/** A request as a merchant makes it; null leaves a parameter out. */
function formOf(changes: Changes = {}): string {
  const fields = {
    projectid: projectId, orderid: 'INV-2026-0042', accepturl: `${shop.url}/ok`, cancelurl: `${shop.url}/no?x=1`,
    callbackurl: `${shop.url}/cb`, version: '1.6', amount: '2500', currency: 'EUR', test: '1', ...changes,
  }
  return formEncode(Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])))
}

function signed(form: string, password = PASSWORD): string {
  const data = toWire(Buffer.from(form))
  const sign = createHash('md5').update(data + password).digest('hex')
  return `data=${encodeURIComponent(data)}&sign=${sign}`
}

const order = (changes: Changes = {}): Started =>
  ({ redirect: `${simulator.url}/pay/?${signed(formOf(changes))}`, providerRef: null })

/** A callback as a merchant would read it, with nothing of the simulator's code. */
const fieldsOf = (sent: Sent | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(Buffer.from(packetOf(sent).get('data') ?? '', 'base64url').toString()))

const packetOf = (sent: Sent | undefined): URLSearchParams =>
  new URLSearchParams(sent?.method === 'POST' ? sent.body : new URL(sent?.url ?? 'x:').search)

async function proofs(sent: Sent | undefined): Promise<Record<string, boolean | null>> {
  const packet = packetOf(sent)
  const data = packet.get('data') ?? ''
  const key = new X509Certificate(await (await fetch(`${simulator.url}/download/public.key`)).text()).publicKey
  const rsa = (name: string, hash: string): boolean | null => {
    const signature = packet.get(name)
    return signature === null ? null : verify(hash, Buffer.from(data), key, Buffer.from(signature, 'base64url'))
  }
  const ss1 = packet.get('ss1')
  return {
    ss1: ss1 === null ? null : ss1 === createHash('md5').update(data + PASSWORD).digest('hex'),
    ss2: rsa('ss2', 'sha1'), ss3: rsa('ss3', 'sha256'),
  }
}

const statuses = (sent: readonly Sent[]): string[] => sent.map((one) => fieldsOf(one)['status'] ?? '')

const booked = () => simulator.journal().filter((entry) => entry.projectId === projectId)
  .map(({ kind, minor, currency, mode }) => `${kind} ${minor} ${currency} ${mode}`)

test('a payment is told with every parameter but the three addresses, with the result and three signatures', async () => {
  const { sent, browserAt } = await simulator.play(order({ p_email: 'jonas@example.org', m_own: 'ąž & co' }), 'pay')
  expect(sent).toHaveLength(1)
  expect(sent[0]?.answer).toEqual({ status: 200, body: 'OK' })
  const fields = fieldsOf(sent[0])
  expect(fields).toMatchObject({
    projectid: projectId, orderid: 'INV-2026-0042', amount: '2500', currency: 'EUR', test: '1', version: '1.6',
    p_email: 'jonas@example.org', m_own: 'ąž & co', status: '1', payamount: '2500', paycurrency: 'EUR',
    surename: 'PAVARDENIS', account: 'TEST000000000000001', payment: 'hanza', payment_country: 'LT',
    original_paytext: '', paytext: 'Order No: INV-2026-0042 at https://kvit.example project. (Seller: Kvit demo)',
  })
  expect(Object.keys(fields).filter((name) => name.endsWith('url'))).toEqual([])
  expect(await proofs(sent[0])).toEqual({ ss1: true, ss2: true, ss3: true })
  expect(browserAt).toBe(sent[0]?.url.replace('/cb?', '/ok?'))
  expect(booked()).toEqual(['paid 2500 EUR test'])
})

test.each<[Deed, string[], string | null]>([
  ['pay', ['1'], 'ok'], ['pay_later', ['2'], 'ok'], ['refuse', ['2', '0'], 'no'], ['cancel', [], 'no'], ['leave', [], null],
  ['pay_unheard', [], 'ok'], ['pay_twice', ['1', '1'], 'ok'], ['pay_less', ['1'], 'ok'], ['pay_other_currency', ['1'], 'ok'],
  ['pay_converted', ['1'], 'ok'], ['pay_wrong_mode', ['1'], 'ok'], ['pay_unconfirmed', ['4'], 'ok'], ['refund', ['1', '5'], 'ok'],
  ['forge_signature', ['1'], null], ['strip_signature', ['1'], null], ['weak_signature', ['1'], 'ok'],
  ['foreign_merchant', ['1'], null], ['unlisted_status', ['9'], 'ok'],
])('the deed %s tells statuses %j at once and leaves the browser at %j', async (deed, told, page) => {
  const { sent, browserAt, refusedWith } = await simulator.play(order(), deed)
  expect(refusedWith).toBeNull()
  expect(statuses(sent)).toEqual(told)
  expect(browserAt === null ? null : new URL(browserAt).pathname.slice(1)).toBe(page)
})

test('a payment that takes its time is confirmed when the clock is turned by an hour', async () => {
  await simulator.play(order(), 'pay_later')
  expect(booked()).toEqual([])
  await simulator.advance(HOUR_MS)
  expect(statuses(simulator.sent().filter((one) => fieldsOf(one)['projectid'] === projectId))).toEqual(['2', '1'])
  expect(booked()).toEqual(['paid 2500 EUR test'])
})

test('all callbacks of one payment carry one request number, two payments carry two', async () => {
  const numbers = async (deed: Deed) => (await simulator.play(order(), deed)).sent.map((one) => fieldsOf(one)['requestid'])
  expect(new Set(await numbers('refund')).size).toBe(1)
  expect(new Set(await numbers('pay_twice')).size).toBe(2)
})

test.each<[Deed, Record<string, string>, string]>([
  ['pay_less', { amount: '2499', payamount: '2499', currency: 'EUR' }, 'paid 2499 EUR live'],
  ['pay_other_currency', { amount: '2500', currency: 'PLN', payamount: '2500', paycurrency: 'PLN' }, 'paid 2500 PLN live'],
  ['pay_converted', { amount: '2500', currency: 'EUR', payamount: '10750', paycurrency: 'PLN' }, 'paid 10750 PLN live'],
  ['pay_wrong_mode', { amount: '2500', test: '1' }, 'paid 2500 EUR test'],
])('the deed %s is genuinely signed and says %j', async (deed, said, entry) => {
  const { sent } = await simulator.play(order({ test: null }), deed)
  expect(fieldsOf(sent[0])).toMatchObject(said)
  expect(await proofs(sent[0])).toEqual({ ss1: true, ss2: true, ss3: true })
  expect(booked()).toEqual([entry])
})

test.each<[Deed, Record<string, boolean | null>]>([
  ['forge_signature', { ss1: false, ss2: false, ss3: false }],
  ['strip_signature', { ss1: null, ss2: null, ss3: null }],
  ['foreign_merchant', { ss1: false, ss2: true, ss3: true }],
])('the forgery %s moves no money', async (deed, expected) => {
  enrolled({ password: 'another password' })
  const { sent } = await simulator.play(order(), deed)
  expect(await proofs(sent[0])).toEqual(expected)
  expect(fieldsOf(sent[0])['projectid'] === projectId).toBe(deed !== 'foreign_merchant')
  expect(booked()).toEqual([])
})

test('the weakest proof is the password’s alone', async () => {
  const { sent } = await simulator.play(order(), 'weak_signature')
  expect(await proofs(sent[0])).toEqual({ ss1: true, ss2: null, ss3: null })
})

test('a refund says how much went back and when', async () => {
  const { sent } = await simulator.play(order(), 'refund')
  expect(fieldsOf(sent[1])).toMatchObject({ status: '5', refund_amount: '2500', refund_currency: 'EUR' })
  expect(Number(fieldsOf(sent[1])['refund_timestamp'])).toBeCloseTo(simulator.now().getTime() / 1000, -1)
  expect(booked()).toEqual(['paid 2500 EUR test', 'refunded 2500 EUR test'])
})

test('a project as before 2025 sends two signatures, one set to POST sends a form', async () => {
  projectId = enrolled({ signatures: 'ss1+ss2', delivery: 'post' })
  const { sent, browserAt } = await simulator.play(order(), 'pay')
  expect(await proofs(sent[0])).toEqual({ ss1: true, ss2: true, ss3: null })
  expect(sent[0]).toMatchObject({ method: 'POST', url: `${shop.url}/cb`, contentType: 'application/x-www-form-urlencoded' })
  expect(received).toEqual([{ method: 'POST', query: '', body: sent[0]?.body }])
  expect(browserAt).toBe(`${shop.url}/ok?${sent[0]?.body}`)
})

test('a project set to encryption sends sealed data and no signature', async () => {
  projectId = enrolled({ callbackMode: 'encrypted' })
  const { sent } = await simulator.play(order(), 'pay')
  expect([...packetOf(sent[0]).keys()]).toEqual(['data'])
  const bytes = Buffer.from(packetOf(sent[0]).get('data') ?? '', 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', PASSWORD, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16))
  const form = decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
  expect(new URLSearchParams(form).get('orderid')).toBe('INV-2026-0042')
})

test('a project that returns the payer first calls back five seconds later', async () => {
  projectId = enrolled({ order: 'redirect_first' })
  const { sent, browserAt } = await simulator.play(order(), 'pay')
  expect([sent, browserAt === null]).toEqual([[], false])
  await simulator.advance(5_000)
  expect(received.map(({ query }) => query)).toEqual([browserAt?.split('?')[1]])
})

test('what was sent can be sent again, byte for byte', async () => {
  const { sent } = await simulator.play(order(), 'pay')
  const [first] = sent
  if (first === undefined) throw new Error('nothing was sent')
  const again = await simulator.repeat(first)
  expect([again.url, again.answer]).toEqual([first.url, { status: 200, body: 'OK' }])
  expect(received.map(({ query }) => query)).toEqual([received[0]?.query, received[0]?.query])
})

test('a new key signs and is published, and what it replaced no longer fits', async () => {
  const { sent: old } = await simulator.play(order(), 'pay')
  simulator.rotateKey()
  const { sent: fresh } = await simulator.play(order(), 'pay')
  expect(await proofs(old[0])).toEqual({ ss1: true, ss2: false, ss3: false })
  expect(await proofs(fresh[0])).toEqual({ ss1: true, ss2: true, ss3: true })
})

test('two payers at once are told apart', async () => {
  const played = await Promise.all(Array.from({ length: 20 }, (_, n) => simulator.play(order({ orderid: `O-${n}` }), 'pay')))
  expect(played.map(({ sent }) => fieldsOf(sent[0])['orderid'])).toEqual(Array.from({ length: 20 }, (_, n) => `O-${n}`))
  expect(new Set(played.map(({ sent }) => fieldsOf(sent[0])['requestid'])).size).toBe(20)
})

const codeOf = async (started: Started): Promise<string | null> => (await simulator.play(started, 'pay')).refusedWith

test.each<[string, string, Changes]>([
  ['an unknown project', '0x6', { projectid: '1' }],
  ['no order number', '0x10', { orderid: null }],
  ['an order number over 40 bytes', '0x10', { orderid: 'ąž'.repeat(11) }],
  ['no callback address', '0x15x0', { callbackurl: null }],
  ['a return address that is none', '0x15x0', { accepturl: '/ok' }],
  ['an address of 256 bytes', '0x15x0', { cancelurl: `https://kvit.example/${'a'.repeat(235)}` }],
  ['an amount with a decimal point', '0x15', { amount: '25.00' }],
  ['a two-letter language', '0x15', { lang: 'lt' }],
  ['a purpose over 255 bytes', '0x15', { paytext: 'ქ'.repeat(86) }],
  ['no version', '0x15', { version: null }],
  ['no amount', '0x4', { amount: null }],
  ['a currency the method does not take', '0x3', { payment: 'lt_n26', currency: 'USD' }],
  ['an amount below the method’s limit', '0x1', { payment: 'inbank_lt_leasing', amount: '4999' }],
  ['an amount above the method’s limit', '0x2', { payment: 'apple_pay', amount: '1000001' }],
  ['a method nobody knows', '0x8', { payment: 'no_such_bank' }],
  ['a time limit ten minutes ahead', '0x15x1', { time_limit: new Date(Date.now() - 600_000).toISOString().slice(0, 19).replace('T', ' ') }],
])('a request with %s ends at %s and the shop hears nothing', async (_what, code, changes) => {
  expect(await codeOf(order(changes))).toBe(code)
  expect(received).toEqual([])
})

test('the signature is checked before any value is believed', async () => {
  const form = formOf({ orderid: null, amount: 'x' })
  const redirect = `${simulator.url}/pay/?${signed(form, 'another password')}`
  expect(await codeOf({ redirect, providerRef: null })).toBe('0x14')
  expect(await codeOf({ redirect: order().redirect.replace(/sign=./, 'sign=X'), providerRef: null })).toBe('0x14')
})

test('a purpose that is no UTF-8 ends at 0x9', async () => {
  const redirect = `${simulator.url}/pay/?${signed(`${formOf()}&paytext=%C4`)}`
  expect(await codeOf({ redirect, providerRef: null })).toBe('0x9')
})

test('a project that is not approved takes test payments only, and one without test mode live ones only', async () => {
  projectId = enrolled({ approved: 'no' })
  expect(await codeOf(order({ test: null }))).toBe('0x11')
  expect(await codeOf(order())).toBeNull()
  projectId = enrolled({ testPayments: 'no' })
  expect(await codeOf(order())).toBe('0x7')
  expect(await codeOf(order({ test: '0' }))).toBeNull()
})

test('addresses must be on the project’s confirmed hosts, and forbidden methods are refused', async () => {
  projectId = enrolled({ hosts: '127.0.0.1 kvit.example', forbidden: 'vb2' })
  expect(await codeOf(order())).toBeNull()
  expect(await codeOf(order({ cancelurl: 'https://pay.kvit.example/x' }))).toBeNull()
  expect(await codeOf(order({ cancelurl: 'https://notkvit.example/x' }))).toBe('0x13')
  expect(await codeOf(order({ payment: 'vb2' }))).toBe('0x8')
})

test('an order already sent is opened again by its number alone', async () => {
  await simulator.play(order(), 'leave')
  const repeat = (orderid: string): Started => {
    const form = formEncode([['orderid', orderid], ['version', '1.6'], ['projectid', projectId], ['repeat_request', '1']])
    return { redirect: `${simulator.url}/pay/?${signed(form)}`, providerRef: null }
  }
  const { sent } = await simulator.play(repeat('INV-2026-0042'), 'pay')
  expect(fieldsOf(sent[0])).toMatchObject({ amount: '2500', currency: 'EUR', status: '1' })
  expect(await codeOf(repeat('never-sent'))).toBe('0x10')
})
