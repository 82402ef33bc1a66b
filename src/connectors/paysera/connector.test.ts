import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../kernel/language.ts'
import { Secret } from '../../kernel/secret.ts'
import type { HttpAnswer, Order } from '../contract.ts'
import { configForm } from './config.ts'
import { paysera } from './connector.ts'
import { FACTS, order, setup } from './fixtures/setup.ts'
import { CERTIFICATE, PUBLIC_KEY } from './fixtures/vectors.ts'
import { OTHER_KEY } from './fixtures/verdicts.ts'
import { readFacts } from './facts.ts'
import { decodeBase64, parseForm } from './form.ts'
import { isSignedBy } from './protocol.ts'

const nowhere = (): Promise<HttpAnswer> => Promise.resolve({ kind: 'unknown', cause: 'no network in this test' })
const bytes = (text: string) => Buffer.byteLength(text, 'utf8')

/** What the pay page receives, its signature checked over the very text that came. */
function received(redirect: string): Readonly<Record<string, string>> {
  const url = new URL(redirect)
  expect([...url.searchParams.keys()]).toEqual(['data', 'sign'])
  const data = url.searchParams.get('data') ?? ''
  expect(isSignedBy(data, url.searchParams.get('sign') ?? '', setup().config.password)).toBe(true)
  const fields = parseForm(decodeBase64(data)?.toString('latin1') ?? '')
  return fields.ok ? Object.fromEntries(fields.value) : {}
}

async function sent(change: Partial<Order> = {}, config = {}): Promise<Readonly<Record<string, string>>> {
  const outcome = await paysera.start(order(change), setup(config), nowhere)
  return outcome.kind === 'done' ? received(outcome.value.redirect) : { [outcome.kind]: 'providerCode' in outcome ? outcome.providerCode : '' }
}

describe('starting a payment', () => {
  test('sends the payer to the pay page with everything Paysera should know', async () => {
    expect(await sent({ method: 'hanza' })).toEqual({
      projectid: '555123', orderid: '01jd2m5k8w3x9c7vbn4hqtzr6e', accepturl: 'https://kvit.example/r/ok',
      cancelurl: 'https://kvit.example/r/cancel', callbackurl: 'https://kvit.example/cb/paysera', version: '1.6',
      lang: 'LIT', amount: '2500', currency: 'EUR', payment: 'hanza', country: 'LT', p_countrycode: 'LT',
      paytext: 'Sąskaita INV-2025-0042, Žemuogės [order_nr] [site_name]', p_firstname: 'Jonas', p_lastname: 'Jonaitis',
      p_email: 'jonas@example.org', test: '0',
    })
  })
  test('goes to the address of the installation, and the padding of data travels as %3D', async () => {
    const outcomes = await Promise.all(['a', 'ab', 'abc'].map((invoiceNumber) =>
      paysera.start(order({ invoiceNumber }), setup({}, { endpoints: { pay: 'http://127.0.0.1:9' } }), nowhere)))
    const redirects = outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.value.redirect : ''))
    expect(redirects.every((one) => one.startsWith('http://127.0.0.1:9/pay/?data='))).toBe(true)
    expect(redirects.every((one) => (one.match(/=/g) ?? []).length === 2)).toBe(true)
    expect(redirects.some((one) => one.includes('%3D&sign='))).toBe(true)
  })
  test('asks for a test payment in test mode only', async () => {
    expect(await sent({ mode: 'test' })).toMatchObject({ test: '1' })
    expect(await sent({ mode: 'live' })).toMatchObject({ test: '0' })
  })
  test('leaves out what is not known', async () => {
    const parameters = await sent({ payer: { email: null, name: null, country: null } })
    expect(Object.keys(parameters).filter((name) => name.startsWith('p_') || ['country', 'payment'].includes(name))).toEqual([])
  })
  test('skips the consent page only when set so, with a method and an e-mail', async () => {
    const yes = { buyerConsent: true }
    expect(await sent({ method: 'vb2' }, yes)).toMatchObject({ buyer_consent: '1' })
    expect(await sent({ method: 'vb2' })).not.toHaveProperty('buyer_consent')
    expect(await sent({}, yes)).not.toHaveProperty('buyer_consent')
    expect(await sent({ method: 'vb2', payer: { email: null, name: null, country: null } }, yes)).not.toHaveProperty('buyer_consent')
  })
  test.each(LANGUAGES)('in %s the page is asked for in three letters', async (language) => {
    expect((await sent({ language }))['lang']).toMatch(/^[A-Z]{3}$/)
  })
  test('a name of three words keeps its last word as the last name, a name of one word has none', async () => {
    expect(await sent({ payer: { email: null, country: null, name: ' Ana  Maria Kalandadze ' } })).toMatchObject({ p_firstname: 'Ana Maria', p_lastname: 'Kalandadze' })
    const single = await sent({ payer: { email: null, country: null, name: 'Kvit' } })
    expect(single).toMatchObject({ p_firstname: 'Kvit' })
    expect(single).not.toHaveProperty('p_lastname')
  })
  const long = `https://kvit.example/${'a'.repeat(240)}`
  test.each<readonly [string, Partial<Order>, string]>([
    ['an amount of nothing', { amount: { minor: 0n, currency: 'EUR' } }, 'amount'],
    ['a negative amount', { amount: { minor: -1n, currency: 'EUR' } }, 'amount'],
    ['an amount of 12 digits', { amount: { minor: 100_000_000_000n, currency: 'EUR' } }, 'amount'],
    ['a currency that is not offered', { amount: { minor: 100n, currency: 'JPY' } }, 'currency'],
    ['a method key that is too long', { method: 'x'.repeat(21) }, 'payment'],
    ['a reference that is too long', { reference: 'x'.repeat(41) }, 'orderid'],
    ['a return address that is too long', { urls: { ...order().urls, accept: long } }, 'accepturl'],
    ['a callback address that is none', { urls: { ...order().urls, callback: '/cb' } }, 'callbackurl'],
  ])('%s is refused before the payer is sent away', async (_, change, code) => {
    expect(await sent(change)).toEqual({ refused: code })
  })
  test('every limit holds in bytes, whatever the texts are, and the address stays under 8 kB', async () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 400 })
    const persons = fc.record({ email: fc.option(texts), name: fc.option(texts), country: fc.option(fc.constantFrom('lt', 'GE', 'x', '')) })
    const changes = fc.record({ invoiceNumber: texts, storeName: texts, payer: persons, language: fc.constantFrom(...LANGUAGES) })
    const urls = { accept: `https://a.example/${'p'.repeat(237)}`, cancel: `https://b.example/${'p'.repeat(237)}`, callback: `https://c.example/${'p'.repeat(237)}` }
    await fc.assert(fc.asyncProperty(changes, async (change) => {
      const outcome = await paysera.start(order({ ...change, urls, method: 'hanza' }), setup(), nowhere)
      const redirect = outcome.kind === 'done' ? outcome.value.redirect : ''
      expect(redirect.length).toBeLessThan(8000)
      const parameters = received(redirect)
      expect(Object.entries(parameters).filter(([name, value]) => bytes(value) > (LIMITS[name] ?? 0))).toEqual([])
      expect(parameters['paytext']).toMatch(/\[order_nr\] \[site_name\]$/)
    }))
  })
})

/** Most bytes of each parameter. Source: protocol sheet A3. */
const LIMITS: Readonly<Record<string, number>> = {
  projectid: 11, orderid: 40, accepturl: 255, cancelurl: 255, callbackurl: 255, version: 9, lang: 3, amount: 11, currency: 3,
  payment: 20, country: 2, paytext: 255, p_firstname: 255, p_lastname: 255, p_email: 255, p_countrycode: 2, test: 1,
}

test('opening the same order again sends nothing but its name', async () => {
  const again = await paysera.resume?.(order(), null, setup(), () => Promise.reject(new Error('nothing is fetched')))
  expect(received(again?.kind === 'done' ? again.value.redirect : '')).toEqual({ projectid: '555123', orderid: order().reference, version: '1.6', repeat_request: '1' })
})

describe('the form', () => {
  const problems = (values: Record<string, string>) => {
    const read = configForm.parse(values)
    return read.ok ? [] : read.error.map(({ field, problem }) => `${field} ${problem}`)
  }
  test('needs the project and its password, and names both when both are missing', () => {
    expect(problems({})).toEqual(['projectId missing', 'password missing'])
    expect(problems({ projectId: ' 555123 ', password: ' secret ' })).toEqual([])
  })
  test('names every wrong field', () => {
    expect(problems({
      projectId: '55a', password: 'x'.repeat(256), callbackMode: 'maybe', version: 'one', languageCodes: 'ka=georgian',
      buyerConsent: 'perhaps', newAmounts: 'cents',
    })).toEqual([
      'projectId malformed', 'password too_long', 'callbackMode not_a_choice', 'version malformed', 'languageCodes malformed',
      'buyerConsent not_a_choice', 'newAmounts not_a_choice',
    ])
    expect(problems({ projectId: '123456789012', password: 'x', languageCodes: 'xx=ENG' })).toEqual(['projectId too_long', 'languageCodes malformed'])
  })
  test('what the sheet does not confirm starts with its default', () => {
    const { config } = setup()
    expect(config).toMatchObject({ callbackMode: 'signed', version: '1.6', buyerConsent: false, newAmounts: 'ask' })
    expect(config.languageCodes).toEqual({ lt: 'LIT', lv: 'LAV', et: 'EST', uk: 'UKR', ka: 'GEO', ru: 'RUS', en: 'ENG' })
  })
  test('one language may be sent under another code', () => {
    const read = configForm.parse({ projectId: '1', password: 'x', languageCodes: 'ka=eng, uk=RUS' })
    expect(read.ok && read.value.languageCodes).toMatchObject({ ka: 'ENG', uk: 'RUS', lt: 'LIT' })
  })
  test('I07: a field inherited from Object is not taken for a value', () => {
    expect(problems(Object.create({ projectId: '1', password: 'x' }))).toEqual(['projectId missing', 'password missing'])
  })
  test('the password is a secret from the first moment', () => {
    expect(setup().config.password).toBeInstanceOf(Secret)
    expect(JSON.stringify(setup())).not.toContain('4f1d0c9a7be2436f8d5e6a1b2c3d4e5f')
  })
})

describe('what is fetched and kept', () => {
  const KEY_URL = 'http://k/download/public.key'
  const THIRD_KEY = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const answers = (bodies: Readonly<Record<string, string>>) => {
    const asked: string[] = []
    const http = ({ url }: { url: string }): Promise<HttpAnswer> => {
      asked.push(url)
      const body = bodies[url]
      return Promise.resolve(body === undefined ? { kind: 'answer', status: 500, headers: {}, body: 'busy' } : { kind: 'answer', status: 200, headers: {}, body })
    }
    return { http, asked }
  }
  const endpoints = { pay: 'http://p', key: 'http://k', methods: 'http://m' }
  const refreshed = async (bodies: Readonly<Record<string, string>>, facts: string | null) =>
    paysera.refresh?.(setup({}, { endpoints, facts }), ['EUR', 'GEL'], answers(bodies).http)

  test('asks once for the key and once for each currency, without an empty amount', async () => {
    const { http, asked } = answers({ [KEY_URL]: CERTIFICATE })
    await paysera.refresh?.(setup({}, { endpoints }), ['EUR', 'GEL'], http)
    expect(asked).toEqual([KEY_URL, 'http://m/payment-methods/555123/currency:EUR', 'http://m/payment-methods/555123/currency:GEL'])
  })
  test('without a usable key nothing changes', async () => {
    expect((await refreshed({}, FACTS))?.kind).toBe('unknown')
    expect((await refreshed({ [KEY_URL]: '<html>' }, FACTS))?.kind).toBe('unknown')
  })
  test('a new key comes first and the one before it stays, but no more than that', async () => {
    const keysOf = (outcome: Awaited<ReturnType<typeof refreshed>>) =>
      readFacts(outcome?.kind === 'done' ? outcome.value : null).keys.map((key) => key.export({ type: 'spki', format: 'pem' }))
    const first = await refreshed({ [KEY_URL]: CERTIFICATE }, null)
    expect(keysOf(first)).toEqual([PUBLIC_KEY])
    const second = await refreshed({ [KEY_URL]: OTHER_KEY }, first?.kind === 'done' ? first.value : null)
    expect(keysOf(second)).toEqual([OTHER_KEY, PUBLIC_KEY])
    const third = await refreshed({ [KEY_URL]: THIRD_KEY }, second?.kind === 'done' ? second.value : null)
    expect(keysOf(third)).toEqual([THIRD_KEY, OTHER_KEY])
    const again = await refreshed({ [KEY_URL]: THIRD_KEY }, third?.kind === 'done' ? third.value : null)
    expect(again).toEqual(third)
  })
})
