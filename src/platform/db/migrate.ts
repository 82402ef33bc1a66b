import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresAdapter, PostgresDialect, sql } from 'kysely'
import { Migrator, type Migration, type MigrationProvider } from 'kysely/migration'
import pg from 'pg'

/** Where Kvit's own migrations lie, beside this file in the sources and in the build. */
export const MIGRATIONS = fileURLToPath(new URL('./migrations/', import.meta.url))

const FILE_NAME = /^(\d{4}-[a-z0-9-]+)\.sql$/

/** Any fixed number: it names the lock that lets one migrator in at a time. */
const LOCK = 7_163_551_204n

/** Kysely would hold a lock of the session, which a pooler in transaction mode loses; `migrate` holds its own. */
class LockHeldOutside extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class MigrationDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LockHeldOutside()
  }
}

/** Reads `NNNN-name.sql` files. Each is sent as it stands and may hold many statements. Throws on a file of another name. */
function sqlFolder(folder: string): MigrationProvider {
  return {
    async getMigrations() {
      const found: Record<string, Migration> = {}
      for (const file of await readdir(folder)) {
        const [, name] = FILE_NAME.exec(file) ?? []
        if (name === undefined) throw new Error(`${join(folder, file)} is not named like 0001-what-it-does.sql`)
        const text = await readFile(join(folder, file), 'utf8')
        found[name] = { up: async (db) => void await sql.raw(text).execute(db) }
      }
      return found
    },
  }
}

/**
 * Brings the database up to date: all new migrations of the folder in one transaction, so that a failed one leaves
 * the database as it was. Answers the names of those that were run. Any number of processes may call it at once.
 * Throws an error that names the file, and the line where PostgreSQL gives one.
 */
export async function migrate(url: string, folder: string = MIGRATIONS): Promise<string[]> {
  const pool = new pg.Pool({
    connectionString: url, max: 2, application_name: 'kvit migrate',
    // A migration that waits for a lock makes everybody behind it wait too: better to fail and be run again.
    lock_timeout: 2000, options: '-c statement_timeout=0',
  })
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new MigrationDialect({ pool }) })
  try {
    return await db.transaction().execute(async (holder) => {
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(holder)
      await sql`set local lock_timeout = 0`.execute(holder)
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(holder)
      return await runAll(db, folder)
    })
  } finally {
    await pool.end()
  }
}

async function runAll(db: Kysely<unknown>, folder: string): Promise<string[]> {
  const { error, results = [] } = await new Migrator({ db, provider: sqlFolder(folder) }).migrateToLatest()
  if (error === undefined) return results.map((one) => one.migrationName)
  const failed = results.find((one) => one.status === 'Error')
  const file = failed === undefined ? folder : join(folder, `${failed.migrationName}.sql`)
  const line = failed === undefined ? '' : await lineOf(file, error)
  throw new Error(`${file}${line}: ${error instanceof Error ? error.message : 'not an error'}`, { cause: error })
}

/** `:12` where PostgreSQL pointed at a place in the text (it counts characters from 1), else nothing. */
async function lineOf(file: string, error: unknown): Promise<string> {
  if (!(error instanceof pg.DatabaseError) || error.position === undefined) return ''
  const before = (await readFile(file, 'utf8')).slice(0, Number(error.position))
  return `:${before.split('\n').length}`
}
