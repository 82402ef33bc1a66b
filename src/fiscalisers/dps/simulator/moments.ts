/** Kyiv time as this server reckons it. */

const PARTS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Kyiv', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
})

export type Stamp = { readonly date: string; readonly time: string }

export function stampOf(at: Date): Stamp {
  const told = new Map(PARTS.formatToParts(at).map(({ type, value }) => [type, value]))
  const of = (...names: readonly Intl.DateTimeFormatPartTypes[]): string => names.map((name) => told.get(name) ?? '').join('')
  return { date: of('day', 'month', 'year'), time: of('hour', 'minute', 'second') }
}

const naive = ({ date, time }: Stamp): number => Date.UTC(
  Number(date.slice(4)), Number(date.slice(2, 4)) - 1, Number(date.slice(0, 2)), Number(time.slice(0, 2)), Number(time.slice(2, 4)), Number(time.slice(4)),
)

/** Unix milliseconds of a stamp in Kyiv. */
export function msOf(stamp: Stamp): number {
  const wanted = naive(stamp)
  const guess = wanted - (naive(stampOf(new Date(wanted))) - wanted)
  return guess + wanted - naive(stampOf(new Date(guess)))
}

/** `YYYYMM`. */
export const monthOf = ({ date }: Stamp): string => date.slice(4) + date.slice(2, 4)
