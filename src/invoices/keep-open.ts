import type { Tx } from '../platform/db/database.ts'
import type { InvoiceKey } from './find-invoice.ts'

/** The invoice may be paid until then, and is not late before. False: it is not owed any more. */
export async function keepOpenUntil(tx: Tx, { merchantId, id }: InvoiceKey, until: Date): Promise<boolean> {
  const update = await tx.updateTable('invoice').set((eb) => ({ pay_until: until, version: eb('version', '+', 1) }))
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', id).where('document', '=', 'issued').executeTakeFirst()
  return update.numUpdatedRows === 1n
}
