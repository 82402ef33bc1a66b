import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alterations } from '../conformance-alterations.ts'
import type { RawCallback, Reading, Report } from '../contract.ts'
import { readCallback } from './callback.ts'
import { ORDER_ID, PAID, REFERENCE, setup } from './fixtures/setup.ts'
import { EMPTY_SHA1, V1_HEX, V5, VECTORS } from './fixtures/vectors.ts'
import { encode, sign } from './protocol.ts'

const [V1, , , V4] = VECTORS
const FORM = 'application/x-www-form-urlencoded'

const post = (body: string | Buffer, change: Partial<RawCallback> = {}): RawCallback =>
  ({ method: 'POST', query: '', contentType: FORM, body: Buffer.from(body), ...change })
const formOf = (data: string, signature: string): string => `data=${encodeURIComponent(data)}&signature=${encodeURIComponent(signature)}`
const SHOP = setup()

/** A genuine message with these contents. */
const signed = (json: string, of = SHOP): RawCallback => {
  const data = encode(json)
  return post(formOf(data, sign(data, of.config.privateKey, of.config.protocol.algorithm)))
}
const told = (change: Readonly<Record<string, unknown>>): RawCallback => signed(JSON.stringify({ ...PAID, ...change }))
const read = (raw: RawCallback, of = SHOP): Reading => readCallback(raw, of)

function reportOf(reading: Reading): Report {
  if (reading.kind !== 'report') throw new Error(`${reading.kind}: ${'reason' in reading ? reading.reason : ''}`)
  return reading.report
}

test('V4 is a payment of the sandbox, proved by SHA-1 and answered with OK', () => {
  expect(read(post(formOf(V4.data, V4.sha1)))).toEqual({
    kind: 'report', proof: 'sha1', reply: 'OK', report: {
      status: 'confirmed', reference: '', providerRef: 'kvit-1001', mode: 'test', method: 'card',
      asked: { minor: 15_050n, currency: 'UAH' }, transferred: { minor: 15_050n, currency: 'UAH' },
      payer: { name: null, account: '424242*42', country: 'UA' }, refund: null, doubt: null,
      slip: { reference: '2000000001', authCode: null, mask: '424242*42', paidAt: new Date(1_769_896_805_456) },
    },
  })
})

test('the order that Kvit made is named, and another program’s on the same shop is acknowledged and left alone', () => {
  expect(reportOf(read(told({}))).reference).toBe(REFERENCE)
  expect(reportOf(read(told({ order_id: 'woo-114' }))).reference).toBe('')
})

describe('C01: what is not signed by this shop has no effect', () => {
  test.each<[string, string]>([
    ['C03: V5, another amount under the signature of V4', formOf(V5.data, V4.sha1)],
    ['C05: V1 under the signature of V4', formOf(V1.data, V4.sha1)],
    ['the hex digest', formOf(V1.data, V1_HEX)],
    ['a signature whose + came as a space', `data=${encodeURIComponent(V4.data)}&signature=${V4.sha1}`],
    ['no signature', `data=${encodeURIComponent(V4.data)}`], ['an empty signature', formOf(V4.data, '')], ['no data', `signature=${encodeURIComponent(V4.sha1)}`],
    ['empty data under its right signature', formOf('', EMPTY_SHA1)], ['nothing', ''],
  ])('%s', (_, body) => expect(read(post(body)).kind).toBe('forged'))

  test('C07: the genuine message of another shop, and one signed with another shop’s key', () => {
    const other = setup({ publicKey: 'sandbox_i00000000002' })
    expect(read(signed(JSON.stringify(PAID)), other).kind).toBe('forged')
    expect(read(signed(JSON.stringify(PAID)), setup({ privateKey: 'sandbox_other' })).kind).toBe('forged')
  })
  test('C15: each algorithm counts only where it is set', () => {
    const newer = setup({ protocol: 'v7' })
    expect(read(post(formOf(V4.data, V4.sha3)), newer)).toMatchObject({ kind: 'report', proof: 'sha3-256' })
    expect(read(post(formOf(V4.data, V4.sha1)), newer).kind).toBe('forged')
    expect(read(post(formOf(V4.data, V4.sha3))).kind).toBe('forged')
  })
})

describe('C16: what two readers could read differently is refused, though it is signed', () => {
  test.each<[string, string]>([
    ['a name twice', JSON.stringify(PAID).replace('"amount":150.5', '"amount":1,"amount":150.5')],
    ['a name twice in another spelling', JSON.stringify(PAID).replace('"amount":150.5', String.raw`"\u0061mount":1,"amount":150.5`)],
    ['a name twice further in', JSON.stringify({ ...PAID, extra: 0 }).replace('"extra":0', '"extra":{"a":1,"a":2}')],
    ['a list', JSON.stringify([PAID])], ['a text', '"paid"'], ['a byte order mark', `\uFEFF${JSON.stringify(PAID)}`], ['half an object', JSON.stringify(PAID).slice(0, -1)],
    ['an object nested without end', `{"a":${'['.repeat(4000)}${']'.repeat(4000)}}`],
  ])('%s', (_, json) => expect(read(signed(json)).kind).toBe('forged'))

  test('but `code`, which real messages have twice and nobody reads, is no reason', () => {
    const json = JSON.stringify({ ...PAID, code: 'a' }).replace('"code":"a"', '"code":"a","code":"b"')
    expect(read(signed(json)).kind).toBe('report')
  })
  test('fields twice, in query and body, as a list, or in another wrapping', () => {
    const body = formOf(V4.data, V4.sha1)
    const others: readonly RawCallback[] = [
      post(`${body}&data=x`), post(`${body}&signature=x`), post(`${body}&data[]=x`), post(body, { query: 'data=x' }), post(body, { contentType: 'application/json' }),
      post(body, { contentType: null }), post(body, { contentType: `${FORM}; charset=windows-1251` }), post(body, { method: 'GET' }),
      { method: 'GET', query: body, contentType: null, body: Buffer.alloc(0) }, post(Buffer.from([0xff, ...Buffer.from(body)])),
    ]
    for (const raw of others) expect(read(raw).kind).toBe('forged')
    expect(read(post(body, { contentType: `${FORM}; charset=UTF-8` })).kind).toBe('report')
  })
  test('a genuine message with anything changed is refused or says the same', () => {
    const raw = post(formOf(V4.data, V4.sha1))
    for (const altered of alterations(raw)) {
      const reading = read(altered)
      if (reading.kind === 'report') expect(reading).toEqual(read(raw))
    }
  })
  test('whatever is posted, it is read without a throw and proves nothing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, query) => read(post(Buffer.from(bytes), { query })).kind === 'forged'))
  })
})

test('C09: a message told again, days later, says the very same', () => {
  expect(read(told({}))).toEqual(read(told({})))
  expect(reportOf(read(told({}))).providerRef).toBe(ORDER_ID)
})

test('a signed object that names no order or no status is refused', () => {
  for (const change of [{ order_id: null }, { order_id: '' }, { status: null }, { public_key: null }]) expect(read(told(change)).kind).toBe('forged')
})
