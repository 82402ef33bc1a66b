import { addDays, businessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { HolidayCalendar } from './holidays.ts'

/** When a store reminds its payers. */
export type Schedule = {
  /** Days after the due date, negative before it; ascending, each once. */
  readonly steps: readonly number[]
  /** Minutes after midnight by the store's clock: letters leave from the first to before the second. */
  readonly sendFrom: number
  readonly sendUntil: number
  readonly skipsWeekends: boolean
  readonly skipsHolidays: boolean
  /** Days without reminders besides weekends and public holidays. */
  readonly daysOff: readonly BusinessDate[]
  /** What was to go before this moment is not made up for. */
  readonly inForceSince: Date
}

/** Where and by whose calendar a schedule is kept. `country` is ISO 3166-1, `timeZone` an IANA name. */
export type ScheduleClock = { readonly timeZone: string; readonly country: string; readonly isHoliday: HolidayCalendar }

/** What decides about the reminders of one unpaid invoice. */
export type Remindable = {
  readonly dueDate: BusinessDate
  readonly issueDate: BusinessDate
  /** The last step that was taken; null: none. */
  readonly lastStep: number | null
  /** When the last letter about this invoice was queued; null: none was. A payer gets one a day. */
  readonly lastLetterAt: Date | null
}

export type NextReminder = { readonly step: number; readonly at: Date }

/** A reminder that could not go for so long, because Kvit stood still, is not sent any more. */
const MOST_LATE_DAYS = 7

/** Longer than any run of weekends, holidays and days off that a calendar holds. */
const MOST_DAYS_OFF = 200

export function isWorkingDay(schedule: Schedule, { country, isHoliday }: ScheduleClock, day: BusinessDate): boolean {
  if (schedule.skipsWeekends && Temporal.PlainDate.from(day).dayOfWeek > 5) return false
  return !schedule.daysOff.includes(day) && !(schedule.skipsHolidays && isHoliday(country, day))
}

/** The first moment from `at` on in which a letter may leave. */
export function firstAllowed(schedule: Schedule, clock: ScheduleClock, at: Date): Date {
  const today = businessDate(at, clock.timeZone)
  for (let n = 0; n <= MOST_DAYS_OFF; n++) {
    const day = addDays(today, n)
    if (!isWorkingDay(schedule, clock, day)) continue
    const from = clockTime(day, schedule.sendFrom, clock.timeZone)
    if (at < from) return from
    if (at < clockTime(day, schedule.sendUntil, clock.timeZone)) return at
  }
  throw new Error(`no day to send on within ${MOST_DAYS_OFF} days of ${today}`)
}

/**
 * A time of day by the clock on the wall. One that a spring night leaves out is the same distance after midnight, one that
 * an autumn night has twice is the first. 1440 is the end of the day.
 */
function clockTime(day: BusinessDate, minutes: number, timeZone: string): Date {
  if (minutes === 1440) return clockTime(addDays(day, 1), 0, timeZone)
  const time = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 })
  const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: time })
  return new Date(at.epochMilliseconds)
}

/**
 * The reminder that goes next, or is due now (then `at` is not after `now`, unless it waits for an hour in which letters
 * may leave). Null: none any more. Where several steps have fallen together, over a weekend or while Kvit stood still,
 * the last of them goes alone.
 */
export function nextReminder(schedule: Schedule, clock: ScheduleClock, invoice: Remindable, now: Date): NextReminder | null {
  const steps = schedule.steps.flatMap((step) => {
    const at = momentOf(schedule, clock, invoice, step)
    return at === null || isOver(schedule, clock, { invoice, step, at, now }) ? [] : [{ step, at }]
  })
  const [first] = steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  if (first === undefined) return null
  const at = first.at > now ? first.at : firstAllowed(schedule, clock, now)
  const together = steps.filter((one) => one.at <= at).map(({ step }) => step)
  return { step: Math.max(...together), at }
}

/** When a step is to go: on its day or the first working day after it, and not on the day of another letter. Null: never. */
function momentOf(schedule: Schedule, clock: ScheduleClock, { dueDate, issueDate, lastStep, lastLetterAt }: Remindable, step: number): Date | null {
  const day = addDays(dueDate, step)
  if (day <= issueDate || (lastStep !== null && step <= lastStep)) return null
  const letterDay = lastLetterAt === null ? null : businessDate(lastLetterAt, clock.timeZone)
  const free = letterDay !== null && letterDay >= day ? addDays(letterDay, 1) : day
  return firstAllowed(schedule, clock, clockTime(free, 0, clock.timeZone))
}

/** Its time has passed: before the schedule was in force, too long ago, or it was to go before a due date that will be over. */
function isOver(
  schedule: Schedule, { timeZone }: ScheduleClock, { invoice, step, at, now }: { invoice: Remindable; step: number; at: Date; now: Date },
): boolean {
  const [day, today] = [businessDate(at, timeZone), businessDate(now, timeZone)]
  const isTooLate = today > addDays(day, MOST_LATE_DAYS)
  return at < schedule.inForceSince || isTooLate || (step <= 0 && (day > invoice.dueDate || today > invoice.dueDate))
}

/**
 * The due dates whose invoices are to be reminded now, each with the step that has come; an invoice that has had this
 * step or a later one is done. Empty outside the hours in which letters leave.
 */
export function dueNow(schedule: Schedule, clock: ScheduleClock, now: Date): { dueDate: BusinessDate; step: number }[] {
  if (firstAllowed(schedule, clock, now) > now) return []
  const today = businessDate(now, clock.timeZone)
  const days = [today]
  // A step of the earliest of these days, or of a day off before it, went on it at the latest: all later ones are in time.
  for (let day = addDays(today, -1); day >= addDays(today, -MOST_LATE_DAYS) || !isWorkingDay(schedule, clock, day); day = addDays(day, -1)) days.push(day)
  const dueDates = new Set(days.flatMap((day) => schedule.steps.map((step) => addDays(day, -step))))
  return [...dueDates].toSorted().flatMap((dueDate) => {
    const next = nextReminder(schedule, clock, { dueDate, issueDate: LONG_AGO, lastStep: null, lastLetterAt: null }, now)
    return next !== null && next.at <= now ? [{ dueDate, step: next.step }] : []
  })
}

const LONG_AGO = '1970-01-01'
