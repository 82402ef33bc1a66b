/** `2026-01-31T14:54:54.1234567+02:00`; without an offset it is the register's own time. Null for what is no time. Source: protocol sheet C. */
export function timeIn(text: string, timeZone: string): Date | null {
  const [, local, offset] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? []
  if (local === undefined || Number.isNaN(Date.parse(`${local}${offset ?? 'Z'}`))) return null
  return offset === undefined ? new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds) : new Date(`${local}${offset}`)
}
