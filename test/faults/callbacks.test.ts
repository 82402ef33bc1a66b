import { afterAll, beforeAll, expect, test } from 'vitest'
import { payseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import type { PayseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import type { Sent } from '../../src/connectors/simulator.ts'
import { paypage } from '../../src/platform/i18n/en/paypage.ts'
import { referenceOf } from '../../src/payments/start-attempt.ts'
import { booksOf, money } from '../support/builders.ts'
import type { Books } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { atOnce } from '../support/fault-barrier.ts'
import type { Ask } from '../support/fault-barrier.ts'
import { openFront } from '../support/fault-front.ts'
import type { Front } from '../support/fault-front.ts'
import { effects, isAcknowledged, NOTHING_WRONG, quiet, verdictOn } from '../support/fault-oracle.ts'
import { newMasterKey, openShop, payableInvoice, sentPayers } from '../support/fault-shop.ts'
import type { SentPayer, Shop } from '../support/fault-shop.ts'
import { startServer, useServers } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'

/** Two servers on one database, as behind a balancer, and Paysera played by its simulator. */
const masterKey = newMasterKey()
const database = openTestDatabase()
useServers()
let simulator: PayseraSimulator
let front: Front
let shop: Shop
let servers: [ServerProcess, ServerProcess]

beforeAll(async () => {
  simulator = await payseraSimulator.start({ port: 0 })
  front = await openFront()
  shop = await openShop(database, { masterKey, simulator })
  const begin = () => startServer({
    databaseUrl: database.url, masterKey, publicUrl: front.url, endpoints: { paysera: simulator.endpoints }, more: { LOG_LEVEL: 'debug' },
  })
  // One after the other: the first migrates.
  servers = [await begin(), await begin()]
  front.leadTo(servers[0].port)
  const first = await somePayer()
  await simulator.play(first.started, 'pay')
  await quiet(database, shop.merchantId)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await front.close()
  await simulator.stop()
})

async function somePayer(at: Shop = shop): Promise<SentPayer> {
  const [payer] = await sentPayers(database, at, { count: 1, publicUrl: front.url })
  if (payer === undefined) throw new Error('nobody came')
  return payer
}

const books = ({ invoiceId }: SentPayer, { merchantId } = shop): Promise<Books> => booksOf(database.pool, merchantId, invoiceId)

/** Genuine callbacks that were sent while nobody listened, so that nobody has acknowledged them. */
async function unheard(payer: SentPayer, deed: 'pay' | 'pay_twice' | 'refund' = 'pay'): Promise<readonly Sent[]> {
  front.leadTo(0)
  const { sent } = await simulator.play(payer.started, deed)
  front.leadTo(servers[0].port)
  return sent
}

const pathOf = ({ url }: Sent): string => url.slice(new URL(url).origin.length)
const askOf = (sent: Sent, server: ServerProcess): Ask => ({ port: server.port, method: 'GET', path: pathOf(sent) })

test('C10 fifty identical callbacks at one instant at two servers: one effect, and all are acknowledged', async () => {
  const payer = await somePayer()
  const [sent] = await unheard(payer)
  if (sent === undefined) throw new Error('nothing was sent')
  const heard = await atOnce(Array.from({ length: 50 }, (_, n) => askOf(sent, servers[n % 2 === 0 ? 0 : 1])))
  expect(heard.filter(({ status, body }) => status === 200 && body === 'OK')).toHaveLength(50)
  await quiet(database, shop.merchantId)
  expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid', paid: 2500n }, payments: [{ amount: 2500n }], entries: 1 })
  const { rows } = await database.pool.query(
    `select (select max(times) from inbound_message where merchant_id = $1 and attempt_id = $2) as times,
       (select count(*) from event where merchant_id = $1 and object_id = $3 and type = 'invoice.paid') as told`,
    [shop.merchantId, payer.attemptId, payer.invoiceId])
  expect(rows).toEqual([{ times: 50, told: 1n }])
  expect(await verdictOn(database, shop.merchantId, simulator)).toEqual(NOTHING_WRONG)
})

test('C10 different callbacks about one invoice at one instant: each counts once', async () => {
  for (let round = 0; round < 10; round++) {
    const payer = await somePayer()
    const sent = await unheard(payer, 'pay_twice')
    await atOnce([...sent, ...sent].map((one, n) => askOf(one, servers[n % 2 === 0 ? 0 : 1])))
    await quiet(database, shop.merchantId)
    expect(await books(payer)).toMatchObject({
      invoice: { payment: 'overpaid', paid: 5000n }, payments: [{ amount: 2500n }, { amount: 2500n }], refunds: [{ because: 'overpaid', amount: 2500n }], entries: 2,
    })
  }
})

test('C05 the evidence of one invoice shown for another, in every place that reads any: refused, and nothing changes', async () => {
  const [paid, open] = [await somePayer(), await somePayer()]
  const [evidence] = (await simulator.play(paid.started, 'pay')).sent
  if (evidence === undefined) throw new Error('nothing was sent')
  await quiet(database, shop.merchantId)
  const [stranger, invoice] = [await openShop(database, { masterKey, simulator }), await payableInvoice(database, shop, money('25.00'))]
  const before = await effects(database)
  const packet = evidence.url.split('?')[1] ?? ''
  const forBoth = packet.replace(/data=[^&]+/, (data) => `${data}&orderid=${referenceOf(open.attemptId)}`)
  const answers = []
  for (const path of [
    `/cb/${shop.callbackToken}?${packet}`, `/cb/${stranger.callbackToken}?${packet}`, `/cb/${shop.callbackToken}?${forBoth}`,
    `/cb/${shop.callbackToken}?${packet}&orderid=${referenceOf(open.attemptId)}`,
  ]) answers.push((await fetch(front.url + path)).status)
  await fetch(`${front.url}/pay/${invoice.token}?back=accept&${packet}`)
  await quiet(database, shop.merchantId)
  // What stands beside the signed packet is not read; the packet itself speaks of the invoice that is paid.
  expect(answers).toEqual([200, 400, 200, 200])
  expect(await effects(database)).toEqual(before)
})

test('C07 a genuine signature of one merchant about an order of another: nobody is paid, whatever the pair', async () => {
  const shops = [shop, await openShop(database, { masterKey, simulator }), await openShop(database, { masterKey, simulator })]
  for (const [n, signer] of shops.entries()) {
    for (const owner of shops.filter((_, k) => k !== n)) {
      const payer = await somePayer(owner)
      const started = await signer.open.start({
        reference: referenceOf(payer.attemptId), mode: 'live', amount: payer.asked, method: null, invoiceNumber: 'x', storeName: 'x', language: 'en',
        payer: { email: null, name: null, country: null },
        urls: { accept: front.url, cancel: front.url, callback: `${front.url}/cb/${signer.callbackToken}` }, lines: [], payableUntil: null, deliverBy: null,
      }, async () => ({ kind: 'unknown', cause: 'nothing is asked to start' }))
      if (started.kind !== 'done') throw new Error('not started')
      const before = await effects(database)
      const { sent } = await simulator.play(started.value, 'pay')
      const crossed = await Promise.all(sent.map(({ url }) => fetch(url.replace(signer.callbackToken, owner.callbackToken))))
      await quiet(database, signer.merchantId)
      // Its own address acknowledges what is truly its provider's word; it is kept and belongs to no attempt.
      expect([sent.map(isAcknowledged), crossed.map(({ status }) => status)]).toEqual([[true], [400]])
      expect(await effects(database)).toEqual(before)
      expect((await books(payer, owner)).invoice).toMatchObject({ payment: 'unpaid', paid: 0n })
    }
  }
})

test('C09 an old confirmation that comes again after a refund: acknowledged, so that it stops, and without effect', async () => {
  const payer = await somePayer()
  const { sent } = await simulator.play(payer.started, 'refund')
  await quiet(database, shop.merchantId)
  expect((await books(payer)).invoice).toMatchObject({ payment: 'refunded', paid: 2500n, refunded: 2500n })
  await simulator.advance(40 * 86_400_000)
  const before = await effects(database)
  for (const one of sent) expect(isAcknowledged(await simulator.repeat(one))).toBe(true)
  await quiet(database, shop.merchantId)
  expect(await effects(database)).toEqual(before)
})

const faceOf = (page: string): string => (/<title>([^<]*)<\/title>/.exec(page)?.[1] ?? '').replace(/(:| –) Pavyzdys$/, '')
/** What the page calls its faces; the first is the one that says it is checking. */
const [IN_FLIGHT, UNFINISHED, PAID] = [paypage.inFlight.askedHeading, paypage.inFlight.unfinishedHeading, paypage.paid.heading]

test('C15 only the weakest signature, after the strongest was seen: refused, and nothing changes', async () => {
  const payer = await somePayer()
  const before = await effects(database)
  const { sent } = await simulator.play(payer.started, 'weak_signature')
  await quiet(database, shop.merchantId)
  expect(sent.map(({ answer }) => [answer?.status, answer?.body])).toEqual([[400, 'rejected']])
  expect(await effects(database)).toEqual(before)
})

test('C12 the payer\'s browser and the callback in the same moment: one effect, told once, and a page that is true', async () => {
  for (let round = 0; round < 15; round++) {
    const invoice = await payableInvoice(database, shop, money('25.00'))
    const payer = await attemptOn(invoice.id)
    const [sent] = await unheard(payer)
    if (sent === undefined) throw new Error('nothing was sent')
    const back = `/pay/${invoice.token}?back=accept&${sent.url.split('?')[1] ?? ''}`
    const heard = await atOnce(servers.flatMap((server): Ask[] => [
      { port: server.port, method: 'GET', path: back }, askOf(sent, server), { port: server.port, method: 'GET', path: back },
    ]))
    expect(heard.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    for (const page of [0, 2, 3, 5]) expect([IN_FLIGHT, PAID]).toContain(faceOf(heard[page]?.body ?? ''))
    await quiet(database, shop.merchantId)
    expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 2500n }], entries: 2 })
    const { rows } = await database.pool.query(
      `select count(*) as told from event where merchant_id = $1 and object_id = $2 and type = 'invoice.paid'`, [shop.merchantId, payer.invoiceId])
    expect(rows).toEqual([{ told: 1n }])
  }
})

/** A payer on an invoice that was issued with its link, sent to the provider. */
async function attemptOn(invoiceId: SentPayer['invoiceId']): Promise<SentPayer> {
  const other = await somePayer()
  await database.pool.query('update attempt set invoice_id = $3 where merchant_id = $1 and attempt_id = $2', [shop.merchantId, other.attemptId, invoiceId])
  await database.pool.query(
    `update invoice set live_attempt_id = $3, lease_until = now() + interval '30 minutes', version = version + 1 where merchant_id = $1 and invoice_id = $2`,
    [shop.merchantId, invoiceId, other.attemptId])
  return { ...other, invoiceId }
}

test('C13 a forged return: the page says that it is checking, and nothing changes', async () => {
  const invoice = await payableInvoice(database, shop, money('25.00'))
  await attemptOn(invoice.id)
  const untouched = await payableInvoice(database, shop, money('25.00'))
  const before = await effects(database)
  const forged = Buffer.from('projectid=1&orderid=x&status=1&amount=2500&currency=EUR').toString('base64')
  for (const query of ['status=success', 'status=1&paid=true', `back=accept&status=success`, `back=accept&data=${forged}&ss1=${'0'.repeat(32)}&ss2=x&ss3=x`]) {
    const page = await (await fetch(`${front.url}/pay/${invoice.token}?${query}`)).text()
    expect([IN_FLIGHT, UNFINISHED], query).toContain(faceOf(page))
    if (query.includes('back=accept')) expect(faceOf(page)).toBe(IN_FLIGHT)
    expect(faceOf(await (await fetch(`${front.url}/pay/${untouched.token}?${query}`)).text()), query).toMatch(/^Pay .*25.00/)
  }
  expect(await effects(database)).toEqual(before)
})

test('P11, I05 no token, key or password is in any line that a server wrote', async () => {
  const invoice = await payableInvoice(database, shop, money('25.00'))
  await fetch(`${front.url}/pay/${invoice.token}`)
  await fetch(`${front.url}/pay/${invoice.token}/nowhere`)
  await fetch(`${front.url}/cb/${shop.callbackToken}?broken=%`, { method: 'POST', body: 'x' })
  for (const server of servers) {
    expect(server.said()).toContain('"path":"/pay/:token"')
    for (const canary of [invoice.token, shop.callbackToken, shop.credentials['password'] ?? '', masterKey]) expect(server.said()).not.toContain(canary)
  }
})
