import { businessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { accountTexts } from '../platform/i18n/account-texts.ts'
import type { AccountStatement } from './account-statement.ts'

type Asked = {
  readonly statement: AccountStatement
  /** Both days belong to the period. */
  readonly from: BusinessDate; readonly to: BusinessDate
  readonly zone: string; readonly language: Language
}

/**
 * A statement as a table that spreadsheets open: the opening balance, every movement with the balance after it, the
 * closing balance. Separators are those that a spreadsheet in the reader's language expects: `;` and a decimal comma,
 * in English `,` and a point. UTF-8 with a byte order mark, lines end in CR LF (RFC 4180).
 */
export function accountCsv({ statement, from, to, zone, language }: Asked): string {
  const t = accountTexts[language]
  const { currency } = statement.opening
  const [separator, mark] = language === 'en' ? [',', '.'] as const : [';', ','] as const
  const amount = (money: Money): string => decimal(money).replace('.', mark)
  const rows = [
    [t.column_date, t.movement, t.matchInvoice, t.column_partyName, t.column_remittance, t.column_amount, t.balance, t.accountCurrency],
    [from, t.opening, '', '', '', '', amount(statement.opening), currency],
    ...statement.movements.map((one) => [
      businessDate(one.bookedAt, zone), t[`movement_${one.kind}`], safe(one.invoice?.number ?? ''), safe(one.partyName ?? ''), safe(one.note ?? ''),
      amount(one.amount), amount(one.balance), currency,
    ]),
    [to, t.closing, '', '', '', '', amount(statement.closing), currency],
  ]
  return `\ufeff${rows.map((row) => `${row.map((cell) => quoted(cell, separator)).join(separator)}\r\n`).join('')}`
}

/** What a payer wrote is never a formula. Source: OWASP, CSV Injection. */
const safe = (text: string): string => (/^[=+\-@\t\r\n\0]/.test(text) ? `'${text}` : text)

const quoted = (cell: string, separator: string): string =>
  (cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
