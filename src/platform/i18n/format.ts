import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../../kernel/language.ts'
import type { Decimal } from '../../money/decimal.ts'
import { printDecimal } from '../../money/decimal.ts'
import type { Currency } from '../../money/currency.ts'
import type { Money } from '../../money/money.ts'
import { decimal } from '../../money/money.ts'
import { byIntl } from './writing/by-intl.ts'
import { georgian } from './writing/ka.ts'
import { remembered } from './writing/remembered.ts'
import type { MomentLength, Writing } from './writing/writing.ts'

/**
 * How texts, amounts and dates are written in the seven languages: by the server, in letters and on paper, and
 * by the browser. Nothing here is of Node. An amount never passes through a `number`.
 */

/** English readers of Kvit are in Europe: days before months, and a clock of 24 hours. */
const LOCALE = {
  lt: 'lt-LT', lv: 'lv-LV', et: 'et-EE', uk: 'uk-UA', ka: 'ka-GE', ru: 'ru', en: 'en-GB',
} as const satisfies Record<Language, string>

const NO_BREAK_SPACE = '\u{a0}'

const writings = remembered((language: Language): Writing => (language === 'ka' ? georgian() : byIntl(LOCALE[language], language === 'en' ? 'name' : 'digits')))

export type TextArguments = Readonly<Record<string, string | number>>

const compiled = remembered((language: Language) => {
  const options = { ignoreTag: true, ...writings(language).inTexts }
  return remembered((pattern: string) => new IntlMessageFormat(pattern, LOCALE[language], undefined, options))
})

/**
 * A text of the catalogue in ICU MessageFormat with its arguments filled in. The result is plain text: markup in
 * it is not markup. Throws if the pattern cannot be read or an argument is missing, which the catalogue's test finds.
 */
export function say(language: Language, pattern: string, args?: TextArguments): string {
  if (!pattern.includes('{')) return pattern
  return String(compiled(language)(pattern).format(args))
}

/** The sign people know a currency by, "€" or "₾", or its code where there is none. */
export const currencySymbol = (language: Language, currency: Currency): string => writings(language).sign(currency)

/**
 * An amount with its currency, "1 234,50 €": exact, grouped as the language does, the currency behind the number in
 * every language so that columns align, the minus sign a real one. `signed` also writes the plus of an amount above zero.
 */
export function formatMoney(language: Language, money: Money, { signed = false }: { signed?: boolean } = {}): string {
  const plus = signed && money.minor > 0n ? '+' : ''
  return plus + formatAmount(language, money) + NO_BREAK_SPACE + currencySymbol(language, money.currency)
}

/** The number of an amount without its currency, for a column or a field whose currency stands beside it. */
export const formatAmount = (language: Language, money: Money): string => writings(language).number(decimal(money))

/** An exact decimal as the language writes it: a quantity, a unit price. */
export const formatDecimal = (language: Language, value: Decimal): string => writings(language).number(printDecimal(value))

/** "21 %" or "21%", as the language does. `value` counts per cent: 21 means 21 %. */
export const formatPercent = (language: Language, value: Decimal): string =>
  `${formatDecimal(language, value)}${writings(language).percentSpace}%`

/**
 * A business date, "30 November 2026", or short, "30 Nov 2026". `day` is YYYY-MM-DD and has no zone: it is the
 * same day wherever it is read. Throws a RangeError if it is no date.
 */
export function formatDate(language: Language, day: string, length: 'long' | 'short' = 'long'): string {
  return writings(language).day(new Date(`${day}T00:00:00Z`), length)
}

/**
 * A moment as a clock in `timeZone` (IANA name) shows it, with the day, or only its time of day. Throws a
 * RangeError for a zone that does not exist: settings check it before.
 */
export function formatMoment(language: Language, at: Date, timeZone: string, length: MomentLength = 'long'): string {
  return writings(language).moment(at, timeZone, length)
}

/** The name of a country by its ISO 3166-1 code of two letters, in either case. A code without a name is its own name. */
export const countryName = (language: Language, code: string): string => writings(language).country(code.toUpperCase())
