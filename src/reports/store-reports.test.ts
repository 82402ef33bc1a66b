import { beforeAll, expect, test } from 'vitest'
import { publicId } from '../kernel/ids.ts'
import { recordAudit } from '../merchants/audit.ts'
import { acknowledgeChargeback } from '../payments/acknowledge-chargeback.ts'
import { applyReport } from '../payments/apply-report.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { requestRefund } from '../payments/refund-payment.ts'
import { inTransaction } from '../platform/db/database.ts'
import { money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { noChannel, PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { filedReceipt, refusedReceipt } from '../../test/support/filed-receipt.ts'
import { cash, goods, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { returnGoods } from '../receipts/return-goods.ts'
import { reportRoutes } from './api.ts'

const database = openTestDatabase()
const { db, pool } = database
const deps = { ...database, vault }

let system: CallerApp
beforeAll(async () => {
  system = await startCallerApp(database, (app, clock) => reportRoutes(app, { ...deps, clock, publicUrl: PUBLIC_URL, openChannel: noChannel }))
})

const storeOf = (place: Place) => `store=${publicId('store', place.storeId, null)}`

async function received(place: Place, amount: string, at: string): Promise<void> {
  const invoiceId = await writtenInvoice(deps, place, { price: amount })
  const done = await recordPayment(pool, {
    merchantId: place.merchantId, invoiceId, source: 'cash', amount: money(amount), receivedAt: new Date(at), note: '',
  }, { at: NOW, actor: 'kvit' })
  if (!done.ok) throw new Error(done.error.code)
}

test('the overview counts money by the days of the store, also on the day the clock is put back', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  await received(place, '1.00', '2026-11-01T22:00:00Z') // the first moment of the 2nd in Vilnius
  await received(place, '2.00', '2026-11-01T21:59:59Z') // the last of the 1st
  await received(place, '4.00', '2026-10-26T22:00:00Z') // the 27th: the oldest day of this week
  await received(place, '8.00', '2026-10-26T21:59:59Z') // the 26th: the week before
  await received(place, '16.00', '2026-10-25T21:59:00Z') // the 25th has 25 hours in 2026
  await received(place, '32.00', '2026-10-19T21:00:00Z') // the 20th, first of fourteen
  await received(place, '64.00', '2026-10-19T20:59:59Z') // before that
  const overview = (await owner.ask('GET', `/v1/overview?${storeOf(place)}`)).json<{ days: { date: string; amount: { amount: string } }[] }>()
  expect(overview).toMatchObject({ today: { amount: '1.00' }, week: { amount: '7.00' }, weekBefore: { amount: '56.00' } })
  expect(overview.days.map(({ date, amount }) => [date, amount.amount]).filter(([, amount]) => amount !== '0.00')).toEqual([
    ['2026-10-20', '32.00'], ['2026-10-25', '16.00'], ['2026-10-26', '8.00'], ['2026-10-27', '4.00'], ['2026-11-01', '2.00'], ['2026-11-02', '1.00'],
  ])
  expect(overview.days).toHaveLength(14)
})

test('money that the payer’s bank took back needs a person until somebody has said what was done, and stands in the history', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const invoiceId = await writtenInvoice(deps, place, { price: '10.00' })
  const attempt = await someAttempt(pool, { place, asked: money('10.00'), invoiceId })
  const hear = (more: Parameters<typeof reportOf>[1]) =>
    applyReport(pool, { merchantId: place.merchantId, channelId: place.channelId, report: reportOf(attempt, more), inboundId: null, at: NOW })
  await hear({})
  await hear({ status: 'charged_back', refund: { amount: money('10.00'), at: null, counts: 'all' } })
  const attention = async () => (await owner.ask('GET', `/v1/attention?${storeOf(place)}`)).json<{ chargedBack: number; items: object[] }>()
  expect(await attention()).toMatchObject({ chargedBack: 1, refunds: 0, items: [{ kind: 'charged_back', text: expect.stringContaining('dispute it') }] })
  const id = publicId('invoice', invoiceId, 'test')
  expect((await owner.ask('GET', `/v1/invoices/${id}`)).json()).toMatchObject({
    payment: 'refunded', refunds: [{ because: 'charged_back', state: 'succeeded', allowed: { acknowledge: true, complete: false } }],
  })
  expect(JSON.stringify((await owner.ask('GET', `/v1/invoices/${id}/timeline`)).json())).toMatch(/The payer’s bank took 10.00\s€ back\./)
  const { rows: [row] } = await pool.query('select refund_id from refund where merchant_id = $1', [place.merchantId])
  await acknowledgeChargeback(pool, { merchantId: place.merchantId, refundId: row.refund_id, note: 'Evidence sent' }, { at: NOW, actor: 'kvit' })
  expect(await attention()).toMatchObject({ chargedBack: 0, items: [] })
})

test('what is owed counts open invoices, and of them those whose day has passed', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  await writtenInvoice(deps, place, { price: '10.00', dueDate: '2026-11-02' })
  await writtenInvoice(deps, place, { price: '20.00', dueDate: '2026-11-01' })
  await writtenInvoice(deps, place, { price: '40.00', issue: false })
  await writtenInvoice(deps, place, { price: '80.00', currency: 'UAH' })
  expect((await owner.ask('GET', `/v1/overview?${storeOf(place)}`)).json()).toMatchObject({
    due: { count: 2, amount: { amount: '30.00', currency: 'EUR' } }, overdue: { count: 1, amount: { amount: '20.00' } },
  })
})

test('attention has one entry for each thing to do, the longest waiting first', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const attention = async () => (await owner.ask('GET', `/v1/attention?${storeOf(place)}`))
    .json<{ items: { kind: string; text: string; refund: string | null }[] } & Record<string, unknown>>()
  expect(await attention()).toEqual({ conflicted: 0, unknown: 0, reserved: 0, overpaid: 0, refunds: 0, chargedBack: 0, tills: 0, items: [] })
  const first = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: await writtenInvoice(deps, place) })
  const second = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: first.invoiceId })
  for (const [attempt, providerRef] of [[first, '1'], [second, '2']] as const) {
    await applyReport(pool, { ...place, report: reportOf(attempt, { providerRef }), inboundId: null, at: NOW })
  }
  await someAttempt(pool, { place, asked: money('5.00'), state: 'unknown', invoiceId: await writtenInvoice(deps, place) })
  expect(await attention()).toMatchObject({ conflicted: 0, unknown: 1, overpaid: 0, refunds: 1 })
  expect((await attention()).items.map((item) => item.kind).toSorted()).toEqual(['refund', 'unknown'])
  await pool.query(`update refund set state = 'failed' where merchant_id = $1`, [place.merchantId])
  const after = await attention()
  expect(after).toMatchObject({ overpaid: 1, refunds: 0 })
  expect(after.items.find((item) => item.kind === 'overpaid')?.text).toContain('25.00\u00a0€ more than owed is held')
})

test('a silent fiscal service and a receipt that the tax service refused need a person', async () => {
  const till = await someTill(database, { fiscaliser: 'checkbox' })
  const { merchantId } = till.register
  const owner = await system.person({ merchantId })
  const receipt = await sold(database.db, till, saleOf([goods('Хліб', '71.00')], [cash('71.00')]))
  await pool.query("update receipt set state = 'rejected', problem = 'no such tax' where merchant_id = $1", [merchantId])
  await pool.query("update cash_register set trouble_since = $2, trouble = 'ETIMEDOUT' where merchant_id = $1", [merchantId, new Date(NOW.getTime() - 3_600_000)])
  const seen = (await owner.ask('GET', `/v1/attention?${storeOf(till.place)}`)).json<{
    tills: number
    items: { kind: string; receipt: string | null; register: string; text: string }[]
  }>()
  const register = publicId('cashRegister', till.register.id, 'test')
  expect(seen).toMatchObject({
    tills: 2, items: [
      { kind: 'service_silent', register, receipt: null, text: expect.stringContaining('has not answered since') },
      { kind: 'receipt_rejected', register, receipt: publicId('receipt', receipt.id, 'test'), text: expect.stringContaining('no such tax') },
    ],
  })
  const overview = (await owner.ask('GET', `/v1/overview?${storeOf(till.place)}`)).json<{ attention: { tills: number } }>()
  expect(overview.attention.tills).toBe(2)
})

test('nobody is told to give money back for a return that the tax service has not taken', async () => {
  const till = await someTill(database, { fiscaliser: 'checkbox' })
  const owner = await system.person({ merchantId: till.register.merchantId })
  const ask = async () => (await owner.ask('GET', `/v1/attention?${storeOf(till.place)}`)).json<{ refunds: number; items: { kind: string }[] }>()
  const sale = await sold(database.db, till, saleOf([goods('Хліб', '71.00')], [cash('71.00')]))
  await filedReceipt(database.db, sale, '1')
  const made = await inTransaction(database.db, (tx) => returnGoods(
    tx, vault, sale, till, { lines: [{ index: 0, quantity: goods('', '0', '1').quantity }], refund: 'cash' },
    { at: NOW, actor: 'kvit', cashier: { id: till.seller.cashierId, name: till.seller.name } },
  ))
  if (!made.ok) throw new Error(made.error.code)
  const back = await receiptNow(database.db, { merchantId: sale.merchantId, id: made.value.receiptId })
  expect(await ask()).toMatchObject({ refunds: 0, items: [] })
  await refusedReceipt(database.db, back)
  expect(await ask()).toMatchObject({ refunds: 0, items: [{ kind: 'receipt_rejected' }] })
  const onInvoice = async () => (await owner.ask('GET', `/v1/invoices/${publicId('invoice', sale.invoiceId, 'test')}`)).json<{ refunds: object[] }>().refunds
  expect(await onInvoice()).toMatchObject([{ next: expect.stringContaining('Give nothing back yet'), allowed: { complete: false, withdraw: false } }])
  await database.pool.query("update receipt set state = 'registered', fiscal_number = '2', problem = null where merchant_id = $1 and receipt_id = $2", [back.merchantId, back.id])
  expect(await ask()).toMatchObject({ refunds: 1, items: [{ kind: 'refund' }] })
  expect(await onInvoice()).toMatchObject([{ next: expect.stringContaining('then confirm it here'), allowed: { complete: true } }])
})

test('reserved money needs a person: nothing takes it by itself', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  await someAttempt(pool, { place, asked: money('5.00'), state: 'authorised', invoiceId: await writtenInvoice(deps, place) })
  const attention = (await owner.ask('GET', `/v1/attention?${storeOf(place)}`)).json<{ reserved: number; items: { kind: string; text: string }[] }>()
  expect(attention).toMatchObject({ reserved: 1, items: [{ kind: 'reserved' }] })
  expect(attention.items[0]?.text).toContain('Take it or let it go')
})

test('a chargeback is told as one, and not as money that never came', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const invoiceId = await writtenInvoice(deps, place)
  const attempt = await someAttempt(pool, { place, asked: money('25.00'), state: 'conflicted', invoiceId })
  await pool.query('update attempt set conflict = $3 where merchant_id = $1 and attempt_id = $2', [
    place.merchantId, attempt.attemptId, JSON.stringify([{ what: 'charged_back', ours: '25.00 EUR', theirs: '' }]),
  ])
  const attention = (await owner.ask('GET', `/v1/attention?${storeOf(place)}`)).json<{ items: { kind: string; text: string }[] }>()
  expect(attention).toMatchObject({ conflicted: 1, items: [{ kind: 'charged_back' }] })
  expect(attention.items[0]?.text).toContain('has taken the money back, and that is not in the books yet')
})

test('a refund of cash is sent back by hand, and says so; one without an answer is not listed as still to send', async () => {
  const place = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const invoiceId = await writtenInvoice(deps, place)
  const paid = await recordPayment(pool, {
    merchantId: place.merchantId, invoiceId, source: 'cash', amount: money('25.00'), receivedAt: NOW, note: '',
  }, { at: NOW, actor: 'kvit' })
  if (!paid.ok) throw new Error(paid.error.code)
  await requestRefund(pool, { merchantId: place.merchantId, paymentId: paid.value.paymentId, amount: money('5.00'), note: '' }, { at: NOW, actor: 'kvit' })
  const first = async () => (await owner.ask('GET', `/v1/attention?${storeOf(place)}`)).json<{ items: { kind: string; text: string }[] }>().items[0]
  const item = await first()
  expect(item?.kind).toBe('refund')
  expect(item?.text).toMatch(/^Invoice 2026-0001, 5\.00\u00a0€\. Send 5\.00\u00a0€ back to the payer/)
  await pool.query('update refund set state = $2 where merchant_id = $1', [place.merchantId, 'unknown'])
  expect((await first())?.kind).toBe('refund_unknown')
})

test('T01 another merchant cannot ask about a store, nor one who sees other stores only', async () => {
  const [place, other] = [await somePlace(pool, 'test'), await somePlace(pool, 'test')]
  const strangers = [await system.person(other), await system.person({ ...place, storeIds: [other.storeId] })]
  for (const path of ['/v1/attention', '/v1/overview', '/v1/audit']) {
    for (const stranger of strangers) expect((await stranger.ask('GET', `${path}?${storeOf(place)}`)).status, path).toBe(422)
  }
})

type Audit = { items: { action: string; object: string | null; actor: { kind: string; name: string }; reason: string | null }[]; next: string | null }

test('the audit trail names who, what and why, page by page, and keeps to stores and modes', async () => {
  const place = await somePlace(pool, 'test')
  const other = await somePlace(pool, 'test')
  const owner = await system.person(place)
  const actor = owner.caller.kind === 'user' ? `user:${owner.caller.userId}` : ''
  const invoiceId = await writtenInvoice(deps, place)
  const about = { merchantId: place.merchantId, at: NOW, actor }
  await inTransaction(db, async (tx) => {
    await recordAudit(tx, { ...about, action: 'merchant.registered', objectId: place.merchantId })
    await recordAudit(tx, { ...about, action: 'store.changed', objectId: place.storeId, change: { name: { from: 'A', to: 'B' } } })
    await recordAudit(tx, { ...about, action: 'channel.went_live', objectId: place.channelId })
    await recordAudit(tx, { ...about, action: 'invoice.cancelled', objectId: invoiceId, reason: 'Twice' })
    await recordAudit(tx, { ...about, merchantId: other.merchantId, action: 'store.changed', objectId: other.storeId })
  })
  const audit = async (query: string, who = owner) => (await who.ask('GET', `/v1/audit${query}`)).json<Audit>()
  const first = await audit('?limit=3')
  expect(first.items.map((item) => [item.action, item.object, item.actor.name])).toEqual([
    ['invoice.cancelled', publicId('invoice', invoiceId, 'test'), 'Ona'], ['channel.went_live', publicId('channel', place.channelId, null), 'Ona'],
    ['store.changed', publicId('store', place.storeId, null), 'Ona'],
  ])
  expect((await audit(`?limit=3&cursor=${first.next}`)).items.map((item) => item.action)).toEqual(['merchant.registered'])
  expect((await audit(`?object=${publicId('invoice', invoiceId, 'test')}`)).items).toMatchObject([{ reason: 'Twice' }])
  expect((await audit(`?${storeOf(place)}`)).items).toHaveLength(3)
  const narrow = await system.person({ ...place, storeIds: [place.storeId] })
  expect((await audit('', narrow)).items.map((item) => item.action)).not.toContain('merchant.registered')
  const live = system.key({ ...place, mode: 'live' })
  expect((await audit('', live)).items.map((item) => item.action)).not.toContain('invoice.cancelled')
  expect((await owner.ask('GET', '/v1/audit?object=nonsense')).status).toBe(422)
})
