import { createConnection } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Deed, Sent } from '../../src/connectors/simulator.ts'
import { payseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import type { PayseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import { durableDatabase } from '../support/fault-database.ts'
import { openFront } from '../support/fault-front.ts'
import type { Front } from '../support/fault-front.ts'
import { isAcknowledged, NOTHING_WRONG, quiet, until, verdictOn } from '../support/fault-oracle.ts'
import { newMasterKey, openShop, sentPayers } from '../support/fault-shop.ts'
import type { SentPayer, Shop } from '../support/fault-shop.ts'
import { openWire } from '../support/fault-wire.ts'
import type { Moment, Wire } from '../support/fault-wire.ts'
import { useServers, startServer } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'

/**
 * The server is killed, as by a power cut, at every step of a callback's way (S1 to S10 of the fault matrix). The
 * production build has no hooks for this: the wire to its database and the wire to the provider strike from outside.
 */
const masterKey = newMasterKey()
const durable = durableDatabase()
useServers()
let simulator: PayseraSimulator
let wire: Wire
let front: Front
let shop: Shop
let server: ServerProcess

beforeAll(async () => {
  simulator = await payseraSimulator.start({ port: 0 })
  wire = await openWire(durable().url)
  front = await openFront()
  shop = await openShop(durable().database, { masterKey, simulator })
  await begin()
})
afterAll(async () => {
  await server.stop()
  await front.close()
  await wire.close()
  await simulator.stop()
})

async function begin(): Promise<void> {
  server = await startServer({ databaseUrl: wire.url, masterKey, publicUrl: front.url, endpoints: { paysera: simulator.endpoints } })
  front.leadTo(server.port)
}
const kill = () => server.kill()

async function somePayer(): Promise<SentPayer> {
  const [payer] = await sentPayers(durable().database, shop, { count: 1, publicUrl: front.url })
  if (payer === undefined) throw new Error('nobody came')
  return payer
}

/** As the provider does it, only sooner: again and again until it is acknowledged. Answers how many times it was sent. */
async function retried(sent: Sent): Promise<number> {
  const state = { last: sent, times: 1 }
  await until('an acknowledgement', async () => {
    if (isAcknowledged(state.last)) return true
    state.last = await simulator.repeat(state.last)
    state.times += 1
    return isAcknowledged(state.last)
  }, { everyMs: 50 })
  return state.times
}

/** How many messages stand in the inbox about this payer, read past the wire. */
async function keptAbout({ attemptId }: SentPayer, sent: readonly Sent[]): Promise<number> {
  const queries = sent.map(({ url }) => url.split('?')[1] ?? '')
  const { rows } = await durable().database.pool.query(
    'select from inbound_raw where merchant_id = $1 and query = any ($2) and $3::uuid is not null', [shop.merchantId, queries, attemptId])
  return rows.length
}

async function booksOf({ invoiceId }: SentPayer): Promise<unknown[]> {
  const { rows } = await durable().database.pool.query(
    `select i.payment, i.paid_minor, (select count(*) from allocation a where a.merchant_id = i.merchant_id and a.invoice_id = i.invoice_id) as payments,
       (select string_agg(a.state, ' ') from attempt a where a.merchant_id = i.merchant_id and a.invoice_id = i.invoice_id) as attempts
     from invoice i where i.merchant_id = $1 and i.invoice_id = $2`, [shop.merchantId, invoiceId])
  return rows
}

const PAID = [{ payment: 'paid', paid_minor: 2500n, payments: 1n, attempts: 'succeeded' }]

/** The server is started again, the provider repeats what was not acknowledged, and the books are looked at from outside. */
async function recovered(payer: SentPayer, sent: readonly Sent[]): Promise<void> {
  await begin()
  for (const one of sent) await retried(one)
  await quiet(durable().database, shop.merchantId)
  expect(await booksOf(payer)).toEqual(PAID)
  expect(await verdictOn(durable().database, shop.merchantId, simulator)).toEqual(NOTHING_WRONG)
}

test('a database that really writes to the disk is what all this is tried on', async () => {
  const { rows } = await durable().database.pool.query(`select string_agg(name || ' ' || setting, ', ' order by name) as set from pg_settings
    where name in ('fsync', 'synchronous_commit', 'full_page_writes')`)
  expect(rows).toEqual([{ set: 'fsync on, full_page_writes on, synchronous_commit on' }])
})

test('the first callback is booked, so that what follows meets a server that has keys and a pinned proof', async () => {
  const payer = await somePayer()
  const { sent } = await simulator.play(payer.started, 'pay')
  expect(sent.map(isAcknowledged)).toEqual([true])
  await quiet(durable().database, shop.merchantId)
  expect(await booksOf(payer)).toEqual(PAID)
})

describe('killed while a callback is received', () => {
  test('S1 with half of the message read: nothing was acknowledged, and the repeated one counts', async () => {
    const payer = await somePayer()
    const socket = createConnection(server.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => {})
    socket.write(`POST /cb/${shop.callbackToken} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 900\r\n\r\ndata=`)
    const heard: Buffer[] = []
    socket.on('data', (bytes: Buffer) => heard.push(bytes))
    await server.kill()
    expect(Buffer.concat(heard).toString()).toBe('')
    const { sent } = await simulator.play(payer.started, 'pay')
    expect(sent.map(isAcknowledged)).toEqual([false])
    await recovered(payer, sent)
  })

  test('S2 verified, with no connection to the database yet: nothing was acknowledged', async () => {
    const payer = await somePayer()
    wire.cut()
    const struck = wire.strikeConnection(kill)
    const { sent } = await simulator.play(payer.started, 'pay')
    await struck
    expect([sent.map(isAcknowledged), await keptAbout(payer, sent)]).toEqual([[false], 0])
    await recovered(payer, sent)
  })

  test.each([
    ['S3 before the message reaches the database', 'before', 0],
    ['S4 executed, before COMMIT', 'uncommitted', 0],
    ['S5 committed, with the database\'s answer lost', 'unanswered', 1],
  ] satisfies [string, Moment, number][])('%s: nothing was acknowledged, and it counts once', async (_name, moment, kept) => {
    const payer = await somePayer()
    const struck = wire.strike('keep-callback', moment, kill)
    const { sent } = await simulator.play(payer.started, 'pay')
    await struck
    expect([sent.map(isAcknowledged), await keptAbout(payer, sent)]).toEqual([[false], kept])
    await recovered(payer, sent)
  })

  test('S5 committed, with the answer lost but the server alive: it does not acknowledge what it does not know', async () => {
    const payer = await somePayer()
    const struck = wire.strike('keep-callback', 'unanswered', async () => wire.cut())
    const { sent } = await simulator.play(payer.started, 'pay')
    await struck
    expect([sent.map(({ answer }) => answer?.status), await keptAbout(payer, sent)]).toEqual([[503], 1])
    // The pool may still have a connection or two of which it has not heard that they are gone.
    for (const one of sent) expect(await retried(one)).toBeGreaterThanOrEqual(2)
    await quiet(durable().database, shop.merchantId)
    expect(await booksOf(payer)).toEqual(PAID)
    expect(server.isRunning()).toBe(true)
  })

  test('S6 committed, with the answer to the provider not sent: the repeated one is absorbed', async () => {
    const payer = await somePayer()
    const struck = front.keepAnswerBack(kill)
    const { sent } = await simulator.play(payer.started, 'pay')
    await struck
    expect([sent.map(isAcknowledged), await keptAbout(payer, sent)]).toEqual([[false], 1])
    await recovered(payer, sent)
  })

  test('S7 acknowledged a moment ago: what was promised is kept', async () => {
    const payer = await somePayer()
    const { sent } = await simulator.play(payer.started, 'pay')
    await server.kill()
    expect([sent.map(isAcknowledged), await keptAbout(payer, sent)]).toEqual([[true], 1])
    await recovered(payer, sent)
  })
})

describe('killed while an acknowledged callback is applied', () => {
  test.each([
    ['S8 claimed, with nothing written', 'money-change', 'before', 'pay', ['unpaid']],
    ['S9 inside the transaction that books it', 'money-change', 'uncommitted', 'pay', ['unpaid']],
    ['S10 booked, with the database\'s answer lost', 'money-change', 'unanswered', 'pay', ['paid']],
    // The second message settles nothing, so it may be through before the first.
    ['S10 decided, with the message of a second callback not closed', 'note-outcome', 'before', 'pay_noted', ['unpaid', 'paid']],
  ] satisfies [string, string, Moment, Deed | 'pay_noted', string[]][])('%s: it is applied after the restart, once', async (_name, statement, moment, deed, before) => {
    const payer = await somePayer()
    const struck = wire.strike(statement, moment, kill)
    const { sent } = await simulator.play(payer.started, deed)
    await struck
    const { rows: [invoice] } = await durable().database.pool.query<{ payment: string }>(
      'select payment from invoice where merchant_id = $1 and invoice_id = $2', [shop.merchantId, payer.invoiceId])
    expect(before).toContain(invoice?.payment)
    await recovered(payer, sent)
  })
})

const KILLS = 100
const WRITERS = 10
/** T of INV-8. A server that is killed every second has no time for what the one before it left. */
const MOST_LIMBO_MS = 60_000

/** Payers who pay one after the other, each callback repeated until it is acknowledged, by `WRITERS` at once. */
function load() {
  const state = { isOver: false, acknowledged: 0, sent: 0 }
  const used: SentPayer[] = []
  const waiting: SentPayer[] = []
  const refill = { now: Promise.resolve() }
  async function next(): Promise<SentPayer> {
    for (let payer = waiting.pop(); ; payer = waiting.pop()) {
      if (payer !== undefined) return payer
      refill.now = refill.now.then(async () => {
        if (waiting.length === 0) waiting.push(...await sentPayers(durable().database, shop, { count: 500, publicUrl: front.url }))
      })
      await refill.now
    }
  }
  const writers = Array.from({ length: WRITERS }, async () => {
    while (!state.isOver) {
      const payer = await next()
      used.push(payer)
      const { sent } = await simulator.play(payer.started, 'pay')
      for (const one of sent) state.sent += await retried(one)
      state.acknowledged += 1
    }
  })
  return {
    acknowledged: () => state.acknowledged,
    repeated: () => state.sent - state.acknowledged,
    /** Resolves when `more` callbacks have been acknowledged from now on. */
    async until(more: number) {
      const enough = state.acknowledged + more
      await until('the load to go on', async () => state.acknowledged >= enough, { everyMs: 1 + more % 5, withinMs: 60_000 })
    },
    /** Ends the load when everything sent was acknowledged, and the queue is quiet. Answers how many of its invoices are not paid. */
    async end(): Promise<bigint | undefined> {
      state.isOver = true
      await Promise.all(writers)
      await quiet(durable().database, shop.merchantId, MOST_LIMBO_MS)
      const { rows: [unpaid] } = await durable().database.pool.query<{ count: bigint }>(
        `select count(*) as count from invoice where merchant_id = $1 and invoice_id = any ($2) and payment <> 'paid'`,
        [shop.merchantId, used.map(({ invoiceId }) => invoiceId)])
      return unpaid?.count
    },
  }
}

test(`${KILLS} kills while callbacks keep coming: no acknowledged one is lost, none counts twice, the journal sums to zero`, async () => {
  const begun = performance.now()
  const payers = load()
  for (let n = 0; n < KILLS; n++) {
    // At a moment that has nothing to do with what the server is doing: some work, then a few milliseconds more.
    await payers.until(5 + (n * 7) % 30)
    await server.kill()
    await begin()
  }
  const unpaid = await payers.end()
  const verdict = await verdictOn(durable().database, shop.merchantId, simulator)
  console.log(`${KILLS} kills in ${((performance.now() - begun) / 1000).toFixed(0)} s: ${payers.acknowledged()} callbacks acknowledged, ` +
    `${payers.repeated()} sent again; lost ${verdict.lost.length}, counted twice ${verdict.countedTwice.length}, ` +
    `journal faults ${verdict.journal.length}, acknowledged and not paid ${unpaid}`)
  expect(verdict).toEqual(NOTHING_WRONG)
  expect(unpaid).toBe(0n)
})

test('the database is killed under load: the server lives through it, says 503 meanwhile, and goes on within five seconds', async () => {
  const payers = load()
  await payers.until(50)
  const { pid } = server
  await durable().killServer()
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
  await durable().startAgain()
  const back = performance.now()
  await payers.until(20)
  const resumedAfterMs = performance.now() - back
  const unpaid = await payers.end()
  const verdict = await verdictOn(durable().database, shop.merchantId, simulator)
  console.log(`database killed: the next 20 callbacks were acknowledged ${resumedAfterMs.toFixed(0)} ms after it was back; ` +
    `${payers.acknowledged()} acknowledged, lost ${verdict.lost.length}, counted twice ${verdict.countedTwice.length}`)
  expect([server.pid, server.isRunning()]).toEqual([pid, true])
  expect(resumedAfterMs).toBeLessThan(5000)
  expect(verdict).toEqual(NOTHING_WRONG)
  expect(unpaid).toBe(0n)
})
