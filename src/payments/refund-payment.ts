import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { refundEvent, refundTask, unchanged } from './money-change.ts'
import type { RefundChange } from './money-change.ts'
import { isAtProvider } from './refund.ts'
import { goneMinor, leftMinor, standingPayments } from './refund-store.ts'
import { writeMoneyChange } from './write-money-change.ts'

export type RefundError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_refundable' }
  /** The provider is giving back a part of this payment, and it may tell only totals: one at a time. */
  | { readonly code: 'refund_under_way' }
  /** It was sold at a till, and no return of it is registered: CR9. */
  | { readonly code: 'receipt_comes_first' }
  | { readonly code: 'exceeds_remaining'; readonly field: 'amount/amount'; readonly remaining: Money }
  | { readonly code: 'changed_meanwhile' }

export type RefundRequest = { readonly merchantId: Id<'merchant'>; readonly paymentId: Id<'payment'>; readonly amount: Money; readonly note: string }

/**
 * Writes that money of a payment is to go back: as a task for a person, or as a refund that the provider is about to be
 * asked for. Never more than is left of the payment, whoever else asks in the same moment. `gone`: what of it went back
 * before, in minor units.
 */
export async function requestRefund(
  pool: pg.Pool, ask: RefundRequest & { readonly by?: 'person' | 'provider' }, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<{ refundId: Id<'refund'>; gone: bigint }, RefundError>> {
  const invoiceId = await invoiceOfPayment(pool, ask)
  // The version is read before all that decides: who refunds or undoes from here on changes it, and this is not written.
  const invoice = invoiceId === null ? null : await findInvoiceInPayment(pool, ask.merchantId, invoiceId)
  if (invoice === null) return err({ code: 'not_found' })
  const payment = (await standingPayments(pool, invoice)).find(({ id }) => id === ask.paymentId)
  if (payment === undefined) return err({ code: 'not_found' })
  if (payment.isOnReceipt) return err({ code: 'receipt_comes_first' })
  if (payment.refunds.some(({ state }) => isAtProvider(state))) return err({ code: 'refund_under_way' })
  const remaining = { minor: leftMinor(payment), currency: invoice.currency }
  if (remaining.minor <= 0n) return err({ code: 'not_refundable' })
  if (ask.amount.currency !== remaining.currency || ask.amount.minor < 1n || ask.amount.minor > remaining.minor) {
    return err({ code: 'exceeds_remaining', field: 'amount/amount', remaining })
  }
  const task = refundTask({ id: ask.paymentId }, ask.amount, 'asked', ask.note)
  const refund = ask.by === 'provider' ? beingSent(task, at) : task
  const decision = { action: 'refund.requested', objectId: refund.id, reason: ask.note === '' ? null : ask.note }
  const written = await writeMoneyChange(pool, {
    ...unchanged(invoice, at, actor), refunds: [refund], decision,
    events: refund === task ? [refundEvent(task)] : [refundEvent(task), refundEvent(refund)],
  })
  return written ? ok({ refundId: refund.id, gone: goneMinor(payment.refunds) }) : err({ code: 'changed_meanwhile' })
}

/** The refund with the moment in which the provider is asked for it, written before the provider hears of it. */
export const beingSent = (task: RefundChange, at: Date): RefundChange => ({ ...task, state: 'pending', sequence: task.sequence + 1, sentAt: at })

async function invoiceOfPayment(
  pool: pg.Pool, { merchantId, paymentId }: { merchantId: Id<'merchant'>; paymentId: Id<'payment'> },
): Promise<Id<'invoice'> | null> {
  const { rows: [row] } = await pool.query<{ invoice_id: Id<'invoice'> }>({
    name: 'invoice-of-payment', text: 'select invoice_id from allocation where merchant_id = $1 and payment_id = $2', values: [merchantId, paymentId],
  })
  return row?.invoice_id ?? null
}
