import type { Language } from '../kernel/language.ts'
import type { Money } from '../money/money.ts'
import { csvMoment } from '../platform/csv/csv-file.ts'
import type { CsvCell, CsvRow } from '../platform/csv/csv-file.ts'
import { moneyOf } from '../platform/http/json.ts'
import { formatMoney, say } from '../platform/i18n/format.ts'
import { shiftTexts } from '../platform/i18n/shift-texts.ts'
import type { Report, ReportedShift } from './shift-report.ts'

type Place = { readonly language: Language; readonly timeZone: string }

/** The names of the columns. */
export function shiftHead(language: Language): CsvRow {
  const t = shiftTexts[language]
  return [
    t.shiftColRegister, t.shiftColNumber, t.shiftColState, t.shiftColOpened, t.shiftOpenedBy, t.shiftColClosed, t.shiftClosedBy, t.shiftSalesCount,
    t.shiftColSales, t.shiftReturnsCount, t.shiftColReturns, t.shiftServiceIn, t.shiftServiceOut, t.shiftDrawerOpened, t.shiftDrawerExpected,
    t.shiftDrawerJournal, t.shiftCurrency, t.shiftColDiffers,
  ]
}

/** A shift as a row; what does not agree is said in words in the last column. */
export function shiftRow({ shift, register, report }: ReportedShift, { language, timeZone }: Place): CsvCell[] {
  const t = shiftTexts[language]
  return [
    { written: register.name }, String(shift.number), t[`shift_${shift.state}`], csvMoment(shift.openedAt, timeZone), { written: shift.openedBy?.name ?? t.shiftByItself },
    csvMoment(shift.closedAt, timeZone), { written: shift.closingAt === null ? '' : shift.closedBy?.name ?? t.shiftByItself }, String(report.salesCount), amount(report.sales),
    String(report.returnsCount), amount(report.returns), amount(report.serviceIn), amount(report.serviceOut), amount(report.drawer.opened),
    amount(report.drawer.expected), amount(report.drawer.journal), register.currency, report.differences.map((one) => differenceText(one, language)).join(' '),
  ]
}

const amount = (money: Report['sales']): Money => moneyOf(money, 'amount')

/** A difference in a sentence. */
export const differenceText = ({ what, ours, theirs }: Report['differences'][number], language: Language): string =>
  say(language, shiftTexts[language][`shiftDiffers_${what}`], { ours: formatMoney(language, amount(ours)), theirs: formatMoney(language, amount(theirs)) })
