import type { Id } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'

/** Money of the invoice may be on its way or have arrived unseen: an attempt that is open, unknown or waits for a person. */
export async function isMoneyUnderWay(
  db: Pick<Db, 'selectFrom'>, { merchantId, id }: { merchantId: Id<'merchant'>; id: Id<'invoice'> },
): Promise<boolean> {
  const row = await db.selectFrom('attempt').select('attempt_id').where('merchant_id', '=', merchantId).where('invoice_id', '=', id)
    .where('state', 'in', ['created', 'pending', 'authorised', 'unknown', 'conflicted']).limit(1).executeTakeFirst()
  return row !== undefined
}
