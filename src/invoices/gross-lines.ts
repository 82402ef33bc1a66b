import type { Currency } from '../money/currency.ts'
import type { Decimal } from '../money/decimal.ts'
import { add } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { percentOf } from '../money/rounding.ts'
import { splitByWeights } from '../money/split.ts'
import { pricedLine } from './line.ts'
import type { LineText } from './line.ts'
import { totalsOf } from './totals.ts'

type GrossLine = { readonly title: string; readonly quantity: Decimal; readonly unit: string; readonly amount: Money }

/**
 * Lines with VAT, as a payer reads them. VAT is reckoned per rate, so each group's tax is spread over its lines
 * without losing a cent, and the lines add up to the sum. A group with a negative line is taxed line by line.
 */
export function grossLines(lines: readonly LineText[], currency: Currency): GrossLine[] {
  const priced = lines.map(pricedLine)
  const totals = totalsOf(priced, currency)
  const amounts = new Map<number, Money>()
  for (const row of totals.vatRows) {
    const group = priced.flatMap((line, at) => {
      const same = 'rate' in line.vat
        ? (row.category === 'S' || row.category === 'Z') && line.vat.rate.digits === row.rate.digits && line.vat.rate.scale === row.rate.scale
        : line.vat.category === row.category
      const net = totals.lines[at]?.net
      return same && net !== undefined ? [{ at, net }] : []
    })
    const spread = group.every(({ net }) => net.minor >= 0n) && group.some(({ net }) => net.minor > 0n)
    const taxes = spread ? splitByWeights(row.tax, group.map(({ net }) => net.minor)) : group.map(({ net }) => percentOf(net, row.rate))
    group.forEach(({ at, net }, nth) => amounts.set(at, add(net, taxes[nth] ?? { minor: 0n, currency })))
  }
  return lines.map((line, at) => ({
    title: line.description, quantity: priced[at]?.quantity ?? { digits: 0n, scale: 0 }, unit: line.unit, amount: amounts.get(at) ?? { minor: 0n, currency },
  }))
}
