import { afterAll, beforeAll, expect, test } from 'vitest'
import { money, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { startCallerApp } from '../../test/support/called-by.ts'
import type { Asker, CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { newId, publicId } from '../kernel/ids.ts'
import { paymentRoutes } from './api.ts'

const { db, pool } = openTestDatabase()
const set: { http?: CallerApp; place?: Place; ona?: Asker } = {}

beforeAll(async () => {
  set.http = await startCallerApp({ db, pool }, (app, clock) => paymentRoutes(app, {
    db, pool, clock, openChannel: async () => null, http: async () => ({ kind: 'unknown', cause: 'no network in this test' }),
  }))
  set.place = await somePlace(pool)
  set.ona = await set.http.person(set.place)
})
afterAll(() => set.http?.app.close())

async function settle(body: object) {
  if (set.place === undefined || set.ona === undefined) throw new Error('nothing is set up')
  const attempt = await someAttempt(pool, { place: set.place, asked: money('10.00'), state: 'unknown' })
  const answer = await set.ona.ask('POST', `/v1/attempts/${publicId('attempt', attempt.attemptId, 'live')}/settlement`, { as: 'paid', reason: 'Seen there', ...body })
  const { rows } = await pool.query<{ received_at: Date }>('select received_at from payment where merchant_id = $1 and attempt_id = $2',
    [attempt.merchantId, attempt.attemptId])
  return { status: answer.status, errors: answer.json<{ errors?: object[] }>().errors, receivedAt: rows.map((row) => row.received_at.toISOString()) }
}

test('money settled by hand counts for the day it came, in the store’s time zone', async () => {
  expect(await settle({ receivedOn: '2026-10-30' })).toMatchObject({ status: 200, receivedAt: ['2026-10-29T22:00:00.000Z'] })
  expect(await settle({})).toMatchObject({ status: 200, receivedAt: ['2026-11-02T10:00:00.000Z'] })
})

test('money cannot have come on a day that is still to come', async () => {
  expect(await settle({ receivedOn: '2026-11-03' })).toMatchObject({ status: 422, errors: [{ field: 'receivedOn' }], receivedAt: [] })
})

type Listed = { items: { amount: { amount: string } }[]; next: string | null }

async function received(amounts: readonly [text: string, payer: string, at: string][]) {
  if (set.http === undefined) throw new Error('nothing is set up')
  const place = await somePlace(pool)
  const person = await set.http.person(place)
  const numbers: string[] = []
  for (const [text, payer, at] of amounts) {
    const attempt = await someAttempt(pool, { place, asked: money(text), state: 'succeeded' })
    const paymentId = newId('payment')
    await pool.query(
      `insert into payment (merchant_id, payment_id, store_id, mode, source, attempt_id, channel_id, provider_ref, amount_minor, currency,
         payer_name, received_at, created_at)
       values ($1, $2, $3, 'live', 'attempt', $4, $5, $6, $7, 'EUR', $8, $9, $9)`,
      [place.merchantId, paymentId, place.storeId, attempt.attemptId, place.channelId, `ref-${text}`, attempt.asked.minor, payer, at],
    )
    await pool.query('insert into allocation values ($1, $2, $3, $4, $5)', [place.merchantId, paymentId, attempt.invoiceId, attempt.asked.minor, at])
    numbers.push(`T-${attempt.invoiceId}`)
  }
  const store = publicId('store', place.storeId, null)
  return {
    merchantId: place.merchantId, numbers, list: async (query: string) => (await person.ask('GET', `/v1/payments?store=${store}${query}`)).json<Listed>(),
    saved: async (query: string) => (await person.ask('GET', `/v1/payments/export.csv?store=${store}${query}`)).raw.toString('utf8').split('\r\n').slice(1, -1).map((row) => row.split(',')),
  }
}

const DAYS: readonly [string, string, string][] = [
  ['3.00', 'Žemyna 100%', '2026-10-03T10:00:00Z'], ['1.00', 'Jonas', '2026-10-01T10:00:00Z'], ['2.00', 'Jonas', '2026-10-02T10:00:00Z'],
  ['2.50', 'Rasa', '2026-10-02T10:00:00Z'],
]

test('payments come by the time they were received, the newest first, page after page', async () => {
  const { list } = await received(DAYS)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Listed = await list(`&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
    seen.push(...page.items.map((item) => item.amount.amount))
    cursor = page.next
  }
  expect(seen).toEqual(['3.00', '2.50', '2.00', '1.00'])
  expect((await list('&from=2026-10-02&to=2026-10-02')).items.map((item) => item.amount.amount)).toEqual(['2.50', '2.00'])
})

test('a payment is found by the beginning of its invoice\'s number or its payer\'s name, and by its whole reference', async () => {
  const { numbers: [first = ''], list } = await received(DAYS)
  const found = async (text: string) => (await list(`&search=${encodeURIComponent(text)}`)).items.map((item) => item.amount.amount)
  for (const text of [first, first.toLowerCase(), 'žem', 'ŽEMYNA 100%', 'ref-3.00']) expect(await found(text), text).toEqual(['3.00'])
  expect(await found('jonas')).toEqual(['2.00', '1.00'])
  expect(await found('T-')).toHaveLength(4)
  for (const text of ['%', 'emyna', 'ref-3', '100%']) expect(await found(text), text).toEqual([])
})

test('a search that finds more than can be put in order still shows the newest of it', async () => {
  const { numbers: [first = ''], list } = await received(DAYS)
  const search = encodeURIComponent('Jonas')
  await pool.query(
    `insert into payment (merchant_id, payment_id, store_id, mode, source, amount_minor, currency, payer_name, received_at, created_at)
     select i.merchant_id, gen_random_uuid(), i.store_id, i.mode, 'manual', 100, 'EUR', 'Jonas', '2025-01-01', '2025-01-01'
     from invoice i, generate_series(1, 5001) where i.number = $1`, [first],
  )
  expect((await list(`&limit=2&search=${search}`)).items.map((item) => item.amount.amount)).toEqual(['2.00', '1.00'])
})

test('every payment of the list is in its table: what went back below zero, and what was taken back from its invoice apart', async () => {
  const { merchantId, saved } = await received(Array.from({ length: 101 }, (_, n) => [`${n + 1}.00`, `=${n}`, '2026-10-01T07:00:05Z']))
  await pool.query(
    `insert into refund (merchant_id, refund_id, payment_id, invoice_id, store_id, mode, state, because, amount_minor, currency, created_at, state_changed_at)
     select p.merchant_id, gen_random_uuid(), p.payment_id, a.invoice_id, p.store_id, p.mode, 'succeeded', 'asked', 40, p.currency, p.created_at, p.created_at
     from payment p join allocation a using (merchant_id, payment_id) where p.merchant_id = $1 and p.amount_minor = 100`, [merchantId],
  )
  await pool.query("insert into payment_reversal select merchant_id, payment_id, 'not theirs', 'kvit', created_at from payment where merchant_id = $1 and amount_minor = 200", [merchantId])
  const rows = await saved('')
  expect(rows).toHaveLength(101)
  const ofRef = (ref: string) => rows.find((row) => row[9] === ref)?.slice(5, 9)
  expect([ofRef('ref-1.00'), ofRef('ref-2.00'), ofRef('ref-3.00')]).toEqual([['1.00', '-0.40', '', 'EUR'], ['', '0.00', '2.00', 'EUR'], ['3.00', '0.00', '', 'EUR']])
  expect(new Set(rows.map(([at]) => at))).toEqual(new Set(['2026-10-01 10:00:05']))
  expect(rows.every(([, payer]) => payer?.startsWith("'="))).toBe(true)
  expect((await saved('&search=ref-7.00')).map((row) => row[9])).toEqual(['ref-7.00'])
})
