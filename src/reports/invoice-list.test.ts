import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { publicId } from '../kernel/ids.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { booksOf, money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { noChannel, PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { Asker, CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { PAYER, writtenInvoice } from '../../test/support/written-invoice.ts'
import { applyReport } from '../payments/apply-report.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { requestRefund } from '../payments/refund-payment.ts'
import { reportRoutes } from './api.ts'
import { INVOICE_VIEWS } from './invoice-list.ts'

const database = openTestDatabase()
const { pool } = database
const vault = openVault(randomBytes(32))
const deps = { ...database, vault }

let system: CallerApp
beforeAll(async () => {
  system = await startCallerApp(database, (app, clock) => reportRoutes(app, { ...deps, clock, publicUrl: PUBLIC_URL, openChannel: noChannel }))
})
afterEach(() => {
  vi.restoreAllMocks()
  system.clock.at = NOW
})

type Listed = { id: string; number: string | null; attention: string | null; payerName: string; remaining: { amount: string } }
type List = { items: Listed[]; next: string | null }
type Totals = { count: string; outstanding: { amount: string; currency: string } | null }
type Shop = { place: Place; owner: Asker; list: (query?: string) => Promise<List>; totals: (query?: string) => Promise<Totals> }

async function shop(): Promise<Shop> {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const store = publicId('store', place.storeId, null)
  return {
    place, owner, list: async (query = '') => (await owner.ask('GET', `/v1/invoices?store=${store}${query}`)).json<List>(),
    totals: async (query = '') => (await owner.ask('GET', `/v1/invoices/totals?store=${store}${query}`)).json<Totals>(),
  }
}

const pay = (place: Place, invoiceId: Awaited<ReturnType<typeof writtenInvoice>>, amount: string) => recordPayment(pool, {
  merchantId: place.merchantId, invoiceId, source: 'cash', amount: money(amount), receivedAt: NOW, note: '',
}, { at: NOW, actor: 'kvit' })

test('pages follow each other without a gap or a repeat, newest first, also while invoices are added', async () => {
  const { place, list } = await shop()
  const ids = []
  for (let n = 0; n < 7; n++) ids.push(publicId('invoice', await writtenInvoice(deps, place), 'test'))
  const seen: string[] = []
  let cursor = ''
  do {
    const { items, next } = await list(`&limit=3${cursor}`)
    seen.push(...items.map((item) => item.id))
    if (cursor === '') await writtenInvoice(deps, place)
    cursor = next === null ? 'end' : `&cursor=${next}`
  } while (cursor !== 'end')
  expect(seen).toEqual(ids.toReversed())
})

test('each view shows the invoices it is called after, and no others', async () => {
  const { place, list } = await shop()
  const draft = await writtenInvoice(deps, place, { issue: false })
  const unpaid = await writtenInvoice(deps, place)
  const overdue = await writtenInvoice(deps, place, { dueDate: '2026-11-01' })
  const paid = await writtenInvoice(deps, place)
  await pay(place, paid, '25.00')
  const unknown = await writtenInvoice(deps, place)
  await someAttempt(pool, { place, asked: money('25.00'), state: 'unknown', invoiceId: unknown })
  const both = await writtenInvoice(deps, place)
  await someAttempt(pool, { place, asked: money('25.00'), state: 'unknown', invoiceId: both })
  await someAttempt(pool, { place, asked: money('25.00'), state: 'conflicted', invoiceId: both })
  const shown = async (view: string) => (await list(`&view=${view}`)).items.map((item) => item.id).toReversed()
  const as = (...ids: (typeof draft)[]) => ids.map((id) => publicId('invoice', id, 'test'))
  expect(await shown('all')).toEqual(as(draft, unpaid, overdue, paid, unknown, both))
  expect(await shown('drafts')).toEqual(as(draft))
  expect(await shown('unpaid')).toEqual(as(unpaid, overdue, unknown, both))
  expect(await shown('overdue')).toEqual(as(overdue))
  expect(await shown('paid')).toEqual(as(paid))
  expect(await shown('attention')).toEqual(as(unknown, both))
  expect((await list('&view=attention')).items.map((item) => item.attention)).toEqual(['conflicted', 'unknown'])
})

test('what needs a person is listed whichever way it came about, the most urgent reason named', async () => {
  const { place, list } = await shop()
  const numbered: Record<string, string> = {}
  const attempted = async (name: string, state: 'authorised' | 'conflicted' | 'succeeded', invoiceId?: Awaited<ReturnType<typeof writtenInvoice>>) => {
    const attempt = await someAttempt(pool, { place, asked: money('25.00'), state, invoiceId: invoiceId ?? await writtenInvoice(deps, place) })
    numbered[publicId('invoice', attempt.invoiceId, 'test')] = name
    return attempt
  }
  const paid = async (name: string, providerRef: string) => {
    const attempt = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: await writtenInvoice(deps, place) })
    const hear = (more: Parameters<typeof reportOf>[1]) =>
      applyReport(pool, { merchantId: place.merchantId, channelId: place.channelId, report: reportOf(attempt, { providerRef, ...more }), inboundId: null, at: NOW })
    await hear({})
    numbered[publicId('invoice', attempt.invoiceId, 'test')] = name
    return { ...attempt, hear }
  }
  await attempted('reserved', 'authorised')
  const disputed = await attempted('disputed', 'conflicted')
  await pool.query('update attempt set conflict = $3 where merchant_id = $1 and attempt_id = $2', [
    place.merchantId, disputed.attemptId, '[{"what": "charged_back", "ours": "25.00 EUR", "theirs": ""}]',
  ])
  await (await paid('taken back', '1')).hear({ status: 'charged_back', refund: { amount: money('25.00'), at: null, counts: 'all' } })
  const answered = await paid('answered', '2')
  await answered.hear({ status: 'charged_back', refund: { amount: money('25.00'), at: null, counts: 'all' } })
  await pool.query(`update refund set note = 'Accepted' where merchant_id = $1 and invoice_id = $2`, [place.merchantId, answered.invoiceId])
  const refundOf = async (name: string, providerRef: string, state: string) => {
    const { invoiceId } = await paid(name, providerRef)
    const { rows: [payment] } = await pool.query('select payment_id from allocation where merchant_id = $1 and invoice_id = $2', [place.merchantId, invoiceId])
    await requestRefund(pool, { merchantId: place.merchantId, paymentId: payment.payment_id, amount: money('5.00'), note: '' }, { at: NOW, actor: 'kvit' })
    await pool.query('update refund set state = $3 where merchant_id = $1 and invoice_id = $2', [place.merchantId, invoiceId, state])
    return invoiceId
  }
  await refundOf('to send', '3', 'requested')
  await refundOf('being sent', '4', 'pending')
  await refundOf('sent unseen', '5', 'unknown')
  await attempted('reserved beside a refund', 'authorised', await refundOf('', '6', 'requested'))
  expect((await list('&view=attention')).items.map(({ id, attention }) => [numbered[id], attention]).toReversed()).toEqual([
    ['reserved', 'reserved'], ['disputed', 'charged_back'], ['taken back', 'charged_back'], ['to send', 'refund'],
    ['sent unseen', 'refund_unknown'], ['reserved beside a refund', 'reserved'],
  ])
  expect((await list('&view=all')).items.filter(({ id }) => ['answered', 'being sent'].includes(numbered[id] ?? '')).map(({ attention }) => attention)).toEqual([null, null])
})

test('search finds by the beginning of number, name and address in any case, and by the whole external number', async () => {
  const { place, list } = await shop()
  await writtenInvoice(deps, place, { externalNumber: 'PT-77', payer: { ...PAYER, name: 'Žemyna 100%', email: 'Labas@Shop.example' } })
  await writtenInvoice(deps, place)
  const [, first] = (await list()).items
  for (const text of [first?.number ?? '', 'žemyna', 'ŽEMYNA 100%', 'labas@', 'PT-77']) {
    expect((await list(`&search=${encodeURIComponent(text)}`)).items.map((item) => item.payerName), text).toEqual(['Žemyna 100%'])
  }
  for (const text of ['%', '_', 'emyna', 'PT-7', '\\', '100%']) {
    expect((await list(`&search=${encodeURIComponent(text)}`)).items, text).toEqual([])
  }
})

test('totals tell the number of the whole set and what is left to pay, and are silent where a sum would be wrong', async () => {
  const { place, totals } = await shop()
  for (const price of ['10.00', '20.00', '30.00']) await writtenInvoice(deps, place, { price })
  const paid = await writtenInvoice(deps, place, { price: '99.00' })
  await pay(place, paid, '90.00')
  expect(await totals()).toEqual({ count: '4', outstanding: { amount: '69.00', currency: 'EUR' } })
  expect(await totals('&view=drafts')).toEqual({ count: '0', outstanding: { amount: '0.00', currency: 'EUR' } })
  await writtenInvoice(deps, place, { price: '1000.00', currency: 'UAH' })
  expect(await totals()).toEqual({ count: '5', outstanding: null })
})

test('a count stops at ten thousand', async () => {
  const { place, totals } = await shop()
  await pool.query(`insert into invoice (merchant_id, invoice_id, store_id, mode, language, currency, created_at)
    select $1, gen_random_uuid(), $2, 'test', 'lt', 'EUR', $3 from generate_series(1, 10001)`, [place.merchantId, place.storeId, NOW])
  expect((await totals()).count).toBe('10,000+')
})

test('where days or unpaid invoices are asked for, the list goes by the day of issue, page after page', async () => {
  const { place, list } = await shop()
  const issued = ['2026-11-01', '2026-11-03', '2026-11-02', '2026-11-03', '2026-10-30', '2026-11-02']
  const ids: string[] = []
  for (const day of issued) ids.push(publicId('invoice', await writtenInvoice(deps, place, { at: new Date(`${day}T12:00:00Z`) }), 'test'))
  await writtenInvoice(deps, place, { issue: false })
  const inOrder = async (query: string): Promise<string[]> => {
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, next }: List = await list(`${query}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...items.map((item) => item.id))
      cursor = next
    }
    return seen
  }
  expect(await inOrder('&issuedFrom=2026-11-01')).toEqual([3, 1, 5, 2, 0].map((n) => ids[n]))
  expect(await inOrder('&view=unpaid')).toEqual([3, 1, 5, 2, 0, 4].map((n) => ids[n]))
})

test('days of issue narrow the list, and a day that does not exist is refused by its name', async () => {
  const { place, owner, list } = await shop()
  await writtenInvoice(deps, place, { at: new Date('2026-10-31T12:00:00Z') })
  await writtenInvoice(deps, place, { at: new Date('2026-10-31T22:30:00Z') }) // already November in Vilnius
  expect((await list('&issuedTo=2026-10-31')).items).toHaveLength(1)
  expect((await list('&issuedFrom=2026-11-01')).items).toHaveLength(1)
  const refused = await owner.ask('GET', `/v1/invoices?store=${publicId('store', place.storeId, null)}&issuedFrom=2026-02-30`)
  expect(refused.json()).toMatchObject({ status: 422, errors: [{ field: 'issuedFrom' }] })
})

test('T01 another merchant, another store and another mode do not see the invoices', async () => {
  const { place } = await shop()
  await writtenInvoice(deps, place)
  const other = await somePlace(pool, 'test')
  const store = publicId('store', place.storeId, null)
  expect((await (await system.person(other)).ask('GET', `/v1/invoices?store=${store}`)).status).toBe(422)
  const elsewhere = await system.person({ ...place, storeIds: [other.storeId] })
  expect((await elsewhere.ask('GET', `/v1/invoices?store=${store}`)).status).toBe(422)
  const live = system.key({ ...place, mode: 'live' })
  expect((await live.ask('GET', `/v1/invoices?store=${store}`)).status).toBe(422)
})

test('I04 whatever is asked for, the text of the statements stays the same', async () => {
  const { place, owner } = await shop()
  await writtenInvoice(deps, place)
  const store = publicId('store', place.storeId, null)
  const seen = vi.spyOn(pg.Client.prototype, 'query')
  const textsOf = async (query: string) => {
    seen.mockClear()
    const { status } = await owner.ask('GET', `/v1/invoices?store=${store}${query}`)
    const texts = seen.mock.calls.map(([first]: unknown[]) => textOfCall(first))
    return { status, texts: new Set(texts.filter((text) => text.includes('from invoice i'))) }
  }
  const plain = await textsOf('')
  const byIssue = await textsOf('&view=unpaid')
  expect([plain.texts.size, byIssue.texts.size]).toEqual([1, 1])
  const hostile = fc.oneof(fc.string({ maxLength: 60, unit: 'binary' }), fc.constantFrom(
    `' or 1=1 --`, `'); drop table invoice; --`, '$1', '%', `\\'`, '1 union select * from app_user', '{}', '\u0000',
  ))
  await fc.assert(fc.asyncProperty(hostile, fc.constantFrom(...INVOICE_VIEWS), fc.integer({ min: 1, max: 100 }), async (search, view, limit) => {
    const { status, texts } = await textsOf(`&view=${view}&limit=${limit}&search=${encodeURIComponent(search.toWellFormed())}`)
    expect([200, 422]).toContain(status)
    if (status === 200) expect(texts).toEqual(view === 'unpaid' || view === 'overdue' ? byIssue.texts : plain.texts)
  }), { numRuns: 120 })
  for (const field of ['view', 'customer', 'issuedFrom', 'issuedTo', 'cursor', 'mode', 'sort', 'order']) {
    expect((await owner.ask('GET', `/v1/invoices?store=${store}&${field}=${encodeURIComponent(`x' or 1=1 --`)}`)).status, field).toBe(422)
  }
  expect((await booksOf(pool, place.merchantId, await writtenInvoice(deps, place))).invoice.payment).toBe('unpaid')
})

const textOfCall = (first: unknown): string => {
  if (typeof first === 'string') return first
  return typeof first === 'object' && first !== null && 'text' in first ? String(first.text) : ''
}

test('a list reads the narrow rows only, whatever the invoices hold', async () => {
  const { place, list } = await shop()
  const id = await writtenInvoice(deps, place)
  await pool.query('update invoice_content set lines = $3, totals = $3 where merchant_id = $1 and invoice_id = $2', [place.merchantId, id, '"unreadable"'])
  expect((await list()).items).toHaveLength(1)
})

test('every invoice of the list is in its table, and what a draft comes to is added to nothing', async () => {
  const { place, owner } = await shop()
  const paid = await writtenInvoice(deps, place)
  await pay(place, paid, '1.00')
  for (let n = 0; n < 100; n++) await writtenInvoice(deps, place)
  await writtenInvoice(deps, place, { issue: false })
  const saved = async (query: string) => (await owner.ask('GET', `/v1/invoices/export.csv?store=${publicId('store', place.storeId, null)}${query}`)).raw
    .toString('utf8').split('\r\n').slice(1, -1).map((row) => row.split(','))
  const rows = await saved('')
  expect(rows).toHaveLength(102)
  expect(rows[0]?.slice(3)).toEqual(['Draft', '', '', '', '0.00', '0.00', '0.00', '0.00', '25.00', 'EUR'])
  expect(rows.at(-1)?.slice(6, 11)).toEqual(['25.00', '0.00', '1.00', '0.00', '24.00'])
  expect((await saved('&view=drafts')).map((row) => row[3])).toEqual(['Draft'])
})
