import { compareDecimals, minus, scaled } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { compare, subtract } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { costOf } from '../money/reckon.ts'
import type { LineAmounts } from '../money/reckon.ts'
import { roundedQuotient } from '../money/rounding.ts'

/** A line of a sale as it was sold. */
type SoldLine = LineAmounts & { readonly quantity: Decimal; readonly price: Money }

/** What of a line came back before. */
type ReturnedBefore = { readonly quantity: Decimal; readonly amount: Money }

/**
 * What is given back for `quantity` of a sold line: its part of what was paid for the line, and no more than the price says.
 * The last part takes what the earlier ones left, so that all parts together are what was paid. Null: so much is not left.
 */
export function returnedAmounts(sold: SoldLine, before: ReturnedBefore, quantity: Decimal): LineAmounts & { readonly price: Money } | null {
  const left = minus(sold.quantity, before.quantity)
  if (compareDecimals(quantity, left) > 0 || quantity.digits <= 0n) return null
  const leftAmount = subtract(sold.amount, before.amount)
  const isLast = compareDecimals(quantity, left) === 0
  const amount = isLast ? leftAmount : [partOf(sold, quantity), costOf(quantity, sold.price)].reduce(least, leftAmount)
  const price = priceFor(quantity, amount, sold.price)
  const cost = costOf(quantity, price)
  return { cost, discount: subtract(cost, amount), amount, price }
}

const least = (a: Money, b: Money): Money => (compare(a, b) > 0 ? b : a)

/**
 * The price it was sold at, or the least one at which the quantity costs `amount`, where roundings of earlier parts have
 * left more than that: no fiscal service takes a line whose quantity and price do not make up its cost.
 */
function priceFor(quantity: Decimal, amount: Money, price: Money): Money {
  if (compare(costOf(quantity, price), amount) >= 0) return price
  // The cost is rounded, a half up: quantity × price has to be half a smallest unit below the amount, or more.
  const twice = 2n * quantity.digits
  return { ...price, minor: ((2n * amount.minor - 1n) * 10n ** BigInt(quantity.scale) + twice - 1n) / twice }
}

function partOf({ amount, quantity: sold }: SoldLine, quantity: Decimal): Money {
  const scale = Math.max(sold.scale, quantity.scale)
  return { minor: roundedQuotient(amount.minor * scaled(quantity, scale), scaled(sold, scale)), currency: amount.currency }
}
