import { describe, expect, test } from 'vitest'
import { nextAt, nextOpenAt, shiftEnd } from './shift-times.ts'

const HOUR_MS = 3_600_000
const at = (text: string): Date => new Date(text)

describe('a minute of the store’s day', () => {
  test.each([
    ['2026-11-22T10:00:00Z', 23 * 60 + 30, '2026-11-22T21:30:00.000Z'],
    ['2026-11-22T21:30:00Z', 23 * 60 + 30, '2026-11-23T21:30:00.000Z'],
    ['2026-11-22T22:30:00Z', 15, '2026-11-23T22:15:00.000Z'],
    // Clocks go forward at 03:00 on 29 March 2026 in Kyiv: half past three is there, half past two in winter is skipped.
    ['2026-03-28T22:30:00Z', 3 * 60 + 30, '2026-03-29T01:30:00.000Z'],
    ['2026-10-24T22:30:00Z', 12 * 60, '2026-10-25T10:00:00.000Z'],
  ])('after %s comes minute %i at %s', (after, minute, expected) => {
    expect(nextAt(minute, at(after), 'Europe/Kyiv').toISOString()).toBe(expected)
  })
})

describe('when a shift ends', () => {
  const about = { openedAt: at('2026-11-22T07:00:00Z'), timeZone: 'Europe/Kyiv' }
  const byHand = { opens: 'by_hand', opensAt: null, closes: 'by_hand', closesAt: null } as const
  const atTime = { ...byHand, closes: 'at_time', closesAt: 23 * 60 } as const

  test('at the register’s time, if the law is not stricter', () => {
    expect(shiftEnd(atTime, { ...about, longestMs: 24 * HOUR_MS })).toEqual({ closeAt: at('2026-11-22T21:00:00Z'), closesBefore: at('2026-11-23T07:00:00Z') })
    expect(shiftEnd(atTime, { ...about, longestMs: 4 * HOUR_MS }).closeAt).toEqual(at('2026-11-22T10:30:00Z'))
  })

  test('half an hour before the law ends it, where a person closes', () => {
    expect(shiftEnd(byHand, { ...about, longestMs: 24 * HOUR_MS }).closeAt).toEqual(at('2026-11-23T06:30:00Z'))
  })

  test('never by itself, where neither says so', () => {
    expect(shiftEnd(byHand, { ...about, longestMs: null })).toEqual({ closeAt: null, closesBefore: null })
  })

  test('the schedule opens only what opens at a time', () => {
    expect(nextOpenAt(byHand, about.openedAt, 'Europe/Kyiv')).toBeNull()
    expect(nextOpenAt({ ...byHand, opens: 'at_time', opensAt: 8 * 60 }, about.openedAt, 'Europe/Kyiv')).toEqual(at('2026-11-23T06:00:00Z'))
  })
})
