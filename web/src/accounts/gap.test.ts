import { expect, test } from 'vitest'
import { gapBetween } from './gap.ts'

test('the gap is what the provider has more than the books, to the last decimal of the currency', () => {
  const uah = (amount: string) => ({ amount, currency: 'UAH' })
  expect(gapBetween(uah('352.28'), uah('351.26'))).toEqual(uah('1.02'))
  expect(gapBetween(uah('0.00'), uah('100.41'))).toEqual(uah('-100.41'))
  expect(gapBetween(uah('90071992547409.93'), uah('90071992547409.92'))).toEqual(uah('0.01'))
})
