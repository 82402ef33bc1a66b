import type { Language } from '../../kernel/language.ts'
import { decimal } from '../../money/money.ts'
import type { Money } from '../../money/money.ts'

/** A cell of a file that is saved: an amount, our own words, or what somebody else wrote. */
export type CsvCell = string | Money | { readonly written: string }

/**
 * A table that spreadsheets open. Separators are those that a spreadsheet in the reader's language expects: `;` and a
 * decimal comma, in English `,` and a point. UTF-8 with a byte order mark, lines end in CR LF (RFC 4180).
 */
export function csvFile(rows: readonly (readonly CsvCell[])[], language: Language): string {
  const [separator, mark] = language === 'en' ? [',', '.'] as const : [';', ','] as const
  return `\ufeff${rows.map((row) => `${row.map((cell) => quoted(textOf(cell, mark), separator)).join(separator)}\r\n`).join('')}`
}

function textOf(cell: CsvCell, mark: string): string {
  if (typeof cell === 'string') return cell
  return 'written' in cell ? safe(cell.written) : decimal(cell).replace('.', mark)
}

/** What somebody wrote is never a formula. Source: OWASP, CSV Injection. */
const safe = (text: string): string => (/^[=+\-@\t\r\n\0]/.test(text) ? `'${text}` : text)

const quoted = (cell: string, separator: string): string =>
  (cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
