import { setTimeout as wait } from 'node:timers/promises'
import { DatabaseError } from 'pg'

/**
 * The answer to COMMIT was lost: the transaction may have been kept or not. It must not be run again as it
 * stands; ask the database what is there (a unique key tells), then go on. `cause` is the fault that hid the answer.
 */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown'
}

const MOST_TRIES = 5
const FIRST_PAUSE_MS = 20

/** What a failed statement says about the transaction it belonged to. */
type Fault = 'conflict' | 'lost' | 'other'

/** The transaction was rolled back because of others; alone it would have passed: serialization failure, deadlock. */
const CONFLICT = new Set(['40001', '40P01'])

/** Class 08 and these: the server ends the session, is starting or has no room. Source: PostgreSQL, appendix A. */
const SESSION_ENDED = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03'])

/** PostgreSQL's function that finds that a table has changed since a connection kept a statement of it; the connection must forget it. */
const OUTDATED = 'RevalidateCachedQuery'

const NETWORK = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND'])

/** Messages of the driver's own faults, which carry no code. Source: `pg` and `pg-pool`, read in the installed versions. */
const DRIVER_SAYS = /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded when trying to connect|timeout expired)/

/** A row with that key is there already. Source: PostgreSQL, appendix A. */
export const breaksUniqueKey = (error: unknown): error is DatabaseError => error instanceof DatabaseError && error.code === '23505'

/** A kept statement does not fit its table any more. Nothing of it was done; parsed anew, the same text may be run. */
export const isOutdated = (error: unknown): boolean => error instanceof DatabaseError && error.routine === OUTDATED

/** Sorts an error of the driver. `lost`: the connection is of no use any more and its transaction is gone unless COMMIT was sent. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return 'other'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  if (error instanceof DatabaseError) {
    if (code === null) return 'other'
    if (CONFLICT.has(code)) return 'conflict'
    return code.startsWith('08') || SESSION_ENDED.has(code) || isOutdated(error) ? 'lost' : 'other'
  }
  if (error instanceof AggregateError) return error.errors.every((one) => faultOf(one) === 'lost') ? 'lost' : 'other'
  return (code !== null && NETWORK.has(code)) || DRIVER_SAYS.test(error.message) ? 'lost' : 'other'
}

/**
 * Runs `attempt` again after a conflict or a lost connection, at most five times in all, with growing random
 * pauses of at most 20, 80, 320 and 1280 ms. Anything else, a `CommitUnknown` above all, is thrown at once.
 */
export async function withRetry<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === MOST_TRIES || faultOf(error) === 'other') throw error
    }
    await wait(Math.random() * FIRST_PAUSE_MS * 4 ** (tries - 1))
  }
}
