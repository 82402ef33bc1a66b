import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { withRetry } from '../platform/db/retry.ts'
import type { Actor } from '../webhooks/event.ts'

// The money is booked already, so that the invoice is left alone.
const ACKNOWLEDGE = `
with ref as (
  update refund set note = $3
  where merchant_id = $1 and refund_id = $2 and because = 'charged_back' and state = 'succeeded' and note is null returning merchant_id, refund_id
), aud as (
  insert into audit_record (merchant_id, audit_id, at, actor, action, object_id, change, reason)
  select ref.merchant_id, $4, $5, $6, 'refund.acknowledged', ref.refund_id, '{}', $3 from ref
)
select refund_id from ref`

/**
 * A person says what was done about money that the payer's bank took back, such as the evidence sent in the provider's
 * portal: a provider tells no stage and no deadline of a dispute, so that this is all there is to do here.
 */
export async function acknowledgeChargeback(
  pool: pg.Pool, { merchantId, refundId, note }: { merchantId: Id<'merchant'>; refundId: Id<'refund'>; note: string }, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<null, { readonly code: 'refund_not_open' }>> {
  const { rowCount } = await withRetry(() => pool.query({
    name: 'acknowledge-chargeback', text: ACKNOWLEDGE, values: [merchantId, refundId, note, newId('auditRecord'), at, actor],
  }))
  return rowCount === 1 ? ok(null) : err({ code: 'refund_not_open' })
}
