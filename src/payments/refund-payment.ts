import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Account } from '../journal/entry.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { withoutTooMuch } from './excess-tasks.ts'
import { placeOf, refunded, refundEvent, refundTask, unchanged } from './money-change.ts'
import type { PaymentSource, RefundChange } from './money-change.ts'
import { isAtProvider, stepRefund } from './refund.ts'
import { goneMinor, leftMinor, standingPayments } from './refund-store.ts'
import { receiptComesFirst } from './till-money.ts'
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
  if (payment.refunds.some(({ state }) => isAtProvider(state))) return err({ code: 'refund_under_way' })
  const remaining = { minor: leftMinor(payment), currency: invoice.currency }
  if (remaining.minor <= 0n) return err({ code: 'not_refundable' })
  if (ask.amount.currency !== remaining.currency || ask.amount.minor < 1n || ask.amount.minor > remaining.minor) {
    return err({ code: 'exceeds_remaining', field: 'amount/amount', remaining })
  }
  const task = refundTask({ id: ask.paymentId }, ask.amount, 'asked', ask.note)
  const refund = ask.by === 'provider' ? beingSent(task, at) : task
  const decision = { action: 'refund.requested', objectId: refund.id, reason: ask.note === '' ? null : ask.note }
  const written = await writeMoneyChange(pool, { ...unchanged(invoice, at, actor), refunds: [refund], decision, events: refund === task ? [refundEvent(task)] : [refundEvent(task), refundEvent(refund)] })
  return written ? ok({ refundId: refund.id, gone: goneMinor(payment.refunds) }) : err({ code: 'changed_meanwhile' })
}

/** The refund with the moment in which the provider is asked for it, written before the provider hears of it. */
export const beingSent = (task: RefundChange, at: Date): RefundChange => ({ ...task, state: 'pending', sequence: task.sequence + 1, sentAt: at })

export type CompleteError = Extract<RefundError, { code: 'not_found' | 'not_refundable' | 'changed_meanwhile' | 'receipt_comes_first' }>

/**
 * A person says that the money was sent back: the task, or a refund of which nobody knew, is closed and booked. `from` is
 * where it was taken, if that is not where it had come to.
 */
export async function completeRefund(
  pool: pg.Pool, ask: { merchantId: Id<'merchant'>; refundId: Id<'refund'>; note: string; from?: Account }, about: { at: Date; actor: Actor },
): Promise<Result<null, CompleteError>> {
  const { rows: [row] } = await pool.query<{ payment_id: Id<'payment'>; invoice_id: Id<'invoice'> }>({
    name: 'subject-of-refund', text: 'select payment_id, invoice_id from refund where merchant_id = $1 and refund_id = $2', values: [ask.merchantId, ask.refundId],
  })
  const invoice = row === undefined ? null : await findInvoiceInPayment(pool, ask.merchantId, row.invoice_id)
  if (row === undefined || invoice === null) return err({ code: 'not_found' })
  const payments = await standingPayments(pool, invoice)
  const payment = payments.find(({ id }) => id === row.payment_id)
  const task = payment?.refunds.find(({ id }) => id === ask.refundId)
  if (payment === undefined || task === undefined) return err({ code: 'not_found' })
  if (stepRefund(task.state, 'declared_sent') === null || task.amountMinor > payment.amountMinor - goneMinor(payment.refunds)) return err({ code: 'not_refundable' })
  if (task.because === 'asked' && await receiptComesFirst(pool, { ...ask, paymentId: payment.id })) return err({ code: 'receipt_comes_first' })
  const change = refunded(invoice, {
    id: task.id, paymentId: payment.id, state: 'succeeded', because: task.because, note: ask.note,
    amount: { minor: task.amountMinor, currency: invoice.currency }, providerKey: null, sequence: task.sequence + 1, sentAt: null,
  }, ask.from ?? await placeItCame(pool, ask.merchantId, payment.id), about)
  const decision = { action: 'refund.completed', objectId: task.id, reason: ask.note }
  const written = await writeMoneyChange(pool, { ...withoutTooMuch(change, payments), decision })
  return written ? ok(null) : err({ code: 'changed_meanwhile' })
}

async function invoiceOfPayment(
  pool: pg.Pool, { merchantId, paymentId }: { merchantId: Id<'merchant'>; paymentId: Id<'payment'> },
): Promise<Id<'invoice'> | null> {
  const { rows: [row] } = await pool.query<{ invoice_id: Id<'invoice'> }>({
    name: 'invoice-of-payment', text: 'select invoice_id from allocation where merchant_id = $1 and payment_id = $2', values: [merchantId, paymentId],
  })
  return row?.invoice_id ?? null
}

/** Where the money of a payment came to, and is sent back from. What tells is written with the payment and never changes. */
async function placeItCame(pool: pg.Pool, merchantId: Id<'merchant'>, paymentId: Id<'payment'>): Promise<Account> {
  const { rows: [row] } = await pool.query<{ source: PaymentSource; channel_id: Id<'channel'> | null; account_id: Id<'moneyAccount'> | null; till: Account | null }>({
    name: 'place-of-payment',
    text: `select p.source, p.channel_id, l.account_id, (
        select account from journal_entry j, unnest(j.accounts) as account
        where j.merchant_id = $1 and j.subject_id = $2 and j.kind = 'payment_received' and account ~ '^(till|terminal):') as till
      from payment p
      left join statement_match m on m.merchant_id = p.merchant_id and m.booked_id = p.payment_id
      left join statement_line l on l.merchant_id = m.merchant_id and l.line_id = m.line_id
      where p.merchant_id = $1 and p.payment_id = $2`,
    values: [merchantId, paymentId],
  })
  if (row === undefined) throw new Error('a payment vanished')
  if (row.till !== null) return row.till
  return row.account_id === null ? placeOf({ source: row.source, channelId: row.channel_id }) : `account:${row.account_id}`
}
