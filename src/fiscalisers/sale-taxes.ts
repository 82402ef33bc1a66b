import type { Currency } from '../money/currency.ts'
import type { Decimal } from '../money/decimal.ts'
import { add, compare, subtract, sum, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { roundedQuotient } from '../money/rounding.ts'
import { splitByWeights } from '../money/split.ts'
import type { Sale, SaleLine, SaleTax, Undrawable } from './contract.ts'
import type { TaxRow } from './tables/tax-letters.ts'

type TaxedLine = Pick<SaleLine, 'cost' | 'discount' | 'taxLetters'>

/**
 * The taxes in prices that include them, in the order of the table: excise first, then VAT on what is left, each rounded once
 * on the sum of its letter. Null where a line has a letter that the table lacks. Source: protocol sheet A15.
 */
export function saleTaxes(lines: readonly TaxedLine[], table: readonly TaxRow[], currency: Currency): readonly SaleTax[] | null {
  const letters = new Set(table.map(({ letter }) => letter))
  if (lines.some(({ taxLetters }) => [...taxLetters].some((letter) => !letters.has(letter)))) return null
  const net = lines.map(({ cost, discount }) => subtract(cost, discount))
  const excise = exciseOfLines(lines, net, table)
  return table.flatMap(({ letter, type, name, percent }) => {
    const under = lines.flatMap(({ taxLetters }, at) => (taxLetters.includes(letter) ? [at] : []))
    if (under.length === 0) return []
    const turnover = sum(under.map((at) => net[at] ?? zero(currency)), currency)
    const base = type === 1 ? turnover : subtract(turnover, sum(under.map((at) => excise[at] ?? zero(currency)), currency))
    return [{ letter, type, name, percent, turnover, base, tax: included(base, percent) }]
  })
}

/** Each line's share of the excise, so that the VAT of each letter is reckoned without it. */
function exciseOfLines(lines: readonly TaxedLine[], net: readonly Money[], table: readonly TaxRow[]): readonly Money[] {
  return table.filter(({ type }) => type === 1).reduce((shares: readonly Money[], { letter, percent }) => {
    const weights = lines.map(({ taxLetters }, at) => (taxLetters.includes(letter) ? net[at]?.minor ?? 0n : 0n))
    const turnover = weights.reduce((all, weight) => all + weight, 0n)
    const [first] = net
    if (first === undefined || turnover === 0n) return shares
    const parts = splitByWeights(included({ ...first, minor: turnover }, percent), weights)
    return shares.map((share, at) => add(share, parts[at] ?? zero(share.currency)))
  }, net.map(({ currency }) => zero(currency)))
}

/** `percent / (100 + percent)` of an amount that includes it. */
function included({ minor, currency }: Money, { digits, scale }: Decimal): Money {
  return { minor: roundedQuotient(minor * digits, 10n ** BigInt(scale + 2) + digits), currency }
}

/** A Latin letter looks the same and is another one; official samples slip. Source: A15, traps. */
const LETTERS = /^[А-ЯҐЄІЇ]{0,15}$/

/** What keeps the taxes of a sale off a document of the tax service, whoever files it; null if nothing does. */
export function taxFault({ lines, taxes }: Pick<Sale, 'lines' | 'taxes'>): Undrawable | null {
  const fault = (detail: string): Undrawable => ({ problem: 'tax', detail })
  const badLine = lines.find(({ taxLetters }) => !LETTERS.test(taxLetters))
  if (badLine !== undefined) return fault(`a tax letter is not a Cyrillic capital: ${badLine.name}`)
  const badTax = taxes.find(({ letter, percent, name }) => !LETTERS.test(letter) || letter.length !== 1 || percent.digits < 0n || percent.scale > 2 || name.trim() === '')
  if (badTax !== undefined) return fault(`a tax is not in its form: ${badTax.name}`)
  const unused = taxes.find(({ letter }) => !lines.some(({ taxLetters }) => taxLetters.includes(letter)))
  if (unused !== undefined) return fault(`no line has the tax letter ${unused.letter}`)
  const isBeyond = taxes.some(({ turnover, base, tax }) => compare(base, turnover) > 0 || compare(tax, base) > 0 || tax.minor < 0n)
  return isBeyond ? fault('a tax is above its base, or a base above its turnover') : null
}
