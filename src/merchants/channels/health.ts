import type pg from 'pg'
import type { Refusal } from '../../connectors/contract.ts'
import type { ChannelRef } from './open-channel.ts'

/** How long trouble counts: then the provider is offered again, and the next payer or the next round of refreshing finds out. */
const TROUBLE_LASTS_MS = 10 * 60_000

/** What a refusal says of the contract, and not of one order: the next order would be refused too. */
const OF_THE_CHANNEL: ReadonlySet<string> = new Set<Refusal>(['credentials', 'clock', 'not_enabled'])

export const isTrouble = (reason: string): boolean => OF_THE_CHANNEL.has(reason)

/** Whether the provider gave no answer or refused the channel lately. `troubleAt`: null if it did not since it last did what it was asked. */
export const isInTrouble = (troubleAt: Date | null, now: Date): boolean =>
  troubleAt !== null && now.getTime() - troubleAt.getTime() < TROUBLE_LASTS_MS

/** Notes that the provider failed at this moment; null: that it does what it is asked again. */
export async function noteTrouble(pool: pg.Pool, { merchantId, channelId }: ChannelRef, troubleAt: Date | null): Promise<void> {
  await pool.query({
    name: 'note-trouble', text: 'update channel set trouble_at = $3 where merchant_id = $1 and channel_id = $2', values: [merchantId, channelId, troubleAt],
  })
}
