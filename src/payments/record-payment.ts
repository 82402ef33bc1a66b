import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { received } from './money-change.ts'
import { writeMoneyChange } from './write-money-change.ts'

export type PaymentByHand = {
  readonly merchantId: Id<'merchant'>
  readonly invoiceId: Id<'invoice'>
  readonly source: 'cash' | 'manual'
  readonly amount: Money
  /** When it was received, as the person says. */
  readonly receivedAt: Date
  readonly note: string
}

export type RecordError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_issued' }
  | { readonly code: 'exceeds_remaining'; readonly field: 'amount/amount'; readonly remaining: Money }
  | { readonly code: 'changed_meanwhile' }

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
  const paymentId = newId('payment')
  const change = received(invoice, {
    id: paymentId, source: ask.source, attemptId: null, channelId: null, providerRef: null, amount: ask.amount,
    method: null, payerName: null, payerAccount: null, note: ask.note, receivedAt: ask.receivedAt,
  }, { at, actor })
  const decision = { action: 'payment.recorded', objectId: paymentId, reason: ask.note === '' ? null : ask.note }
  const written = await writeMoneyChange(pool, { ...change, decision })
  return written ? ok({ paymentId }) : err({ code: 'changed_meanwhile' })
}
