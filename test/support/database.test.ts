import { expect, test, describe } from 'vitest'
import { sql } from 'kysely'
import { openTestDatabase, testDatabase } from './database.ts'

const first = testDatabase()
const second = openTestDatabase()

const nameOf = async (db: typeof first): Promise<unknown> =>
  (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name

test('each test database is a copy of its own', async () => {
  expect(await nameOf(first)).toMatch(/^kvit_test_/)
  expect(await nameOf(first)).not.toBe(await nameOf(second.db))
})

describe('a database for one group of tests', () => {
  const third = testDatabase()
  test('is there when the group runs', async () => {
    expect(await nameOf(third)).toMatch(/^kvit_test_/)
  })
})
