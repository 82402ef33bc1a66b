import { expect, test } from 'vitest'
import { addDays, dayIn, endOfDay } from './days.ts'

test('days are counted over the ends of months and years', () => {
  expect(addDays('2026-12-25', 14)).toBe('2027-01-08')
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
})

test('a moment belongs to the day the store’s clock shows', () => {
  expect(dayIn('Europe/Vilnius', new Date('2026-11-20T22:30:00Z'))).toBe('2026-11-21')
  expect(dayIn('Asia/Tbilisi', new Date('2026-11-20T19:59:59Z'))).toBe('2026-11-20')
})

test('a link that works until a day works to its last second in the store, also when clocks change', () => {
  expect(endOfDay('2026-11-30', 'Europe/Vilnius')).toBe('2026-11-30T21:59:59.000Z')
  expect(endOfDay('2026-10-25', 'Europe/Vilnius')).toBe('2026-10-25T21:59:59.000Z')
  expect(endOfDay('2026-03-29', 'Europe/Vilnius')).toBe('2026-03-29T20:59:59.000Z')
  expect(endOfDay('2026-11-30', 'Asia/Tbilisi')).toBe('2026-11-30T19:59:59.000Z')
})
