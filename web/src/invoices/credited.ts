import { currencyOf } from '../../../src/money/currency.ts'
import { compareDecimals, parseDecimal } from '../../../src/money/decimal.ts'
import { decimal, parseMoney } from '../../../src/money/money.ts'
import type { FieldProblem } from '../api/problem.ts'
import type { Invoice, LineFields, MoneyJson } from '../api/nouns.ts'
import { readAmount, readDecimal } from '../form/typed-number.ts'

/** What is taken back of one line of an invoice: so many of it, or an amount before VAT, which then goes before the quantity. */
export type CreditedLine = { readonly chosen: boolean; readonly quantity: string; readonly amount: string }

export const creditedAtFirst = ({ lines }: Pick<Invoice, 'lines'>): CreditedLine[] =>
  lines.map(({ quantity }) => ({ chosen: false, quantity, amount: '' }))

type Said = Pick<Invoice, 'lines' | 'currency'>

/** The chosen lines in the API's form. Those whose number cannot be read, or is nothing, are left out. */
export const creditLines = (invoice: Said, credited: readonly CreditedLine[]): LineFields[] =>
  invoice.lines.flatMap((line, at) => {
    const said = credited[at]
    const taken = said === undefined || !said.chosen ? null : takenOf(line, said, invoice.currency)
    return taken === null ? [] : [taken]
  })

function takenOf(line: Invoice['lines'][number], { quantity, amount }: CreditedLine, code: string): LineFields | null {
  const { description, unit, unitPrice, discountPercent, vat } = line
  if (amount.trim() !== '') {
    const currency = currencyOf(code)
    const net = currency === null ? null : readAmount(amount, currency)
    return net === null || !isWithin(net, line.net) ? null : { description, quantity: '1', unit: '', unitPrice: net, vat }
  }
  const many = readDecimal(quantity)
  if (many === null || !isWithin(many, line.quantity)) return null
  return { description, quantity: many, unit, unitPrice, ...(discountPercent === undefined ? {} : { discountPercent }), vat }
}

/** Whether it is some of `all` and no more; `all` is negative where goods were taken back on the invoice itself. */
function isWithin(part: string, all: string): boolean {
  const [some, most, none] = [parseDecimal(part), parseDecimal(all), parseDecimal('0')]
  if (some === null || most === null || none === null) return false
  const side = compareDecimals(most, none)
  return compareDecimals(some, none) === side && compareDecimals(some, most) !== side
}

type Words = {
  readonly none: string; readonly amount: string; readonly most: (text: string) => string
  readonly decimal: (text: string) => string; readonly money: (money: MoneyJson) => string
}

/** What is wrong with the chosen lines, to stand beside the fields. */
export function wrongCredits(invoice: Said, credited: readonly CreditedLine[], words: Words): FieldProblem[] {
  if (!credited.some((one) => one.chosen)) return [{ field: 'credit/0', code: 'missing', message: words.none }]
  return invoice.lines.flatMap((line, at): FieldProblem[] => {
    const said = credited[at]
    if (said === undefined || !said.chosen || takenOf(line, said, invoice.currency) !== null) return []
    if (said.amount.trim() === '') return [{ field: `credit/${at}/quantity`, code: 'too_big', message: words.most(words.decimal(line.quantity)) }]
    const isReadable = readDecimal(said.amount) !== null
    const most = words.most(words.money({ amount: line.net, currency: invoice.currency }))
    return [{ field: `credit/${at}/amount`, code: 'malformed', message: isReadable ? most : words.amount }]
  })
}

type Standing = Pick<Invoice, 'gross' | 'credited' | 'paid' | 'refunded' | 'overpaid' | 'currency'>

/**
 * Where the invoice stands after a credit note of `gross`: what is left of it, and what of the money received is to be
 * given back because of it. `left` is null where the note would be larger than what is left.
 */
export function standingAfter(invoice: Standing, gross: MoneyJson): { left: MoneyJson | null; back: MoneyJson | null } {
  const currency = currencyOf(invoice.currency)
  const minor = ({ amount }: MoneyJson): bigint => (currency === null ? 0n : parseMoney(amount, currency)?.minor ?? 0n)
  const json = (value: bigint): MoneyJson | null => (currency === null ? null : { amount: decimal({ minor: value, currency }), currency })
  const left = minor(invoice.gross) - minor(invoice.credited) - minor(gross)
  const back = minor(invoice.paid) - minor(invoice.refunded) - left - minor(invoice.overpaid)
  return { left: left < 0n ? null : json(left), back: left < 0n || back <= 0n ? null : json(back) }
}
