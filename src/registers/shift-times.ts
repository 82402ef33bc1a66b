import { addDays, businessDate } from '../kernel/business-date.ts'
import type { ShiftTimes } from './register.ts'

/** A shift is closed this long before the law ends it, so that a slow service has time to answer. */
const CLOSE_EARLY_MS = 30 * 60_000

/** The first moment after `after` at which clocks in the time zone show this minute of the day; one that a change of clocks skips comes an hour later. */
export function nextAt(minute: number, after: Date, timeZone: string): Date {
  const today = businessDate(after, timeZone)
  const at = (days: number): Date => {
    const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 })
    return new Date(Temporal.PlainDate.from(addDays(today, days)).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds)
  }
  return at(0) > after ? at(0) : at(1)
}

/** When the schedule opens the next shift; null: it does not. */
export const nextOpenAt = ({ opens, opensAt }: ShiftTimes, after: Date, timeZone: string): Date | null =>
  opens === 'at_time' && opensAt !== null ? nextAt(opensAt, after, timeZone) : null

type ShiftEnd = {
  /** When the schedule closes it; null: only a person does. */
  readonly closeAt: Date | null
  /** By the law it is over then; null: no law says so. */
  readonly closesBefore: Date | null
}

/** When a shift that opened then ends. `longestMs`: the longest a shift may be by the law; null: as long as one likes. */
export function shiftEnd({ closes, closesAt }: ShiftTimes, { openedAt, timeZone, longestMs }: { openedAt: Date; timeZone: string; longestMs: number | null }): ShiftEnd {
  const wanted = closes === 'at_time' && closesAt !== null ? nextAt(closesAt, openedAt, timeZone) : null
  if (longestMs === null) return { closeAt: wanted, closesBefore: null }
  const closesBefore = new Date(openedAt.getTime() + longestMs)
  const guard = new Date(closesBefore.getTime() - CLOSE_EARLY_MS)
  return { closeAt: wanted !== null && wanted < guard ? wanted : guard, closesBefore }
}
