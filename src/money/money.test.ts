import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CURRENCIES, currencyOf, exponentOf } from './currency.ts'
import { add, compare, decimal, equals, isPositive, isZero, negate, parseMoney, subtract, sum, zero } from './money.ts'
import type { Money } from './money.ts'

const eur = (minor: bigint): Money => ({ minor, currency: 'EUR' })
const minors = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n })
const amounts = fc.record({ minor: minors, currency: fc.constantFrom(...CURRENCIES) })

describe('currencies', () => {
  test.each([
    ['EUR', 2], ['UAH', 2], ['GEL', 2], ['AMD', 2], ['JPY', 0], ['KRW', 0], ['ISK', 0], ['HUF', 2], ['KWD', 3], ['BHD', 3],
    ['TND', 3], ['CLF', 4], ['UYW', 4],
  ] as const)('%s has %i decimals', (code, exponent) => {
    const currency = currencyOf(code)
    expect(currency === null ? null : exponentOf(currency)).toBe(exponent)
  })

  test.each(['eur', 'EU', 'EURO', 'XXX', 'XAU', 'BGN', 'HRK', '', 'toString', '__proto__'])('"%s" is no currency of ours', (code) => {
    expect(currencyOf(code)).toBeNull()
  })

  test('every code stands once, in alphabetical order', () => {
    expect(CURRENCIES).toEqual([...new Set(CURRENCIES)].toSorted())
  })
})

describe('reading an amount', () => {
  test.each([
    ['12.5', 'EUR', 1250n], ['12.50', 'EUR', 1250n], ['12', 'EUR', 1200n], ['0', 'EUR', 0n], ['-0.05', 'EUR', -5n],
    ['1250', 'JPY', 1250n], ['1.234', 'KWD', 1234n], ['1.2', 'KWD', 1200n], ['0.0001', 'CLF', 1n],
    ['999999999999999.99', 'EUR', 99_999_999_999_999_999n],
  ] as const)('"%s" %s is %s of the smallest unit', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency })
  })

  test.each([
    '1e2', ' 100', '100 ', '100.005', '+1', '--1', 'NaN', 'Infinity', '٣', '１', '1,50', '1 000', '1.', '.5', '', '0x10', '1_000',
    '1\n', '−5', '1000000000000000',
  ])('C17: "%s" is refused as an amount in euros', (text) => {
    expect(parseMoney(text, 'EUR')).toBeNull()
  })

  test('C04: a fraction that the currency does not have is refused, not rounded', () => {
    expect(parseMoney('100.00', 'JPY')).toBeNull()
    expect(parseMoney('1.2345', 'KWD')).toBeNull()
  })

  test('an amount that the database could not hold is refused', () => {
    expect(parseMoney('999999999999999.9999', 'CLF')).toBeNull()
  })

  test('what is written can be read, in every currency', () => {
    fc.assert(fc.property(amounts, (money) => {
      expect(parseMoney(decimal(money), money.currency)).toEqual(money)
    }))
  })

  test('2^53 + 1 keeps its last digit', () => {
    expect(decimal({ minor: 9_007_199_254_740_993n, currency: 'EUR' })).toBe('90071992547409.93')
  })
})

describe('reckoning', () => {
  test('addition and subtraction undo each other, in any order', () => {
    fc.assert(fc.property(minors, minors, (a, b) => {
      expect(subtract(add(eur(a), eur(b)), eur(b))).toEqual(eur(a))
      expect(add(eur(a), eur(b))).toEqual(add(eur(b), eur(a)))
      expect(add(eur(a), negate(eur(a)))).toEqual(zero('EUR'))
    }))
  })

  test('the order of amounts is the order of their minor units', () => {
    fc.assert(fc.property(minors, minors, (a, b) => {
      expect(compare(eur(a), eur(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }))
    expect([isPositive(eur(1n)), isPositive(eur(0n)), isZero(eur(0n))]).toEqual([true, false, true])
  })

  test('C04: a hundred hryvnias are not a hundred euros', () => {
    const uah: Money = { minor: 100n, currency: 'UAH' }
    expect(equals(uah, eur(100n))).toBe(false)
    for (const reckon of [add, subtract, compare]) expect(() => reckon(uah, eur(100n))).toThrow('UAH and EUR')
  })

  test('the sum of nothing is zero', () => {
    expect(sum([], 'JPY')).toEqual(zero('JPY'))
    expect(sum([eur(1n), eur(2n)], 'EUR')).toEqual(eur(3n))
  })
})
