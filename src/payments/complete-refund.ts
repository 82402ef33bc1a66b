import type pg from 'pg'
import { storedId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { lockInvoice } from '../invoices/find-invoice.ts'
import type { Account } from '../journal/entry.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import { withoutTooMuch } from './excess-tasks.ts'
import { TILL_OF_REFUND } from './find-payments.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { placeOf, refunded } from './money-change.ts'
import type { InvoiceInPayment, MoneyChange, PaymentSource } from './money-change.ts'
import { stepRefund } from './refund.ts'
import type { RefundError } from './refund-payment.ts'
import { goneMinor, receiptComesFirst, standingPayments, standingPaymentsLocked } from './refund-store.ts'
import type { PaymentWithRefunds } from './refund-store.ts'
import { writeMoneyChange, writeMoneyChangeIn } from './write-money-change.ts'

export type CompleteError = Extract<RefundError, { code: 'not_found' | 'not_refundable' | 'changed_meanwhile' | 'receipt_comes_first' }>

type Completion = { readonly merchantId: Id<'merchant'>; readonly refundId: Id<'refund'>; readonly note: string }
type About = { readonly at: Date; readonly actor: Actor }

/** A person says that the money was sent back: the task, or a refund of which nobody knew, is closed and booked. */
export async function completeRefund({ db, pool }: { readonly db: Db; readonly pool: pg.Pool }, ask: Completion, about: About): Promise<Result<null, CompleteError>> {
  const subject = await subjectOf(pool, ask)
  const invoice = subject === null ? null : await findInvoiceInPayment(pool, ask.merchantId, subject.invoice_id)
  if (subject === null || invoice === null) return err({ code: 'not_found' })
  const from = placeItCame(subject)
  if (from.startsWith('till:')) return inTransaction(db, (tx) => completeFromDrawer(tx, { ...ask, from }, about))
  const change = completion(invoice, await standingPayments(pool, invoice), { ...ask, from }, about)
  if (!change.ok) return change
  return await writeMoneyChange(pool, change.value) ? ok(null) : err({ code: 'changed_meanwhile' })
}

/**
 * As `completeRefund`, for money that is taken out of the drawer `from`. The cash register is held until the transaction
 * ends, so that nothing comes between the money and the end of the shift that gives it.
 */
export async function completeFromDrawer(tx: Tx, ask: Completion & { readonly from: Account }, about: About): Promise<Result<null, CompleteError>> {
  const { merchantId, refundId, from } = ask
  const shiftId = await shiftOf(tx, { merchantId, drawer: from })
  const subject = await tx.selectFrom('refund').select('invoice_id').where('merchant_id', '=', merchantId).where('refund_id', '=', refundId).executeTakeFirst()
  const invoice = subject === undefined ? null : await lockInvoice(tx, { merchantId, id: subject.invoice_id })
  if (invoice === null) return err({ code: 'not_found' })
  const change = completion(invoice, await standingPaymentsLocked(tx, invoice), ask, about)
  if (!change.ok) return change
  if (!await writeMoneyChangeIn(tx, change.value)) throw new Error('an invoice changed under its lock')
  await tx.updateTable('refund').set({ shift_id: shiftId }).where('merchant_id', '=', merchantId).where('refund_id', '=', refundId).execute()
  return ok(null)
}

/** The shift at the drawer, which stands open while this transaction lasts. Null: none. */
async function shiftOf(tx: Tx, { merchantId, drawer }: { merchantId: Id<'merchant'>; drawer: Account }): Promise<Id<'shift'> | null> {
  const registerId = storedId('cashRegister', drawer.slice(drawer.indexOf(':') + 1))
  if (registerId === null) throw new Error(`${drawer} is no drawer`)
  await tx.selectFrom('cash_register').select('state').where('merchant_id', '=', merchantId).where('register_id', '=', registerId).forUpdate().execute()
  const row = await tx.selectFrom('shift').select('shift_id').where('merchant_id', '=', merchantId).where('register_id', '=', registerId)
    .where('state', 'in', ['opening', 'open']).executeTakeFirst()
  return row?.shift_id ?? null
}

/** What the word that the money went back makes of the invoice. `payments` are all of its own. */
function completion(
  invoice: InvoiceInPayment, payments: readonly PaymentWithRefunds[], { refundId, note, from }: Completion & { readonly from: Account }, about: About,
): Result<MoneyChange, CompleteError> {
  const payment = payments.find(({ refunds }) => refunds.some(({ id }) => id === refundId))
  const task = payment?.refunds.find(({ id }) => id === refundId)
  if (payment === undefined || task === undefined) return err({ code: 'not_found' })
  if (stepRefund(task.state, 'declared_sent') === null || task.amountMinor > payment.amountMinor - goneMinor(payment.refunds)) return err({ code: 'not_refundable' })
  if (receiptComesFirst(payment, task)) return err({ code: 'receipt_comes_first' })
  const change = refunded(invoice, {
    id: task.id, paymentId: payment.id, state: 'succeeded', because: task.because, note,
    amount: { minor: task.amountMinor, currency: invoice.currency }, providerKey: null, sequence: task.sequence + 1, sentAt: null,
  }, from, about)
  return ok({ ...withoutTooMuch(change, payments), decision: { action: 'refund.completed', objectId: task.id, reason: note } })
}

type Subject = {
  readonly invoice_id: Id<'invoice'>; readonly source: PaymentSource; readonly channel_id: Id<'channel'> | null
  readonly account_id: Id<'moneyAccount'> | null; readonly till: Account | null
}

/** The refund's invoice, and what tells where the money of its payment came to: it is written with the payment and never changes. */
async function subjectOf(pool: pg.Pool, { merchantId, refundId }: Completion): Promise<Subject | null> {
  const { rows: [row] } = await pool.query<Subject>({
    name: 'subject-of-refund',
    text: `select r.invoice_id, p.source, p.channel_id, l.account_id, ${TILL_OF_REFUND} as till
      from refund r
      join payment p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
      left join statement_match m on m.merchant_id = p.merchant_id and m.booked_id = p.payment_id
      left join statement_line l on l.merchant_id = m.merchant_id and l.line_id = m.line_id
      where r.merchant_id = $1 and r.refund_id = $2`,
    values: [merchantId, refundId],
  })
  return row ?? null
}

/** Where the money of the payment came to, and is sent back from. */
function placeItCame({ source, channel_id: channelId, account_id: accountId, till }: Subject): Account {
  if (till !== null) return till
  return accountId === null ? placeOf({ source, channelId }) : `account:${accountId}`
}
