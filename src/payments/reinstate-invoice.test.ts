import { expect, test } from 'vitest'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import { booksOf, issuedInvoice, money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { applyReport } from './apply-report.ts'
import { cancelInvoice } from './cancel-invoice.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { received } from './money-change.ts'
import { completeRefund } from './complete-refund.ts'
import { reinstateInvoice } from './reinstate-invoice.ts'
import { writeMoneyChange } from './write-money-change.ts'

const { db, pool } = openTestDatabase()
const about = { at: NOW, actor: 'kvit' } as const
const nobody = { db, pool, http: () => Promise.reject(new Error('nobody is asked')), openChannel: () => Promise.resolve(null) }

async function contentOf(merchantId: Id<'merchant'>, invoiceId: Id<'invoice'>): Promise<void> {
  await pool.query("insert into invoice_content (merchant_id, invoice_id, lines, totals, payer) values ($1, $2, '[]', '[]', $3)",
    [merchantId, invoiceId, { name: '', email: '', phone: '', companyCode: '', vatCode: '', address: '', country: null }])
}

async function inDrawer(merchantId: Id<'merchant'>, invoiceId: Id<'invoice'>, amount: string): Promise<void> {
  const invoice = await findInvoiceInPayment(pool, merchantId, invoiceId)
  if (invoice === null) throw new Error('no such invoice')
  const payment = {
    id: newId('payment'), source: 'cash', attemptId: null, channelId: null, providerRef: null, amount: money(amount), method: null, payerName: null,
    payerAccount: null, slip: null, note: null, receivedAt: NOW,
  } as const
  expect(await writeMoneyChange(pool, received(invoice, payment, { ...about, into: `till:${invoiceId}` }))).toBe(true)
}

async function drawerOf(merchantId: Id<'merchant'>, invoiceId: Id<'invoice'>): Promise<bigint> {
  const { rows: [row] } = await pool.query<{ minor: bigint }>(
    'select coalesce(sum(balance_minor), 0)::bigint as minor from account_balance where merchant_id = $1 and account = $2', [merchantId, `till:${invoiceId}`])
  return row?.minor ?? 0n
}

test('an invoice that was paid in part is taken back where that is asked for, and the cash goes back out of the drawer it came to', async () => {
  const place = await somePlace(pool)
  const { merchantId } = place
  const id = await issuedInvoice(pool, place, money('40.00'))
  await contentOf(merchantId, id)
  await inDrawer(merchantId, id, '15.00')
  expect(await cancelInvoice(nobody, { merchantId, id, reason: 'expired' }, about)).toEqual({ ok: false, error: { code: 'has_payments' } })
  expect(await cancelInvoice(nobody, { merchantId, id, reason: 'expired', evenPartPaid: true }, about)).toEqual({ ok: true, value: null })
  const books = await booksOf(pool, merchantId, id)
  expect(books.invoice.payment).toBe('overpaid')
  expect(books.refunds).toEqual([{ state: 'requested', because: 'overpaid', amount: 1500n }])
  const { rows: [task] } = await pool.query<{ refund_id: Id<'refund'> }>('select refund_id from refund where merchant_id = $1 and invoice_id = $2', [merchantId, id])
  expect(await drawerOf(merchantId, id)).toBe(1500n)
  expect((await completeRefund({ db, pool }, { merchantId, refundId: task?.refund_id ?? newId('refund'), note: 'given back' }, about)).ok).toBe(true)
  expect(await drawerOf(merchantId, id)).toBe(0n)
})

test('money that came after the cancellation can be taken for the goods all the same: the invoice is paid, and nothing is to go back', async () => {
  const place = await somePlace(pool)
  const { merchantId } = place
  const attempt = await someAttempt(pool, { place, asked: money('40.00') })
  await contentOf(merchantId, attempt.invoiceId)
  const id = attempt.invoiceId
  expect((await cancelInvoice(nobody, { merchantId, id, reason: 'expired' }, about)).ok).toBe(true)
  await applyReport(pool, { merchantId, channelId: place.channelId, report: reportOf(attempt), inboundId: null, at: NOW })
  expect((await booksOf(pool, merchantId, id)).refunds).toEqual([{ state: 'requested', because: 'overpaid', amount: 4000n }])
  expect(await inTransaction(db, (tx) => reinstateInvoice(tx, { merchantId, id, reason: 'the goods were given' }, about))).toEqual({ ok: true, value: null })
  const books = await booksOf(pool, merchantId, id)
  expect(books.invoice.payment).toBe('paid')
  expect(books.refunds.map(({ state }) => state)).toEqual(['reversed'])
  const { rows } = await pool.query<{ account: string; minor: bigint }>(
    'select account, sum(amount_minor)::bigint as minor from posting where merchant_id = $1 group by account having sum(amount_minor) <> 0 order by account', [merchantId])
  expect(rows).toEqual([{ account: `clearing:${place.channelId}`, minor: 4000n }, { account: 'receivable', minor: -4000n }])
  expect(await inTransaction(db, (tx) => reinstateInvoice(tx, { merchantId, id, reason: 'again' }, about))).toEqual({ ok: false, error: { code: 'not_found' } })
})

test('what came too small, or was given back already, reinstates nothing', async () => {
  const place = await somePlace(pool)
  const { merchantId } = place
  const id = await issuedInvoice(pool, place, money('40.00'))
  await contentOf(merchantId, id)
  await inDrawer(merchantId, id, '15.00')
  await cancelInvoice(nobody, { merchantId, id, reason: 'expired', evenPartPaid: true }, about)
  const again = () => inTransaction(db, (tx) => reinstateInvoice(tx, { merchantId, id, reason: 'now' }, about))
  expect(await again()).toEqual({ ok: false, error: { code: 'not_paid_in_full' } })
  const { rows: [task] } = await pool.query<{ refund_id: Id<'refund'> }>('select refund_id from refund where merchant_id = $1 and invoice_id = $2', [merchantId, id])
  await completeRefund({ db, pool }, { merchantId, refundId: task?.refund_id ?? newId('refund'), note: 'given back' }, about)
  expect(await again()).toEqual({ ok: false, error: { code: 'money_went_back' } })
})
