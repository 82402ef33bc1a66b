import type { TableRow } from '../platform/csv/csv-table.ts'

/** What a column of a statement may hold. `debit` and `credit` are two columns of amounts without a sign. */
export const COLUMN_FIELDS = [
  'date', 'valueDate', 'amount', 'debit', 'credit', 'direction', 'currency', 'partyName', 'partyAccount', 'reference', 'remittance', 'bankRef', 'account', 'rowType', 'state',
] as const

export type ColumnField = (typeof COLUMN_FIELDS)[number]

/** Which column holds what: its number from 0. Date and either amount or debit and credit are needed. */
export type Columns = Readonly<Partial<Record<ColumnField, number>>>

/**
 * Headings as banks write them, without case, stops and the difference of look-alike letters. What stands first in a
 * list is preferred where a table has several. Swedbank, LHV, SEB, PrivatBank, TBC: layouts of their exports as read by
 * public importers; Luminor and Revolut: unconfirmed, from exports seen in the field.
 */
const HEADINGS: Readonly<Record<ColumnField, readonly string[]>> = {
  date: [
    'data', 'datums', 'kuupäev', 'дата операції', 'дата операции', 'date completed (utc)', 'completed date', 'date', 'booking date', 'buchungstag',
    'თარიღი', 'дата i час операції',
  ],
  valueDate: ['value date', 'valuutapäev', 'lėšų įskaitymo data', 'valutavimo data'],
  amount: [
    'suma sąskaitos valiuta', 'suma', 'summa', 'amount', 'сума', 'сумма', 'сума в валюті картки (uah)', 'თანხა',
  ],
  debit: ['paid out', 'debetas', 'debets', 'deebet', 'дебет', 'გასული თანხა', 'debit'],
  credit: ['paid in', 'kreditas', 'kredīts', 'kreedit', 'кредит', 'შემოსული თანხა', 'credit'],
  direction: ['d/k', 'debetas/kreditas', 'debets/kredīts', 'deebet/kreedit', 'deebet/kreedit (d/c)', 'c/d', 'd/c', 'debit/credit'],
  currency: ['sąskaitos valiuta', 'valiuta', 'valūta', 'valuuta', 'валюта', 'payment currency', 'currency', 'ვალუტა'],
  partyName: [
    'gavėjas', 'saņēmējs/maksātājs', 'saaja/maksja nimi', 'saaja/maksja', 'mokėtojo arba gavėjo pavadinimas', 'mokėtojas/gavėjas',
    'kitos pusės pavadinimas', 'payer', "partner's name", 'кореспондент', 'корреспондент', 'beneficiary/payer', 'counterparty',
  ],
  partyAccount: [
    'saaja/maksja konto', 'sąskaita', 'kitos pusės sąskaitos numeris', 'mokėtojo/gavėjo sąskaita', 'saņēmēja/maksātāja konts', "partner's account",
    'рахунок кореспондента', 'counterparty account',
  ],
  reference: ['įmokos kodas', 'viitenumber', 'refernces numurs', 'references numurs', 'reference number', 'nuoroda'],
  remittance: [
    'paaiškinimai', 'paaiškinimas', 'mokėjimo paskirtis', 'informācija saņēmējam', 'maksājuma mērķis', 'selgitus', 'призначення платежу', 'назначение платежа',
    'reference', 'details', 'description', 'დანიშნულება', 'деталі операції',
  ],
  bankRef: ['įrašo nr', 'arhīva kods', 'arhiveerimistunnus', 'transakcijos kodas', 'operacijos nr', 'transaction id', 'id', 'kande viide', 'номер документу'],
  account: ['sąskaitos nr', 'klienta konts', 'kliendi konto', 'рахунок', 'account number'],
  rowType: ['ieraksta tips', 'reatüüp', 'operacijos/balanso tipas'],
  state: ['state'],
}

/** Banks whose tables are known, by headings that only theirs have. */
const LAYOUTS: readonly { readonly name: string; readonly headings: readonly string[] }[] = [
  { name: 'Swedbank', headings: ['įrašo nr', 'paaiškinimai'] },
  { name: 'Swedbank', headings: ['klienta konts', 'arhīva kods'] },
  { name: 'LHV', headings: ['saaja/maksja nimi', 'arhiveerimistunnus'] },
  { name: 'Swedbank', headings: ['kliendi konto', 'arhiveerimistunnus'] },
  { name: 'SEB', headings: ['mokėtojo arba gavėjo pavadinimas', 'transakcijos kodas'] },
  { name: 'Luminor', headings: ['kitos pusės pavadinimas', 'mokėjimo paskirtis'] },
  { name: 'Revolut', headings: ['date completed (utc)', 'id'] },
  { name: 'Revolut', headings: ['completed date', 'product'] },
  { name: 'PrivatBank', headings: ['рахунок кореспондента', 'призначення платежу'] },
  { name: 'TBC', headings: ['paid out', 'paid in'] },
]

/** Exports mix the Cyrillic and the Latin i within one word, so both are read as one. */
const headingOf = (cell: string): string =>
  cell.replaceAll('\ufeff', '').replaceAll(/[іІ]/g, 'i').replaceAll(/[\s\u00a0]+/g, ' ').replaceAll(/[.:*]+$/g, '').replaceAll('’', '\'').trim().toLowerCase()

const KNOWN: Readonly<Record<ColumnField, readonly string[]>> = {
  ...HEADINGS,
  date: HEADINGS.date.map(headingOf), amount: HEADINGS.amount.map(headingOf), partyName: HEADINGS.partyName.map(headingOf),
  remittance: HEADINGS.remittance.map(headingOf), partyAccount: HEADINGS.partyAccount.map(headingOf), bankRef: HEADINGS.bankRef.map(headingOf),
  account: HEADINGS.account.map(headingOf), currency: HEADINGS.currency.map(headingOf),
}

/** How far down a header may stand: titles and summaries come before it. */
const DEEPEST_HEADER = 20

type Header = { readonly row: number; readonly headings: readonly string[]; readonly columns: Columns; readonly layout: string | null }

/** Finds the row of headings, if this table has one whose columns are known well enough. Null: a person must say. */
export function findHeader(rows: readonly TableRow[]): Header | null {
  for (const [row, { cells }] of rows.slice(0, DEEPEST_HEADER).entries()) {
    const headings = cells.map(headingOf)
    const columns = columnsOf(headings, rows.slice(row + 1))
    if (isEnough(columns)) return { row, headings, columns, layout: LAYOUTS.find((one) => one.headings.every((heading) => headings.includes(heading)))?.name ?? null }
  }
  return null
}

/** Whether a statement can be read by these columns. */
export const isEnough = (columns: Columns): boolean =>
  columns.date !== undefined && (columns.amount !== undefined || (columns.debit !== undefined && columns.credit !== undefined))

function columnsOf(headings: readonly string[], below: readonly TableRow[]): Columns {
  const found: Partial<Record<ColumnField, number>> = {}
  for (const field of COLUMN_FIELDS) {
    const at = KNOWN[field].map((heading) => headings.indexOf(heading)).find((index) => index >= 0)
    if (at !== undefined) found[field] = at
  }
  // Swedbank Lithuania leaves the column of row types without a heading.
  const unnamed = headings.findIndex((heading, index) => heading === '' && below.length > 0 && below.every(({ cells }) => ROW_TYPES.has(cells[index] ?? '')))
  if (found.rowType === undefined && unnamed >= 0) found.rowType = unnamed
  return found
}

/** Swedbank: opening balance, transaction, turnover, closing balance, interest. */
const ROW_TYPES = new Set(['10', '20', '82', '86', '900'])

/** Rows of balances and turnovers, and payments that never took place: no lines. */
export function isLine(rowType: string, state: string): boolean {
  if (ROW_TYPES.has(rowType) && rowType !== '20' && rowType !== '900') return false
  return state === '' || /^completed$/i.test(state)
}
