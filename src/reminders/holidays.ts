import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { BusinessDate } from '../kernel/business-date.ts'

/** By country (ISO 3166-1), then year: the days, "01-01 02-16 …". */
const Table = Type.Record(Type.String(), Type.Record(Type.String(), Type.String()))

/** True on a public holiday of the country. False for a country or year that the table does not have. */
export type HolidayCalendar = (country: string, day: BusinessDate) => boolean

/**
 * The calendar that is bundled: the countries and years of `scripts/holidays.mjs`, which seeds it from `date-holidays`
 * and corrects it. Reads the table (64 kB) once, with the first question.
 */
export function bundledHolidays(): HolidayCalendar {
  const read: { table: ReadonlyMap<string, ReadonlySet<string>> | null } = { table: null }
  return (country, day) => (read.table ??= readTable()).get(`${country} ${day.slice(0, 4)}`)?.has(day.slice(5)) ?? false
}

function readTable(): ReadonlyMap<string, ReadonlySet<string>> {
  const table = Value.Parse(Table, JSON.parse(readFileSync(new URL('./holidays.json', import.meta.url), 'utf8')))
  return new Map(Object.entries(table).flatMap(([country, years]) =>
    Object.entries(years).map(([year, days]) => [`${country} ${year}`, new Set(days.split(' '))] as const)))
}
