import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import type { LinkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import { journalFaults } from '../support/journal.ts'
import { newId, publicId } from '../../src/kernel/ids.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { newToken, tokenHash } from '../../src/platform/crypto/token.ts'
import { durableDatabase } from '../support/fault-database.ts'
import { until } from '../support/fault-oracle.ts'
import { openProviderLine } from '../support/fault-provider.ts'
import type { ProviderLine, ProviderMoment } from '../support/fault-provider.ts'
import { newMasterKey } from '../support/fault-shop.ts'
import { openWire } from '../support/fault-wire.ts'
import type { Moment, Wire } from '../support/fault-wire.ts'
import { openLinkPayShop } from '../support/linkpay-shop.ts'
import type { LinkPayShop, Paid, Tried } from '../support/linkpay-shop.ts'
import { startServer, useServers } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'

/**
 * The server is killed, as by a power cut, while money goes back and while reserved money is taken or let go. No callback
 * comes here: what became of it is found out by asking. What the provider really moved stands in its own journal.
 */
const masterKey = newMasterKey()
const durable = durableDatabase()
useServers()
let simulator: LinkPaySimulator
let wire: Wire
let line: ProviderLine
let taking: LinkPayShop
let reserving: LinkPayShop
let server: ServerProcess
const keys = new Map<LinkPayShop, string>()

beforeAll(async () => {
  simulator = await linkPaySimulator.start({ port: 0 })
  wire = await openWire(durable().url)
  line = await openProviderLine(simulator.endpoints['api'] ?? '')
  taking = await openLinkPayShop(durable().database, simulator, { masterKey, settings: { bank: 'lhv' } })
  reserving = await openLinkPayShop(durable().database, simulator, { masterKey, settings: { bank: 'seb', preAuth: 'yes' } })
  for (const shop of [taking, reserving]) keys.set(shop, await newKey(shop))
  await begin()
})
afterAll(async () => {
  await server.stop()
  await line.close()
  await wire.close()
  await simulator.stop()
})

async function begin(): Promise<void> {
  server = await startServer({ databaseUrl: wire.url, masterKey, endpoints: { linkpay: { api: line.url } }, more: { DATABASE_POOL: '40' } })
}
const kill = () => server.kill()
const rowsOf = async <R extends object>(text: string, values: unknown[]): Promise<R[]> => (await durable().database.pool.query<R>(text, values)).rows

/** A program of the merchant's asks for it over the API; null where the server died before it answered. */
async function post(shop: LinkPayShop, path: string, body: object, key = newToken()): Promise<number | null> {
  try {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST', headers: { authorization: `Bearer ${keys.get(shop) ?? ''}`, 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(body),
    })
    return answer.status
  } catch {
    return null
  }
}

/** An API key of the shop, which may give money back and decide about reserved money. */
async function newKey({ shop: { merchantId } }: LinkPayShop): Promise<string> {
  const [secret, userId, keyId] = [`kvit_test_${newToken()}`, newId('user'), newId('apiKey')]
  const { pool } = durable().database
  await pool.query("insert into app_user (user_id, email, name, language, created_at) values ($1, $2, 'Ona', 'en', now())", [userId, `${userId}@example.com`])
  await pool.query(`insert into api_key (merchant_id, api_key_id, name, mode, permissions, hint, created_by, created_at)
    values ($1, $2, 'Shop', 'test', '{payments.read,refunds.create,payments.settle}', $3, $4, now())`, [merchantId, keyId, secret.slice(-4), userId])
  await pool.query("insert into token values ($1, 'api_key', $2, $3)", [tokenHash(secret), merchantId, keyId])
  return secret
}

const giveBack = (paid: Paid, amount: string, key?: string) =>
  post(taking, `/v1/payments/${publicId('payment', paid.paymentId, 'test')}/refunds`, { amount: { amount, currency: 'EUR' } }, key)
const decide = (tried: Tried, as: 'capture' | 'release', body: object, key?: string) =>
  post(reserving, `/v1/attempts/${publicId('attempt', tried.attemptId, 'test')}/${as}`, body, key)

/** A card payment that is reserved and not taken. */
async function reserved(amount: string): Promise<Tried> {
  const tried = await reserving.attempt(amount, 'card')
  await reserving.hear(tried)
  return tried
}

/** What the provider itself says it moved, such as `refunded 400`. */
const moved = ({ ref }: Tried): string[] => simulator.journal().filter((one) => one.paymentReference === ref).map(({ kind, minor }) => `${kind} ${minor}`)
/** How often the server asked the provider to do something about this payment. */
const askedToAct = ({ ref }: Tried): number => line.asked().filter(({ method, body }) => method === 'POST' && body.includes(ref)).length

type RefundRow = { state: string; amount_minor: bigint }
const refundsOf = ({ merchantId, paymentId }: Paid) =>
  rowsOf<RefundRow>('select state, amount_minor from refund where merchant_id = $1 and payment_id = $2 order by refund_id', [merchantId, paymentId])
type AttemptRow = { state: string; decision: string | null; decision_state: string | null }
const attemptOf = async ({ merchantId, attemptId }: Tried): Promise<AttemptRow | undefined> =>
  (await rowsOf<AttemptRow>('select state, decision, decision_state from attempt where merchant_id = $1 and attempt_id = $2', [merchantId, attemptId]))[0]

/** The next question is due now, about every refund and every decision that has no answer. Resolves when all were asked. */
async function later(): Promise<void> {
  const { pool } = durable().database
  const at = new Date()
  await pool.query(`update refund set ask_at = $1 where ask_at is not null`, [at])
  await pool.query(`update attempt set poll_at = $1 where decision is not null and state = 'authorised'`, [at])
  await until('every question to be asked', async () => (await rowsOf<{ due: boolean }>(`select from refund where ask_at <= $1 or state = 'pending'
    union all select from attempt where state = 'authorised' and (poll_at <= $1 or decision_state = 'asked')`, [at])).length === 0)
  const calls = () => line.asked().length
  const heard = { before: -1 }
  await until('the answers to be booked', async () => {
    const quiet = heard.before === calls()
    heard.before = calls()
    return quiet
  }, { everyMs: 150 })
}

/** Kvit's books and the provider's own, in cents, for each of the two merchants; and what is wrong with the journal. */
async function books() {
  const { db } = durable().database
  return Promise.all([taking, reserving].map(async ({ shop: { merchantId, channelId, credentials } }) => {
    const [clearing] = await rowsOf<{ cents: string | null }>(
      'select sum(balance_minor)::text as cents from account_balance where merchant_id = $1 and account = $2', [merchantId, `clearing:${channelId}`],
    )
    const theirs = simulator.journal().filter(({ apiUsername }) => apiUsername === credentials['apiUsername'])
      .reduce((sum, { kind, minor }) => sum + (kind === 'paid' ? minor : -minor), 0n)
    return { difference: BigInt(clearing?.cents ?? 0) - theirs, faults: await journalFaults(db, merchantId) }
  }))
}

const AGREED = { difference: 0n, faults: [] }

/** What is asked for, as a program's request, and where it can be struck. `about`: the id that its statements hold. */
type Doing = { readonly about: string; readonly intent: string; ask(): Promise<number | null> }
  & ({ readonly kind: 'refund'; readonly on: Paid } | { readonly kind: 'capture' | 'release'; readonly on: Tried })

async function refunding(): Promise<Doing> {
  const [paid, key] = [await taking.paid('20.00'), newToken()]
  return { kind: 'refund', on: paid, about: paid.paymentId, intent: 'money-change', ask: () => giveBack(paid, '8.00', key) }
}

async function deciding(kind: 'capture' | 'release'): Promise<Doing> {
  const [on, key] = [await reserved('10.00'), newToken()]
  const body = kind === 'capture' ? { amount: { amount: '6.00', currency: 'EUR' } } : {}
  return { kind, on, about: on.attemptId, intent: 'decide-reservation', ask: () => decide(on, kind, body, key) }
}

type Hold = () => Promise<void>
type Case = {
  readonly name: string
  strike(doing: Doing, hold: Hold): Promise<void>
  /** What it must have come to. */
  readonly asked: 0 | 1
  readonly isDone: boolean
  readonly isWritten: boolean
}

const atIntent = (moment: Moment) => ({ intent, about }: Doing, hold: Hold) => wire.strike(intent, moment, hold, about)
const atProvider = (moment: ProviderMoment) => ({ on: { ref } }: Doing, hold: Hold) => line.strike(ref, moment, hold)
/** The database's wire is armed when the provider is asked, so that what strikes is the writing of its answer. */
const atAnswer = (moment: Moment) => ({ on: { ref }, about }: Doing, hold: Hold): Promise<void> => {
  const state: { struck: Promise<void> } = { struck: Promise.resolve() }
  return line.strike(ref, 'heard', async () => { state.struck = wire.strike('money-change', moment, hold, about) }).then(() => state.struck)
}

const NOT_COMMITTED = { name: 'the answer written and not committed', strike: atAnswer('uncommitted'), asked: 1, isDone: true, isWritten: true } as const satisfies Case
const CASES: readonly Case[] = [
  { name: 'the intent about to be written', strike: atIntent('before'), asked: 0, isDone: false, isWritten: false },
  { name: 'the intent written and not committed', strike: atIntent('uncommitted'), asked: 0, isDone: false, isWritten: false },
  { name: 'the intent committed, and the provider not asked yet', strike: atIntent('unanswered'), asked: 0, isDone: false, isWritten: true },
  { name: 'the question lost on its way', strike: atProvider('unsent'), asked: 1, isDone: false, isWritten: true },
  { name: 'the provider at work on it', strike: atProvider('executing'), asked: 1, isDone: true, isWritten: true },
  { name: 'done, and the answer on its way', strike: atProvider('unanswered'), asked: 1, isDone: true, isWritten: true },
  { name: 'the answer heard and not written', strike: atAnswer('before'), asked: 1, isDone: true, isWritten: true },
  { name: 'the answer committed, and nobody told', strike: atAnswer('unanswered'), asked: 1, isDone: true, isWritten: true },
]

type Struck = { readonly name: string; readonly doing: Doing; readonly expected: Case }

/** One kill that finds a refund, a capture and a release at each of these moments; then a new server, and what it asks. */
async function killedAt(cases: readonly Case[]): Promise<Struck[]> {
  const struck = (await Promise.all(cases.map(async (expected) => (await Promise.all([refunding(), deciding('capture'), deciding('release')]))
    .map((doing) => ({ name: `${doing.kind}, ${expected.name}`, doing, expected }))))).flat()
  const killed = Promise.withResolvers<void>()
  const arrived = new Set<string>()
  const strikes = struck.map(({ name, doing, expected }) => expected.strike(doing, () => {
    arrived.add(name)
    return killed.promise
  }))
  const answers = struck.map(({ doing }) => doing.ask())
  await until('all of them to be where they are struck', async () => arrived.size === struck.length)
  await kill()
  killed.resolve()
  await Promise.all(strikes)
  expect(await Promise.all(answers)).toEqual(answers.map(() => null))
  await begin()
  await later()
  return struck
}

type Outcome = { readonly name: string; readonly asked: number; readonly moved: readonly string[]; readonly ours: unknown }

async function outcomeOf({ name, doing }: Struck): Promise<Outcome> {
  const ours = doing.kind === 'refund'
    ? (await refundsOf(doing.on)).map(({ state, amount_minor }) => `${state} ${amount_minor}`)
    : await attemptOf(doing.on)
  return { name, asked: askedToAct(doing.on), moved: moved(doing.on), ours }
}

function expectedOf({ name, doing: { kind }, expected: { asked, isDone, isWritten } }: Struck): Outcome {
  if (kind === 'refund') {
    return { name, asked, moved: isDone ? ['paid 2000', 'refunded 800'] : ['paid 2000'], ours: isWritten ? [isDone ? 'succeeded 800' : 'unknown 800'] : [] }
  }
  const over = kind === 'capture' ? 'succeeded' : 'failed'
  // Written and not heard of is kept as the decision; once the provider has said that it is done, as what was asked.
  const ours = isDone ? { state: over } : { state: 'authorised', decision: isWritten ? kind : null, decision_state: isWritten ? 'unknown' : null }
  return { name, asked, moved: isDone && kind === 'capture' ? ['paid 600'] : [], ours }
}

const everything: Struck[] = []

test.each([
  ['at every moment but one', CASES],
  ['inside the transaction that books the answer', [NOT_COMMITTED]],
])('killed %s while money goes back and reserved money is decided about: done once or not at all, and the books say which', async (_name, cases) => {
  const struck = await killedAt(cases)
  expect(await Promise.all(struck.map(outcomeOf))).toMatchObject(struck.map(expectedOf))
  expect(await books()).toEqual([AGREED, AGREED])
  everything.push(...struck)
})

test('the program that got no answer sends its request again under the same key: nothing is done by that', async () => {
  expect(everything).toHaveLength(3 * 9)
  const answers = await Promise.all(everything.map(({ doing }) => doing.ask()))
  expect(answers).toEqual(answers.map(() => 409))
  expect(await Promise.all(everything.map(outcomeOf))).toMatchObject(everything.map(expectedOf))
})

test('what nobody knows of a refund blocks another until a person has looked, and then it is sent once', async () => {
  const [paid] = everything.flatMap(({ doing, expected }) => (doing.kind === 'refund' && expected.asked === 1 && !expected.isDone ? [doing.on] : []))
  if (paid === undefined) throw new Error('none was struck above')
  expect(await giveBack(paid, '8.00')).toBe(409)
  const [open] = await rowsOf<{ id: Id<'refund'> }>('select refund_id as id from refund where merchant_id = $1 and payment_id = $2', [paid.merchantId, paid.paymentId])
  if (open === undefined) throw new Error('no refund')
  expect(await post(taking, `/v1/refunds/${publicId('refund', open.id, 'test')}/failure`, { reason: 'Not in the portal' })).toBe(200)
  expect(await giveBack(paid, '8.00')).toBe(201)
  expect([moved(paid), askedToAct(paid)]).toEqual([['paid 2000', 'refunded 800'], 2])
  expect(await books()).toEqual([AGREED, AGREED])
})

test('what nobody knows of reserved money may be asked again, the same only, and is then done once', async () => {
  const unknown = everything.flatMap(({ doing, expected }) => (doing.kind !== 'refund' && expected.isWritten && !expected.isDone ? [doing] : []))
  expect(unknown).toHaveLength(4)
  for (const { kind, on } of unknown) {
    expect(await decide(on, kind === 'capture' ? 'release' : 'capture', {})).toBe(409)
    expect(await decide(on, kind, kind === 'capture' ? { amount: { amount: '6.00', currency: 'EUR' } } : {})).toBe(200)
    expect(await attemptOf(on)).toMatchObject({ state: kind === 'capture' ? 'succeeded' : 'failed' })
    expect(moved(on)).toEqual(kind === 'capture' ? ['paid 600'] : [])
  }
  expect(await books()).toEqual([AGREED, AGREED])
})

const KILLS = 2

test(`${KILLS} kills at any moment while many give back, take and let go: nothing is done twice, and the books agree with the provider`, async () => {
  const all: Doing[] = []
  for (let n = 0; n < KILLS; n++) {
    const round = await Promise.all(Array.from({ length: 4 }, () => [refunding(), deciding('capture'), deciding('release')]).flat())
    const before = line.asked().length
    const answers = round.map((one) => one.ask())
    await until('the provider to be asked', async () => line.asked().length >= before + 1 + n * 5, { everyMs: 1 })
    await kill()
    await Promise.all(answers)
    await begin()
    all.push(...round)
  }
  await later()
  const seen = await Promise.all(all.map(async (doing) => ({
    kind: doing.kind, asked: askedToAct(doing.on), theirs: simulator.payments().find(({ reference }) => reference === doing.on.ref)?.state,
    ours: doing.kind === 'refund' ? (await refundsOf(doing.on)).map(({ state }) => state).join() : (await attemptOf(doing.on))?.state,
  })))
  for (const one of seen) {
    expect(one.asked).toBeLessThan(2)
    expect(AGREEING[one.kind]).toContain(`${one.theirs}: ${one.ours}`)
  }
  expect(await books()).toEqual([AGREED, AGREED])
})

/** What the provider has and what Kvit may have then: no refund was `failed`, and none is `unknown` that was carried out. */
const AGREEING: Readonly<Record<Doing['kind'], readonly string[]>> = {
  refund: ['settled: ', 'settled: unknown', 'refunded: succeeded'],
  capture: ['authorised: authorised', 'settled: succeeded'],
  release: ['authorised: authorised', 'voided: failed'],
}
