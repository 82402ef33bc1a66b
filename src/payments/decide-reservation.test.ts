import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, money } from '../../test/support/builders.ts'
import { linkPayTown } from '../../test/support/linkpay-shop.ts'
import type { LinkPayShop, Tried } from '../../test/support/linkpay-shop.ts'
import { journalFaults } from '../../test/support/journal.ts'
import { decideReservation } from './decide-reservation.ts'
import type { ReservationDecision } from './decide-reservation.ts'
import { pollAttempts } from './poll-attempts.ts'
import { giveBack } from './send-refund.ts'

// A card on an account that only reserves; the provider is LinkPay's simulator over real HTTP.

const database = openTestDatabase()
const { pool } = database
const town = linkPayTown(database)
const ACTOR = 'user:0190a000-0000-7000-8000-000000000001'

const books = ({ merchantId, invoiceId }: Tried) => booksOf(pool, merchantId, invoiceId)
const moved = ({ ref }: Tried): string[] => town().simulator.journal().filter((one) => one.paymentReference === ref).map(({ kind, minor }) => `${kind} ${minor}`)
const decide = ({ deps }: LinkPayShop, { merchantId, attemptId }: Tried, decision: ReservationDecision) => decideReservation(deps, { merchantId, attemptId, decision }, ACTOR)
const capture = (amount: string | null = null): ReservationDecision => ({ as: 'capture', amount: amount === null ? null : money(amount) })
const RELEASE = { as: 'release' } as const

async function reserved(amount = '10.00'): Promise<{ shop: LinkPayShop; tried: Tried }> {
  const shop = await town().open({ bank: 'seb', preAuth: 'yes' })
  const tried = await shop.attempt(amount, 'card')
  await shop.hear(tried)
  expect(await books(tried)).toMatchObject({ attempts: ['authorised'], invoice: { paid: 0n } })
  return { shop, tried }
}

async function polled(shop: LinkPayShop, seconds: number): Promise<void> {
  shop.clock.at = new Date(shop.clock.at.getTime() + seconds * 1000)
  await pollAttempts(shop.deps, (error) => { throw error })
}

const decisionOf = async ({ merchantId }: Tried) => (await pool.query('select decision, decision_state, note from attempt where merchant_id = $1', [merchantId])).rows[0]

test('reserved money is taken whole, once, and is then paid', async () => {
  const { shop, tried } = await reserved()
  expect(await decide(shop, tried, capture())).toEqual({ ok: true, value: null })
  await shop.hear(tried)
  expect(await books(tried)).toMatchObject({ attempts: ['succeeded'], invoice: { payment: 'paid', paid: 1000n }, payments: [{ amount: 1000n }] })
  expect(await decide(shop, tried, capture())).toMatchObject({ error: { code: 'not_reserved' } })
  expect(moved(tried)).toEqual(['paid 1000'])
})

test('a part of it is taken: that much is paid, a callback says the same, and no more than that can be given back', async () => {
  const { shop, tried } = await reserved()
  expect(await decide(shop, tried, capture('10.01'))).toMatchObject({ error: { code: 'exceeds_remaining', remaining: money('10.00') } })
  await decide(shop, tried, capture('6.00'))
  await shop.hear(tried)
  expect(await books(tried)).toMatchObject({ attempts: ['succeeded'], invoice: { payment: 'partly_paid', paid: 600n } })
  const { rows: [paid] } = await pool.query('select payment_id from payment where merchant_id = $1', [tried.merchantId])
  const give = (amount: string) => giveBack(shop.deps, { merchantId: tried.merchantId, paymentId: paid.payment_id, amount: money(amount), note: '' }, ACTOR)
  expect(await give('6.01')).toMatchObject({ error: { code: 'exceeds_remaining' } })
  await give('2.00')
  await shop.hear(tried)
  expect(await books(tried)).toMatchObject({ invoice: { refunded: 200n }, refunds: [{ state: 'succeeded', amount: 200n }] })
  expect(await journalFaults(database.db, tried.merchantId)).toEqual([])
})

test('what another took in the portal is not what was reserved: a person looks', async () => {
  const { shop, tried } = await reserved()
  await shop.shop.open.reservations?.capture({ ref: tried.ref, amount: money('6.00'), idempotencyKey: 'portal', http: shop.deps.http })
  await shop.hear(tried)
  expect(await books(tried)).toMatchObject({ attempts: ['conflicted'], invoice: { paid: 0n } })
})

test('let go, it stays with the payer and the invoice is unpaid', async () => {
  const { shop, tried } = await reserved()
  await decide(shop, tried, RELEASE)
  expect(await books(tried)).toMatchObject({ attempts: ['failed'], invoice: { payment: 'unpaid' } })
  expect(await decide(shop, tried, capture())).toMatchObject({ error: { code: 'not_reserved' } })
  expect(moved(tried)).toEqual([])
})

test('of ten people who decide at once, taking and letting go, one decides', async () => {
  const { shop, tried } = await reserved()
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => decide(shop, tried, n % 2 === 0 ? capture() : RELEASE)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(shop.sent.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test('the answer is lost after the money was taken: unknown, and the next question settles it', async () => {
  const { shop, tried } = await reserved('20.00')
  await decide(shop, tried, capture('10.08'))
  expect([await decisionOf(tried), (await books(tried)).attempts]).toMatchObject([{ decision: 'capture', decision_state: 'unknown' }, ['authorised']])
  expect(await decide(shop, tried, RELEASE)).toMatchObject({ error: { code: 'decision_under_way' } })
  await polled(shop, 25)
  expect(await books(tried)).toMatchObject({ attempts: ['succeeded'], invoice: { paid: 1008n } })
  expect(moved(tried)).toEqual(['paid 1008'])
})

test('a void whose answer is lost, or that comes a minute late, is noticed by itself', async () => {
  for (const amount of ['10.08', '10.07']) {
    const { shop, tried } = await reserved(amount)
    await decide(shop, tried, RELEASE)
    expect((await books(tried)).attempts).toEqual(['authorised'])
    await town().simulator.advance(60_000)
    await polled(shop, 25)
    expect(await books(tried), amount).toMatchObject({ attempts: ['failed'], invoice: { payment: 'unpaid' } })
  }
})

test('a 503 leaves it unknown; the same may be asked again under the same key, the opposite may not', async () => {
  const { shop, tried } = await reserved('20.00')
  await decide(shop, tried, capture('10.03'))
  await polled(shop, 25)
  expect(await decide(shop, tried, capture('20.00'))).toMatchObject({ error: { code: 'decision_under_way' } })
  await decide(shop, tried, capture('10.03'))
  const nonces = shop.sent.filter(({ method }) => method === 'POST').map(({ body }) => /"nonce":"([^"]+)"/.exec(body ?? '')?.[1])
  expect(new Set(nonces).size).toBe(1)
  expect(await decisionOf(tried)).toMatchObject({ decision_state: 'unknown' })
  expect(moved(tried)).toEqual([])
})

test('refused, it says why and may be decided again; unreachable, it is as if nobody had decided', async () => {
  const { shop, tried } = await reserved()
  shop.between = async (request, pass) => (request.method === 'POST' ? { kind: 'answer', status: 422, headers: {}, body: '{"error":"No"}' } : pass(request))
  await decide(shop, tried, capture())
  expect(await decisionOf(tried)).toMatchObject({ decision_state: 'refused', note: '422 No' })
  shop.between = async () => ({ kind: 'unknown', cause: 'ECONNREFUSED', isUnsent: true })
  expect(await decide(shop, tried, RELEASE)).toMatchObject({ error: { code: 'provider_unreachable' } })
  expect(await decisionOf(tried)).toMatchObject({ decision: null, decision_state: null })
  shop.between = null
  await decide(shop, tried, capture())
  expect(await books(tried)).toMatchObject({ attempts: ['succeeded'], invoice: { paid: 1000n } })
})

test('killed after the decision is written: nothing is sent, the poll asks, and the same may be decided again', async () => {
  const { shop, tried } = await reserved()
  shop.between = async () => { throw new Error('killed') }
  await expect(decide(shop, tried, capture())).rejects.toThrow('killed')
  shop.between = null
  expect(await decisionOf(tried)).toMatchObject({ decision_state: 'asked' })
  await polled(shop, 25)
  expect(await decisionOf(tried)).toMatchObject({ decision_state: 'unknown' })
  await decide(shop, tried, capture())
  expect(await books(tried)).toMatchObject({ attempts: ['succeeded'], invoice: { paid: 1000n } })
  expect(moved(tried)).toEqual(['paid 1000'])
})
