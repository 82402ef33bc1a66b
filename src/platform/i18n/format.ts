import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../../kernel/language.ts'
import type { Decimal } from '../../money/decimal.ts'
import { printDecimal } from '../../money/decimal.ts'
import type { Currency } from '../../money/currency.ts'
import type { Money } from '../../money/money.ts'
import { decimal } from '../../money/money.ts'

/**
 * How texts, amounts and dates are written in the seven languages: by the server, in letters and on paper, and
 * by the browser. Nothing here is of Node. An amount never passes through a `number`.
 */

/** English readers of Kvit are in Europe: days before months, and a clock of 24 hours. */
const LOCALE = {
  lt: 'lt-LT', lv: 'lv-LV', et: 'et-EE', uk: 'uk-UA', ka: 'ka-GE', ru: 'ru', en: 'en-GB',
} as const satisfies Record<Language, string>

/** `Intl` writes a Mkhedruli letter for the lari in Russian; the sign since 2014 is U+20BE, in every language. */
const SYMBOL: Partial<Record<Currency, string>> = { GEL: '₾' }

const MINUS = '−'
const NO_BREAK_SPACE = '\u{a0}'

/** One value per key, made when first asked for. Keys come from our own texts and settings, so the number is bounded. */
function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(key)
    known.set(key, made)
    return made
  }
}

export type TextArguments = Readonly<Record<string, string | number>>

const compiled = remembered((language: Language) =>
  remembered((pattern: string) => new IntlMessageFormat(pattern, LOCALE[language], undefined, { ignoreTag: true })))

/**
 * A text of the catalogue in ICU MessageFormat with its arguments filled in. The result is plain text: markup in
 * it is not markup. Throws if the pattern cannot be read or an argument is missing, which the catalogue's test finds.
 */
export function say(language: Language, pattern: string, args?: TextArguments): string {
  if (!pattern.includes('{')) return pattern
  return String(compiled(language)(pattern).format(args))
}

const wholeNumbers = remembered((language: Language) => new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 0 }))

const decimalSeparators = remembered((language: Language) =>
  new Intl.NumberFormat(LOCALE[language]).formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.')

/** `text` is a plain decimal with an optional leading minus. Whole digits go through `Intl` as a bigint, the rest as they are. */
function group(language: Language, text: string): string {
  const [, minus = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const grouped = wholeNumbers(language).format(BigInt(whole))
  return `${minus === '' ? '' : MINUS}${grouped}${fraction === '' ? '' : decimalSeparators(language) + fraction}`
}

const symbols = remembered((language: Language) => remembered((currency: Currency) => {
  const format = new Intl.NumberFormat(LOCALE[language], { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  return SYMBOL[currency] ?? format.formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency
}))

/** The sign people know a currency by, "€" or "₾", or its code where there is none. */
export const currencySymbol = (language: Language, currency: Currency): string => symbols(language)(currency)

/**
 * An amount with its currency, "1 234,50 €": exact, grouped as the language does, the currency behind the number in
 * every language so that columns align, the minus sign a real one. `signed` also writes the plus of an amount above zero.
 */
export function formatMoney(language: Language, money: Money, { signed = false }: { signed?: boolean } = {}): string {
  const plus = signed && money.minor > 0n ? '+' : ''
  return plus + formatAmount(language, money) + NO_BREAK_SPACE + currencySymbol(language, money.currency)
}

/** The number of an amount without its currency, for a column or a field whose currency stands beside it. */
export const formatAmount = (language: Language, money: Money): string => group(language, decimal(money))

/** An exact decimal as the language writes it: a quantity, a unit price. */
export const formatDecimal = (language: Language, value: Decimal): string => group(language, printDecimal(value))

const percentSpaces = remembered((language: Language) =>
  new Intl.NumberFormat(LOCALE[language], { style: 'percent' }).formatToParts(1).find((part) => part.type === 'literal')?.value ?? '')

/** "21 %" or "21%", as the language does. `value` counts per cent: 21 means 21 %. */
export const formatPercent = (language: Language, value: Decimal): string =>
  `${formatDecimal(language, value)}${percentSpaces(language)}%`

const longDates = remembered((language: Language) =>
  new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'long', timeZone: 'UTC' }))

const shortDates = remembered((language: Language) =>
  new Intl.DateTimeFormat(LOCALE[language], { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'UTC' }))

/**
 * A business date, "30 November 2026", or short, "30/11/2026". `day` is YYYY-MM-DD and has no zone: it is the
 * same day wherever it is read. Throws a RangeError if it is no date.
 */
export function formatDate(language: Language, day: string, length: 'long' | 'short' = 'long'): string {
  return (length === 'long' ? longDates : shortDates)(language).format(new Date(`${day}T00:00:00Z`))
}

type Zone = { readonly long: Intl.DateTimeFormat; readonly short: Intl.DateTimeFormat; readonly clock: Intl.DateTimeFormat }

const zones = remembered((language: Language) => remembered((timeZone: string): Zone => ({
  long: new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'long', timeStyle: 'short', timeZone, hourCycle: 'h23' }),
  short: new Intl.DateTimeFormat(LOCALE[language], {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', timeZone, hourCycle: 'h23',
  }),
  clock: new Intl.DateTimeFormat(LOCALE[language], { hour: '2-digit', minute: '2-digit', timeZone, hourCycle: 'h23' }),
})))

/**
 * A moment as a clock in `timeZone` (IANA name) shows it, with the day, or only its time of day. Throws a
 * RangeError for a zone that does not exist: settings check it before.
 */
export function formatMoment(language: Language, at: Date, timeZone: string, length: keyof Zone = 'long'): string {
  return zones(language)(timeZone)[length].format(at)
}

const regions = remembered((language: Language) => new Intl.DisplayNames([LOCALE[language]], { type: 'region', fallback: 'code' }))

/** The name of a country by its ISO 3166-1 code of two letters, in either case. */
export const countryName = (language: Language, code: string): string => regions(language).of(code.toUpperCase()) ?? code
