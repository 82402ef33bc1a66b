import { compare } from '../money/money.ts'
import type { Sale, Undrawable } from './contract.ts'

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
