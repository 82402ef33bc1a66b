import { expect, test } from 'vitest'
import { OFFLINE_LIMITS as limits } from '../fiscalisers/contract-values.ts'
import { offlineLeft } from './offline-left.ts'
import type { OfflineSpan } from './offline-left.ts'

const HOUR_MS = 3_600_000
const RULES = { limits, timeZone: 'Europe/Kyiv' }
/** Noon in Kyiv on the second day of a month, in winter. */
const NOON = new Date('2026-03-02T10:00:00Z')

const after = (from: Date, hours: number): Date => new Date(from.getTime() + hours * HOUR_MS)
const spanOf = (began: Date, hours: number): OfflineSpan => ({ began, last: after(began, hours) })

test('36 hours at a time, and the last minute of them is allowed', () => {
  const at = (hours: number) => offlineLeft([], { began: NOON, now: after(NOON, hours) }, RULES)
  expect([0, 35.9, 36, 36.1].map((hours) => at(hours).isOver)).toEqual([false, false, false, true])
  expect(at(1).until).toEqual(after(NOON, 36))
})

test('the fifth time of 35 hours in a month is over the 168, and a new month begins anew', () => {
  const past = [0, 1, 2, 3].map((n) => spanOf(after(NOON, 48 * n), 35))
  const began = after(NOON, 48 * 4)
  expect(offlineLeft(past, { began, now: after(began, 1) }, RULES)).toEqual({ monthSpentMs: 141 * HOUR_MS, until: after(began, 28), isOver: false })
  expect(offlineLeft(past, { began, now: after(began, 29) }, RULES).isOver).toBe(true)
  const next = after(NOON, 31 * 24)
  expect(offlineLeft(past, { began: next, now: after(next, 35) }, RULES)).toMatchObject({ monthSpentMs: 35 * HOUR_MS, isOver: false })
})

test('a time over the turn of a month counts in both with what lies in it', () => {
  const began = new Date('2026-03-31T09:00:00Z') // noon in Kyiv, twelve hours before April
  const full = Array.from({ length: 4 }, (_, n) => spanOf(new Date(Date.UTC(2026, 2, 2 + 3 * n)), 36))
  const at = (hours: number) => offlineLeft(full, { began, now: after(began, hours) }, RULES)
  expect(at(11)).toMatchObject({ monthSpentMs: 155 * HOUR_MS, until: after(began, 36) })
  expect(at(13)).toMatchObject({ monthSpentMs: HOUR_MS })
})
