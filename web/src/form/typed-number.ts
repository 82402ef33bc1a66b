import type { Language } from '../../../src/kernel/language.ts'
import type { Currency } from '../../../src/money/currency.ts'
import { parseDecimal, printDecimal } from '../../../src/money/decimal.ts'
import { decimal, parseMoney } from '../../../src/money/money.ts'

/** People write "1 234,50" or "1’234.50"; the API wants "1234.50". A lone comma is the decimal sign. */
function plain(text: string): string {
  const packed = text.trim().replaceAll(/[\s\u{a0}\u{202f}'’]/gu, '').replace('−', '-')
  return packed.includes('.') ? packed.replaceAll(',', '') : packed.replace(',', '.')
}

/** An amount as typed, in the API's form. Null if it is none, or finer than the currency allows. */
export function readAmount(text: string, currency: Currency): string | null {
  const money = parseMoney(plain(text), currency)
  return money && decimal(money)
}

/** A quantity, price or percentage as typed, in the API's form. Null if it is no number. */
export function readDecimal(text: string): string | null {
  const value = parseDecimal(plain(text))
  return value && printDecimal(value)
}

/** A number of the API as it stands in a field that one goes on typing in: with the language's decimal sign, and nothing grouped. */
export const typedNumber = (text: string, language: Language): string => (language === 'en' ? text : text.replace('.', ','))
