import type { Language } from '../kernel/language.ts'
import { decimal } from '../money/money.ts'
import { CSV_FIELDS, habitsOf, HEADINGS } from './csv-columns.ts'
import type { CsvField } from './csv-columns.ts'
import type { ProductFields } from './product.ts'

/** UTF-8 begins with it, or spreadsheets read Cyrillic wrongly. */
const BYTE_ORDER_MARK = '\ufeff'

/** The products as a table that `readProductTable` reads back as they are. Lines end with CR LF. */
export function writeProductTable(products: readonly ProductFields[], language: Language): string {
  const { separator, point } = habitsOf(language)
  const line = (cells: readonly string[]): string => `${cells.map((text) => cell(text, separator)).join(separator)}\r\n`
  const head = line(CSV_FIELDS.map((field) => HEADINGS[language][field]))
  return BYTE_ORDER_MARK + head + products.map((product) => line(CSV_FIELDS.map((field) => csvText(product, field, point)))).join('')
}

/** One cell, as the table has it but for what a spreadsheet must not take for a formula. */
export function csvText({ unit, price, ...product }: ProductFields, field: CsvField, point: string): string {
  switch (field) {
    case 'barcodes': return product.barcodes.join(' ')
    case 'unitCode': return unit.code === null ? '' : String(unit.code).padStart(4, '0')
    case 'unit': return unit.name
    case 'weighed': return product.isWeighed ? '1' : '0'
    case 'price': return decimal(price).replace('.', point)
    case 'currency': return price.currency
    case 'uktzed': case 'dkpp': return product[field] ?? ''
    default: return product[field]
  }
}

/** What a spreadsheet would take for a formula stands behind an apostrophe, which the reader takes away. */
function cell(text: string, separator: string): string {
  const safe = /^'*[=+\-@]/.test(text) ? `'${text}` : text
  return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
