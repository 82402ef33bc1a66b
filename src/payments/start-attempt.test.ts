import { expect, test } from 'vitest'
import type { OpenConnector, Outcome, Started } from '../connectors/contract.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, issuedInvoice, money, NOW, somePlace } from '../../test/support/builders.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { startAttempt } from './start-attempt.ts'

const { pool } = openTestDatabase()

/** A provider that answers every order like this. */
const answering = (outcome: Outcome<Started>): OpenConnector => ({
  mode: null, start: async () => outcome, readCallback: () => ({ kind: 'forged', reason: 'not asked' }), methods: () => [],
  resume: null, refresh: null, lookup: null, revoke: null, refunds: null, reservations: null, delivers: null, statement: null,
})

const ASK = {
  method: null, amount: money('5.00'), language: 'lt', invoiceNumber: 'T-1', storeName: 'Medus', payer: { email: null, name: null, country: null }, at: NOW,
  urls: { accept: 'https://kvit.example/a', cancel: 'https://kvit.example/c', callback: 'https://kvit.example/b' }, lines: [], deliverBy: null,
} as const

test.each([
  ['refused', { kind: 'refused', reason: 'credentials', providerCode: '0x5' }, 'failed', 'attempt.failed'],
  ['not answered', { kind: 'unknown', cause: 'no answer in time' }, 'unknown', 'attempt.unknown'],
] as const)('an order that is %s leaves its event behind, and one outbox row', async (_name, outcome, state, type) => {
  const place = await somePlace(pool)
  const invoiceId = await issuedInvoice(pool, place, money('5.00'))
  const invoice = await findInvoiceInPayment(pool, place.merchantId, invoiceId)
  if (invoice === null) throw new Error('no such invoice')
  const started = await startAttempt({ pool, http: async () => ({ kind: 'unknown', cause: 'not asked' }) }, {
    ...ASK, invoice, channel: { id: place.channelId, open: answering(outcome), leaseMs: 60_000 },
  })
  expect(started.ok).toBe(false)
  expect((await booksOf(pool, place.merchantId, invoiceId)).attempts).toEqual([state])
  const { rows } = await pool.query(`select e.type, e.sequence, e.sequence = a.sequence as is_last,
    (select count(*)::int from outbox o where o.merchant_id = e.merchant_id and o.event_id = e.event_id) as told
    from event e join attempt a on a.merchant_id = e.merchant_id and a.attempt_id = e.object_id where e.merchant_id = $1 order by e.sequence`, [place.merchantId])
  expect(rows).toEqual([
    { type: 'attempt.started', sequence: 1, is_last: false, told: 1 }, { type, sequence: 2, is_last: true, told: 1 },
  ])
})

test('IN3 an invoice is viewed once its payer has pressed the button, and not before', async () => {
  const place = await somePlace(pool)
  const invoiceId = await issuedInvoice(pool, place, money('5.00'))
  const viewedAt = async () => (await pool.query<{ viewed_at: Date | null }>('select viewed_at from invoice where merchant_id = $1 and invoice_id = $2', [place.merchantId, invoiceId])).rows[0]?.viewed_at
  const invoice = await findInvoiceInPayment(pool, place.merchantId, invoiceId)
  if (invoice === null) throw new Error('no such invoice')
  expect(await viewedAt()).toBeNull()
  await startAttempt({ pool, http: async () => ({ kind: 'unknown', cause: 'not asked' }) }, { ...ASK, invoice, channel: { id: place.channelId, open: answering({ kind: 'unknown', cause: 'no answer' }), leaseMs: 60_000 } })
  expect(await viewedAt()).toEqual(NOW)
})
