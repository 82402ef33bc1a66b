import type { Currency } from './currency.ts'
import type { Decimal } from './decimal.ts'
import { parseDecimal, ZERO } from './decimal.ts'
import { add, compare, decimal, subtract, sum, zero } from './money.ts'
import type { Money } from './money.ts'
import { percentOf, priceOf, roundedQuotient } from './rounding.ts'
import { splitByWeights } from './split.ts'

/** What decides a line's amounts. All of it is positive, tax included. */
export type PricedGoods = {
  /** At most three decimals. */
  readonly quantity: Decimal
  readonly price: Money
  /** Off this line alone; zero for none. */
  readonly discount: Money
}

export type LineAmounts = {
  /** quantity × price, rounded to the smallest unit, a half up. */
  readonly cost: Money
  /** What this line's own discount and its share of the whole sale's take off `cost`. */
  readonly discount: Money
  /** `cost` less `discount`. */
  readonly amount: Money
}

/** A discount on the whole sale. */
export type WholeDiscount = { readonly percent: Decimal } | { readonly amount: Money }

export type Reckoned = { readonly lines: readonly LineAmounts[]; readonly discount: Money; readonly total: Money }

type ReckonError = { readonly code: 'discount_too_big'; readonly line: number | null }

/**
 * What a sale comes to, at the till as on the server. Rounding happens once a line and once for a percentage; the discount on the whole is spread by
 * the lines' amounts to the last smallest unit, so that lines and total always agree. `line` of the error counts from 0;
 * null is the sale as a whole.
 */
export function reckon(goods: readonly PricedGoods[], whole: WholeDiscount | null, currency: Currency): Reckoned | ReckonError {
  const own = goods.map(({ quantity, price, discount }) => ({ cost: costOf(quantity, price), discount }))
  const wrong = own.findIndex(({ cost, discount }) => compare(discount, cost) > 0)
  if (wrong >= 0) return { code: 'discount_too_big', line: wrong }
  const before = own.map(({ cost, discount }) => subtract(cost, discount))
  const subtotal = sum(before, currency)
  const taken = wholeOff(whole, subtotal)
  if (compare(taken, subtotal) > 0) return { code: 'discount_too_big', line: null }
  const shares = taken.minor === 0n ? before.map(() => zero(currency)) : splitByWeights(taken, before.map(({ minor }) => minor))
  const lines = own.map(({ cost, discount }, at) => {
    const all = add(discount, shares[at] ?? zero(currency))
    return { cost, discount: all, amount: subtract(cost, all) }
  })
  return { lines, discount: sum(lines.map((line) => line.discount), currency), total: sum(lines.map((line) => line.amount), currency) }
}

export const costOf = (quantity: Decimal, price: Money): Money => priceOf({ quantity, unitPrice: inUnits(price), currency: price.currency })

const inUnits = (price: Money): Decimal => parseDecimal(decimal(price)) ?? ZERO

function wholeOff(whole: WholeDiscount | null, subtotal: Money): Money {
  if (whole === null) return zero(subtotal.currency)
  return 'percent' in whole ? percentOf(subtotal, whole.percent) : whole.amount
}

/** The amount that can be paid in coins that exist: a multiple of `stepMinor`, the nearer one, a half up. A step of 0 or 1 rounds nothing. */
export const inCash = (due: Money, stepMinor: bigint): Money =>
  stepMinor <= 1n ? due : { minor: roundedQuotient(due.minor, stepMinor) * stepMinor, currency: due.currency }
