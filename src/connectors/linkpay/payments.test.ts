import { describe, expect, test } from 'vitest'
import { answering, json } from '../conformance-answers.ts'
import { http } from '../conformance-stage.ts'
import type { Outcome } from '../contract.ts'
import { configForm } from './config.ts'
import { linkpay } from './connector.ts'
import { refresh } from './facts.ts'
import { NOW, order, PAYMENT, REFERENCE, SECRET, SETTLED, setup, USERNAME } from './fixtures/setup.ts'
import { capture, lookup, refund, release, resume, start } from './payments.ts'
import { movesMoney } from './report.ts'
import { linkPaySimulator } from './simulator.ts'

const oneoff = (change = {}) => setup({ accountName: 'EUR3D1', ...change })
const bodyOf = (body: string | undefined): unknown => JSON.parse(body ?? '')
const redirectOf = (outcome: Outcome<{ redirect: string }>): URL => new URL(outcome.kind === 'done' ? outcome.value.redirect : '')

const MADE = {
  ...SETTLED, payment_state: 'initial', payment_link: 'https://igw-demo.every-pay.com/lp/qh4z5y/Qh92uoA1', payment_methods: [
    { source: 'card', payment_link: 'https://igw-demo.every-pay.com/lp/qh4z5y/Qh92uoA1?method_source=card' }, { source: 'paypal', payment_link: null },
  ],
}

describe('a channel with a processing account', () => {
  test('makes the payment itself, says who asks and when, and learns its reference', async () => {
    const { http: gateway, asked } = answering(json(201, MADE))
    expect(await start(order({ method: 'card' }), oneoff(), gateway)).toEqual({
      kind: 'done', value: { redirect: 'https://igw-demo.every-pay.com/lp/qh4z5y/Qh92uoA1?method_source=card', providerRef: PAYMENT },
    })
    expect(asked[0]).toMatchObject({
      method: 'POST', url: 'https://igw-demo.every-pay.com/api/v4/payments/oneoff',
      headers: { authorization: 'Basic MDAxMTIyMzM0NDU1NjY3Nzo1ZjBjN2QxZTlhM2I0YzZkOGU3ZjAwMTEyMjMzYWFiYg==' },
    })
    expect(bodyOf(asked[0]?.body)).toEqual({
      api_username: USERNAME, nonce: expect.stringMatching(/^[0-9a-f-]{36}$/), timestamp: NOW.toISOString(), account_name: 'EUR3D1', amount: '120.50',
      order_reference: `KV-2026-0042/${REFERENCE}`, customer_url: 'https://kvit.example/pay/x?back=accept', locale: 'lv', preferred_country: 'LV',
      payment_description: 'KV-2026-0042 Zemuoges', email: 'buyer@example.test', integration_details: { software: 'Kvit', integration: 'api' },
    })
  })
  test('a method without a page of its own, or that the account lacks, leads to the whole list', async () => {
    for (const method of ['paypal', 'seb_ob_ee', null]) {
      const started = await start(order({ method }), oneoff(), answering(json(201, MADE)).http)
      expect(redirectOf(started).href).toBe(MADE.payment_link)
    }
  })
  test('opens the page of the payment again by asking for it', async () => {
    const { http: gateway, asked } = answering(json(200, MADE))
    expect(redirectOf(await resume(order(), PAYMENT, oneoff(), gateway)).href).toBe(MADE.payment_link)
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET https://igw-demo.every-pay.com/api/v4/payments/${PAYMENT}?api_username=${USERNAME}`])
  })
  test('an answer that leads nowhere on the web is no start', async () => {
    for (const change of [{ payment_link: 'javascript:alert(1)' }, { payment_link: null }, { payment_reference: 'x' }]) {
      expect((await start(order(), oneoff(), answering(json(201, { ...MADE, ...change })).http)).kind).toBe('unknown')
    }
  })
})

describe('a channel with links only', () => {
  test('signs what is ticked in the portal and calls nobody', async () => {
    const { http: gateway, asked } = answering('down')
    const all = redirectOf(await start(order(), setup(), gateway)).searchParams
    expect([...all.keys()]).toEqual(['customer_email', 'customer_name', 'invoice_number', 'linkpay_token', 'order_reference', 'transaction_amount', 'hmac'])
    const few = redirectOf(await start(order({ payer: { email: null, name: null, country: null } }), setup({ linkFields: ['customer_name', 'custom_field_1'] }), gateway))
    expect([...few.searchParams.keys()]).toEqual(['custom_field_1', 'linkpay_token', 'order_reference', 'transaction_amount', 'hmac'])
    expect(asked).toEqual([])
  })
  test('opens the very same link again', async () => {
    const { http: gateway } = answering('down')
    expect(await resume(order(), null, setup(), gateway)).toEqual(await start(order(), setup(), gateway))
  })
  test.each(['pay', 'pay_later', 'refuse', 'cancel', 'pay_less'] as const)('is understood by the gateway: %s', async (deed) => {
    const simulator = await linkPaySimulator.start({ port: 0 })
    try {
      const values = { ...simulator.newCredentials(), accountName: '' }
      simulator.enrol({ ...values, callbackUrl: 'http://127.0.0.1:9/cb' })
      const config = configForm.parse(values)
      if (!config.ok) throw new Error('the form refuses the merchant')
      const channel = setup(config.value, { endpoints: simulator.endpoints })
      const started = await start(order({ payer: { email: 'ž+1@example.org', name: "O'Neill & Õun *", country: 'EE' } }), channel, http)
      if (started.kind !== 'done') throw new Error('no link')
      expect((await simulator.play(started.value, deed)).refusedWith).toBeNull()
      expect((await refresh(channel, http)).kind).toBe('done')
      const [first] = simulator.sent()
      if (first === undefined) return
      const ref = new URL(first.url).searchParams.get('payment_reference') ?? ''
      expect(await lookup(ref, channel, http)).toMatchObject({ kind: 'done', value: { reference: REFERENCE, providerRef: ref } })
    } finally {
      await simulator.stop()
    }
  })
})

describe('what goes wrong', () => {
  const today = { date: NOW.toUTCString() }
  test('C08: demo credentials take no real order, and live ones no test order', async () => {
    const { http: gateway, asked } = answering('down')
    expect(await start(order({ mode: 'live' }), oneoff(), gateway)).toMatchObject({ kind: 'refused', reason: 'not_enabled' })
    expect(await start(order(), oneoff({ environment: 'live' }), gateway)).toMatchObject({ kind: 'refused', reason: 'not_enabled' })
    expect(asked).toEqual([])
  })
  test.each([
    ['wrong credentials', { status: 401, headers: today }, 'credentials'],
    ['a clock that is six minutes off', { status: 401, headers: { date: new Date(NOW.getTime() + 360_000).toUTCString() } }, 'clock'],
    ['a service that is not open', json(403, { error: { code: 4003, message: 'Forbidden' } }), 'not_enabled'],
    ['an order that is not valid', json(422, { error: { code: 4022, message: 'order_reference is invalid' } }), 'other'],
    ['an error in words', json(404, { status: 404, error: 'Not Found' }), 'other'],
  ])('%s is a refusal that says so', async (_, answer, reason) => {
    expect(await start(order(), oneoff(), answering(answer).http)).toMatchObject({ kind: 'refused', reason })
    expect(await refresh(oneoff(), answering(answer).http)).toMatchObject({ kind: 'refused', reason })
  })
  test.each([['down' as const], [{ status: 500 }], [{ status: 302 }], [{ status: 200, body: '<html>' }], [{ status: 200, body: '[]' }]])('%j is unknown', async (answer) => {
    expect((await start(order(), oneoff(), answering(answer).http)).kind).toBe('unknown')
    expect((await lookup(PAYMENT, setup(), answering(answer).http)).kind).toBe('unknown')
    expect((await refresh(setup(), answering(answer).http)).kind).toBe('unknown')
  })
  test('what is no reference of a payment is not asked about', async () => {
    const { http: gateway, asked } = answering('down')
    for (const ref of ['', '1', '../shops', `${PAYMENT}/x`]) expect((await lookup(ref, setup(), gateway)).kind).toBe('refused')
    expect(asked).toEqual([])
  })
  test('credentials without an account are proved by a payment that cannot be found', async () => {
    const { http: gateway, asked } = answering(json(404, { status: 404, error: 'Not Found' }))
    expect((await refresh(setup(), gateway)).kind).toBe('done')
    expect(asked[0]?.url).toMatch(/\/payments\/[0-9a-f]{64}\?api_username=0011223344556677$/)
  })
})

describe('giving money back', () => {
  const ask = { ref: PAYMENT, amount: { minor: 2050n, currency: 'EUR' }, total: { minor: 2050n, currency: 'EUR' }, idempotencyKey: 'ref_1', setup: setup({ bank: 'lhv' }) } as const
  const partly = { ...SETTLED, payment_state: 'refunded', standing_amount: 100 }

  test('C22: every try of one refund carries the same nonce, another refund another', async () => {
    const { http: gateway, asked } = answering(json(200, partly))
    await refund({ ...ask, http: gateway })
    await refund({ ...ask, http: gateway })
    await refund({ ...ask, idempotencyKey: 'ref_2', http: gateway })
    const posts = asked.filter(({ method }) => method === 'POST').map(({ body }) => bodyOf(body))
    expect(posts).toMatchObject([{ payment_reference: PAYMENT, amount: '20.50' }, {}, {}])
    const nonces = posts.map((body) => (typeof body === 'object' && body !== null && 'nonce' in body ? body.nonce : null))
    expect([nonces[0] === nonces[1], nonces[0] === nonces[2]]).toEqual([true, false])
  })
  test('C22 ten tries of one refund at once, and another of more than is left: the gateway gives it back once', async () => {
    const simulator = await linkPaySimulator.start({ port: 0 })
    try {
      const values = simulator.newCredentials()
      simulator.enrol(values)
      const config = configForm.parse(values)
      if (!config.ok) throw new Error('the form refuses the merchant')
      const channel = setup(config.value, { endpoints: simulator.endpoints, clock: { now: simulator.now } })
      const started = await start(order({ method: 'lhv_ob_ee' }), channel, http)
      if (started.kind !== 'done' || started.value.providerRef === null) throw new Error('no payment')
      await simulator.play(started.value, 'pay')
      const back = { ref: started.value.providerRef, setup: channel, http }
      const tries = await Promise.all(Array.from({ length: 10 }, () => refund({
        ...back, amount: { minor: 10_000n, currency: 'EUR' }, total: { minor: 10_000n, currency: 'EUR' }, idempotencyKey: 'ref_1',
      })))
      expect(tries.map((one) => (one.kind === 'done' ? one.value.refund?.amount.minor : one.kind))).toEqual(Array(10).fill(10_000n))
      expect(await refund({
        ...back, amount: { minor: 2051n, currency: 'EUR' }, total: { minor: 12_051n, currency: 'EUR' }, idempotencyKey: 'ref_2',
      })).toMatchObject({ kind: 'refused' })
      expect(simulator.journal().map(({ kind, minor }) => [kind, minor])).toEqual([['paid', 12_050n], ['refunded', 10_000n]])
    } finally {
      await simulator.stop()
    }
  })
  test('it is told with everything that has gone back so far', async () => {
    expect(await refund({ ...ask, http: answering(json(200, partly)).http })).toMatchObject({
      kind: 'done', value: { status: 'refunded', refund: { amount: { minor: 2050n }, counts: 'all' } },
    })
  })
  test('refused because it was made already, it is done', async () => {
    const { http: gateway } = answering(json(422, { error: { code: 4999, message: 'no' } }), json(200, partly))
    expect(await refund({ ...ask, http: gateway })).toMatchObject({ kind: 'done', value: { status: 'refunded' } })
  })
  test('refused after an earlier part had gone back, it is refused: what the payment has given back does not cover it', async () => {
    const { http: gateway } = answering(json(422, { error: { code: 4035, message: 'no' } }), json(200, partly))
    expect(await refund({ ...ask, total: { minor: 4100n, currency: 'EUR' }, http: gateway })).toMatchObject({ kind: 'refused' })
  })
  test('refused while nothing has gone back, it is refused; without an answer it is unknown', async () => {
    expect((await refund({ ...ask, http: answering(json(422, {}), json(200, SETTLED)).http })).kind).toBe('refused')
    expect((await refund({ ...ask, http: answering('down').http })).kind).toBe('unknown')
    expect((await refund({ ...ask, http: answering(json(200, partly), 'down').http })).kind).toBe('unknown')
  })
  test.each([
    ['card', 'seb', true], ['card', 'other', true], ['lhv_ob_ee', 'lhv', true], ['seb_ob_ee', 'seb', false], ['swed_ob_ep_baltics_lv', 'swedbank', false],
    ['lhv_ob_ee', 'other', false], [null, 'lhv', false],
  ] as const)('by %s with the bank %s: money moves is %s', (method, bank, moves) => expect(movesMoney(method, setup({ bank }).config)).toBe(moves))

  test('reserved money is taken, or let go', async () => {
    const taken = await capture({ ...ask, http: answering(json(200, SETTLED)).http })
    expect(taken).toMatchObject({ kind: 'done', value: { status: 'confirmed' } })
    const gone = answering(json(200, { ...SETTLED, payment_state: 'voided' }))
    expect(await release(PAYMENT, setup(), gone.http)).toMatchObject({ kind: 'done', value: { status: 'refused' } })
    expect(gone.asked[0]?.url).toBe('https://igw-demo.every-pay.com/api/v4/payments/void')
  })
})

describe('the addresses', () => {
  const parse = (values: Record<string, string>) => configForm.parse({ linkToken: 'a', apiUsername: 'b', apiSecret: SECRET, ...values })
  test.each([
    'https://payment.ecommerce.sebgroup.com/api/v4', 'https://igw-seb-demo.every-pay.com/api/v4/', 'https://pay.every-pay.eu/api/v4',
  ])('a bank’s own name for the gateway is accepted: %s', (apiBase) => expect(parse({ apiBase, prefix: apiBase }).ok).toBe(true))
  test.each([
    'http://pay.every-pay.eu/api/v4', 'https://evil.example/api/v4', 'https://every-pay.eu.evil.example/', 'https://notevery-pay.eu/', 'https://a@pay.every-pay.eu/',
    'https://pay.every-pay.eu:8443/', 'https://pay.every-pay.eu/?x=', 'https://127.0.0.1/', 'ftp://pay.every-pay.eu/', 'pay.every-pay.eu',
  ])('W05: the secret is not sent to %s', (apiBase) => expect(parse({ apiBase })).toEqual({ ok: false, error: [{ field: 'apiBase', problem: 'malformed' }] }))

  test('demo and live have their own, the channel’s setting comes first, and the installation’s stand in for both', async () => {
    const origin = async (change: Parameters<typeof setup>[0], endpoints = linkpay.endpoints) => {
      const mode = change?.environment === 'live' ? 'live' : 'test'
      return redirectOf(await start(order({ mode }), setup(change, { endpoints }), answering('down').http)).origin
    }
    expect(await origin({})).toBe('https://igw-demo.every-pay.com')
    expect(await origin({ environment: 'live' })).toBe('https://pay.every-pay.eu')
    expect(await origin({ prefix: 'https://payment.ecommerce.sebgroup.com/lp' })).toBe('https://payment.ecommerce.sebgroup.com')
    expect(await origin({}, { pay: 'http://127.0.0.1:9/lp', api: 'http://127.0.0.1:9/api/v4' })).toBe('http://127.0.0.1:9')
  })
})
