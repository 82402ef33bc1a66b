import { afterAll, expect, test } from 'vitest'
import { someAttempt } from '../../test/support/builders.ts'
import type { Place, SomeAttempt } from '../../test/support/builders.ts'
import { registered as ownerOf, stored, wholeKvit } from '../../test/support/fault-merchants.ts'
import { http } from '../connectors/conformance-stage.ts'
import { registered } from '../connectors/registered.ts'
import type { OpenConnector, Report } from '../connectors/contract.ts'
import { liqpay } from '../connectors/liqpay/connector.ts'
import { order } from '../connectors/liqpay/fixtures/setup.ts'
import { liqPaySimulator } from '../connectors/liqpay/simulator.ts'
import type { LiqPaySimulator } from '../connectors/liqpay/simulator.ts'
import { systemClock } from '../kernel/clock.ts'
import { parseMoney } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { applyReport } from '../payments/apply-report.ts'
import { referenceOf } from '../payments/start-attempt.ts'

/** All of Kvit over HTTP, and LiqPay played by its simulator. */
const opened: LiqPaySimulator[] = []
const kvit = wholeKvit(async () => {
  const simulator = await liqPaySimulator.start({ port: 0 })
  opened.push(simulator)
  return Object.entries(simulator.endpoints).map(([name, address]) => `liqpay.${name}=${address}`).join(',')
})
afterAll(async () => void (await Promise.all(opened.map((one) => one.stop()))))

function provider(): LiqPaySimulator {
  const [only] = opened
  if (only === undefined) throw new Error('the simulator is not open yet')
  return only
}

function uah(text: string): Money {
  const money = parseMoney(text, 'UAH')
  if (money === null) throw new Error(`${text} is no amount`)
  return money
}

type Deed = Parameters<LiqPaySimulator['play']>[1]

/** A merchant with a merchant account at LiqPay, and what its payers do there. */
async function liqPayMerchant(name: string) {
  const { pool } = kvit()
  const owner = await ownerOf(kvit(), `owner@${name}.example`, name)
  const { items: [store] } = (await owner.send('GET', '/v1/stores')).json<{ items: { id: string }[] }>()
  const { merchant } = (await owner.send('GET', '/v1/session')).json<{ merchant: { id: string } }>()
  const account = (await owner.send('POST', '/v1/accounts', { store: store?.id, kind: 'merchant_account', name: 'LiqPay', currency: 'UAH' })).json<{ id: string }>().id
  const channel = (await owner.send('POST', '/v1/channels', { store: store?.id, connector: 'liqpay', account })).json<{ id: string; givesList: boolean }>()
  const keys = provider().newCredentials('test')
  provider().enrol(keys)
  await owner.send('PUT', `/v1/channels/${channel.id}/credentials`, { values: keys })
  const place: Place = { merchantId: stored('merchant', merchant.id), storeId: stored('store', store?.id ?? ''), channelId: stored('channel', channel.id), mode: 'test' }
  await pool.query(`update channel set state = 'testing' where merchant_id = $1 and channel_id = $2`, [place.merchantId, place.channelId])
  const connector = registered(liqpay).open(keys, { endpoints: provider().endpoints, clock: systemClock, facts: null, pinnedProof: null })
  if (!connector.ok) throw new Error('the form refuses the simulator’s keys')
  return {
    owner, account, channel,
    pays: paying(connector.value, place),
    hears: (ref: string, change: Partial<Report> = {}) => hear(connector.value, place, ref, change),
    async agreement(query = `?from=${dayAway(-1)}&to=${dayAway(1)}`) {
      const answer = await owner.send('GET', `/v1/accounts/${account}/agreement${query}`)
      return { status: answer.status, body: answer.json<{ code?: string; items: Answer[] }>() }
    },
  }
}

type Side = { taken: { amount: string }; returned: { amount: string } }
type Answer = {
  channel: string; agrees: boolean
  totals: { currency: string; provider: Side & { fee: unknown }; books: Side; foreign: Side & { payments: number } }[]
  differences: { kind: string; reference: string; provider: Side | null; invoice: unknown; books: Side | null }[]
}

/** A payer goes to LiqPay and does this; the answer is what LiqPay calls the order. */
const paying = (open: OpenConnector, place: Place) => async (amount: string, deed: Deed): Promise<string> => {
  const attempt: SomeAttempt = await someAttempt(kvit().pool, { place, asked: uah(amount) })
  const started = await open.start(order({
    reference: referenceOf(attempt.attemptId), amount: uah(amount), payableUntil: null,
    urls: { accept: 'http://kvit.localhost/a', cancel: 'http://kvit.localhost/c', callback: 'http://127.0.0.1:9/cb' },
  }), http)
  if (started.kind !== 'done' || started.value.providerRef === null) throw new Error(`not started: ${JSON.stringify(started)}`)
  await provider().play(started.value, deed)
  return started.value.providerRef
}

/** As a callback or a poll does: what the provider says of it, now or with `change` before, is booked. */
async function hear(open: OpenConnector, { merchantId, channelId }: Place, ref: string, change: Partial<Report>): Promise<void> {
  const answer = await open.lookup?.(ref, http)
  if (answer?.kind !== 'done') throw new Error('the provider did not answer')
  await applyReport(kvit().pool, { merchantId, channelId, report: { ...answer.value, ...change }, inboundId: null, at: new Date() })
}

/** Of the calendar in UTC: wide enough for whatever day it is where the store is. */
const dayAway = (days: number): string => new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10)

const first = ({ items }: { items: Answer[] }): Answer => {
  const [one] = items
  if (one === undefined) throw new Error('nothing was compared')
  return one
}

const toldOf = (answer: Answer): string[] => answer.differences.map(({ kind, reference }) => `${kind} ${reference}`).toSorted()

test('a month in which every payment and refund was heard of agrees with LiqPay to the cent', async () => {
  const { account, owner, channel, pays, hears, agreement } = await liqPayMerchant('agrees')
  for (const [amount, deed] of [['120.50', 'pay'], ['80.00', 'refund'], ['60.00', 'refund_part'], ['70.00', 'refuse']] as const) await hears(await pays(amount, deed))
  const { status, body } = await agreement()
  expect([status, channel.givesList]).toEqual([200, true])
  const sums = { payments: 3, taken: { amount: '260.50', currency: 'UAH' }, returned: { amount: '110.00', currency: 'UAH' } }
  expect(first(body)).toMatchObject({
    channel: channel.id, agrees: true, differences: [], totals: [{ currency: 'UAH', provider: { ...sums, fee: { currency: 'UAH' } }, books: sums, foreign: { payments: 0 } }],
  })
  const statement = (await owner.send('GET', `/v1/accounts/${account}/statement`)).json<{ closing: unknown }>()
  expect(statement.closing).toEqual({ amount: '150.50', currency: 'UAH' })
})

test('a register that disagrees is told payment by payment, each as what it is', async () => {
  const { pays, hears, agreement } = await liqPayMerchant('disagrees')
  const heard = async (amount: string) => {
    const ref = await pays(amount, 'pay')
    await hears(ref)
    return ref
  }
  const [fine, missing, other, twice] = [await heard('50.00'), await heard('100.41'), await heard('100.42'), await heard('100.43')]
  const answer = first((await agreement()).body)
  expect(toldOf(answer)).toEqual([`amount ${other}`, `books_only ${missing}`, `twice ${twice}`])
  expect(answer.differences.map(({ reference }) => reference)).not.toContain(fine)
  expect(answer.totals).toMatchObject([{ provider: { taken: { amount: '352.28' } }, books: { taken: { amount: '351.26' } } }])
  expect(answer.differences.find(({ reference }) => reference === other)).toMatchObject({
    invoice: { number: expect.stringMatching(/^T-/) }, provider: { taken: { amount: '101.42' } }, books: { taken: { amount: '100.42' } },
  })
})

test('money and refunds that nobody told us of are found, and checking their reference books them once', async () => {
  const { owner, channel, pays, hears, agreement } = await liqPayMerchant('unheard')
  const lost = await pays('200.00', 'pay_unheard')
  const back = await pays('40.00', 'refund')
  await hears(back, { status: 'confirmed', refund: null })
  const before = first((await agreement()).body)
  expect(toldOf(before)).toEqual([`provider_only ${lost}`, `refund_at_provider ${back}`])
  expect(before.differences.map(({ invoice }) => invoice)).toEqual(Array(2).fill({ id: expect.any(String), number: expect.stringMatching(/^T-/) }))
  for (const reference of [lost, back, lost]) await owner.send('POST', `/v1/channels/${channel.id}/reference-checks`, { reference })
  const now = first((await agreement()).body)
  const sums = { taken: { amount: '240.00' }, returned: { amount: '40.00' } }
  expect(now).toMatchObject({ agrees: true, totals: [{ provider: sums, books: sums }] })
})

test('a second channel with the same credentials takes no account of what the first one sold', async () => {
  const { owner, account, channel, pays, hears, agreement } = await liqPayMerchant('twins')
  await hears(await pays('75.00', 'pay'))
  const { store, settings } = (await owner.send('GET', `/v1/channels/${channel.id}`)).json<{ store: string; settings: Record<string, string> }>()
  const shop = [...provider().payments()].map((one) => one.shop).find(({ publicKey }) => publicKey === settings['publicKey'])
  const twin = (await owner.send('POST', '/v1/channels', { store, connector: 'liqpay', account })).json<{ id: string }>().id
  await owner.send('PUT', `/v1/channels/${twin}/credentials`, { values: { publicKey: shop?.publicKey, privateKey: shop?.privateKey } })
  const { items } = (await agreement()).body
  expect(items.map((one) => one.agrees)).toEqual([true, true])
  expect(items.find((one) => one.channel === twin)?.totals).toMatchObject([{ provider: { taken: { amount: '0.00' } }, foreign: { payments: 1, taken: { amount: '75.00' } } }])
})

test('a provider that does not answer is said to, and asking again later is all there is to do', async () => {
  const { pays, hears, agreement } = await liqPayMerchant('silent')
  await hears(await pays('50.00', 'pay'))
  provider().answerMachines('error')
  expect(await agreement()).toMatchObject({ status: 503, body: { code: 'provider_unreachable' } })
  provider().answerMachines('normal')
  expect(first((await agreement()).body).agrees).toBe(true)
})

test('more than 31 days, and accounts whose providers have no list, are refused with the reason', async () => {
  const { owner, agreement } = await liqPayMerchant('asks')
  expect(await agreement('?from=2026-01-01&to=2026-01-31')).toMatchObject({ status: 200, body: { from: '2026-01-01', to: '2026-01-31' } })
  expect(await agreement('?from=2026-01-01&to=2026-02-01')).toMatchObject({ status: 422, body: { errors: [{ field: 'to', code: 'too_many_days' }] } })
  const { items: [store] } = (await owner.send('GET', '/v1/stores')).json<{ items: { id: string }[] }>()
  const bank = (await owner.send('POST', '/v1/accounts', {
    store: store?.id, kind: 'bank_account', name: 'Bank', currency: 'EUR', iban: 'LT121000011101001000',
  })).json<{ id: string }>().id
  expect((await owner.send('GET', `/v1/accounts/${bank}/agreement`)).json()).toMatchObject({ status: 409, code: 'list_impossible' })
})
