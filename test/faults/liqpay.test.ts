import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registered } from '../../src/connectors/registered.ts'
import { liqpay } from '../../src/connectors/liqpay/connector.ts'
import { liqPaySimulator } from '../../src/connectors/liqpay/simulator.ts'
import type { LiqPaySimulator } from '../../src/connectors/liqpay/simulator.ts'
import type { Mode } from '../../src/kernel/ids.ts'
import { paypage } from '../../src/platform/i18n/en/paypage.ts'
import { booksOf, money } from '../support/builders.ts'
import type { Books } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { atOnce } from '../support/fault-barrier.ts'
import type { Ask } from '../support/fault-barrier.ts'
import { openFront } from '../support/fault-front.ts'
import type { Front } from '../support/fault-front.ts'
import { effects, quiet } from '../support/fault-oracle.ts'
import { newMasterKey, openShop, payableInvoice } from '../support/fault-shop.ts'
import type { PayableInvoice, Shop } from '../support/fault-shop.ts'
import { methodIn, redirectIn } from '../support/pay-form.ts'
import { startServer, useServers } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'

// The catalogue of failures for a provider that signs what it says: a server, a database, and LiqPay played by its simulator,
// whose callbacks really come.

const masterKey = newMasterKey()
const database = openTestDatabase()
useServers()
let provider: LiqPaySimulator
let front: Front
let server: ServerProcess

beforeAll(async () => {
  provider = await liqPaySimulator.start({ port: 0 })
  front = await openFront()
  server = await startServer({ databaseUrl: database.url, masterKey, publicUrl: front.url, endpoints: { liqpay: provider.endpoints } })
  front.leadTo(server.port)
})
afterAll(async () => {
  await front.close()
  await server.stop()
  await provider.stop()
})

const someShop = (mode: Mode = 'live'): Promise<Shop> => openShop(database, {
  masterKey, mode, connector: registered(liqpay),
  simulator: { endpoints: provider.endpoints, enrol: provider.enrol, newCredentials: () => ({ ...provider.newCredentials(mode) }) },
})

type Payer = { readonly shop: Shop; readonly invoice: PayableInvoice; readonly redirect: string }

/** A payer whom the page has sent to LiqPay. */
async function payerOf(shop: Shop): Promise<Payer> {
  const invoice = await payableInvoice(database, shop, money('322.15', 'UAH'))
  const method = methodIn(await (await fetch(`${server.url}/pay/${invoice.token}`)).text(), 'privat24') ?? ''
  const answer = await fetch(`${server.url}/pay/${invoice.token}/attempts`, { method: 'POST', body: new URLSearchParams({ method, amount: '322.15' }) })
  const redirect = redirectIn(await answer.text())
  if (redirect === null) throw new Error('the page does not lead on')
  return { shop, invoice, redirect }
}

const play = async ({ redirect, shop }: Payer, deed: Parameters<LiqPaySimulator['play']>[1]) => {
  const played = await provider.play({ redirect, providerRef: null }, deed)
  await quiet(database, shop.merchantId)
  return played
}
const books = ({ shop: { merchantId }, invoice }: Payer): Promise<Books> => booksOf(database.pool, merchantId, invoice.id)
const pathOf = ({ callbackToken }: Shop): string => `/cb/${callbackToken}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' } as const
const post = async (path: string, body: string): Promise<number> => (await fetch(server.url + path, { method: 'POST', headers: FORM, body })).status

test.each(['live', 'test'] as const)('a %s invoice in hryvnias is paid, booked once and told once, however often LiqPay says so', async (mode) => {
  const payer = await payerOf(await someShop(mode))
  const { sent } = await play(payer, 'pay')
  expect(sent.map(({ answer }) => answer?.status)).toEqual([200])
  for (const one of sent) await provider.repeat(one)
  await quiet(database, payer.shop.merchantId)
  expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid', paid: 32_215n }, attempts: ['succeeded'], payments: [{ amount: 32_215n }], entries: 2 })
})

test('a payer who came back without paying goes on to the same page of LiqPay, in whatever language they read ours', async () => {
  const payer = await payerOf(await someShop())
  const { token } = payer.invoice
  for (const language of ['uk', 'ka']) {
    const answer = await fetch(`${server.url}/pay/${token}/resume?lang=${language}`, { method: 'POST', headers: FORM, body: '' })
    expect(redirectIn(await answer.text())).toBe(payer.redirect)
  }
})

test.each(['forge_signature', 'strip_signature', 'hex_signature', 'other_hash', 'foreign_merchant'] as const)('C01 %s: refused, and nothing is paid', async (deed) => {
  const payer = await payerOf(await someShop())
  const { sent } = await play(payer, deed)
  expect(sent.length).toBeGreaterThan(0)
  expect(sent.filter(({ answer }) => answer?.status === 200)).toEqual([])
  expect(await books(payer)).toMatchObject({ invoice: { payment: 'unpaid' }, attempts: ['pending'], payments: [] })
})

test.each([
  { id: 'C03', what: 'another amount', deed: 'pay_less' }, { id: 'C04', what: 'the same digits in another currency', deed: 'pay_other_currency' },
  { id: 'C08', what: 'a payment of the sandbox for real money', deed: 'pay_wrong_mode' },
] as const)('$id $what: it waits for a person, and the invoice is not paid', async ({ deed }) => {
  const payer = await payerOf(await someShop())
  await play(payer, deed)
  expect(await books(payer)).toMatchObject({ invoice: { payment: 'unpaid', paid: 0n }, attempts: ['conflicted'], payments: [] })
})

test('C05, C07 the genuine message of one merchant at the address of another, and under another signature: zero effect', async () => {
  const [mine, theirs] = [await payerOf(await someShop()), await payerOf(await someShop())]
  const { sent: [paid] } = await play(theirs, 'pay')
  const { sent: [other] } = await play(await payerOf(theirs.shop), 'refuse')
  const before = await effects(database)
  expect(await post(pathOf(mine.shop), paid?.body ?? '')).not.toBe(200)
  const [data, signature] = [new URLSearchParams(paid?.body).get('data') ?? '', new URLSearchParams(other?.body).get('signature') ?? '']
  expect(await post(pathOf(theirs.shop), String(new URLSearchParams({ data, signature })))).not.toBe(200)
  expect(await effects(database)).toEqual(before)
})

test('C06 fields of LiqPay put into the form are not passed on', async () => {
  const shop = await someShop()
  for (const name of ['amount_credit', 'currency', 'order_id', 'sandbox', 'rro_info', 'split_rules', 'server_url', 'public_key']) {
    const invoice = await payableInvoice(database, shop, money('322.15', 'UAH'))
    const method = methodIn(await (await fetch(`${server.url}/pay/${invoice.token}`)).text(), 'card') ?? ''
    const form = new URLSearchParams({ method, amount: '322.15', [name]: '0.01' })
    expect(redirectIn(await (await fetch(`${server.url}/pay/${invoice.token}/attempts`, { method: 'POST', body: form })).text()), name).not.toBeNull()
    expect(provider.payments().at(-1), name).toMatchObject({ minor: 32_215n, currency: 'UAH', isSandbox: false })
  }
})

test('C09 messages of forty days ago again, after the money went back and after the invoice was cancelled: acknowledged, without effect', async () => {
  const refunded = await payerOf(await someShop())
  const { sent: [paid] } = await play(refunded, 'refund')
  const refused = await payerOf(await someShop())
  const { sent: [no] } = await play(refused, 'refuse')
  await database.pool.query("update invoice set document = 'cancelled', cancelled_at = now() where merchant_id = $1", [refused.shop.merchantId])
  await provider.advance(40 * 86_400_000)
  const before = await effects(database)
  expect(await post(pathOf(refunded.shop), paid?.body ?? '')).toBe(200)
  expect(await post(pathOf(refused.shop), no?.body ?? '')).toBe(200)
  for (const { shop } of [refunded, refused]) await quiet(database, shop.merchantId)
  expect(await effects(database)).toEqual(before)
})

test('C10 fifty identical messages at one instant: one effect, all acknowledged', async () => {
  const payer = await payerOf(await someShop())
  front.leadTo(0)
  const { sent: [lost] } = await play(payer, 'pay')
  front.leadTo(server.port)
  expect((await books(payer)).payments).toEqual([])
  const body = lost?.body ?? ''
  const heard = await atOnce(Array.from({ length: 50 }, () => ({ port: server.port, method: 'POST' as const, path: pathOf(payer.shop), body })))
  expect(heard.filter(({ status }) => status === 200)).toHaveLength(50)
  await quiet(database, payer.shop.merchantId)
  expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid', paid: 32_215n }, payments: [{ amount: 32_215n }], entries: 2 })
})

test('C12 the payer’s browser and the message in the same moment: one effect, told once', async () => {
  for (let round = 0; round < 5; round++) {
    const payer = await payerOf(await someShop())
    front.leadTo(0)
    const { sent: [lost] } = await play(payer, 'pay')
    front.leadTo(server.port)
    const back: Ask = { port: server.port, method: 'GET', path: `/pay/${payer.invoice.token}?back=accept` }
    const heard = await atOnce([back, { port: server.port, method: 'POST', path: pathOf(payer.shop), body: lost?.body ?? '' }, back])
    expect(heard.map(({ status }) => status)).toEqual([200, 200, 200])
    await quiet(database, payer.shop.merchantId)
    expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid', paid: 32_215n }, payments: [{ amount: 32_215n }], entries: 2 })
    const { rows } = await database.pool.query(
      `select count(*) as told from event where merchant_id = $1 and object_id = $2 and type = 'invoice.paid'`, [payer.shop.merchantId, payer.invoice.id])
    expect(rows).toEqual([{ told: 1n }])
  }
})

test('C13 a return that says "paid" by itself: the page checks, and nothing changes', async () => {
  const payer = await payerOf(await someShop())
  const said = new URLSearchParams({ data: Buffer.from(JSON.stringify({ status: 'success', amount: 322.15, currency: 'UAH' })).toString('base64'), signature: 'x' })
  const before = await books(payer)
  for (const query of ['status=success', 'back=accept&status=success', `back=accept&${String(said)}`]) {
    const page = await fetch(`${server.url}/pay/${payer.invoice.token}?${query}`)
    expect([page.status, (await page.text()).includes(paypage.paid.heading)], query).toEqual([200, false])
  }
  expect(await books(payer)).toEqual(before)
  // The real payment is another thing. It ends the questions that the page has begun, too.
  await play(payer, 'pay')
  expect((await books(payer)).invoice).toMatchObject({ payment: 'paid' })
})

describe('what anybody could send', () => {
  test('C14 a flood of unsigned messages about orders that nobody made: LiqPay is asked about none of them', async () => {
    const payer = await payerOf(await someShop())
    const before = await books(payer)
    const bodies = Array.from({ length: 200 }, (_, n) => String(new URLSearchParams({
      data: Buffer.from(JSON.stringify({ status: 'success', order_id: `kvit-${n}`, amount: 1, currency: 'UAH' })).toString('base64'),
      signature: Buffer.alloc(20, n).toString('base64'),
    })))
    const heard = await atOnce(bodies.map((body) => ({ port: server.port, method: 'POST' as const, path: pathOf(payer.shop), body })))
    expect(heard.filter(({ status }) => status === 200)).toEqual([])
    await quiet(database, payer.shop.merchantId)
    expect(await books(payer)).toEqual(before)
    const orders = provider.requests().flatMap(({ says }) => /kvit-[^"]*/.exec(says ?? '') ?? [])
    expect(orders).not.toEqual([])
    expect(orders.filter((order) => order.length < 10)).toEqual([])
  })

  test('C19 a message larger than 64 KiB is cut off, and the next honest one is heard', async () => {
    const payer = await payerOf(await someShop())
    const before = await effects(database)
    expect(await post(pathOf(payer.shop), `data=${'A'.repeat(70 * 1024)}&signature=x`)).toBe(413)
    expect(await effects(database)).toEqual(before)
    await play(payer, 'pay')
    expect((await books(payer)).invoice).toMatchObject({ payment: 'paid' })
  })
})

describe('C11 in whatever order the news come', () => {
  test('processing after success, and success again after the refund: the books are the same', async () => {
    const late = await payerOf(await someShop())
    await play(late, 'pay_reversed_order')
    expect(await books(late)).toMatchObject({ invoice: { payment: 'paid' }, attempts: ['succeeded'], entries: 2 })
    const refunded = await payerOf(await someShop())
    const { sent: [paid] } = await play(refunded, 'refund')
    const before = await effects(database)
    expect(await post(pathOf(refunded.shop), paid?.body ?? '')).toBe(200)
    await quiet(database, refunded.shop.merchantId)
    expect(await effects(database)).toEqual(before)
    expect((await books(refunded)).invoice).toMatchObject({ payment: 'refunded', paid: 32_215n, refunded: 32_215n })
  })
  test('refused first, paid after all: the money is the merchant’s', async () => {
    const payer = await payerOf(await someShop())
    await play(payer, 'pay_after_refusal')
    expect(await books(payer)).toMatchObject({ invoice: { payment: 'unpaid' }, attempts: ['failed'] })
    await provider.advance(3_600_000)
    await quiet(database, payer.shop.merchantId)
    expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid' }, attempts: ['succeeded'], entries: 2 })
  })
})

test.each([
  ['pay_unconfirmed', 'unknown'], ['wait_card', 'unknown'], ['hold_wait', 'authorised'], ['pay_checked', 'pending'], ['cash_wait', 'pending'], ['try_again', 'failed'],
  ['unlisted_status', 'pending'],
] as const)('%s is not paid: the attempt is %s', async (deed, state) => {
  const payer = await payerOf(await someShop())
  await play(payer, deed)
  expect(await books(payer)).toMatchObject({ invoice: { payment: 'unpaid', paid: 0n }, attempts: [state], payments: [] })
})

test('money that LiqPay holds until the shop is verified becomes paid when LiqPay says so', async () => {
  const payer = await payerOf(await someShop())
  await play(payer, 'pay_accepted_later')
  expect((await books(payer)).invoice.payment).toBe('unpaid')
  await provider.advance(3_600_000)
  await quiet(database, payer.shop.merchantId)
  expect(await books(payer)).toMatchObject({ invoice: { payment: 'paid', paid: 32_215n }, attempts: ['succeeded'] })
})
