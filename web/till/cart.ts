import { parseDecimal, plus, printDecimal, ZERO } from '../../src/money/decimal.ts'
import { decimal, parseMoney, subtract, zero } from '../../src/money/money.ts'
import type { Money } from '../../src/money/money.ts'
import { costOf, inCash, reckon as reckonGoods } from '../../src/money/reckon.ts'
import type { PricedGoods, Reckoned } from '../../src/money/reckon.ts'
import { percentOf } from '../../src/money/rounding.ts'
import type { Currency } from '../../src/money/currency.ts'
import type { Goods, SaleFields } from '../src/api/nouns.ts'

/** One line of the cart. `quantity` is decimal text as typed, `discount` a percentage of whole numbers. */
export type CartLine = { readonly goods: Goods; readonly quantity: string; readonly discount: number }

export type Cart = { readonly lines: readonly CartLine[]; /** Percent of the whole, on top of what lines have. */ readonly discount: number }

export const EMPTY: Cart = { lines: [], discount: 0 }

/** Three decimals at most, more than nothing, at most what a till sells in one line. */
export const isQuantity = (text: string): boolean => {
  const value = /^[0-9]{1,6}(\.[0-9]{1,3})?$/.test(text) ? parseDecimal(text) : null
  return value !== null && value.digits > 0n
}

/** Puts one more into the cart: of goods sold by piece that are there already, the count grows. What was just put in stands last. */
export function put(cart: Cart, goods: Goods, quantity: string): Cart {
  const same = goods.weighed ? undefined : cart.lines.find((line) => line.goods.id === goods.id && line.discount === 0)
  if (same === undefined) return { ...cart, lines: [...cart.lines, { goods, quantity, discount: 0 }] }
  const grown = { ...same, quantity: added(same.quantity, quantity) }
  return { ...cart, lines: [...cart.lines.filter((line) => line !== same), grown] }
}

export const change = (cart: Cart, at: number, line: Partial<CartLine>): Cart =>
  ({ ...cart, lines: cart.lines.map((old, n) => (n === at ? { ...old, ...line } : old)) })

export const remove = (cart: Cart, at: number): Cart => ({ ...cart, lines: cart.lines.filter((_, n) => n !== at) })

/** The quantity by whole pieces more or less, never below one. */
export function stepped(quantity: string, step: 1 | -1): string {
  const next = added(quantity, String(step))
  return isQuantity(next) ? next : quantity
}

function added(a: string, b: string): string {
  const [left, right] = [parseDecimal(a), parseDecimal(b)]
  return left === null || right === null ? a : printDecimal(plus(left, right))
}

/** What the cart costs. Throws on a discount above the whole, which no field of the till lets through. */
export function reckon(cart: Cart, currency: Currency): Reckoned {
  const reckoned = reckonGoods(cart.lines.map((line) => pricedGoods(line, currency)), { percent: whole(cart.discount) }, currency)
  if ('code' in reckoned) throw new RangeError(reckoned.code)
  return reckoned
}

const whole = (percent: number) => ({ digits: BigInt(percent), scale: 0 })

function pricedGoods({ goods, quantity, discount }: CartLine, currency: Currency): PricedGoods {
  const [count, price] = [parseDecimal(quantity) ?? ZERO, parseMoney(goods.price.amount, currency) ?? zero(currency)]
  return { quantity: count, price, discount: percentOf(costOf(count, price), whole(discount)) }
}

/** What is added so that the total can be paid in coins; a step of zero rounds nothing. Minor units. */
export const cashRounding = (total: Money, stepMinor: bigint): Money => subtract(inCash(total, stepMinor), total)

/** What a customer is likely to hand over: the amount itself and the round sums above it, smallest first. */
export function likelyNotes(total: Money): readonly Money[] {
  const unit = 10n ** BigInt(decimal({ minor: 1n, currency: total.currency }).split('.')[1]?.length ?? 0)
  const steps = [5n, 10n, 20n, 50n, 100n, 200n, 500n, 1000n].map((step) => step * unit)
  const above = steps.map((step) => (total.minor + step - 1n) / step * step).filter((minor) => minor > total.minor)
  return [...new Set(above)].toSorted((a, b) => (a < b ? -1 : 1)).slice(0, 4).map((minor) => ({ minor, currency: total.currency }))
}

/** Money as a person types it, with a comma or a point; null while it is none. */
export const typedMoney = (text: string, currency: Currency): Money | null => {
  const value = parseMoney(text.trim().replace(',', '.'), currency)
  return value !== null && value.minor >= 0n ? value : null
}

export const moneyJson = (money: Money) => ({ amount: decimal(money), currency: money.currency })

/** The lines as the server is told them. */
export const linesOf = (cart: Cart, currency: Currency): SaleFields['lines'] => {
  const { lines } = reckon(cart, currency)
  return cart.lines.map(({ goods, quantity }, at) => ({
    product: goods.id, quantity, price: goods.price, discount: { amount: decimal(lines[at]?.discount ?? zero(currency)), currency },
  }))
}
