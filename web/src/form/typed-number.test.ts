import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAmount, readDecimal } from './typed-number.ts'

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
