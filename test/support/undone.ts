import { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from '../../src/platform/db/database.ts'
import { PooledPostgres } from '../../src/platform/db/database-driver.ts'
import type { DB } from '../../src/platform/db/schema.ts'

export type Asked = { readonly text: string; readonly name: string | undefined; readonly values: readonly unknown[] }
export type Answer = { readonly rows: readonly unknown[]; readonly rowCount: number | null; readonly command: string }
/** Says one statement to PostgreSQL. Throws as `pg` does. */
export type Ask = (asked: Asked) => Promise<Answer>

/** A moment to go back to. Those between which nothing was written have one savepoint, made when something is about to be. */
export type Place = { savepoint: string | null }

/**
 * One connection to the real database, in a transaction that is never kept. What was written in it is seen by all that
 * follows, as if it were committed, and is undone by going back to a place before it. It stands for many connections
 * only while their statements, or their transactions as wholes, follow each other; and only for a schema that leaves
 * nothing to COMMIT, such as a deferred constraint.
 */
export class Undone {
  readonly #pool: pg.Pool
  readonly #client: pg.PoolClient
  /** Places that need a savepoint before the next writing. */
  #open: Place[] = []
  /** A savepoint since which nothing was written. */
  #fresh: string | null = null
  #savepoints = 0

  private constructor(pool: pg.Pool, client: pg.PoolClient) {
    this.#pool = pool
    this.#client = client
  }

  static async open({ pool }: Database): Promise<Undone> {
    const client = await pool.connect()
    await client.query('begin')
    return new Undone(pool, client)
  }

  async close(): Promise<void> {
    await this.#client.query('rollback')
    this.#client.release()
  }

  mark(): Place {
    const place = { savepoint: this.#fresh }
    if (place.savepoint === null) this.#open.push(place)
    return place
  }

  /** The place can be gone back to again. */
  async backTo({ savepoint }: Place): Promise<void> {
    if (savepoint === null) return
    this.#open = []
    if (this.#fresh !== savepoint) await this.#client.query(`rollback to savepoint ${savepoint}`)
    this.#fresh = savepoint
  }

  /** Before something is written. */
  async #savepoint(): Promise<Place> {
    const savepoint = this.#fresh ?? `place${this.#savepoints++}`
    if (this.#fresh === null) await this.#client.query(`savepoint ${savepoint}`)
    this.#fresh = null
    for (const place of this.#open) place.savepoint = savepoint
    this.#open = []
    return { savepoint }
  }

  /** What code gets that takes a connection: its own transaction, if it begins one, is kept or undone within ours. */
  connection(): Ask {
    let begun: Place | null = null
    let isSound = true
    const done = (command: string): Answer => ({ rows: [], rowCount: null, command })
    return async (asked) => {
      if (asked.text === 'begin') {
        begun = await this.#savepoint()
        isSound = true
        return done('BEGIN')
      }
      if (asked.text === 'rollback' || asked.text === 'commit') {
        const isKept = asked.text === 'commit' && isSound
        if (begun !== null && !isKept) await this.backTo(begun)
        begun = null
        return done(isKept ? 'COMMIT' : 'ROLLBACK')
      }
      if (/^(begin|start|savepoint|rollback|release|set)\b/i.test(asked.text)) throw new Error(`not known here: ${asked.text}`)
      if (begun === null) return this.#alone(asked)
      return this.#say(asked).catch((error: unknown) => {
        isSound = false
        throw error
      })
    }
  }

  /** A statement of its own leaves nothing behind when it fails. */
  async #alone(asked: Asked): Promise<Answer> {
    if (isReading(asked.text)) return this.#say(asked)
    const before = await this.#savepoint()
    try {
      return await this.#say(asked)
    } catch (error) {
      await this.backTo(before)
      throw error
    }
  }

  #say({ text, name, values }: Asked): Promise<Answer> {
    return this.#client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) })
  }

  /**
   * The database as code knows it. `use` is awaited whenever the pool is used, and says the statements of that use.
   * Without one it is for preparing and for looking: an error is the end of all.
   */
  database(use: () => Promise<Ask> = async () => (asked) => this.#say(asked)): Database {
    const pool = new Proxy(this.#pool, {
      get: (target, name) => {
        if (name === 'query') return async (...query: Query) => (await use())(askedOf(query))
        if (name === 'connect') return async () => this.#lent(await use())
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    return { pool, db: new Kysely<DB>({ dialect: new PooledPostgres(pool) }), close: async () => {} }
  }

  #lent(ask: Ask): pg.PoolClient {
    return new Proxy(this.#client, {
      get: (target, name) => {
        if (name === 'query') return (...query: Query) => ask(askedOf(query))
        if (name === 'release') return () => {}
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
}

/** A plain `select` that locks nothing; no function of ours in the database writes. All else is taken for writing. */
export const isReading = (text: string): boolean => /^\s*select\b/i.test(text) && !/\bfor (no key update|update|key share|share)\b/i.test(text)

type Query = [query: string | pg.QueryConfig, values?: readonly unknown[]]

/** The name is the driver's, for a statement that it prepares. */
const askedOf = ([query, values = []]: Query): Asked => (typeof query === 'string'
  ? { text: query, name: undefined, values }
  : { text: query.text, name: query.name, values: query.values ?? values })
