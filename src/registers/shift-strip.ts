import type { Seller } from '../invoices/invoice.ts'
import { businessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'
import { parseDecimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'
import { moneyOf } from '../platform/http/json.ts'
import type { CabinetShiftsTexts } from '../platform/i18n/en/cabinet-shifts.ts'
import { formatMoment, formatMoney, formatPercent, say } from '../platform/i18n/format.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import { shiftTexts } from '../platform/i18n/shift-texts.ts'
import { centre, pair, plain, RULE } from '../platform/pdf/strip.ts'
import type { Strip, StripRow } from '../platform/pdf/strip.ts'
import { sellerRows } from './seller-rows.ts'
import { differenceText } from './shift-csv.ts'
import type { Report, ReportedShift } from './shift-report.ts'

/** A report with what is printed beside its sums. */
type PrintedShift = ReportedShift & {
  readonly seller: Seller
  /** The fiscal service's number of the Z-report; null where it gave none. */
  readonly zNumber: string | null
  /** When the sums were read: until the shift is closed they may still change. */
  readonly at: Date
}

type Words = {
  readonly t: CabinetShiftsTexts
  readonly language: Language
  readonly money: (amount: Report['sales'], signed?: boolean) => string
  readonly less: (amount: Report['sales']) => string
  readonly when: (at: Date) => string
}

/** The Z-report of a closed shift, the X-report of one that is not: the sums of the screen, in its order, on a till's paper. */
export function shiftStrip(printed: PrintedShift, language: Language): Strip {
  const { shift, register, report, at } = printed
  const words = wordsOf(language, register.timeZone)
  const { t } = words
  const isClosed = shift.closedAt !== null
  const sections = [headRows(printed, words), ...sumSections(report, words), drawerRows(report, words), serviceRows(report, words), footRows(printed, words)]
  return {
    language, mode: shift.mode, title: titleOf(printed, words), number: register.name, state: isClosed ? null : say(language, t.shiftAsOf, { moment: words.when(at) }),
    rows: sections.filter((rows) => rows.length > 0).flatMap((rows, place) => (place === 0 ? rows : [RULE, ...rows])),
    verifyUrl: null, verifyText: '', day: businessDate(shift.closedAt ?? at, register.timeZone),
  }
}

function wordsOf(language: Language, timeZone: string): Words {
  const amountOf = (amount: Report['sales']): Money => moneyOf(amount, 'amount')
  return {
    t: shiftTexts[language], language, when: (at) => formatMoment(language, at, timeZone, 'short'),
    money: (amount, signed = false) => formatMoney(language, amountOf(amount), { signed }),
    less: (amount) => formatMoney(language, { ...amountOf(amount), minor: -amountOf(amount).minor }),
  }
}

const titleOf = ({ shift }: ReportedShift, { t, language }: Words): string =>
  (shift.closedAt === null ? t.tillXReport : say(language, t.tillZReport, { number: shift.number }))

const isNone = ({ amount }: Report['sales']): boolean => !/[1-9]/.test(amount)

function headRows(printed: PrintedShift, words: Words): StripRow[] {
  const { shift, register, seller } = printed
  const { t, language, when } = words
  const receiptTexts = RECEIPT_TEXTS[language]
  return [
    ...sellerRows(seller, receiptTexts), centre(titleOf(printed, words), true),
    pair(t.shiftColRegister, register.name), ...register.fiscalNumber === null ? [] : [pair(receiptTexts.registerNumber, register.fiscalNumber)],
    pair(t.shiftColNumber, String(shift.number)),
    pair(t.shiftColOpened, when(shift.openedAt)), pair(t.shiftOpenedBy, shift.openedBy?.name ?? t.shiftByItself),
    ...shift.closedAt === null ? [] : [pair(t.shiftColClosed, when(shift.closedAt)), pair(t.shiftClosedBy, shift.closedBy?.name ?? t.shiftByItself)],
  ]
}

/** What was sold and what came back, each by means of payment; rounding; taxes by letter. */
function sumSections(report: Report, { t, language, money }: Words): StripRow[][] {
  const { forms, letters, sales, returns, salesCount, returnsCount, rounding } = report
  const byMeans = (part: 'sales' | 'returns') => forms.filter((form) => !isNone(form[part])).map((form) => pair(form.means, money(form[part])))
  return [
    [...byMeans('sales'), pair(t.shiftColSales, money(sales), true), pair(t.shiftSalesCount, String(salesCount))],
    [...byMeans('returns'), pair(t.shiftColReturns, money(returns), true), pair(t.shiftReturnsCount, String(returnsCount))],
    isNone(rounding) ? [] : [pair(t.shiftRounding, money(rounding, true))],
    letters.flatMap((one) => [
      plain(say(language, t.shiftLetter, { letter: one.letter, name: one.name, percent: percentText(one.percent, language) })),
      pair(t.shiftTurnover, money(one.salesTurnover)), pair(t.shiftTax, money(one.salesTax)),
      ...isNone(one.returnsTurnover) ? [] : [pair(t.shiftReturnsTurnover, money(one.returnsTurnover)), pair(t.shiftReturnsTax, money(one.returnsTax))],
    ]),
  ]
}

function percentText(percent: string, language: Language): string {
  const value = parseDecimal(percent)
  return value === null ? percent : formatPercent(language, value)
}

const drawerRows = ({ drawer, serviceIn, serviceOut }: Report, { t, money, less }: Words): StripRow[] => [
  centre(t.shiftDrawer),
  pair(t.shiftDrawerOpened, money(drawer.opened)), pair(t.shiftCashSales, money(drawer.taken)), pair(t.shiftCashReturns, less(drawer.givenBack)),
  pair(t.shiftServiceIn, money(serviceIn)), pair(t.shiftServiceOut, less(serviceOut)),
  pair(t.shiftDrawerExpected, money(drawer.expected), true), pair(t.shiftDrawerJournal, money(drawer.journal), true),
]

function serviceRows({ service }: Report, { t, money }: Words): StripRow[] {
  if (service === null) return []
  return [
    centre(t.shiftService), pair(t.shiftColSales, money(service.sales)), pair(t.shiftColReturns, money(service.returns)),
    ...service.serviceIn === null ? [] : [pair(t.shiftServiceIn, money(service.serviceIn))],
    ...service.serviceOut === null ? [] : [pair(t.shiftServiceOut, money(service.serviceOut))],
  ]
}

/** Whether all agrees, the number that the tax service gave, and what kind of document it is. */
function footRows({ shift, report, zNumber }: PrintedShift, { t, language, money }: Words): StripRow[] {
  const { sales, returns } = report.registering
  const registering = isNone(sales) && isNone(returns) ? [] : [plain(say(language, t.shiftRegistering, { sales: money(sales), returns: money(returns) }))]
  const agrees = shift.closedAt === null ? [] : [plain(report.service === null ? t.shiftAgreesPlain : t.shiftAgrees)]
  return [
    ...registering,
    ...report.differences.length === 0 ? agrees : report.differences.map((one) => plain(differenceText(one, language))),
    ...zNumber === null ? [] : [pair(t.shiftZNumber, zNumber)],
    ...shift.mode === 'test' ? [centre(RECEIPT_TEXTS[language].test, true)] : [],
  ]
}
