import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { dueMinor } from '../invoices/payment-state.ts'
import { markCancelled } from '../invoices/mark-cancelled.ts'
import { creditedPostings } from '../journal/entry.ts'
import { post } from '../journal/post-entry.ts'
import { recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { closeAttempt } from './close-attempt.ts'
import type { CloseDeps } from './close-attempt.ts'

export type CancelDeps = CloseDeps & { readonly db: Db }

export type CancelError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_issued' }
  | { readonly code: 'has_payments' }
  | { readonly code: 'payment_in_flight' }
  | { readonly code: 'changed_meanwhile' }

/**
 * Takes an unpaid invoice back. A live attempt is closed first: at the provider where it can be, else by never opening
 * its page again; an attempt whose bank has been asked already, or holds the money, cannot be closed, and the invoice
 * stays. Money that comes all the same is kept and shown as overpaid.
 */
export async function cancelInvoice(
  deps: CancelDeps, ask: { merchantId: Id<'merchant'>; id: Id<'invoice'>; reason: string }, about: { at: Date; actor: Actor },
): Promise<Result<null, CancelError>> {
  const found = await findInvoice(deps.db, ask)
  if (found === null) return err({ code: 'not_found' })
  const refusal = whyNot(found)
  if (refusal !== null) return err({ code: refusal })
  const closed = found.liveAttemptId === null || await closeAttempt(deps, ask.merchantId, found.liveAttemptId, about)
  if (!closed) return err({ code: 'payment_in_flight' })
  return inTransaction(deps.db, async (tx) => {
    const invoice = await markCancelled(tx, ask, about.at)
    if (invoice === null) return err({ code: 'changed_meanwhile' })
    await book(tx, invoice, ask.reason, about)
    return ok(null)
  })
}

function whyNot(invoice: Invoice): 'not_issued' | 'has_payments' | null {
  if (invoice.document !== 'issued') return 'not_issued'
  return invoice.paidMinor > 0n || invoice.creditedMinor > 0n ? 'has_payments' : null
}

async function book(tx: Tx, invoice: Invoice, reason: string, { at, actor }: { at: Date; actor: Actor }): Promise<void> {
  const { merchantId, mode, currency } = invoice
  await post(tx, {
    entryId: newId('journalEntry'), merchantId, mode, kind: 'invoice_cancelled', subjectId: invoice.id, currency, bookedAt: at,
    postings: creditedPostings(invoice.net, invoice.vat, { settledMinor: dueMinor(invoice), creditMinor: 0n }),
  })
  await recordAudit(tx, { merchantId, at, actor, action: 'invoice.cancelled', objectId: invoice.id, reason })
  await recordEvents(tx, { merchantId, mode, actor, at }, [
    { type: 'invoice.cancelled', objectId: invoice.id, sequence: invoice.sequence + 1, data: { reason } },
  ])
}
