import { exponentOf } from './currency.ts'
import type { Currency } from './currency.ts'
import type { Decimal } from './decimal.ts'
import type { Money } from './money.ts'

const power = (scale: number): bigint => 10n ** BigInt(scale)

/**
 * `dividend / divisor` to the nearest whole number, a half away from zero: 2.5 is 3 and −2.5 is −3, so that a
 * credit note mirrors its invoice. The divisor must be positive.
 */
export function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError('A divisor must be positive')
  const half = dividend < 0n ? -divisor : divisor
  return (2n * dividend + half) / (2n * divisor)
}

/** Quantity times unit price (in whole currency units: euros, not cents), rounded once, to the currency's smallest unit. */
export function priceOf({ quantity, unitPrice, currency }: PricedQuantity): Money {
  const product = quantity.digits * unitPrice.digits * power(exponentOf(currency))
  return { minor: roundedQuotient(product, power(quantity.scale + unitPrice.scale)), currency }
}

type PricedQuantity = { readonly quantity: Decimal; readonly unitPrice: Decimal; readonly currency: Currency }

/** `percent` of the amount, rounded to its smallest unit: 21 of €105.02 is €22.05. */
export function percentOf(money: Money, percent: Decimal): Money {
  return { minor: roundedQuotient(money.minor * percent.digits, power(percent.scale + 2)), currency: money.currency }
}
