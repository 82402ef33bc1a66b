import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Started } from '../contract.ts'
import { listen, plain, type Server } from '../simulator-server.ts'
import { liqPaySimulator, type LiqPaySimulator } from './simulator.ts'
import { OUTCOMES, type Outcome } from './simulator/outcomes.ts'
import { decodeData, encodeData, sign, type Version } from './simulator/wire.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

let simulator: LiqPaySimulator
let shop: Server
let keys: ReturnType<LiqPaySimulator['newCredentials']>
type Told = Readonly<Record<string, unknown>>
/** Each callback as the shop understood it, with whether it was genuine, and what `status` said meanwhile. */
const heard: { readonly says: Told; readonly isGenuine: boolean; readonly asked: unknown }[] = []
const door = { isShut: false }

beforeAll(async () => {
  shop = await listen(0, async ({ body }) => {
    if (door.isShut) return plain(503, 'later')
    const form = new URLSearchParams(body.toString())
    const [data, signature] = [form.get('data') ?? '', form.get('signature') ?? '']
    const decoded = decodeData(data)
    const says = parsed('json' in decoded ? decoded.json : '{}')
    const version: Version = says['version'] === 7 ? 7 : 3
    const isGenuine = says['public_key'] === keys.publicKey && signature === sign(data, keys.privateKey, version)
    heard.push({ says, isGenuine, asked: (await status(String(says['order_id'])))['status'] })
    return plain(isGenuine ? 200 : 400, '')
  })
})

afterAll(() => shop.stop())

// A clock of its own for each test: what an earlier one left planned would be told here.
beforeEach(async () => {
  simulator = await liqPaySimulator.start({ port: 0 })
  keys = enrolled({})
  heard.length = 0
  door.isShut = false
})

afterEach(() => simulator.stop())

function enrolled(settings: Record<string, string>, fresh = simulator.newCredentials()): typeof keys {
  simulator.enrol({ ...fresh, callbackUrl: `${shop.url}/shop`, ...settings })
  return fresh
}

function parsed(text: string): Told {
  const value: unknown = JSON.parse(text)
  return Object.fromEntries(Object.entries(value ?? {}))
}

const form = (fields: Told, version: Version = 3): string => {
  const data = encodeData(JSON.stringify({ version, public_key: keys.publicKey, ...fields }))
  return new URLSearchParams({ data, signature: sign(data, keys.privateKey, version) }).toString()
}

async function status(orderId: string): Promise<Told> {
  const body = form({ action: 'status', order_id: orderId })
  const answer = await fetch(`${simulator.url}/api/request`, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  return answer.status === 200 ? parsed(await answer.text()) : { status: answer.status }
}

/** A checkout link as a shop's program makes it. */
const link = (change: Told = {}, version: Version = 3): Started => ({
  redirect: `${simulator.url}/api/3/checkout?${form({
    action: 'pay', amount: 120.5, currency: 'UAH', description: 'Замовлення', order_id: 'kvit-1', result_url: 'https://shop.example/back',
    server_url: `${shop.url}/order`, ...change,
  }, version)}`,
  providerRef: null,
})

const booked = (): string[] => simulator.journal().map(({ kind, minor, currency }) => `${kind} ${minor} ${currency}`)

test('a payment is told by a signed form of two fields to the order’s own address, and the payer goes back to the shop', async () => {
  const { sent, browserAt } = await simulator.play(link(), 'pay')
  expect(sent.map(({ method, url, contentType, answer }) => [method, url, contentType, answer?.status])).toEqual(
    [['POST', `${shop.url}/order`, 'application/x-www-form-urlencoded', 200]])
  expect([...new URLSearchParams(sent[0]?.body).keys()]).toEqual(['data', 'signature'])
  expect(heard).toMatchObject([{ isGenuine: true, asked: 'success', says: {
    status: 'success', order_id: 'kvit-1', amount: 120.5, currency: 'UAH', public_key: keys.publicKey, version: 3, action: 'pay', type: 'buy', paytype: 'card',
    payment_id: 2_000_000_001, acq_id: 414_963, mpi_eci: '7', is_3ds: false, receiver_commission: 1.81, end_date: expect.any(Number),
  } }])
  expect(browserAt).toBe('https://shop.example/back')
  expect(booked()).toEqual(['paid 12050 UAH'])
})

test('an order without a server_url is told to the address of the shop, and version 7 is signed with SHA3-256', async () => {
  await simulator.play(link({ server_url: undefined }, 7), 'pay')
  expect(simulator.sent().map(({ url }) => url)).toEqual([`${shop.url}/shop`])
  expect(heard).toMatchObject([{ isGenuine: true, says: { version: 7 } }])
})

type Row = readonly [Outcome, readonly string[], readonly string[], readonly string[]]

const PAID = ['paid 12050 UAH']

/** What is told, what `status` says meanwhile, and what is booked. */
const AT_ONCE: readonly Row[] = [
  ['pay', ['success'], ['success'], PAID], ['pay_later', ['processing'], ['processing'], []], ['bank_silent', ['processing'], ['processing'], []],
  ['refuse', ['failure'], ['failure'], []], ['cancel', [], [], []], ['leave', [], [], []],
  ['pay_unheard', [], [], PAID], ['pay_late', [], [], PAID], ['pay_repeated', ['success', 'success'], ['success', 'success'], PAID],
  ['pay_less', ['success'], ['success'], ['paid 12049 UAH']], ['pay_other_currency', ['success'], ['success'], ['paid 12050 USD']],
  ['pay_reversed_order', ['success', 'processing'], ['success', 'success'], PAID],
  ['refund', ['success', 'reversed'], ['success', 'reversed'], ['paid 12050 UAH', 'refunded 12050 UAH']],
  ['refund_part', ['success', 'success'], ['success', 'success'], ['paid 12050 UAH', 'refunded 6025 UAH']],
  ['pay_wrong_mode', ['sandbox'], ['sandbox'], ['paid_in_test 12050 UAH']], ['unlisted_status', ['wait_moon'], ['wait_moon'], []],
  ['pay_unconfirmed', ['wait_accept'], ['wait_accept'], ['taken_not_given 12050 UAH']], ['wait_card', ['wait_card'], ['wait_card'], ['taken_not_given 12050 UAH']],
  ['hold_wait', ['hold_wait'], ['hold_wait'], ['held 12050 UAH']], ['try_again', ['try_again'], ['try_again'], []],
  ['pay_early', ['success'], ['prepared'], PAID], ['pay_reads_fail', ['success'], ['503'], PAID],
  ...(['register_missing', 'register_amount', 'register_twice', 'register_fee'] as const).map((name): Row => [name, ['success'], ['success'], PAID]),
]

test.each(AT_ONCE)('%s tells %j while status says %j, and books %j', async (outcome, told, asked, books) => {
  const { refusedWith } = await simulator.play(link(), outcome)
  expect(refusedWith).toBeNull()
  expect(heard.map(({ says }) => says['status'])).toEqual(told)
  expect(heard.map((one) => String(one.asked))).toEqual(asked)
  expect(heard.filter(({ isGenuine }) => !isGenuine)).toEqual([])
  expect(booked()).toEqual(books)
})

const FORGED = ['forge_signature', 'strip_signature', 'hex_signature', 'unescaped', 'other_hash', 'foreign_merchant'] as const

test.each(FORGED)('%s claims a success that is not genuine, moves no money, and leaves the order unpaid', async (outcome) => {
  const { sent, browserAt } = await simulator.play(link(WITH_PLUS), outcome)
  expect(sent.map(({ answer }) => answer?.status)).toEqual([400])
  expect(heard.filter(({ isGenuine }) => isGenuine)).toEqual([])
  expect(heard.map((one) => one.asked)).toEqual(outcome === 'unescaped' ? ['error'] : ['prepared'])
  expect(browserAt).toBeNull()
  expect(booked()).toEqual([])
})

/** Long enough a text that some plus is in the data, whatever the times in it are. */
const WITH_PLUS: Told = { description: '>>>~~~'.repeat(20) }

const LATER: readonly (readonly [Outcome, number, readonly string[], readonly string[]])[] = [
  ['pay_later', 31 * SECOND_MS, ['processing', 'success'], PAID], ['pay_late', HOUR_MS, ['success'], PAID],
  ['pay_answer_lost', MINUTE_MS, ['success', 'success'], PAID], ['pay_after_refusal', HOUR_MS, ['failure', 'success'], PAID],
  ['pay_accepted_later', HOUR_MS, ['wait_accept', 'success'], ['taken_not_given 12050 UAH', ...PAID]],
  ['pay_compensated', 24 * HOUR_MS, ['wait_compensation', 'success'], PAID], ['pay_checked', 2 * HOUR_MS, ['wait_secure', 'success'], PAID],
  ['cash_wait', HOUR_MS, ['cash_wait', 'success'], PAID], ['secure_expired', 15 * MINUTE_MS, ['3ds_verify', 'failure'], []],
  ['taken_back', 24 * HOUR_MS, ['success', 'reversed'], ['paid 12050 UAH', 'refunded 12050 UAH']],
]

test.each(LATER)('%s, and after %d milliseconds of the provider’s clock the shop has been told %j', async (outcome, ms, told, books) => {
  await simulator.play(link(), outcome)
  await simulator.advance(ms)
  expect(heard.map(({ says }) => says['status'])).toEqual(told)
  expect(booked()).toEqual(books)
})

test('every outcome is in a table above', () => {
  expect(new Set<string>([...AT_ONCE, ...LATER].map(([outcome]) => outcome)).union(new Set(FORGED))).toEqual(new Set(OUTCOMES))
})

test('a callback nobody takes is repeated five times, and then never again', async () => {
  door.isShut = true
  await simulator.play(link(), 'pay')
  await simulator.advance(500 * HOUR_MS)
  const log = simulator.sent().map(({ at }) => at.getTime())
  expect(log.map((at) => Math.round((at - (log[0] ?? 0)) / MINUTE_MS))).toEqual([0, 1, 5, 30, 120, 720])
  expect(new Set(simulator.sent().map(({ body }) => body)).size).toBe(1)
})

test('sandbox: 1 ends as sandbox, keys of the sandbox as success, and neither moves money', async () => {
  await simulator.play(link({ sandbox: 1 }), 'pay')
  keys = enrolled({}, simulator.newCredentials('test'))
  await simulator.play(link(), 'pay')
  expect(heard.map(({ says }) => says['status'])).toEqual(['sandbox', 'success'])
  expect(booked()).toEqual(['paid_in_test 12050 UAH', 'paid_in_test 12050 UAH'])
})

test('evidence of the other mode: real money for a test order, and a live key for one of the sandbox', async () => {
  await simulator.play(link({ sandbox: '1' }), 'pay_wrong_mode')
  expect(booked()).toEqual(['paid 12050 UAH'])
  keys = enrolled({}, simulator.newCredentials('test'))
  await simulator.play(link(), 'pay_wrong_mode')
  expect(heard.map(({ says }) => [says['status'], says['public_key']])).toEqual([['success', expect.stringMatching(/^i/)], ['success', keys.publicKey.replace('sandbox_', '')]])
})

test('the cabinet decides where a payment ends and who is told', async () => {
  const told = async (settings: Record<string, string>, outcome: Outcome = 'pay'): Promise<unknown[]> => {
    keys = enrolled(settings)
    heard.length = 0
    await simulator.play(link(), outcome)
    return heard.map(({ says }) => says['status'])
  }
  expect(await told({ verified: 'no' })).toEqual(['wait_accept'])
  expect(await told({ payoutSet: 'no' })).toEqual(['wait_card'])
  expect(await told({ payout: 'daily' })).toEqual(['wait_compensation'])
  expect(await told({ callbacks: 'none' })).toEqual([])
  expect(await told({ callbacks: 'final' }, 'pay_later')).toEqual([])
  await simulator.advance(MINUTE_MS)
  expect(heard.map(({ says }) => says['status'])).toEqual(['success'])
  simulator.loseCallbacks(true)
  expect(await told({})).toEqual([])
})

test('after its expired_date, which is UTC, an order is not paid any more', async () => {
  const at = new Date(simulator.now().getTime() + HOUR_MS).toISOString().slice(0, 19).replace('T', ' ')
  const started = link({ expired_date: at })
  await simulator.play(started, 'leave')
  await simulator.advance(HOUR_MS - MINUTE_MS)
  expect(await status('kvit-1')).toMatchObject({ status: 'prepared' })
  await simulator.advance(MINUTE_MS)
  await expect(simulator.play(started, 'pay')).rejects.toThrow('over')
  expect(await status('kvit-1')).toMatchObject({ status: 'failure', err_code: 'expired_prepared' })
  expect(booked()).toEqual([])
})

test('nobody is led astray: another host, a deed the provider cannot do, and an order with one character changed', async () => {
  await expect(simulator.play({ redirect: 'https://elsewhere.example/pay', providerRef: null }, 'pay')).rejects.toThrow('does not lead')
  await expect(simulator.play(link(), 'pay_twice')).rejects.toThrow('cannot play')
  const { redirect } = link()
  expect((await simulator.play({ redirect: redirect.replace(/signature=.{4}/, 'signature=AAAA'), providerRef: null }, 'pay')).refusedWith).toBe('invalid_signature')
})
