import type { Recurring, RecurringRule } from '../api/nouns.ts'
import type { FieldProblem } from '../api/problem.ts'
import type { Reader } from '../language/reader.tsx'

/** A rule as it is typed. */
export type WrittenRule = {
  readonly every: RecurringRule['every']
  readonly count: string
  readonly monthDay: string
  readonly startsOn: string
  readonly end: 'never' | 'on' | 'after'
  readonly endsOn: string
  readonly mostIssues: string
}

export const newRule = (today: string): WrittenRule =>
  ({ every: 'month', count: '1', monthDay: String(Number(today.slice(8))), startsOn: today, end: 'never', endsOn: '', mostIssues: '12' })

export const writtenRule = ({ rule, mostIssues }: Pick<Recurring, 'rule' | 'mostIssues'>): WrittenRule => ({
  every: rule.every, count: String(rule.count), monthDay: String(rule.monthDay ?? Number(rule.startsOn.slice(8))), startsOn: rule.startsOn,
  end: mostIssues !== null ? 'after' : rule.endsOn !== null ? 'on' : 'never', endsOn: rule.endsOn ?? '', mostIssues: String(mostIssues ?? 12),
})

const countIn = (text: string, most: number): number | null => {
  const count = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0
  return count >= 1 && count <= most ? count : null
}

/** Null while something in it cannot be read. */
export function ruleOf({ every, count, monthDay, startsOn, end, endsOn }: WrittenRule): RecurringRule | null {
  const times = countIn(count, 12)
  if (times === null || startsOn === '' || (end === 'on' && endsOn < startsOn)) return null
  return { every, count: times, monthDay: every === 'month' ? Number(monthDay) : null, startsOn, endsOn: end === 'on' ? endsOn : null }
}

export const mostIssuesOf = ({ end, mostIssues }: WrittenRule): number | null => (end === 'after' ? countIn(mostIssues, 1000) : null)

export function faultsIn(rule: WrittenRule, texts: { notNumber: string; required: string }): FieldProblem[] {
  const faults: FieldProblem[] = []
  const add = (field: string, message: string) => faults.push({ field, code: 'malformed', message })
  if (countIn(rule.count, 12) === null) add('rule/count', texts.notNumber)
  if (rule.startsOn === '') add('rule/startsOn', texts.required)
  if (rule.end === 'on' && rule.endsOn < rule.startsOn) add('rule/endsOn', texts.required)
  if (rule.end === 'after' && mostIssuesOf(rule) === null) add('mostIssues', texts.notNumber)
  return faults
}

export const LAST_DAY = 31

/** "Every month, on the last day" */
export function ruleText({ every, count, monthDay, startsOn }: RecurringRule, { t, day, language }: Pick<Reader, 't' | 'day' | 'language'>): string {
  if (every === 'year') return t('recurringRuleYear', { count, date: day(startsOn) })
  if (every === 'month') return monthDay === LAST_DAY ? t('recurringRuleMonthLast', { count }) : t('recurringRuleMonth', { count, day: monthDay ?? 1 })
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${startsOn}T00:00:00Z`))
  return t('recurringRuleWeek', { count, weekday })
}
