import { afterEach, beforeEach, expect, test } from 'vitest'
import { liqPaySimulator, type LiqPaySimulator } from '../simulator.ts'
import { KNOWN_INPUTS, outcomeOfAmount, REFUND_INPUTS } from './outcomes.ts'
import { TEST_CARDS } from './test-cards.ts'
import { encodeData, sign } from './wire.ts'

let simulator: LiqPaySimulator
let keys: ReturnType<LiqPaySimulator['newCredentials']>

beforeEach(async () => {
  simulator = await liqPaySimulator.start({ port: 0 })
  keys = simulator.newCredentials()
  simulator.enrol({ ...keys, shopName: 'Кав’ярня & <Co>' })
})

afterEach(() => simulator.stop())

const textOf = async (path: string): Promise<string> => (await fetch(new URL(path, simulator.url), { redirect: 'manual' })).text()

/** Where a form leads, as a path. */
async function post(path: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(new URL(path, simulator.url), { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })
  const location = answer.headers.get('location')
  return location === null ? `HTTP ${answer.status} ${await answer.text()}` : location.replace(simulator.url, '')
}

function order(change: Record<string, unknown> = {}): Record<string, string> {
  const data = encodeData(JSON.stringify({
    version: 3, public_key: keys.publicKey, action: 'pay', amount: '25.00', currency: 'UAH', description: 'Кава «Львівська»', order_id: 'KV-1', ...change,
  }))
  return { data, signature: sign(data, keys.privateKey, 3) }
}

const opened = (change: Record<string, unknown> = {}): Promise<string> => post('/api/3/checkout', order(change))

const state = (): unknown => {
  const payment = simulator.payments().at(-1)
  return [payment?.status, payment?.errCode]
}

test('a payer sees shop, amount, purpose and methods, pays with a card, and ends on the result', async () => {
  const page = await opened()
  expect(page).toMatch(/^\/checkout\/[A-Za-z0-9_]+$/)
  const shown = await textOf(page)
  for (const seen of ['Кав’ярня &amp; &lt;Co&gt;', '25.00 UAH', 'Кава «Львівська»', 'KV-1', 'value="privat24"', 'value="card"']) expect(shown).toContain(seen)
  expect(await post(`${page}/method`, { paytype: 'card' })).toBe(page)
  expect(await textOf(page)).toContain('4242424242424242')
  expect(await post(`${page}/card`, { number: '4242 4242 4242 4242', expiry: '12/39', cvv: '123' })).toBe(`${page}/result`)
  expect(await textOf(`${page}/result`)).toContain('✓ Paid')
  expect(state()).toEqual(['success', null])
  expect(await textOf(page)).toContain('✓ Paid')
  expect(await post(`${page}/outcome`, { outcome: 'pay' })).toContain('✓ Paid')
  expect(simulator.journal()).toHaveLength(1)
})

test('the payer comes back to the shop where the order names a way, and pays the invoice of a letter alike', async () => {
  const page = await opened({ result_url: 'https://shop.example/back?x=1' })
  await post(`${page}/method`, { paytype: 'privat24' })
  expect(await textOf(page)).toContain('Pay 25.00 UAH')
  expect(await post(`${page}/outcome`, { outcome: 'pay' })).toBe('https://shop.example/back?x=1')
  const answer = await post('/api/request', order({
    action: 'invoice_send', order_id: 'KV-2', email: 'a@example.org', goods: [{ amount: 12.5, count: 2, unit: 'шт.', name: 'Кава' }],
  }))
  const [, href = ''] = /"href":"([^"]+)"/.exec(answer) ?? []
  expect(await textOf(href)).toContain('Кава, 2 шт. × 12.50')
})

test('an order’s paytypes are what the payer may choose', async () => {
  const page = await opened({ paytypes: 'privat24,gpay' })
  const shown = await textOf(page)
  expect(shown).toContain('value="gpay"')
  expect(shown).not.toContain('value="card"')
  expect(await post(`${page}/method`, { paytype: 'card' })).toContain('HTTP 400')
})

const VERIFIED = { '3ds_verify': {}, otp_verify: { code: '123456' }, cvv_verify: { code: '123' } } as const

test.each(TEST_CARDS)('the test card $number: $effect', async ({ number, verify, errCode }) => {
  const page = await opened()
  const next = await post(`${page}/card`, { number, expiry: '12/39', cvv: '123' })
  if (verify !== null) {
    expect(state()).toEqual([verify, null])
    expect(await textOf(next)).toContain('Is it you?')
    await post(`${page}/verify`, VERIFIED[verify])
  }
  expect(state()).toEqual(errCode === null ? ['success', null] : ['failure', errCode])
})

test('a card that is none, or has expired, and a wrong password are refused', async () => {
  const pay = async (card: Record<string, string>): Promise<unknown> => {
    await post(`${await opened({ order_id: JSON.stringify(card) })}/card`, card)
    return state()
  }
  expect(await pay({ number: '4111', expiry: '12/39', cvv: '123' })).toEqual(['failure', '9852'])
  expect(await pay({ number: '4242424242424242', expiry: '12/19', cvv: '123' })).toEqual(['failure', '9851'])
  expect(await pay({ number: '4111111111111111', expiry: '12/39', cvv: '123' })).toEqual(['failure', 'err_card'])
  const page = await opened({ order_id: 'otp' })
  await post(`${page}/card`, { number: '4000000000003089', expiry: '12/39', cvv: '123' })
  await post(`${page}/verify`, { code: 'no' })
  expect(state()).toEqual(['failure', 'err_mpi'])
})

test('a wrong order is JSON for a program that posts and a page for a payer’s link; both say what is wrong', async () => {
  const wrong = order({ expired_date: '2036-01-31T21:59:59Z' })
  expect(await post('/api/3/checkout', wrong)).toMatch(/^HTTP 200 .*"err_code":"err_wrong".*YYYY-MM-DD HH:mm:ss/)
  const page = await textOf(`/api/3/checkout?${new URLSearchParams(wrong).toString()}`)
  expect(page).toContain('data-code="err_wrong"')
  expect(page).toContain('YYYY-MM-DD HH:mm:ss')
  expect(await textOf('/checkout/nobody')).toContain('not known')
})

test('every known input is listed on the start page and works from the main button', async () => {
  const start = await textOf('/')
  for (const { cents, title } of [...KNOWN_INPUTS, ...REFUND_INPUTS]) {
    expect(start).toContain(`….${cents}`)
    expect(start).toContain(title)
  }
  for (const { number } of TEST_CARDS) expect(start).toContain(number)
  expect(new Set(KNOWN_INPUTS.map(({ cents }) => cents)).size).toBe(KNOWN_INPUTS.length)
  for (const { cents } of KNOWN_INPUTS) expect(outcomeOfAmount(BigInt(`10${cents}`))).not.toBe('pay')
  expect(outcomeOfAmount(2500n)).toBe('pay')
  const page = await opened({ amount: '10.03' })
  await post(`${page}/method`, { paytype: 'gpay' })
  expect(await textOf(page)).toContain('name="outcome" value="pay_unheard"')
})

test('every page of the desk is shown, with what happened and nothing of a shop’s name as markup', async () => {
  await simulator.play({ redirect: simulator.url + await opened(), providerRef: null }, 'refund')
  const seen = [
    ['/payments', 'reversed'], ['/journal', '−25.00 UAH'], ['/shops', keys.publicKey], ['/sent', 'Nothing was sent yet'], ['/outbox', 'Nothing yet'],
    ['/requests', 'Кава «Львівська»'],
  ] as const
  for (const [path, text] of seen) {
    const page = await textOf(path)
    expect(page).toContain(text)
    expect(page).not.toContain('<Co>')
  }
})

test('a program enrols a shop, turns the clock, spoils the API and loses all callbacks by JSON', async () => {
  const send = (path: string, value: unknown) => fetch(simulator.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) })
  expect((await send('/enrol', { ...simulator.newCredentials('test'), unheardOf: '1' })).status).toBe(200)
  for (const wrong of [
    { ...keys, payout: 'never' }, { publicKey: 'x' }, { ...keys, privateKey: 'sandbox_abcdefgh' }, { ...keys, paytypes: 'card dreams' },
    { ...keys, publicKey: '' },
  ]) {
    expect((await send('/enrol', wrong)).status).toBe(422)
  }
  const before = simulator.now().getTime()
  expect((await send('/clock', { ms: 60_000 })).status).toBe(200)
  expect(simulator.now().getTime() - before).toBeGreaterThanOrEqual(60_000)
  expect((await send('/answers', { mode: 'error' })).status).toBe(200)
  expect(await post('/api/request', order({ action: 'status' }))).toContain('HTTP 503')
  simulator.enrol({ ...keys, callbackUrl: 'http://127.0.0.1:9/cb' })
  expect((await send('/callbacks', { mode: 'lose' })).status).toBe(200)
  expect((await simulator.play({ redirect: simulator.url + await opened(), providerRef: null }, 'pay')).sent).toEqual([])
  expect(await (await fetch(`${simulator.url}/journal.json`)).json()).toHaveLength(1)
  expect(await (await fetch(`${simulator.url}/requests.json`)).json()).toHaveLength(2)
})
