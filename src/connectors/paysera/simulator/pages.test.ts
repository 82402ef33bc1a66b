import { XMLParser } from 'fast-xml-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { payseraSimulator, type PayseraSimulator } from '../simulator.ts'
import { KNOWN_INPUTS, outcomeOfAmount } from './outcomes.ts'
import { pack, passwordSignature } from './wire.ts'

let simulator: PayseraSimulator
const project = { projectId: '555123', password: 'p@ss+w/rd=&% ž', merchantName: 'Rūta & <Co>', payTwice: 'no', forbidden: 'vb2' }

beforeAll(async () => {
  simulator = await payseraSimulator.start({ port: 0 })
  simulator.enrol(project)
})

afterAll(() => simulator.stop())

const request = (changes: Record<string, string> = {}): string => {
  // Nobody listens at the discard port: what is sent gets no answer.
  const data = pack(Object.entries({
    projectid: '555123', orderid: 'A+B/C=D&E?#1', accepturl: 'http://localhost:9/ok', cancelurl: 'http://localhost:9/no',
    callbackurl: 'http://localhost:9/cb', version: '1.6', amount: '2500', currency: 'EUR', ...changes,
  }))
  return `data=${encodeURIComponent(data)}&sign=${passwordSignature(data, project.password)}`
}

const get = (path: string): Promise<Response> => fetch(simulator.url + path, { redirect: 'manual' })
const post = (path: string, body: string): Promise<Response> => fetch(simulator.url + path, {
  method: 'POST', redirect: 'manual', body, headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

/** Where the browser stands after the request, as a path. */
const arrive = async (changes?: Record<string, string>): Promise<string> =>
  (await post('/pay/', request(changes))).headers.get('location') ?? ''

test('a payer walks from the list of methods over the bank’s page back to the shop', async () => {
  const visit = await arrive({ orderid: 'walk', paytext: 'Sąskaita [order_nr], [owner_name]' })
  const list = await (await get(visit)).text()
  expect(list).toContain('25.00 EUR')
  expect(list).toContain('Sąskaita walk, Rūta &amp; &lt;Co&gt;')
  expect(list).toContain('value="hanza"')
  expect(list).not.toContain('value="vb2"')
  expect(await (await get(`${visit}?choose=1&country=no`)).text()).toContain('value="no_trustly"')
  expect((await post(`${visit}/method`, 'method=hanza')).headers.get('location')).toBe(visit)
  expect(await (await get(visit)).text()).toContain('Pay 25.00 EUR')
  const back = (await post(`${visit}/outcome`, 'outcome=pay')).headers.get('location') ?? ''
  expect(back).toMatch(/^http:\/\/localhost:9\/ok\?data=.*&ss1=.*&ss2=.*&ss3=/)
  expect(await (await get(await arrive({ orderid: 'walk' }))).text()).toContain('This order is paid already')
})

test('a named method skips the list, and a test payment says so', async () => {
  const page = await (await get(await arrive({ payment: 'card', test: '1' }))).text()
  expect(page).toContain('Payment card')
  expect(page).toContain('Test payment.')
  expect(page).not.toContain('type="radio"')
})

test('who cancels returns without data, who closes the browser stays', async () => {
  const visit = await arrive({ payment: 'card' })
  expect((await post(`${visit}/outcome`, 'outcome=cancel')).headers.get('location')).toBe('http://localhost:9/no')
  expect((await post(`${visit}/outcome`, 'outcome=leave')).headers.get('location')).toBe(`${visit}/closed`)
})

test('every known input is listed on the start page and works from the main button', async () => {
  const start = await (await get('/')).text()
  for (const { cents, title } of KNOWN_INPUTS) {
    expect(start).toContain(`….${cents}`)
    expect(start).toContain(title)
    expect(outcomeOfAmount(`10${cents}`)).not.toBe('pay')
  }
  expect(new Set(KNOWN_INPUTS.map(({ cents }) => cents)).size).toBe(KNOWN_INPUTS.length)
  expect(outcomeOfAmount('2500')).toBe('pay')
  expect(outcomeOfAmount('3')).toBe('pay_unheard')
  expect(await (await get(await arrive({ payment: 'card', amount: '1003' }))).text()).toContain('name="outcome" value="pay_unheard"')
})

test('a refusal is a page with the code', async () => {
  const refused = await post('/pay/', request({ orderid: '' }))
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('data-code="0x10"')
})

test('what was sent is listed with its answer and can be sent again from the page', async () => {
  const before = simulator.sent().length
  const visit = await arrive({ payment: 'card', orderid: 'listed' })
  await post(`${visit}/outcome`, 'outcome=refuse_at_once')
  const page = await (await get('/sent')).text()
  expect(page).toContain('listed')
  expect(page).toContain('no answer')
  expect((await post(`/sent/${before + 1}/repeat`, '')).status).toBe(303)
  expect(simulator.sent().slice(before).map(({ url }) => url)).toEqual([simulator.sent()[before]?.url, simulator.sent()[before]?.url])
})

const methods = async (path: string): Promise<unknown> => {
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => ['country', 'payment_type'].includes(name) })
  return parser.parse(await (await get(path)).text())
}

test('the method list is the provider’s document at both of its paths, filtered by amount', async () => {
  const now = await methods('/payment-methods/555123/currency:EUR/amount:2500')
  expect(now).toEqual(await methods('/new/api/paymentMethods/555123/currency:EUR/amount:2500'))
  const text = JSON.stringify(now)
  expect(text).toContain('"@_project_id":"555123","@_currency":"EUR","@_amount":"2500"')
  for (const code of ['lt', 'lv', 'ee', 'no']) expect(text).toContain(`"@_code":"${code}"`)
  expect(text).toContain('"@_key":"hanza"')
  expect(text).not.toContain('"@_key":"inbank_lt_leasing"')
  expect(text).not.toContain('"@_key":"vb2"')
  expect(JSON.stringify(await methods('/payment-methods/555123/currency:EUR'))).toContain('"@_key":"inbank_lt_leasing"')
  expect((await get('/payment-methods/555123/currency:EUR/amount:')).status).toBe(404)
  expect((await get('/payment-methods/1/currency:EUR')).status).toBe(404)
})

test('a logo of the list leads to a picture', async () => {
  const logo = await get('/assets/image/payment_types/hanza.svg')
  expect([logo.status, logo.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
})

test('key and method list can fail as a provider’s do', async () => {
  simulator.answerMachines('error')
  expect((await get('/download/public.key')).status).toBe(503)
  simulator.answerMachines('garbage')
  expect(await (await get('/download/public.key')).text()).toContain('<html>')
  simulator.answerMachines('normal')
  expect(await (await get('/download/public.key')).text()).toContain('BEGIN CERTIFICATE')
})

test('a program enrols a project and turns the clock by JSON', async () => {
  const send = (path: string, value: unknown) => fetch(simulator.url + path, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value),
  })
  expect((await send('/enrol', { projectId: '42', password: 'x', unheardOf: '1' })).status).toBe(200)
  expect((await get('/payment-methods/42/currency:EUR')).status).toBe(200)
  const wrong = await send('/enrol', { projectId: '42', password: 'x', delivery: 'pigeon' })
  expect([wrong.status, await wrong.text()]).toEqual([422, 'delivery is one of get, post\n'])
  const before = simulator.now().getTime()
  expect((await send('/clock', { ms: 60_000 })).status).toBe(200)
  expect(simulator.now().getTime() - before).toBeGreaterThanOrEqual(60_000)
  expect(await (await get('/journal.json')).json()).toBeInstanceOf(Array)
})
