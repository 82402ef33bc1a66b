import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { SomeAttempt } from '../../test/support/builders.ts'
import { applyReport } from './apply-report.ts'
import { requestRefund } from './refund-payment.ts'
import { settleAttempt } from './settle-attempt.ts'

const { pool } = openTestDatabase()
const BY = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001' } as const

const hear = (attempt: SomeAttempt, more: Parameters<typeof reportOf>[1] = {}) => applyReport(pool, {
  merchantId: attempt.merchantId, channelId: attempt.channelId, report: reportOf(attempt, more), inboundId: null, at: NOW,
})
const paidAs = (attempt: SomeAttempt, providerRef: string | null) => settleAttempt(pool, {
  ...attempt, reason: 'Seen in the account', money: { amount: attempt.asked, providerRef, receivedAt: NOW },
}, BY)
const books = (attempt: SomeAttempt) => booksOf(pool, attempt.merchantId, attempt.invoiceId)

/** Wrong money first, then the right money: the right one is booked, and the conflict still waits for a person. */
async function conflictedButPaid(): Promise<SomeAttempt> {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await hear(attempt, { providerRef: '1', asked: money('9.00'), transferred: money('9.00') })
  await hear(attempt, { providerRef: '2' })
  return attempt
}

test('a conflict whose money is in the books already is settled as paid without a second payment', async () => {
  const attempt = await conflictedButPaid()
  expect(await paidAs(attempt, null)).toEqual({ ok: true, value: null })
  expect(await books(attempt)).toMatchObject({
    attempts: ['succeeded'], invoice: { payment: 'paid', paid: 1000n }, payments: [{ amount: 1000n, ref: '2' }],
  })
})

test('an attempt that brought money cannot be settled as failed', async () => {
  const attempt = await conflictedButPaid()
  expect(await settleAttempt(pool, { ...attempt, reason: 'Nothing came', money: null }, BY)).toMatchObject({ error: { code: 'already_booked' } })
  expect(await books(attempt)).toMatchObject({ attempts: ['conflicted'], payments: [{ ref: '2' }] })
})

test('a person cannot settle an attempt with the provider reference of another one', async () => {
  const place = await somePlace(pool)
  const [one, other] = [await someAttempt(pool, { place, asked: money('10.00') }), await someAttempt(pool, { place, asked: money('10.00'), state: 'unknown' })]
  await hear(one)
  expect(await paidAs(other, '903311274')).toMatchObject({ error: { code: 'already_booked' } })
  expect(await books(other)).toMatchObject({ attempts: ['unknown'], payments: [] })
})

/** Paid, and then taken back by the payer's bank. */
async function chargedBack(): Promise<SomeAttempt> {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await hear(attempt)
  await hear(attempt, { status: 'charged_back' })
  return attempt
}

test('a chargeback that is lost takes the money out of the books, and being told of it again changes nothing', async () => {
  const attempt = await chargedBack()
  expect(await settleAttempt(pool, { ...attempt, reason: 'Lost on 3 November', money: null }, BY)).toEqual({ ok: true, value: null })
  const after = { attempts: ['succeeded'], invoice: { payment: 'refunded' }, refunds: [{ state: 'succeeded', amount: 1000n }] }
  expect(await books(attempt)).toMatchObject(after)
  expect(await hear(attempt, { status: 'charged_back' })).toMatchObject({ outcome: 'repeated', written: false })
  expect(await books(attempt)).toMatchObject(after)
})

test('a chargeback that is won leaves the books as they were', async () => {
  const attempt = await chargedBack()
  expect(await paidAs(attempt, null)).toEqual({ ok: true, value: null })
  expect(await books(attempt)).toMatchObject({ attempts: ['succeeded'], invoice: { payment: 'paid', paid: 1000n }, payments: [{ amount: 1000n }], refunds: [] })
})

test('a chargeback waits until it is known how a refund of the same money ended', async () => {
  const attempt = await chargedBack()
  const { rows: [paid] } = await pool.query('select payment_id from payment where merchant_id = $1', [attempt.merchantId])
  await requestRefund(pool, { merchantId: attempt.merchantId, paymentId: paid.payment_id, amount: money('4.00'), note: '', by: 'provider' }, BY)
  expect(await settleAttempt(pool, { ...attempt, reason: 'Lost', money: null }, BY)).toMatchObject({ error: { code: 'refund_under_way' } })
})
