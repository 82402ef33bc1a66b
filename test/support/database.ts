import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, inject } from 'vitest'
import type { ProvidedContext } from 'vitest'
import { openDatabase, type Database, type Db } from '../../src/platform/db/database.ts'
import { administer, databaseUrl } from './database-server.ts'

/**
 * A database of this file's own for reading and `inTransaction`: a copy of the migrated template, real PostgreSQL,
 * dropped afterwards. Called once at the top of a test file or a `describe`.
 */
export function testDatabase(): Db {
  return openTestDatabase().db
}

/** As `testDatabase`, for tests that need the pool or the address too, such as those that start a server process. */
export function openTestDatabase(): Database & { readonly url: string } {
  const { create, drop, ...database } = databaseOf(inject('testServer'))
  beforeAll(create)
  afterAll(drop)
  return database
}

/** As `openTestDatabase`, in the middle of a test and as often as it likes. */
export async function freshDatabase(): Promise<Database & { readonly url: string; drop(): Promise<void> }> {
  const { create, ...database } = databaseOf(inject('testServer'))
  await create()
  return database
}

function databaseOf({ url: serverUrl, template }: ProvidedContext['testServer']) {
  const name = `kvit_test_${randomBytes(6).toString('hex')}`
  const url = databaseUrl(serverUrl, name)
  // Connects with the first query.
  const database = openDatabase({ url, poolSize: 10, applicationName: 'kvit test' })
  return {
    ...database, url,
    create: () => administer(serverUrl, `create database ${name} template ${template}`),
    async drop() {
      await database.close()
      await administer(serverUrl, `drop database if exists ${name} with (force)`)
    },
  }
}
