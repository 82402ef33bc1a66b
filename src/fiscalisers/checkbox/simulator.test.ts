import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FiscalSimulator, FiscalValues } from '../simulator.ts'
import { checkboxSimulator } from './simulator.ts'

/** The counterpart by itself, asked by a client that is not the fiscaliser. */

const running: FiscalSimulator[] = []
const simulator = (): FiscalSimulator => {
  const [only] = running
  if (only === undefined) throw new Error('the simulator is not running')
  return only
}
beforeAll(async () => void running.push(await checkboxSimulator.start({ port: 0 })))
afterAll(() => simulator().stop())

type Reply = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }
type Client = { readonly values: FiscalValues; ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply> }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

async function asked(method: string, path: string, headers: Readonly<Record<string, string>>, body?: unknown): Promise<Reply> {
  const response = await fetch(`${simulator().endpoints['api']}${path}`, {
    method, headers: { 'x-client-name': 'test', ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const told: unknown = await response.json()
  return { status: response.status, body: isObject(told) ? told : {} }
}

async function client(): Promise<Client> {
  const values = simulator().newCredentials()
  simulator().enrol(values)
  const { licenceKey = '', login, password } = values
  const { body } = await asked('POST', '/cashier/signin', {}, { login, password })
  const headers = { 'x-license-key': licenceKey, authorization: `Bearer ${String(body['access_token'])}` }
  return { values, ask: (method, path, sent) => asked(method, path, headers, sent) }
}

async function withShift(): Promise<Client> {
  const one = await client()
  expect(await one.ask('POST', '/shifts', { id: randomUUID() })).toMatchObject({ status: 202, body: { status: 'CREATED' } })
  await simulator().advance(2_000)
  return one
}

const good = (change: Readonly<Record<string, unknown>> = {}) => ({ good: { code: '1', name: 'Кава', price: 333, tax: [8] }, quantity: 1_500, is_return: false, ...change })
const sale = (change: Readonly<Record<string, unknown>> = {}) => ({ id: randomUUID(), goods: [good()], payments: [{ type: 'CASH', value: 500, label: 'Готівка' }], ...change })
const cashless = (value: number) => ({ type: 'CASHLESS', value, label: 'Картка' })

test('a receipt is answered as CREATED, is DONE a little later, and counts then', async () => {
  const { ask, values } = await withShift()
  const body = sale()
  expect(await ask('POST', '/receipts/sell', body)).toMatchObject({ status: 201, body: { status: 'CREATED', fiscal_code: null, total_sum: 500 } })
  expect(simulator().registered(values).length).toBe(1)
  await simulator().advance(2_000)
  const { body: done } = await ask('GET', `/receipts/${body.id}`)
  expect(done).toMatchObject({ status: 'DONE', total_rest: 0, is_sent_dps: true })
  expect(simulator().registered(values).at(-1)).toMatchObject({ kind: 'sale', fiscalNumber: done['fiscal_code'], amount: { minor: 500n, currency: 'UAH' } })
})

test.each([
  ['one kopeck too little', 400, sale({ payments: [cashless(499)] })],
  ['more than owed without cash', 400, sale({ payments: [cashless(501)] })],
  ['more change than cash', 400, sale({ payments: [cashless(600), { type: 'CASH', value: 99, label: 'Готівка' }] })],
  ['an amount in hryvnias', 422, sale({ goods: [good({ good: { code: '1', name: 'Кава', price: 3.33 } })] })],
  ['an amount as text', 422, sale({ payments: [{ type: 'CASH', value: '500', label: 'Готівка' }] })],
  ['a deprecated way to pay', 422, sale({ payments: [{ type: 'CARD', value: 500, label: 'Картка' }] })],
  ['a label that was never filled in', 422, sale({ payments: [{ type: 'CASH', value: 500, label: '<назва інтегратора>' }] })],
  ['a tax code the register does not have', 400, sale({ goods: [good({ good: { code: '1', name: 'Кава', price: 333, tax: [99] } })] })],
  ['no id of its own', 422, sale({ id: undefined })],
  ['a return of nothing', 400, sale({ goods: [good({ is_return: true })] })],
  ['a sale and a return at once', 400, sale({ goods: [good(), good({ is_return: true })], payments: [cashless(1_000)] })],
])('%s is refused', async (_, status, body) => {
  const { ask, values } = await withShift()
  expect(await ask('POST', '/receipts/sell', body)).toMatchObject({ status, body: { message: expect.stringMatching(/\S/) } })
  await simulator().advance(5_000)
  expect(simulator().registered(values).length).toBe(1)
})

test('the same id is taken once', async () => {
  const { ask, values } = await withShift()
  const body = sale()
  expect((await ask('POST', '/receipts/sell', body)).status).toBe(201)
  expect((await ask('POST', '/receipts/sell', body)).status).toBe(400)
  await simulator().advance(5_000)
  expect(simulator().registered(values).map(({ kind }) => kind)).toEqual(['open_shift', 'sale'])
})

test('no more goes back than was sold', async () => {
  const { ask } = await withShift()
  const sold = sale()
  await ask('POST', '/receipts/sell', sold)
  await simulator().advance(2_000)
  const back = () => ask('POST', '/receipts/sell', sale({ goods: [good({ is_return: true })], related_receipt_id: sold.id }))
  expect((await back()).status).toBe(201)
  expect(await back()).toMatchObject({ status: 400, body: { message: 'Сума повернення більша за суму продажу' } })
})

test('a shift is one of its register, ends by its closing, and takes nothing after a day', async () => {
  const { ask } = await client()
  expect(await ask('POST', '/receipts/sell', sale())).toMatchObject({ status: 400, body: { message: 'Зміну не відкрито' } })
  await ask('POST', '/shifts', { id: randomUUID() })
  expect(await ask('POST', '/shifts', { id: randomUUID() })).toMatchObject({ status: 400, body: { message: 'Касир вже працює з даною касою' } })
  await simulator().advance(11 * 3_600_000)
  expect((await ask('POST', '/receipts/sell', sale())).status).toBe(201)
  await simulator().advance(3_600_000)
  expect(await ask('GET', '/cashier/shift')).toMatchObject({ status: 403 })
})

test('a shift of more than a day takes no sale and can be closed', async () => {
  const { ask, values } = await withShift()
  await simulator().advance(24 * 3_600_000 + 1)
  const { body } = await asked('POST', '/cashier/signin', {}, { login: values['login'], password: values['password'] })
  const headers = { 'x-license-key': values['licenceKey'] ?? '', authorization: `Bearer ${String(body['access_token'])}` }
  expect((await ask('GET', '/cashier/me')).status).toBe(403)
  expect((await asked('POST', '/receipts/sell', headers, sale())).status).toBe(400)
  expect((await asked('POST', '/shifts/close', headers, {})).status).toBe(202)
})

test('who is not signed in, has another licence key or a wrong password gets no further', async () => {
  const { values } = await client()
  expect((await asked('GET', '/cashier/me', {})).status).toBe(401)
  expect((await asked('GET', '/cashier/me', { authorization: 'Bearer x' })).status).toBe(403)
  expect((await asked('POST', '/cashier/signin', {}, { login: values['login'], password: 'wrong' })).status).toBe(403)
  expect((await asked('POST', '/cashier/signin', {}, { login: '', password: '' })).status).toBe(403)
  expect((await asked('POST', '/cashier/signinPinCode', { 'x-license-key': values['licenceKey'] ?? '' }, { pin_code: '' })).status).toBe(403)
})

test('its pages show the documents, what was asked and a receipt, and no password', async () => {
  const { ask, values } = await withShift()
  const body = sale()
  await ask('POST', '/receipts/sell', body)
  await simulator().advance(2_000)
  const pages = await Promise.all(['/', '/registers', '/requests', '/requests.json', `/check/${body.id}`].map(async (path) => (await fetch(simulator().url + path)).text()))
  const number = simulator().registered(values).at(-1)?.fiscalNumber ?? 'none'
  expect([pages[1]?.includes(number), pages[4]?.includes(number), pages[2]?.includes('/receipts/sell')]).toEqual([true, true, true])
  expect(pages.some((page) => page.includes(values['password'] ?? ''))).toBe(false)
})

test('a person brings about faults by kopecks, once for each receipt', async () => {
  const { ask, values } = await withShift()
  const body = sale({ goods: [good({ good: { code: '1', name: 'Кава', price: 1_093 }, quantity: 1_000 })], payments: [cashless(1_093)] })
  expect((await ask('POST', '/receipts/sell', body)).status).toBe(503)
  expect((await ask('POST', '/receipts/sell', body)).status).toBe(201)
  await simulator().advance(2_000)
  expect(simulator().registered(values).map(({ kind }) => kind)).toEqual(['open_shift', 'sale'])
})

test('what was refused by its kopecks goes through when it is told again under another id, and the next of that sum is refused', async () => {
  const { ask, values } = await withShift()
  const told = async (): Promise<number> => {
    await ask('POST', '/receipts/sell', sale({ goods: [good({ good: { code: '1', name: 'Кава', price: 1_094 }, quantity: 1_000 })], payments: [cashless(1_094)] }))
    await simulator().advance(2_000)
    return simulator().registered(values).filter(({ kind }) => kind === 'sale').length
  }
  expect([await told(), await told(), await told()]).toEqual([0, 1, 1])
})
