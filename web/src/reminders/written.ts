import type { ReminderSchedule, ReminderScheduleFields } from '../api/nouns.ts'
import type { FieldProblem } from '../api/problem.ts'

/** A step as it is typed: a number of days and the side of the due date it is on. */
export type WrittenStep = { readonly key: string; readonly days: string; readonly side: 'before' | 'after' }

export type Written = Omit<ReminderScheduleFields, 'steps' | 'daysOff'> & { readonly steps: readonly WrittenStep[]; readonly daysOff: string }

export function writtenOf({ isOn, steps, sendFrom, sendUntil, skipsWeekends, skipsHolidays, daysOff }: ReminderSchedule): Written {
  return {
    isOn, sendFrom, sendUntil, skipsWeekends, skipsHolidays, daysOff: daysOff.join('\n'),
    steps: steps.map((step, at) => ({ key: String(at), days: String(Math.abs(step)), side: step < 0 ? 'before' : 'after' })),
  }
}

const MOST_BEFORE = 60
const MOST_AFTER = 365

/** Days after the due date, negative before it. Null: no whole number, or out of reach. */
export function stepOf({ days, side }: WrittenStep): number | null {
  const count = /^\s*\d{1,3}\s*$/.test(days) ? Number(days) : null
  if (count === null || count > (side === 'before' ? MOST_BEFORE : MOST_AFTER)) return null
  return side === 'before' && count > 0 ? -count : count
}

const daysIn = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '')

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

/** What cannot be sent: steps that are none or stand there twice, and days that do not exist. */
export function faultsIn(
  { steps, daysOff }: Written, texts: { notDays: string; twice: string; notDay: (text: string) => string },
): FieldProblem[] {
  const read = steps.map(stepOf)
  const wrong = read.flatMap((step, at): FieldProblem[] => {
    if (step === null) return [{ field: `steps/${at}`, code: 'malformed', message: texts.notDays }]
    return read.indexOf(step) < at ? [{ field: `steps/${at}`, code: 'malformed', message: texts.twice }] : []
  })
  const noDay = daysIn(daysOff).find((text) => !isDay(text))
  return noDay === undefined ? wrong : [...wrong, { field: 'daysOff', code: 'malformed', message: texts.notDay(noDay) }]
}

/** The request of a written schedule: `faultsIn` was asked before. */
export const fieldsOf = ({ steps, daysOff, ...rest }: Written): ReminderScheduleFields =>
  ({ ...rest, steps: steps.map(stepOf).filter((step) => step !== null), daysOff: daysIn(daysOff) })
