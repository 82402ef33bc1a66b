import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalLiteral, decimalText, jsonText, readAmount } from '../../simulator-json.ts'
import { BASIC, MESSAGES, SECRET, USERNAME, VECTORS } from './vectors.ts'
import { linkSignature, percentDecode, readBasic, readForm, readQuery, withQuery, writeQuery } from './wire.ts'

test.each(VECTORS)('$name: the sheet’s query has the sheet’s signature and says what it says', ({ query, hmac, fields }) => {
  expect(linkSignature(query, SECRET)).toBe(hmac)
  expect(Object.fromEntries(readQuery(query).fields)).toEqual(fields)
})

test('the sheet’s wrong constructions are what they are said to be, so that refusing them refuses the right thing', () => {
  for (const [message, hmac] of MESSAGES) expect(linkSignature(message, SECRET)).toBe(hmac)
})

test('the sheet’s example of Basic is read', () => {
  expect(readBasic(BASIC)).toEqual({ user: USERNAME, password: SECRET })
  for (const wrong of [null, '', 'Basic', 'Basic !!!', 'Bearer x', `${BASIC} `, 'Basic bm9jb2xvbg==']) expect(readBasic(wrong)).toBeNull()
})

test('any fields come back from a query, a form, and an address that had a query', () => {
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), text), (fields) => {
    const pairs = Object.entries(fields)
    expect(new Map(pairs)).toEqual(readQuery(writeQuery(pairs)).fields)
    expect(new Map(pairs)).toEqual(readForm(new URLSearchParams(pairs).toString()))
    expect([...new URL(withQuery('https://shop.example/?a=1#top', pairs)).searchParams]).toEqual([['a', '1'], ...pairs])
  }))
})

test('lower-case escapes are escapes; broken ones and bytes that are no UTF-8 are named', () => {
  expect(percentDecode('%c4%b7+a')).toBe('ķ+a')
  for (const broken of ['%', '%4', '%zz', '%FF', '%C4']) expect(percentDecode(broken)).toBeNull()
  const { broken, twice } = readQuery('a=%FF&b=1&b=2')
  expect([[...broken], [...twice]]).toEqual([['a'], ['b']])
})

test('amounts are decimals of at most two digits and nothing else', () => {
  expect(['10', '6.00', '100.50', '0.1'].map(readAmount)).toEqual([1000n, 600n, 10_050n, 10n])
  for (const wrong of ['', '.5', '1.', '1,5', '1e3', '-1', '1 000', '1.005', '٣']) expect(readAmount(wrong)).toBeNull()
  fc.assert(fc.property(fc.bigInt(0n, 99_999_999_999n), (minor) => {
    expect(readAmount(decimalText(minor))).toBe(minor)
    expect(readAmount(decimalLiteral(minor))).toBe(minor)
  }))
  expect([1000n, 12_050n, 1n].map(decimalLiteral)).toEqual(['10.0', '120.5', '0.01'])
})

test('money stands in JSON as the gateway writes it', () => {
  expect(jsonText({ a: { literal: '10.0' }, b: [null, 'x"', true], c: undefined })).toBe('{"a":10.0,"b":[null,"x\\"",true]}')
})
