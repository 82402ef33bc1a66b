import { sql } from 'kysely'
import type { Insertable, Updateable } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { MoneyAccountTable } from '../../platform/db/schema.ts'

/** The SQL of money accounts, and of which channel belongs to which. */

export type MoneyAccountRow = NonNullable<Awaited<ReturnType<typeof accountById>>>

type At = { readonly merchantId: Id<'merchant'>; readonly accountId: Id<'moneyAccount'> }

const CHANNEL_IDS = sql<Id<'channel'>[]>`array(select c.channel_id from channel c
  where c.merchant_id = money_account.merchant_id and c.account_id = money_account.account_id order by c.channel_id)`

export const accountById = (db: Db, { merchantId, accountId }: At) =>
  db.selectFrom('money_account').selectAll().select(CHANNEL_IDS.as('channel_ids'))
    .where('merchant_id', '=', merchantId).where('account_id', '=', accountId).executeTakeFirst()

/** The accounts of a store, open ones first, in the order they were made. */
export const accountsOf = (db: Db, { merchantId, storeId }: { merchantId: Id<'merchant'>; storeId: Id<'store'> }) =>
  db.selectFrom('money_account').selectAll().select(CHANNEL_IDS.as('channel_ids'))
    .where('merchant_id', '=', merchantId).where('store_id', '=', storeId)
    .orderBy(sql`closed_at is not null`).orderBy('account_id').execute()

/** False: the store has an account with this IBAN in this currency. */
export async function insertAccount(tx: Tx, account: Insertable<MoneyAccountTable>): Promise<boolean> {
  const done = await tx.insertInto('money_account').values(account)
    .onConflict((c) => c.columns(['merchant_id', 'store_id', 'iban', 'currency']).doNothing()).executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

export const updateAccount = (tx: Tx, { merchantId, accountId, ...change }: At & Updateable<MoneyAccountTable>) =>
  tx.updateTable('money_account').set(change).where('merchant_id', '=', merchantId).where('account_id', '=', accountId).execute()

/** Puts a channel of the account's store into it. False: it is not the store's, or belongs to an account already. */
export async function putChannel(tx: Tx, { merchantId, accountId, storeId, channelId }: At & { storeId: Id<'store'>; channelId: Id<'channel'> }): Promise<boolean> {
  const done = await tx.updateTable('channel').set({ account_id: accountId }).where('merchant_id', '=', merchantId)
    .where('channel_id', '=', channelId).where('store_id', '=', storeId).where('account_id', 'is', null).executeTakeFirst()
  return done.numUpdatedRows === 1n
}
