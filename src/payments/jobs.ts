import type pg from 'pg'
import type { RegisteredConnector } from '../connectors/contract.ts'
import { attemptsSilentSince, giveUpWaiting } from './expire-attempts.ts'

const BATCH = 200

/** Gives up on attempts whose provider has been silent too long. True: there may be more. */
export async function expireAttempts(pool: pg.Pool, connectors: readonly RegisteredConnector[], at: Date): Promise<boolean> {
  const patience = new Map(connectors.map((connector) => [connector.id, connector.silentAfterMs]))
  const shortest = Math.min(...patience.values())
  const open = await attemptsSilentSince(pool, { before: new Date(at.getTime() - shortest), limit: BATCH })
  const silent = open.filter(({ connector, since }) => since.getTime() + (patience.get(connector) ?? shortest) < at.getTime())
  for (const { merchantId, attemptId } of silent) await giveUpWaiting(pool, { merchantId, attemptId, at })
  return silent.length === BATCH
}
