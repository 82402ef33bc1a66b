import { describe, expect, test } from 'vitest'
import { answering, json as jsonOf } from '../conformance-answers.ts'
import type { HttpRequest, Outcome, Started } from '../contract.ts'
import { refresh } from './facts.ts'
import { NOW, order, ORDER_ID, PAID, PRIVATE_KEY, PUBLIC_KEY, refusal, saidIn, setup } from './fixtures/setup.ts'
import { capture, lookup, refund, release, resume, revoke, start } from './payments.ts'
import { statement } from './statement.ts'

const json = (body: unknown) => jsonOf(200, body)
const redirectOf = (outcome: Outcome<Started>): string => (outcome.kind === 'done' ? outcome.value.redirect : outcome.kind)
const page = (location: string) => ({ status: 302, headers: { location } })
const actions = (asked: readonly HttpRequest[]): readonly unknown[] => asked.map((one) => saidIn(one)['action'])
const INVOICE = { result: 'ok', id: 501, status: 'invoice_wait', token: 't', href: 'https://www.liqpay.ua/apipay/invoice/t', order_id: ORDER_ID, action: 'pay' }

describe('the way to the page', () => {
  test('is a short address that LiqPay makes of the signed order', async () => {
    const { http, asked } = answering(page('/en/checkout/card/x1'))
    expect(await start(order(), setup(), http)).toEqual({ kind: 'done', value: { redirect: 'https://www.liqpay.ua/en/checkout/card/x1', providerRef: ORDER_ID } })
    expect(asked[0]).toMatchObject({ method: 'POST', url: 'https://www.liqpay.ua/api/3/checkout', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    expect(saidIn(asked[0])).toMatchObject({ version: 3, public_key: PUBLIC_KEY, action: 'pay', amount: 150.5, order_id: ORDER_ID })
    expect(asked[0]?.body).not.toMatch(/[+ /]|=[^&]*=[^&]*=/)
  })
  test('or the signed order itself, which asks nobody and is the same each time', async () => {
    const { http, asked } = answering('down')
    const signed = setup({ link: 'signed' })
    const first = await start(order(), signed, http)
    expect(saidIn(redirectOf(first))).toMatchObject({ order_id: ORDER_ID, amount: 150.5 })
    expect(await resume(order(), ORDER_ID, signed, http)).toEqual(first)
    expect([asked, redirectOf(first).includes(PRIVATE_KEY)]).toEqual([[], false])
  })
  test('the newer version says 7 and signs by SHA3-256', async () => {
    const { http, asked } = answering(page('/x'))
    await start(order(), setup({ protocol: 'v7' }), http)
    expect(saidIn(asked[0])['version']).toBe(7)
    expect(new URLSearchParams(asked[0]?.body).get('signature')).toHaveLength(44)
  })
  test('or a QR code, where the shop has given the address that LiqPay asks for, by the field that the channel names', async () => {
    const qr = setup({ link: 'qr', qrIp: '203.0.113.9' })
    const { http, asked } = answering(json({ ...PAID, status: 'wait_qr', qr_code: 'https://qr.liqpay.ua/1' }))
    expect(redirectOf(await start(order(), qr, http))).toBe('https://qr.liqpay.ua/1')
    expect(saidIn(asked[0])).toMatchObject({ action: 'payqr', ip: '203.0.113.9', order_id: ORDER_ID })
    expect((await start(order(), setup({ link: 'qr' }), http)).kind).toBe('refused')
    const other = setup({ link: 'qr', qrIp: '203.0.113.9', qrField: 'link' })
    expect((await start(order(), other, http)).kind).toBe('unknown')
  })
  test.each([
    'https://evil.example/', 'http://www.liqpay.ua/x', 'https://liqpay.ua.evil.example/', 'https://a@www.liqpay.ua/', 'https://www.liqpay.ua:8443/x',
    'javascript:alert(1)', '',
  ])(
    'a redirect to "%s" is followed by nobody', async (location) => expect((await start(order(), setup(), answering(page(location)).http)).kind).toBe('unknown'))
  test('C08: sandbox keys take no real order, and real keys no test order', async () => {
    const { http, asked } = answering('down')
    const live = setup({ publicKey: 'i1', privateKey: 'x' })
    expect([await start(order({ mode: 'live' }), setup(), http), await start(order(), live, http)]).toMatchObject([{ reason: 'not_enabled' }, { reason: 'not_enabled' }])
    expect(asked).toEqual([])
  })
})

describe('an invoice that LiqPay brings', () => {
  test('goes by letter or into Privat24, with its goods and its end, and its address comes back', async () => {
    const lines = [{ title: 'Кава', quantity: '2', unit: 'шт.', total: { minor: 15_050n, currency: 'UAH' } }] as const
    const { http, asked } = answering(json(INVOICE))
    const sent = await start(order({ deliverBy: { way: 'bank_app', to: '+380950000001' }, lines, payableUntil: null }), setup({ lifeHours: '48' }), http)
    expect(sent).toEqual({ kind: 'done', value: { redirect: INVOICE.href, providerRef: ORDER_ID } })
    expect(asked[0]?.url).toBe('https://www.liqpay.ua/api/request')
    expect(saidIn(asked[0])).toMatchObject({
      action: 'invoice_send', action_payment: 'pay', phone: '+380950000001', expired_date: '2026-02-02 18:00:00', goods: [{ amount: 75.25, count: 2, unit: 'шт.', name: 'Кава' }],
    })
    expect(saidIn(asked[0])).not.toHaveProperty('email')
  })
  test('not by a way that the channel has switched off', async () => {
    const { http, asked } = answering(json(INVOICE))
    expect(await start(order({ deliverBy: { way: 'bank_app', to: '380950000001' } }), setup({ sending: 'email' }), http)).toMatchObject({ kind: 'refused', reason: 'not_enabled' })
    expect((await start(order({ deliverBy: { way: 'email', to: 'a@b.c' } }), setup({ sending: 'none' }), http)).kind).toBe('refused')
    expect(asked).toEqual([])
  })
  test.each([
    [{ ...INVOICE, href: null }], [{ ...INVOICE, href: 'https://evil.example/' }], [{ ...INVOICE, order_id: 'kvit-1' }],
  ])('an answer that names no page of this order is no start', async (answer) => {
    expect((await start(order({ deliverBy: { way: 'email', to: 'a@b.c' } }), setup(), answering(json(answer)).http)).kind).toBe('unknown')
  })
  test('is withdrawn, and then asked about once more: the payer may have been quicker', async () => {
    const gone = answering(json({ result: 'ok', invoice_id: 501 }), refusal('payment_not_found'))
    expect(await revoke(ORDER_ID, setup(), gone.http)).toEqual({ kind: 'done', value: 'revoked' })
    expect(actions(gone.asked)).toEqual(['invoice_cancel', 'status'])
    expect((await revoke(ORDER_ID, setup(), answering(json({ result: 'ok' }), json({ ...PAID, status: 'failure' })).http)).kind).toBe('done')
    for (const status of ['success', 'processing', 'hold_wait', 'wait_accept']) {
      expect((await revoke(ORDER_ID, setup(), answering(json({ result: 'ok' }), json({ ...PAID, status })).http)).kind).toBe('refused')
    }
    expect((await revoke(ORDER_ID, setup(), answering(json({ result: 'ok' }), 'down').http)).kind).toBe('unknown')
    expect((await revoke(ORDER_ID, setup(), answering(refusal('payment_err_status')).http)).kind).toBe('refused')
  })
})

describe('what goes wrong', () => {
  test.each([
    ['invalid_signature', 'credentials'], ['public_key_not_found', 'credentials'], ['err_api_ip', 'not_enabled'], ['shop_not_active', 'not_enabled'],
    ['err_card_receiver_def', 'not_enabled'],
    ['err_limit_amount', 'amount'], ['err_currency_is_not_allowed', 'currency'], ['err_payment_cash_acq', 'method'], ['err_wrong', 'other'], ['something_new', 'other'],
  ])('%s is a refusal for %s', async (code, reason) => {
    expect(await start(order(), setup(), answering(refusal(code)).http)).toEqual({ kind: 'refused', reason, providerCode: code })
  })
  test.each([
    'order_id_duplicate', '2915', 'payment_processing', 'err_look', 'err_mods_empty', 'err_cache', '90',
  ])('%s is no "no": an order of ours may be there already', async (code) => {
    expect((await start(order(), setup(), answering(refusal(code)).http)).kind).toBe('unknown')
  })
  test.each([
    ['down' as const], [{ status: 500, body: '{}' }], [{ status: 403, body: '{"status":"error","err_code":"err_access"}' }], [{ body: '<html>' }],
    [{ body: '[]' }], [{ body: '' }],
  ])('%j is unknown', async (answer) => {
    const { http } = answering(answer)
    const ask = { ref: ORDER_ID, amount: order().amount, total: order().amount, idempotencyKey: 'k', setup: setup(), http }
    const all = [start(order(), setup(), http), lookup(ORDER_ID, setup(), http), refund(ask), capture(ask), release(ORDER_ID, setup(), http), revoke(ORDER_ID, setup(), http),
      refresh(setup(), http), statement({ from: NOW, to: NOW }, setup(), http)]
    expect((await Promise.all<Outcome<unknown>>(all)).map(({ kind }) => kind)).toEqual(all.map(() => 'unknown'))
  })
  test('keys are proved by an order that cannot be found', async () => {
    expect((await refresh(setup(), answering(refusal('payment_not_found')).http)).kind).toBe('done')
    expect(await refresh(setup(), answering(refusal('invalid_signature')).http)).toMatchObject({ kind: 'refused', reason: 'credentials' })
    expect((await refresh(setup(), answering(json(PAID)).http)).kind).toBe('unknown')
  })
})

describe('asking', () => {
  test('is by our order, and a payment that failed is an answer', async () => {
    const { http, asked } = answering(json({ ...PAID, result: 'error', status: 'failure', err_code: 'limit' }))
    expect(await lookup(ORDER_ID, setup(), http)).toMatchObject({ kind: 'done', value: { status: 'refused', providerRef: ORDER_ID } })
    expect(saidIn(asked[0])).toEqual({ version: 3, public_key: PUBLIC_KEY, action: 'status', order_id: ORDER_ID })
  })
  test('a person may give LiqPay’s own number', async () => {
    const { http, asked } = answering(json(PAID))
    expect(await lookup('2000000001', setup(), http)).toMatchObject({ kind: 'done', value: { status: 'confirmed', providerRef: ORDER_ID } })
    expect(saidIn(asked[0])).toMatchObject({ payment_id: '2000000001' })
    expect((await lookup('2000000002', setup(), http)).kind).toBe('unknown')
  })
  test('C05, C07: an answer about another order or of another shop is none', async () => {
    expect((await lookup(ORDER_ID, setup(), answering(json({ ...PAID, order_id: 'kvit-1' })).http)).kind).toBe('unknown')
    expect((await lookup(ORDER_ID, setup(), answering(json({ ...PAID, public_key: 'i9' })).http)).kind).toBe('unknown')
  })
  test('an order that nobody has opened is not found', async () => {
    expect(await lookup(ORDER_ID, setup(), answering(refusal('payment_not_found')).http)).toMatchObject({ kind: 'refused', providerCode: 'payment_not_found' })
    expect((await lookup('', setup(), answering('down').http)).kind).toBe('refused')
  })
})

describe('giving money back', () => {
  const part = { minor: 5_050n, currency: 'UAH' } as const
  const ask = { ref: ORDER_ID, amount: part, total: part, idempotencyKey: 'ref_1', setup: setup() } as const
  const made = json({ result: 'ok', action: 'pay', payment_id: PAID.payment_id, status: 'success' })

  test('C22: it is sent once, with its amount, and read afterwards', async () => {
    const { http, asked } = answering(made, json({ ...PAID, refund_amount: 50.5 }))
    expect(await refund({ ...ask, http })).toMatchObject({ kind: 'done', value: { status: 'refunded', refund: { amount: part, counts: 'all' } } })
    expect(actions(asked)).toEqual(['refund', 'status'])
    expect(saidIn(asked[0])).toMatchObject({ order_id: ORDER_ID, amount: 50.5 })
  })
  test('the whole ends as reversed', async () => {
    const { http } = answering(json({ result: 'ok', status: 'reversed' }), json({ ...PAID, status: 'reversed' }))
    expect(await refund({ ...ask, amount: order().amount, total: order().amount, http })).toMatchObject({ value: { status: 'refunded', refund: { amount: order().amount } } })
  })
  test('where the payment does not tell how much has gone, LiqPay’s "done" tells it', async () => {
    expect(await refund({
      ...ask, total: { minor: 8_000n, currency: 'UAH' }, http: answering(made, json(PAID)).http,
    })).toMatchObject({ value: { status: 'refunded', refund: { amount: { minor: 8_000n } } } })
  })
  test('where the shop’s balance is short, it is not done yet', async () => {
    const short = json({ result: 'ok', status: 'success', wait_amount: true })
    expect(await refund({ ...ask, http: answering(short, json({ ...PAID, status: 'wait_reserve' })).http })).toMatchObject({ kind: 'done', value: { status: 'noted' } })
    expect(await refund({ ...ask, http: answering(short, json(PAID)).http })).toMatchObject({ kind: 'done', value: { status: 'confirmed', refund: null } })
  })
  test('refused because it was made already, it is done; refused after an earlier part alone, it is refused', async () => {
    const again = answering(refusal('payment_err_status'), json({ ...PAID, refund_amount: 50.5 }))
    expect(await refund({ ...ask, http: again.http })).toMatchObject({ kind: 'done', value: { status: 'refunded' } })
    const second = { ...ask, total: { minor: 10_100n, currency: 'UAH' } } as const
    expect(await refund({ ...second, http: answering(refusal('payment_err_status'), json({ ...PAID, refund_amount: 50.5 })).http })).toMatchObject({ kind: 'refused' })
  })
  test('C22: more than was paid is refused by LiqPay, and a failed refund is no refund', async () => {
    expect((await refund({ ...ask, http: answering(refusal('amount_limit'), json(PAID)).http })).kind).toBe('refused')
    expect((await refund({ ...ask, http: answering(json({ result: 'ok', payment_id: 1, status: 'failure', err_code: 'err_access' }), json(PAID)).http })).kind).toBe('refused')
  })
  test('without an answer, or unreadable afterwards, it is unknown and stays so', async () => {
    for (const answers of [['down'], [refusal('payment_processing')], [made, 'down'], [made, refusal('payment_not_found')]] as const) {
      expect((await refund({ ...ask, http: answering(...answers).http })).kind).toBe('unknown')
    }
  })
  test('reserved money is taken in part, or let go whole', async () => {
    const taken = answering(json({ ...PAID, action: 'hold' }), json({ ...PAID, action: 'hold', completion_date: NOW.getTime(), amount_credit: 50.5 }))
    expect(await capture({ ...ask, http: taken.http })).toMatchObject({ kind: 'done', value: { status: 'confirmed', transferred: part } })
    expect(saidIn(taken.asked[0])).toMatchObject({ action: 'hold_completion', order_id: ORDER_ID, amount: 50.5 })
    const held = { ...PAID, action: 'hold', status: 'hold_wait' }
    const gone = answering(json(held), json({ result: 'ok', status: 'reversed' }), json({ ...held, status: 'reversed' }))
    expect(await release(ORDER_ID, setup(), gone.http)).toMatchObject({ kind: 'done', value: { status: 'refused' } })
    expect(saidIn(gone.asked[1])).toMatchObject({ action: 'refund', amount: 150.5 })
    expect((await release(ORDER_ID, setup(), answering(json(PAID)).http)).kind).toBe('refused')
  })
})

describe('the statement of a day', () => {
  const span = { from: new Date('2026-01-31T00:00:00Z'), to: new Date('2026-02-01T00:00:00Z') }
  test('has each payment that money was taken by, with fee and what went back', async () => {
    const rows = [PAID, { ...PAID, payment_id: 2, order_id: 'woo-1', refund_amount: 50.5 }, { ...PAID, status: 'failure' }, { ...PAID, status: 'invoice_wait' }]
    const { http, asked } = answering(json({ result: 'success', data: rows }))
    expect(await statement(span, setup(), http)).toMatchObject({ kind: 'done', value: [
      {
        providerRef: ORDER_ID, number: '2000000001', taken: { minor: 15_050n }, returned: { minor: 0n }, fee: { minor: 226n, currency: 'UAH' },
        at: new Date(PAID.end_date), method: 'card',
      },
      { providerRef: 'woo-1', number: '2', reference: null, returned: { minor: 5_050n } },
    ] })
    expect(saidIn(asked[0])).toMatchObject({ action: 'reports', date_from: 1_769_817_600_000, date_to: 1_769_903_999_999, resp_format: 'json' })
  })
  test('with a payment that cannot be read it proves nothing', async () => {
    for (const row of [{ ...PAID, amount: '1e2' }, { ...PAID, status: 'new_word' }, { ...PAID, public_key: 'i9' }, 7]) {
      expect((await statement(span, setup(), answering(json({ result: 'success', data: [PAID, row] })).http)).kind).toBe('unknown')
    }
    expect((await statement(span, setup(), answering(json({ result: 'success' })).http)).kind).toBe('unknown')
  })
})
