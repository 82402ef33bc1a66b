import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { lockInvoice } from '../invoices/find-invoice.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import { findRefund } from './find-payments.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { refundEvent, unchanged } from './money-change.ts'
import { withdrawn } from './excess-tasks.ts'
import { isOpenTask, standingPayments, standingPaymentsLocked } from './refund-store.ts'
import { writeMoneyChange, writeMoneyChangeIn } from './write-money-change.ts'

export type WithdrawError =
  | { readonly code: 'not_found' }
  | { readonly code: 'refund_not_open' }
  | { readonly code: 'changed_meanwhile' }

/**
 * A person takes a refund task back before any money was sent: it is `reversed` and nothing was booked. The payment
 * can be refunded anew, and an overpaid invoice waits for a decision again. Should the provider report such a refund
 * all the same, it is booked as its own.
 */
export async function withdrawRefund(
  pool: pg.Pool, ask: { merchantId: Id<'merchant'>; refundId: Id<'refund'>; reason: string }, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<null, WithdrawError>> {
  const { merchantId, refundId, reason } = ask
  const found = await findRefund(pool, merchantId, refundId)
  if (found === null) return err({ code: 'not_found' })
  // The version is read before the task is: whoever closes the task from here on changes it, and this is not written.
  const invoice = await findInvoiceInPayment(pool, merchantId, found.invoiceId)
  const payments = invoice === null ? [] : await standingPayments(pool, invoice)
  const task = payments.flatMap(({ refunds }) => refunds).find(({ id }) => id === refundId)
  if (invoice === null || task === undefined) return err({ code: 'not_found' })
  if (task.state !== 'requested') return err({ code: 'refund_not_open' })
  const refund = withdrawn(task, { paymentId: found.paymentId, currency: invoice.currency, note: reason })
  const written = await writeMoneyChange(pool, {
    ...unchanged(invoice, at, actor), refunds: [refund], events: [refundEvent(refund)],
    decision: { action: 'refund.reversed', objectId: task.id, reason },
  })
  return written ? ok(null) : err({ code: 'changed_meanwhile' })
}

/** What was prepared for a reason that is gone is taken back, with what else the caller's transaction writes. What was sent already stays. */
export async function withdrawRefundsIn(
  tx: Tx, ask: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'>; refundIds: readonly Id<'refund'>[]; reason: string }, { at, actor }: { at: Date; actor: Actor },
): Promise<void> {
  const invoice = await lockInvoice(tx, { merchantId: ask.merchantId, id: ask.invoiceId })
  if (invoice === null) throw new Error('a refund without an invoice')
  const payments = await standingPaymentsLocked(tx, invoice)
  const refunds = payments.flatMap(({ id, refunds: all }) => all.filter((task) => ask.refundIds.includes(task.id) && isOpenTask(task))
    .map((task) => withdrawn(task, { paymentId: id, currency: invoice.currency, note: ask.reason })))
  if (!await writeMoneyChangeIn(tx, { ...unchanged(invoice, at, actor), refunds, events: refunds.map(refundEvent) })) throw new Error('an invoice changed under its lock')
}
