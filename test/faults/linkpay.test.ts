import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registered } from '../../src/connectors/registered.ts'
import { linkpay } from '../../src/connectors/linkpay/connector.ts'
import { linkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import type { LinkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import type { Mode } from '../../src/kernel/ids.ts'
import { paypage } from '../../src/platform/i18n/en/paypage.ts'
import { booksOf, money } from '../support/builders.ts'
import type { Books } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { atOnce } from '../support/fault-barrier.ts'
import type { Ask } from '../support/fault-barrier.ts'
import { effects, quiet } from '../support/fault-oracle.ts'
import { newMasterKey, openShop, payableInvoice } from '../support/fault-shop.ts'
import type { PayableInvoice, Shop } from '../support/fault-shop.ts'
import { methodIn, redirectIn } from '../support/pay-form.ts'
import { startServer, useServers } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'

// The catalogue of failures for a provider whose callbacks prove nothing: two servers on one database, LinkPay played by its
// simulator. Its callbacks are lost, so that every one that comes is the test's own, as a stranger could send it.

const masterKey = newMasterKey()
const database = openTestDatabase()
useServers()
let everypay: LinkPaySimulator
let shop: Shop
let servers: [ServerProcess, ServerProcess]

beforeAll(async () => {
  everypay = await linkPaySimulator.start({ port: 0 })
  everypay.loseCallbacks(true)
  shop = await someShop()
  const begin = () => startServer({ databaseUrl: database.url, masterKey, endpoints: { linkpay: everypay.endpoints } })
  servers = [await begin(), await begin()] // one after the other: the first migrates
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await everypay.stop()
})

/** A merchant of LinkPay. `environment`: whose credentials stand in the channel. */
const someShop = (mode: Mode = 'test', environment: 'demo' | 'live' = mode === 'live' ? 'live' : 'demo'): Promise<Shop> => openShop(database, {
  masterKey, mode, connector: registered(linkpay),
  simulator: { endpoints: everypay.endpoints, enrol: everypay.enrol, newCredentials: () => ({ ...everypay.newCredentials(), environment }) },
})

type Visitor = { readonly shop: Shop; readonly invoice: PayableInvoice; readonly redirect: string; readonly ref: string; readonly order: string }

const visit = async ({ token }: PayableInvoice, query = ''): Promise<string> => (await fetch(`${servers[0].url}/pay/${token}${query}`)).text()

/** What comes of the button. The schedule does not ask about what it begins, so that only callbacks bring news. */
async function press(invoice: PayableInvoice, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const form = { method: methodIn(await visit(invoice), 'lhv_ob_ee') ?? '', amount: '25.00', ...more }
  const answer = await fetch(`${servers[0].url}/pay/${invoice.token}/attempts`, { method: 'POST', body: new URLSearchParams(form) })
  await database.pool.query('update attempt set poll_at = null where invoice_id = $1', [invoice.id])
  return answer.text()
}

/** A payer whom the page has sent to LinkPay. */
async function payerOf(at: Shop = shop): Promise<Visitor> {
  const invoice = await payableInvoice(database, at, money('25.00'))
  const redirect = redirectIn(await press(invoice))
  const payment = everypay.payments().at(-1)
  if (redirect === null || payment === undefined) throw new Error('the page does not lead on')
  return { shop: at, invoice, redirect, ref: payment.reference, order: payment.orderReference }
}

const play = ({ redirect }: Visitor, deed: Parameters<LinkPaySimulator['play']>[1]) => everypay.play({ redirect, providerRef: null }, deed)
const books = ({ shop: { merchantId }, invoice }: Visitor): Promise<Books> => booksOf(database.pool, merchantId, invoice.id)

/** A callback as LinkPay words it, or as whoever knows the address makes it up. */
const hintOf = ({ callbackToken }: Shop, says: Readonly<Record<string, string>>): string =>
  `/cb/${callbackToken}?${String(new URLSearchParams({ event_name: 'status_updated', ...says }))}`
const newsOf = ({ shop: at, ref, order }: Visitor, event = 'status_updated'): string =>
  hintOf(at, { payment_reference: ref, order_reference: order, event_name: event })

const call = async (path: string): Promise<number> => (await fetch(servers[0].url + path)).status

/** The news of each payer, and everything that follows from it. */
async function hear(...payers: readonly Visitor[]): Promise<void> {
  expect(await Promise.all(payers.map((payer) => call(newsOf(payer))))).toEqual(payers.map(() => 200))
  await Promise.all(payers.map((payer) => quiet(database, payer.shop.merchantId)))
}

test.each([
  { id: 'C03', what: 'a cent less', deed: 'pay_less' }, { id: 'C04', what: 'the same digits in dollars', deed: 'pay_other_account' },
] as const)('$id $what instead of what was asked: it waits for a person, and the invoice is not paid', async ({ deed }) => {
  const payer = await payerOf()
  await play(payer, deed)
  await hear(payer)
  expect(await books(payer)).toMatchObject({ invoice: { payment: 'unpaid', paid: 0n }, attempts: ['conflicted'], payments: [] })
})

test('C05 the payment of one invoice named in a callback for another, or on its page: nothing changes', async () => {
  const [paid, open] = [await payerOf(), await payerOf()]
  await play(paid, 'pay')
  await hear(paid)
  const before = await effects(database)
  const evidence = { payment_reference: paid.ref, order_reference: open.order }
  expect(await call(hintOf(shop, evidence))).toBe(200)
  await visit(open.invoice, `?back=accept&${String(new URLSearchParams(evidence))}`)
  await quiet(database, shop.merchantId)
  expect(await effects(database)).toEqual(before)
})

describe('C06 nothing that the payer sends decides what LinkPay is asked to take', () => {
  test('an altered amount starts nothing', async () => {
    const invoice = await payableInvoice(database, shop, money('25.00'))
    const before = everypay.payments().length
    for (const amount of ['0.01', '9999.00', '-25.00', '2500', '25,00', '25.001', '2.5e1', '']) expect(redirectIn(await press(invoice, { amount })), amount).toBeNull()
    expect(everypay.payments()).toHaveLength(before)
  })
  test('fields of LinkPay put into the form are not passed on', async () => {
    for (const name of ['transaction_amount', 'order_reference', 'customer_url', 'account_name', 'currency', 'invoice_number', 'description', 'api_username']) {
      const invoice = await payableInvoice(database, shop, money('25.00'))
      expect(redirectIn(await press(invoice, { [name]: '0.01' })), name).not.toBeNull()
      const made = everypay.payments().at(-1)
      expect([made?.initial, made?.currency, made?.accountName], name).toEqual([2500n, 'EUR', shop.credentials['accountName']])
      expect(`${made?.orderReference} ${made?.customerUrl}`, name).not.toContain('0.01')
    }
  })
})

test('C07 the payment of one merchant announced at the address of another: nobody is paid, whatever the pair', async () => {
  const shops = [await someShop(), await someShop(), await someShop()]
  const claims: string[] = []
  for (const [n, theirs] of shops.entries()) {
    const paid = await payerOf(theirs)
    await play(paid, 'pay')
    for (const mine of shops.filter((_, k) => k !== n)) {
      const open = await payerOf(mine)
      claims.push(...[open.order, paid.order].map((order) => hintOf(mine, { payment_reference: paid.ref, order_reference: order })))
    }
  }
  const before = await effects(database)
  expect(await Promise.all(claims.map(call))).toEqual(claims.map(() => 200))
  await Promise.all(shops.map(({ merchantId }) => quiet(database, merchantId)))
  expect(await effects(database)).toEqual(before)
})

describe('C08 demo money and real money never meet', () => {
  test.each([['live', 'demo'], ['test', 'live']] as const)('a %s invoice is not sent to LinkPay with %s credentials', async (mode, environment) => {
    const before = everypay.payments().length
    expect(redirectIn(await press(await payableInvoice(database, await someShop(mode, environment), money('25.00'))))).toBeNull()
    expect(everypay.payments()).toHaveLength(before)
  })
  test.each([['live', 'live'], ['test', 'demo']] as const)('a %s invoice is, with %s credentials, and is paid', async (mode, environment) => {
    const payer = await payerOf(await someShop(mode, environment))
    await play(payer, 'pay')
    await hear(payer)
    expect((await books(payer)).invoice.payment).toBe('paid')
  })
  test.each([['live', 'demo'], ['test', 'live']] as const)('what was begun for a %s invoice and is told of with %s credentials waits for a person', async (mode, environment) => {
    const payer = await payerOf(await someShop(mode))
    await play(payer, 'pay')
    await database.pool.query(
      `update channel set settings = settings || jsonb_build_object('environment', $2::text), settings_version = settings_version + 1 where merchant_id = $1`,
      [payer.shop.merchantId, environment])
    await hear(payer)
    expect(await books(payer)).toMatchObject({ invoice: { payment: 'unpaid' }, attempts: ['conflicted'], payments: [] })
  })
})

describe('callbacks that come together', () => {
  test('C10 fifty identical ones at one instant at two servers: one effect, all acknowledged, and LinkPay is hardly asked', async () => {
    const payer = await payerOf()
    await play(payer, 'pay')
    const ask = (n: number): Ask => ({ port: servers[n % 2 === 0 ? 0 : 1].port, method: 'GET', path: newsOf(payer) })
    const heard = await atOnce(Array.from({ length: 50 }, (_, n) => ask(n)))
    expect(heard.filter(({ status, body }) => status === 200 && body === 'OK')).toHaveLength(50)
    await quiet(database, shop.merchantId)
    expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid', paid: 2500n }, payments: [{ amount: 2500n, ref: payer.ref }], entries: 2 })
    expect(everypay.statusCalls().get(payer.ref)).toBeLessThanOrEqual(4)
  })

  test('C12 the payer\'s browser and the callback in the same moment: one effect, told once, and a page that is true', async () => {
    const faces = [paypage.inFlight.askedHeading, paypage.paid.heading]
    for (let round = 0; round < 8; round++) {
      const payer = await payerOf()
      await play(payer, 'pay')
      const back = `/pay/${payer.invoice.token}?back=accept&payment_reference=${payer.ref}&order_reference=${encodeURIComponent(payer.order)}`
      const heard = await atOnce(servers.flatMap(({ port }): Ask[] => [back, newsOf(payer), back].map((path) => ({ port, method: 'GET', path }))))
      expect(heard.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
      for (const page of [0, 2, 3, 5]) expect(faces.some((face) => heard[page]?.body.includes(face))).toBe(true)
      await quiet(database, shop.merchantId)
      expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 2500n }], entries: 2 })
      const { rows } = await database.pool.query(
        `select count(*) as told from event where merchant_id = $1 and object_id = $2 and type = 'invoice.paid'`, [shop.merchantId, payer.invoice.id])
      expect(rows).toEqual([{ told: 1n }])
    }
  })
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

describe('C11 in whatever order the news come', () => {
  test('refund before payment, dispute before both: the books are the same', async () => {
    const told: (readonly [Visitor, readonly string[]])[] = []
    for (const events of permutations(['status_updated', 'refunded', 'dispute_opened'])) told.push([await payerOf(await someShop()), events])
    await Promise.all(told.map(async ([payer, events]) => {
      await play(payer, 'refund_part')
      for (const event of events) await call(newsOf(payer, event))
      await quiet(database, payer.shop.merchantId)
      expect(await books(payer), events.join()).toEqual({
        invoice: { payment: 'paid', paid: 2500n, refunded: 1250n, late: false }, attempts: ['succeeded'],
        payments: [{ amount: 2500n, ref: payer.ref, source: 'attempt' }], refunds: [{ state: 'succeeded', because: 'told_by_provider', amount: 1250n }], entries: 3,
      })
    }))
  })

  test('a callback before the payment, while the bank works, after it, or any of these: it is paid once', async () => {
    const payers: Visitor[] = []
    for (let n = 0; n < 8; n++) payers.push(await payerOf(await someShop()))
    // Which of the three moments of its payment each payer's callback tells of, as the bits of its number; at the end one comes to all.
    const told = async (moment: number): Promise<void> => hear(...payers.filter((_, n) => (n >> moment & 1) === 1))
    await told(0)
    for (const payer of payers) await play(payer, 'pay_later')
    await told(1)
    await everypay.advance(30_000)
    await told(2)
    await hear(...payers)
    for (const payer of payers) expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid', paid: 2500n }, attempts: ['succeeded'], entries: 2 })
  })
})

describe('C14 callbacks that anybody could make up', () => {
  test('a thousand about payments that do not exist: what is kept is acknowledged, the rest shall come again, and each server asks LinkPay about one a second', async () => {
    const flooded = await someShop()
    const before = new Set(everypay.statusCalls().keys())
    const began = performance.now()
    const answers = new Set<number>()
    for (let n = 0; n < 1000; n += 50) {
      const made = Array.from({ length: 50 }, (_, k) => hintOf(flooded, { payment_reference: (n + k).toString(16).padStart(64, 'a') }))
      for (const status of await Promise.all(made.map(call))) answers.add(status)
    }
    const asked = [...everypay.statusCalls().keys()].filter((ref) => !before.has(ref)).length
    expect([...answers].toSorted()).toEqual([200, 503])
    expect(asked).toBeLessThanOrEqual(servers.length * (6 + (performance.now() - began) / 1000))
  })

  test('a hundred about one payment: it is asked about at most once a second, and booked', async () => {
    const payer = await payerOf()
    await play(payer, 'pay')
    const began = performance.now()
    for (let n = 0; n < 100; n += 20) await Promise.all(Array.from({ length: 20 }, (_, k) => call(newsOf(payer, `status_updated_${n + k}`))))
    await quiet(database, shop.merchantId)
    expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 2500n }], entries: 2 })
    expect(everypay.statusCalls().get(payer.ref)).toBeLessThanOrEqual(2 + (performance.now() - began) / 1000)
  })
})

test('C09 an old callback that comes again long after the refund: acknowledged, so that it stops, and without effect', async () => {
  const payer = await payerOf()
  await play(payer, 'refund')
  await hear(payer)
  expect((await books(payer)).invoice).toMatchObject({ payment: 'refunded', paid: 2500n, refunded: 2500n })
  await everypay.advance(40 * 86_400_000)
  const before = await effects(database)
  await hear(payer)
  expect(await effects(database)).toEqual(before)
})
