import { sql } from 'kysely'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'
import type { Db } from '../platform/db/database.ts'
import type { Account } from './entry.ts'

/** What stands on an account now, in minor units. Debit is positive; an account that nothing was booked on has zero. */
export async function findBalance(
  db: Db, { merchantId, mode, currency, account }: { merchantId: Id<'merchant'>; mode: Mode; currency: Currency; account: Account },
): Promise<bigint> {
  const { rows: [row] } = await sql<{ minor: bigint }>`
    select coalesce(sum(balance_minor), 0)::bigint as minor from account_balance
    where merchant_id = ${merchantId} and mode = ${mode} and currency = ${currency} and account = ${account}`.execute(db)
  return row?.minor ?? 0n
}
