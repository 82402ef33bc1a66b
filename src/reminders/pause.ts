import type { InvoiceKey } from '../invoices/find-invoice.ts'
import { recordAudit } from '../merchants/audit.ts'
import type { Tx } from '../platform/db/database.ts'
import { putPause, removePause } from './store.ts'

/** A person takes an invoice out of the schedule or back into it, and that stands in the audit. What is so already is not said again. */
export async function setPaused(tx: Tx, { merchantId, id }: InvoiceKey, isPaused: boolean, { by, at }: { by: string; at: Date }): Promise<void> {
  const key = { merchantId, id }
  const isNews = await (isPaused ? putPause(tx, key, { by, at }) : removePause(tx, key))
  if (!isNews) return
  const action = isPaused ? 'invoice.reminders_paused' : 'invoice.reminders_resumed'
  await recordAudit(tx, { merchantId, at, actor: by, action, objectId: id })
}
