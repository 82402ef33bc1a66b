import type { Language } from '../../kernel/language.ts'
import { decimal } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'

/** A cell of a file that is saved: an amount, our own words, or what somebody else wrote. */
export type CsvCell = string | Money | { readonly written: string }
export type CsvRow = readonly CsvCell[]

/**
 * A table that spreadsheets open. Separators are those that a spreadsheet in the reader's language expects: `;` and a
 * decimal comma, in English `,` and a point. UTF-8 with a byte order mark, lines end in CR LF (RFC 4180).
 */
export const csvFile = (rows: readonly CsvRow[], language: Language): string => `${BYTE_ORDER_MARK}${linesOf(rows, language)}`

/** The same in pieces, each as soon as its rows are read: for what is too long to be held at once. */
export async function* csvPieces(head: CsvRow, pages: AsyncIterable<readonly CsvRow[]>, language: Language): AsyncGenerator<string> {
  yield csvFile([head], language)
  for await (const rows of pages) yield linesOf(rows, language)
}

/** A moment as every spreadsheet sorts and reckons with it: `2026-11-22 21:05:09` by the clock of `timeZone`; empty for none. */
export const csvMoment = (at: Date | null, timeZone: string): string => (at === null ? '' : Temporal.Instant.fromEpochMilliseconds(at.getTime())
  .toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' '))

const BYTE_ORDER_MARK = '\ufeff'

function linesOf(rows: readonly CsvRow[], language: Language): string {
  const [separator, mark] = language === 'en' ? [',', '.'] as const : [';', ','] as const
  return rows.map((row) => `${row.map((cell) => quoted(textOf(cell, mark), separator)).join(separator)}\r\n`).join('')
}

function textOf(cell: CsvCell, mark: string): string {
  if (typeof cell === 'string') return cell
  return 'written' in cell ? guarded(cell.written) : decimal(cell).replace('.', mark)
}

/** What a spreadsheet would calculate, and the same behind apostrophes, so that each guard can be told from what was written. Source: OWASP, CSV Injection. */
const FORMULA = /^'*[=+\-@\t\r\n\0]/

const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** A cell as it was written, read back from a file of ours. */
export const unguarded = (text: string): string => (text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text)

const quoted = (cell: string, separator: string): string =>
  (cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
