import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, money } from '../../test/support/builders.ts'
import { linkPayTown } from '../../test/support/linkpay-shop.ts'
import type { LinkPayShop, Tried } from '../../test/support/linkpay-shop.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import type { Id } from '../kernel/ids.ts'
import { acknowledgeChargeback } from './acknowledge-chargeback.ts'
import { applyReport } from './apply-report.ts'
import { askRefunds } from './ask-refunds.ts'
import { decideReservation } from './decide-reservation.ts'
import { requestRefund } from './refund-payment.ts'
import { giveBack } from './send-refund.ts'

// A card payment whose bank takes the money back two hours later; the provider is LinkPay's simulator over real HTTP.

const database = openTestDatabase()
const { pool, db } = database
const town = linkPayTown(database)
const ACTOR = 'user:0190a000-0000-7000-8000-000000000001'
const HOUR_MS = 3_600_000

const books = ({ merchantId, invoiceId }: Tried) => booksOf(pool, merchantId, invoiceId)

/** What the merchant has at the provider, by Kvit's journal and by the provider's own. */
async function held({ shop: { merchantId, channelId } }: LinkPayShop, ...tried: Tried[]): Promise<{ ours: unknown; theirs: bigint; faults: unknown }> {
  const clearing = (await balancesOf(db, merchantId, 'test')).find(({ account }) => account === `clearing:${channelId}`)
  const sign = (kind: string) => (kind === 'paid' || kind.endsWith('_undone') ? 1n : -1n)
  const theirs = town().simulator.journal().filter(({ paymentReference }) => tried.some(({ ref }) => ref === paymentReference))
    .reduce((sum, { kind, minor }) => sum + sign(kind) * minor, 0n)
  return { ours: clearing?.balance.minor ?? 0n, theirs, faults: await journalFaults(db, merchantId) }
}

async function later(shop: LinkPayShop, seconds: number): Promise<void> {
  shop.clock.at = new Date(shop.clock.at.getTime() + seconds * 1000)
  await askRefunds(shop.deps, (error) => { throw error })
}

async function takenBack(shop: LinkPayShop, tried: Tried): Promise<void> {
  await town().simulator.advance(2 * HOUR_MS)
  await shop.hear(tried)
}

const eventsOf = async ({ merchantId }: Tried): Promise<string[]> => (await pool.query<{ type: string }>(
  "select type from event where merchant_id = $1 and (type like 'refund.%' or type like 'invoice.%') order by event_id", [merchantId])).rows.map(({ type }) => type)

test('the payer’s bank takes the money back: the books follow once, and nothing of it can be given back', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00', 'card', 'charge_back')
  await takenBack(shop, paid)
  await shop.hear(paid)
  expect(await books(paid)).toMatchObject({
    invoice: { payment: 'refunded', refunded: 1000n }, attempts: ['succeeded'], refunds: [{ state: 'succeeded', because: 'charged_back', amount: 1000n }], entries: 2,
  })
  expect(await held(shop, paid)).toEqual({ ours: 0n, theirs: 0n, faults: [] })
  expect(await eventsOf(paid)).toEqual(['invoice.paid', 'refund.charged_back', 'invoice.refunded'])
  const { merchantId, paymentId } = paid
  expect(await giveBack(shop.deps, { merchantId, paymentId, amount: money('0.01'), note: '' }, ACTOR)).toMatchObject({ error: { code: 'not_refundable' } })
})

test('the dispute is won: the money is there again, once, and an answer from before it does not bring it back', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00', 'card', 'charge_back_won')
  const stale = await shop.ask(paid)
  await takenBack(shop, paid)
  const { merchantId, channelId } = shop.shop
  await applyReport(pool, { merchantId, channelId, report: stale, inboundId: null, at: shop.clock.at })
  await later(shop, 1)
  expect(await books(paid)).toMatchObject({ invoice: { payment: 'refunded' }, refunds: [{ state: 'succeeded' }] })
  await town().simulator.advance(HOUR_MS)
  for (let times = 0; times < 2; times++) {
    await shop.hear(paid)
    await later(shop, 1)
  }
  expect(await books(paid)).toMatchObject({ invoice: { payment: 'paid', refunded: 0n }, refunds: [{ state: 'failed', because: 'charged_back' }], entries: 3 })
  expect(await held(shop, paid)).toEqual({ ours: 1000n, theirs: 1000n, faults: [] })
  expect((await eventsOf(paid)).at(-2)).toBe('refund.returned')
})

test('a payment of which nothing was known before is booked first, and then taken back', async () => {
  const shop = await town().open()
  const tried = await shop.attempt('10.00', 'card', 'charge_back')
  await takenBack(shop, tried)
  expect(await books(tried)).toMatchObject({ attempts: ['succeeded'], payments: [{ amount: 1000n }], refunds: [{ because: 'charged_back', amount: 1000n }], entries: 2 })
  expect(await held(shop, tried)).toEqual({ ours: 0n, theirs: 0n, faults: [] })
})

test('of a payment that was partly given back the rest is taken, and a refund that waits is withdrawn', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00', 'card', 'charge_back')
  const { merchantId, paymentId } = paid
  await giveBack(shop.deps, { merchantId, paymentId, amount: money('4.00'), note: '' }, ACTOR)
  await requestRefund(pool, { merchantId, paymentId, amount: money('1.00'), note: '' }, { at: shop.clock.at, actor: ACTOR })
  await takenBack(shop, paid)
  expect(await books(paid)).toMatchObject({ invoice: { payment: 'refunded', refunded: 1000n }, refunds: [
    { state: 'reversed', amount: 100n }, { state: 'succeeded', because: 'asked', amount: 400n }, { state: 'succeeded', because: 'charged_back', amount: 600n },
  ] })
  expect(await held(shop, paid)).toEqual({ ours: 0n, theirs: 0n, faults: [] })
})

test('of money that was reserved only what was taken can be taken back', async () => {
  const shop = await town().open({ bank: 'seb', preAuth: 'yes' })
  const tried = await shop.attempt('10.00', 'card', 'charge_back')
  await shop.hear(tried)
  await decideReservation(shop.deps, { merchantId: tried.merchantId, attemptId: tried.attemptId, decision: { as: 'capture', amount: money('6.00') } }, ACTOR)
  await takenBack(shop, tried)
  expect(await books(tried)).toMatchObject({ invoice: { paid: 600n, refunded: 600n, payment: 'refunded' }, refunds: [{ because: 'charged_back', amount: 600n }] })
  expect(await held(shop, tried)).toEqual({ ours: 0n, theirs: 0n, faults: [] })
})

test('where a part still stands, it is not clear what was taken: nothing is booked, and a person looks', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00', 'card', 'charge_back')
  await town().simulator.advance(2 * HOUR_MS)
  const report = { ...await shop.ask(paid), doubt: 'charged back, and a part still stands' }
  const { merchantId, channelId } = shop.shop
  expect(await applyReport(pool, { merchantId, channelId, report, inboundId: null, at: shop.clock.at })).toMatchObject({ outcome: 'conflicted' })
  expect(await books(paid)).toMatchObject({ attempts: ['conflicted'], invoice: { refunded: 0n }, refunds: [] })
})

test('a person says once what was done about it', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00', 'card', 'charge_back')
  await takenBack(shop, paid)
  const { rows: [row] } = await pool.query<{ refund_id: Id<'refund'> }>('select refund_id from refund where merchant_id = $1', [paid.merchantId])
  if (row === undefined) throw new Error('nothing was taken back')
  const said = (note: string) => acknowledgeChargeback(pool, { merchantId: paid.merchantId, refundId: row.refund_id, note }, { at: shop.clock.at, actor: ACTOR })
  expect([await said('Evidence sent'), await said('Again')]).toEqual([{ ok: true, value: null }, { ok: false, error: { code: 'refund_not_open' } }])
  const { rows } = await pool.query(
    'select r.note, a.action, a.reason from refund r join audit_record a on a.merchant_id = r.merchant_id and a.object_id = r.refund_id where r.merchant_id = $1',
    [paid.merchantId],
  )
  expect(rows).toEqual([{ note: 'Evidence sent', action: 'refund.acknowledged', reason: 'Evidence sent' }])
})
