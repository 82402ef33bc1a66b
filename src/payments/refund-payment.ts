import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Account } from '../journal/entry.ts'
import type { Money } from '../money/money.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Actor } from '../webhooks/event.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { placeOf, refunded, refundEvent, refundTask, unchanged } from './money-change.ts'
import type { PaymentSource } from './money-change.ts'
import { goneMinor, refundsOfPayment } from './refund-store.ts'
import { writeMoneyChange } from './write-money-change.ts'

export type RefundError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_refundable' }
  | { readonly code: 'exceeds_remaining'; readonly field: 'amount/amount'; readonly remaining: Money }
  | { readonly code: 'changed_meanwhile' }

type Paid = {
  readonly amount: Money
  readonly invoiceId: Id<'invoice'>
  readonly source: PaymentSource
  readonly channelId: Id<'channel'> | null
  /** The bank account on whose statement it was found; null for all other money. */
  readonly accountId: Id<'moneyAccount'> | null
}

/** Opens a task to give money of a payment back. Where the provider has no call for it, the task guides a person. */
export async function requestRefund(
  pool: pg.Pool, ask: { merchantId: Id<'merchant'>; paymentId: Id<'payment'>; amount: Money; note: string },
  { at, actor }: { at: Date; actor: Actor },
): Promise<Result<{ refundId: Id<'refund'> }, RefundError>> {
  const paid = await findPaid(pool, ask.merchantId, ask.paymentId)
  if (paid === null) return err({ code: 'not_found' })
  // The version is read first: a refund that others write from here on changes it, and this one is then not written.
  const invoice = await findInvoiceInPayment(pool, ask.merchantId, paid.invoiceId)
  if (invoice === null) return err({ code: 'not_found' })
  const earlier = await refundsOfPayment(pool, ask.merchantId, ask.paymentId)
  const taken = earlier.filter((one) => one.state !== 'failed' && one.state !== 'reversed').reduce((sum, one) => sum + one.amountMinor, 0n)
  const remaining = { minor: paid.amount.minor - taken, currency: paid.amount.currency }
  if (remaining.minor <= 0n) return err({ code: 'not_refundable' })
  if (ask.amount.currency !== remaining.currency || ask.amount.minor < 1n || ask.amount.minor > remaining.minor) {
    return err({ code: 'exceeds_remaining', field: 'amount/amount', remaining })
  }
  const refund = refundTask({ id: ask.paymentId }, ask.amount, 'asked', ask.note)
  const decision = { action: 'refund.requested', objectId: refund.id, reason: ask.note === '' ? null : ask.note }
  const written = await writeMoneyChange(pool, { ...unchanged(invoice, at, actor), refund, decision, events: [refundEvent('refund.requested', refund)] })
  return written ? ok({ refundId: refund.id }) : err({ code: 'changed_meanwhile' })
}

/** A person says that the money was sent back: the task is closed and booked. */
export async function completeRefund(
  pool: pg.Pool, ask: { merchantId: Id<'merchant'>; refundId: Id<'refund'>; note: string }, about: { at: Date; actor: Actor },
): Promise<Result<null, Extract<RefundError, { code: 'not_found' | 'not_refundable' | 'changed_meanwhile' }>>> {
  const { rows: [row] } = await pool.query<{ payment_id: Id<'payment'> }>({
    name: 'payment-of-refund', text: 'select payment_id from refund where merchant_id = $1 and refund_id = $2', values: [ask.merchantId, ask.refundId],
  })
  const paid = row === undefined ? null : await findPaid(pool, ask.merchantId, row.payment_id)
  if (row === undefined || paid === null) return err({ code: 'not_found' })
  const invoice = await findInvoiceInPayment(pool, ask.merchantId, paid.invoiceId)
  const all = await refundsOfPayment(pool, ask.merchantId, row.payment_id)
  const task = all.find((one) => one.id === ask.refundId)
  if (task === undefined || invoice === null) return err({ code: 'not_found' })
  if (task.state !== 'requested' || task.amountMinor > paid.amount.minor - goneMinor(all)) return err({ code: 'not_refundable' })
  const from: Account = paid.accountId === null ? placeOf(paid) : `account:${paid.accountId}`
  const change = refunded(invoice, {
    id: task.id, paymentId: row.payment_id, state: 'succeeded', because: task.because, note: ask.note,
    amount: { minor: task.amountMinor, currency: paid.amount.currency }, providerKey: null, sequence: task.sequence + 1,
  }, from, about)
  const decision = { action: 'refund.completed', objectId: task.id, reason: ask.note }
  const written = await writeMoneyChange(pool, { ...change, decision })
  return written ? ok(null) : err({ code: 'changed_meanwhile' })
}

async function findPaid(pool: pg.Pool, merchantId: Id<'merchant'>, paymentId: Id<'payment'>): Promise<Paid | null> {
  const { rows: [row] } = await pool.query<{
    amount_minor: bigint; currency: string; invoice_id: Id<'invoice'>; source: PaymentSource; channel_id: Id<'channel'> | null
    account_id: Id<'moneyAccount'> | null
  }>({
    name: 'paid',
    text: `select p.amount_minor, p.currency, p.source, p.channel_id, a.invoice_id, l.account_id
      from payment p join allocation a on a.merchant_id = p.merchant_id and a.payment_id = p.payment_id
      left join statement_match m on m.merchant_id = p.merchant_id and m.booked_id = p.payment_id
      left join statement_line l on l.merchant_id = m.merchant_id and l.line_id = m.line_id
      where p.merchant_id = $1 and p.payment_id = $2
        and not exists (select from payment_reversal v where v.merchant_id = p.merchant_id and v.payment_id = p.payment_id)`,
    values: [merchantId, paymentId],
  })
  return row === undefined ? null : {
    amount: { minor: row.amount_minor, currency: storedCurrency(row.currency) }, invoiceId: row.invoice_id,
    source: row.source, channelId: row.channel_id, accountId: row.account_id,
  }
}
