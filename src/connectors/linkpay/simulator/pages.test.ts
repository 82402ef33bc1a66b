import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkPaySimulator, type LinkPaySimulator } from '../simulator.ts'
import { KNOWN_INPUTS, outcomeOfAmount, REFUND_INPUTS } from './outcomes.ts'
import { TEST_CARDS } from './test-cards.ts'

let simulator: LinkPaySimulator
let user: ReturnType<LinkPaySimulator['newCredentials']>

beforeEach(async () => {
  simulator = await linkPaySimulator.start({ port: 0 })
  user = simulator.newCredentials()
  simulator.enrol({ ...user, merchantName: 'Rūta & <Co>' })
})

afterEach(() => simulator.stop())

const get = (path: string): Promise<Response> => fetch(new URL(path, simulator.url), { redirect: 'manual' })

const textOf = async (path: string): Promise<string> => (await get(path)).text()

/** Where a form leads, as a path. */
async function post(path: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(new URL(path, simulator.url), { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })
  return answer.headers.get('location') ?? `HTTP ${answer.status}`
}

function link(amount = '25.00', order = 'KV-2026-0042'): string {
  const query = `invoice_number=${order}&linkpay_token=${user.linkToken}&order_reference=${order}&transaction_amount=${amount}`
  return `/lp?${query}&hmac=${createHmac('sha256', user.apiSecret).update(query).digest('hex')}`
}

test('a payer sees company, logo, amount and invoice number, chooses a bank of his country, pays, and ends on the receipt', async () => {
  const form = await textOf(link())
  for (const seen of ['Rūta &amp; &lt;Co&gt;', '25.00 EUR', 'KV-2026-0042', `/assets/merchants/${user.linkToken}.svg`]) expect(form).toContain(seen)
  const payment = await post(link(), { customer_name: 'Jonas' })
  expect(payment).toMatch(new RegExp(`^/lp/${user.linkToken}/[A-Za-z0-9]{8}$`))
  const methods = await textOf(`${payment}?choose=1&country=LV`)
  for (const seen of ['25.00 EUR', 'KV-2026-0042', 'swed_ob_ep_baltics_lv', 'value="card"', '/assets/payment_methods/swedbank.svg']) {
    expect(methods).toContain(seen)
  }
  expect(methods).not.toContain('lhv_ob_ee')
  expect(await post(`${payment}/method`, { method: 'swed_ob_ep_baltics_lv' })).toBe(payment)
  expect(await textOf(payment)).toContain('Pay 25.00 EUR')
  const receipt = await post(`${payment}/outcome`, { outcome: 'pay' })
  expect(receipt).toBe(`${payment}/receipt`)
  expect(await textOf(receipt)).toContain('✓ Paid')
  expect(await textOf(payment)).toContain('✓ Paid')
  expect((await get(link())).status).toBe(403)
})

test('two payments of one order lie open: once one is paid the other is refused', async () => {
  const [one, other] = [await post(link()), await post(link())]
  await post(`${one}/method`, { method: 'seb_ob_ee' })
  await post(`${one}/outcome`, { outcome: 'pay' })
  expect(await textOf(other)).toContain('data-code="paid_already"')
  expect(await post(`${other}/outcome`, { outcome: 'pay' })).toBe('HTTP 403')
})

test.each(TEST_CARDS)('the test card $number is asked for 3-D Secure if it is good: $isGood', async ({ isGood, ...card }) => {
  const payment = await post(link())
  expect(await textOf(`${payment}?method_source=card`)).toContain('Payment card')
  const next = await post(`${payment}/card`, card)
  if (isGood) {
    expect(await textOf(next)).toContain(`ending in ${card.number.slice(-4)}`)
    expect(await post(`${payment}/outcome`, { outcome: 'pay' })).toBe(`${payment}/receipt`)
  }
  expect(simulator.payments().at(-1)).toMatchObject({ state: isGood ? 'settled' : 'failed', source: 'card', lastFour: card.number.slice(-4) })
})

test('a good card with another date is refused', async () => {
  const payment = await post(link())
  await post(`${payment}/card`, { number: '5168159911323096', expiry: '12/28', cvc: '841' })
  expect(simulator.payments().at(-1)?.state).toBe('failed')
})

test('who says no to 3-D Secure has not paid, and who goes away is given up after a quarter of an hour', async () => {
  const [card] = TEST_CARDS
  const [no, gone] = [await post(link('25.00', 'no')), await post(link('25.00', 'gone'))]
  for (const payment of [no, gone]) await post(`${payment}/card`, { number: card.number, expiry: card.expiry, cvc: card.cvc })
  await post(`${no}/outcome`, { outcome: 'refuse' })
  expect(await post(`${gone}/outcome`, { outcome: 'leave' })).toBe(`${gone}/closed`)
  await simulator.advance(15 * 60_000)
  expect(simulator.payments().map(({ state }) => state)).toEqual(['failed', 'abandoned'])
})

test('the Link’s own address asks for what nobody signed', async () => {
  simulator.enrol({ ...user, editable: 'transaction_amount customer_email' })
  const own = `/lp/${user.linkToken}`
  expect(await textOf(own)).toContain('name="transaction_amount"')
  expect(await post(own, { transaction_amount: 'ten' })).toBe('HTTP 403')
  expect(await post(own, { transaction_amount: '10' })).toMatch(/^\/lp\//)
  expect(simulator.payments().at(-1)).toMatchObject({ initial: 1000n, orderReference: expect.stringMatching(/^EP-/) })
  expect((await get('/lp/nobody')).status).toBe(403)
})

test('every known input is listed on the start page and works from the main button', async () => {
  const start = await textOf('/')
  for (const { cents, title } of [...KNOWN_INPUTS, ...REFUND_INPUTS]) {
    expect(start).toContain(`….${cents}`)
    expect(start).toContain(title)
  }
  expect(new Set(KNOWN_INPUTS.map(({ cents }) => cents)).size).toBe(KNOWN_INPUTS.length)
  for (const { cents } of KNOWN_INPUTS) expect(outcomeOfAmount(BigInt(`10${cents}`), true)).not.toBe('pay')
  expect([outcomeOfAmount(2500n, true), outcomeOfAmount(3300n, true), outcomeOfAmount(3300n, false)]).toEqual(['pay', 'pay_later', 'pay'])
  const payment = await post(link('10.03'))
  await post(`${payment}/method`, { method: 'lhv_ob_ee' })
  expect(await textOf(payment)).toContain('name="outcome" value="pay_unheard"')
})

test('every page of the desk is shown, with what happened and nothing of a merchant’s name as markup', async () => {
  await simulator.play({ redirect: simulator.url + link(), providerRef: null }, 'refund')
  for (const [path, seen] of [['/payments', 'refunded'], ['/journal', '−25.00 EUR'], ['/merchants', user.linkToken], ['/sent', 'Nothing was sent yet']] as const) {
    const page = await textOf(path)
    expect(page).toContain(seen)
    expect(page).not.toContain('<Co>')
  }
  expect((await get(`/assets/merchants/${user.linkToken}.svg`)).headers.get('content-type')).toBe('image/svg+xml')
  expect((await get('/assets/payment_methods/lhv.svg')).status).toBe(200)
  expect((await get('/assets/payment_methods/nobody.svg')).status).toBe(404)
})

test('a program enrols a merchant, turns the clock and loses all callbacks by JSON', async () => {
  const send = (path: string, value: unknown) => fetch(simulator.url + path, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value),
  })
  expect((await send('/enrol', { ...simulator.newCredentials(), unheardOf: '1' })).status).toBe(200)
  const wrong = await send('/enrol', { ...user, bank: 'pigeon' })
  expect([wrong.status, await wrong.text()]).toEqual([422, 'bank is one of lhv, seb, swedbank\n'])
  const before = simulator.now().getTime()
  expect((await send('/clock', { ms: 60_000 })).status).toBe(200)
  expect(simulator.now().getTime() - before).toBeGreaterThanOrEqual(60_000)
  simulator.enrol({ ...user, callbackUrl: 'http://127.0.0.1:9/cb' })
  expect((await send('/callbacks', { mode: 'lose' })).status).toBe(200)
  expect((await simulator.play({ redirect: simulator.url + link(), providerRef: null }, 'pay')).sent).toEqual([])
  expect(await (await get('/journal.json')).json()).toHaveLength(1)
})
