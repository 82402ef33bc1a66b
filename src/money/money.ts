import { exponentOf } from './currency.ts'
import type { Currency } from './currency.ts'

/** An exact amount: `minor` counts the currency's smallest unit, so 1250n EUR is €12.50. May be negative. */
export type Money = { readonly minor: bigint; readonly currency: Currency }

/** What a PostgreSQL `bigint` holds; an amount beyond it could not be stored. */
const MAX_MINOR = 2n ** 63n - 1n

/**
 * "12.5" EUR is 1250n. Null if `text` is no plain decimal (ASCII digits, a point, at most one leading minus),
 * has more than 15 whole digits, or is finer than the currency allows: nothing is ever rounded here.
 */
export function parseMoney(text: string, currency: Currency): Money | null {
  const [, sign, whole, fraction = ''] = /^(-?)([0-9]{1,15})(?:\.([0-9]+))?$/.exec(text) ?? []
  const exponent = exponentOf(currency)
  if (whole === undefined || fraction.length > exponent) return null
  const minor = BigInt(whole + fraction.padEnd(exponent, '0'))
  if (minor > MAX_MINOR) return null
  return { minor: sign === '-' ? -minor : minor, currency }
}

/** The amount as our API writes it, with all decimals of its currency and no currency: "12.50", "-0.05", "1250" JPY. */
export function decimal({ minor, currency }: Money): string {
  const exponent = exponentOf(currency)
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`
  return `${minor < 0n ? '-' : ''}${whole}${fraction}`
}

export const zero = (currency: Currency): Money => ({ minor: 0n, currency })

/** Two currencies never meet in one sum: whoever lets them has a bug, so this throws and is not an error to handle. */
function requireSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new TypeError(`${a.currency} and ${b.currency} cannot be reckoned together`)
}

export function add(a: Money, b: Money): Money {
  requireSameCurrency(a, b)
  return { minor: a.minor + b.minor, currency: a.currency }
}

export function subtract(a: Money, b: Money): Money {
  requireSameCurrency(a, b)
  return { minor: a.minor - b.minor, currency: a.currency }
}

export const negate = (money: Money): Money => ({ minor: -money.minor, currency: money.currency })

/** The sum of any number of amounts; of none it is zero, which is why the currency must be given. */
export const sum = (amounts: readonly Money[], currency: Currency): Money => amounts.reduce(add, zero(currency))

/** Negative, zero or positive, as `Array.prototype.sort` wants it. Throws on two currencies. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  requireSameCurrency(a, b)
  if (a.minor === b.minor) return 0
  return a.minor < b.minor ? -1 : 1
}

/** Whether amount and currency are the same. Two currencies are simply not equal: this never throws. */
export const equals = (a: Money, b: Money): boolean => a.currency === b.currency && a.minor === b.minor

export const isZero = (money: Money): boolean => money.minor === 0n
export const isPositive = (money: Money): boolean => money.minor > 0n
