import type { NewestIssued } from '../deliveries/example-invoice.ts'
import { isVisible } from '../merchants/stores/scope.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Db } from '../platform/db/database.ts'

/** In the mode that the store works in. The amount is what was invoiced, credit notes taken off. */
export const newestIssued = (db: Db): NewestIssued => async (caller, { merchant_id: merchantId, store_id: storeId, mode }) => {
  if (!caller.permissions.has('invoices.read') || !isVisible(caller, { storeId, mode })) return null
  const row = await db.selectFrom('invoice').select(['payer_name', 'number', 'due_date', 'gross_minor', 'credited_minor', 'currency'])
    .where('merchant_id', '=', merchantId).where('store_id', '=', storeId).where('mode', '=', mode).where('document', '=', 'issued').where('origin', '=', 'invoice')
    .orderBy('invoice_id', 'desc').limit(1).executeTakeFirst()
  if (row === undefined || row.number === null) return null
  const amount = { minor: row.gross_minor - row.credited_minor, currency: storedCurrency(row.currency) }
  return { payerName: row.payer_name, number: row.number, dueDate: row.due_date, amount }
}
