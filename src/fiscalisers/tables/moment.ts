import { isBusinessDate } from '../../kernel/business-date.ts'

/** A moment as documents carry it: `DDMMYYYY` and `HHMMSS` in the register's local time. Source: protocol sheet A3. */
export type Moment = { readonly date: string; readonly time: string }

const two = (value: number): string => String(value).padStart(2, '0')

export function momentOf(at: Date, timeZone: string): Moment {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  return {
    date: `${two(local.day)}${two(local.month)}${String(local.year).padStart(4, '0')}`,
    time: `${two(local.hour)}${two(local.minute)}${two(local.second)}`,
  }
}

/** Null for what is no moment. Of an hour that comes twice in autumn the first one is meant. */
export function readMoment({ date, time }: Moment, timeZone: string): Date | null {
  const [, day, month, year] = /^(\d\d)(\d\d)(\d{4})$/.exec(date) ?? []
  const [, hour, minute, second] = /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/.exec(time) ?? []
  if (day === undefined || hour === undefined || !isBusinessDate(`${year}-${month}-${day}`)) return null
  const local = Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`)
  return new Date(local.toZonedDateTime(timeZone).epochMilliseconds)
}
