import type { Id } from '../../kernel/ids.ts'
import type { Db } from '../../platform/db/database.ts'
import { moneyAccountOf } from './account.ts'
import type { MoneyAccount } from './account.ts'
import { accountById, accountsOf } from './store.ts'

/** Open ones first, in the order they were made. */
export const accountsOfStore = async (db: Db, at: { merchantId: Id<'merchant'>; storeId: Id<'store'> }): Promise<MoneyAccount[]> =>
  (await accountsOf(db, at)).map(moneyAccountOf)

/** Null: no such account of this merchant. */
export async function findAccount(db: Db, at: { merchantId: Id<'merchant'>; accountId: Id<'moneyAccount'> }): Promise<MoneyAccount | null> {
  const row = await accountById(db, at)
  return row === undefined ? null : moneyAccountOf(row)
}
