import type { DirectionTotals, Sale, ShiftTotals, TaxTotals } from './contract.ts'
import { add, sum, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'

/** What was registered in one shift, in any order. */
type ShiftWork = {
  readonly sales: readonly Sale[]
  readonly returns: readonly Sale[]
  readonly serviceIn: readonly Money[]
  readonly serviceOut: readonly Money[]
}

/** The sums of a Z-report. Everything is in hryvnias. */
export const shiftTotals = ({ sales, returns, serviceIn, serviceOut }: ShiftWork): ShiftTotals => ({
  sales: directionTotals(sales), returns: directionTotals(returns), serviceIn: sum(serviceIn, 'UAH'), serviceOut: sum(serviceOut, 'UAH'),
})

function directionTotals(sales: readonly Sale[]): DirectionTotals | null {
  const [first] = sales
  if (first === undefined) return null
  const { currency } = first.total
  return {
    count: sales.length,
    total: sum(sales.map(({ total }) => total), currency),
    rounding: sum(sales.map(({ rounding }) => rounding), currency),
    payments: combined(sales.flatMap(({ payments }) => payments), ({ form, means }) => `${form} ${means}`, (one, other) => ({ ...one, amount: add(one.amount, other.amount) }))
      .map(({ form, means, amount }) => ({ form, means, amount })),
    taxes: combined(sales.flatMap(taxesOf), ({ type, letter }) => `${type} ${letter}`, together),
  }
}

const taxesOf = ({ taxes, lines }: Sale): readonly TaxTotals[] => taxes.map((tax) => ({
  ...tax,
  discount: lines.filter(({ taxLetters }) => taxLetters.includes(tax.letter)).reduce((all, { discount }) => add(all, discount), zero(tax.turnover.currency)),
}))

const together = (one: TaxTotals, other: TaxTotals): TaxTotals => ({
  ...one, turnover: add(one.turnover, other.turnover), base: add(one.base, other.base), tax: add(one.tax, other.tax), discount: add(one.discount, other.discount),
})

/** One of each key, in the order of first coming. */
const combined = <T>(all: readonly T[], key: (one: T) => string, both: (one: T, other: T) => T): readonly T[] =>
  [...Map.groupBy(all, key).values()].map((same) => same.reduce(both))
