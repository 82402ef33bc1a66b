import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'

/**
 * The payment stands on a till's receipt, and its money goes back only by a return that is registered itself: CR9. True:
 * the refund is of no such return yet. `refundId` null: it is only about to be asked for.
 */
export async function receiptComesFirst(
  pool: pg.Pool, { merchantId, paymentId, refundId }: { readonly merchantId: Id<'merchant'>; readonly paymentId: Id<'payment'>; readonly refundId: Id<'refund'> | null },
): Promise<boolean> {
  const { rows: [row] } = await pool.query<{ comes_first: boolean }>({
    name: 'receipt-comes-first',
    text: `select exists (select from receipt_payment s where s.merchant_id = $1 and s.payment_id = $2 and s.kind = 'sale')
        and not exists (
          select from receipt_payment b join receipt r on r.merchant_id = b.merchant_id and r.receipt_id = b.receipt_id
          where b.merchant_id = $1 and b.refund_id = $3 and r.state in ('registered', 'offline')) as comes_first`,
    values: [merchantId, paymentId, refundId],
  })
  return row?.comes_first === true
}
