import { afterEach, beforeEach, expect, test } from 'vitest'
import { liqPaySimulator, type LiqPaySimulator } from '../simulator.ts'
import { encodeData, sign } from './wire.ts'

const DAY_MS = 24 * 3_600_000

let simulator: LiqPaySimulator
let keys: ReturnType<LiqPaySimulator['newCredentials']>

beforeEach(async () => {
  simulator = await liqPaySimulator.start({ port: 0 })
  keys = simulator.newCredentials()
  simulator.enrol(keys)
  // Two hours after midnight, so that a test does not begin on one day and end on another.
  await simulator.advance(DAY_MS - (simulator.now().getTime() % DAY_MS) + DAY_MS / 12)
})

afterEach(() => simulator.stop())

async function post(path: string, fields: Record<string, unknown>): Promise<Response> {
  const data = encodeData(JSON.stringify({ version: 3, public_key: keys.publicKey, ...fields }))
  return fetch(simulator.url + path, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ data, signature: sign(data, keys.privateKey, 3) }) })
}

const ask = async (fields: Record<string, unknown>): Promise<unknown> => (await post('/api/request', fields)).json()

async function pay(amount: string, orderId: string, deed: Parameters<LiqPaySimulator['play']>[1] = 'pay'): Promise<void> {
  const answer = await post('/api/3/checkout', { action: 'pay', amount, currency: 'UAH', description: 'Кава, "два"', order_id: orderId })
  await simulator.play({ redirect: answer.headers.get('location') ?? '', providerRef: null }, deed)
}

const today = (): string => simulator.now().toISOString().slice(0, 10)

test('the register of a day has every purchase and refund with its fee and what reaches the company', async () => {
  await pay('100.00', 'one')
  await pay('50.00', 'two', 'refund')
  await pay('70.00', 'unpaid', 'refuse')
  expect(await ask({ action: 'register', date: today() })).toMatchObject({ result: 'success', data: [
    {
      order_id: 'one', trans_type: 'purchase', trans_amount: 100, trans_currency: 'UAH', trans_fee_credit: 1.5, trans_total: 98.5,
      sender_card: '4242 **** **** **42', end_date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    },
    { order_id: 'two', trans_type: 'purchase', trans_amount: 50, trans_total: 49.25 }, { order_id: 'two', trans_type: 'refund', trans_amount: 50, trans_total: -50 },
  ] })
  expect(await ask({ action: 'register', date: '2020-01-01' })).toEqual({ result: 'success', data: [] })
  expect(await ask({ action: 'register', date: '1 May' })).toMatchObject({ err_code: 'err_wrong' })
  expect(await ask({ action: 'register', date: today(), format: 'pdf' })).toMatchObject({ err_code: 'err_wrong' })
})

test('csv and xml are the document itself, with texts escaped', async () => {
  await pay('100.00', 'one')
  const csv = await post('/api/request', { action: 'register', date: today(), format: 'csv' })
  const [head, row] = (await csv.text()).split('\n')
  expect(csv.headers.get('content-type')).toContain('text/csv')
  expect(head).toMatch(/^id,action,trans_type,trans_amount,/)
  expect(row).toContain('"Кава, ""два"""')
  const xml = await post('/api/request', { action: 'register', date: today(), format: 'xml' })
  expect(await xml.text()).toContain('<order_id>one</order_id>')
})

test('reports are payment objects that ended within the given milliseconds', async () => {
  const from = simulator.now().getTime()
  await pay('100.00', 'one')
  await pay('70.00', 'no', 'refuse')
  const range = { action: 'reports', date_from: from, date_to: simulator.now().getTime() + 1000 }
  expect(await ask(range)).toMatchObject({ result: 'success', data: [{ order_id: 'one', status: 'success', amount: 100 }, { order_id: 'no', status: 'failure' }] })
  expect(await ask({ ...range, date_from: from - DAY_MS, date_to: from - 1 })).toMatchObject({ data: [] })
  expect(await ask({ ...range, date_to: undefined })).toMatchObject({ err_code: 'err_missing' })
  expect(await ask({ ...range, date_from: '2026-01-01' })).toMatchObject({ err_code: 'err_wrong' })
})

const DISAGREEING = [['100.41', []], ['100.42', ['101.42']], ['100.43', ['100.43', '100.43']], ['100.44', ['100.44']]] as const

test.each(DISAGREEING)('a payment of %s stands in the register and the reports as %j, though the journal is right', async (amount, listed) => {
  await pay(amount, 'one')
  const asNumbers = listed.map(Number)
  expect(await ask({ action: 'register', date: today() })).toMatchObject({ data: asNumbers.map((trans_amount) => ({ trans_amount })) })
  expect(await ask({ action: 'reports', date_from: 100_000_000_000, date_to: simulator.now().getTime() })).toMatchObject({ data: asNumbers.map((one) => ({ amount: one })) })
  expect(simulator.journal().map(({ minor }) => minor)).toEqual([BigInt(amount.replace('.', ''))])
  if (amount === '100.44') expect(await ask({ action: 'register', date: today() })).toMatchObject({ data: [{ trans_fee_credit: 3.02 }] })
})

test('the takings of a day are paid out on the next, under a number of their own', async () => {
  await pay('100.00', 'one')
  const takenOn = today()
  expect(await ask({ action: 'reports_compensation', date: takenOn })).toEqual({ result: 'success', data: [] })
  await simulator.advance(DAY_MS)
  const [, id = ''] = /"compensation_id":"(\d+)"/.exec(JSON.stringify(await ask({ action: 'reports_compensation', date: today() }))) ?? []
  expect(await ask({ action: 'reports_compensation', compensation_id: id })).toMatchObject({ data: [{ order_id: 'one', trans_total: 98.5 }] })
  expect(await ask({ action: 'reports_compensation', compensation_id: '1' })).toMatchObject({ err_code: 'payment_not_found' })
  expect(await ask({ action: 'reports_compensation' })).toMatchObject({ err_code: 'err_missing' })
  const file = await ask({ action: 'reports_compensation_file', compensation_id: id, resp_format: 'csv' })
  expect(file).toEqual({ result: 'ok', status: 'processing', register_token: id })
  const ready = JSON.stringify(await ask({ action: 'reports_compensation_file_status', register_token: id }))
  const [, link = ''] = /"filelink":"([^"]+)"/.exec(ready) ?? []
  expect(await (await fetch(link)).text()).toContain('one')
  expect(await ask({ action: 'reports_compensation_file_status', register_token: '1' })).toEqual({ result: 'ok', status: 'error' })
})
