import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/support/database.ts'
import { takeOne } from './rate-limit.ts'

const db = testDatabase()
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second))

test('of many at once exactly as many pass as the limit says', async () => {
  const taken = await Promise.all(Array.from(
    { length: 40 }, () => takeOne(db, { key: 'a', limit: 7, windowMs: 60_000, at: at(5) }),
  ))
  expect(taken.filter((one) => one.isAllowed)).toHaveLength(7)
  expect(taken.find((one) => !one.isAllowed)?.retryAfterMs).toBe(55_000)
})

test('a new window starts anew, and a late clock does not bring the old one back', async () => {
  const take = (second: number) => takeOne(db, { key: 'b', limit: 1, windowMs: 60_000, at: at(second) })
  expect([
    (await take(0)).isAllowed, (await take(59)).isAllowed, (await take(60)).isAllowed, (await take(59)).isAllowed,
  ]).toEqual([true, false, true, false])
})

test('what is counted is not stored', async () => {
  await takeOne(db, { key: 'sign-in/ona@shop.example', limit: 1, windowMs: 1000, at: at(0) })
  const { rows } = await sql<{ text: string }>`select row_to_json(r)::text as text from rate_limit r`.execute(db)
  expect(rows.map((row) => row.text).join('')).not.toContain('ona')
})
