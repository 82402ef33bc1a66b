import type pg from 'pg'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, money } from '../../test/support/builders.ts'
import { linkPayTown } from '../../test/support/linkpay-shop.ts'
import type { LinkPayShop, Paid } from '../../test/support/linkpay-shop.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import type { Id } from '../kernel/ids.ts'
import { applyReport } from './apply-report.ts'
import { askRefunds } from './ask-refunds.ts'
import { moveRefund } from './move-refund.ts'
import { completeRefund } from './complete-refund.ts'
import { requestRefund } from './refund-payment.ts'
import { giveBack, sendTask } from './send-refund.ts'

// The provider is LinkPay's simulator over real HTTP; what it really moved stands in its own journal.

const database = openTestDatabase()
const { pool, db } = database
const town = linkPayTown(database)
const ACTOR = 'user:0190a000-0000-7000-8000-000000000001'

const books = ({ merchantId, invoiceId }: Paid) => booksOf(pool, merchantId, invoiceId)
const give = (shop: LinkPayShop, { merchantId, paymentId }: Paid, amount: string) =>
  giveBack(shop.deps, { merchantId, paymentId, amount: money(amount), note: 'Returned' }, ACTOR)
const moved = ({ ref }: Paid): string[] => town().simulator.journal().filter((one) => one.paymentReference === ref).map(({ kind, minor }) => `${kind} ${minor}`)
const posts = ({ sent }: LinkPayShop): number => sent.filter(({ method }) => method === 'POST').length

/** The schedule's next round, after this long on Kvit's clock. */
async function later(shop: LinkPayShop, seconds: number): Promise<void> {
  shop.clock.at = new Date(shop.clock.at.getTime() + seconds * 1000)
  await askRefunds(shop.deps, (error) => { throw error })
}

async function refundOf({ merchantId, paymentId }: Paid) {
  const { rows } = await pool.query<{ refund_id: Id<'refund'>; state: string; note: string | null; asks: number; ask_at: Date | null }>(
    'select refund_id, state, note, asks, ask_at from refund where merchant_id = $1 and payment_id = $2 order by refund_id', [merchantId, paymentId])
  return rows
}

const eventsOf = async ({ merchantId }: Paid): Promise<string[]> => (await pool.query<{ type: string }>(
  "select type from event where merchant_id = $1 and type like 'refund.%' order by event_id", [merchantId])).rows.map(({ type }) => type)

test('where the bank sends the money, a part is given back by the provider and booked when it says so', async () => {
  const shop = await town().open({ bank: 'lhv' })
  const paid = await shop.paid('10.00')
  expect((await give(shop, paid, '4.00')).ok).toBe(true)
  expect(moved(paid)).toEqual(['paid 1000', 'refunded 400'])
  expect(await books(paid)).toMatchObject({ invoice: { payment: 'paid', refunded: 400n }, refunds: [{ state: 'succeeded', amount: 400n }] })
  expect((await give(shop, paid, '6.00')).ok).toBe(true)
  expect(await books(paid)).toMatchObject({ invoice: { payment: 'refunded', refunded: 1000n }, entries: 3 })
  expect(await give(shop, paid, '0.01')).toMatchObject({ error: { code: 'not_refundable' } })
  expect(await eventsOf(paid)).toEqual(['refund.requested', 'refund.sent', 'refund.succeeded', 'refund.requested', 'refund.sent', 'refund.succeeded'])
  expect((await balancesOf(db, shop.shop.merchantId, 'test')).find(({ account }) => account.startsWith('clearing'))?.balance).toEqual(money('0.00'))
  expect(await journalFaults(db, shop.shop.merchantId)).toEqual([])
})

test.each(['seb', 'swedbank'])('at %s the provider is not asked, because it would only mark the payment: a person gets the task', async (bank) => {
  const shop = await town().open({ bank })
  const paid = await shop.paid('10.00', 'seb_ob_lt')
  const before = posts(shop)
  expect((await give(shop, paid, '4.00')).ok).toBe(true)
  expect([posts(shop), moved(paid)]).toEqual([before, ['paid 1000']])
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 0n }, refunds: [{ state: 'requested', amount: 400n }] })
  const [task] = await refundOf(paid)
  if (task === undefined) throw new Error('no task')
  expect(await sendTask(shop.deps, { merchantId: paid.merchantId, refundId: task.refund_id }, ACTOR)).toMatchObject({ error: { code: 'not_sent_by_provider' } })
})

test('a card payment really goes back at every bank', async () => {
  const shop = await town().open({ bank: 'seb' })
  const paid = await shop.paid('10.00', 'card')
  await give(shop, paid, '10.00')
  expect(moved(paid)).toEqual(['paid 1000', 'refunded 1000'])
  expect(await books(paid)).toMatchObject({ invoice: { payment: 'refunded' } })
})

test('a bank that only marks a refund made in its portal sends nothing: the books wait for a person, and one task stands', async () => {
  const shop = await town().open({ bank: 'seb' })
  const paid = await shop.paid('10.00', 'seb_ob_lt')
  await shop.shop.open.refunds?.refund({ ref: paid.ref, amount: money('4.00'), total: money('4.00'), idempotencyKey: 'portal', http: shop.deps.http })
  await shop.hear(paid)
  await shop.hear(paid)
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 0n }, refunds: [{ state: 'requested', because: 'told_by_provider', amount: 400n }] })
  const [task] = await refundOf(paid)
  if (task === undefined) throw new Error('no task')
  await completeRefund({ db, pool }, { merchantId: paid.merchantId, refundId: task.refund_id, note: 'By transfer' }, { at: shop.clock.at, actor: ACTOR })
  await shop.hear(paid)
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 400n }, refunds: [{ state: 'succeeded' }] })
})

test('the answer is lost after the money went back: unknown, never sent again, and settled by the next question', async () => {
  const shop = await town().open()
  const paid = await shop.paid('20.00')
  await give(shop, paid, '10.08')
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 0n }, refunds: [{ state: 'unknown' }] })
  await later(shop, 30)
  expect((await refundOf(paid))[0]?.state).toBe('unknown')
  await later(shop, 15)
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 1008n }, refunds: [{ state: 'succeeded' }] })
  await later(shop, 100_000)
  expect([posts(shop), moved(paid)]).toEqual([1, ['paid 2000', 'refunded 1008']])
})

test('the provider is late: 504 now and the money a minute later is one refund', async () => {
  const shop = await town().open()
  const paid = await shop.paid('20.00')
  await give(shop, paid, '10.07')
  await later(shop, 45)
  expect((await refundOf(paid))[0]).toMatchObject({ state: 'unknown', asks: 1 })
  await town().simulator.advance(60_000)
  await later(shop, 65)
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 1007n }, refunds: [{ state: 'succeeded', amount: 1007n }] })
  expect(posts(shop)).toBe(1)
})

test('a 503 stays unknown for as long as it takes, blocks another refund, and ends by a person who looked', async () => {
  const shop = await town().open()
  const paid = await shop.paid('20.00')
  await give(shop, paid, '10.03')
  for (let day = 0; day < 20; day++) await later(shop, 86_400)
  expect((await refundOf(paid))[0]).toMatchObject({ state: 'unknown', ask_at: null, asks: 14 })
  expect(await give(shop, paid, '1.00')).toMatchObject({ error: { code: 'refund_under_way' } })
  const [open] = await refundOf(paid)
  if (open === undefined) throw new Error('no refund')
  const no = { merchantId: paid.merchantId, refundId: open.refund_id, event: 'declared_failed', note: 'Not in the portal', decision: null } as const
  expect(await moveRefund(pool, no, { at: shop.clock.at, actor: ACTOR })).toBe(true)
  expect(await moveRefund(pool, no, { at: shop.clock.at, actor: ACTOR })).toBe(false)
  expect((await refundOf(paid))[0]).toMatchObject({ state: 'failed', note: 'Returned · Not in the portal' })
  expect((await give(shop, paid, '20.00')).ok).toBe(true)
  expect(moved(paid)).toEqual(['paid 2000', 'refunded 2000'])
})

test('the provider refuses: the refund failed with its reason, nothing is booked, and another may be asked', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00')
  shop.between = async (request, pass) => (request.method === 'POST'
    ? { kind: 'answer', status: 422, headers: {}, body: '{"error":{"code":4035,"message":"Not on this account"}}' } : pass(request))
  await give(shop, paid, '10.00')
  expect((await refundOf(paid))[0]).toMatchObject({ state: 'failed', note: 'Returned · 422 4035 Not on this account', ask_at: null })
  shop.between = null
  await give(shop, paid, '10.00')
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 1000n }, refunds: [{ state: 'failed' }, { state: 'succeeded' }] })
})

test('nothing left us, as without a network: the task waits, and the same button sends it once', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00')
  shop.between = async () => ({ kind: 'unknown', cause: 'ECONNREFUSED', isUnsent: true })
  await give(shop, paid, '10.00')
  const [task] = await refundOf(paid)
  expect(task).toMatchObject({ state: 'requested', ask_at: null })
  expect(await eventsOf(paid)).toEqual(['refund.requested', 'refund.sent', 'refund.unsent'])
  shop.between = null
  if (task === undefined) throw new Error('no task')
  const send = () => sendTask(shop.deps, { merchantId: paid.merchantId, refundId: task.refund_id }, ACTOR)
  expect(await send()).toEqual({ ok: true, value: null })
  expect(await send()).toMatchObject({ error: { code: 'refund_not_open' } })
  expect(moved(paid)).toEqual(['paid 1000', 'refunded 1000'])
  const { rows } = await pool.query("select sequence from event where merchant_id = $1 and type like 'refund.%' order by sequence", [paid.merchantId])
  expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5])
})

test('the bank sends the refund back: the books have the money again, once, and it can be given back anew', async () => {
  const shop = await town().open()
  const paid = await shop.paid('20.00')
  await give(shop, paid, '10.11')
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 1011n } })
  const old = await shop.ask(paid)
  await town().simulator.advance(60_000)
  await shop.hear(paid)
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 1011n } }) // an answer may be older than the books: asked first
  await later(shop, 1)
  await later(shop, 1)
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 0n, payment: 'paid' }, refunds: [{ state: 'failed' }], entries: 3 })
  expect((await eventsOf(paid)).at(-1)).toBe('refund.returned')
  expect(old.refund?.amount).toEqual(money('10.11'))
  await give(shop, paid, '20.00')
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 2000n } })
  expect(await journalFaults(db, shop.shop.merchantId)).toEqual([])
})

test('an answer that was read before the refund does not undo it', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00')
  const stale = await shop.ask(paid)
  await give(shop, paid, '10.00')
  const { merchantId, channelId } = shop.shop
  expect(await applyReport(pool, { merchantId, channelId, report: stale, inboundId: null, at: shop.clock.at })).toMatchObject({ outcome: 'noted' })
  await later(shop, 1)
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 1000n }, refunds: [{ state: 'succeeded' }] })
})

test('C22 of twenty people who give the same money back at once, one moves it', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00')
  const answers = await Promise.all(Array.from({ length: 20 }, () => give(shop, paid, '6.00')))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(moved(paid)).toEqual(['paid 1000', 'refunded 600'])
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 600n } })
})

test('a refund made in the portal meanwhile is told apart from the one that was sent', async () => {
  const shop = await town().open()
  const paid = await shop.paid('20.00')
  await give(shop, paid, '10.03') // 503: nothing went back
  await shop.shop.open.refunds?.refund({ ref: paid.ref, amount: money('3.00'), total: money('3.00'), idempotencyKey: 'portal', http: shop.deps.http })
  await later(shop, 45)
  expect(await books(paid)).toMatchObject({
    invoice: { refunded: 300n }, refunds: [{ state: 'succeeded', because: 'told_by_provider', amount: 300n }, { state: 'unknown', amount: 1003n }],
  })
  await shop.shop.open.refunds?.refund({ ref: paid.ref, amount: money('11.00'), total: money('14.00'), idempotencyKey: 'portal 2', http: shop.deps.http })
  await shop.hear(paid)
  const { refunds, invoice } = await books(paid)
  expect([invoice.refunded, refunds.reduce((sum, { amount }) => sum + amount, 0n)]).toEqual([1400n, 1400n])
})

test('a task for money that came in excess is carried out by the same button', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00')
  const asked = await requestRefund(pool, { merchantId: paid.merchantId, paymentId: paid.paymentId, amount: money('2.50'), note: '' }, { at: shop.clock.at, actor: ACTOR })
  if (!asked.ok) throw new Error('refused')
  const sends = await Promise.all(Array.from({ length: 5 }, () => sendTask(shop.deps, { merchantId: paid.merchantId, refundId: asked.value.refundId }, ACTOR)))
  expect(sends.filter(({ ok }) => ok)).toHaveLength(1)
  expect(moved(paid)).toEqual(['paid 1000', 'refunded 250'])
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 250n }, refunds: [{ state: 'succeeded' }] })
})

/** The pool of a process that dies with this statement, before or after the database has carried it out. */
function dying(name: string, moment: 'before' | 'after'): pg.Pool {
  return new Proxy(pool, {
    get(target, property) {
      if (property !== 'query') return Reflect.get(target, property)
      return async (query: pg.QueryConfig | string, values?: unknown[]) => {
        const isLast = typeof query !== 'string' && query.name === name
        if (isLast && moment === 'before') throw new Error('killed')
        const answer = typeof query === 'string' ? await target.query(query, values) : await target.query(query)
        if (isLast) throw new Error('killed')
        return answer
      }
    },
  })
}

test('killed after the refund is written and before it is sent: nothing moved, nothing is sent later, and a person is told', async () => {
  const shop = await town().open()
  const paid = await shop.paid('10.00')
  await expect(giveBack({ ...shop.deps, pool: dying('money-change', 'after') }, {
    merchantId: paid.merchantId, paymentId: paid.paymentId, amount: money('10.00'), note: '',
  }, ACTOR)).rejects.toThrow('killed')
  expect(await refundOf(paid)).toMatchObject([{ state: 'pending', asks: 0 }])
  await later(shop, 45)
  expect(await refundOf(paid)).toMatchObject([{ state: 'unknown', asks: 1 }])
  expect(await give(shop, paid, '10.00')).toMatchObject({ error: { code: 'refund_under_way' } })
  expect([posts(shop), moved(paid)]).toEqual([0, ['paid 1000']])
})

test.each(['before', 'after'] as const)('killed %s the answer is booked: it is in the books once after the restart', async (moment) => {
  const shop = await town().open()
  const paid = await shop.paid('10.00')
  const ask = { merchantId: paid.merchantId, paymentId: paid.paymentId, amount: money('10.00'), note: '' }
  const state = { isBooking: false }
  shop.between = async (request, pass) => {
    const answer = await pass(request)
    state.isBooking = true
    return answer
  }
  const last = dying('money-change', moment)
  const dyingLate = new Proxy(pool, { get: (target, property) => Reflect.get(state.isBooking ? last : target, property) })
  await expect(giveBack({ ...shop.deps, pool: dyingLate }, ask, ACTOR)).rejects.toThrow('killed')
  shop.between = null
  expect((await refundOf(paid))[0]?.state).toBe(moment === 'before' ? 'pending' : 'succeeded')
  await later(shop, 45)
  await shop.hear(paid)
  expect(await books(paid)).toMatchObject({ invoice: { refunded: 1000n }, refunds: [{ state: 'succeeded' }], entries: 2 })
  expect(moved(paid)).toEqual(['paid 1000', 'refunded 1000'])
})
