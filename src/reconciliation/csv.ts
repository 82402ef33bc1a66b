import { isBusinessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import { currencyOf, exponentOf } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import { findHeader, isEnough, isLine } from './csv-columns.ts'
import type { ColumnField, Columns } from './csv-columns.ts'
import { rowsOf, separatorOf } from '../platform/csv/csv-table.ts'
import type { TableRow } from '../platform/csv/csv-table.ts'
import { compact, present, splitRemittance, statementMoney, warning } from './statement.ts'
import type { ReadFile, ReadLine, ReadStatement, Warning } from './statement.ts'

/** A table, and how far it was understood by itself. */
export type ReadTable = {
  /** The headings, or the first row where none were found. */
  readonly headings: readonly string[]
  /** A few rows below, for a person who says which column holds what. */
  readonly sample: readonly (readonly string[])[]
  readonly columns: Columns | null
  readonly layout: string | null
  readonly file: ReadFile | null
}

const SAMPLE = 5

/** What stands for the header where it is not found: a row like any other that a person has not to count. */
const NO_HEADER = { row: 0, columns: null, layout: null } as const

/**
 * Reads a table. `columns` are what a person said; without them the headings must be known. `currency` is that of the
 * account, for tables that name none.
 */
export function readCsv(text: string, { columns: said, currency }: { columns: Columns | null; currency: Currency }): ReadTable {
  const rows = rowsOf(text, separatorOf(text))
  const header = findHeader(rows)
  const { row, columns: known, layout } = header ?? { ...NO_HEADER, row: widest(rows) }
  const columns = said !== null && isEnough(said) ? said : known
  const below = rows.slice(row + 1)
  const warnings: Warning[] = []
  return {
    headings: rows[row]?.cells ?? [], sample: below.slice(0, SAMPLE).map(({ cells }) => cells), columns, layout: said === null ? layout : null,
    file: columns === null ? null : { format: 'CSV', statements: statementsOf(below, columns, { currency, warnings }), warnings },
  }
}

/** The first of the rows with the most cells: titles above a header are shorter. */
function widest(rows: readonly TableRow[]): number {
  const most = rows.reduce((longest, { cells }) => Math.max(longest, cells.length), 0)
  return Math.max(0, rows.findIndex(({ cells }) => cells.length === most))
}

function statementsOf(rows: readonly TableRow[], columns: Columns, { currency, warnings }: { currency: Currency; warnings: Warning[] }): ReadStatement[] {
  const cellOf = ({ cells }: TableRow, field: ColumnField): string => {
    const column = columns[field]
    return column === undefined ? '' : cells[column] ?? ''
  }
  const mark = decimalMark(rows.flatMap((row) => (['amount', 'debit', 'credit'] as const).map((field) => cellOf(row, field))))
  const byAccount = new Map<string, ReadLine[]>()
  const monthFirst = isMonthFirst(rows.map((row) => cellOf(row, 'date')))
  for (const row of rows) {
    if (!isLine(cellOf(row, 'rowType'), cellOf(row, 'state'))) continue
    const line = lineOf(row, (field) => cellOf(row, field), { currency, mark, monthFirst })
    if (line === 'nothing') continue
    if (line === null) {
      warnings.push(warning('line_unreadable', row.place, row.cells.join(' · ')))
      continue
    }
    const key = `${compact(cellOf(row, 'account')) ?? ''} ${line.amount.currency}`
    const lines = byAccount.get(key)
    if (lines === undefined) byAccount.set(key, [line])
    else lines.push(line)
  }
  return [...byAccount].map(([key, lines]) => {
    const [account = '', code = ''] = key.split(' ')
    return { account: account === '' ? null : account, currency: currencyOf(code), opening: null, closing: null, lines }
  })
}

type Cells = (field: ColumnField) => string
type Habits = { readonly currency: Currency; readonly mark: ',' | '.'; readonly monthFirst: boolean }

/** Null: it cannot be read. `nothing`: an amount of zero moves nothing. */
function lineOf({ place }: TableRow, cell: Cells, { currency: own, mark, monthFirst }: Habits): ReadLine | 'nothing' | null {
  const bookedOn = dayOf(cell('date'), monthFirst)
  const currency = cell('currency') === '' ? own : currencyOf(cell('currency').toUpperCase())
  if (bookedOn === null || currency === null) return null
  const minor = signedMinor(cell, currency, mark)
  if (minor === null) return null
  if (minor === 0n) return 'nothing'
  const said = splitRemittance(cell('remittance'))
  return {
    place, bookedOn, valueOn: dayOf(cell('valueDate'), monthFirst), amount: { minor, currency }, partyName: present(cell('partyName')),
    partyAccount: compact(cell('partyAccount')), reference: compact(present(cell('reference'))) ?? said.reference, remittance: said.remittance,
    bankRef: present(cell('bankRef')), endToEnd: null, nature: cell('rowType') === '900' ? 'interest' : 'transfer', batch: null,
  }
}

/** `K` is credit in Lithuanian and Latvian, `C` in Estonian exports; `D` is debit everywhere. */
function signedMinor(cell: Cells, currency: Currency, mark: ',' | '.'): bigint | null {
  const minorOf = (text: string): bigint | null => {
    const plain = plainDecimal(text, mark, currency)
    return plain === null ? null : statementMoney(plain, currency)?.minor ?? null
  }
  if (cell('amount') !== '') {
    const minor = minorOf(cell('amount'))
    const direction = cell('direction').trim().slice(0, 1).toUpperCase()
    if (minor === null || direction === '') return minor
    const size = minor < 0n ? -minor : minor
    return direction === 'D' ? -size : 'KCК'.includes(direction) ? size : null
  }
  const [credit, debit] = [cell('credit'), cell('debit')].map((text) => (/^[-–—]?$/.test(text) ? 0n : minorOf(text)))
  if (credit === null || debit === null || credit === undefined || debit === undefined) return null
  const out = debit < 0n ? -debit : debit
  return credit - out
}

/** The last mark before one or two digits at the end decides, by the amounts of the whole file: `1,234` alone says nothing. */
function decimalMark(amounts: readonly string[]): ',' | '.' {
  const ends = (mark: string) => amounts.filter((text) => new RegExp(`\\${mark}[0-9]{1,2}\\D*$`).test(text)).length
  return ends(',') > ends('.') ? ',' : '.'
}

/** Digits with a point and a minus. Null for anything that is not plainly a number in this manner. */
function plainDecimal(text: string, mark: ',' | '.', currency: Currency): string | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f']/g, '').replaceAll(/[−–]/g, '-').replace(/^\((.*)\)$/, '-$1')
    .replace(/^\+/, '').replace(new RegExp(`${currency}$|^${currency}|[€₴₾]`, 'i'), '')
  const grouping = mark === ',' ? '.' : ','
  const [, sign, whole = '', fraction = ''] = new RegExp(`^(-?)([0-9]+|[0-9]{1,3}(?:\\${grouping}[0-9]{3})+)(?:\\${mark}([0-9]*))?$`).exec(bare) ?? []
  if (sign === undefined || fraction.replace(/0+$/, '').length > exponentOf(currency)) return null
  return `${sign}${whole.replaceAll(grouping, '')}${fraction === '' ? '' : `.${fraction}`}`
}

/** `2026-01-31`, `31.01.2026`, `31/01/2026`, `20260131`, each with or without a time behind it. */
function dayOf(text: string, monthFirst: boolean): BusinessDate | null {
  const [, y1, m1, d1] = /^([0-9]{4})[-./]?([0-9]{2})[-./]?([0-9]{2})(?:\D.*)?$/.exec(text.trim()) ?? []
  const [, one, two, y2] = /^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})(?:\D.*)?$/.exec(text.trim()) ?? []
  const [d2, m2] = monthFirst ? [two, one] : [one, two]
  const date = y1 === undefined ? `${y2}-${(m2 ?? '').padStart(2, '0')}-${(d2 ?? '').padStart(2, '0')}` : `${y1}-${m1}-${d1}`
  return isBusinessDate(date) ? date : null
}

/** No bank here writes the month first, but spreadsheets do: it shows where a "month" is beyond twelve. */
const isMonthFirst = (dates: readonly string[]): boolean => dates.some((text) => /^[0-9]{1,2}\/(1[3-9]|2[0-9]|3[01])\/[0-9]{4}/.test(text.trim()))
