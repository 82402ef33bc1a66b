import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, businessDate } from '../kernel/business-date.ts'
import { bundledHolidays } from './holidays.ts'
import { dueNow, firstAllowed, isWorkingDay, nextReminder } from './schedule.ts'
import type { Remindable, Schedule, ScheduleClock } from './schedule.ts'

const isHoliday = bundledHolidays()
const VILNIUS: ScheduleClock = { timeZone: 'Europe/Vilnius', country: 'LT', isHoliday }
const TBILISI: ScheduleClock = { timeZone: 'Asia/Tbilisi', country: 'GE', isHoliday }

const schedule = (more: Partial<Schedule> = {}): Schedule => ({
  steps: [-3, 1, 7], sendFrom: 9 * 60, sendUntil: 18 * 60, skipsWeekends: true, skipsHolidays: true, daysOff: [],
  inForceSince: new Date('2026-01-01T00:00:00Z'), ...more,
})

/** Due on Wednesday 18 November 2026. */
const invoice = (more: Partial<Remindable> = {}): Remindable =>
  ({ dueDate: '2026-11-18', issueDate: '2026-11-02', lastStep: null, lastLetterAt: new Date('2026-11-02T10:00:00Z'), ...more })

const next = (of: Remindable, now: string, { by = schedule(), clock = VILNIUS } = {}) => {
  const found = nextReminder(by, clock, of, new Date(now))
  return found === null ? null : { step: found.step, at: found.at.toISOString() }
}

describe('the next reminder', () => {
  test('is the first step whose day has not come', () => {
    expect(next(invoice({ dueDate: '2026-11-19' }), '2026-11-03T10:00:00Z')).toEqual({ step: -3, at: '2026-11-16T07:00:00.000Z' })
    expect(next(invoice({ lastStep: -3 }), '2026-11-16T10:00:00Z')).toEqual({ step: 1, at: '2026-11-19T07:00:00.000Z' })
    expect(next(invoice({ lastStep: 7 }), '2026-11-26T10:00:00Z')).toBeNull()
  })

  test('waits for Monday when its day is a Sunday, and past a public holiday', () => {
    expect(next(invoice(), '2026-11-03T10:00:00Z')).toEqual({ step: -3, at: '2026-11-16T07:00:00.000Z' })
    const christmas = invoice({ dueDate: '2026-12-23', lastStep: -3 })
    expect(next(christmas, '2026-12-23T12:00:00Z')).toEqual({ step: 1, at: '2026-12-28T07:00:00.000Z' })
    expect(next(christmas, '2026-12-23T12:00:00Z', { by: schedule({ skipsHolidays: false }) })).toEqual({ step: 1, at: '2026-12-24T07:00:00.000Z' })
    expect(next(christmas, '2026-12-23T12:00:00Z', { by: schedule({ skipsHolidays: false, skipsWeekends: false, daysOff: ['2026-12-24', '2026-12-25'] }) }))
      .toEqual({ step: 1, at: '2026-12-26T07:00:00.000Z' })
  })

  test('a day that is off in Georgia is a day like others in Lithuania', () => {
    const due = invoice({ dueDate: '2026-11-22', lastStep: -3 })
    expect(next(due, '2026-11-22T08:00:00Z')).toEqual({ step: 1, at: '2026-11-23T07:00:00.000Z' })
    expect(next(due, '2026-11-22T08:00:00Z', { clock: TBILISI })).toEqual({ step: 1, at: '2026-11-24T05:00:00.000Z' })
  })

  test('steps that fall together over a weekend are one letter, the last of them', () => {
    const due = invoice({ dueDate: '2026-11-20' })
    expect(next(due, '2026-11-20T19:00:00Z', { by: schedule({ steps: [1, 2, 7] }) })).toEqual({ step: 2, at: '2026-11-23T07:00:00.000Z' })
  })

  test('one for a time before the due date does not go after it', () => {
    expect(next(invoice({ dueDate: '2026-11-21' }), '2026-11-20T10:00:00Z', { by: schedule({ steps: [0, 7] }) })).toEqual({ step: 7, at: '2026-11-30T07:00:00.000Z' })
  })

  test('after days of standing still goes the last step alone, after a week none is made up for', () => {
    expect(next(invoice(), '2026-11-26T08:00:00Z', { by: schedule({ steps: [1, 2, 7] }) })).toEqual({ step: 7, at: '2026-11-26T08:00:00.000Z' })
    expect(next(invoice({ lastStep: -3 }), '2026-11-25T20:00:00Z')).toEqual({ step: 7, at: '2026-11-26T07:00:00.000Z' })
    expect(next(invoice({ lastStep: 1 }), '2026-12-03T08:00:00Z')).toBeNull()
  })

  test('who switches reminders on today writes to nobody for yesterday', () => {
    expect(next(invoice({ lastStep: -3 }), '2026-11-19T12:00:00Z', { by: schedule({ inForceSince: new Date('2026-11-19T12:00:00Z') }) }))
      .toEqual({ step: 7, at: '2026-11-25T07:00:00.000Z' })
  })

  test('an invoice issued late is not reminded of a day before its issue, and nobody gets two letters a day', () => {
    expect(next(invoice({ issueDate: '2026-11-16', lastLetterAt: null }), '2026-11-16T12:00:00Z')).toEqual({ step: 1, at: '2026-11-19T07:00:00.000Z' })
    expect(next(invoice({ lastLetterAt: new Date('2026-11-19T06:00:00Z'), lastStep: -3 }), '2026-11-19T08:00:00Z')).toEqual({ step: 1, at: '2026-11-20T07:00:00.000Z' })
  })
})

describe('the clock on the wall', () => {
  const early = schedule({ sendFrom: 3 * 60 + 30, sendUntil: 5 * 60, skipsWeekends: false, skipsHolidays: false })

  test('half past three of the spring night that has none is half past four, and letters may leave then', () => {
    expect(firstAllowed(early, VILNIUS, new Date('2026-03-28T23:00:00Z')).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })

  test('half past three of the autumn night that has two is the first of them', () => {
    expect(firstAllowed(early, VILNIUS, new Date('2026-10-24T22:00:00Z')).toISOString()).toBe('2026-10-25T00:30:00.000Z')
  })

  test('nine o’clock is an hour earlier by the world’s clock in summer, and never in Georgia', () => {
    const nine = (clock: ScheduleClock, day: string) => firstAllowed(schedule(), clock, new Date(`${day}T00:00:00Z`)).toISOString().slice(11, 16)
    expect([nine(VILNIUS, '2026-03-27'), nine(VILNIUS, '2026-03-30'), nine(VILNIUS, '2026-10-23'), nine(VILNIUS, '2026-10-26')]).toEqual(['07:00', '06:00', '06:00', '07:00'])
    expect([nine(TBILISI, '2026-03-27'), nine(TBILISI, '2026-03-30')]).toEqual(['05:00', '05:00'])
  })

  test('the day is the store’s: an invoice is overdue in Tbilisi before it is in Vilnius', () => {
    const midnight = schedule({ sendFrom: 0, sendUntil: 1440, skipsWeekends: false, skipsHolidays: false, steps: [1] })
    const at = new Date('2026-11-18T21:00:00Z')
    expect(dueNow(midnight, TBILISI, at).some((one) => one.dueDate === '2026-11-18')).toBe(true)
    expect(dueNow(midnight, VILNIUS, at).some((one) => one.dueDate === '2026-11-18')).toBe(false)
  })
})

const instants = fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2029-12-01T00:00:00Z'), noInvalidDate: true })
const steps = fc.uniqueArray(fc.integer({ min: -30, max: 60 }), { minLength: 1, maxLength: 5 }).map((all) => all.toSorted((a, b) => a - b))

test('a letter may leave at the moment that is named, not before now, in every zone and at every moment', () => {
  fc.assert(fc.property(instants, fc.constantFrom(VILNIUS, TBILISI), fc.nat(1300), (now, clock, sendFrom) => {
    const by = schedule({ sendFrom, sendUntil: Math.min(1440, sendFrom + 90) })
    const at = firstAllowed(by, clock, now)
    expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime())
    expect(isWorkingDay(by, clock, businessDate(at, clock.timeZone))).toBe(true)
    expect(firstAllowed(by, clock, at)).toEqual(at)
  }))
})

test('however often one looks, each step goes at most once, in order, one a day, and the list ends', () => {
  fc.assert(fc.property(steps, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 200 }), (list, dueIn, everyHours) => {
    const by = schedule({ steps: list })
    let of = invoice({ dueDate: addDays('2026-11-02', dueIn) })
    const taken: number[] = []
    const days: string[] = []
    for (let now = Date.parse('2026-11-02T10:00:00Z'); now < Date.parse('2027-04-30T00:00:00Z'); now += everyHours * 3_600_000) {
      const found = nextReminder(by, VILNIUS, of, new Date(now))
      if (found === null || found.at.getTime() > now) continue
      taken.push(found.step)
      days.push(businessDate(new Date(now), 'Europe/Vilnius'))
      of = { ...of, lastStep: found.step, lastLetterAt: new Date(now) }
    }
    expect(taken).toEqual([...new Set(taken)].toSorted((a, b) => a - b))
    expect(new Set(days).size).toBe(days.length)
    expect(nextReminder(by, VILNIUS, of, new Date('2027-04-30T00:00:00Z'))).toBeNull()
  }), { numRuns: 40 })
})
