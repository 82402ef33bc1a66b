import type { Tx } from '../platform/db/database.ts'
import { lockInvoice } from './find-invoice.ts'
import type { InvoiceKey } from './find-invoice.ts'
import { isInFlight } from './invoice.ts'
import type { Invoice } from './invoice.ts'

/** Cancels an issued, unpaid invoice and answers it as it was before. Null: it is not so any more, or a payment is under way. */
export async function markCancelled(tx: Tx, key: InvoiceKey, at: Date): Promise<Invoice | null> {
  const invoice = await lockInvoice(tx, key)
  const free = invoice !== null && invoice.document === 'issued' && invoice.paidMinor === 0n && invoice.creditedMinor === 0n
  if (!free || isInFlight(invoice, at)) return null
  await tx.updateTable('invoice')
    .set({ document: 'cancelled', cancelled_at: at, live_attempt_id: null, lease_until: null, version: invoice.version + 1, sequence: invoice.sequence + 1 })
    .where('merchant_id', '=', key.merchantId).where('invoice_id', '=', key.id).execute()
  return invoice
}
