import type { Customer } from './customer.ts'
import type { CustomerKey } from './find-customer.ts'
import { customerOf } from './find-customer.ts'
import type { Db, Tx } from '../platform/db/database.ts'

const columnsOf = (customer: Omit<Customer, 'merchantId' | 'id' | 'storeId' | 'mode' | 'createdAt'>) => ({
  name: customer.name, email: customer.email, phone: customer.phone, company_code: customer.companyCode, vat_code: customer.vatCode,
  address: customer.address, country: customer.country, language: customer.language, reference: customer.reference, archived_at: customer.archivedAt,
})

/** False: another customer of the store has the reference. */
export async function insertCustomer(tx: Tx, customer: Customer): Promise<boolean> {
  const { merchantId, id, storeId, mode, createdAt } = customer
  const inserted = await tx.insertInto('customer')
    .values({ merchant_id: merchantId, customer_id: id, store_id: storeId, mode, created_at: createdAt, ...columnsOf(customer) })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'store_id', 'mode', 'reference']).doNothing()).executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export async function updateCustomer(tx: Tx, customer: Customer): Promise<void> {
  await tx.updateTable('customer').set(columnsOf(customer))
    .where('merchant_id', '=', customer.merchantId).where('customer_id', '=', customer.id).execute()
}

/** Whether a customer of the same store and mode, other than this one, has the reference. */
export async function isReferenceTaken(db: Pick<Db, 'selectFrom'>, customer: Pick<Customer, 'merchantId' | 'id' | 'storeId' | 'mode' | 'reference'>): Promise<boolean> {
  if (customer.reference === null) return false
  const other = await db.selectFrom('customer').select('customer_id').where('merchant_id', '=', customer.merchantId)
    .where('store_id', '=', customer.storeId).where('mode', '=', customer.mode).where('reference', '=', customer.reference)
    .where('customer_id', '<>', customer.id).executeTakeFirst()
  return other !== undefined
}

export async function lockCustomer(tx: Tx, { merchantId, id }: CustomerKey): Promise<Customer | null> {
  const row = await tx.selectFrom('customer').selectAll().where('merchant_id', '=', merchantId).where('customer_id', '=', id)
    .forUpdate().executeTakeFirst()
  return row === undefined ? null : customerOf(row)
}

type CustomerFilter = Pick<Customer, 'merchantId' | 'storeId' | 'mode'> & {
  /** Beginning of a name or mail address, or the whole reference; null: all. */
  readonly search: string | null
  readonly archived: boolean
}

/** Newest first. Search goes by the beginning of name and address, so that it stays quick at any size. */
export async function listCustomers(
  db: Db, filter: CustomerFilter, { limit, after }: { limit: number; after: Customer['id'] | null },
): Promise<Customer[]> {
  let query = db.selectFrom('customer').selectAll().where('merchant_id', '=', filter.merchantId)
    .where('store_id', '=', filter.storeId).where('mode', '=', filter.mode)
    .where('archived_at', filter.archived ? 'is not' : 'is', null)
  const { search } = filter
  if (search !== null) {
    const start = `${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where((eb) => eb.or([
      eb(eb.fn('lower', ['name']), 'like', start), eb(eb.fn('lower', ['email']), 'like', start), eb('reference', '=', search),
    ]))
  }
  if (after !== null) query = query.where('customer_id', '<', after)
  return (await query.orderBy('customer_id', 'desc').limit(limit + 1).execute()).map(customerOf)
}
