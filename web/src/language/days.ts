/** The business date `days` later; both YYYY-MM-DD, no zone. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The business date of a moment in `timeZone` (IANA name), YYYY-MM-DD. */
export const dayIn = (timeZone: string, at: Date): string => clockIn(timeZone, at).slice(0, 10)

/** What a clock in the zone shows, as `YYYY-MM-DDTHH:MM:SS`. */
function clockIn(timeZone: string, at: Date): string {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  return shown.replace(' ', 'T')
}

/** The last second of a business date in `timeZone`, RFC 3339 in UTC. Right also on days that a clock change makes longer. */
export function endOfDay(day: string, timeZone: string): string {
  const wanted = Date.parse(`${day}T23:59:59Z`)
  const ahead = (moment: number) => Date.parse(`${clockIn(timeZone, new Date(moment))}Z`) - moment
  const near = wanted - ahead(wanted)
  return new Date(wanted - ahead(near)).toISOString()
}
