import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KEY, V1_HEX, V1_JSON, V4, V4_SIGNATURE, VECTORS } from './vectors.ts'
import { amountOf, decodeData, encodeData, readFields, readUtc, sign, textOf, whyWrong } from './wire.ts'

test.each(VECTORS)('$name: the sheet’s data has the sheet’s signatures', ({ key, json, data, signatures }) => {
  const sent = data ?? encodeData(json)
  if (json !== '') {
    expect(encodeData(json)).toBe(sent)
    expect(decodeData(sent)).toEqual({ json })
  }
  expect(sign(sent, key, 3)).toBe(signatures[3])
  if (signatures[7] !== null) expect(sign(sent, key, 7)).toBe(signatures[7])
})

test('V5: the callback with another amount does not have the signature of the right one', () => {
  const tampered = encodeData(V4.replace('"amount":150.5,', '"amount":1.5,'))
  expect(sign(tampered, KEY, 3)).not.toBe(V4_SIGNATURE)
})

const DATA = encodeData(V1_JSON)

const MISTAKES: readonly (readonly [string, string, RegExp])[] = [
  ['the hex digest', V1_HEX, /hex digest/],
  ['the other hash', sign(DATA, KEY, 7), /SHA3-256/],
  ['the JSON signed in place of the base64', sign(V1_JSON, KEY, 3), /over the JSON/],
  ['line breaks in the base64', sign(DATA.replaceAll(/(.{76})/g, '$1\n'), KEY, 3), /line breaks/],
  ['a plus that came as a space', 'iNYTs2AyWDeus DTHtoW7hi7YEM=', /percent-encode/],
  ['another key', sign(DATA, 'another', 3), /another key/],
]

test.each(MISTAKES)('a developer is told of %s', (_, signature, says) => {
  expect(whyWrong(DATA, signature, KEY, 3)).toMatch(says)
})

test('data that is not what was encoded is refused, and named', () => {
  for (const wrong of ['', 'a', 'ab', '====', DATA.slice(0, -1), `${DATA}=`, `-${DATA.slice(1)}`]) expect(decodeData(wrong)).toEqual({ wrong: 'data is no base64' })
  expect(decodeData(DATA.replace('J', ' '))).toEqual({ wrong: expect.stringContaining('space') })
  expect(decodeData(encodeURIComponent(DATA))).toEqual({ wrong: expect.stringContaining('twice') })
  expect(decodeData(`${DATA.slice(0, 76)}\n${DATA.slice(76)}`)).toEqual({ wrong: expect.stringContaining('line breaks') })
  expect(decodeData(Buffer.from([0xff, 0xfe, 0xfd]).toString('base64'))).toEqual({ wrong: expect.stringContaining('UTF-8') })
})

test('any text comes back from data', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
    expect(decodeData(encodeData(text))).toEqual({ json: text })
  }))
})

test('numbers keep the digits they were sent with, in numbers and in texts alike', () => {
  const fields = readFields('{"amount":1234567890.10,"other":"200","wild":1e3,"no":-1,"flag":true}')
  if (fields === null) throw new Error('that is an object')
  expect(['amount', 'other', 'wild', 'no', 'flag', 'absent'].map((name) => textOf(fields, name))).toEqual(['1234567890.10', '200', '1e3', '-1', '', ''])
  expect(['amount', 'other', 'wild', 'no'].map((name) => amountOf(fields, name))).toEqual([123_456_789_010n, 20_000n, null, null])
  for (const wrong of ['', '[]', '1', 'null', '{', '"x"']) expect(readFields(wrong)).toBeNull()
})

test('a date is UTC in the one form of the protocol', () => {
  expect(readUtc('2026-01-31 21:59:59')?.toISOString()).toBe('2026-01-31T21:59:59.000Z')
  for (const wrong of ['2026-01-31T21:59:59Z', '2026-01-31', '2026-02-30 10:00:00', '2026-01-31 25:00:00', '31.01.2026 10:00:00']) expect(readUtc(wrong)).toBeNull()
})
