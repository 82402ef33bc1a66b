import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Started } from '../contract.ts'
import type { Sent } from '../simulator.ts'
import { listen, plain, type Server } from '../simulator-server.ts'
import { linkPaySimulator, type LinkPaySimulator } from './simulator.ts'
import { OUTCOMES, type Outcome } from './simulator/outcomes.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

let simulator: LinkPaySimulator
let shop: Server
let user: ReturnType<LinkPaySimulator['newCredentials']>
/** What the shop read of each payment while it was being told. */
const read: string[] = []
const door = { isShut: false }

beforeAll(async () => {
  shop = await listen(0, async ({ query }) => {
    if (door.isShut) return plain(503, 'later')
    const reference = new URLSearchParams(query).get('payment_reference') ?? ''
    read.push(await stateOf(reference))
    return plain(200, '{"status":"ok"}')
  })
})

afterAll(() => shop.stop())

// A clock of its own for each test: what an earlier one left planned would be told here.
beforeEach(async () => {
  simulator = await linkPaySimulator.start({ port: 0 })
  user = enrolled({})
  read.length = 0
  door.isShut = false
})

afterEach(() => simulator.stop())

function enrolled(settings: Record<string, string>): typeof user {
  const credentials = simulator.newCredentials()
  simulator.enrol({ ...credentials, callbackUrl: `${shop.url}/cb/1`, ...settings })
  return credentials
}

async function stateOf(reference: string): Promise<string> {
  const answer = await fetch(`${simulator.endpoints['api']}/payments/${reference}?api_username=${user.apiUsername}`, {
    headers: { authorization: `Basic ${btoa(`${user.apiUsername}:${user.apiSecret}`)}` },
  })
  const [, state] = /"payment_state":"([^"]+)"/.exec(await answer.text()) ?? []
  return state ?? String(answer.status)
}

/** A link as a merchant's program makes it. */
function link(order = 'KV-1', amount = '120.50'): Started {
  const query = `linkpay_token=${user.linkToken}&order_reference=${order}&transaction_amount=${amount}`
  const hmac = createHmac('sha256', user.apiSecret).update(query).digest('hex')
  return { redirect: `${simulator.endpoints['pay']}?${query}&hmac=${hmac}`, providerRef: null }
}

const queryOf = (sent: Sent | undefined): Record<string, string> => Object.fromEntries(new URL(sent?.url ?? 'x:').searchParams)

const events = (sent: readonly Sent[]): (string | undefined)[] => sent.map((one) => queryOf(one)['event_name'])

const booked = (): string[] => simulator.journal().filter(({ apiUsername }) => apiUsername === user.apiUsername)
  .map(({ kind, minor, currency }) => `${kind} ${minor} ${currency}`)

test('a payment is told by an unsigned GET with its two references and the event, and the payer ends on the receipt', async () => {
  const { sent, browserAt } = await simulator.play(link(), 'pay')
  expect(sent.map(({ method, body, answer }) => [method, body, answer?.status])).toEqual([['GET', '', 200]])
  expect(queryOf(sent[0])).toEqual({
    payment_reference: expect.stringMatching(/^[0-9a-f]{64}$/), order_reference: 'KV-1', event_name: 'status_updated',
  })
  expect(read).toEqual(['settled'])
  expect(await (await fetch(browserAt ?? '')).text()).toContain('✓ Paid')
  expect(booked()).toEqual(['paid 12050 EUR'])
})

type Told = readonly [Outcome, readonly string[], readonly string[], readonly string[]]

const AT_ONCE: readonly Told[] = [
  ['pay', ['status_updated'], ['settled'], ['paid 12050 EUR']],
  ['pay_later', ['status_updated'], ['sent_for_processing'], []],
  ['bank_silent', ['status_updated'], ['sent_for_processing'], []],
  ['refuse', ['status_updated'], ['failed'], []],
  ['cancel', ['status_updated'], ['failed'], []],
  ['leave', [], [], []],
  ['pay_unheard', [], [], ['paid 12050 EUR']],
  ['pay_late', [], [], ['paid 12050 EUR']],
  ['pay_repeated', ['status_updated', 'status_updated'], ['settled', 'settled'], ['paid 12050 EUR']],
  ['pay_less', ['status_updated'], ['settled'], ['paid 12049 EUR']],
  ['pay_other_account', ['status_updated'], ['settled'], ['paid 12050 USD']],
  ['pay_reversed', ['status_updated', 'status_updated'], ['settled', 'settled'], ['paid 12050 EUR']],
  ['pay_twice', ['status_updated', 'status_updated'], ['settled', 'settled'], ['paid 12050 EUR', 'paid 12050 EUR']],
  ['refund', ['status_updated', 'refunded'], ['settled', 'refunded'], ['paid 12050 EUR', 'refunded 12050 EUR']],
  ['refund_part', ['status_updated', 'refunded'], ['settled', 'refunded'], ['paid 12050 EUR', 'refunded 6025 EUR']],
  ['refund_first', ['refunded', 'status_updated'], ['refunded', 'refunded'], ['paid 12050 EUR', 'refunded 12050 EUR']],
  ['unlisted_status', ['status_updated'], ['under_review'], []],
  ['forge_signature', ['status_updated'], ['404'], []],
  ['foreign_merchant', ['status_updated'], ['404'], []],
  ['foreign_order', ['status_updated', 'status_updated'], ['settled', 'settled'], ['paid 12050 EUR', 'paid 12050 EUR']],
  ['pay_early', ['status_updated'], ['waiting_for_sca'], ['paid 12050 EUR']],
  ['pay_reads_fail', ['status_updated'], ['503'], ['paid 12050 EUR']],
]

test.each(AT_ONCE)('%s tells %j, which read as %j, and books %j', async (outcome, told, states, books) => {
  const { sent, refusedWith } = await simulator.play(link(), outcome)
  expect(refusedWith).toBeNull()
  expect(events(sent)).toEqual(told)
  expect(read).toEqual(states)
  expect(booked()).toEqual(books)
})

const LATER: readonly (readonly [Outcome, number, readonly string[], readonly string[]])[] = [
  ['pay_later', 31 * SECOND_MS, ['sent_for_processing', 'settled'], ['paid 12050 EUR']],
  ['pay_late', HOUR_MS, ['settled'], ['paid 12050 EUR']],
  ['pay_after_refusal', HOUR_MS, ['failed', 'settled'], ['paid 12050 EUR']],
  ['charge_back', 2 * HOUR_MS, ['settled', 'settled', 'chargebacked'], ['paid 12050 EUR', 'charged_back 12050 EUR']],
  ['charge_back_won', 3 * HOUR_MS, ['settled', 'settled', 'chargebacked', 'settled'], ['paid 12050 EUR', 'charged_back 12050 EUR', 'charge_back_undone 12050 EUR']],
  ['fraud_mark', HOUR_MS, ['settled', 'settled'], ['paid 12050 EUR']],
  ['pay_acquired', 24 * HOUR_MS, ['settled', 'settled'], ['paid 12050 EUR']],
  ['pay_answer_lost', SECOND_MS, ['settled', 'settled'], ['paid 12050 EUR']],
  ['leave', 15 * MINUTE_MS, ['abandoned'], []],
]

test.each(LATER)('%s, and after %d milliseconds of the provider’s clock the shop has read %j', async (outcome, ms, states, books) => {
  await simulator.play(link(), outcome)
  await simulator.advance(ms)
  expect(read).toEqual(states)
  expect(booked()).toEqual(books)
})

test('every outcome is in a table above, or is the older form below', () => {
  expect(new Set<string>([...AT_ONCE, ...LATER].map(([outcome]) => outcome)).add('pay_legacy')).toEqual(new Set(OUTCOMES))
})

test('what is forged comes with the order’s own reference, what is foreign with another’s', async () => {
  const forged = await simulator.play(link(), 'forge_signature')
  expect(queryOf(forged.sent[0])['order_reference']).toBe('KV-1')
  const foreign = await simulator.play(link('KV-2'), 'foreign_order')
  expect(foreign.sent.map((one) => queryOf(one)['order_reference'])).toEqual([expect.stringMatching(/^WEB-/), 'KV-2'])
})

test('a callback nobody takes is repeated after 1 s, 5 min, 1 h, 24 h, 48 h and 72 h, and then never again', async () => {
  door.isShut = true
  await simulator.play(link(), 'pay')
  const secondsAfter = (): number[] => {
    const log = simulator.sent().map(({ at }) => at.getTime())
    return log.map((at) => Math.round((at - (log[0] ?? 0)) / SECOND_MS))
  }
  await simulator.advance(500 * HOUR_MS)
  expect(secondsAfter()).toEqual([0, 1, 300, 3600, 86_400, 172_800, 259_200])
})

test('a callback that is taken is not repeated, until somebody asks for it', async () => {
  const { sent: [sent] } = await simulator.play(link(), 'pay')
  const before = simulator.sent().length
  await simulator.advance(100 * HOUR_MS)
  expect(simulator.sent().length).toBe(before)
  if (sent === undefined) throw new Error('nothing was sent')
  expect((await simulator.repeat(sent)).url).toBe(sent.url)
})

test('the older form is a signed POST of the recorded fields', async () => {
  const { sent: [sent] } = await simulator.play(link(), 'pay_legacy')
  const form = new URLSearchParams(sent?.body)
  expect([sent?.method, sent?.contentType, sent?.url]).toEqual(['POST', 'application/x-www-form-urlencoded', `${shop.url}/cb/1`])
  expect([...form.keys()].slice(0, 4)).toEqual(['nonce', 'timestamp', 'api_username', 'transaction_result'])
  expect([...form.keys()].at(-1)).toBe('hmac')
  expect([form.get('amount'), form.get('payment_state'), form.get('order_reference')]).toEqual(['120.50', 'settled', 'KV-1'])
})

test('the portal decides how and whether the shop is told', async () => {
  const told = async (settings: Record<string, string>, outcome: Outcome = 'pay'): Promise<readonly Sent[]> => {
    user = enrolled(settings)
    return (await simulator.play(link(), outcome)).sent
  }
  expect(Object.keys(queryOf((await told({ callbackSays: 'reference_only' }))[0]))).toEqual(['payment_reference'])
  expect(Object.keys(queryOf((await told({ callbackSays: 'no_event' }))[0]))).toEqual(['payment_reference', 'order_reference'])
  expect((await told({ callbackBy: 'post' }))[0]).toMatchObject({ method: 'POST', body: '', url: expect.stringContaining('payment_reference=') })
  expect(events(await told({ additional: 'no' }, 'refund'))).toEqual(['status_updated'])
  expect(await told({ callbackUrl: '' })).toEqual([])
  expect(await told({ callbacks: 'none' })).toEqual([])
  simulator.loseCallbacks(true)
  expect(await told({})).toEqual([])
  simulator.loseCallbacks(false)
  expect(await told({})).toHaveLength(1)
})

test('nobody is led astray: another host and a deed the provider cannot do', async () => {
  await expect(simulator.play({ redirect: 'https://elsewhere.example/lp', providerRef: null }, 'pay')).rejects.toThrow('does not lead')
  await expect(simulator.play(link(), 'pay_converted')).rejects.toThrow('cannot play')
  expect((await simulator.play({ ...link(), redirect: `${link().redirect}0` }, 'pay')).refusedWith).toBe('hmac_missing')
})
