import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { callbackRoutes } from '../../src/callbacks/api.ts'
import { openIntake } from '../../src/callbacks/intake.ts'
import type { Intake } from '../../src/callbacks/intake.ts'
import { registered } from '../../src/connectors/registered.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { newChannelCache } from '../../src/merchants/channels/open-channel.ts'
import { decimal } from '../../src/money/money.ts'
import { referenceOf } from '../../src/payments/start-attempt.ts'
import { buildHttp } from '../../src/platform/http/app.ts'
import { buildLogger } from '../../src/platform/http/log.ts'
import { openOutgoing } from '../../src/platform/http/outgoing.ts'
import type { Outgoing } from '../../src/platform/http/outgoing.ts'
import type { App } from '../../src/platform/http/route.ts'
import { booksOf, money, someAttempt } from '../support/builders.ts'
import type { Books, SomeAttempt } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { hinting, startHintingProvider } from '../support/fault-hinting.ts'
import type { HintingProvider } from '../support/fault-hinting.ts'
import { quiet, until } from '../support/fault-oracle.ts'
import { newMasterKey, openShop } from '../support/fault-shop.ts'
import type { Shop } from '../support/fault-shop.ts'
import { PUBLIC_URL } from '../support/merchant-app.ts'

/** Unsigned callbacks, which any stranger can send, through the real intake with a connector that only tests have. */
const database = openTestDatabase()
const connector = registered(hinting)
const errors: unknown[] = []
/** Each test has a minute of its own, so that the flood of one is over for the next. */
const time = { aheadMs: 0 }
const clock: Clock = { now: () => new Date(systemClock.now().getTime() + time.aheadMs) }
let provider: HintingProvider
let outgoing: Outgoing
let shop: Shop
let intake: Intake
let app: App

beforeAll(async () => {
  provider = await startHintingProvider()
  outgoing = openOutgoing({ allowed: Object.values(provider.endpoints).map((address) => new URL(address).host) })
  shop = await openShop(database, {
    masterKey: newMasterKey(), connector, simulator: { newCredentials: () => ({ key: 'k' }), enrol: () => {}, endpoints: provider.endpoints },
  })
  const { db, pool } = database
  const { vault } = shop
  app = buildHttp({
    logger: buildLogger({ level: 'silent' }), trustedProxies: [], publicUrl: PUBLIC_URL, identify: async () => null, db, clock, vault,
  })
  intake = openIntake({
    db, pool, vault, clock, publicUrl: PUBLIC_URL, http: outgoing.send, connectors: [connector],
    endpoints: { hinting: provider.endpoints }, channelCache: newChannelCache(),
  }, (error) => errors.push(error))
  await callbackRoutes(app, intake)
  await app.ready()
  intake.start()
})
beforeEach(() => {
  time.aheadMs += 60_000
})
afterAll(async () => {
  await intake.stop()
  await app.close()
  await outgoing.close()
  await provider.stop()
})

async function hint(ref: string, n?: number, claims?: string): Promise<string> {
  const payload = JSON.stringify({ changed: ref, n, for: claims })
  const { statusCode, body } = await app.inject({ method: 'POST', url: `/cb/${shop.callbackToken}`, payload, headers: { 'content-type': 'application/json' } })
  return `${statusCode} ${body}`
}

/** A payer at the provider, who knows the attempt by `ref`. */
async function payerAt(ref: string): Promise<SomeAttempt> {
  const attempt = await someAttempt(database.pool, { place: shop, asked: money('12.50') })
  await database.pool.query('update attempt set provider_ref = $3 where merchant_id = $1 and attempt_id = $2', [attempt.merchantId, attempt.attemptId, ref])
  return attempt
}

const told = ({ attemptId, asked }: SomeAttempt, status: 'waiting' | 'confirmed') => ({ status, reference: referenceOf(attemptId), amount: decimal(asked) })
const books = ({ merchantId, invoiceId }: SomeAttempt): Promise<Books> => booksOf(database.pool, merchantId, invoiceId)
const asked = (): number => [...provider.askedAt.values()].flat().length

test('C14 ten thousand hints about payments that are not ours: all are answered, and the provider is never asked', async () => {
  const attempt = await payerAt('REF-0')
  const before = [await books(attempt), asked()]
  const answers = new Set<string>()
  for (let n = 0; n < 10_000; n += 50) {
    for (const answer of await Promise.all(Array.from({ length: 50 }, (_, k) => hint(`NOT-OURS-${n + k}`)))) answers.add(answer)
  }
  await quiet(database, shop.merchantId, 60_000)
  expect([...answers]).toEqual(['200 noted'])
  expect([await books(attempt), asked()]).toEqual(before)
})

test('C14 a hundred hints about one payment: it is asked about at most once a second, booked once, and none stays open', async () => {
  const attempt = await payerAt('REF-100')
  provider.tell('REF-100', [told(attempt, 'confirmed')])
  for (let n = 0; n < 100; n += 20) await Promise.all(Array.from({ length: 20 }, (_, k) => hint('REF-100', n + k)))
  await quiet(database, shop.merchantId)
  const times = provider.askedAt.get('REF-100') ?? []
  const pauses = times.slice(1).map((at, n) => at - (times[n] ?? 0))
  expect(times.length).toBeGreaterThan(0)
  expect(times.length).toBeLessThan(5)
  for (const pause of pauses) expect(pause).toBeGreaterThan(950)
  expect(await books(attempt)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 1250n, ref: 'REF-100' }], entries: 1 })
  expect(errors).toEqual([])
})

test('news that came while asking again was too soon is not lost', async () => {
  const attempt = await payerAt('REF-SOON')
  provider.tell('REF-SOON', [told(attempt, 'waiting'), told(attempt, 'confirmed')])
  await hint('REF-SOON', 1)
  await until('the first question', async () => provider.askedAt.has('REF-SOON'))
  await hint('REF-SOON', 2)
  await quiet(database, shop.merchantId)
  expect((await books(attempt)).invoice.payment).toBe('paid')
})

test('a hint is followed each time it comes, also when it says what it said before', async () => {
  const attempt = await payerAt('REF-SAME')
  provider.tell('REF-SAME', [told(attempt, 'waiting'), told(attempt, 'confirmed')])
  await hint('REF-SAME')
  await quiet(database, shop.merchantId)
  expect((await books(attempt)).invoice.payment).toBe('unpaid')
  await hint('REF-SAME')
  await until('the payment', async () => (await books(attempt)).invoice.payment === 'paid')
  expect(provider.askedAt.get('REF-SAME')).toHaveLength(2)
})

test('news that the provider could not tell just then is asked for again, of a payment we know and of one we do not', async () => {
  const [known, fresh] = [await payerAt('REF-MUTE'), await someAttempt(database.pool, { place: shop, asked: money('12.50') })]
  await hint('REF-MUTE')
  await hint('NEW-MUTE', undefined, referenceOf(fresh.attemptId))
  await until('the first questions', async () => provider.askedAt.has('REF-MUTE') && provider.askedAt.has('NEW-MUTE'))
  provider.tell('REF-MUTE', [told(known, 'confirmed')])
  provider.tell('NEW-MUTE', [told(fresh, 'confirmed')])
  await quiet(database, shop.merchantId)
  expect([(await books(known)).invoice.payment, (await books(fresh)).invoice.payment]).toEqual(['paid', 'paid'])
})

test('a payment of somebody else on the same address is acknowledged, asked about once and left alone', async () => {
  provider.tell('NEW-FOREIGN', [{ status: 'confirmed', reference: 'webshop-114', amount: '5.00' }])
  expect(await hint('NEW-FOREIGN', undefined, '')).toBe('200 noted')
  await until('the question', async () => provider.askedAt.has('NEW-FOREIGN'))
  const outcomeOf = async () => (await database.pool.query<{ outcome: string }>(
    'select outcome from inbound_message where merchant_id = $1 order by received_at desc limit 1', [shop.merchantId])).rows[0]?.outcome
  await until('the note', async () => (await outcomeOf()) === 'unmatched')
  expect(provider.askedAt.get('NEW-FOREIGN')).toHaveLength(1)
})

test('C14 a payment we have never heard of is ours if the provider says so, and a flood of inventions does not keep it waiting', async () => {
  const attempt = await someAttempt(database.pool, { place: shop, asked: money('12.50') })
  provider.tell('NEW-OURS', [told(attempt, 'confirmed')])
  const before = asked()
  const began = performance.now()
  for (let n = 0; n < 300; n += 50) await Promise.all(Array.from({ length: 50 }, (_, k) => hint(`NEW-${n + k}`, undefined, '')))
  expect(await hint('NEW-OURS', undefined, referenceOf(attempt.attemptId))).toBe('200 noted')
  await until('the payment', async () => (await books(attempt)).invoice.payment === 'paid')
  expect((await books(attempt)).payments).toMatchObject([{ amount: 1250n, ref: 'NEW-OURS' }])
  expect(asked() - before).toBeLessThan(5 + (performance.now() - began) / 1000 + 2)
})

test('a new payment is matched by what the provider answers, never by what the message claims', async () => {
  const [mine, other] = [await someAttempt(database.pool, { place: shop, asked: money('12.50') }), await payerAt('REF-OTHER')]
  provider.tell('NEW-LIE', [told(other, 'confirmed')])
  await hint('NEW-LIE', undefined, referenceOf(mine.attemptId))
  await until('the payment', async () => (await books(other)).invoice.payment === 'paid')
  expect((await books(mine)).invoice.payment).toBe('unpaid')
})

test('a flood of inventions is not kept: beyond two a second only what names an attempt of ours is, and the rest shall come again', async () => {
  const counted = async () => Number((await database.pool.query('select count(*) as count from inbound_message where merchant_id = $1', [shop.merchantId])).rows[0].count)
  const before = await counted()
  const answers: string[] = []
  for (let n = 0; n < 400; n += 50) answers.push(...await Promise.all(Array.from({ length: 50 }, (_, k) => hint(`NEW-FLOOD-${n + k}`, undefined, ''))))
  expect(new Set(answers)).toContain('503 later')
  const kept = answers.filter((answer) => answer === '200 noted').length
  expect(kept).toBeLessThanOrEqual(240) // the minute may turn once meanwhile
  expect(await counted() - before).toBe(kept)
  const [known, fresh] = [await payerAt('REF-FLOOD'), await someAttempt(database.pool, { place: shop, asked: money('12.50') })]
  provider.tell('REF-FLOOD', [told(known, 'confirmed')])
  provider.tell('NEW-IN-FLOOD', [told(fresh, 'confirmed')])
  expect([await hint('REF-FLOOD'), await hint('NEW-IN-FLOOD', undefined, referenceOf(fresh.attemptId))]).toEqual(['200 noted', '200 noted'])
  await until('both payments', async () => (await books(known)).invoice.payment === 'paid' && (await books(fresh)).invoice.payment === 'paid')
})
