import type { Selectable } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import type { CustomerTable } from '../platform/db/schema.ts'
import type { Customer } from './customer.ts'

export type CustomerKey = { readonly merchantId: Id<'merchant'>; readonly id: Id<'customer'> }

/** Null: no such customer of this merchant. */
export async function findCustomer(db: Pick<Db, 'selectFrom'>, { merchantId, id }: CustomerKey): Promise<Customer | null> {
  const row = await db.selectFrom('customer').selectAll()
    .where('merchant_id', '=', merchantId).where('customer_id', '=', id).executeTakeFirst()
  return row === undefined ? null : customerOf(row)
}

export const customerOf = (row: Selectable<CustomerTable>): Customer => ({
  merchantId: row.merchant_id, id: row.customer_id, storeId: row.store_id, mode: row.mode, name: row.name, email: row.email,
  phone: row.phone, companyCode: row.company_code, vatCode: row.vat_code, address: row.address, country: row.country,
  language: row.language, reference: row.reference, createdAt: row.created_at, archivedAt: row.archived_at,
})
