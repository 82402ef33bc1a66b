import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Secret } from '../../kernel/secret.ts'
import { SECRET } from './fixtures/setup.ts'
import { linkQuery, signedLink, signQuery } from './signed-link.ts'

const KEY = new Secret(SECRET)
const V1 = {
  transaction_amount: '120.50', order_reference: 'KV-2026-0042', invoice_number: 'KV-2026-0042', customer_name: 'Example Buyer',
  customer_email: 'buyer@example.test', linkpay_token: 'kv17ab',
}
const V1_QUERY = 'customer_email=buyer%40example.test&customer_name=Example%20Buyer&invoice_number=KV-2026-0042&linkpay_token=kv17ab' +
  '&order_reference=KV-2026-0042&transaction_amount=120.50'
const V1_HMAC = 'b5d3f847e5ecaf8432645336e8b033ba62e4df6c76a1b69a66da94194b6fea09'
const V2 = {
  transaction_amount: '1499.00', order_reference: 'RK-2026/0007', invoice_number: 'RK-2026/0007', reference_number: 'RF18539007547034',
  customer_name: 'SIA Ķekavas Žīguri & Õunapuu OÜ', customer_email: 'rekini+ap@ziguri.example',
  custom_field_1: 'Rēķins RK-2026/0007 (apmaksāt līdz 15.03.)', custom_field_2: 'Tallinn, Pärnu mnt 1* #2', linkpay_token: 'kv17ab',
}
const V2_QUERY = 'custom_field_1=R%C4%93%C4%B7ins%20RK-2026%2F0007%20%28apmaks%C4%81t%20l%C4%ABdz%2015.03.%29&custom_field_2=Tallinn%2C%20P%C3%A4rnu' +
  '%20mnt%201%2A%20%232&customer_email=rekini%2Bap%40ziguri.example&customer_name=SIA%20%C4%B6ekavas%20%C5%BD%C4%ABguri%20%26%20%C3%95unapuu%20O' +
  '%C3%9C&invoice_number=RK-2026%2F0007&linkpay_token=kv17ab&order_reference=RK-2026%2F0007&reference_number=RF18539007547034&transaction_amount=1499.00'
const V2_HMAC = '6d0d54a1d14e59c34acfeb4a94a74cd96e59f0bdc2a1fdeeaed700866c4755cf'

test.each([['V1', V1, V1_QUERY, V1_HMAC], ['V2', V2, V2_QUERY, V2_HMAC]])('vector %s is signed as published', (_, parameters, query, hmac) => {
  expect(linkQuery(parameters)).toBe(query)
  expect(signQuery(query, KEY)).toBe(hmac)
  expect(signedLink('https://igw-demo.every-pay.com/lp', parameters, KEY)).toBe(`https://igw-demo.every-pay.com/lp?${query}&hmac=${hmac}`)
})

test('V3: a parameter left empty is signed, and one left out is not', () => {
  expect(signQuery(linkQuery({ ...V1, reference_number: '' }), KEY)).toBe('7fd59d2cc49517b8ceb090109e2d08ad31477e87fad5b3d618dfcd36b527ef73')
})

test('V4: another order of the same parameters has another signature', () => {
  const unsorted = 'transaction_amount=120.50&customer_name=Example%20Buyer&customer_email=buyer%40example.test&order_reference=KV-2026-0042' +
    '&invoice_number=KV-2026-0042&linkpay_token=kv17ab'
  expect(signQuery(unsorted, KEY)).toBe('75524bf4b6b72f2e681f157714e4437b28198131239369dc13a13dd0332a5c64')
})

test('T1: a lowered amount does not keep its signature', () => {
  const lowered = signQuery(linkQuery({ ...V1, transaction_amount: '1.50' }), KEY)
  expect(lowered).toBe('887bf9a7bcc28c76b8e4e1cc787f03686db24d3c7d3cdeb6fbe41c5bc04fde83')
  expect(lowered).not.toBe(V1_HMAC)
})

test('T2: neither a plus for a space nor decoded text is what we sign', () => {
  const sorted = Object.entries(V1).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const wrong = [new URLSearchParams(sorted).toString(), sorted.map(([name, value]) => `${name}=${value}`).join('&')]
  const hmacs = wrong.map((message) => createHmac('sha256', SECRET).update(message).digest('hex'))
  expect(hmacs).toEqual([
    '9364386e31126699ab048ae2b822e7c8280c1f6bd079445dc863c881e24a72d5', 'efe662b6a2f68654276131d6a855a8007ee8b4b4a9a2c1585b530f3e793955de',
  ])
  expect(hmacs).not.toContain(signQuery(linkQuery(V1), KEY))
})

test('any text survives a browser: what arrives on the wire is what was signed, and reads as what was meant', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom('O’Neill', "O'Neill", 'a+b c', '100%', 'Ñandú', 'e\u0301'))
  fc.assert(fc.property(text, text, (name, field) => {
    const url = new URL(signedLink('https://pay.every-pay.eu/lp/', { ...V1, customer_name: name, custom_field_1: field }, KEY))
    const [, message = '', hmac = ''] = /^\?(.*)&hmac=([0-9a-f]{64})$/.exec(url.search) ?? []
    expect(createHmac('sha256', SECRET).update(message).digest('hex')).toBe(hmac)
    expect(message).not.toContain('+')
    expect(url.searchParams.get('customer_name')).toBe(name.toWellFormed().normalize('NFC'))
    expect(url.searchParams.get('custom_field_1')).toBe(field.toWellFormed().normalize('NFC'))
  }), { numRuns: 1000 })
})
