import { expect, test } from 'vitest'
import { readTypedAmount } from './typed-amount.ts'

test.each([
  ['25', 2500n], ['25,5', 2550n], ['25.50', 2550n], ['1 234,50', 123450n], ['1 234,50 €', 123450n], ['1.234,50', 123450n],
  ['1,234.50', 123450n], ["1'234.50", 123450n], ['1.234.567', 123456700n], ['  7 EUR ', 700n], ['0,01', 1n], ['1234567', 123456700n],
])('a payer may write %j', (text, minor) => {
  expect(readTypedAmount(text, 'EUR')).toEqual({ minor, currency: 'EUR' })
})

test.each([
  '', ' ', '-5', '+5', '1.234', '1,234', '1,2,3', '12,345,6', '1.234.50', '25,505', '1e3', '0x10', '٢٥', '25€€', 'abc', '1 23,50', '9999999999999999',
])('%j is refused and not guessed at', (text) => {
  expect(readTypedAmount(text, 'EUR')).toBeNull()
})

test('three decimals are decimals where the currency has three', () => {
  expect(readTypedAmount('1,234', 'KWD')).toEqual({ minor: 1234n, currency: 'KWD' })
  expect(readTypedAmount('1250', 'JPY')).toEqual({ minor: 1250n, currency: 'JPY' })
  expect(readTypedAmount('12.5', 'JPY')).toBeNull()
})
