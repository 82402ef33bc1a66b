import { createHash } from 'node:crypto'
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
  /**
   * Enqueued in the transaction that needs it: done if and only if that commits. With `from` it is not begun before
   * that moment, and the same for the same moment is enqueued once.
   */
  enqueue<Data extends TSchema>(tx: Tx, kind: JobKind<Data>, data: Static<Data>, from?: Date): Promise<void>
  /** Makes the queues and begins to look after them. Before this nothing may be enqueued. */
  start(): Promise<void>
  /** Runs jobs of the kind here, a few at a time. */
  work<Data extends TSchema>(kind: JobKind<Data>, worker: Worker<Data>): Promise<void>
  /** Waits for what runs. */
  stop(): Promise<void>
}

type Worker<Data extends TSchema> = {
  /** `isLastTry` tells that nobody comes after it. A throw means: again later, if there is a later. */
  readonly handle: (data: Static<Data>, isLastTry: boolean) => Promise<void>
  /** The last try threw, took too long, or died with its process: the job is over and was never done. */
  readonly giveUp: (data: Static<Data>) => Promise<void>
}

const LONGEST_PAUSE_SECONDS = 6 * 3600
const DRAIN_MS = 10_000
/** So that one slow mail server's answer does not hold up every other letter. */
const AT_A_TIME = 4

/** A UUID that is the same for the same thing. */
const idFor = (thing: unknown): string => createHash('sha256').update(JSON.stringify(thing)).digest('hex').slice(0, 32)

/** Where a job goes whose tries are used up, however the last one ended. */
const givenUp = (name: string): string => `${name}-given-up`

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
        await boss.createQueue(givenUp(name))
        await boss.createQueue(name, {
          retryLimit: retries, retryDelay: retrySeconds, retryBackoff: true, retryDelayMax: LONGEST_PAUSE_SECONDS, deadLetter: givenUp(name),
        })
      }
    },
    async enqueue(tx, kind, data, from) {
      const parsed = Value.Parse(kind.data, data)
      const when = from === undefined ? {} : { startAfter: from, id: idFor([kind.name, parsed, from]) }
      await boss.send(kind.name, parsed, { db: fromKysely(tx), ...when })
    },
    async work(kind, { handle, giveUp }) {
      await boss.work(kind.name, { pollingIntervalSeconds: 0.5, localConcurrency: AT_A_TIME, includeMetadata: true }, async ([job]) => {
        if (job === undefined) return
        try {
          await handle(Value.Parse(kind.data, job.data), job.retryCount >= job.retryLimit)
        } catch (error) {
          onError(error)
          throw error
        }
      })
      await boss.work(givenUp(kind.name), { pollingIntervalSeconds: 2 }, async ([job]) => {
        if (job !== undefined) await giveUp(Value.Parse(kind.data, job.data))
      })
    },
    stop: () => boss.stop({ graceful: true, timeout: DRAIN_MS }),
  }
}
