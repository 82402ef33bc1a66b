import type { Language } from '../kernel/language.ts'
import { exponentOf } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import type { Decimal } from '../money/decimal.ts'
import type { DocumentTexts } from '../platform/i18n/en/document.ts'
import { formatDecimal } from '../platform/i18n/format.ts'
import type { PdfData } from '../platform/pdf/printer.ts'
import type { Party } from './invoice-document.ts'

/** A label and what stands beside or beneath it. */
export type Row = { readonly label: string; readonly value: string }

/** The rows that have something to say. */
export const rowsOf = (...rows: readonly [label: string, value: string | null][]): Row[] =>
  rows.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]))

export const partyView = (party: Party, texts: DocumentTexts): PdfData => ({
  name: party.name, address: party.address, contacts: party.contacts,
  codes: rowsOf([texts.companyCode, party.companyCode], [texts.vatCode, party.vatCode]),
})

/** A price with at least the decimals of its currency: 33.3 is printed 33.30, 0.0125 as it is. */
export function formatPrice(language: Language, price: Decimal, currency: Currency): string {
  const missing = Math.max(0, exponentOf(currency) - price.scale)
  return formatDecimal(language, { digits: price.digits * 10n ** BigInt(missing), scale: price.scale + missing })
}

/** The PDF's own date. `day` is YYYY-MM-DD. */
export function dateView(day: string): PdfData {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) throw new RangeError(`No date: ${day}`)
  return { year, month, day: date }
}
