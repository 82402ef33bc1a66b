import { businessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'
import { csvFile } from '../platform/csv/csv-file.ts'
import { accountTexts } from '../platform/i18n/account-texts.ts'
import type { AccountStatement } from './account-statement.ts'

type Asked = {
  readonly statement: AccountStatement
  /** Both days belong to the period. */
  readonly from: BusinessDate; readonly to: BusinessDate
  readonly zone: string; readonly language: Language
}

/** A statement as a table: the opening balance, every movement with the balance after it, the closing balance. */
export function accountCsv({ statement, from, to, zone, language }: Asked): string {
  const t = accountTexts[language]
  const { currency } = statement.opening
  return csvFile([
    [t.column_date, t.movement, t.matchInvoice, t.column_partyName, t.column_remittance, t.column_amount, t.balance, t.accountCurrency],
    [from, t.opening, '', '', '', '', statement.opening, currency],
    ...statement.movements.map((one) => [
      businessDate(one.bookedAt, zone), t[`movement_${one.kind}`], { written: one.invoice?.number ?? '' }, { written: one.partyName ?? '' },
      { written: one.note ?? '' }, one.amount, one.balance, currency,
    ]),
    [to, t.closing, '', '', '', '', statement.closing, currency],
  ], language)
}
