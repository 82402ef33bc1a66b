import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDecimal, ZERO } from './decimal.ts'
import type { Decimal } from './decimal.ts'
import { add, decimal, parseMoney, sum, zero } from './money.ts'
import type { Money } from './money.ts'
import { inCash, reckon } from './reckon.ts'
import type { PricedGoods, Reckoned, WholeDiscount } from './reckon.ts'

const dec = (text: string): Decimal => parseDecimal(text) ?? ZERO
const uah = (text: string): Money => parseMoney(text, 'UAH') ?? zero('UAH')
const ofMinor = (minor: bigint): Money => ({ minor, currency: 'UAH' })

const goods = (quantity: string, price: string, discount = '0'): PricedGoods => ({ quantity: dec(quantity), price: uah(price), discount: uah(discount) })

function reckoned(lines: readonly PricedGoods[], whole: WholeDiscount | null = null): Reckoned {
  const answer = reckon(lines, whole, 'UAH')
  if ('code' in answer) throw new Error(answer.code)
  return answer
}

const anyGoods = fc.record({ grams: fc.bigInt({ min: 1n, max: 99_999n }), priceMinor: fc.bigInt({ min: 0n, max: 1_000_000n }), off: fc.integer({ min: 0, max: 100 }) })
  .map(({ grams, priceMinor, off }): PricedGoods => {
    const quantity = dec(decimalOf(grams))
    const cost = reckoned([{ quantity, price: ofMinor(priceMinor), discount: zero('UAH') }]).total
    return { quantity, price: ofMinor(priceMinor), discount: ofMinor(cost.minor * BigInt(off) / 100n) }
  })

const decimalOf = (thousandths: bigint): string => `${thousandths / 1000n}.${(thousandths % 1000n).toString().padStart(3, '0')}`

describe('what a sale comes to', () => {
  test('a weight of three decimals is rounded once, a half up', () => {
    expect(decimal(reckoned([goods('1.250', '33.33')]).total)).toBe('41.66')
    expect(decimal(reckoned([goods('0.005', '1.00')]).total)).toBe('0.01')
    expect(decimal(reckoned([goods('0.004', '1.00')]).total)).toBe('0.00')
  })

  test('a discount on the whole is spread over the lines without losing a kopeck', () => {
    const { lines, discount, total } = reckoned([goods('1', '10.00'), goods('1', '10.00'), goods('1', '10.00')], { amount: uah('10.00') })
    expect(lines.map((line) => decimal(line.discount))).toEqual(['3.34', '3.33', '3.33'])
    expect([decimal(discount), decimal(total)]).toEqual(['10.00', '20.00'])
  })

  test('a percentage is of what is left after the lines’ own discounts', () => {
    expect(decimal(reckoned([goods('1', '100.00', '20.00'), goods('1', '20.00')], { percent: dec('10') }).total)).toBe('90.00')
  })

  test('no discount is more than what it is taken from', () => {
    expect(reckon([goods('1', '5.00'), goods('1', '5.00', '5.01')], null, 'UAH')).toEqual({ code: 'discount_too_big', line: 1 })
    expect(reckon([goods('1', '5.00')], { amount: uah('5.01') }, 'UAH')).toEqual({ code: 'discount_too_big', line: null })
  })

  test('whatever is sold, lines and discounts add up to the total, and no line is below nothing', () => {
    fc.assert(fc.property(fc.array(anyGoods, { minLength: 1, maxLength: 12 }), fc.integer({ min: 0, max: 100 }), (lines, percent) => {
      const answer = reckoned(lines, { percent: dec(String(percent)) })
      expect(sum(answer.lines.map(({ amount }) => amount), 'UAH')).toEqual(answer.total)
      expect(add(answer.total, answer.discount)).toEqual(sum(answer.lines.map(({ cost }) => cost), 'UAH'))
      for (const { cost, discount, amount } of answer.lines) {
        expect(add(amount, discount)).toEqual(cost)
        expect(amount.minor >= 0n && discount.minor >= 0n).toBe(true)
      }
    }))
  })

  test('cash is rounded to the step, a half up, and a step of nothing rounds nothing', () => {
    expect(decimal(inCash(uah('12.57'), 10n))).toBe('12.60')
    expect(decimal(inCash(uah('12.54'), 10n))).toBe('12.50')
    expect(decimal(inCash(uah('12.25'), 50n))).toBe('12.50')
    expect(decimal(inCash(uah('12.57'), 0n))).toBe('12.57')
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.constantFrom(5n, 10n, 50n, 100n), (minor, step) => {
      const rounded = inCash(ofMinor(minor), step).minor
      const off = rounded - minor
      expect(rounded % step).toBe(0n)
      expect(2n * off <= step && 2n * off > -step).toBe(true)
    }))
  })
})
