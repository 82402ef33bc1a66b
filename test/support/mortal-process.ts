import { Socket } from 'node:net'
import type { PoolClient } from 'pg'
import type { Http } from '../../src/connectors/contract.ts'
import { openDatabase } from '../../src/platform/db/database.ts'
import type { Database } from '../../src/platform/db/database.ts'

/** Its last word has been said, and nothing it does afterwards is done. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied'
}

export type LastMoment = 'before' | 'after'

/** What a server process has of the outside, until it is killed: its database and its way to the services. */
export type MortalProcess = Omit<Database, 'close'> & {
  readonly http: Http
  /** It is killed at its `words`-th word from now, SQL or HTTP: `before` it is sent, or `after` it was answered and nobody knows. */
  dieAt(words: number, when: LastMoment): void
  readonly isDead: boolean
  /** Lets go of everything; the database undoes what was not committed. */
  bury(): Promise<void>
}

export function startMortal({ url, http }: { readonly url: string; readonly http: Http }): MortalProcess {
  const life: { left: number; when: LastMoment; isDead: boolean } = { left: Number.POSITIVE_INFINITY, when: 'before', isDead: false }
  const sockets: Socket[] = []
  const fall = (): void => {
    life.isDead = true
    // The pool takes torn sockets up again until it notices, and each time leaves a listener behind.
    for (const socket of sockets) socket.setMaxListeners(0).destroy()
    for (const { callback } of waitingFor(database.pool).splice(0)) callback(new ProcessDied())
  }
  const die = (): never => {
    fall()
    throw new ProcessDied()
  }
  const say = async <T>(word: () => Promise<T>): Promise<T> => {
    const isLast = --life.left <= 0
    if (life.isDead || (isLast && life.when === 'before')) die()
    const answer = await word()
    return isLast || life.isDead ? die() : answer
  }
  const database = openDatabase({ url, poolSize: 6, applicationName: 'kvit mortal' })
  database.pool.on('connect', (client) => sockets.push(...overhear(client, say)))
  return {
    db: database.db, pool: database.pool, http: (request) => say(() => http(request)),
    dieAt: (words, when) => void Object.assign(life, { left: words, when }),
    get isDead() { return life.isDead },
    async bury() {
      fall()
      await database.close()
    },
  }
}

type Waiting = { callback(error: Error): void }

const isWaiting = (value: unknown): value is Waiting[] => Array.isArray(value)

/** Who waits for a connection: a pool that is ended forgets them until their time is out. */
function waitingFor(pool: Database['pool']): Waiting[] {
  const queue: unknown = Reflect.get(pool, '_pendingQueue')
  if (!isWaiting(queue)) throw new Error('a pool without a queue')
  return queue
}

type Said = (error: Error | null, answer?: unknown) => void
const isSaid = (value: unknown): value is Said => typeof value === 'function'

/** Every query of the connection goes through `say`. Answers its socket. */
function overhear(client: PoolClient, say: <T>(word: () => Promise<T>) => Promise<T>): Socket[] {
  const query: (...words: unknown[]) => Promise<unknown> = Reflect.get(client, 'query').bind(client)
  const overheard = (...words: unknown[]): Promise<unknown> | undefined => {
    const said = words.at(-1)
    if (!isSaid(said)) return say(() => query(...words))
    void say(() => query(...words.slice(0, -1))).then((answer) => said(null, answer), (error: unknown) => said(error instanceof Error ? error : new Error(String(error))))
    return undefined
  }
  Reflect.set(client, 'query', overheard)
  const connection: unknown = Reflect.get(client, 'connection')
  const stream: unknown = typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : null
  if (!(stream instanceof Socket)) throw new Error('a connection without a socket')
  return [stream]
}
