import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

export type Take = {
  /** What is counted, such as `sign-in/address/192.0.2.7`. Only its hash is stored. */
  readonly key: string
  readonly limit: number
  readonly windowMs: number
  readonly at: Date
}

/** `retryAfterMs` is the time until the window ends; 0 when allowed. */
type Taken = { readonly isAllowed: boolean; readonly retryAfterMs: number }

/**
 * Counts one act in the fixed window that `at` falls in, in one statement and on one row: however many processes
 * share the count. A refused act counts too, so hammering does not help.
 */
export async function takeOne(db: Db, { key, limit, windowMs, at }: Take): Promise<Taken> {
  const windowStart = Math.floor(at.getTime() / windowMs) * windowMs
  const hash = createHash('sha256').update(`${windowMs}/${key}`).digest()
  const { rows: [row] } = await sql<{ used: number }>`
    insert into rate_limit as r (key_hash, window_starts_at, used) values (${hash}, ${new Date(windowStart)}, 1)
    on conflict (key_hash) do update set
      used = case when r.window_starts_at >= excluded.window_starts_at then least(r.used + 1, 1000000) else 1 end,
      window_starts_at = greatest(r.window_starts_at, excluded.window_starts_at)
    returning used`.execute(db)
  const isAllowed = row !== undefined && row.used <= limit
  return { isAllowed, retryAfterMs: isAllowed ? 0 : windowStart + windowMs - at.getTime() }
}

/** Counts under several keys, each with its own limit, and stops at the first that is used up. */
export async function takeEach(db: Db, takes: readonly Take[]): Promise<Taken> {
  for (const take of takes) {
    const taken = await takeOne(db, take)
    if (!taken.isAllowed) return taken
  }
  return { isAllowed: true, retryAfterMs: 0 }
}
