import { COUNTRIES, MONTHS, SIGNS } from './ka-names.ts'
import { remembered } from './remembered.ts'
import { writeNumber } from './writing.ts'
import type { Writing } from './writing.ts'

/**
 * Georgian without a locale of `Intl`: Chromium has none, and would write its own language instead. What is left to
 * `Intl` is the same in every locale: what the clock shows in a zone, and how a `number` is rounded.
 */

const NO_BREAK_SPACE = '\u{a0}'

/** Four digits stand together; from five on they are in threes. */
const grouped = (whole: bigint): string => {
  const digits = whole.toString()
  return digits.length < 5 ? digits : digits.replaceAll(/\B(?=(?:\d{3})+$)/g, NO_BREAK_SPACE)
}

const number = (text: string): string => writeNumber(text, grouped, ',')

type Clock = { readonly year: string; readonly month: string; readonly day: string; readonly hour: string; readonly minute: string }

const zones = remembered((timeZone: string) => new Intl.DateTimeFormat('en-GB', {
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone,
}))

/** What a clock in the zone shows, each of two digits but the year. */
function clockIn(timeZone: string, at: Date): Clock {
  const shown = { year: '', month: '', day: '', hour: '', minute: '' }
  for (const { type, value } of zones(timeZone).formatToParts(at)) {
    if (type === 'year' || type === 'month' || type === 'day' || type === 'hour' || type === 'minute') shown[type] = value
  }
  return shown
}

const DAY = {
  long: ({ year, month, day }: Clock) => `${Number(day)} ${MONTHS[Number(month) - 1] ?? month}, ${year}`,
  short: ({ year, month, day }: Clock) => `${day}.${month}.${year}`,
} as const

const time = ({ hour, minute }: Clock): string => `${hour}:${minute}`

/** The count in a text. It is rounded as `Intl` rounds for every locale, to three decimals. */
class Counts extends Intl.NumberFormat {
  constructor() {
    super('en', { useGrouping: false })
  }

  override format(value: number | bigint | Intl.StringNumericLiteral): string {
    return number(super.format(value))
  }
}

export function georgian(): Writing {
  const counts = new Counts()
  // One is `one` and all else `other`, in English too, which every runtime knows. No text has an ordinal.
  const plurals = new Intl.PluralRules('en')
  return {
    number,
    percentSpace: '',
    sign: (currency) => SIGNS[currency] ?? currency,
    day: (at, length) => DAY[length](clockIn('UTC', at)),
    moment: (at, timeZone, length) => {
      const clock = clockIn(timeZone, at)
      return length === 'clock' ? time(clock) : `${DAY[length](clock)}, ${time(clock)}`
    },
    country: (code) => COUNTRIES[code] ?? code,
    inTexts: {
      formatters: {
        getNumberFormat: () => counts,
        getPluralRules: () => plurals,
        getDateTimeFormat: (...asked) => new Intl.DateTimeFormat(...asked),
      },
    },
  }
}
