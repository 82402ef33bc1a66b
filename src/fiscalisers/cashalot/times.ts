/** `DDMMYYYYHHMMSS` on the clock of the register. Source: A3, A16. */
export function localTime(at: Date, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  const two = (part: number): string => String(part).padStart(2, '0')
  return [two(local.day), two(local.month), String(local.year), two(local.hour), two(local.minute), two(local.second)].join('')
}

/** `2026-01-31T14:54:54.1234567+02:00`; without an offset it is the register's own time. Null for what is no time. Source: protocol sheet C. */
export function timeIn(text: string, timeZone: string): Date | null {
  const [, local, offset] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? []
  if (local === undefined || Number.isNaN(Date.parse(`${local}${offset ?? 'Z'}`))) return null
  return offset === undefined ? new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds) : new Date(`${local}${offset}`)
}
