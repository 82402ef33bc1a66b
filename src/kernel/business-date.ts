/** A day as a store's books know it: `YYYY-MM-DD` in the store's time zone. */
export type BusinessDate = string

/** The day on which `at` falls in an IANA time zone. */
export const businessDate = (at: Date, timeZone: string): BusinessDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()

export const addDays = (date: BusinessDate, days: number): BusinessDate => Temporal.PlainDate.from(date).add({ days }).toString()

/** The first moment after the day: it is 23, 24 or 25 hours after the first moment of the day. */
export const endOfDay = (date: BusinessDate, timeZone: string): Date => startOfDay(addDays(date, 1), timeZone)

export const startOfDay = (date: BusinessDate, timeZone: string): Date =>
  new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds)

/** Whether the text names a day that exists: 2026-02-29 does not. */
export function isBusinessDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  if (year === undefined) return false
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  return m >= 1 && m <= 12 && d >= 1 && Temporal.PlainDate.from({ year: y, month: m, day: d }).toString() === text
}
