import type { Id } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import { bindsMoney } from './attempt.ts'

type Asked = { readonly merchantId: Id<'merchant'>; readonly id: Id<'invoice'> }

/** Money of the invoice may be on its way or have arrived unseen: an attempt that is open, unknown or waits for a person. */
export async function isMoneyUnderWay(db: Pick<Db, 'selectFrom'>, asked: Asked): Promise<boolean> {
  return (await attemptsUnderWay(db, asked)).length > 0
}

/** Money of the invoice is bound by an attempt (`bindsMoney`), also after the lease on it has ended. */
export async function isMoneyBound(db: Pick<Db, 'selectFrom'>, asked: Asked): Promise<boolean> {
  return (await attemptsUnderWay(db, asked)).some((row) => bindsMoney({ state: row.state, waitingSince: row.waiting_since, claimedAt: row.claimed_at }))
}

async function attemptsUnderWay(db: Pick<Db, 'selectFrom'>, { merchantId, id }: Asked) {
  return db.selectFrom('attempt').select(['state', 'waiting_since', 'claimed_at'])
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', id).where('state', 'in', ['created', 'pending', 'authorised', 'unknown', 'conflicted']).execute()
}
