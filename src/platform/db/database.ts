import { Kysely, type Transaction } from 'kysely'
import pg from 'pg'
import { PooledPostgres } from './database-driver.ts'
import { withRetry } from './retry.ts'
import type { DB } from './schema.ts'

/** For reading, on the pool or inside a transaction. It has no way to write: that takes a `Tx`. */
export type Db = Pick<Kysely<DB>, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'dynamic' | 'getExecutor' | 'executeQuery'>

/** For writing. Only `inTransaction` makes one, so what takes a `Tx` is always undone or kept as a whole. */
export type Tx = Transaction<DB>

/** The pool is for statements that Kysely does not build, such as named prepared ones. */
export type Database = { readonly db: Db; readonly pool: pg.Pool; close(): Promise<void> }

type DatabaseOptions = {
  /** `postgresql://…`; its own `options` parameter is kept and wins over the limits set here. */
  readonly url: string
  readonly poolSize: number
  /** Shown in `pg_stat_activity`, so that an operator sees whose connection it is. */
  readonly applicationName: string
}

const CONNECT_TIMEOUT_MS = 5000
const STATEMENT_TIMEOUT_MS = 30_000
/** Longer than the server's own limit: it strikes only when the server or the network no longer answers. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5000

/** Sent when a connection starts and the same for all of them, so that any connection of a pooler will do. */
const LIMITS = [
  `-c statement_timeout=${STATEMENT_TIMEOUT_MS}`, '-c lock_timeout=10000',
  '-c idle_in_transaction_session_timeout=60000', '-c timezone=UTC',
].join(' ')

/**
 * int8 is read as `bigint` and `date` as its text, because a number loses cents and a `Date` the day.
 * timestamptz stays a `Date` and numeric a text. Source of the numbers: PostgreSQL, pg_type.dat.
 */
function typeParsers(): pg.TypeOverrides {
  const types = new pg.TypeOverrides()
  types.setTypeParser(20, (text) => BigInt(text))
  types.setTypeParser(1082, (text) => text)
  // Arrays of both: none of their elements is ever quoted or holds a comma.
  types.setTypeParser(1016, (text) => elements(text).map((one) => (one === 'NULL' ? null : BigInt(one))))
  types.setTypeParser(1182, (text) => elements(text).map((one) => (one === 'NULL' ? null : one)))
  return types
}

const elements = (text: string): string[] => (text === '{}' ? [] : text.slice(1, -1).split(','))

/** Opens a pool; the first connection is made with the first query. Survives restarts of the server. */
export function openDatabase({ url, poolSize, applicationName }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: withLimits(url), max: poolSize, application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: ANSWER_TIMEOUT_MS, keepAlive: true, types: typeParsers(),
  })
  // A connection that breaks while nobody uses it is replaced by the pool; without listeners it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<DB>({ dialect: new PooledPostgres(pool) })
  return { db, pool, close: () => pool.end() }
}

function withLimits(url: string): string {
  const parsed = new URL(url)
  const own = parsed.searchParams.get('options')
  parsed.searchParams.set('options', own === null ? LIMITS : `${LIMITS} ${own}`)
  return parsed.href
}

/** Carries the refused result out of Kysely's transaction, which is rolled back by a throw only. */
class Refused<T> extends Error {
  readonly result: T

  constructor(result: T) {
    super('refused')
    this.result = result
  }
}

/**
 * Runs `work` in one transaction. It is kept when `work` answers, and undone when it throws or answers a `Result`
 * with `ok: false`, which is then the answer. `work` is run again (at most five times in all) after a conflict with
 * another transaction or a connection lost before COMMIT, so it must have no effect outside the database.
 * Throws `CommitUnknown` when the answer to COMMIT was lost.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!(db instanceof Kysely) || db.isTransaction) throw new Error('inTransaction was called inside a transaction')
  try {
    return await withRetry(() => db.transaction().execute(async (tx) => {
      const answer = await work(tx)
      if (isRefusal(answer)) throw new Refused(answer)
      return answer
    }))
  } catch (error) {
    if (error instanceof Refused) return error.result
    throw error
  }
}

/** Runs `read`, in which all statements see the database as it was at one moment. */
export async function inSnapshot<T>(db: Db, read: (db: Db) => Promise<T>): Promise<T> {
  if (!(db instanceof Kysely) || db.isTransaction) throw new Error('inSnapshot was called inside a transaction')
  return withRetry(() => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read))
}

const isRefusal = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false
