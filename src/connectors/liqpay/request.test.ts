import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Order } from '../contract.ts'
import { NOW, order, ORDER_ID, REFERENCE, setup } from './fixtures/setup.ts'
import { VECTORS } from './fixtures/vectors.ts'
import { readObject, writeJson } from './json.ts'
import { checkout, invoice, objection, orderIdOf, payQr, referenceIn, utcText } from './request.ts'

const [V1, V2] = VECTORS
const uah = (minor: bigint) => ({ minor, currency: 'UAH' }) as const
const byMail = { way: 'email', to: 'buyer@example.org' } as const
const said = (change: Partial<Order> = {}, values: Readonly<Record<string, string>> = {}): unknown =>
  JSON.parse(writeJson(checkout(order(change), setup(values).config, NOW)))
const goods = (lines: Order['lines'], change: Partial<Order> = {}): unknown => {
  const { config } = setup()
  const request: unknown = JSON.parse(writeJson(invoice(order({ lines, ...change }), byMail, config, NOW)))
  return typeof request === 'object' && request !== null && 'goods' in request ? request.goods : null
}

describe('what is written', () => {
  test('V1 and V2 of the sheet come out letter by letter', () => {
    expect(writeJson({
      version: 3, public_key: 'sandbox_i00000000001', action: 'pay', amount: uah(15_050n), currency: 'UAH', description: 'Order 1001', order_id: 'kvit-1001',
    })).toBe(V1.json)
    expect(writeJson({
      version: 3, public_key: 'sandbox_i00000000001', action: 'invoice_send', action_payment: 'pay', amount: uah(123_456n), currency: 'UAH',
      description: 'Оплата рахунку № 42 — кава «Львівська»', order_id: 'kvit-рахунок-42', email: 'buyer@example.org', phone: null, expired_date: '2026-01-31 21:59:59',
      language: 'uk', server_url: 'https://kvit.example/hooks/liqpay', goods: [{ amount: uah(61_728n), count: 2, unit: 'шт.', name: 'Кава' }],
    })).toBe(V2.json)
  })
  test('every amount is a plain JSON number that reads back exactly', () => {
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 10n ** 14n }), (minor) => {
      const text = writeJson(uah(minor))
      expect(text).toMatch(/^(?:0|[1-9][0-9]*)(?:\.[0-9]?[1-9])?$/)
      const [whole = '', fraction = ''] = text.split('.')
      expect(BigInt(whole + fraction.padEnd(2, '0'))).toBe(minor)
    }))
  })
  test('what is read back is what JSON says, with numbers as they were written', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.string()))), (object) => {
      const told = readObject(JSON.stringify(object))
      expect(told === null ? null : Object.fromEntries(told)).toEqual(Object.fromEntries(Object.entries(object)))
    }))
    expect(readObject('{"a":1.50,"b":[170.0,{"c":1e2}]}')).toEqual(new Map<string, unknown>([['a', '1.50'], ['b', ['170.0', new Map([['c', '1e2']])]]]))
  })
})

describe('the checkout', () => {
  test('says what is to be paid, for how long in UTC, and where to report', () => {
    expect(said({ method: 'privat24', lines: [{ title: 'Кава', quantity: '2', unit: 'шт.', total: uah(15_050n) }] })).toEqual({
      action: 'pay', amount: 150.5, currency: 'UAH', description: 'Рахунок 1001, Кав’ярня «Львівська»', order_id: ORDER_ID, expired_date: '2026-01-31 21:59:59',
      language: 'uk', paytypes: 'privat24', result_url: 'https://kvit.example/pay/x?back=accept', server_url: 'https://kvit.example/cb/x', product_description: 'Кава, 2 шт.',
    })
  })
  test('reserves only where the channel says so', () => expect(said({}, { action: 'hold' })).toMatchObject({ action: 'hold' }))
  test('ends by itself where nobody says when', () => expect(said({ payableUntil: null })).toMatchObject({ expired_date: '2026-01-31 18:30:00' }))
  test('its end is UTC to the second, without T and Z, whatever the zone of the machine', () => {
    expect(utcText(new Date('2026-07-01T18:00:00+03:00'))).toBe('2026-07-01 15:00:00')
  })
  test.each([['uk', 'uk'], ['ru', 'uk'], ['lt', 'en'], ['lv', 'en'], ['et', 'en'], ['ka', 'en'], ['en', 'en']] as const)('a payer who reads %s gets %s', (language, page) => {
    expect(said({ language })).toMatchObject({ language: page })
  })
  test('LiqPay is never told to make a fiscal receipt: Kvit does', () => {
    const lines = [{ title: 'Кава', quantity: '1', unit: 'шт.', total: uah(15_050n) }]
    const { config } = setup({ qrIp: '203.0.113.9' })
    const requests = [checkout(order({ lines }), config, NOW), invoice(order({ lines }), byMail, config, NOW), payQr(order({ lines }), config, '203.0.113.9')]
    for (const request of requests) expect(writeJson(request)).not.toContain('rro_info')
  })
})

describe('an order number', () => {
  test('carries the channel’s prefix and leads back whatever the prefix was then', () => {
    expect(orderIdOf(REFERENCE, setup({ orderPrefix: 'kava-' }).config)).toBe(`kava-${REFERENCE}`)
    for (const id of [ORDER_ID, `kava-${REFERENCE}`, REFERENCE, `a.b_${REFERENCE}`]) expect(referenceIn(id)).toBe(REFERENCE)
  })
  test.each(['kvit-1001', `x${REFERENCE}`, `${REFERENCE}-2`, REFERENCE.toUpperCase(), ''])('"%s" names none of ours', (id) => expect(referenceIn(id)).toBeNull())
})

describe('the goods of an invoice', () => {
  test('are pieces at a price, which make up the amount', () => {
    expect(goods([{ title: 'Кава', quantity: '2', unit: 'шт.', total: uah(10_000n) }, { title: 'Торт', quantity: '1', unit: '', total: uah(5_050n) }])).toEqual([
      { amount: 50, count: 2, unit: 'шт.', name: 'Кава' }, { amount: 50.5, count: 1, unit: 'шт.', name: 'Торт' },
    ])
  })
  test('what is weighed, or cannot be divided, is one piece of the whole', () => {
    expect(goods([{ title: 'Сир', quantity: '0.35', unit: 'кг', total: uah(5_050n) }, { title: 'Чай', quantity: '3', unit: 'пачка', total: uah(10_000n) }])).toEqual([
      { amount: 50.5, count: 1, unit: 'шт.', name: 'Сир, 0.35 кг' }, { amount: 100, count: 1, unit: 'шт.', name: 'Чай, 3 пачка' },
    ])
  })
  test('are left out where they are not what is paid: a part, a credit, another currency, none', () => {
    const coffee = { title: 'Кава', quantity: '1', unit: 'шт.', total: uah(15_050n) }
    expect(goods([coffee], { amount: uah(15_049n) })).toBeNull()
    expect(goods([{ ...coffee, total: uah(20_050n) }, { ...coffee, total: uah(-5_000n) }])).toBeNull()
    expect(goods([{ ...coffee, total: { minor: 15_050n, currency: 'EUR' } }])).toBeNull()
    expect(goods([])).toBeNull()
  })
  test('always add up to the amount, whatever the quantities', () => {
    const line = fc.record({ quantity: fc.constantFrom('1', '2', '3', '7', '0.5', '12.345', '-1', '1000000'), minor: fc.bigInt({ min: 1n, max: 1_000_000n }) })
    fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (drawn) => {
      const lines = drawn.map(({ quantity, minor }) => ({ title: 'x', quantity, unit: 'кг', total: uah(minor) }))
      const told = goods(lines, { amount: uah(drawn.reduce((all, { minor }) => all + minor, 0n)) })
      const each = Array.isArray(told) ? told.map((one: { amount: number; count: number }) => BigInt(Math.round(one.amount * 100_000)) * BigInt(one.count)) : []
      expect(each.reduce((all, one) => all + one, 0n)).toBe(drawn.reduce((all, { minor }) => all + minor, 0n) * 1000n)
    }))
  })
})

describe('what LiqPay would not take is refused before it is sent', () => {
  const long = `https://kvit.example/${'x'.repeat(500)}`
  test.each<[string, Partial<Order>, string]>([
    ['a currency it has not', { amount: { minor: 100n, currency: 'GEL' } }, 'currency'], ['nothing to pay', { amount: uah(0n) }, 'amount'],
    ['a method it has not', { method: 'bitcoin' }, 'method'], ['a long address', { urls: { ...order().urls, callback: long } }, 'other'],
    ['a name of an attempt that is none', { reference: 'x' }, 'other'], ['a letter to nobody', { deliverBy: { way: 'email', to: 'nobody' } }, 'other'],
    ['a telephone that is none', { deliverBy: { way: 'bank_app', to: '+38 (095) 000' } }, 'other'],
  ])('%s', (_, change, reason) => expect(objection(order(change))?.reason).toBe(reason))
  test('telephones with and without a plus are taken', () => {
    for (const to of ['+380950000001', '380950000001']) expect(objection(order({ deliverBy: { way: 'bank_app', to } }))).toBeNull()
  })
})
