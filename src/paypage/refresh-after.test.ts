import { expect, test } from 'vitest'
import { refreshAfter } from './refresh-after.ts'

const started = new Date('2026-11-30T10:00:00Z')
const after = (seconds: number): number => refreshAfter(started, new Date(started.getTime() + seconds * 1000))

test('the waiting page asks often at first and then less and less', () => {
  expect([0, 30, 60, 600, 3600, 86_400].map(after)).toEqual([4, 4, 6, 60, 120, 120])
})

test('a clock that went back does not make the page ask without a pause', () => {
  expect(after(-5000)).toBe(4)
})
