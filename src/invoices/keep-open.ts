import { sql } from 'kysely'
import type { Tx } from '../platform/db/database.ts'
import type { InvoiceKey } from './find-invoice.ts'

/** The invoice may be paid until then, is due on that day, and is not late before. False: it is not owed any more. */
export async function keepOpenUntil(tx: Tx, { merchantId, id }: InvoiceKey, until: Date): Promise<boolean> {
  const zone = sql`(select time_zone from store where store.merchant_id = invoice.merchant_id and store.store_id = invoice.store_id)`
  const dueDate = sql<string>`(${until}::timestamptz at time zone ${zone})::date`
  const update = await tx.updateTable('invoice').set((eb) => ({ pay_until: until, due_date: dueDate, version: eb('version', '+', 1) }))
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', id).where('document', '=', 'issued').executeTakeFirst()
  return update.numUpdatedRows === 1n
}
