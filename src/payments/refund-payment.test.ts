import type pg from 'pg'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, issuedInvoice, money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { SomeAttempt } from '../../test/support/builders.ts'
import type { Id } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import { applyReport } from './apply-report.ts'
import { recordStatementPayment } from './record-payment.ts'
import { completeRefund } from './complete-refund.ts'
import { requestRefund } from './refund-payment.ts'
import { reversePayment } from './reverse-payment.ts'
import { withdrawRefund } from './withdraw-refund.ts'

const { db, pool } = openTestDatabase()
const BY = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001' } as const

const hear = (attempt: SomeAttempt, more: Parameters<typeof reportOf>[1] = {}) => applyReport(pool, {
  merchantId: attempt.merchantId, channelId: attempt.channelId, report: reportOf(attempt, more), inboundId: null, at: NOW,
})

type Paid = SomeAttempt & { readonly paymentId: Id<'payment'> }

async function paidAttempt(): Promise<Paid> {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await hear(attempt)
  const { rows: [paid] } = await pool.query<{ payment_id: Id<'payment'> }>('select payment_id from payment where merchant_id = $1', [attempt.merchantId])
  if (paid === undefined) throw new Error('the payment was not booked')
  return { ...attempt, paymentId: paid.payment_id }
}

const ask = (on: pg.Pool, { merchantId, paymentId }: Paid) => requestRefund(on, { merchantId, paymentId, amount: money('10.00'), note: 'Returned' }, BY)

/** The pool, except that a statement of this name waits until `meanwhile` is done: one interleaving, chosen. */
function interrupted(name: string, meanwhile: () => Promise<unknown>): pg.Pool {
  const state = { done: false }
  return new Proxy(pool, {
    get(target, property) {
      if (property !== 'query') return Reflect.get(target, property)
      return async (query: pg.QueryConfig | string, values?: unknown[]) => {
        if (typeof query === 'string') return target.query(query, values)
        if (query.name === name && !state.done) {
          state.done = true
          await meanwhile()
        }
        return target.query(query)
      }
    },
  })
}

test('C22 a refund asked for between the looks of another one makes that one look again', async () => {
  for (const statement of ['standing-payments', 'invoice-in-payment', 'money-change']) {
    const paid = await paidAttempt()
    const first: { ok: boolean }[] = []
    const second = await ask(interrupted(statement, async () => first.push(await ask(pool, paid))), paid)
    expect([first[0]?.ok, second.ok], statement).toEqual([true, false])
    expect((await booksOf(pool, paid.merchantId, paid.invoiceId)).refunds, statement).toHaveLength(1)
  }
})

test('a payment that is undone while its refund is asked for is not refunded, and a refund asked for meanwhile is not kept', async () => {
  for (const statement of ['invoice-of-payment', 'invoice-in-payment', 'standing-payments', 'money-change']) {
    const place = await somePlace(pool)
    const invoiceId = await issuedInvoice(pool, place, money('10.00'))
    const paid = { ...place, invoiceId, paymentId: newId('payment'), amount: money('10.00') }
    await recordStatementPayment(pool, { ...paid, source: 'statement_line', into: 'bank', receivedAt: NOW, payerName: null, payerAccount: null, note: '' }, BY)
    const undo = () => reversePayment({ db, pool }, { ...paid, from: 'bank', reason: 'Another invoice was meant' }, BY)
    const request = await requestRefund(interrupted(statement, undo), { ...paid, note: '' }, BY)
    expect(request.ok, statement).toBe(false)
    expect((await booksOf(pool, paid.merchantId, invoiceId)).refunds, statement).toEqual([])
  }
})

test('a refund completed twice at once is booked once, and the second person is told', async () => {
  for (const statement of ['standing-payments', 'invoice-in-payment', 'money-change']) {
    const paid = await paidAttempt()
    const asked = await ask(pool, paid)
    if (!asked.ok) throw new Error('the refund was refused')
    const done = { merchantId: paid.merchantId, refundId: asked.value.refundId, note: 'Sent' }
    const second = await completeRefund({ db, pool: interrupted(statement, () => completeRefund({ db, pool }, done, BY)) }, done, BY)
    expect(second.ok, statement).toBe(false)
    expect(await booksOf(pool, paid.merchantId, paid.invoiceId)).toMatchObject({ invoice: { refunded: 1000n } })
  }
})

test('a task is not completed beyond what the provider left of the payment', async () => {
  const paid = await paidAttempt()
  const asked = await ask(pool, paid)
  if (!asked.ok) throw new Error('the refund was refused')
  await hear(paid, { status: 'refunded', refund: { amount: money('4.00'), at: NOW, counts: 'this' } })
  const done = { merchantId: paid.merchantId, refundId: asked.value.refundId, note: 'Sent' }
  expect(await completeRefund({ db, pool }, done, BY)).toMatchObject({ error: { code: 'not_refundable' } })
  expect(await booksOf(pool, paid.merchantId, paid.invoiceId)).toMatchObject({ invoice: { refunded: 400n } })
})

test('who asked for a refund, and why, stands in the audit', async () => {
  const paid = await paidAttempt()
  await ask(pool, paid)
  const { rows } = await pool.query('select action, reason, actor from audit_record where merchant_id = $1', [paid.merchantId])
  expect(rows).toEqual([{ action: 'refund.requested', reason: 'Returned', actor: BY.actor }])
})

const withdraw = (on: pg.Pool, { merchantId }: Paid, refundId: Id<'refund'>) => withdrawRefund(on, { merchantId, refundId, reason: 'Asked twice' }, BY)

async function asked(paid: Paid): Promise<Id<'refund'>> {
  const request = await ask(pool, paid)
  if (!request.ok) throw new Error('the refund was refused')
  return request.value.refundId
}

test('a refund taken back before money was sent frees the payment for another, and says who and why', async () => {
  const paid = await paidAttempt()
  const refundId = await asked(paid)
  expect(await withdraw(pool, paid, refundId)).toEqual({ ok: true, value: null })
  expect(await booksOf(pool, paid.merchantId, paid.invoiceId)).toMatchObject({
    invoice: { payment: 'paid', refunded: 0n }, refunds: [{ state: 'reversed' }],
  })
  const { rows } = await pool.query(`select e.type, e.sequence, a.reason, a.actor from event e
    join audit_record a on a.merchant_id = e.merchant_id and a.object_id = e.object_id and a.action = e.type
    where e.merchant_id = $1 and e.type = 'refund.reversed'`, [paid.merchantId])
  expect(rows).toEqual([{ type: 'refund.reversed', sequence: 2, reason: 'Asked twice', actor: BY.actor }])
  expect((await ask(pool, paid)).ok).toBe(true)
})

test('a refund is either sent or taken back, never both, whoever of two people is first', async () => {
  for (const statement of ['standing-payments', 'invoice-in-payment', 'money-change']) {
    const paid = await paidAttempt()
    const refundId = await asked(paid)
    const done = { merchantId: paid.merchantId, refundId, note: 'Sent' }
    const second = await withdraw(interrupted(statement, () => completeRefund({ db, pool }, done, BY)), paid, refundId)
    expect(second.ok, statement).toBe(false)
    expect(await booksOf(pool, paid.merchantId, paid.invoiceId)).toMatchObject({ invoice: { refunded: 1000n }, refunds: [{ state: 'succeeded' }] })
    expect(await withdraw(pool, paid, refundId)).toEqual({ ok: false, error: { code: 'refund_not_open' } })
  }
})

test('the provider reports a refund that was taken back here: its money is booked all the same', async () => {
  const paid = await paidAttempt()
  await withdraw(pool, paid, await asked(paid))
  await hear(paid, { status: 'refunded', refund: { amount: money('10.00'), at: NOW, counts: 'this' } })
  expect(await booksOf(pool, paid.merchantId, paid.invoiceId)).toMatchObject({
    invoice: { refunded: 1000n }, refunds: [{ state: 'reversed' }, { state: 'succeeded', because: 'told_by_provider' }],
  })
})
