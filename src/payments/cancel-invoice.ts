import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { markCancelled } from '../invoices/mark-cancelled.ts'
import { creditedPostings } from '../journal/entry.ts'
import { recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { closeAttempt } from './close-attempt.ts'
import type { CloseDeps } from './close-attempt.ts'
import { tasksFor } from './excess-tasks.ts'
import { entryFor, moved, refundEvent, splitBetween, stateEvent, unchanged } from './money-change.ts'
import type { MoneyChange } from './money-change.ts'
import { standingPaymentsLocked } from './refund-store.ts'
import type { PaymentWithRefunds } from './refund-store.ts'
import { writeMoneyChangeIn } from './write-money-change.ts'

export type CancelDeps = CloseDeps & { readonly db: Db }

type CancelAsk = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'invoice'>
  readonly reason: string
  readonly evenPartPaid?: boolean
  readonly isStillMeant?: (tx: Tx) => Promise<boolean>
}

export type CancelError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_issued' }
  | { readonly code: 'has_payments' }
  | { readonly code: 'payment_in_flight' }
  | { readonly code: 'changed_meanwhile' }

/**
 * Takes an unpaid invoice back. A live attempt is closed first: at the provider where it can be, else by never opening
 * its page again; an attempt whose bank has been asked already, or holds the money, cannot be closed, and the invoice
 * stays. Money that comes all the same is kept and shown as overpaid. `evenPartPaid`: also where a part was paid, which is
 * then to be given back. `isStillMeant` is asked in the transaction that cancels: false, and the invoice stays.
 */
export async function cancelInvoice(
  deps: CancelDeps, { evenPartPaid = false, isStillMeant, ...ask }: CancelAsk, about: { at: Date; actor: Actor },
): Promise<Result<null, CancelError>> {
  const found = await findInvoice(deps.db, ask)
  if (found === null) return err({ code: 'not_found' })
  const refusal = whyNot(found, evenPartPaid)
  if (refusal !== null) return err({ code: refusal })
  const closed = found.liveAttemptId === null || await closeAttempt(deps, ask.merchantId, found.liveAttemptId, about)
  if (!closed) return err({ code: 'payment_in_flight' })
  return inTransaction(deps.db, async (tx) => {
    const isMeant = isStillMeant === undefined || await isStillMeant(tx)
    const invoice = isMeant ? await markCancelled(tx, { ...ask, evenPartPaid }, about.at) : null
    if (invoice === null) return err({ code: 'changed_meanwhile' })
    await book(tx, invoice, ask.reason, about)
    return ok(null)
  })
}

function whyNot(invoice: Invoice, evenPartPaid: boolean): 'not_issued' | 'has_payments' | null {
  if (invoice.document !== 'issued') return 'not_issued'
  return (invoice.paidMinor > 0n && !evenPartPaid) || invoice.creditedMinor > 0n ? 'has_payments' : null
}

async function book(tx: Tx, invoice: Invoice, reason: string, { at, actor }: { at: Date; actor: Actor }): Promise<void> {
  const { merchantId, mode } = invoice
  const payments = invoice.paidMinor === 0n ? [] : await standingPaymentsLocked(tx, invoice)
  if (!await writeMoneyChangeIn(tx, cancelled(invoice, payments, { at, actor }))) throw new Error('an invoice changed under its lock')
  await recordAudit(tx, { merchantId, at, actor, action: 'invoice.cancelled', objectId: invoice.id, reason })
  await recordEvents(tx, { merchantId, mode, actor, at }, [
    { type: 'invoice.cancelled', objectId: invoice.id, sequence: invoice.sequence + 1, data: { reason } },
  ])
}

/** Nothing is owed any more: what was paid is to go back. `marked` is how the invoice stands since it was marked cancelled. */
function cancelled(before: Invoice, payments: readonly PaymentWithRefunds[], { at, actor }: { at: Date; actor: Actor }): MoneyChange {
  const marked = {
    ...before, document: 'cancelled', liveAttemptId: null, leaseUntil: null, version: before.version + 1, sequence: before.sequence + 1,
  } as const
  const after = moved(marked, before)
  const split = splitBetween(before, after)
  const refunds = tasksFor(payments, { minor: split.creditMinor, currency: before.currency })
  const postings = creditedPostings(before.net, before.vat, split)
  return {
    ...unchanged(marked, at, actor), after, refunds,
    entry: postings.length === 0 ? null : entryFor(before, 'invoice_cancelled', before.id, postings, at),
    events: [...stateEvent(marked, after), ...refunds.map(refundEvent)],
  }
}
