import { expect, test } from 'vitest'
import { faultsIn, mostIssuesOf, newRule, ruleOf, writtenRule } from './rule.ts'

const TEXTS = { notNumber: 'number', required: 'required' }
const RULE = { every: 'month', count: 3, monthDay: 31, startsOn: '2026-11-02', endsOn: '2027-11-02' } as const

test('a rule comes back as it was written, and one that is new repeats today', () => {
  expect(ruleOf(writtenRule({ rule: RULE, mostIssues: null }))).toEqual(RULE)
  expect(ruleOf(newRule('2026-11-02'))).toEqual({ every: 'month', count: 1, monthDay: 2, startsOn: '2026-11-02', endsOn: null })
  expect(ruleOf({ ...newRule('2026-11-02'), every: 'week' })?.monthDay).toBeNull()
})

test('a count is kept apart from an end date', () => {
  const counted = writtenRule({ rule: { ...RULE, endsOn: null }, mostIssues: 6 })
  expect([mostIssuesOf(counted), ruleOf(counted)?.endsOn]).toEqual([6, null])
  expect(mostIssuesOf({ ...counted, end: 'never' })).toBeNull()
})

test('what cannot be read is named', () => {
  const wrong = { ...newRule('2026-11-02'), count: '0', startsOn: '', end: 'after', mostIssues: 'x' } as const
  expect(faultsIn(wrong, TEXTS).map(({ field }) => field)).toEqual(['rule/count', 'rule/startsOn', 'mostIssues'])
  expect(ruleOf(wrong)).toBeNull()
  expect(faultsIn({ ...newRule('2026-11-02'), end: 'on', endsOn: '2026-11-01' }, TEXTS).map(({ field }) => field)).toEqual(['rule/endsOn'])
})
