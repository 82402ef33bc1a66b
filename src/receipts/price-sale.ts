import type { SaleTax } from '../fiscalisers/contract.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Currency } from '../money/currency.ts'
import { compareDecimals, printDecimal } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { add, compare, decimal, equals, subtract, sum, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { inCash, reckon } from '../money/reckon.ts'
import type { WholeDiscount } from '../money/reckon.ts'
import { percentOf } from '../money/rounding.ts'
import { lettersWrong } from '../products/tax-letter.ts'
import type { TaxLetter } from '../products/tax-letter.ts'
import type { WrongField } from '../platform/http/problem.ts'
import type { KeptLine, Slip } from './receipt.ts'
import { taxesWithin } from './taxes.ts'

/** A line as the till asks for it. */
export type AskedLine = {
  readonly product: string | null
  readonly code: string | null
  readonly name: string
  readonly barcode: string | null
  readonly uktzed: string | null
  readonly dkpp: string | null
  readonly unitCode: number | null
  readonly unitName: string
  readonly quantity: Decimal
  readonly price: Money
  readonly discount: Money
  readonly taxLetters: string
}

export type AskedPayment =
  | { readonly form: 'cash'; readonly amount: Money; readonly given: Money | null }
  | { readonly form: 'card'; readonly amount: Money; readonly slip: Slip | null }
  | { readonly form: 'link'; readonly amount: Money }

export type AskedSale = {
  readonly lines: readonly AskedLine[]
  readonly discount: WholeDiscount | null
  readonly payments: readonly AskedPayment[]
}

type SaleTerms = {
  readonly currency: Currency
  /** The store's tax letters in force today. */
  readonly letters: readonly TaxLetter[]
  /** The step of cash; 0 for none. */
  readonly roundingMinor: bigint
  /** What this cashier may take off, in percent of the goods. Null: no limit. */
  readonly mostDiscountPercent: number | null
}

export type PricedSale = {
  readonly lines: readonly KeptLine[]
  readonly taxes: readonly SaleTax[]
  readonly total: Money
  readonly rounding: Money
  /** total and rounding: what is to be paid. */
  readonly due: Money
}

export type PriceError =
  | { readonly code: 'invalid'; readonly fields: readonly WrongField[] }
  | { readonly code: 'discount_too_big'; readonly field: string }
  | { readonly code: 'discount_over_limit'; readonly field: 'discount'; readonly percent: number }
  | { readonly code: 'payments_differ'; readonly field: 'payments'; readonly paid: Money; readonly due: Money }

/**
 * What the sale comes to, by our own reckoning: the till's sums are only compared with it. Cash is rounded in the part that
 * is left for it when everything else is paid.
 */
export function priceSale(ask: AskedSale, terms: SaleTerms): Result<PricedSale, PriceError> {
  const { currency } = terms
  const wrong = wrongIn(ask, terms)
  if (wrong.length > 0) return err({ code: 'invalid', fields: wrong })
  const reckoned = reckon(ask.lines, ask.discount, currency)
  if ('code' in reckoned) return err({ code: 'discount_too_big', field: reckoned.line === null ? 'discount' : `lines/${reckoned.line}/discount` })
  const { total, discount } = reckoned
  const percent = terms.mostDiscountPercent
  if (percent !== null && compare(discount, percentOf(add(total, discount), { digits: BigInt(percent), scale: 0 })) > 0) return err({
    code: 'discount_over_limit', field: 'discount', percent,
  })
  const due = roundedDue(total, ask.payments, terms)
  const paid = sum(ask.payments.map(({ amount }) => amount), currency)
  if (!equals(paid, due)) return err({ code: 'payments_differ', field: 'payments', paid, due })
  const lines = ask.lines.map((line, at): KeptLine => {
    const { cost, discount: off, amount } = reckoned.lines[at] ?? { cost: zero(currency), discount: zero(currency), amount: zero(currency) }
    return {
      product: line.product, code: line.code ?? String(at + 1), name: line.name, barcode: line.barcode, uktzed: line.uktzed, dkpp: line.dkpp,
      unitCode: line.unitCode, unitName: line.unitName, quantity: printDecimal(line.quantity), price: decimal(line.price), cost: decimal(cost),
      discount: decimal(off), amount: decimal(amount), taxLetters: line.taxLetters,
    }
  })
  const taxes = taxesWithin(ask.lines.map(({ taxLetters }, at) => ({ taxLetters, amount: reckoned.lines[at]?.amount ?? zero(currency) })), terms.letters, currency)
  return ok({ lines, taxes, total, rounding: subtract(due, total), due })
}

function roundedDue(total: Money, payments: readonly AskedPayment[], { currency, roundingMinor }: SaleTerms): Money {
  const cash = payments.filter(({ form }) => form === 'cash')
  const other = sum(payments.filter(({ form }) => form !== 'cash').map(({ amount }) => amount), currency)
  return cash.length === 0 || compare(other, total) >= 0 ? total : add(other, inCash(subtract(total, other), roundingMinor))
}

const MOST_DECIMALS = 3
const NOTHING: Decimal = { digits: 0n, scale: 0 }
/** Far above any receipt, far below what a `bigint` column holds. Minor units. */
const MOST_MINOR = 10n ** 13n

function wrongIn({ lines, discount, payments }: AskedSale, terms: SaleTerms): WrongField[] {
  const { currency } = terms
  const amounts: [field: string, amount: Money | null, least: bigint][] = [
    ...lines.flatMap((line, at): [string, Money, bigint][] => [[`lines/${at}/price`, line.price, 0n], [`lines/${at}/discount`, line.discount, 0n]]),
    ...payments.flatMap((payment, at): [string, Money | null, bigint][] => [
      [`payments/${at}/amount`, payment.amount, 1n], [`payments/${at}/given`, payment.form === 'cash' ? payment.given : null, payment.amount.minor],
    ]),
    ['discount/amount', discount !== null && 'amount' in discount ? discount.amount : null, 0n],
  ]
  return [
    ...amounts.flatMap(([field, amount, least]) => (amount === null ? [] : amountWrong(field, amount, { currency, least }))),
    ...lines.flatMap(({ quantity, taxLetters }, at): WrongField[] => [
      ...quantity.scale > MOST_DECIMALS || compareDecimals(quantity, NOTHING) <= 0 ? [{ field: `lines/${at}/quantity`, code: 'malformed' as const }] : [],
      ...lettersWrong(`lines/${at}/taxLetters`, taxLetters, terms.letters),
    ]),
    ...textsIn(lines, payments).flatMap(([field, text]) => (/\p{Cc}/u.test(text ?? '') ? [{ field, code: 'forbidden_character' as const }] : [])),
    ...payments.filter(({ form }) => form === 'link').length > 1 ? [{ field: 'payments', code: 'too_many_entries' as const, limit: 1 }] : [],
  ]
}

/** Every text of a sale that is printed. */
const textsIn = (lines: AskedSale['lines'], payments: AskedSale['payments']): [field: string, text: string | null][] => [
  ...lines.flatMap(({ name, unitName, code, barcode }, at) =>
    Object.entries({ name, unitName, code, barcode }).map(([field, text]): [string, string | null] => [`lines/${at}/${field}`, text])),
  ...payments.flatMap((payment, at) => (payment.form !== 'card' ? [] :
    Object.entries(payment.slip ?? {}).map(([field, text]): [string, string | null] => [`payments/${at}/slip/${field}`, text]))),
]

function amountWrong(field: string, { minor, currency }: Money, { currency: asked, least }: { currency: Currency; least: bigint }): WrongField[] {
  if (currency !== asked) return [{ field: `${field}/currency`, code: 'not_a_choice' }]
  if (minor < least) return [{ field: `${field}/amount`, code: 'too_small', limit: 0 }]
  return minor > MOST_MINOR ? [{ field: `${field}/amount`, code: 'too_big', limit: Number(MOST_MINOR) }] : []
}
