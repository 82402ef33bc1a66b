import { fromKysely, PgBoss } from 'pg-boss'
import type pg from 'pg'
import type { TSchema, Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Tx } from '../db/database.ts'

/** A sort of work that survives the process: its queue, the shape of its data, and how long it is tried again. */
export type JobKind<Data extends TSchema> = {
  readonly name: string
  readonly data: Data
  /** Tries after the first one; the pause doubles from `retrySeconds` on, up to six hours. */
  readonly retries: number
  readonly retrySeconds: number
}

export type Jobs = {
  /** Enqueued in the transaction that needs it: done if and only if that commits. */
  enqueue<Data extends TSchema>(tx: Tx, kind: JobKind<Data>, data: Static<Data>): Promise<void>
  /** Makes the queues and begins to look after them. Before this nothing may be enqueued. */
  start(): Promise<void>
  /** Runs jobs of the kind here, one at a time. `isLastTry` tells the handler that nobody comes after it. A throw means: again later. */
  work<Data extends TSchema>(kind: JobKind<Data>, handle: (data: Static<Data>, isLastTry: boolean) => Promise<void>): Promise<void>
  /** Waits for what runs. */
  stop(): Promise<void>
}

const LONGEST_PAUSE_SECONDS = 6 * 3600
const DRAIN_MS = 10_000

/** The job queue on our own pool. It needs no session of the database: it polls, and claims rows that others skip. */
export function openJobs(pool: pg.Pool, kinds: readonly JobKind<TSchema>[], onError: (error: unknown) => void): Jobs {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => pool.query(text, values === undefined ? undefined : [...values]) },
    schema: 'pgboss', useListenNotify: false,
  })
  boss.on('error', onError)
  return {
    async start() {
      await boss.start()
      for (const { name, retries, retrySeconds } of kinds) {
        await boss.createQueue(name, { retryLimit: retries, retryDelay: retrySeconds, retryBackoff: true, retryDelayMax: LONGEST_PAUSE_SECONDS })
      }
    },
    async enqueue(tx, kind, data) {
      await boss.send(kind.name, Value.Parse(kind.data, data), { db: fromKysely(tx) })
    },
    async work(kind, handle) {
      await boss.work(kind.name, { pollingIntervalSeconds: 0.5, includeMetadata: true }, async ([job]) => {
        if (job !== undefined) await handle(Value.Parse(kind.data, job.data), job.retryCount >= job.retryLimit)
      })
    },
    stop: () => boss.stop({ graceful: true, timeout: DRAIN_MS }),
  }
}
