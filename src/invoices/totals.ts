import type { Currency } from '../money/currency.ts'
import { compareDecimals, ZERO } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { add, subtract, sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { percentOf, priceOf } from '../money/rounding.ts'

/** Why no VAT is charged. Codes of UNCL5305: exempt, reverse charge, intra-Community supply, export, outside VAT. */
type ExemptionCategory = 'E' | 'AE' | 'K' | 'G' | 'O'

/** A rate in percent (zero is the zero rate, category Z), or the reason for charging none in the words of the law. */
export type LineVat =
  | { readonly rate: Decimal }
  | { readonly exempt: string; readonly category: ExemptionCategory }

export type PricedLine = {
  /** Negative for goods taken back; the unit price never is. */
  readonly quantity: Decimal
  /** Before VAT, in whole currency units (12.5 is €12.50), up to six decimals. */
  readonly unitPrice: Decimal
  /** Percent of the line, 0 to 100. Null: none. */
  readonly discount: Decimal | null
  readonly vat: LineVat
}

export type LineTotal = {
  /** Quantity times price. */
  readonly full: Money
  /** What the discount takes off `full`; zero if there is none. */
  readonly discount: Money
  /** `full` less `discount`: BT-131 of EN 16931. */
  readonly net: Money
}

/** One row of the VAT table: all lines of one category and rate. */
export type VatRow = {
  readonly category: 'S' | 'Z' | ExemptionCategory
  /** Percent; zero in every category but S. */
  readonly rate: Decimal
  /** The exemption reasons of its lines, each once. Empty for S and Z. */
  readonly reasons: readonly string[]
  readonly taxable: Money
  readonly tax: Money
}

export type Totals = {
  /** In the order of the lines given. */
  readonly lines: readonly LineTotal[]
  /** Highest rate first, then the exempt by category code. */
  readonly vatRows: readonly VatRow[]
  readonly net: Money
  readonly vat: Money
  readonly gross: Money
}

/**
 * What an invoice or credit note comes to. Source of the rules: EN 16931, BR-CO-10 to BR-CO-17.
 *
 * Rounding, always to the currency's smallest unit and a half away from zero, happens in three places and no other:
 * quantity × price, the discount off that, and the VAT of each group of lines with one category and rate. VAT is
 * never rounded per line. Everything else is a sum of rounded parts, so the parts on paper add up to the whole.
 */
export function totalsOf(lines: readonly PricedLine[], currency: Currency): Totals {
  const reckoned = lines.map((line) => ({ vat: line.vat, total: lineTotal(line, currency) }))
  const vatRows = groupByVat(reckoned.map(({ vat, total }) => groupOf(vat, total.net))).toSorted(byRateThenCategory)
  const net = sum(reckoned.map(({ total }) => total.net), currency)
  const vat = sum(vatRows.map((row) => row.tax), currency)
  return { lines: reckoned.map(({ total }) => total), vatRows, net, vat, gross: add(net, vat) }
}

function lineTotal({ quantity, unitPrice, discount: percent }: PricedLine, currency: Currency): LineTotal {
  const full = priceOf({ quantity, unitPrice, currency })
  const discount = percentOf(full, percent ?? ZERO)
  return { full, discount, net: subtract(full, discount) }
}

type Group = Omit<VatRow, 'tax'>

function groupOf(vat: LineVat, taxable: Money): Group {
  if ('exempt' in vat) return { category: vat.category, rate: ZERO, reasons: [vat.exempt], taxable }
  return { category: compareDecimals(vat.rate, ZERO) === 0 ? 'Z' : 'S', rate: vat.rate, reasons: [], taxable }
}

const sameGroup = (a: Group, b: Group): boolean => a.category === b.category && compareDecimals(a.rate, b.rate) === 0

function groupByVat(parts: readonly Group[]): VatRow[] {
  const groups: Group[] = []
  for (const part of parts) {
    const at = groups.findIndex((group) => sameGroup(group, part))
    const group = groups[at]
    if (group === undefined) groups.push(part)
    else groups[at] = joined(group, part)
  }
  return groups.map((group) => ({ ...group, tax: percentOf(group.taxable, group.rate) }))
}

const joined = (a: Group, b: Group): Group => ({
  ...a, reasons: [...new Set([...a.reasons, ...b.reasons])], taxable: add(a.taxable, b.taxable),
})

function byRateThenCategory(a: VatRow, b: VatRow): number {
  return compareDecimals(b.rate, a.rate) || (a.category < b.category ? -1 : a.category > b.category ? 1 : 0)
}
