import type pg from 'pg'
import type { RegisteredConnector } from '../connectors/contract.ts'
import { attemptsSilentSince, giveUpWaiting } from './expire-attempts.ts'
import type { OpenAttempt } from './expire-attempts.ts'

const PAGE = 200

/**
 * Gives up on attempts whose provider has been silent too long. A round looks at each attempt under way once, so that
 * those whose provider has longer, or that cannot be given up, hold up no other. A round for `every`: it leaves nothing behind.
 */
export async function expireAttempts(
  pool: pg.Pool, connectors: readonly RegisteredConnector[], at: Date, onError: (error: unknown) => void,
): Promise<boolean> {
  const patience = new Map(connectors.map((connector) => [connector.id, connector.silentAfterMs]))
  const shortest = Math.min(...patience.values())
  const before = new Date(at.getTime() - shortest)
  let after: OpenAttempt | null = null
  do {
    const page: readonly OpenAttempt[] = await attemptsSilentSince(pool, { before, after, limit: PAGE })
    const silent = page.filter(({ connector, since }) => since.getTime() + (patience.get(connector) ?? shortest) < at.getTime())
    for (const { merchantId, attemptId } of silent) await giveUpWaiting(pool, { merchantId, attemptId, at }).catch(onError)
    after = page.length === PAGE ? page.at(-1) ?? null : null
  } while (after !== null)
  return false
}
