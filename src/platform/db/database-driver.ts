import { CompiledQuery, PostgresDialect, type DatabaseConnection, type Driver, type QueryResult, type TransactionSettings } from 'kysely'
import type pg from 'pg'
import { CommitUnknown, faultOf, isOutdated } from './retry.ts'

const CHANGES_ROWS = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

type Named = CompiledQuery & { readonly name?: string }

/** A statement that each connection keeps parsed under its name, and planned once it was run some times. A name has one text. */
export const prepared = (name: string, text: string, values: readonly unknown[]): Named => ({ ...CompiledQuery.raw(text, [...values]), name })

const RUNS_BEFORE_KEPT = 5

const MOST_KEPT = 200

/** Texts that are run again and again get a name, so that each connection parses them once. */
class RepeatedStatements {
  readonly #runs = new Map<string, number>()
  readonly #names = new Map<string, string | undefined>()

  /** Undefined: not run often yet, as many are kept as may be, or it was outdated. */
  nameOf(text: string): string | undefined {
    if (this.#names.has(text) || this.#names.size >= MOST_KEPT) return this.#names.get(text)
    const runs = (this.#runs.get(text) ?? 0) + 1
    if (runs <= RUNS_BEFORE_KEPT) {
      // A list of changing length makes texts without end.
      if (this.#runs.size >= 10 * MOST_KEPT) this.#runs.clear()
      this.#runs.set(text, runs)
      return undefined
    }
    this.#runs.delete(text)
    const given = `repeated-${this.#names.size + 1}`
    this.#names.set(text, given)
    return given
  }

  /** For good: a pooler between may keep it for connections of its own, which closing ours does not close. */
  forget(text: string): void {
    this.#names.set(text, undefined)
  }
}

/** One connection out of the pool, for as long as a query or a transaction needs it. */
class Session implements DatabaseConnection {
  #sound = true
  #isInTransaction = false

  readonly #client: pg.PoolClient

  readonly #repeated: RepeatedStatements

  constructor(client: pg.PoolClient, repeated: RepeatedStatements) {
    this.#client = client
    this.#repeated = repeated
  }

  async executeQuery<R>({ sql, parameters, name }: Pick<Named, 'sql' | 'parameters' | 'name'>): Promise<QueryResult<R>> {
    const { rows, command, rowCount } = await this.#ask(sql, parameters, name ?? (parameters.length === 0 ? undefined : this.#repeated.nameOf(sql)))
    return CHANGES_ROWS.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows }
  }

  async begin(settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel === undefined ? '' : ` isolation level ${settings.isolationLevel}`
    const access = settings.accessMode === undefined ? '' : ` ${settings.accessMode}`
    await this.#ask(`begin${level}${access}`)
    this.#isInTransaction = true
  }

  async commit(): Promise<void> {
    const { command } = await this.#ask('commit').catch((cause: unknown) => {
      throw this.#sound ? cause : new CommitUnknown('Whether the transaction was kept is unknown.', { cause })
    })
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK and no error.
    if (command !== 'COMMIT') throw new Error('A statement of this transaction failed and the failure was ignored: nothing was kept.')
  }

  /** Never fails: a connection that cannot roll back is closed, and that undoes the transaction as well. */
  async rollback(): Promise<void> {
    await this.#ask('rollback').catch(() => { this.#sound = false })
  }

  release(): void {
    this.#client.release(!this.#sound)
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streaming needs a cursor, which this driver does not open')
  }

  async #ask(text: string, parameters: readonly unknown[] = [], name?: string): Promise<pg.QueryResult> {
    try {
      return await this.#client.query({ text, values: [...parameters], ...(name === undefined ? {} : { name }) })
    } catch (error) {
      if (faultOf(error) === 'lost') this.#sound = false
      if (!isOutdated(error)) throw error
      this.#repeated.forget(text)
      // With its statement the whole transaction has failed, and is run again as a whole.
      if (this.#isInTransaction) throw error
      return this.#client.query({ text, values: [...parameters] })
    }
  }
}

/** Kysely's driver for `pg`, with what money asks for: the outcome of every COMMIT is known, or known to be unknown. */
class SessionDriver implements Driver {
  readonly #pool: pg.Pool

  readonly #repeated = new RepeatedStatements()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Session> {
    return new Session(await this.#pool.connect(), this.#repeated)
  }

  async beginTransaction(session: Session, settings: TransactionSettings): Promise<void> {
    await session.begin(settings)
  }

  async commitTransaction(session: Session): Promise<void> {
    await session.commit()
  }

  async rollbackTransaction(session: Session): Promise<void> {
    await session.rollback()
  }

  async releaseConnection(session: Session): Promise<void> {
    session.release()
  }

  async destroy(): Promise<void> {
    await this.#pool.end()
  }
}

/** PostgreSQL for Kysely over a pool of ours. */
export class PooledPostgres extends PostgresDialect {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver(): Driver {
    return new SessionDriver(this.#pool)
  }
}
