import type { Insertable, Updateable } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { StoreLogoTable, StoreTable } from '../../platform/db/schema.ts'

/** The SQL of stores and their logos. */

/** A row of `store` and the version of its logo, null without one. */
export type StoreRow = Awaited<ReturnType<typeof storesOf>>[number]

const query = (db: Db, merchantId: Id<'merchant'>) =>
  db.selectFrom('store as s').selectAll('s')
    .leftJoin(
      'store_logo as l',
      (join) => join.onRef('l.merchant_id', '=', 's.merchant_id').onRef('l.store_id', '=', 's.store_id'),
    )
    .select('l.version as logo_version')
    .where('s.merchant_id', '=', merchantId)

/** The merchant's stores, the oldest first; only those in `among` unless that is null. */
export function storesOf(db: Db, { merchantId, among }: { merchantId: Id<'merchant'>; among: readonly Id<'store'>[] | null }) {
  const all = query(db, merchantId)
  return (among === null ? all : all.where('s.store_id', 'in', [...among])).orderBy('s.created_at').orderBy('s.store_id').execute()
}

type At = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'> }

export const storeById = (db: Db, { merchantId, storeId }: At) =>
  query(db, merchantId).where('s.store_id', '=', storeId).executeTakeFirst()

export const lockStore = (tx: Tx, { merchantId, storeId }: At) =>
  tx.selectFrom('store').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId).forUpdate().executeTakeFirst()

export const storeIdsOf = async (db: Db, merchantId: Id<'merchant'>): Promise<Id<'store'>[]> =>
  (await db.selectFrom('store').select('store_id').where('merchant_id', '=', merchantId).execute()).map((one) => one.store_id)

export const insertStore = (tx: Tx, store: Insertable<StoreTable>) => tx.insertInto('store').values(store).execute()

export const updateStore = (tx: Tx, { merchantId, storeId, ...change }: At & Updateable<StoreTable>) =>
  tx.updateTable('store').set(change).where('merchant_id', '=', merchantId).where('store_id', '=', storeId).execute()

export const putLogo = (tx: Tx, logo: Insertable<StoreLogoTable>) =>
  tx.insertInto('store_logo').values(logo).onConflict((c) => c.columns(['merchant_id', 'store_id']).doUpdateSet((row) => ({
    content: row.ref('excluded.content'), media_type: row.ref('excluded.media_type'),
    width: row.ref('excluded.width'), height: row.ref('excluded.height'),
  }))).execute()

export const deleteLogo = (tx: Tx, { merchantId, storeId }: At) =>
  tx.deleteFrom('store_logo').where('merchant_id', '=', merchantId).where('store_id', '=', storeId).executeTakeFirst()

export const logoOf = (db: Db, { merchantId, storeId }: At) =>
  db.selectFrom('store_logo').select(['content', 'media_type', 'width', 'height'])
    .where('merchant_id', '=', merchantId).where('store_id', '=', storeId).executeTakeFirst()
