import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Currency } from '../money/currency.ts'
import { decodedAs, encodingOfCountry } from '../platform/csv/decode-text.ts'
import { readCamt } from './camt.ts'
import { readCsv } from './csv.ts'
import type { ReadTable } from './csv.ts'
import type { Columns } from './csv-columns.ts'
import { readMt940 } from './mt940.ts'
import type { ReadFile } from './statement.ts'

/** Larger than a year of a busy shop; what is larger comes in parts. */
export const MOST_BYTES = 16 * 1024 * 1024

/** What a file holds. `table` is there for CSV only, and says how it was understood. */
export type Understood = { readonly file: ReadFile; readonly table: ReadTable | null }

export type ReadError =
  | { readonly code: 'statement_unreadable' }
  | { readonly code: 'statement_columns_unknown'; readonly table: ReadTable }

type Habits = {
  /** How a person said the table is to be read; null: by its headings. */
  readonly columns: Columns | null
  /** Of the account, for files that name none. */
  readonly currency: Currency
  /** Of the store, ISO 3166-1: which encoding a file has that is not UTF-8. */
  readonly country: string
}

/** Tells by the content what sort of file it is, and reads it. The name of a file says nothing. */
export function readStatement(bytes: Uint8Array, habits: Habits): Result<Understood, ReadError> {
  const text = decodeStatement(bytes, habits.country)
  if (text === null || text.trim() === '') return err({ code: 'statement_unreadable' })
  if (/^\s*</.test(text)) return asFile(readCamt(text))
  if (/^(\{1:|\s*:20:)/m.test(text) && /^:6[012][FM]?:/m.test(text)) return asFile(readMt940(text))
  const table = readCsv(text, habits)
  if (table.file === null) return table.headings.length > 2 ? err({ code: 'statement_columns_unknown', table }) : err({ code: 'statement_unreadable' })
  return table.file.statements.length === 0 && table.file.warnings.length === 0 && table.sample.length > 0
    ? err({ code: 'statement_columns_unknown', table }) : ok({ file: table.file, table })
}

const asFile = (read: Result<ReadFile, unknown>): Result<Understood, ReadError> =>
  read.ok ? ok({ file: read.value, table: null }) : err({ code: 'statement_unreadable' })

const DECLARED = new Set(['utf-8', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1257', 'iso-8859-13', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15'])

/** Null: not in any encoding that can be told. An XML file's own word counts where it is not UTF-8. */
function decodeStatement(bytes: Uint8Array, country: string): string | null {
  if (bytes.length === 0 || bytes.length > MOST_BYTES || bytes.includes(0)) return null
  const utf8 = decodedAs(bytes, 'utf-8')
  if (utf8 !== null) return utf8
  const beginning = new TextDecoder('windows-1252').decode(bytes.subarray(0, 200))
  const [, declared = ''] = /^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9-]+)["']/.exec(beginning) ?? []
  if (declared !== '') return DECLARED.has(declared.toLowerCase()) ? decodedAs(bytes, declared.toLowerCase()) : null
  return decodedAs(bytes, encodingOfCountry(country))
}
