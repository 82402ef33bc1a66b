import type { SaleTax } from '../fiscalisers/contract.ts'
import type { Currency } from '../money/currency.ts'
import type { Decimal } from '../money/decimal.ts'
import { subtract, sum, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { roundedQuotient } from '../money/rounding.ts'
import { splitByWeights } from '../money/split.ts'

/** What a tax letter means on the day of the sale. `type` 0 is VAT; any other is reckoned before it. */
export type TaxRate = { readonly letter: string; readonly type: number; readonly name: string; readonly percent: Decimal }

/** `amount` is after discounts, tax included. */
type TaxedLine = { readonly amount: Money; readonly taxLetters: string }

/**
 * The taxes within the amounts: one row a letter that occurs, in the order of the letters. Excise is taken out first, VAT
 * out of the rest; each is rounded once per letter, a half up, never per line. Where lines of one excise have several VAT
 * letters, the excise is spread over them to the last smallest unit. Throws on a letter that is not among the `rates`.
 * Source: fiscal-dps.md A15.
 */
export function taxesWithin(lines: readonly TaxedLine[], rates: readonly TaxRate[], currency: Currency): SaleTax[] {
  const used = rates.filter(({ letter }) => lines.some(({ taxLetters }) => taxLetters.includes(letter)))
  const unknown = lines.flatMap(({ taxLetters }) => [...taxLetters]).find((letter) => !used.some((rate) => rate.letter === letter))
  if (unknown !== undefined) throw new RangeError(`no tax has the letter ${unknown}`)
  const before = used.filter(({ type }) => type !== 0).map((rate) => ({ rate, ...taxOn(turnoverOf(lines, rate, currency), rate) }))
  const shares = before.map(({ rate, tax }) => spread(tax, lines.map((line) => (line.taxLetters.includes(rate.letter) ? line.amount.minor : 0n))))
  const vat = used.filter(({ type }) => type === 0).map((rate) => {
    const excise = sum(shares.flatMap((share) => share.filter((_, at) => lines[at]?.taxLetters.includes(rate.letter) === true)), currency)
    return { rate, ...taxOn(subtract(turnoverOf(lines, rate, currency), excise), rate) }
  })
  return [...before, ...vat].map(({ rate, base, tax }) => rowOf(rate, { turnover: turnoverOf(lines, rate, currency), base, tax }))
    .toSorted((a, b) => (a.letter < b.letter ? -1 : 1))
}

function rowOf({ letter, type, name, percent }: TaxRate, amounts: Pick<SaleTax, 'turnover' | 'base' | 'tax'>): SaleTax {
  if (type !== 0 && type !== 1 && type !== 2) throw new RangeError(`a tax of type ${type}`)
  return { letter, type, name, percent, ...amounts }
}

const turnoverOf = (lines: readonly TaxedLine[], { letter }: TaxRate, currency: Currency): Money =>
  sum(lines.filter(({ taxLetters }) => taxLetters.includes(letter)).map(({ amount }) => amount), currency)

/** S · p / (100 + p), where `base` S has the tax in it. */
function taxOn(base: Money, { percent }: TaxRate): { base: Money; tax: Money } {
  const whole = 10n ** BigInt(percent.scale + 2)
  return { base, tax: { minor: roundedQuotient(base.minor * percent.digits, whole + percent.digits), currency: base.currency } }
}

const spread = (tax: Money, weights: readonly bigint[]): Money[] =>
  tax.minor === 0n ? weights.map(() => zero(tax.currency)) : splitByWeights(tax, weights)

/** The VAT among the taxes of a receipt. */
export const vatAmong = (taxes: readonly SaleTax[], currency: Currency): Money => sum(taxes.filter(({ type }) => type === 0).map(({ tax }) => tax), currency)
