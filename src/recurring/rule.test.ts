import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasCome } from './recurring-invoice.ts'
import { comingDates, EVERY } from './rule.ts'
import type { Rule } from './rule.ts'

const rule = (more: Partial<Rule> = {}): Rule => ({ every: 'month', count: 1, monthDay: 31, startsOn: '2026-01-15', endsOn: null, ...more })

test('the last day of the month is the last day of every month, a leap year’s too', () => {
  expect(comingDates(rule(), '2027-11-01', 6)).toEqual(['2027-11-30', '2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'])
})

test('a month without a thirtieth ends earlier, and the next one has it again', () => {
  expect(comingDates(rule({ monthDay: 30 }), '2026-01-01', 4)).toEqual(['2026-01-30', '2026-02-28', '2026-03-30', '2026-04-30'])
})

test('a rule for the first that starts in the middle of a month begins with the next one, every third month too', () => {
  expect(comingDates(rule({ monthDay: 1, startsOn: '2026-01-20', count: 3 }), '2026-01-01', 3)).toEqual(['2026-02-01', '2026-05-01', '2026-08-01'])
})

test('weeks keep their weekday over a change of clocks and of years', () => {
  expect(comingDates(rule({ every: 'week', count: 2, monthDay: null, startsOn: '2026-12-21' }), '2026-12-22', 3)).toEqual(['2027-01-04', '2027-01-18', '2027-02-01'])
})

test('29 February every year is 28 February in common years and comes back', () => {
  expect(comingDates(rule({ every: 'year', monthDay: null, startsOn: '2028-02-29' }), '2028-01-01', 5)).toEqual([
    '2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29',
  ])
})

test('nothing comes after the last day', () => {
  expect(comingDates(rule({ endsOn: '2026-03-31' }), '2026-01-01', 12)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31'])
})

const days = fc.date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2031-12-31T00:00:00Z'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10))
const rules = fc.record({ every: fc.constantFrom(...EVERY), count: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 31 }), startsOn: days })
  .map(({ every, count, day, startsOn }): Rule => ({ every, count, monthDay: every === 'month' ? day : null, startsOn, endsOn: null }))

test('the next twelve dates are the same whichever day they are asked from, each once and in order', () => {
  fc.assert(fc.property(rules, days, (one, from) => {
    const all = comingDates(one, one.startsOn, 40)
    const some = comingDates(one, from, 12)
    expect(some.toSorted()).toEqual([...new Set(some)])
    expect(some.every((day) => day >= from && day >= one.startsOn)).toBe(true)
    const known = all.filter((day) => day >= from).slice(0, 12)
    expect(some.slice(0, known.length)).toEqual(known)
    expect(comingDates(one, some[0] ?? from, 12)).toEqual(some)
  }))
})

test('the day comes at eight in the morning of the store, winter and summer, and in each store at its own time', () => {
  const came = (at: string, zone = 'Europe/Vilnius') => hasCome(at.slice(0, 10), zone, new Date(at))
  expect([came('2026-10-24T04:59:00Z'), came('2026-10-24T05:00:00Z')]).toEqual([false, true])
  expect([came('2026-10-26T05:59:00Z'), came('2026-10-26T06:00:00Z')]).toEqual([false, true])
  expect([came('2026-10-26T03:59:00Z', 'Asia/Tbilisi'), came('2026-10-26T04:00:00Z', 'Asia/Tbilisi')]).toEqual([false, true])
  expect(hasCome('2026-12-01', 'Europe/Vilnius', new Date('2026-11-30T22:30:00Z'))).toBe(false)
  expect(hasCome('2026-11-30', 'Europe/Vilnius', new Date('2026-11-30T22:30:00Z'))).toBe(true)
})
