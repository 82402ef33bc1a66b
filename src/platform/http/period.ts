import { Type } from 'typebox'
import { endOfDay, isBusinessDate, startOfDay } from '../../kernel/business-date.ts'
import type { BusinessDate } from '../../kernel/business-date.ts'
import { DateJson } from './json.ts'
import { InvalidInput } from './problem.ts'

/** Query fields of a list that shows a period; both days belong to it. */
export const PeriodQuery = { from: Type.Optional(DateJson), to: Type.Optional(DateJson) }

/** From the first moment of one day until before that of another; null: without that end. */
export type Period = { readonly from: Date | null; readonly before: Date | null }

/** The days as the clock of `timeZone` has them. Throws `InvalidInput` for a day that does not exist. */
export function periodAsked({ from, to }: { readonly from?: string; readonly to?: string }, timeZone: string): Period {
  const [first, last] = [dayAsked(from, 'from'), dayAsked(to, 'to')]
  return { from: first === null ? null : startOfDay(first, timeZone), before: last === null ? null : endOfDay(last, timeZone) }
}

/** Null where none was named. Throws `InvalidInput` for a day that does not exist. */
export function dayAsked(day: string | undefined, field: string): BusinessDate | null {
  if (day === undefined) return null
  if (!isBusinessDate(day)) throw new InvalidInput([{ field, code: 'malformed' }])
  return day
}
