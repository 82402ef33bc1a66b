import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkPaySimulator, type LinkPaySimulator } from '../simulator.ts'
import { REFUSED, SECRET, TOKEN, USERNAME, VECTORS, V1 } from './vectors.ts'

let simulator: LinkPaySimulator

beforeAll(async () => {
  simulator = await linkPaySimulator.start({ port: 0 })
  simulator.enrol({ linkToken: TOKEN, apiUsername: USERNAME, apiSecret: SECRET, merchantName: 'Õunapuu & <Co> OÜ' })
})

afterAll(() => simulator.stop())

const open = (raw: string): Promise<Response> => fetch(`${simulator.url}/lp?${raw}`, { redirect: 'manual' })

/** A link as a merchant's program makes it, with nothing of the simulator's code. */
function signed(fields: Readonly<Record<string, string>>, token = TOKEN): string {
  const query = Object.entries({ linkpay_token: token, transaction_amount: '25.00', order_reference: 'A-1', ...fields })
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`)
    .join('&')
  return sealed(query)
}

const sealed = (query: string): string => `${query}&hmac=${createHmac('sha256', SECRET).update(query).digest('hex')}`

async function codeOf(raw: string): Promise<string | null> {
  const answer = await open(raw)
  const code = /data-code="([^"]+)"/.exec(await answer.text())?.[1] ?? null
  expect(answer.status).toBe(code === null ? 200 : 403)
  return code
}

test.each(VECTORS)('$name is opened', async ({ query, hmac, fields }) => {
  const answer = await open(`${query}&hmac=${hmac}`)
  expect(answer.status).toBe(200)
  const page = await answer.text()
  expect(page).toContain('Õunapuu &amp; &lt;Co&gt; OÜ')
  expect(page).toContain(fields['invoice_number'])
})

test.each(REFUSED)('$name is refused', async ({ raw, code }) => {
  expect(await codeOf(raw)).toBe(code)
})

test('signed parameters keep their order and may have lower-case escapes', async () => {
  expect(await codeOf(sealed(`transaction_amount=1&order_reference=a%2fb&linkpay_token=${TOKEN}`))).toBeNull()
})

test.each([
  ['no signature', V1.query, 'hmac_missing'],
  ['a signature that is not last', `hmac=${V1.hmac}&${V1.query}`, 'hmac_missing'],
  ['two signatures', `${V1.query}&hmac=${V1.hmac}&hmac=${V1.hmac}`, 'hmac_missing'],
  ['a signature in upper case', `${V1.query}&hmac=${V1.hmac.toUpperCase()}`, 'hmac_missing'],
  ['another Link’s token', sealed('linkpay_token=nobody&transaction_amount=1'), 'token_unknown'],
  ['a parameter that stands twice', sealed(`linkpay_token=${TOKEN}&transaction_amount=1&transaction_amount=2`), 'parameter_twice'],
  ['a plus', sealed(`linkpay_token=${TOKEN}&transaction_amount=1&customer_name=A+B`), 'plus'],
  ['a broken escape', sealed(`linkpay_token=${TOKEN}&transaction_amount=1&customer_name=%FF`), 'escape'],
])('%s is refused', async (_, raw, code) => {
  expect(await codeOf(raw)).toBe(code)
})

test.each([
  [{ transaction_amount: '1,50' }, 'amount'], [{ transaction_amount: '0.00' }, 'amount'], [{ transaction_amount: '1e3' }, 'amount'],
  [{ transaction_amount: '' }, 'amount'], [{ order_reference: 'A 1' }, 'order_reference'], [{ order_reference: 'Ķ-1' }, 'order_reference'],
  [{ order_reference: 'a'.repeat(121) }, 'order_reference'], [{ expires_at: '31/03/2026 23:59' }, 'not_changeable'],
  [{ custom_field_5: 'x' }, 'not_changeable'],
])('%j is refused as %s although it is signed', async (fields: Readonly<Record<string, string>>, code) => {
  expect(await codeOf(signed(fields))).toBe(code)
})

test('what any person may be called passes through a real address and is refused once one letter is altered', async () => {
  const name = fc.oneof(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'grapheme' }), fc.constant(' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~āčēģīķļņšūžäöõüĶŠŽ'))
  await fc.assert(fc.asyncProperty(name, async (customer) => {
    const raw = signed({ customer_name: customer.normalize('NFC') })
    expect(await codeOf(new URL(`https://pay.example/lp?${raw}`).search.slice(1))).toBeNull()
    expect(await codeOf(raw.replace('customer_name=', 'customer_name=x'))).toBe('hmac_wrong')
  }), { numRuns: 60 })
})

test('what the portal has set decides: unticked parameters, a date of the Link, required fields', async () => {
  const enrol = (settings: Record<string, string>) =>
    simulator.enrol({ linkToken: 'other1', apiUsername: USERNAME, apiSecret: SECRET, ...settings })
  enrol({ changeable: 'transaction_amount order_reference' })
  expect(await codeOf(signed({ invoice_number: '1' }, 'other1'))).toBe('not_changeable')
  enrol({ changeable: 'transaction_amount order_reference', unticked: 'ignore' })
  expect(await codeOf(signed({ invoice_number: '1' }, 'other1'))).toBeNull()
  enrol({ expires: '2026-01-01' })
  expect(await codeOf(signed({}, 'other1'))).toBe('expired')
  enrol({ required: 'invoice_number' })
  expect(await codeOf(signed({}, 'other1'))).toBe('required')
})

const started = (fields: Readonly<Record<string, string>>) => ({ redirect: `${simulator.url}/lp?${signed(fields)}`, providerRef: null })

test('every press of the button is a payment of its own, until one is paid; then the order is refused', async () => {
  const address = started({ order_reference: 'once' })
  await simulator.play(address, 'leave')
  expect((await simulator.play(address, 'refuse')).refusedWith).toBeNull()
  expect((await simulator.play(address, 'pay')).browserAt).toContain('/receipt')
  expect((await simulator.play(address, 'pay')).refusedWith).toBe('paid_already')
  const payments = simulator.payments().filter(({ orderReference }) => orderReference === 'once')
  expect(payments.map(({ state }) => state)).toEqual(['waiting_for_sca', 'failed', 'settled'])
})

test('with the validation off an order is paid twice', async () => {
  simulator.enrol({ linkToken: 'twice1', apiUsername: USERNAME, apiSecret: SECRET, uniqueReference: 'no' })
  const address = { redirect: `${simulator.url}/lp?${signed({ order_reference: 'two' }, 'twice1')}`, providerRef: null }
  await simulator.play(address, 'pay')
  expect((await simulator.play(address, 'pay')).refusedWith).toBeNull()
})

test('a payer may change what the Link lets him change, and nothing else', async () => {
  simulator.enrol({ linkToken: 'edit12', apiUsername: USERNAME, apiSecret: SECRET, editable: 'transaction_amount' })
  const press = async (body: string) => (await fetch(`${simulator.url}/lp?${signed({ order_reference: 'edit' }, 'edit12')}`, {
    method: 'POST', redirect: 'manual', body, headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })).status
  expect(await press('transaction_amount=20.00&order_reference=mine')).toBe(302)
  expect(await press('transaction_amount=0')).toBe(403)
  expect(simulator.payments().at(-1)).toMatchObject({ initial: 2000n, orderReference: 'edit' })
})
