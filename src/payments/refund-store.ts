import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import type { RefundChange, RefundState } from './money-change.ts'

export type StoredRefund = {
  readonly id: Id<'refund'>
  readonly state: RefundState
  readonly because: RefundChange['because']
  readonly amountMinor: bigint
  readonly providerKey: string | null
  readonly sequence: number
}

/** Oldest first. */
export async function refundsOfPayment(
  pool: pg.Pool, merchantId: Id<'merchant'>, paymentId: Id<'payment'>,
): Promise<StoredRefund[]> {
  const { rows } = await pool.query<{
    refund_id: Id<'refund'>; state: RefundState; because: RefundChange['because']
    amount_minor: bigint; provider_key: string | null; sequence: number
  }>({
    name: 'refunds-of-payment',
    text: `select refund_id, state, because, amount_minor, provider_key, sequence from refund
      where merchant_id = $1 and payment_id = $2 order by refund_id`,
    values: [merchantId, paymentId],
  })
  return rows.map((row) => ({
    id: row.refund_id, state: row.state, because: row.because, amountMinor: row.amount_minor,
    providerKey: row.provider_key, sequence: row.sequence,
  }))
}

/** What has really gone back, in minor units; a task that waits is not counted. */
export const goneMinor = (refunds: readonly StoredRefund[]): bigint =>
  refunds.filter(({ state }) => state === 'succeeded').reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
