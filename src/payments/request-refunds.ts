import type { Id } from '../kernel/ids.ts'
import { lockInvoice } from '../invoices/find-invoice.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Money } from '../money/money.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import { refundEvent, refundTask, unchanged } from './money-change.ts'
import { isAtProvider } from './refund.ts'
import { leftMinor, standingPaymentsLocked } from './refund-store.ts'
import type { RefundError } from './refund-payment.ts'
import { isMoneyBound } from './under-way.ts'
import { writeMoneyChangeIn } from './write-money-change.ts'

type RefundPart = { readonly paymentId: Id<'payment'>; readonly amount: Money }

/**
 * Writes that money of several payments of one invoice is to go back, together with what the caller's transaction writes.
 * Nothing is sent yet: who asked carries the tasks out, or a person does. While other money of the invoice is reserved it is
 * not known what of it goes back, and nothing is written. Answers the refunds in the order of the parts.
 */
export async function requestRefundsIn(
  tx: Tx, ask: { readonly merchantId: Id<'merchant'>; readonly invoiceId: Id<'invoice'>; readonly parts: readonly RefundPart[]; readonly note: string },
  { at, actor }: { at: Date; actor: Actor },
): Promise<Result<Id<'refund'>[], Extract<RefundError, { code: 'not_found' | 'not_refundable' | 'refund_under_way' }> | { readonly code: 'payment_in_flight' }>> {
  const invoice = await lockInvoice(tx, { merchantId: ask.merchantId, id: ask.invoiceId })
  if (invoice === null) return err({ code: 'not_found' })
  if (await isMoneyBound(tx, invoice)) return err({ code: 'payment_in_flight' })
  const payments = new Map((await standingPaymentsLocked(tx, invoice)).map((payment) => [payment.id, payment]))
  for (const { paymentId, amount } of ask.parts) {
    const payment = payments.get(paymentId)
    if (payment === undefined) return err({ code: 'not_found' })
    if (payment.refunds.some(({ state }) => isAtProvider(state))) return err({ code: 'refund_under_way' })
    if (amount.currency !== invoice.currency || amount.minor < 1n || amount.minor > leftMinor(payment)) return err({ code: 'not_refundable' })
  }
  const refunds = ask.parts.map(({ paymentId, amount }) => refundTask({ id: paymentId }, amount, 'asked', ask.note))
  if (!await writeMoneyChangeIn(tx, { ...unchanged(invoice, at, actor), refunds, events: refunds.map(refundEvent) })) {
    throw new Error('an invoice changed under its lock')
  }
  return ok(refunds.map(({ id }) => id))
}
