import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { listenBefore } from './listen-before.ts'

/**
 * Where on a statement's way the wire strikes. `before`: it never reaches the database. `uncommitted`: it was executed
 * and the transaction is still open. `unanswered`: it was committed and the answer is kept back. `answered`: the answer
 * was passed on just now.
 */
export type Moment = 'before' | 'uncommitted' | 'unanswered' | 'answered'

/** The wire between a server and its database, which can strike at a named moment of one statement. */
export type Wire = {
  /** The database's address by way of this wire. */
  readonly url: string
  /**
   * Strikes once, at the next statement whose text or name holds `statement`, and which also holds `about` if that is
   * given, such as an id among its values. Several strikes may wait at once. Resolves when `act` has ended; until then
   * and afterwards nothing of that connection is passed on.
   */
  strike(statement: string, moment: Moment, act: () => Promise<void>, about?: string): Promise<void>
  /** Calls `act` when somebody connects next; nothing of that connection is passed on. */
  strikeConnection(act: () => Promise<void>): Promise<void>
  /** Ends all connections now. */
  cut(): void
  close(): Promise<void>
}

/** `act` never rejects: what goes wrong in it is told to whoever waits for the strike. */
type Act = () => Promise<void>
type Strike = { readonly statement: string; readonly about: string; readonly moment: Moment; readonly act: Act }

/** How long a strike waits for its moment. */
const MOST_WAIT_MS = 30_000
const SYNC = 0x53 // S
const FLUSH = Buffer.from([0x48, 0, 0, 0, 4]) // H
const COMMAND_COMPLETE = 0x43 // C
const READY = 0x5a // Z

/**
 * Cuts a stream into messages: a type of one byte, a length of four that counts itself, the contents. The client's
 * first message has no type. Source: PostgreSQL, Frontend/Backend Protocol, "Messages".
 */
class Messages {
  #rest = Buffer.alloc(0)
  #isFirstUntyped: boolean

  constructor(isFirstUntyped: boolean) {
    this.#isFirstUntyped = isFirstUntyped
  }

  take(bytes: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, bytes])
    const whole: Buffer[] = []
    for (;;) {
      const typeBytes = this.#isFirstUntyped ? 0 : 1
      if (this.#rest.length < typeBytes + 4) return whole
      const length = typeBytes + this.#rest.readUInt32BE(typeBytes)
      if (this.#rest.length < length) return whole
      whole.push(this.#rest.subarray(0, length))
      this.#rest = this.#rest.subarray(length)
      this.#isFirstUntyped = false
    }
  }
}

export async function openWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl)
  const folder = target.searchParams.get('host')
  const where = folder === null ? { host: target.hostname, port: Number(target.port || 5432) } : { path: `${folder}/.s.PGSQL.5432` }
  const sockets = new Set<Socket>()
  const statements = new Set<Strike>()
  const armed: { connection: Act | null } = { connection: null }

  const server = createServer((near) => {
    sockets.add(near)
    near.on('error', () => {})
    near.once('close', () => sockets.delete(near))
    const { connection } = armed
    if (connection !== null) {
      armed.connection = null
      void connection()
      return
    }
    const far = connect(where)
    sockets.add(far)
    far.on('error', () => {})
    far.once('close', () => { sockets.delete(far); near.destroy() })
    near.once('close', () => far.destroy())
    relay(near, far, (message) => {
      const found = [...statements].find(({ statement, about }) => message.includes(statement) && message.includes(about))
      if (found === undefined) return null
      statements.delete(found)
      return found
    })
  })
  const url = await listenBefore(server, databaseUrl)
  const cut = () => sockets.forEach((socket) => socket.destroy())
  const struck = (act: Act, arm: (told: Act) => void): Promise<void> => new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error('there was nothing to strike')), MOST_WAIT_MS)
    arm(() => {
      clearTimeout(patience)
      return act().then(resolve, reject)
    })
  })
  return {
    url, cut,
    strike: (statement, moment, act, about = '') => struck(act, (told) => { statements.add({ statement, about, moment, act: told }) }),
    strikeConnection: (act) => struck(act, (told) => { armed.connection = told }),
    close: async () => { cut(); server.close(); await once(server, 'close') },
  }
}

/** Passes everything on, until a message is struck; from that moment on nothing passes. */
function relay(near: Socket, far: Socket, struckBy: (message: Buffer) => Strike | null): void {
  const state: { strike: Strike | null; isHeld: boolean } = { strike: null, isHeld: false }
  const [asked, answered] = [new Messages(true), new Messages(false)]
  const happen = ({ act }: Strike): void => {
    state.isHeld = true
    void act()
  }
  near.on('data', (bytes: Buffer) => {
    for (const message of asked.take(bytes)) {
      if (state.isHeld) return
      state.strike ??= struckBy(message)
      if (state.strike?.moment === 'before') return happen(state.strike)
      // Without Sync the implicit transaction stays open; Flush makes the server tell how far it came.
      far.write(state.strike?.moment === 'uncommitted' && message[0] === SYNC ? FLUSH : message)
    }
  })
  far.on('data', (bytes: Buffer) => {
    for (const message of answered.take(bytes)) {
      if (state.isHeld) return
      const { strike } = state
      const isTold = strike?.moment === 'uncommitted' ? message[0] === COMMAND_COMPLETE : message[0] === READY
      if (strike === null || !isTold) near.write(message)
      else {
        if (strike.moment === 'answered') near.write(message)
        happen(strike)
      }
    }
  })
}
