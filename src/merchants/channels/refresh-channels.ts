import { sql } from 'kysely'
import type { ChannelDeps } from './connect.ts'
import type { ChannelRef } from './open-channel.ts'
import { refreshFacts } from './verify.ts'
import type { Id } from '../../kernel/ids.ts'

const STALE_MS = 3_600_000
const BATCH = 20

/** Fetches anew the keys and method lists that are older than an hour, longest first. True: there may be more. */
export async function refreshChannels(deps: ChannelDeps): Promise<boolean> {
  const due = await staleChannels(deps)
  for (const ref of due) await refreshFacts(deps, ref)
  return due.length === BATCH
}

/** For the schedule, over all merchants. A channel is not asked about again before the next round, whatever came of it. */
async function staleChannels({ db, clock }: ChannelDeps): Promise<ChannelRef[]> {
  const before = new Date(clock.now().getTime() - STALE_MS)
  const { rows } = await sql<{ merchant_id: Id<'merchant'>; channel_id: Id<'channel'> }>`
    select merchant_id, channel_id from channel where state in ('testing', 'live') and facts_at < ${before}
    order by facts_at limit ${BATCH}`.execute(db)
  return rows.map((row) => ({ merchantId: row.merchant_id, channelId: row.channel_id }))
}
