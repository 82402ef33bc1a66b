import { findWaiting, queueDelivery } from '../deliveries/delivery.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { Actor } from '../webhooks/event.ts'
import type { Invoice } from './invoice.ts'

type Sending = {
  readonly kind: 'invoice' | 'fresh_link'
  readonly recipients: readonly string[]
  /** Null: the invoice's own. */
  readonly language: Language | null
  /** Null: as the store has it. */
  readonly withPdf?: boolean | null
  readonly withEInvoice?: boolean
  readonly by: Actor
  readonly at: Date
}

/**
 * Queues the invoice's letter to each address. Where the same letter still waits to be sent to an address, that one is
 * answered and no second one is queued. Null: an address is none, and nothing is queued.
 */
export async function queueInvoiceLetters(tx: Tx, jobs: Jobs, invoice: Invoice, {
  kind, recipients, language, withPdf = null, withEInvoice = false, by, at,
}: Sending): Promise<Id<'delivery'>[] | null> {
  if (recipients.length === 0 || !recipients.every(isMailAddress)) return null
  const ids: Id<'delivery'>[] = []
  for (const recipient of new Set(recipients)) {
    const delivery = {
      merchantId: invoice.merchantId, invoiceId: invoice.id, storeId: invoice.storeId, mode: invoice.mode, kind, paymentId: null,
      recipient, language: language ?? invoice.language, withPdf, withEInvoice, requestedBy: by, createdAt: at,
    } as const
    const id = await queueDelivery(tx, jobs, delivery) ?? await findWaiting(tx, delivery)
    if (id !== null) ids.push(id)
  }
  return ids
}
