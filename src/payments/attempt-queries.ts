import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'

/** The newest attempt of the channel that the provider knows by this name. Null if there is none. */
export async function findAttemptByRef(
  pool: pg.Pool, { merchantId, channelId, providerRef }: { merchantId: Id<'merchant'>; channelId: Id<'channel'>; providerRef: string },
): Promise<Id<'attempt'> | null> {
  const { rows } = await pool.query<{ attempt_id: Id<'attempt'> }>({
    name: 'attempt-by-ref',
    text: `select attempt_id from attempt where merchant_id = $1 and channel_id = $2 and provider_ref = $3
      order by attempt_id desc limit 1`,
    values: [merchantId, channelId, providerRef],
  })
  return rows[0]?.attempt_id ?? null
}
