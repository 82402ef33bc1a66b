import type pg from 'pg'
import type { Http } from '../connectors/contract.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import { isInFlight } from '../invoices/invoice.ts'
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
import { isLive, step } from './attempt.ts'
import type { ChannelOpener } from './method-titles.ts'
import { findAttemptSubject } from './report-subject.ts'
import type { ReportSubject } from './report-subject.ts'
import { unchanged } from './money-change.ts'
import { writeMoneyChange } from './write-money-change.ts'

export type CancelDeps = {
  readonly db: Db
  readonly pool: pg.Pool
  readonly http: Http
  readonly openChannel: ChannelOpener
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

/** False: the payer's bank has been asked or holds the money, or the provider would not say that the attempt is dead. */
async function closeAttempt(
  deps: CancelDeps, merchantId: Id<'merchant'>, attemptId: Id<'attempt'>, about: { at: Date; actor: Actor },
): Promise<boolean> {
  const subject = await findAttemptSubject(deps.pool, merchantId, attemptId)
  if (subject === null) return true
  // Someone began to pay since the invoice was read: what they hold is not ours to free.
  if (subject.invoice.liveAttemptId !== attemptId) return !isInFlight(subject.invoice, about.at)
  // Whether the payer got to the provider is not known: they may pay for as long as the lease says.
  if (!isLive(subject.attempt.state)) return !isInFlight(subject.invoice, about.at)
  // Money that is only reserved is let go first, by a decision of its own.
  if (subject.attempt.waitingSince !== null || step(subject.attempt.state, 'withdrawn').kind !== 'move') return false
  const channel = await deps.openChannel(merchantId, subject.attempt.channelId)
  const { providerRef } = subject.attempt
  if (channel !== null && channel.open.revoke !== null && providerRef !== null) {
    const outcome = await channel.open.revoke(providerRef, deps.http)
    if (outcome.kind !== 'done') return false
  }
  return writeMoneyChange(deps.pool, revoked(subject, about))
}

function revoked({ attempt, invoice }: ReportSubject, { at, actor }: { at: Date; actor: Actor }) {
  const sequence = attempt.sequence + 1
  return {
    ...unchanged(invoice, at, actor), after: { ...invoice, liveAttemptId: null, leaseUntil: null },
    attempt: { ...attempt, state: 'revoked', conflict: null, note: null, sequence },
    events: [{ type: 'attempt.revoked', objectId: attempt.id, sequence, data: {} }],
  } as const
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
