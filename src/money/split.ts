import type { Money } from './money.ts'

/**
 * Parts in proportion to `weights`, which add up to the whole to the last minor unit. What rounding down leaves
 * over goes one unit each to the parts with the largest remainder, among equals to the earlier one. A negative
 * amount splits like its positive, so a credit mirrors its charge.
 * Throws if a weight is negative or all are zero: there is no right answer then.
 */
export function splitByWeights({ minor, currency }: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  if (total <= 0n || weights.some((weight) => weight < 0n)) throw new RangeError('Weights must be positive')
  const sign = minor < 0n ? -1n : 1n
  const shares = weights.map((weight, at) => {
    const product = minor * sign * weight
    return { at, floor: product / total, remainder: product % total }
  })
  const left = minor * sign - shares.reduce((sum, share) => sum + share.floor, 0n)
  const byRemainder = shares.toSorted((a, b) => {
    if (a.remainder === b.remainder) return a.at - b.at
    return a.remainder < b.remainder ? 1 : -1
  })
  const favoured = new Set(byRemainder.slice(0, Number(left)).map((share) => share.at))
  return shares.map(({ at, floor }) => ({ minor: sign * (favoured.has(at) ? floor + 1n : floor), currency }))
}
