import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { http, rawOf } from '../conformance-stage.ts'
import type { Mode } from '../../kernel/ids.ts'
import type { Http, Order, Outcome, Report, Setup } from '../contract.ts'
import { readCallback } from './callback.ts'
import type { Config } from './config.ts'
import { order as anOrder, setup } from './fixtures/setup.ts'
import { capture, lookup, refund, release, resume, revoke, start } from './payments.ts'
import { liqPaySimulator } from './simulator.ts'
import type { LiqPaySimulator } from './simulator.ts'
import { statement } from './statement.ts'

/** What the sheet leaves to be seen in play: the connector against LiqPay's simulator, over HTTP. */
const opened: LiqPaySimulator[] = []
beforeAll(async () => void opened.push(await liqPaySimulator.start({ port: 0 })))
afterAll(async () => void (await Promise.all(opened.map((one) => one.stop()))))

function provider(): LiqPaySimulator {
  const [only] = opened
  if (only === undefined) throw new Error('the simulator is not open yet')
  return only
}

const uah = (minor: bigint) => ({ minor, currency: 'UAH' }) as const
type Values = Readonly<Record<string, string>>

/** A shop with keys of its own; `cabinet` is what its cabinet at LiqPay says, `values` what the channel's form says. */
function shop(mode: Mode, { cabinet = {}, values = {} }: { cabinet?: Values; values?: Values } = {}) {
  const keys = provider().newCredentials(mode)
  provider().enrol({ ...keys, callbackUrl: 'http://127.0.0.1:9/cb', ...cabinet })
  const channel = setup({ publicKey: keys.publicKey, privateKey: keys.privateKey, ...values }, { endpoints: provider().endpoints, clock: { now: provider().now } })
  return { channel, begin: (change: Partial<Order> = {}) => begin(channel, { mode, ...change }) }
}

const reference = (): string => `01${randomBytes(12).toString('hex')}`

async function begin(channel: Setup<Config>, change: Partial<Order>) {
  const order = anOrder({
    reference: reference(), payableUntil: null, urls: { accept: 'http://kvit.localhost/a', cancel: 'http://kvit.localhost/c', callback: 'http://127.0.0.1:9/cb' }, ...change,
  })
  const started = await start(order, channel, http)
  if (started.kind !== 'done') throw new Error(`not started: ${JSON.stringify(started)}`)
  return { order, started: started.value, ref: started.value.providerRef ?? '' }
}

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
  return outcome.value
}

/** What the callbacks of an order said, oldest first; a forged one as that word. */
const heard = (channel: Setup<Config>, ref: string): readonly string[] => provider().sent().map((sent) => readCallback(rawOf(sent), channel))
  .flatMap((reading) => (reading.kind === 'report' && reading.report.providerRef === ref ? [reading.report.status] : []))

describe('whatever the payer and the bank do, callbacks and questions say the same in the end', () => {
  test.each<[Parameters<LiqPaySimulator['play']>[1], readonly Report['status'][], Report['status']]>([
    ['pay', ['confirmed'], 'confirmed'], ['pay_unheard', [], 'confirmed'], ['refuse', ['refused'], 'refused'], ['try_again', ['refused'], 'refused'],
    ['pay_compensated', ['confirmed'], 'confirmed'], ['pay_unconfirmed', ['unconfirmed'], 'unconfirmed'], ['wait_card', ['unconfirmed'], 'unconfirmed'],
    ['pay_checked', ['waiting'], 'waiting'], ['cash_wait', ['open'], 'open'], ['hold_wait', ['authorised'], 'authorised'], ['unlisted_status', ['unrecognised'], 'unrecognised'],
    ['refund', ['confirmed', 'refunded'], 'refunded'], ['refund_part', ['confirmed', 'refunded'], 'refunded'],
    ['forge_signature', [], 'open'], ['other_hash', [], 'open'], ['hex_signature', [], 'open'], ['strip_signature', [], 'open'],
  ])('%s is heard as %j and stands as %s', async (outcome, said, stands) => {
    const { channel, begin: starting } = shop('live')
    const { started, ref } = await starting({ amount: uah(15_050n) })
    await provider().play(started, outcome)
    expect(heard(channel, ref)).toEqual(said)
    const known = await lookup(ref, channel, http)
    expect(known.kind === 'done' ? known.value.status : known).toEqual(stands)
  })
  test('C11: processing that comes after success says less, and the question tells the truth', async () => {
    const { channel, begin: starting } = shop('live')
    const { started, ref } = await starting()
    await provider().play(started, 'pay_reversed_order')
    expect(heard(channel, ref)).toEqual(['confirmed', 'waiting'])
    expect(valueOf(await lookup(ref, channel, http)).status).toBe('confirmed')
  })
  test('C08: what says sandbox for real money is test evidence', async () => {
    const { channel, begin: starting } = shop('live')
    const { started, ref } = await starting()
    await provider().play(started, 'pay_wrong_mode')
    expect(valueOf(await lookup(ref, channel, http))).toMatchObject({ status: 'confirmed', mode: 'test' })
  })
  test('by the newer version all is signed by SHA3-256', async () => {
    const { channel, begin: starting } = shop('test', { values: { protocol: 'v7' } })
    const { started, ref } = await starting()
    await provider().play(started, 'pay')
    expect(heard(channel, ref)).toEqual(['confirmed'])
  })
  test('by the signed order itself the payer gets to the same page, also a second time', async () => {
    const { channel, begin: starting } = shop('test', { values: { link: 'signed' } })
    const { order, started, ref } = await starting({ language: 'ka', storeName: 'აგური & +~*%' })
    await provider().play(started, 'leave')
    await provider().play(valueOf(await resume(order, ref, channel, http)), 'pay')
    expect(heard(channel, ref)).toEqual(['confirmed'])
  })
  test('C06: an order altered on its way to the page is refused by LiqPay', async () => {
    const { begin: starting } = shop('test', { values: { link: 'signed' } })
    const { started } = await starting()
    const url = new URL(started.redirect)
    const cheaper = Buffer.from(url.searchParams.get('data') ?? '', 'base64').toString('utf8').replace('150.5', '1.5')
    url.searchParams.set('data', Buffer.from(cheaper).toString('base64'))
    expect((await provider().play({ ...started, redirect: url.href }, 'pay')).refusedWith).not.toBeNull()
  })
})

describe('an invoice that LiqPay brings', () => {
  const lines = [{ title: 'Кава «Львівська»', quantity: '2', unit: 'шт.', total: uah(15_050n) }]
  test.each([['email', 'buyer@example.org'], ['bank_app', '+380950000001']] as const)('by %s arrives, is paid and told', async (way, to) => {
    const { channel, begin: starting } = shop('live')
    const before = provider().outbox().length
    const { started, ref } = await starting({ deliverBy: { way, to }, lines })
    expect(provider().outbox().length).toBe(before + 1)
    expect(valueOf(await lookup(ref, channel, http)).status).toBe('open')
    await provider().play(started, 'pay')
    expect(heard(channel, ref)).toEqual(['confirmed'])
  })
  test('cannot be paid after its end, nor after it was withdrawn', async () => {
    const { channel, begin: starting } = shop('live', { values: { lifeHours: '1' } })
    const withdrawn = await starting({ deliverBy: { way: 'email', to: 'a@example.org' } })
    expect(await revoke(withdrawn.ref, channel, http)).toEqual({ kind: 'done', value: 'revoked' })
    await expect(provider().play(withdrawn.started, 'pay').then(({ refusedWith }) => refusedWith ?? 'paid')).rejects.toThrow()
    expect(heard(channel, withdrawn.ref)).not.toContain('confirmed')
    const late = await starting({ deliverBy: { way: 'email', to: 'a@example.org' } })
    await provider().advance(3_600_001)
    await expect(provider().play(late.started, 'pay').then(({ refusedWith }) => refusedWith ?? 'paid')).rejects.toThrow()
  })
  test('that is paid is not withdrawn', async () => {
    const { channel, begin: starting } = shop('live')
    const { started, ref } = await starting({ deliverBy: { way: 'email', to: 'a@example.org' } })
    await provider().play(started, 'pay')
    expect((await revoke(ref, channel, http)).kind).toBe('refused')
  })
})

describe('money back', () => {
  const paid = async (cabinet: Values = {}) => {
    const one = shop('live', { cabinet })
    const { started, ref } = await one.begin({ amount: uah(15_050n) })
    await provider().play(started, 'pay')
    const ask = (minor: bigint, total: bigint) => refund({ ref, amount: uah(minor), total: uah(total), idempotencyKey: `ref_${total}`, setup: one.channel, http })
    const given = () => provider().journal().filter(({ kind, orderId }) => kind === 'refunded' && orderId === ref).map(({ minor }) => minor)
    return { ...one, ref, ask, given }
  }
  test('in two parts is told with all that has gone, and the rest with it', async () => {
    const { ask, given } = await paid()
    expect(await ask(5_000n, 5_000n)).toMatchObject({ value: { status: 'refunded', refund: { amount: uah(5_000n), counts: 'all' } } })
    expect(await ask(10_050n, 15_050n)).toMatchObject({ value: { status: 'refunded', refund: { amount: uah(15_050n), counts: 'all' } } })
    expect(given()).toEqual([5_000n, 10_050n])
  })
  test('C22: more than is left, and ten times the whole at once, go back once', async () => {
    const { ask, given } = await paid()
    expect((await ask(15_060n, 15_060n)).kind).toBe('refused')
    const all = await Promise.all(Array.from({ length: 10 }, () => ask(15_050n, 15_050n)))
    expect(all.map(({ kind }) => kind)).toEqual(Array(10).fill('done'))
    expect(given()).toEqual([15_050n])
  })
  test('waits where the shop’s balance is short', async () => {
    const { ask } = await paid({ balance: 'short' })
    expect(await ask(15_050n, 15_050n)).toMatchObject({ kind: 'done', value: { status: 'noted' } })
  })
  test('without an answer is unknown', async () => {
    const { ask } = await paid()
    expect((await ask(5_003n, 5_003n)).kind).toBe('unknown')
    expect((await ask(5_007n, 5_007n)).kind).toBe('unknown')
  })
})

describe('money that is only reserved', () => {
  const held = async () => {
    const one = shop('live', { values: { action: 'hold' } })
    const { started, ref } = await one.begin({ amount: uah(15_050n) })
    await provider().play(started, 'pay')
    return { ...one, ref }
  }
  test('is not paid, and is taken in part', async () => {
    const { channel, ref } = await held()
    expect(heard(channel, ref)).toEqual(['authorised'])
    const taken = await capture({ ref, amount: uah(10_000n), idempotencyKey: 'k', setup: channel, http })
    expect(taken).toMatchObject({ kind: 'done', value: { status: 'confirmed', transferred: uah(10_000n) } })
    expect((await capture({ ref, amount: uah(15_060n), idempotencyKey: 'k', setup: channel, http })).kind).not.toBe('unknown')
  })
  test('or let go, and then nothing was paid', async () => {
    const { channel, ref } = await held()
    expect(valueOf(await release(ref, channel, http)).status).toBe('refused')
    expect(valueOf(await release(ref, channel, http)).status).toBe('refused')
  })
})

describe('the statement', () => {
  test('has what was paid in the span and nothing of the day before', async () => {
    const { channel, begin: starting } = shop('live')
    const from = provider().now()
    const one = await starting({ amount: uah(15_050n) })
    await provider().play(one.started, 'pay')
    const two = await starting({ amount: uah(10_000n) })
    await provider().play(two.started, 'refund')
    await provider().play((await starting()).started, 'refuse')
    const to = new Date(provider().now().getTime() + 1000)
    expect(valueOf(await statement({ from, to }, channel, http)).toSorted((a, b) => Number(b.taken.minor - a.taken.minor))).toMatchObject([
      { providerRef: one.ref, reference: one.order.reference, taken: uah(15_050n), returned: uah(0n), fee: uah(226n) },
      { providerRef: two.ref, taken: uah(10_000n), returned: uah(10_000n) },
    ])
    expect(valueOf(await statement({ from: new Date(from.getTime() - 86_400_000), to: from }, channel, http))).toEqual([])
  })
  test('with more payments than an answer may hold is asked for in halves, and has each of them once', async () => {
    const { channel, begin: starting } = shop('live')
    const from = new Date(provider().now().getTime() - 86_400_000)
    const paid: string[] = []
    for (let n = 0; n < 3; n++) {
      const { started, ref } = await starting()
      await provider().play(started, 'pay')
      paid.push(ref)
      await provider().advance(3_600_000)
    }
    // An answer with two payments counts as longer than 1 MiB.
    const short: Http = async (request) => {
      const answer = await http(request)
      const isLong = answer.kind === 'answer' && answer.body.split('"payment_id"').length > 2
      return isLong ? { kind: 'unknown', cause: 'too long', isTooLong: true } : answer
    }
    const whole = { from, to: new Date(provider().now().getTime() + 1000) }
    expect(valueOf(await statement(whole, channel, short)).map(({ providerRef }) => providerRef)).toEqual(paid)
    expect(await statement(whole, channel, async () => ({ kind: 'unknown', cause: 'too long', isTooLong: true }))).toMatchObject({ kind: 'unknown' })
  })
})
