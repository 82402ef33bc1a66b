import type { Tx } from '../platform/db/database.ts'
import { lockInvoice } from './find-invoice.ts'
import type { InvoiceKey } from './find-invoice.ts'
import { isInFlight } from './invoice.ts'
import type { Invoice } from './invoice.ts'
import { isWhole } from './payment-state.ts'

/**
 * Cancels an issued invoice and answers it as it was before. Null: it is issued no more, a payment is under way, or money has
 * come, with `evenPartPaid` all that is owed.
 */
export async function markCancelled(tx: Tx, key: InvoiceKey & { readonly evenPartPaid: boolean }, at: Date): Promise<Invoice | null> {
  const invoice = await lockInvoice(tx, key)
  if (invoice?.document !== 'issued' || invoice.creditedMinor !== 0n || isInFlight(invoice, at)) return null
  if (key.evenPartPaid ? isWhole(invoice) : invoice.paidMinor > 0n) return null
  await tx.updateTable('invoice')
    .set({ document: 'cancelled', cancelled_at: at, live_attempt_id: null, lease_until: null, version: invoice.version + 1, sequence: invoice.sequence + 1 })
    .where('merchant_id', '=', key.merchantId).where('invoice_id', '=', key.id).execute()
  return invoice
}

/** Makes a cancelled invoice owed again and answers it as it was before. Null: it is not cancelled. */
export async function markReinstated(tx: Tx, key: InvoiceKey): Promise<Invoice | null> {
  const invoice = await lockInvoice(tx, key)
  if (invoice?.document !== 'cancelled') return null
  await tx.updateTable('invoice').set({ document: 'issued', cancelled_at: null, version: invoice.version + 1, sequence: invoice.sequence + 1 })
    .where('merchant_id', '=', key.merchantId).where('invoice_id', '=', key.id).execute()
  return invoice
}
