import { sql } from 'kysely'
import type { ChannelDeps } from './connect.ts'
import type { ChannelRef } from './open-channel.ts'
import { refreshFacts } from './verify.ts'
import type { Id } from '../../kernel/ids.ts'

const STALE_MS = 3_600_000
/** Of one round; more wait for the next one. */
const MOST = 500

/**
 * Fetches the keys and method lists that are missing or older than an hour, longest first. Each channel is asked about once
 * a round whatever came of it, and one that cannot be opened does not keep the others waiting. A round for `every`:
 * false, because a provider that does not answer would be asked again at once.
 */
export async function refreshChannels(deps: ChannelDeps, onError: (error: unknown) => void): Promise<boolean> {
  for (const ref of await staleChannels(deps)) await refreshFacts(deps, ref).catch(onError)
  return false
}

/** For the schedule, over all merchants. */
async function staleChannels({ db, clock }: ChannelDeps): Promise<ChannelRef[]> {
  const before = new Date(clock.now().getTime() - STALE_MS)
  const { rows } = await sql<{ merchant_id: Id<'merchant'>; channel_id: Id<'channel'> }>`
    select merchant_id, channel_id from channel where state in ('testing', 'live') and (facts_at < ${before} or facts_at is null)
    order by facts_at nulls first limit ${MOST}`.execute(db)
  return rows.map((row) => ({ merchantId: row.merchant_id, channelId: row.channel_id }))
}
