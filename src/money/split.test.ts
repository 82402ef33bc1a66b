import fc from 'fast-check'
import { expect, test } from 'vitest'
import { negate, sum } from './money.ts'
import type { Money } from './money.ts'
import { splitByWeights } from './split.ts'

const eur = (minor: bigint): Money => ({ minor, currency: 'EUR' })
const minors = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 20 }).filter((all) => all.some((one) => one > 0n))

test('ten euros in three parts are 3.34, 3.33 and 3.33', () => {
  expect(splitByWeights(eur(1000n), [1n, 1n, 1n])).toEqual([eur(334n), eur(333n), eur(333n)])
})

test('the odd cent goes where most was cut off', () => {
  expect(splitByWeights(eur(100n), [1n, 2n, 3n])).toEqual([eur(17n), eur(33n), eur(50n)])
  expect(splitByWeights(eur(5n), [0n, 1n, 1n])).toEqual([eur(0n), eur(3n), eur(2n)])
})

test('no minor unit is lost or made, whatever the weights', () => {
  fc.assert(fc.property(minors, weights, (minor, parts) => {
    expect(sum(splitByWeights(eur(minor), parts), 'EUR')).toEqual(eur(minor))
  }))
})

test('no part is a whole minor unit away from its exact share, and a weight of zero gets nothing', () => {
  fc.assert(fc.property(minors, weights, (minor, parts) => {
    const total = parts.reduce((all, one) => all + one, 0n)
    splitByWeights(eur(minor), parts).forEach((part, at) => {
      const exact = minor * (parts[at] ?? 0n)
      const off = part.minor * total - exact
      expect(off < total && off > -total).toBe(true)
      if (parts[at] === 0n) expect(part.minor).toBe(0n)
    })
  }))
})

test('a credit splits like its charge', () => {
  fc.assert(fc.property(minors, weights, (minor, parts) => {
    expect(splitByWeights(eur(-minor), parts)).toEqual(splitByWeights(eur(minor), parts).map(negate))
  }))
})

test('equal parts differ by one minor unit at most', () => {
  fc.assert(fc.property(minors, fc.integer({ min: 1, max: 100 }), (minor, count) => {
    const parts = splitByWeights(eur(minor), Array.from({ length: count }, () => 1n)).map((part) => part.minor).toSorted((a, b) => Number(a - b))
    expect(parts).toHaveLength(count)
    expect((parts.at(-1) ?? 0n) - (parts[0] ?? 0n) <= 1n).toBe(true)
  }))
})

test('a split without weights to go by is a bug', () => {
  expect(() => splitByWeights(eur(1n), [])).toThrow(RangeError)
  expect(() => splitByWeights(eur(1n), [0n])).toThrow(RangeError)
  expect(() => splitByWeights(eur(1n), [2n, -1n])).toThrow(RangeError)
})
