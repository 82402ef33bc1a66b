import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cashRounding, change, EMPTY, isQuantity, likelyNotes, linesOf, put, reckon, stepped, typedMoney } from './cart.ts'
import type { Goods } from '../src/api/nouns.ts'

const goods = (more: Partial<Goods> = {}): Goods => ({
  id: 'prd_1', code: '1', barcodes: [], name: 'Кава', unit: { code: 2009, name: 'шт' }, weighed: false,
  price: { amount: '12.50', currency: 'UAH' }, ...more,
})

describe('what is in the cart', () => {
  test('the same thing scanned twice is one line of two', () => {
    const cart = put(put(EMPTY, goods(), '1'), goods(), '1')
    expect(cart.lines.map(({ quantity }) => quantity)).toEqual(['2'])
    expect(reckon(cart, 'UAH').total.minor).toBe(2500n)
  })
  test('two weighings of the same goods stay two lines', () => {
    const apples = goods({ weighed: true, price: { amount: '31.90', currency: 'UAH' } })
    const cart = put(put(EMPTY, apples, '0.456'), apples, '1.2')
    expect(cart.lines.map(({ quantity }) => quantity)).toEqual(['0.456', '1.2'])
    expect(reckon(cart, 'UAH').total.minor).toBe(1455n + 3828n)
  })
  test('a line with a discount of its own is not mixed with one at full price', () => {
    const cart = put(change(put(EMPTY, goods(), '1'), 0, { discount: 10 }), goods(), '1')
    expect(reckon(cart, 'UAH').total.minor).toBe(1125n + 1250n)
  })
  test('a piece less than one is not sold', () => {
    expect([stepped('2', -1), stepped('1', -1), stepped('0.5', 1)]).toEqual(['1', '1', '1.5'])
  })
  test('a quantity has three decimals at most and is more than nothing', () => {
    expect(['1', '0.001', '12.345'].every(isQuantity)).toBe(true)
    expect(['0', '0.000', '1.2345', '-1', '1,5', '', '1000000.5'].some(isQuantity)).toBe(false)
  })
})

describe('what it costs', () => {
  test('a discount on the whole is spread over the lines to the last kopeck', () => {
    fc.assert(fc.property(
      fc.array(fc.record({
        price: fc.integer({ min: 1, max: 1_000_000 }), quantity: fc.integer({ min: 1, max: 5000 }), discount: fc.integer({ min: 0, max: 100 }),
      }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 100 }),
      (rows, discount) => {
        const lines = rows.map((row, at) => ({
          goods: goods({ id: `prd_${at}`, price: { amount: `${Math.floor(row.price / 100)}.${String(row.price % 100).padStart(2, '0')}`, currency: 'UAH' } }),
          quantity: `${Math.floor(row.quantity / 1000)}.${String(row.quantity % 1000).padStart(3, '0')}`, discount: row.discount,
        }))
        const { lines: reckoned, total, discount: off } = reckon({ lines, discount }, 'UAH')
        const after = reckoned.reduce((sum, line) => sum + line.cost.minor - line.discount.minor, 0n)
        const taken = reckoned.reduce((sum, line) => sum + line.discount.minor, 0n)
        return after === total.minor && taken === off.minor && total.minor >= 0n && reckoned.every((line) => line.discount.minor <= line.cost.minor)
      },
    ))
  })
  test('cash is rounded to the coin there is, card and link are not asked', () => {
    expect(cashRounding({ minor: 1257n, currency: 'UAH' }, 10n).minor).toBe(3n)
    expect(cashRounding({ minor: 1224n, currency: 'UAH' }, 50n).minor).toBe(-24n)
    expect(cashRounding({ minor: 1257n, currency: 'UAH' }, 0n).minor).toBe(0n)
  })
  test('the notes offered are those that are enough', () => {
    expect(likelyNotes({ minor: 3_740n, currency: 'UAH' }).map(({ minor }) => minor)).toEqual([4000n, 5000n, 10000n, 20000n])
    expect(likelyNotes({ minor: 5_000n, currency: 'EUR' }).map(({ minor }) => minor)).toEqual([6000n, 10000n, 20000n, 50000n])
  })
  test('an amount may be typed with a comma', () => {
    expect(typedMoney(' 12,5 ', 'UAH')?.minor).toBe(1250n)
    expect([typedMoney('12.555', 'UAH'), typedMoney('-1', 'UAH'), typedMoney('', 'UAH')]).toEqual([null, null, null])
  })
  test('the server is told the lines with the discount each bears', () => {
    const cart = { ...put(EMPTY, goods(), '3'), discount: 10 }
    expect(linesOf(cart, 'UAH')).toEqual([
      { product: 'prd_1', quantity: '3', price: { amount: '12.50', currency: 'UAH' }, discount: { amount: '3.75', currency: 'UAH' } },
    ])
  })
})
