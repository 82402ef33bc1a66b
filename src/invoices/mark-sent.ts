import type { Id } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import { lockInvoice } from './find-invoice.ts'

/** The first letter, e-invoice or text message that went out marks the invoice as sent. */
export async function markSent(tx: Tx, { merchantId, invoiceId, at }: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'>; at: Date }): Promise<void> {
  const invoice = await lockInvoice(tx, { merchantId, id: invoiceId })
  if (invoice === null || invoice.sentAt !== null) return
  const sequence = invoice.sequence + 1
  await tx.updateTable('invoice').set({ sent_at: at, sequence, version: invoice.version + 1 })
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', invoiceId).execute()
  await recordEvents(tx, { merchantId, mode: invoice.mode, actor: 'kvit', at }, [{ type: 'invoice.sent', objectId: invoiceId, sequence, data: {} }])
}
