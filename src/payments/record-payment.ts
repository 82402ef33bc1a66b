import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import type { Account } from '../journal/entry.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { received } from './money-change.ts'
import type { InvoiceInPayment, NewPayment } from './money-change.ts'
import { writeMoneyChange } from './write-money-change.ts'

type Recorded = {
  readonly merchantId: Id<'merchant'>
  readonly invoiceId: Id<'invoice'>
  readonly amount: Money
  /** When it was received, as the person or the bank says. */
  readonly receivedAt: Date
  readonly note: string
}

type PaymentByHand = Recorded & { readonly source: 'cash' | 'manual' }

/** Money that a bank's statement shows. `paymentId` is chosen before, so that a repetition books it once. */
type PaymentOnStatement = Recorded & {
  readonly source: 'statement_line'
  readonly paymentId: Id<'payment'>
  readonly into: Account
  readonly payerName: string | null
  readonly payerAccount: string | null
}

export type RecordError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_issued' }
  | { readonly code: 'exceeds_remaining'; readonly field: 'amount/amount'; readonly remaining: Money }
  | { readonly code: 'changed_meanwhile' }

/** Others may write the invoice meanwhile; as often the money on a statement is tried again. */
const TRIES = 8

/** A person took cash or saw a transfer: a Payment without an Attempt, a fact like any other. */
export async function recordPayment(
  pool: pg.Pool, ask: PaymentByHand, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<{ paymentId: Id<'payment'> }, RecordError>> {
  const invoice = await findInvoiceInPayment(pool, ask.merchantId, ask.invoiceId)
  if (invoice === null) return err({ code: 'not_found' })
  if (invoice.document !== 'issued') return err({ code: 'not_issued' })
  const remaining = { minor: remainingMinor(invoice), currency: invoice.currency }
  if (ask.amount.currency !== invoice.currency || ask.amount.minor > remaining.minor || ask.amount.minor < 1n) {
    return err({ code: 'exceeds_remaining', field: 'amount/amount', remaining })
  }
  const paymentId = newId('payment', at.getTime())
  const payment = { ...withoutAttempt, ...factsOf(ask), id: paymentId, source: ask.source, payerName: null, payerAccount: null }
  // Where the answer to the writing was lost, the repeated one finds the invoice changed, by the first.
  const written = await write(pool, { invoice, ask, payment }, { at, actor }) || await isBooked(pool, { merchantId: ask.merchantId, paymentId })
  return written ? ok({ paymentId }) : err({ code: 'changed_meanwhile' })
}

type StatementPaymentError = { readonly code: 'not_found' | 'not_issued' | 'wrong_currency' | 'changed_meanwhile' }

/**
 * Books money that lies in the bank account already, so it is never refused for being too much: what is beyond the
 * debt, or comes for a cancelled invoice, is shown as overpaid with a refund prepared. The same `paymentId` again
 * changes nothing.
 */
export async function recordStatementPayment(
  pool: pg.Pool, ask: PaymentOnStatement, about: { at: Date; actor: Actor },
): Promise<Result<null, StatementPaymentError>> {
  for (let tries = 0; tries < TRIES; tries++) {
    const invoice = await findInvoiceInPayment(pool, ask.merchantId, ask.invoiceId)
    if (invoice === null) return err({ code: 'not_found' })
    if (await isBooked(pool, ask)) return ok(null)
    if (invoice.document === 'draft') return err({ code: 'not_issued' })
    if (invoice.currency !== ask.amount.currency) return err({ code: 'wrong_currency' })
    const { payerName, payerAccount } = ask
    const payment = { ...withoutAttempt, ...factsOf(ask), id: ask.paymentId, source: ask.source, payerName, payerAccount }
    if (await write(pool, { invoice, ask, payment, into: ask.into }, about)) return ok(null)
  }
  return err({ code: 'changed_meanwhile' })
}

const withoutAttempt = { attemptId: null, channelId: null, providerRef: null, method: null, slip: null } as const

const factsOf = ({ amount, note, receivedAt }: Recorded) => ({ amount, note, receivedAt })

type Written = { readonly invoice: InvoiceInPayment; readonly ask: Recorded; readonly payment: NewPayment; readonly into?: Account }

function write(pool: pg.Pool, { invoice, ask, payment, into }: Written, about: { at: Date; actor: Actor }): Promise<boolean> {
  const change = received(invoice, payment, { ...about, ...(into === undefined ? {} : { into }) })
  const decision = { action: 'payment.recorded', objectId: payment.id, reason: ask.note === '' ? null : ask.note }
  return writeMoneyChange(pool, { ...change, decision })
}

async function isBooked(pool: pg.Pool, { merchantId, paymentId }: Pick<PaymentOnStatement, 'merchantId' | 'paymentId'>): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'payment-is-booked', text: 'select from payment where merchant_id = $1 and payment_id = $2', values: [merchantId, paymentId],
  })
  return rowCount === 1
}
