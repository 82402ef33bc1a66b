import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../test/rules/sources.ts'
import { bundledHolidays } from './holidays.ts'

const isHoliday = bundledHolidays()

/** Days of 2026 from official lists: 5 April 2026 is Easter, 12 April the Orthodox one. */
const OFF_IN_2026 = {
  LT: '01-01 02-16 03-11 04-05 04-06 05-01 06-24 07-06 08-15 11-01 11-02 12-24 12-25 12-26',
  LV: '01-01 04-03 04-05 04-06 05-01 05-04 06-23 06-24 11-18 12-24 12-25 12-26 12-31',
  EE: '01-01 02-24 04-03 04-05 05-01 05-24 06-23 06-24 08-20 12-24 12-25 12-26',
  UA: '01-01 03-08 04-12 05-01 05-08 05-31 06-28 07-15 08-24 10-01 12-25',
  GE: '01-01 01-02 01-07 01-19 03-03 03-08 04-09 04-10 04-11 04-12 04-13 05-09 05-12 05-26 08-28 10-14 11-23',
} as const

const DAYS = Array.from({ length: 365 }, (_, n) => Temporal.PlainDate.from('2026-01-01').add({ days: n }).toString())

describe('public holidays', () => {
  test.each(Object.entries(OFF_IN_2026))('of %s in 2026', (country, days) => {
    expect(DAYS.filter((day) => isHoliday(country, day)).map((day) => day.slice(5)).join(' ')).toBe(days)
  })

  test('in Ukraine it is 8 May that is off, not 9 May or 2 January, and nothing is moved to a Monday', () => {
    expect(isHoliday('UA', '2027-05-08')).toBe(true)
    for (const day of ['2026-05-09', '2027-05-09', '2026-01-02', '2026-01-07', '2027-05-10', '2026-03-09', '2027-12-27']) expect(isHoliday('UA', day), day).toBe(false)
  })

  test('in Latvia 4 May and 18 November on a weekend are made up for', () => {
    expect(isHoliday('LV', '2030-11-18')).toBe(true)
    expect(isHoliday('LV', '2028-11-20')).toBe(true)
    expect(isHoliday('LV', '2028-07-10')).toBe(true)
  })

  test('a country or a year that is not known has none', () => {
    expect(isHoliday('XX', '2026-01-01')).toBe(false)
    expect(isHoliday('LT', '2099-01-01')).toBe(false)
  })

  test('the table that is bundled is the one that its script writes', () => {
    const run = spawnSync(process.execPath, [join(ROOT, 'scripts', 'holidays.mjs'), '--check'], { cwd: ROOT, encoding: 'utf8' })
    expect(run.status, run.stderr).toBe(0)
  }, 60_000)
})
