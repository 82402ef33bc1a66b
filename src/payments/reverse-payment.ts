import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Account } from '../journal/entry.ts'
import type { Money } from '../money/money.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import { withTasksOfRest } from './excess-tasks.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { undone } from './money-change.ts'
import { standingPayments } from './refund-store.ts'
import { writeMoneyChangeIn } from './write-money-change.ts'

type Reversal = {
  readonly merchantId: Id<'merchant'>
  readonly invoiceId: Id<'invoice'>
  readonly paymentId: Id<'payment'>
  readonly amount: Money
  /** Where it was booked to, and is taken from again. */
  readonly from: Account
  readonly reason: string
}

type ReverseError = { readonly code: 'not_found' | 'already_reversed' | 'money_went_back' | 'changed_meanwhile' }

/**
 * The money came, but not for this invoice: a person or a rule had matched it wrongly. The payment stays as it was
 * written; a reversal beside it, with its reason, takes it out of the invoice, the journal and the sums, all in one
 * transaction. Only for money on a bank statement: what a provider confirmed is never taken back like this.
 */
export async function reversePayment(
  { db, pool }: { db: Db; pool: pg.Pool }, ask: Reversal, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<null, ReverseError>> {
  const invoice = await findInvoiceInPayment(pool, ask.merchantId, ask.invoiceId)
  if (invoice === null) return err({ code: 'not_found' })
  // Read after the invoice: whoever books, refunds or undoes from here on changes its version, and nothing is then written.
  const payments = await standingPayments(pool, invoice)
  const payment = payments.find(({ id }) => id === ask.paymentId)
  if (payment === undefined) return err({ code: await isReversed(pool, ask) ? 'already_reversed' : 'not_found' })
  if (payment.refunds.some(({ state }) => state === 'succeeded' || state === 'pending' || state === 'unknown')) return err({ code: 'money_went_back' })
  if (invoice.paidMinor - ask.amount.minor < invoice.refundedMinor) return err({ code: 'money_went_back' })
  const { reason } = ask
  const change = undone(invoice, { id: ask.paymentId, amount: ask.amount }, ask.from, { at, actor, reason })
  return inTransaction(db, async (tx) => {
    if (!await insertReversal(tx, ask, { at, actor })) return err({ code: 'already_reversed' })
    const written = await writeMoneyChangeIn(tx, withTasksOfRest(change, { payments, undone: payment, reason }))
    return written ? ok(null) : err({ code: 'changed_meanwhile' })
  })
}

async function isReversed(pool: pg.Pool, { merchantId, paymentId }: Reversal): Promise<boolean> {
  const { rowCount } = await pool.query('select from payment_reversal where merchant_id = $1 and payment_id = $2', [merchantId, paymentId])
  return rowCount === 1
}

async function insertReversal(tx: Tx, ask: Reversal, { at, actor }: { at: Date; actor: Actor }): Promise<boolean> {
  const done = await tx.insertInto('payment_reversal').values({
    merchant_id: ask.merchantId, payment_id: ask.paymentId, reason: ask.reason, reversed_by: actor, reversed_at: at,
  }).onConflict((c) => c.columns(['merchant_id', 'payment_id']).doNothing()).executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
