import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Db } from '../platform/db/database.ts'
import type { ProductTable } from '../platform/db/schema.ts'
import { wordsIn } from './product.ts'
import type { Product } from './product.ts'

type Reading = Pick<Db, 'selectFrom'>
type InStore = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'> }

export const productOf = (row: Selectable<ProductTable>): Product => ({
  merchantId: row.merchant_id, id: row.product_id, storeId: row.store_id, code: row.code, barcodes: row.barcodes, name: row.name,
  unit: { code: row.unit_code, name: row.unit_name }, isWeighed: row.is_weighed,
  price: { minor: row.price_minor, currency: storedCurrency(row.currency) }, taxLetters: row.tax_letters, uktzed: row.uktzed, dkpp: row.dkpp,
  createdAt: row.created_at, changedAt: row.changed_at, archivedAt: row.archived_at,
})

/** Null: the merchant has no such product. */
export async function findProduct(db: Reading, { merchantId, id }: { merchantId: Id<'merchant'>; id: Id<'product'> }): Promise<Product | null> {
  const row = await db.selectFrom('product').selectAll().where('merchant_id', '=', merchantId).where('product_id', '=', id).executeTakeFirst()
  return row === undefined ? null : productOf(row)
}

/** Those of the products that are of this store, archived ones too, in no order. */
export async function findProductsById(db: Reading, { merchantId, storeId }: InStore, ids: readonly Id<'product'>[]): Promise<Product[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('product').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId)
    .where('product_id', 'in', [...ids]).execute()
  return rows.map(productOf)
}

/** What a scanner or a number pad means: the product that is sold under this barcode, or else under this code. */
export async function findScanned(db: Reading, { merchantId, storeId }: InStore, scanned: string): Promise<Product | null> {
  const owner = await db.selectFrom('product_barcode').select('product_id').where('merchant_id', '=', merchantId)
    .where('store_id', '=', storeId).where('barcode', '=', scanned).executeTakeFirst()
  if (owner !== undefined) return findProduct(db, { merchantId, id: owner.product_id })
  const row = await db.selectFrom('product').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId)
    .where('code', '=', scanned).where('archived_at', 'is', null).executeTakeFirst()
  return row === undefined ? null : productOf(row)
}

type ProductFilter = InStore & {
  /** Every word of it begins a word of the name, the code or a barcode; one without words finds nothing. Null: all. */
  readonly search: string | null
  readonly archived: boolean
}

/** The alphabet of names, in every language at once. */
const BY_NAME = sql`name collate "und-x-icu"`

/**
 * By name, one more than `limit`. `after` is the last product of the page before: a page goes on behind its present
 * name.
 */
export async function listProducts(
  db: Reading, { merchantId, storeId, search, archived }: ProductFilter, { limit, after }: { limit: number; after: Product['id'] | null },
): Promise<Product[]> {
  const words = search === null ? [] : wordsIn(search)
  if (search !== null && words.length === 0) return []
  let query = db.selectFrom('product').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId)
    .where('archived_at', archived ? 'is not' : 'is', null)
  // A store's products are read in the order of their names until a page is full, which asks nothing of the planner's
  // statistics: after an import they know nothing of the store yet.
  for (const word of words) query = query.where('search_words', 'like', `% ${word}%`)
  if (after !== null) {
    query = query.where(sql<boolean>`(${BY_NAME}, product_id) > (select ${BY_NAME}, product_id from product where merchant_id = ${merchantId} and product_id = ${after})`)
  }
  return (await query.orderBy(BY_NAME).orderBy('product_id').limit(limit + 1).execute()).map(productOf)
}

/** Everything that is sold, by name. */
export async function allProducts(db: Reading, { merchantId, storeId }: InStore): Promise<Product[]> {
  const rows = await db.selectFrom('product').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId)
    .where('archived_at', 'is', null).orderBy(BY_NAME).orderBy('product_id').execute()
  return rows.map(productOf)
}
