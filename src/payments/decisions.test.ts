import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { SomeAttempt } from '../../test/support/builders.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { CONNECTORS } from '../connectors/registry.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { applyReport } from './apply-report.ts'
import { cancelInvoice } from './cancel-invoice.ts'
import { creditInvoice } from './credit-invoice.ts'
import { attemptsSilentSince, giveUpWaiting } from './expire-attempts.ts'
import { expireAttempts } from './jobs.ts'
import { recordPayment } from './record-payment.ts'
import { completeRefund } from './complete-refund.ts'
import { requestRefund } from './refund-payment.ts'
import { settleAttempt } from './settle-attempt.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const BY = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001' } as const
const LATER = new Date('2026-11-05T10:00:00Z')

const hear = (attempt: SomeAttempt, more: Parameters<typeof reportOf>[1] = {}) => applyReport(pool, {
  merchantId: attempt.merchantId, channelId: attempt.channelId, report: reportOf(attempt, more), inboundId: null, at: NOW,
})
const books = (attempt: Pick<SomeAttempt, 'merchantId' | 'invoiceId'>) => booksOf(pool, attempt.merchantId, attempt.invoiceId)

async function leased(attempt: SomeAttempt): Promise<void> {
  await pool.query('update invoice set live_attempt_id = $3, lease_until = $4 where merchant_id = $1 and invoice_id = $2',
    [attempt.merchantId, attempt.invoiceId, attempt.attemptId, new Date(NOW.getTime() + 1_800_000)])
}

test('an attempt nobody hears of becomes unknown, frees its invoice, and is still paid by late evidence', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await leased(attempt)
  const silent = await attemptsSilentSince(pool, { before: LATER, limit: 1000 })
  expect(silent.map((one) => one.attemptId)).toContain(attempt.attemptId)
  expect(await giveUpWaiting(pool, { ...attempt, at: LATER })).toBe(true)
  expect(await giveUpWaiting(pool, { ...attempt, at: LATER })).toBe(false)
  expect(await books(attempt)).toMatchObject({ attempts: ['unknown'], invoice: { payment: 'unpaid' } })
  await hear(attempt)
  expect(await books(attempt)).toMatchObject({ attempts: ['succeeded'], invoice: { payment: 'paid' } })
})

test('attempts that cannot be given up, however many they are, hold up no other', async () => {
  const place = await somePlace(pool)
  const broken = await Promise.all(Array.from({ length: 210 }, () => someAttempt(pool, { place, asked: money('10.00') })))
  const sound = await someAttempt(pool, { place, asked: money('10.00') })
  await pool.query(`update attempt set state_changed_at = state_changed_at - interval '1 hour' where merchant_id = $1 and attempt_id <> $2`, [place.merchantId, sound.attemptId])
  // The next number of an event is more than the database holds, each time.
  await pool.query('update attempt set sequence = 2147483647 where attempt_id = any ($1)', [broken.map((one) => one.attemptId)])
  const faults: unknown[] = []
  await expireAttempts(pool, CONNECTORS, new Date(NOW.getTime() + 30 * 86_400_000), (fault) => faults.push(fault))
  expect((await books(sound)).attempts).toEqual(['unknown'])
  expect([faults.length, (await books(broken[0] ?? sound)).attempts]).toEqual([210, ['pending']])
})

test('a person settles an unknown attempt as failed with a reason that stays; evidence that comes later is still kept', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00'), state: 'unknown' })
  const verdict = { ...attempt, reason: 'Not in the provider’s list of payments', money: null }
  expect(await settleAttempt(pool, verdict, BY)).toEqual({ ok: true, value: null })
  expect(await settleAttempt(pool, verdict, BY)).toMatchObject({ error: { code: 'nothing_to_settle' } })
  const { rows } = await pool.query('select action, reason from audit_record where merchant_id = $1', [attempt.merchantId])
  expect(rows).toEqual([{ action: 'attempt.settled', reason: verdict.reason }])
  await hear(attempt)
  expect(await books(attempt)).toMatchObject({ attempts: ['succeeded'], payments: [{ amount: 1000n }] })
})

test('a person settles a conflict with what really came, and the invoice owes the rest', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await hear(attempt, { asked: money('9.00'), transferred: money('9.00') })
  const settled = await settleAttempt(pool, {
    ...attempt, reason: 'Seen in the account', money: { amount: money('9.00'), providerRef: '903311274', receivedAt: NOW },
  }, BY)
  expect(settled.ok).toBe(true)
  expect(await books(attempt)).toMatchObject({ attempts: ['succeeded'], invoice: { payment: 'partly_paid', paid: 900n } })
  expect(await hear(attempt, { asked: money('9.00'), transferred: money('9.00') })).toMatchObject({ outcome: 'repeated' })
})

test('cash is a payment without an attempt, within what remains', async () => {
  const place = await somePlace(pool)
  const invoiceId = await writtenInvoice({ db, vault }, place, { price: '25.00' })
  const ask = { merchantId: place.merchantId, invoiceId, source: 'cash', receivedAt: NOW, note: '' } as const
  expect(await recordPayment(pool, { ...ask, amount: money('10.00') }, BY)).toMatchObject({ ok: true })
  expect(await recordPayment(pool, { ...ask, amount: money('15.01') }, BY)).toMatchObject({ error: { code: 'exceeds_remaining', remaining: money('15.00') } })
  expect(await recordPayment(pool, { ...ask, amount: money('15.00') }, BY)).toMatchObject({ ok: true })
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ source: 'cash' }, { source: 'cash' }] })
  expect(await balancesOf(db, place.merchantId, 'live')).toEqual([
    { account: 'cash', balance: money('25.00') }, { account: 'receivable', balance: money('0.00') }, { account: 'revenue', balance: money('-25.00') },
  ])
})

test('cancelling closes a live attempt first, and is refused once the payer’s bank has been asked', async () => {
  const place = await somePlace(pool)
  const deps = { db, pool, http: async () => ({ kind: 'unknown', cause: 'not asked' } as const), openChannel: async () => null }
  const [started, asked] = await Promise.all(['1', '2'].map(async () => {
    const invoiceId = await writtenInvoice({ db, vault }, place, { price: '5.00' })
    const attempt = await someAttempt(pool, { place, asked: money('5.00'), invoiceId })
    await leased(attempt)
    return attempt
  }))
  if (started === undefined || asked === undefined) throw new Error('two were made')
  await hear(asked, { status: 'waiting' })
  expect(await cancelInvoice(deps, { merchantId: place.merchantId, id: asked.invoiceId, reason: 'Ordered twice' }, BY)).toMatchObject({ error: { code: 'payment_in_flight' } })
  expect(await cancelInvoice(deps, { merchantId: place.merchantId, id: started.invoiceId, reason: 'Ordered twice' }, BY)).toEqual({ ok: true, value: null })
  expect(await books(started)).toMatchObject({ attempts: ['revoked'] })
  await hear(started, { providerRef: 'late' })
  expect(await books(started)).toMatchObject({ invoice: { payment: 'overpaid', late: true }, refunds: [{ state: 'requested', amount: 500n }] })
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})

test('a credit note lowers what is owed; of a paid invoice it opens a refund task, which a person completes', async () => {
  const place = await somePlace(pool)
  const invoiceId = await writtenInvoice({ db, vault }, place, { price: '25.00' })
  await recordPayment(pool, { merchantId: place.merchantId, invoiceId, source: 'manual', amount: money('25.00'), receivedAt: NOW, note: '' }, BY)
  const line = (unitPrice: string) => [{ description: 'Honey', quantity: '1', unit: 'vnt.', unitPrice, vat: { category: 'O', reason: 'Not a VAT payer' } }] as const
  const credit = (unitPrice: string) => inTransaction(db, (tx) => creditInvoice(tx, {
    merchantId: place.merchantId, id: invoiceId, reason: 'Broken', lines: line(unitPrice), timeZone: 'Europe/Vilnius', numberPrefix: 'K-',
  }, BY))
  expect(await credit('25.01')).toMatchObject({ error: { code: 'exceeds_invoice' } })
  expect(await credit('5.00')).toMatchObject({ ok: true, value: { number: 'K-CN-2026-0001' } })
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'overpaid' }, refunds: [{ state: 'requested', amount: 500n }] })
  const { rows: [task] } = await pool.query('select refund_id from refund where merchant_id = $1', [place.merchantId])
  const done = { merchantId: place.merchantId, refundId: task.refund_id, note: 'Sent back by transfer' }
  expect(await completeRefund({ db, pool }, done, BY)).toEqual({ ok: true, value: null })
  expect(await completeRefund({ db, pool }, done, BY)).toMatchObject({ error: { code: 'not_refundable' } })
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { payment: 'paid', refunded: 500n }, refunds: [{ state: 'succeeded' }] })
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})

test('while money is reserved, or nobody knows whether it came, an invoice cannot be credited, though the lease has ended', async () => {
  const place = await somePlace(pool)
  const credit = (invoiceId: SomeAttempt['invoiceId']) => inTransaction(db, (tx) => creditInvoice(tx, {
    merchantId: place.merchantId, id: invoiceId, reason: 'Returned', lines: null, timeZone: 'UTC', numberPrefix: '',
  }, { ...BY, at: LATER }))
  for (const { state, waiting, answer } of [
    { state: 'authorised', waiting: false, answer: { error: { code: 'payment_in_flight' } } },
    { state: 'conflicted', waiting: false, answer: { error: { code: 'payment_in_flight' } } },
    { state: 'pending', waiting: true, answer: { error: { code: 'payment_in_flight' } } },
    { state: 'pending', waiting: false, answer: { ok: true } },
    { state: 'failed', waiting: false, answer: { ok: true } },
  ] as const) {
    const attempt = await someAttempt(pool, { place, asked: money('25.00'), state, invoiceId: await writtenInvoice({ db, vault }, place) })
    await leased(attempt)
    if (waiting) await pool.query('update attempt set waiting_since = $3 where merchant_id = $1 and attempt_id = $2', [place.merchantId, attempt.attemptId, NOW])
    expect(await credit(attempt.invoiceId), `${state} ${waiting}`).toMatchObject(answer)
  }
})

test('C22 of twenty equal refunds asked at once, the payment bears only what it has', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await hear(attempt)
  const { rows: [paid] } = await pool.query('select payment_id from payment where merchant_id = $1', [attempt.merchantId])
  const answers = await Promise.all(Array.from({ length: 20 }, () =>
    requestRefund(pool, { merchantId: attempt.merchantId, paymentId: paid.payment_id, amount: money('10.00'), note: 'Returned' }, BY)))
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect((await books(attempt)).refunds).toHaveLength(1)
})

test('where it is not clear how much the payer’s bank took back, a person looks, once, and the money stays in the books until then', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await hear(attempt)
  expect(await hear(attempt, { status: 'charged_back' })).toMatchObject({ outcome: 'conflicted', written: true })
  expect(await hear(attempt, { status: 'charged_back' })).toMatchObject({ outcome: 'repeated', written: false })
  expect(await books(attempt)).toMatchObject({ attempts: ['conflicted'], payments: [{ amount: 1000n }] })
  const { rows } = await pool.query('select conflict from attempt where merchant_id = $1', [attempt.merchantId])
  expect(rows).toMatchObject([{ conflict: [{ what: 'charged_back', ours: '10.00 EUR' }] }])
})

test('a try that the payer left for another is refused without ending the one under way', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await leased(attempt)
  await pool.query('update attempt set provider_ref = $2 where merchant_id = $1', [attempt.merchantId, 'second bank'])
  expect(await hear(attempt, { status: 'refused', providerRef: 'first bank' })).toMatchObject({ outcome: 'noted', written: false })
  expect(await books(attempt)).toMatchObject({ attempts: ['pending'] })
  await hear(attempt, { providerRef: 'second bank' })
  expect(await books(attempt)).toMatchObject({ attempts: ['succeeded'], payments: [{ ref: 'second bank' }] })
})
