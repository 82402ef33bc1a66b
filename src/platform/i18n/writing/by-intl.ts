import type { Currency } from '../../../money/currency.ts'
import { remembered } from './remembered.ts'
import { writeNumber } from './writing.ts'
import type { MomentLength, Writing } from './writing.ts'

/** `Intl` writes a Mkhedruli letter for the lari in Russian; the sign since 2014 is U+20BE, in every language. */
const SIGN: Partial<Record<Currency, string>> = { GEL: '₾' }

const DAY = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** `digits`: a short date is written in digits alone. `name`: with the short name of its month, for readers who do not agree on the order of digits. */
type ShortDate = 'digits' | 'name'

const SHORT = { digits: DAY, name: { year: 'numeric', month: 'short', day: 'numeric' } } as const satisfies Record<ShortDate, Intl.DateTimeFormatOptions>

const momentsOf = (short: ShortDate) => ({
  long: { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' }, short: { ...SHORT[short], ...CLOCK }, clock: CLOCK,
} as const satisfies Record<MomentLength, Intl.DateTimeFormatOptions>)

/** As `Intl` writes `locale`, which every runtime that Kvit meets must know: otherwise it writes its own language. */
export function byIntl(locale: string, short: ShortDate = 'digits'): Writing {
  const dates = { long: { dateStyle: 'long' }, short: SHORT[short] } as const
  const moments = momentsOf(short)
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const separator = new Intl.NumberFormat(locale).formatToParts(0.5).find((part) => part.type === 'decimal')?.value ?? '.'
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).formatToParts(1)
  const signs = remembered((currency: Currency) =>
    SIGN[currency] ?? new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
      .formatToParts(0).find((part) => part.type === 'currency')?.value ?? currency)
  const days = remembered((length: 'long' | 'short') => new Intl.DateTimeFormat(locale, { ...dates[length], timeZone: 'UTC' }))
  const zones = remembered((timeZone: string) => remembered((length: MomentLength) =>
    new Intl.DateTimeFormat(locale, { ...moments[length], timeZone })))
  const countries = remembered((type: 'region') => new Intl.DisplayNames([locale], { type, fallback: 'code' }))
  return {
    number: (text) => writeNumber(text, (digits) => whole.format(digits), separator),
    percentSpace: percent.find((part) => part.type === 'literal')?.value ?? '',
    sign: signs,
    day: (at, length) => days(length).format(at),
    moment: (at, timeZone, length) => zones(timeZone)(length).format(at),
    country: (code) => countries('region').of(code) ?? code,
    inTexts: {},
  }
}
