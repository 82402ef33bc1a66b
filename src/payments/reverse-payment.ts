import { sql } from 'kysely'
import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { overpaidMinor, paymentState, remainingMinor } from '../invoices/payment-state.ts'
import type { Account } from '../journal/entry.ts'
import { receivedPostings } from '../journal/entry.ts'
import { post } from '../journal/post-entry.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor, EventType, NewEvent } from '../webhooks/event.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { splitBetween } from './money-change.ts'
import type { InvoiceInPayment } from './money-change.ts'
import { refundsOfPayment } from './refund-store.ts'

export type Reversal = {
  readonly merchantId: Id<'merchant'>
  readonly invoiceId: Id<'invoice'>
  readonly paymentId: Id<'payment'>
  readonly amount: Money
  /** Where it was booked to, and is taken from again. */
  readonly from: Account
  readonly reason: string
}

export type ReverseError = { readonly code: 'not_found' | 'already_reversed' | 'money_went_back' | 'changed_meanwhile' }

const STATE_EVENT = { unpaid: null, partly_paid: 'invoice.partly_paid', paid: 'invoice.paid', overpaid: 'invoice.overpaid', refunded: 'invoice.refunded' } as const satisfies
  Record<string, EventType | null>

/**
 * The money came, but not for this invoice: a person or a rule had matched it wrongly. The payment stays as it was
 * written; a reversal beside it, with its reason, takes it out of the invoice, the journal and the sums, all in one
 * transaction. Only for money on a bank statement: what a provider confirmed is never taken back like this.
 */
export async function reversePayment(
  { db, pool }: { db: Db; pool: pg.Pool }, ask: Reversal, about: { at: Date; actor: Actor },
): Promise<Result<null, ReverseError>> {
  const before = await findInvoiceInPayment(pool, ask.merchantId, ask.invoiceId)
  if (before === null) return err({ code: 'not_found' })
  if (await isReversed(pool, ask)) return err({ code: 'already_reversed' })
  // Read after the invoice: a refund that others write from here on changes its version, and nothing is then written.
  const refunds = await refundsOfPayment(pool, ask.merchantId, ask.paymentId)
  if (refunds.some(({ state }) => state === 'succeeded' || state === 'pending' || state === 'unknown')) return err({ code: 'money_went_back' })
  if (before.paidMinor - ask.amount.minor < before.refundedMinor) return err({ code: 'money_went_back' })
  const paid = { ...before, paidMinor: before.paidMinor - ask.amount.minor }
  const after = { ...paid, paidAt: remainingMinor(paid) === 0n ? paid.paidAt : null, sequence: before.sequence + (paymentState(paid) === paymentState(before) ? 0 : 1) }
  return inTransaction(db, async (tx) => {
    if (!await moveInvoice(tx, before, after)) return err({ code: 'changed_meanwhile' })
    if (!await insertReversal(tx, ask, about)) return err({ code: 'already_reversed' })
    await closeRefundTasks(tx, ask, { overpaid: overpaidMinor(after), at: about.at })
    await post(tx, {
      entryId: newId('journalEntry'), merchantId: ask.merchantId, mode: before.mode, kind: 'reversal', subjectId: ask.paymentId,
      currency: before.currency, bookedAt: about.at,
      postings: receivedPostings(ask.from, { minor: -ask.amount.minor, currency: ask.amount.currency }, splitBetween(before, after)),
    })
    await recordEvents(tx, { merchantId: ask.merchantId, mode: before.mode, ...about }, eventsOf(ask, before, after))
    await recordAudit(tx, { merchantId: ask.merchantId, ...about, action: 'payment.reversed', objectId: ask.paymentId, reason: ask.reason })
    return ok(null)
  })
}

async function isReversed(pool: pg.Pool, { merchantId, paymentId }: Reversal): Promise<boolean> {
  const { rowCount } = await pool.query('select from payment_reversal where merchant_id = $1 and payment_id = $2', [merchantId, paymentId])
  return rowCount === 1
}

/** The invoice's version is the lock, as it is of every change of money. */
async function moveInvoice(tx: Tx, before: InvoiceInPayment, after: InvoiceInPayment): Promise<boolean> {
  const done = await tx.updateTable('invoice').set({
    payment: paymentState(after), paid_minor: after.paidMinor, paid_at: after.paidAt, sequence: after.sequence, version: sql<number>`version + 1`,
  }).where('merchant_id', '=', before.merchantId).where('invoice_id', '=', before.id).where('version', '=', before.version).executeTakeFirst()
  return done.numUpdatedRows === 1n
}

async function insertReversal(tx: Tx, ask: Reversal, { at, actor }: { at: Date; actor: Actor }): Promise<boolean> {
  const done = await tx.insertInto('payment_reversal').values({
    merchant_id: ask.merchantId, payment_id: ask.paymentId, reason: ask.reason, reversed_by: actor, reversed_at: at,
  }).onConflict((c) => c.columns(['merchant_id', 'payment_id']).doNothing()).executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

/** Nobody sends back what is no longer too much, nor anything of a payment that is none of this invoice. */
async function closeRefundTasks(tx: Tx, ask: Reversal, { overpaid, at }: { overpaid: bigint; at: Date }): Promise<void> {
  await tx.updateTable('refund').set({ state: 'reversed', state_changed_at: at, sequence: sql<number>`sequence + 1` })
    .where('merchant_id', '=', ask.merchantId).where('invoice_id', '=', ask.invoiceId).where('state', 'in', ['requested', 'approved'])
    .where((where) => where.or([
      where('payment_id', '=', ask.paymentId),
      where.and([where('because', '=', 'overpaid'), where('amount_minor', '>', overpaid)]),
    ])).execute()
}

function eventsOf(ask: Reversal, before: InvoiceInPayment, after: InvoiceInPayment): NewEvent[] {
  const amount = { amount: decimal(ask.amount), currency: ask.amount.currency }
  const type = STATE_EVENT[paymentState(after)]
  const rest = { remaining: decimal({ minor: remainingMinor(after), currency: after.currency }), currency: after.currency }
  return [
    { type: 'payment.reversed', objectId: ask.paymentId, sequence: 2, data: { invoice: ask.invoiceId, ...amount, reason: ask.reason } },
    ...(type === null || after.sequence === before.sequence ? [] : [{ type, objectId: after.id, sequence: after.sequence, data: rest }]),
  ]
}
