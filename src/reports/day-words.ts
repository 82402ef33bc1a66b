import { businessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'
import { formatDate, formatMoment, say } from '../platform/i18n/format.ts'
import { whyTexts } from '../platform/i18n/report-texts.ts'

/** From where one looks: whose language, whose clock, and when. */
export type Reader = { readonly language: Language; readonly timeZone: string; readonly now: Date }

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Weekday = (typeof WEEKDAYS)[number]
type Named = Weekday | 'today' | 'yesterday' | 'tomorrow'

/** How people call a day near today; null for one a week away or more, which is called by its date. */
function nameOf(day: BusinessDate, today: BusinessDate): Named | null {
  const date = Temporal.PlainDate.from(day)
  const away = Temporal.PlainDate.from(today).until(date, { largestUnit: 'days' }).days
  if (away === 0) return 'today'
  if (away === -1) return 'yesterday'
  if (away === 1) return 'tomorrow'
  return Math.abs(away) < 7 ? WEEKDAYS[date.dayOfWeek - 1] ?? null : null
}

const dayOf = (at: Date | BusinessDate, { timeZone }: Reader): BusinessDate => (typeof at === 'string' ? at : businessDate(at, timeZone))

/** "on Friday", "yesterday", "on 30 Nov 2026". */
export function onDay(at: Date | BusinessDate, reader: Reader): string {
  const day = dayOf(at, reader)
  const texts = whyTexts[reader.language].on
  const name = nameOf(day, dayOf(reader.now, reader))
  return name === null ? say(reader.language, texts.date, { date: formatDate(reader.language, day, 'short') }) : texts[name]
}

/** "since Tuesday". A day to come is called by its date. */
export function sinceDay(at: Date | BusinessDate, reader: Reader): string {
  const day = dayOf(at, reader)
  const texts = whyTexts[reader.language].since
  const name = nameOf(day, dayOf(reader.now, reader))
  return name === null || name === 'tomorrow'
    ? say(reader.language, texts.date, { date: formatDate(reader.language, day, 'short') })
    : texts[name]
}

/** The time of day, with its date unless that is today. */
export const clockOf = (at: Date, reader: Reader): string =>
  formatMoment(reader.language, at, reader.timeZone, dayOf(at, reader) === dayOf(reader.now, reader) ? 'clock' : 'short')

const MINUTE_MS = 60_000

/** "for 3 hours": whole units, the largest that fits, days from the second on. */
export function ageOf(since: Date, { language, now }: Reader): string {
  const texts = whyTexts[language].age
  const minutes = Math.floor((now.getTime() - since.getTime()) / MINUTE_MS)
  if (minutes < 1) return texts.moments
  if (minutes < 60) return say(language, texts.minutes, { count: minutes })
  if (minutes < 48 * 60) return say(language, texts.hours, { count: Math.floor(minutes / 60) })
  return say(language, texts.days, { count: Math.floor(minutes / (24 * 60)) })
}
