import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LANGUAGES } from '../../../src/kernel/language.ts'
import { readAmount, readDecimal, typedNumber } from './typed-number.ts'

test('an amount is understood with the comma and spaces of the reader’s language', () => {
  expect(readAmount('12,5', 'EUR')).toBe('12.50')
  expect(readAmount(' 1 234,50 ', 'EUR')).toBe('1234.50')
  expect(readAmount('1\u{a0}234.5', 'EUR')).toBe('1234.50')
  expect(readAmount('1,234.50', 'EUR')).toBe('1234.50')
  expect(readAmount('−3', 'EUR')).toBe('-3.00')
})

test('what is no amount of the currency is refused, never rounded', () => {
  for (const text of ['', 'ten', '1.234', '12.5.1', '1e3', '1,2,3']) expect(readAmount(text, 'EUR')).toBeNull()
  expect(readAmount('12.5', 'JPY')).toBeNull()
})

test('a comma and a point mean the same number', () => {
  fc.assert(fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 999_999 }), (whole, fraction) => {
    expect(readDecimal(`${whole},${fraction}`)).toBe(readDecimal(`${whole}.${fraction}`))
  }))
})

test('an amount that stands in a field already is read back as it was, in every language', () => {
  expect(typedNumber('1234.50', 'lt')).toBe('1234,50')
  expect(typedNumber('1234.50', 'en')).toBe('1234.50')
  for (const language of LANGUAGES) {
    for (const [text, currency] of [['1234567.05', 'EUR'], ['1234', 'JPY'], ['1.234', 'KWD']] as const) {
      expect(readAmount(typedNumber(text, language), currency)).toBe(text)
    }
  }
})
