import { currencyOf } from '../../../src/money/currency.ts'
import { parseMoney } from '../../../src/money/money.ts'
import type { MoneyJson } from '../api/nouns.ts'

const minorOf = ({ amount, currency }: MoneyJson): bigint => {
  const known = currencyOf(currency)
  const money = known && parseMoney(amount, known)
  return money !== null && money.minor > 0n ? money.minor : 0n
}

/** Heights in proportion to amounts of one currency, the largest `full` high; whole numbers, zero for nothing. */
export function barHeights(amounts: readonly MoneyJson[], full: number): number[] {
  const minors = amounts.map(minorOf)
  const most = minors.reduce((a, b) => (b > a ? b : a), 0n)
  return minors.map((minor) => (most === 0n ? 0 : Number((minor * BigInt(full)) / most)))
}
