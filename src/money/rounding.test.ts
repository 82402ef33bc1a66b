import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareDecimals, parseDecimal, printDecimal, ZERO } from './decimal.ts'
import type { Decimal } from './decimal.ts'
import { decimal, parseMoney, zero } from './money.ts'
import { percentOf, priceOf, roundedQuotient } from './rounding.ts'

const dec = (text: string): Decimal => parseDecimal(text) ?? ZERO
const big = (bits: number) => fc.bigInt({ min: -(2n ** BigInt(bits)), max: 2n ** BigInt(bits) })

describe('decimals', () => {
  test.each([['3', '3'], ['3.00', '3'], ['-0.50', '-0.5'], ['0.000001', '0.000001'], ['0000.5', '0.5'], ['-0', '0']])(
    '"%s" is written %s', (text, short) => {
      expect(printDecimal(dec(text))).toBe(short)
    })

  test.each(['', '.', '1.', '.5', '1e2', '1.0000001', '1,5', '1234567890123', ' 1', '+1'])('"%s" is refused', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  test('what is written can be read, and equal numbers have one form', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 12n) + 1n, max: 10n ** 12n - 1n }), fc.nat(6), (digits, scale) => {
      const read = parseDecimal(printDecimal({ digits, scale }))
      expect(read === null ? null : compareDecimals(read, { digits, scale })).toBe(0)
      expect(read).toEqual(parseDecimal(printDecimal({ digits: digits * 10n ** BigInt(6 - scale), scale: 6 })))
    }))
  })

  test('decimals compare by value, whatever their scale', () => {
    expect(compareDecimals(dec('1.1'), dec('1.09'))).toBe(1)
    expect(compareDecimals(dec('-2'), dec('1.09'))).toBe(-1)
    expect(compareDecimals(dec('1.10'), dec('1.1'))).toBe(0)
  })
})

describe('rounding', () => {
  test.each([[5n, 2n, 3n], [-5n, 2n, -3n], [4n, 3n, 1n], [-4n, 3n, -1n], [5n, 3n, 2n], [0n, 7n, 0n], [7n, 7n, 1n]])(
    '%s / %s is %s', (dividend, divisor, quotient) => {
      expect(roundedQuotient(dividend, divisor)).toBe(quotient)
    })

  test('the result is never further than a half, and a credit mirrors its charge', () => {
    fc.assert(fc.property(big(80), fc.bigInt({ min: 1n, max: 2n ** 70n }), (dividend, divisor) => {
      const quotient = roundedQuotient(dividend, divisor)
      const off = 2n * (quotient * divisor - dividend)
      expect(off <= divisor && off >= -divisor).toBe(true)
      expect(roundedQuotient(-dividend, divisor)).toBe(-quotient)
    }))
  })

  test.each([
    ['3', '33.34', 'EUR', '100.02'], ['0.333', '0.015', 'EUR', '0.00'], ['1', '0.005', 'EUR', '0.01'], ['-1', '0.005', 'EUR', '-0.01'],
    ['2.5', '1', 'JPY', '3'], ['-2.5', '1', 'JPY', '-3'], ['3', '0.1235', 'KWD', '0.371'], ['1000000', '0.000001', 'EUR', '1.00'],
  ] as const)('%s × %s %s is %s', (quantity, unitPrice, currency, expected) => {
    expect(decimal(priceOf({ quantity: dec(quantity), unitPrice: dec(unitPrice), currency }))).toBe(expected)
  })

  test.each([['105.02', '21', '22.05'], ['10.00', '0', '0.00'], ['0.10', '5', '0.01'], ['100.00', '5.5', '5.50'], ['-2.50', '9', '-0.23']])(
    '€%s at %s percent gives %s', (amount, percent, expected) => {
      const money = parseMoney(amount, 'EUR') ?? zero('EUR')
      expect(decimal(percentOf(money, dec(percent)))).toBe(expected)
    })
})
