import { afterEach, beforeEach, expect, test } from 'vitest'
import { liqPaySimulator, type LiqPaySimulator } from '../simulator.ts'
import { REFUSALS } from './refusals.ts'
import { encodeData, sign, type Version } from './wire.ts'

const HOUR_MS = 3_600_000

let simulator: LiqPaySimulator
let keys: ReturnType<LiqPaySimulator['newCredentials']>

beforeEach(async () => {
  simulator = await liqPaySimulator.start({ port: 0 })
  keys = simulator.newCredentials()
  simulator.enrol(keys)
})

afterEach(() => simulator.stop())

type Told = Record<string, unknown>

async function post(body: string, contentType = 'application/x-www-form-urlencoded', path = '/api/request'): Promise<Response> {
  return fetch(simulator.url + path, { method: 'POST', redirect: 'manual', headers: { 'content-type': contentType }, body })
}

function signed(fields: Told, version: Version = 3): string {
  const data = encodeData(JSON.stringify({ version, public_key: keys.publicKey, ...fields }))
  return new URLSearchParams({ data, signature: sign(data, keys.privateKey, version) }).toString()
}

async function ask(fields: Told, version: Version = 3): Promise<Told> {
  const value: unknown = await (await post(signed(fields, version))).json()
  return Object.fromEntries(Object.entries(value ?? {}))
}

const INVOICE = {
  action: 'invoice_send', amount: '1234.56', currency: 'UAH', description: 'Оплата рахунку № 42', order_id: 'kvit-рахунок-42', email: 'buyer@example.org',
  language: 'uk', goods: [{ amount: 617.28, count: 2, unit: 'шт.', name: 'Кава' }],
}

const ORDER = { action: 'pay', amount: 150.5, currency: 'UAH', description: 'Order 1001', order_id: 'kvit-1001' }

/** An order that was paid as the deed says. */
async function paid(change: Told = {}, deed: Parameters<LiqPaySimulator['play']>[1] = 'pay'): Promise<void> {
  const answer = await post(signed({ ...ORDER, ...change }), undefined, '/api/3/checkout')
  await simulator.play({ redirect: answer.headers.get('location') ?? '', providerRef: null }, deed)
}

const booked = (): string[] => simulator.journal().map(({ kind, minor, currency }) => `${kind} ${minor} ${currency}`)

test('an invoice is answered with its link and echoed, and the letter lies in the outbox', async () => {
  const told = await ask(INVOICE)
  expect(told).toMatchObject({
    result: 'ok', status: 'invoice_wait', action: 'pay', order_id: INVOICE.order_id, amount: 1234.56, currency: 'UAH', receiver_type: 'email',
    receiver_value: 'buyer@example.org', id: expect.any(Number),
  })
  expect(told['href']).toBe(`${simulator.url}/apipay/invoice/${String(told['token'])}`)
  expect(simulator.outbox()).toMatchObject([{ by: 'email', to: 'buyer@example.org', href: told['href'] }])
  expect(await (await fetch(String(told['href']))).text()).toContain('1 234.56 UAH')
  expect(await ask({ action: 'status', order_id: INVOICE.order_id })).toMatchObject({ result: 'ok', status: 'invoice_wait', payment_id: told['id'] })
})

test('a phone is a push into Privat24, goods may be a text, and version 7 is signed with SHA3-256', async () => {
  const told = await ask({ ...INVOICE, email: undefined, phone: '+380950000001', goods: JSON.stringify(INVOICE.goods) }, 7)
  expect(told).toMatchObject({ result: 'ok', receiver_type: 'phone' })
  expect(simulator.outbox()).toMatchObject([{ by: 'privat24', to: '+380950000001' }])
})

const WRONG: readonly (readonly [string, Told, string])[] = [
  ['neither e-mail nor phone', { email: undefined }, 'err_missing'], ['a wrong phone', { email: undefined, phone: '0950000001' }, 'err_phone'],
  ['no amount', { amount: undefined }, 'err_missing'], ['an empty description', { description: '' }, 'err_empty'],
  ['three decimals', { amount: '1234.567' }, 'err_wrong'], ['nothing', { amount: 0 }, 'err_wrong'], ['less than nothing', { amount: -1 }, 'err_wrong'],
  ['another currency', { currency: 'RUB' }, 'err_wrong_currency'], ['no order_id', { order_id: '' }, 'order_id_empty'],
  ['a long order_id', { order_id: 'x'.repeat(256) }, 'err_wrong'], ['a long server_url', { server_url: `https://kvit.example/${'x'.repeat(500)}` }, 'err_wrong'],
  ['an ISO date', { expired_date: '2036-01-31T21:59:59Z' }, 'err_wrong'], ['goods that do not add up', { amount: '1234.57' }, 'err_wrong'],
  ['goods without a unit', { goods: [{ amount: 1234.56, count: 1, name: 'x' }] }, 'err_wrong'], ['a language', { language: 'lt' }, 'err_wrong'],
  ['an unknown kind of payment', { action_payment: 'gift' }, 'err_wrong'],
  ['rro_info that does not add up', { rro_info: { items: [{ amount: 1, price: 1, cost: 1, id: 1 }] } }, 'err_wrong'],
  ['split rules that do not add up', { split_rules: JSON.stringify([{ public_key: 'i1', amount: 1 }]) }, 'err_split_amount'],
]

test.each(WRONG)('an invoice with %s is refused with its code, and nothing is sent', async (_, change, code) => {
  const told = await ask({ ...INVOICE, ...change })
  expect(told).toMatchObject({ result: 'error', status: 'error', err_code: code, err_description: expect.any(String) })
  expect(told).not.toHaveProperty('payment_id')
  expect(simulator.outbox()).toEqual([])
  expect(simulator.requests().at(-1)?.refused?.code).toBe(code)
})

const FORGED: readonly (readonly [string, () => Promise<Response>, string])[] = [
  ['a signature over something else', () => post(signed(INVOICE).replace(/signature=.{4}/, 'signature=AAAA')), 'invalid_signature'],
  ['a plus that is not escaped', () => post(signed({ action: 'status', order_id: plusOrder() }).replaceAll('%2B', '+')), 'invalid_signature'],
  ['JSON', () => post(JSON.stringify(INVOICE), 'application/json'), 'err_missing'],
  ['no data', () => post('signature=x'), 'err_missing'], ['no signature', () => post('data=e30%3D'), 'err_missing'],
  ['data that is no JSON', () => post('data=YWJj&signature=x'), 'err_wrong'],
  ['an unknown shop', () => post(signed({ ...INVOICE, public_key: 'i99999999' })), 'public_key_not_found'],
  ['no version', () => post(signed({ ...INVOICE, version: undefined })), 'err_missing'], ['version 4', () => post(signed({ ...INVOICE, version: 4 })), 'err_wrong'],
  ['no action', () => post(signed({ order_id: 'x' })), 'err_api_action'], ['an unknown action', () => post(signed({ action: 'dance' })), 'err_action'],
  ['an action that is not played', () => post(signed({ action: 'p2pdebit' })), 'err_access'],
  ['another address', () => post(signed(INVOICE), undefined, '/api/pay'), 'err_path'],
]

/** An order number whose signature has a plus, so that leaving it unescaped shows. */
function plusOrder(): string {
  const numbers = Array.from({ length: 500 }, (_, n) => `order-${n}`)
  return numbers.find((order_id) => new URLSearchParams(signed({ action: 'status', order_id })).get('signature')?.includes('+')) ?? ''
}

test.each(FORGED)('%s is refused with its code and HTTP 200', async (_, request, code) => {
  const answer = await request()
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  expect(await answer.json()).toMatchObject({ result: 'error', err_code: code })
  expect(Object.keys(REFUSALS)).toContain(code)
})

test('a developer sees what was wrong in the answer and on the page, and remarks on what was not', async () => {
  await ask({ ...INVOICE, expired_date: '31.01.2036', colour: 'green' })
  const page = await (await fetch(`${simulator.url}/requests`)).text()
  expect(page).toContain('YYYY-MM-DD HH:mm:ss, in UTC')
  expect(page).toContain('colour is no parameter of this action')
  await ask({ ...INVOICE, rro_info: { items: [{ amount: 1, price: 1234.56, cost: 1234.56, id: 1 }] } })
  expect(simulator.requests().at(-1)?.remarks).toEqual([expect.stringContaining('LiqPay registers the receipt')])
})

test('an order_id is used once: the same checkout leads to the same page, anything else is a duplicate', async () => {
  const open = async (fields: Told) => (await post(signed(fields), undefined, '/api/3/checkout')).headers.get('location')
  const first = await open(ORDER)
  expect(first).toMatch(/\/checkout\//)
  expect(await open(ORDER)).toBe(first)
  expect(await open({ ...ORDER, amount: 151 })).toBeNull()
  expect(await ask({ ...INVOICE, order_id: ORDER.order_id })).toMatchObject({ err_code: 'order_id_duplicate' })
  await ask(INVOICE)
  expect(await ask(INVOICE)).toMatchObject({ err_code: 'order_id_duplicate' })
})

test('a cancelled invoice cannot be paid, a paid one cannot be cancelled, and a checkout is no invoice', async () => {
  const { href } = await ask(INVOICE)
  const cancel = { action: 'invoice_cancel', order_id: INVOICE.order_id }
  expect(await ask(cancel)).toMatchObject({ result: 'ok', invoice_id: expect.any(Number) })
  expect(await (await fetch(String(href))).text()).toContain('✗ Not paid')
  expect(await ask({ action: 'status', order_id: INVOICE.order_id })).toMatchObject({ status: 'error', err_code: 'payment_err_status' })
  const other = await ask({ ...INVOICE, order_id: 'second' })
  await simulator.play({ redirect: String(other['href']), providerRef: null }, 'pay')
  expect(await ask({ ...cancel, order_id: 'second' })).toMatchObject({ err_code: 'payment_err_status' })
  await paid({}, 'leave')
  expect(await ask({ ...cancel, order_id: ORDER.order_id })).toMatchObject({ err_code: 'payment_err_type' })
  expect(await ask({ ...cancel, order_id: 'nobody' })).toMatchObject({ err_code: 'payment_not_found' })
})

test('the status of an order tells of the payment, also where that failed, and of another shop’s nothing', async () => {
  await paid()
  expect(await ask({ action: 'status', order_id: ORDER.order_id })).toMatchObject({
    result: 'ok', status: 'success', payment_id: 2_000_000_001, transaction_id: 2_000_000_001, amount: 150.5, receiver_commission: 2.26, mpi_eci: '7', is_3ds: false,
    sender_card_mask2: '424242*42', rrn_debit: expect.any(String), authcode_debit: expect.any(String),
  })
  await paid({ order_id: 'no' }, 'refuse')
  expect(await ask({ action: 'status', order_id: 'no' })).toMatchObject({ result: 'ok', status: 'failure', err_code: 'decline', payment_id: expect.any(Number) })
  keys = simulator.newCredentials()
  simulator.enrol(keys)
  expect(await ask({ action: 'status', order_id: ORDER.order_id })).toMatchObject({ result: 'error', err_code: 'payment_not_found' })
})

test('money is printed with a decimal, as the provider does', async () => {
  await paid({ amount: 150 })
  const text = await (await post(signed({ action: 'status', order_id: ORDER.order_id }))).text()
  expect(text).toContain('"amount":150.0,')
  expect(text).toContain('"sender_commission":0.0,')
})

test('a refund in part leaves a success with refund_amount, in full it is reversed, and no more can be given back', async () => {
  await paid()
  const refund = { action: 'refund', order_id: ORDER.order_id }
  expect(await ask({ ...refund, amount: 50 })).toMatchObject({ result: 'ok', status: 'success', wait_amount: false })
  expect(await ask({ action: 'status', order_id: ORDER.order_id })).toMatchObject({ status: 'success', refund_amount: 50 })
  expect(await ask({ ...refund, amount: 100.51 })).toMatchObject({ err_code: 'amount_limit' })
  expect(await ask(refund)).toMatchObject({ status: 'reversed' })
  expect(await ask({ action: 'status', order_id: ORDER.order_id })).toMatchObject({ status: 'reversed', refund_amount: 150.5 })
  expect(await ask(refund)).toMatchObject({ err_code: 'payment_err_status' })
  expect(booked()).toEqual(['paid 15050 UAH', 'refunded 5000 UAH', 'refunded 10050 UAH'])
})

test('a refund of what was not paid is refused', async () => {
  await paid({}, 'leave')
  expect(await ask({ action: 'refund', order_id: ORDER.order_id })).toMatchObject({ err_code: 'payment_err_status' })
  await paid({ order_id: 'slow' }, 'bank_silent')
  expect(await ask({ action: 'refund', order_id: 'slow' })).toMatchObject({ err_code: 'payment_processing' })
})

test('known amounts make a refund fail: refused, 503, late, and with its answer lost', async () => {
  await paid()
  const refund = (amount: number) => post(signed({ action: 'refund', order_id: ORDER.order_id, amount }))
  expect(await (await refund(1.11)).json()).toMatchObject({ err_code: '90' })
  expect((await refund(1.03)).status).toBe(503)
  expect(booked()).toEqual(['paid 15050 UAH'])
  expect((await refund(1.07)).status).toBe(504)
  expect(booked()).toEqual(['paid 15050 UAH'])
  await simulator.advance(60_000)
  await expect(refund(1.08)).rejects.toThrow()
  expect(booked()).toEqual(['paid 15050 UAH', 'refunded 107 UAH', 'refunded 108 UAH'])
})

test('a refund that the balance does not cover waits a day', async () => {
  await paid()
  expect(await ask({ action: 'refund', order_id: ORDER.order_id, amount: 10.09 })).toMatchObject({ wait_amount: true })
  const status = () => ask({ action: 'status', order_id: ORDER.order_id })
  expect(await status()).toMatchObject({ status: 'wait_reserve', wait_reserve_status: true })
  await simulator.advance(24 * HOUR_MS)
  expect(await status()).toMatchObject({ status: 'success', refund_amount: 10.09 })
})

test('a hold is taken in part or let go, and never above what is held', async () => {
  await paid({ action: 'hold' })
  const complete = { action: 'hold_completion', order_id: ORDER.order_id }
  expect(await ask({ action: 'status', order_id: ORDER.order_id })).toMatchObject({ status: 'hold_wait' })
  expect(await ask({ ...complete, amount: 150.51 })).toMatchObject({ err_code: 'err_amount_hold' })
  expect(await ask({ ...complete, amount: 100 })).toMatchObject({ status: 'success', amount: 100, completion_date: expect.any(Number) })
  expect(await ask({ ...complete, amount: 1 })).toMatchObject({ err_code: 'payment_err_status' })
  await paid({ action: 'hold', order_id: 'let-go' })
  expect(await ask({ action: 'refund', order_id: 'let-go' })).toMatchObject({ status: 'reversed' })
  expect(booked()).toEqual(['held 15050 UAH', 'paid 10000 UAH', 'held 15050 UAH', 'released 15050 UAH'])
})

test('a QR order waits for the payer behind its link', async () => {
  const told = await ask({ ...ORDER, action: 'payqr', ip: '203.0.113.9' })
  expect(told).toMatchObject({ result: 'ok', status: 'wait_qr', qr_code: expect.stringContaining(simulator.url) })
  await simulator.play({ redirect: String(told['qr_code']), providerRef: null }, 'pay')
  expect(await ask({ action: 'status', order_id: ORDER.order_id })).toMatchObject({ status: 'success' })
})

test('a ticket is mailed of what is paid, info is replaced, and units are listed in both languages', async () => {
  await paid()
  expect(await ask({ action: 'ticket', order_id: ORDER.order_id, email: 'a@example.org' })).toEqual({ result: 'ok' })
  expect(simulator.outbox().at(-1)).toMatchObject({ to: 'a@example.org', subject: 'Квитанція' })
  expect(await ask({ action: 'data', order_id: ORDER.order_id, info: 'ours' })).toMatchObject({ info: 'ours' })
  const list = async (fields: Told): Promise<unknown> => (await post(signed(fields))).json()
  expect(await list({ action: 'invoice_units_get_list' })).toContainEqual(expect.objectContaining({ id: 10_027, full_name_uk: 'штука', full_name_en: 'piece' }))
  expect(await list({ action: 'invoice_units_get_list_by_lang', language: 'en' })).toContainEqual({ id: 10_027, full_name: 'piece', short_name: 'pcs.' })
})

test('the shop’s own state refuses every call', async () => {
  for (const [setting, code] of [[{ state: 'blocked' }, 'shop_blocked'], [{ state: 'not_active' }, 'shop_not_active'], [{ caller: 'refused' }, 'err_api_ip']] as const) {
    simulator.enrol({ ...keys, ...setting })
    expect(await ask(INVOICE)).toMatchObject({ err_code: code })
  }
})

test('the API falls silent, errs, talks nonsense, stops half-way, or does its work and says nothing', async () => {
  simulator.answerMachines('error')
  expect((await post(signed(INVOICE))).status).toBe(503)
  simulator.answerMachines('garbage')
  expect(await (await post(signed(INVOICE))).text()).toContain('<html>')
  expect(simulator.payments()).toEqual([])
  simulator.answerMachines('half')
  await expect((await post(signed(INVOICE))).json()).rejects.toThrow()
  simulator.answerMachines('lost')
  await expect(post(signed({ ...INVOICE, order_id: 'second' }))).rejects.toThrow()
  expect(simulator.payments().map(({ orderId }) => orderId)).toEqual([INVOICE.order_id, 'second'])
})
