import { expect, test } from 'vitest'
import type { Http, OpenConnector, Outcome, Started } from '../connectors/contract.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, issuedInvoice, money, NOW, somePlace } from '../../test/support/builders.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import type { InvoiceInPayment } from './money-change.ts'
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

async function payable() {
  const place = await somePlace(pool)
  const invoice = await findInvoiceInPayment(pool, place.merchantId, await issuedInvoice(pool, place, money('5.00')))
  if (invoice === null) throw new Error('no such invoice')
  return { place, invoice }
}

const attemptsOf = async ({ merchantId, id }: InvoiceInPayment) => (await booksOf(pool, merchantId, id)).attempts

test('an order that the payer carries is in the books once its page is given away, and no request is made for it', async () => {
  const { place, invoice } = await payable()
  const asked: string[] = []
  const http: Http = async ({ url }) => { asked.push(url); return { kind: 'unknown', cause: 'not asked' } }
  const channel = { id: place.channelId, open: answering({ kind: 'done', value: { redirect: 'https://provider.example/', providerRef: null } }), leaseMs: 60_000 }
  const started = await startAttempt({ pool, http }, { ...ASK, invoice, channel })
  expect([started.ok, asked, await attemptsOf(invoice)]).toEqual([true, [], ['pending']])
  expect(await startAttempt({ pool, http }, { ...ASK, invoice, channel })).toEqual({ ok: false, error: { code: 'another_attempt_is_live' } })
  expect(await attemptsOf(invoice)).toEqual(['pending'])
})

test('what a provider is asked leaves after the attempt is committed, and not at all beside another attempt', async () => {
  const { place, invoice } = await payable()
  const inBooks: unknown[] = []
  const http: Http = async () => { inBooks.push(await attemptsOf(invoice)); return { kind: 'answer', status: 200, headers: {}, body: '' } }
  const open: OpenConnector = {
    ...answering({ kind: 'unknown', cause: 'not asked' }),
    start: async (_order, send) => {
      const answers = await Promise.all(['one', 'two'].map((part) => send({ method: 'POST', url: `https://provider.example/${part}`, headers: {}, body: '' })))
      return answers.every(({ kind }) => kind === 'answer') ? {
        kind: 'done', value: { redirect: 'https://provider.example/', providerRef: 'p1' },
      } : { kind: 'unknown', cause: 'no answer' }
    },
  }
  const ask = { ...ASK, invoice, channel: { id: place.channelId, open, leaseMs: 60_000 } }
  expect((await startAttempt({ pool, http }, ask)).ok).toBe(true)
  expect([inBooks, await attemptsOf(invoice)]).toEqual([[['created'], ['created']], ['pending']])
  expect(await startAttempt({ pool, http }, ask)).toEqual({ ok: false, error: { code: 'another_attempt_is_live' } })
  expect(inBooks).toHaveLength(2)
})

test.each([
  ['refused', { kind: 'refused', reason: 'credentials', providerCode: '0x5' }, 'failed', 'attempt.failed'],
  ['not answered', { kind: 'unknown', cause: 'no answer in time' }, 'unknown', 'attempt.unknown'],
] as const)('an order that is %s leaves its event behind, and one outbox row', async (_name, outcome, state, type) => {
  const { place, invoice } = await payable()
  const started = await startAttempt({ pool, http: async () => ({ kind: 'unknown', cause: 'not asked' }) }, {
    ...ASK, invoice, channel: { id: place.channelId, open: answering(outcome), leaseMs: 60_000 },
  })
  expect(started.ok).toBe(false)
  expect(await attemptsOf(invoice)).toEqual([state])
  const { rows } = await pool.query(`select e.type, e.sequence, e.sequence = a.sequence as is_last,
    (select count(*)::int from outbox o where o.merchant_id = e.merchant_id and o.event_id = e.event_id) as told
    from event e join attempt a on a.merchant_id = e.merchant_id and a.attempt_id = e.object_id where e.merchant_id = $1 order by e.sequence`, [place.merchantId])
  expect(rows).toEqual([
    { type: 'attempt.started', sequence: 1, is_last: false, told: 1 }, { type, sequence: 2, is_last: true, told: 1 },
  ])
})

test('IN3 an invoice is viewed once its payer has pressed the button, and not before', async () => {
  const { place, invoice } = await payable()
  const viewedAt = async () => (await pool.query<{ viewed_at: Date | null }>(
    'select viewed_at from invoice where merchant_id = $1 and invoice_id = $2', [place.merchantId, invoice.id],
  )).rows[0]?.viewed_at
  expect(await viewedAt()).toBeNull()
  await startAttempt({ pool, http: async () => ({ kind: 'unknown', cause: 'not asked' }) }, {
    ...ASK, invoice, channel: { id: place.channelId, open: answering({ kind: 'unknown', cause: 'no answer' }), leaseMs: 60_000 },
  })
  expect(await viewedAt()).toEqual(NOW)
})
