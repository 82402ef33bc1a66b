import type { Decimal } from '../../../src/money/decimal.ts'
import type { Money } from '../../../src/money/money.ts'
import {
  countryName, currencySymbol, formatAmount, formatDate, formatDecimal, formatMoment, formatMoney, formatPercent,
} from '../../../src/platform/i18n/format.ts'
import type { Language } from '../../../src/kernel/language.ts'

/**
 * Chromium is built without Georgian: its `Intl` answers "2026 M11 22" and the numbers of another language. What it
 * lacks is here, as CLDR 48 has it; a test compares it with a full `Intl`. Other browsers know Georgian themselves.
 */

const MONTHS = [
  'იანვარი', 'თებერვალი', 'მარტი', 'აპრილი', 'მაისი', 'ივნისი', 'ივლისი', 'აგვისტო', 'სექტემბერი', 'ოქტომბერი', 'ნოემბერი', 'დეკემბერი',
]

const COUNTRIES: Readonly<Record<string, string>> = {
  LT: 'ლიეტუვა', LV: 'ლატვია', EE: 'ესტონეთი', UA: 'უკრაინა', GE: 'საქართველო', PL: 'პოლონეთი', DE: 'გერმანია', FI: 'ფინეთი',
  SE: 'შვედეთი', NO: 'ნორვეგია', DK: 'დანია', IS: 'ისლანდია', GB: 'გაერთიანებული სამეფო', IE: 'ირლანდია', NL: 'ნიდერლანდები',
  BE: 'ბელგია', LU: 'ლუქსემბურგი', FR: 'საფრანგეთი', ES: 'ესპანეთი', PT: 'პორტუგალია', IT: 'იტალია', AT: 'ავსტრია', CH: 'შვეიცარია',
  CZ: 'ჩეხეთი', SK: 'სლოვაკეთი', HU: 'უნგრეთი', RO: 'რუმინეთი', BG: 'ბულგარეთი', GR: 'საბერძნეთი', CY: 'კვიპროსი', MT: 'მალტა',
  SI: 'სლოვენია', HR: 'ხორვატია', MD: 'მოლდოვა', AM: 'სომხეთი', AZ: 'აზერბაიჯანი', KZ: 'ყაზახეთი', TR: 'თურქეთი', IL: 'ისრაელი',
  US: 'ამერიკის შეერთებული შტატები', CA: 'კანადა',
}

const NO_BREAK_SPACE = '\u{a0}'

/** "12,345.60" is "12 345,60"; four digits stand together. */
function georgianNumber(english: string): string {
  const [whole = '', fraction] = english.split('.')
  const digits = whole.replaceAll(/\D/g, '').length
  return whole.replaceAll(',', digits > 4 ? NO_BREAK_SPACE : '') + (fraction === undefined ? '' : `,${fraction}`)
}

function georgianDate(day: string, length: 'long' | 'short' = 'long'): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return length === 'short' ? `${date}.${month}.${year}` : `${Number(date)} ${MONTHS[Number(month) - 1] ?? month}, ${year}`
}

function georgianMoment(at: Date, timeZone: string, length: 'long' | 'short' | 'clock'): string {
  const clock = formatMoment('en', at, timeZone, 'clock')
  if (length === 'clock') return clock
  const [date = '', month = '', year = ''] = formatMoment('en', at, timeZone, 'short').split(',')[0]?.split('/') ?? []
  return `${georgianDate(`${year}-${month}-${date}`, length)}, ${clock}`
}

const amount = (money: Money): string => georgianNumber(formatAmount('en', money))

const money = (value: Money, signed: boolean): string =>
  `${signed && value.minor > 0n ? '+' : ''}${amount(value)}${NO_BREAK_SPACE}${currencySymbol('en', value.currency)}`

/** How one language writes numbers, dates and countries. */
export type Writing = {
  readonly money: (money: Money, signed: boolean) => string
  readonly amount: (money: Money) => string
  readonly decimal: (value: Decimal) => string
  readonly percent: (value: Decimal) => string
  readonly day: (day: string, length?: 'long' | 'short') => string
  readonly moment: (at: Date, timeZone: string, length: 'long' | 'short' | 'clock') => string
  readonly country: (code: string) => string
}

export const georgian: Writing = {
  money, amount,
  decimal: (value) => georgianNumber(formatDecimal('en', value)),
  percent: (value) => `${georgianNumber(formatDecimal('en', value))}%`,
  day: georgianDate, moment: georgianMoment, country: (code) => COUNTRIES[code.toUpperCase()] ?? code,
}

const ofIntl = (language: Language): Writing => ({
  money: (value, signed) => formatMoney(language, value, { signed }), amount: (value) => formatAmount(language, value),
  decimal: (value) => formatDecimal(language, value),
  percent: (value) => formatPercent(language, value), day: (day, length) => formatDate(language, day, length),
  moment: (at, timeZone, length) => formatMoment(language, at, timeZone, length), country: (code) => countryName(language, code),
})

export const writingOf = (language: Language): Writing =>
  language === 'ka' && Intl.DateTimeFormat.supportedLocalesOf('ka').length === 0 ? georgian : ofIntl(language)
