import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Currency } from '../money/currency.ts'
import { compareDecimals, parseDecimal, printDecimal, ZERO } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { decimal } from '../money/money.ts'
import { Closed } from '../platform/http/json.ts'
import type { WrongField } from '../platform/http/problem.ts'
import type { LineVat, PricedLine, Totals } from './totals.ts'
import { totalsOf } from './totals.ts'

const DecimalText = (example: string) => Type.String({ pattern: '^-?[0-9]{1,12}(\\.[0-9]{1,6})?$', examples: [example] })

/** One line as it is written in requests, kept in the database and printed: decimals are plain text. */
export const LineJson = Closed({
  description: Type.String({ minLength: 1, maxLength: 500 }),
  quantity: DecimalText('2'),
  unit: Type.String({ maxLength: 20, examples: ['pcs', 'h', 'vnt.'] }),
  unitPrice: Type.String({ pattern: '^[0-9]{1,12}(\\.[0-9]{1,6})?$', examples: ['12.50'], description: 'Before VAT, in whole currency units.' }),
  discountPercent: Type.Optional(Type.String({ pattern: '^(100|[0-9]{1,2}(\\.[0-9]{1,4})?)$', examples: ['5'] })),
  vat: Type.Union([
    Closed({ rate: Type.String({ pattern: '^[0-9]{1,2}(\\.[0-9]{1,2})?$', examples: ['21'], description: 'Percent.' }) }),
    Closed({
      category: Type.Union([Type.Literal('E'), Type.Literal('AE'), Type.Literal('K'), Type.Literal('G'), Type.Literal('O')],
        { description: 'UNCL5305: exempt, reverse charge, intra-Community supply, export, outside VAT.' }),
      reason: Type.String({ minLength: 1, maxLength: 300, description: 'The reason in the words of the law.' }),
      reasonCode: Type.Optional(Type.String({
        pattern: '^VATEX-[A-Z0-9-]{1,20}$', examples: ['VATEX-EU-132'], description: 'Of an exempt line, for e-invoices; the other categories have their own.',
      })),
    }),
  ]),
})
export type LineText = Static<typeof LineJson>

/** Reads the decimals of a line. Throws on text that `LineJson` would not have let through. */
export function pricedLine(line: LineText): PricedLine {
  const discount = line.discountPercent === undefined ? null : number(line.discountPercent)
  return {
    quantity: number(line.quantity), unitPrice: number(line.unitPrice), vat: vatOf(line.vat),
    discount: discount === null || compareDecimals(discount, ZERO) === 0 ? null : discount,
  }
}

const vatOf = (vat: LineText['vat']): LineVat =>
  'rate' in vat ? { rate: number(vat.rate) } : { exempt: vat.reason, category: vat.category }

function number(text: string): Decimal {
  const value = parseDecimal(text)
  if (value === null) throw new TypeError(`${text} is no decimal`)
  return value
}

/** The largest amount of one invoice, and of one of its lines: far above any real one, far below what a `bigint` column holds. Minor units. */
const MOST_MINOR = 10n ** 15n

/** Totals of the lines, or what is wrong with them as a whole: nothing owed, more credit than goods, beyond all bounds. */
export function reckonedLines(lines: readonly LineText[], currency: Currency): { totals: Totals } | { wrong: readonly WrongField[] } {
  const totals = totalsOf(lines.map(pricedLine), currency)
  if (totals.gross.minor < 0n || totals.net.minor < 0n) return { wrong: [{ field: 'lines', code: 'too_small', limit: 0 }] }
  // Lines that take back what others sell may cancel out, while the sums of each VAT rate do not.
  const isTooMuch = totals.lines.some(({ full: { minor } }) => minor > MOST_MINOR || minor < -MOST_MINOR) || totals.gross.minor > MOST_MINOR
  if (isTooMuch) return { wrong: [{ field: 'lines', code: 'too_big', limit: Number(MOST_MINOR) }] }
  return { totals }
}

/** One row of the VAT table as kept and answered. */
export const TotalRowJson = Type.Object({
  category: Type.String(), rate: Type.String(), reasons: Type.Array(Type.String()),
  taxable: Type.String({ description: 'Decimal text in the currency of the document.' }), tax: Type.String(),
})
export type TotalRow = Static<typeof TotalRowJson>

export const totalRows = (totals: Totals): TotalRow[] => totals.vatRows.map((row) => ({
  category: row.category, rate: printDecimal(row.rate), reasons: [...row.reasons], taxable: decimal(row.taxable), tax: decimal(row.tax),
}))
