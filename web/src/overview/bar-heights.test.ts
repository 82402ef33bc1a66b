import { expect, test } from 'vitest'
import { barHeights } from './bar-heights.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })

test('bars stand in proportion to the best day, however large the sums', () => {
  expect(barHeights([eur('50.00'), eur('100.00'), eur('0.00')], 120)).toEqual([60, 120, 0])
  expect(barHeights([eur('900000000000000.00'), eur('450000000000000.00')], 120)).toEqual([120, 60])
})

test('days without money have no bars, and a day of refunds stands at nothing', () => {
  expect(barHeights([eur('0.00'), eur('-5.00')], 120)).toEqual([0, 0])
  expect(barHeights([], 120)).toEqual([])
})
