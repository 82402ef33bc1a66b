import type { Language } from '../kernel/language.ts'
import { decimal } from '../money/money.ts'
import { csvFile } from '../platform/csv/csv-file.ts'
import { CSV_FIELDS, HEADINGS } from './csv-columns.ts'
import type { CsvField } from './csv-columns.ts'
import type { ProductFields } from './product.ts'

/** The products as a table that `readProductTable` reads back as they are. */
export const writeProductTable = (products: readonly ProductFields[], language: Language): string => csvFile([
  CSV_FIELDS.map((field) => HEADINGS[language][field]),
  ...products.map((product) => CSV_FIELDS.map((field) => (field === 'price' ? product.price : { written: csvText(product, field) }))),
], language)

/** What a column says of a product; a price with a decimal point. */
export function csvText({ unit, price, ...product }: ProductFields, field: CsvField): string {
  switch (field) {
    case 'barcodes': return product.barcodes.join(' ')
    case 'unitCode': return unit.code === null ? '' : String(unit.code).padStart(4, '0')
    case 'unit': return unit.name
    case 'weighed': return product.isWeighed ? '1' : '0'
    case 'price': return decimal(price)
    case 'currency': return price.currency
    case 'uktzed': case 'dkpp': return product[field] ?? ''
    default: return product[field]
  }
}
