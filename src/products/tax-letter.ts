import type { BusinessDate } from '../kernel/business-date.ts'
import { compareDecimals, parseDecimal } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import type { WrongField } from '../platform/http/problem.ts'

/** What a letter means from a day on. A letter whose rate changes has a second one from that day. */
export type TaxLetter = {
  /** One Ukrainian capital: no Latin one that looks the same. */
  readonly letter: string
  /** 0 VAT, 1 excise, 2 pension fund, as fiscal documents number them. */
  readonly type: number
  /** As it is printed: 'ПДВ'. */
  readonly name: string
  /** Of 0 to 100, at most two decimals; taxes are included in prices. */
  readonly percent: Decimal
  readonly inForceFrom: BusinessDate
  /** What says so: a law, a decision. '' where nobody wrote it down. */
  readonly source: string
}

const UKRAINIAN = /^[АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ]$/
const MOST_LETTERS_OF_PRODUCT = 15
const HUNDRED: Decimal = { digits: 100n, scale: 0 }
const NOTHING: Decimal = { digits: 0n, scale: 0 }

/** What is wrong with one letter itself; null if nothing is. */
function letterWrong(field: string, letter: string): WrongField | null {
  if (UKRAINIAN.test(letter)) return null
  return /^[A-Z]$/i.test(letter) ? { field, code: 'latin_letter', value: letter } : { field, code: 'not_a_tax_letter', value: letter }
}

/** What is wrong with the letters of a product, each being one character of `text`. The first fault counts. */
export function lettersWrong(field: string, text: string, table: readonly TaxLetter[]): WrongField[] {
  const letters = [...text]
  if (letters.length > MOST_LETTERS_OF_PRODUCT) return [{ field, code: 'too_long', limit: MOST_LETTERS_OF_PRODUCT }]
  const types = new Set<number>()
  for (const [at, letter] of letters.entries()) {
    const known = table.filter((one) => one.letter === letter)
    const wrong = letterWrong(field, letter)
    if (wrong !== null) return [wrong]
    if (known.length === 0) return [{ field, code: 'unknown_tax_letter', value: letter }]
    if (letters.indexOf(letter) < at || known.some(({ type }) => types.has(type))) return [{ field, code: 'tax_type_twice', value: letter }]
    for (const { type } of known) types.add(type)
  }
  return []
}

/** What is wrong with a whole table, as far as its schema does not say it. */
export function tableWrong(table: readonly TaxLetter[]): WrongField[] {
  return table.flatMap((one, at) => {
    const field = `items/${at}`
    const wrong = letterWrong(`${field}/letter`, one.letter)
    const isRepeated = table.findIndex(({ letter, inForceFrom }) => letter === one.letter && inForceFrom === one.inForceFrom) < at
    const isOfTwoTypes = table.some(({ letter, type }) => letter === one.letter && type !== one.type)
    return [
      ...wrong === null ? [] : [wrong],
      ...isRepeated ? [{ field: `${field}/inForceFrom`, code: 'letter_repeated' as const, value: one.letter }] : [],
      ...isOfTwoTypes ? [{ field: `${field}/type`, code: 'letter_of_two_types' as const, value: one.letter }] : [],
    ]
  })
}

/** "7.5" is a percentage of at most two decimals between 0 and 100. Null for anything else. */
export function parsePercent(text: string): Decimal | null {
  const percent = parseDecimal(text)
  const isWithin = percent !== null && percent.scale <= 2 && compareDecimals(percent, NOTHING) >= 0 && compareDecimals(percent, HUNDRED) <= 0
  return isWithin ? percent : null
}

/** What the letters mean on this day. A letter that begins later is not among them. */
export function lettersInForce(table: readonly TaxLetter[], day: BusinessDate): TaxLetter[] {
  const byLetter = new Map<string, TaxLetter>()
  for (const one of table) {
    const other = byLetter.get(one.letter)
    if (one.inForceFrom <= day && (other === undefined || other.inForceFrom < one.inForceFrom)) byLetter.set(one.letter, one)
  }
  return [...byLetter.values()].toSorted((a, b) => (a.letter < b.letter ? -1 : 1))
}
