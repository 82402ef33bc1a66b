import type { Currency } from '../money/currency.ts'
import { add, compare, equals, isPositive, subtract, sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { roundedQuotient } from '../money/rounding.ts'
import type { FiscalDocument, OfflineLimits, RegisterState, Sale, SaleLine, SalePayment, Undrawable } from './contract.ts'

const HOUR_MS = 3_600_000

/** By the law of Ukraine: 36 hours at a time, 168 hours of a calendar month. Source: protocol sheet fiscal-dps A11. */
export const OFFLINE_LIMITS: OfflineLimits = { longestMs: 36 * HOUR_MS, monthMs: 168 * HOUR_MS }

/** Whether the register's shift lets this document be: everything but its opening needs an open one. Null: it does, or nobody can tell. */
export function shiftFault({ kind }: FiscalDocument['content'], { shiftOpen }: RegisterState): Undrawable | null {
  if (shiftOpen === null || shiftOpen === (kind !== 'open_shift')) return null
  return { problem: 'shift', detail: shiftOpen ? 'a shift is open already' : 'no shift is open' }
}

/** What is handed over for a sale: its total with the rounding of cash. */
export const payable = ({ total, rounding }: Sale): Money => add(total, rounding)

export const amountFault = (detail: string): Undrawable => ({ problem: 'amounts', detail })

/** Cash that is put in or taken out is above zero. */
export const serviceFault = (amount: Money, currency: Currency): Undrawable | null =>
  (amount.currency === currency && isPositive(amount) ? null : amountFault(`not a sum above zero in ${currency}`))

/** Whether the sums of a sale make each other up; null if they do. Taxes are the merchant's own and not reckoned anew. */
export function saleFault(sale: Sale, currency: Currency): Undrawable | null {
  if (amountsOf(sale).some((one) => one.currency !== currency)) return amountFault(`not in ${currency}`)
  if (sale.lines.length === 0 || sale.payments.length === 0) return amountFault('nothing is sold or nothing is paid')
  const fault = sale.lines.map(lineFault).find((one) => one !== null) ?? sale.payments.map(paymentFault).find((one) => one !== null)
  if (fault !== undefined) return fault
  const net = sum(sale.lines.map(({ cost, discount }) => subtract(cost, discount)), currency)
  if (!equals(net, sale.total)) return amountFault('the lines do not make up the total')
  const paid = sum(sale.payments.map(({ amount }) => amount), currency)
  return equals(paid, payable(sale)) ? null : amountFault('the payments do not make up the total')
}

const amountsOf = ({ total, rounding, lines, payments, taxes }: Sale): readonly Money[] => [
  total, rounding, ...lines.flatMap(({ price, cost, discount }) => [price, cost, discount]),
  ...payments.flatMap(({ amount, given }) => (given === null ? [amount] : [amount, given])),
  ...taxes.flatMap(({ turnover, base, tax }) => [turnover, base, tax]),
]

function lineFault({ name, quantity: { digits, scale }, price, cost, discount }: SaleLine): Undrawable | null {
  if (digits <= 0n || scale > 3) return amountFault(`a quantity is not above zero or has more than three decimals: ${name}`)
  if (price.minor < 0n || discount.minor < 0n || compare(discount, cost) > 0) return amountFault(`a price or a discount cannot be: ${name}`)
  const reckoned = roundedQuotient(digits * price.minor, 10n ** BigInt(scale))
  return reckoned === cost.minor ? null : amountFault(`quantity and price do not make up the cost: ${name}`)
}

function paymentFault({ form, means, amount, given }: SalePayment): Undrawable | null {
  if (!isPositive(amount)) return amountFault(`a payment is not above zero: ${means}`)
  if (given === null) return null
  return form === 'cash' && compare(given, amount) >= 0 ? null : amountFault(`less is handed over than is paid, or it is no cash: ${means}`)
}
