import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { printDecimal } from '../money/decimal.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { productOf } from './find-products.ts'
import { searchWords } from './product.ts'
import type { Product } from './product.ts'
import type { TaxLetter } from './tax-letter.ts'

type Reading = Pick<Db, 'selectFrom'>
type InStore = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'> }

/** A statement takes 65,535 values, and a product has eighteen. */
const AT_ONCE = 1000

/**
 * Makes whoever writes products or tax letters of the store wait for one another, so that what was read about codes,
 * barcodes and letters still holds when it is written. The store's settings are locked with them, its other rows not.
 */
export async function lockProducts(tx: Tx, { merchantId, storeId }: InStore): Promise<void> {
  await tx.selectFrom('store').select('store_id').where('merchant_id', '=', merchantId).where('store_id', '=', storeId).forNoKeyUpdate().execute()
}

/** The products of the store that have one of the codes, archived ones too. */
export async function productsWithCode(db: Reading, { merchantId, storeId }: InStore, codes: readonly string[]): Promise<Product[]> {
  const rows = await db.selectFrom('product').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId)
    .where(sql<boolean>`code = any(${[...codes]}::text[])`).execute()
  return rows.map(productOf)
}

/** Which product of the store is sold under each of the barcodes; those that are free are not in it. */
export async function ownersOfBarcodes(db: Reading, { merchantId, storeId }: InStore, barcodes: readonly string[]): Promise<Map<string, Product['id']>> {
  const rows = await db.selectFrom('product_barcode').select(['barcode', 'product_id']).where('merchant_id', '=', merchantId)
    .where('store_id', '=', storeId).where(sql<boolean>`barcode = any(${[...barcodes]}::text[])`).execute()
  return new Map(rows.map((row) => [row.barcode, row.product_id]))
}

/** Writes new products, and changed ones over what they were, with everything that they are found by. */
export async function saveProducts(tx: Tx, scope: InStore, products: readonly Product[]): Promise<void> {
  await forgetBarcodes(tx, scope, products)
  for (let at = 0; at < products.length; at += AT_ONCE) {
    const some = products.slice(at, at + AT_ONCE)
    await tx.insertInto('product').values(some.map(rowOf)).onConflict((conflict) => conflict.columns(['merchant_id', 'product_id']).doUpdateSet((row) => ({
      code: row.ref('excluded.code'), barcodes: row.ref('excluded.barcodes'), name: row.ref('excluded.name'), unit_code: row.ref('excluded.unit_code'),
      unit_name: row.ref('excluded.unit_name'), is_weighed: row.ref('excluded.is_weighed'), price_minor: row.ref('excluded.price_minor'),
      currency: row.ref('excluded.currency'), tax_letters: row.ref('excluded.tax_letters'), uktzed: row.ref('excluded.uktzed'), dkpp: row.ref('excluded.dkpp'),
      changed_at: row.ref('excluded.changed_at'), archived_at: row.ref('excluded.archived_at'), search_words: row.ref('excluded.search_words'),
    }))).execute()
    await keepBarcodes(tx, scope, some)
  }
}

const rowOf = ({ merchantId, id, storeId, unit, price, ...product }: Product) => ({
  merchant_id: merchantId, product_id: id, store_id: storeId, code: product.code, barcodes: [...product.barcodes], name: product.name,
  unit_code: unit.code, unit_name: unit.name, is_weighed: product.isWeighed, price_minor: price.minor, currency: price.currency,
  tax_letters: product.taxLetters, uktzed: product.uktzed, dkpp: product.dkpp, created_at: product.createdAt, changed_at: product.changedAt,
  archived_at: product.archivedAt, search_words: searchWords(product).map((word) => ` ${word}`).join(''),
})

/** All at once and before any is kept: barcodes may go from one product to another. */
async function forgetBarcodes(tx: Tx, { merchantId }: InStore, products: readonly Product[]): Promise<void> {
  await tx.deleteFrom('product_barcode').where('merchant_id', '=', merchantId)
    .where(sql<boolean>`product_id = any(${products.map(({ id }) => id)}::uuid[])`).execute()
}

async function keepBarcodes(tx: Tx, { merchantId, storeId }: InStore, products: readonly Product[]): Promise<void> {
  const pairs = products.flatMap(({ id, barcodes, archivedAt }) => (archivedAt === null ? barcodes.map((barcode) => [id, barcode] as const) : []))
  await sql`insert into product_barcode (merchant_id, store_id, product_id, barcode) select ${merchantId}, ${storeId}, *
    from unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, barcode]) => barcode)}::text[])`.execute(tx)
}

/** Replaces the whole table. */
export async function writeTaxLetters(tx: Tx, { merchantId, storeId }: InStore, letters: readonly TaxLetter[]): Promise<void> {
  await tx.deleteFrom('tax_letter').where('merchant_id', '=', merchantId).where('store_id', '=', storeId).execute()
  if (letters.length === 0) return
  await tx.insertInto('tax_letter').values(letters.map(({ letter, type, name, percent, inForceFrom, source }) => ({
    merchant_id: merchantId, store_id: storeId, letter, tax_type: type, name, percent: printDecimal(percent), in_force_from: inForceFrom, source,
  }))).execute()
}

/** Every letter that a product on sale has. */
export async function lettersInUse(db: Reading, { merchantId, storeId }: InStore): Promise<Set<string>> {
  const rows = await db.selectFrom('product').select('tax_letters').distinct().where('merchant_id', '=', merchantId).where('store_id', '=', storeId)
    .where('archived_at', 'is', null).execute()
  return new Set(rows.flatMap((row) => [...row.tax_letters]))
}
