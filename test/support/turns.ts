import { createHash } from 'node:crypto'
import { Kysely } from 'kysely'
import type pg from 'pg'
import type { Database } from '../../src/platform/db/database.ts'
import { PooledPostgres } from '../../src/platform/db/database-driver.ts'
import type { DB } from '../../src/platform/db/schema.ts'

/** Somebody who acts at the same time as others. Every statement, and every transaction as a whole, is one step. */
export type Actor = { readonly name: string; act(database: Database): Promise<void> }

/**
 * Lets actors act one step at a time, in an order that is chosen from outside. A step is what PostgreSQL does as one:
 * a statement of its own, or everything between taking a connection and giving it back.
 */
export type Stage = {
  /** Actors that wait for their next step, as indexes; empty when all have ended. */
  ready(): number[]
  /** Lets one go on, until it waits again or ends. */
  step(actor: number): Promise<void>
  /** What the actor has read so far, and in which order, without ids and times: its next step depends on nothing else. */
  memory(actor: number): string
}

type Line = { waiting: (() => void) | null; ended: boolean; memory: string; changed: () => void }

/** Puts the actors before their first step. Their errors are thrown by `step`. */
export async function stageOf(actors: readonly Actor[], database: Database): Promise<Stage> {
  const lines: Line[] = actors.map(() => ({ waiting: null, ended: false, memory: '', changed: () => {} }))
  const failures: unknown[] = []
  const settled = (line: Line): Promise<void> => new Promise((resolve) => { line.changed = resolve })
  const begun = lines.map(settled)
  for (const [n, actor] of actors.entries()) {
    const line = lines[n]
    if (line === undefined) continue
    void actor.act(inTurns(database, line)).catch((error: unknown) => failures.push(error)).finally(() => {
      line.ended = true
      line.changed()
    })
  }
  await Promise.all(begun)
  return {
    ready: () => lines.flatMap((line, n) => (line.ended ? [] : [n])),
    async step(actor) {
      const line = lines[actor]
      const go = line?.waiting
      if (line === undefined || go === null || go === undefined) throw new Error('this actor does not wait')
      const done = settled(line)
      line.waiting = null
      go()
      await done
      if (failures.length > 0) throw failures[0]
    },
    memory: (actor) => lines[actor]?.memory ?? '',
  }
}

/** The same database, but each use of the pool waits for its turn and is remembered. */
function inTurns(database: Database, line: Line): Database {
  const turn = (): Promise<void> => new Promise((resolve) => {
    line.waiting = resolve
    line.changed()
  })
  const remembered = (answer: unknown): void => { line.memory = digest(`${line.memory}\n${plain(answer)}`) }
  const pool = new Proxy(database.pool, {
    get(target, name) {
      if (name === 'query') {
        return async (query: pg.QueryConfig) => {
          await turn()
          const answer = await target.query(query)
          remembered([answer.rows, answer.rowCount])
          return answer
        }
      }
      if (name === 'connect') {
        return async () => {
          await turn()
          return watched(await target.connect(), remembered)
        }
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { pool, db: new Kysely<DB>({ dialect: new PooledPostgres(pool) }), close: async () => {} }
}

function watched(client: pg.PoolClient, remembered: (answer: unknown) => void): pg.PoolClient {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      if (name !== 'query') return value.bind(target)
      return async (...asked: unknown[]) => {
        const answer: unknown = await Reflect.apply(value, target, asked)
        if (typeof answer === 'object' && answer !== null && 'rows' in answer) remembered(answer.rows)
        return answer
      }
    },
  })
}

export const digest = (text: string): string => createHash('sha1').update(text).digest('base64url')

/** Without what differs between two runs of the same course: ids, and moments that a clock gave. */
export const plain = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
  .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'at')
