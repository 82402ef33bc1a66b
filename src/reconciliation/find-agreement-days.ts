import type pg from 'pg'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'

/** `asked`: the answer is awaited, or the process that asked has died. */
type AgreementDay = {
  readonly channelId: Id<'channel'>
  readonly day: BusinessDate
  readonly state: 'asked' | 'agrees' | 'differs' | 'refused' | 'unreachable'
  /** Payments that differ; 0 unless `differs`. */
  readonly differences: number
  readonly askedAt: Date
}

type Row = { channel_id: Id<'channel'>; day: BusinessDate; state: AgreementDay['state']; differences: number; asked_at: Date }

/** What came of asking about single days since `from`, newest first. */
export async function findAgreementDays(
  pool: pg.Pool, { merchantId, channelIds, from }: { merchantId: Id<'merchant'>; channelIds: readonly Id<'channel'>[]; from: BusinessDate },
): Promise<AgreementDay[]> {
  const { rows } = await pool.query<Row>(
    `select channel_id, day, state, differences, asked_at from channel_agreement
     where merchant_id = $1 and channel_id = any ($2) and day >= $3 order by day desc, channel_id`, [merchantId, channelIds, from])
  return rows.map((row) => ({ channelId: row.channel_id, day: row.day, state: row.state, differences: row.differences, askedAt: row.asked_at }))
}
