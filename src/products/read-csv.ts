import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Language } from '../kernel/language.ts'
import { exponentOf } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import { parseMoney } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { unguarded } from '../platform/csv/csv-file.ts'
import { rowsOf } from '../platform/csv/csv-table.ts'
import type { TableRow } from '../platform/csv/csv-table.ts'
import type { WrongField } from '../platform/http/problem.ts'
import { CSV_FIELDS, fieldsOf } from './csv-columns.ts'
import type { CsvField } from './csv-columns.ts'
import type { ProductFields, Unit } from './product.ts'
import { unitNamed } from './units.ts'
import type { KnownUnit } from './units.ts'

/** What a line says of a product. A field whose column is not there, or whose cell could not be read, is missing. */
export type ReadLine = {
  /** The line of the file on which it begins, from 1. */
  readonly line: number
  readonly code: string
  readonly said: { readonly [Field in Exclude<keyof ProductFields, 'code'>]?: ProductFields[Field] }
  /** Fields are named as the columns are. */
  readonly wrong: readonly (WrongField & { readonly field: CsvField })[]
  /** The cells as they stand. */
  readonly cells: ReadonlyMap<CsvField, string>
}

export type ProductTable = {
  readonly headings: readonly { readonly text: string; readonly field: CsvField | null }[]
  readonly lines: readonly ReadLine[]
}

export type TableError = { readonly code: 'table_unreadable' | 'table_without_code' }

type TableHabits = { readonly currency: Currency; readonly language: Language; readonly units: readonly KnownUnit[] }

const SEPARATORS = [';', ',', '\t', '|'] as const
const HEADER_WITHIN = 10

type Header = { readonly separator: string; readonly place: number; readonly known: number; readonly cells: readonly string[]; readonly fields: readonly (CsvField | null)[] }

/** Reads a table whose header stands in its first ten lines, whatever parts its cells. */
export function readProductTable(text: string, habits: TableHabits): Result<ProductTable, TableError> {
  const found = SEPARATORS.flatMap((separator) => headersOf(text, separator)).reduce<Header | null>((best, one) => (one.known > (best?.known ?? 0) ? one : best), null)
  if (found === null) return err({ code: text.trim() === '' ? 'table_unreadable' : 'table_without_code' })
  if (!found.fields.includes('code')) return err({ code: 'table_without_code' })
  const rows = rowsOf(text, found.separator).filter(({ place }) => place > found.place)
  return ok({
    headings: found.cells.map((heading, at) => ({ text: heading, field: found.fields[at] ?? null })),
    lines: rows.map((row) => lineOf(row, found.fields, habits)),
  })
}

const headersOf = (text: string, separator: string): Header[] =>
  rowsOf(text, separator, HEADER_WITHIN).map(({ place, cells }) => {
    const fields = fieldsOf(cells)
    return { separator, place, cells, fields, known: fields.filter((field) => field !== null).length }
  })

type Noted = WrongField & { readonly field: CsvField }
/** Null: the table has no such column. */
type Cells = (field: CsvField) => string | null

function lineOf(row: TableRow, fields: readonly (CsvField | null)[], habits: TableHabits): ReadLine {
  const texts = new Map(CSV_FIELDS.filter((field) => fields.includes(field)).map((field) => [field, unguarded(row.cells[fields.indexOf(field)] ?? '')]))
  const cell: Cells = (field) => texts.get(field) ?? null
  const wrong: Noted[] = []
  const note = (field: CsvField, code: Noted['code'], value?: string): void => {
    wrong.push(value === undefined ? { field, code } : { field, code, value })
  }
  const code = cell('code') ?? ''
  if (code === '') note('code', 'missing')
  const barcodes = cell('barcodes')?.split(/[\s,;|]+/).filter((one) => one !== '')
  for (const barcode of barcodes ?? []) if (/^[0-9.]+E\+?[0-9]+$/i.test(barcode)) note('barcodes', 'rounded_number', barcode)
  const [name, taxLetters] = [cell('name'), cell('taxLetters')]
  const [unit, isWeighed, price] = [unitIn(cell, habits, note), weighedIn(cell('weighed'), note), priceIn(cell, habits.currency, note)]
  return {
    line: row.place, code, wrong, cells: texts,
    said: {
      ...barcodes === undefined ? {} : { barcodes }, ...name === null ? {} : { name }, ...unit === null ? {} : { unit },
      ...isWeighed === null ? {} : { isWeighed }, ...price === null ? {} : { price }, ...taxLetters === null ? {} : { taxLetters },
      ...codeIn(cell, 'uktzed'), ...codeIn(cell, 'dkpp'),
    },
  }
}

function codeIn(cell: Cells, field: 'uktzed' | 'dkpp'): { readonly [Field in 'uktzed' | 'dkpp']?: string | null } {
  const text = cell(field)
  return text === null ? {} : { [field]: text === '' ? null : text }
}

type Note = (field: CsvField, code: Noted['code'], value?: string) => void

/** A unit that is known has its code without a column for it. Null: the line says nothing of the unit, or says it wrongly. */
function unitIn(cell: Cells, { units, language }: TableHabits, note: Note): Unit | null {
  const [code, name] = [cell('unitCode'), cell('unit')]
  if ((code ?? '') === '' && (name ?? '') === '') return null
  if (code !== null && code !== '' && !/^[0-9]{1,5}$/.test(code)) {
    note('unitCode', 'malformed')
    return null
  }
  const known = unitNamed(units, code === null || code === '' ? name ?? '' : code)
  if (name === null || name === '') {
    if (known === null) note('unitCode', 'not_a_choice')
    return known === null ? null : { code: known.code, name: known.name[language] }
  }
  return { code: code === null ? known?.code ?? null : code === '' ? null : Number(code), name }
}

const YES = new Set(['1', 'так', 'да', 'taip', 'jā', 'jah', 'კი', 'yes', 'y', 'true', '+', 'x', 'т'])
const NO = new Set(['', '0', 'ні', 'нет', 'ne', 'nē', 'ei', 'არა', 'no', 'n', 'false', '-', 'н'])

function weighedIn(text: string | null, note: Note): boolean | null {
  if (text === null) return null
  const word = text.toLowerCase()
  if (YES.has(word)) return true
  if (!NO.has(word)) note('weighed', 'not_a_choice')
  return NO.has(word) ? false : null
}

function priceIn(cell: Cells, currency: Currency, note: Note): Money | null {
  const [text, said] = [cell('price'), cell('currency')]
  if (said !== null && said !== '' && said.toUpperCase() !== currency) note('currency', 'not_a_choice')
  if (text === null || text === '') return null
  const price = parsePrice(text, currency)
  if (price === null) note('price', 'not_a_price', text)
  return price
}

/**
 * "1 234,50", "1,234.50", "89.5 грн". A single mark before three digits could part thousands or decimals: null, as for
 * everything that is not plainly an amount of the currency.
 */
export function parsePrice(text: string, currency: Currency): Money | null {
  const digits = text.replaceAll(/[\s'’]/g, '').replace(/(грн\.?|₴|€|₾|[a-z]{3})$/i, '').replace(/^(₴|€|₾)/, '')
  const point = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'))
  const mark = digits.charAt(point)
  const isGrouped = point >= 0 && digits.indexOf(mark) < point
  const [whole, fraction] = point < 0 || isGrouped ? [digits, ''] : [digits.slice(0, point), digits.slice(point + 1)]
  const grouping = mark === ',' ? '.' : ','
  const pattern = isGrouped ? new RegExp(`^[0-9]{1,3}(\\${mark}[0-9]{3})+$`) : new RegExp(`^([0-9]+|[0-9]{1,3}(\\${grouping}[0-9]{3})+)$`)
  if (!pattern.test(whole) || !/^[0-9]*$/.test(fraction) || (point >= 0 && !isGrouped && fraction === '')) return null
  const parsed = fraction.length > exponentOf(currency) ? null : parseMoney(`${whole.replaceAll(/[,.]/g, '')}${fraction === '' ? '' : `.${fraction}`}`, currency)
  return parsed
}
