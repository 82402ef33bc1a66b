import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { attemptNamed } from './attempt.ts'

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

/** The attempt of the channel that a provider calls by `Order.reference`. Null if it is none of this channel's. */
export async function attemptClaimed(
  pool: pg.Pool, { merchantId, channelId, reference }: { merchantId: Id<'merchant'>; channelId: Id<'channel'>; reference: string },
): Promise<Id<'attempt'> | null> {
  const id = attemptNamed(reference)
  if (id === null) return null
  const { rows } = await pool.query<{ attempt_id: Id<'attempt'> }>({
    name: 'attempt-claimed',
    text: 'select attempt_id from attempt where merchant_id = $1 and attempt_id = $2 and channel_id is not distinct from $3',
    values: [merchantId, id, channelId],
  })
  return rows[0]?.attempt_id ?? null
}
