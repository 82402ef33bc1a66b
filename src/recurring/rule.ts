import type { BusinessDate } from '../kernel/business-date.ts'

export const EVERY = ['week', 'month', 'year'] as const

/** When periods begin, by the store's calendar. */
export type Rule = {
  readonly every: (typeof EVERY)[number]
  /** Every so many weeks, months or years. */
  readonly count: number
  /** Of monthly rules: the day, and 31 is the last one. A month without that day has its last day instead. Else null. */
  readonly monthDay: number | null
  /** No period begins before it. Weekly and yearly rules repeat its weekday or its day and month. */
  readonly startsOn: BusinessDate
  /** No period begins after it; null: no end. */
  readonly endsOn: BusinessDate | null
}

/**
 * The first date of the rule on or after `from`. Null: there is none. Each date is reckoned from the start, not from the
 * one before it, so that the last of January is the last of March again.
 */
export function nextDate(rule: Rule, from: BusinessDate): BusinessDate | null {
  for (let n = 0; ; n++) {
    const day = dateAt(rule, n)
    if (rule.endsOn !== null && day > rule.endsOn) return null
    if (day >= from && day >= rule.startsOn) return day
  }
}

/** The dates of the rule from `from` on, at most `limit`. */
export function comingDates(rule: Rule, from: BusinessDate, limit: number): BusinessDate[] {
  const dates: BusinessDate[] = []
  for (let day = nextDate(rule, from); day !== null && dates.length < limit; day = nextDate(rule, dayAfter(day))) dates.push(day)
  return dates
}

export const dayAfter = (day: BusinessDate): BusinessDate => Temporal.PlainDate.from(day).add({ days: 1 }).toString()

function dateAt({ every, count, monthDay, startsOn }: Rule, n: number): BusinessDate {
  const start = Temporal.PlainDate.from(startsOn)
  switch (every) {
    case 'week': return start.add({ weeks: n * count }).toString()
    case 'year': return start.add({ years: n * count }).toString()
    case 'month': {
      const wanted = monthDay ?? start.day
      const first = dayOf(start.toPlainYearMonth(), wanted) < startsOn ? 1 : 0
      return dayOf(start.toPlainYearMonth().add({ months: first + n * count }), wanted)
    }
  }
}

const dayOf = (month: Temporal.PlainYearMonth, day: number): BusinessDate =>
  month.toPlainDate({ day: Math.min(day, month.daysInMonth) }).toString()
