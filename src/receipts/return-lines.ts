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
 * What is given back for `quantity` of a sold line: its part of what was paid for the line. The last part takes what the
 * earlier ones left, so that all parts together are what was paid, and never more. Null: so much is not left.
 */
export function returnedAmounts(sold: SoldLine, before: ReturnedBefore, quantity: Decimal): LineAmounts | null {
  const left = minus(sold.quantity, before.quantity)
  if (compareDecimals(quantity, left) > 0 || quantity.digits <= 0n) return null
  const leftAmount = subtract(sold.amount, before.amount)
  const share = compareDecimals(quantity, left) === 0 ? leftAmount : partOf(sold, quantity)
  const amount = compare(share, leftAmount) > 0 ? leftAmount : share
  // The cost is what the price says; a smallest unit that earlier roundings left over is on top of it then.
  const priced = costOf(quantity, sold.price)
  const cost = compare(priced, amount) < 0 ? amount : priced
  return { cost, discount: subtract(cost, amount), amount }
}

function partOf({ amount, quantity: sold }: SoldLine, quantity: Decimal): Money {
  const scale = Math.max(sold.scale, quantity.scale)
  return { minor: roundedQuotient(amount.minor * scaled(quantity, scale), scaled(sold, scale)), currency: amount.currency }
}
