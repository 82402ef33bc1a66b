import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import type { Actor, NewEvent } from '../webhooks/event.ts'
import { findRefund } from './find-payments.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { refundEvent, unchanged } from './money-change.ts'
import type { MoneyChange, RefundChange } from './money-change.ts'
import { stepRefund } from './refund.ts'
import type { RefundEvent } from './refund.ts'
import { standingPayments } from './refund-store.ts'
import { writeMoneyChange } from './write-money-change.ts'

export type RefundMove = {
  readonly merchantId: Id<'merchant'>
  readonly refundId: Id<'refund'>
  readonly event: Extract<RefundEvent, 'unsent' | 'silent' | 'refused' | 'declared_failed'>
  /** Added to what stands there; null for nothing. */
  readonly note: string | null
  readonly decision: MoneyChange['decision']
}

const MOST_TRIES = 8

/** Moves a refund without moving money. False: it is where this cannot follow, as when the provider's word came first. */
export async function moveRefund(pool: pg.Pool, move: RefundMove, { at, actor }: { at: Date; actor: Actor }): Promise<boolean> {
  const { merchantId, refundId, event, note, decision } = move
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const found = await findRefund(pool, merchantId, refundId)
    // The version is read before the state is: whoever moves the refund from here on changes it, and this is not written.
    const invoice = found && await findInvoiceInPayment(pool, merchantId, found.invoiceId)
    if (found === null || invoice === null) return false
    const now = (await standingPayments(pool, invoice)).flatMap(({ refunds }) => refunds).find(({ id }) => id === refundId)
    const state = now === undefined ? null : stepRefund(now.state, event)
    if (now === undefined || state === null || state === 'approved') return false
    const refund: RefundChange = {
      id: refundId, paymentId: found.paymentId, state, because: found.because, amount: found.amount, providerKey: now.providerKey,
      note: joined(found.note, note), sequence: now.sequence + 1, sentAt: null,
    }
    const told = refundEvent(refund)
    const events: NewEvent[] = [{ ...told, type: event === 'unsent' ? 'refund.unsent' : told.type, data: { ...told.data, reason: decision === null ? note : decision.reason } }]
    if (await writeMoneyChange(pool, { ...unchanged(invoice, at, actor), refunds: [refund], events, decision })) return true
  }
  throw new Error('a refund could not be moved because its invoice kept changing')
}

function joined(before: string | null, more: string | null): string | null {
  const parts = [before, more].filter((part) => part !== null && part !== '')
  return parts.length === 0 ? null : parts.join(' · ')
}
