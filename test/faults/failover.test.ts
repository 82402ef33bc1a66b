import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { registered } from '../../src/connectors/registered.ts'
import { linkpay } from '../../src/connectors/linkpay/connector.ts'
import { linkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import type { LinkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import { payseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import type { PayseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import { booksOf, money } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { connectedShop, newMasterKey, openShop, payableInvoice } from '../support/fault-shop.ts'
import type { PayableInvoice, Shop } from '../support/fault-shop.ts'
import { startServer, useServers } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'

/** Two providers for one store, of which LinkPay fails in every way it can. */
const masterKey = newMasterKey()
const database = openTestDatabase()
useServers()
let paysera: PayseraSimulator
let everypay: LinkPaySimulator
let server: ServerProcess
let shop: Shop

beforeAll(async () => {
  paysera = await payseraSimulator.start({ port: 0 })
  everypay = await linkPaySimulator.start({ port: 0 })
  const first = await openShop(database, { masterKey, simulator: paysera, mode: 'test' })
  shop = await connectedShop(database, first, { simulator: everypay, connector: registered(linkpay) })
  // What a channel knows of its provider is fresh, so that only payers find out how it is.
  await database.pool.query('update channel set facts_at = now() where merchant_id = $1', [shop.merchantId])
  server = await startServer({
    databaseUrl: database.url, masterKey, publicUrl: 'http://127.0.0.1', endpoints: { paysera: paysera.endpoints, linkpay: everypay.endpoints },
  })
})
afterAll(async () => {
  await server.stop()
  await paysera.stop()
})
beforeEach(async () => {
  await database.pool.query('update channel set trouble_at = null where merchant_id = $1', [shop.merchantId])
  everypay.answerMachines('normal')
  everypay.enrol(shop.credentials)
})

const at = (path: string): string => `http://127.0.0.1:${server.port}${path}`
const invoiceOf = (): Promise<PayableInvoice> => payableInvoice(database, shop, money('25.00'))
const attemptsOf = async ({ id }: PayableInvoice) => (await booksOf(database.pool, shop.merchantId, id)).attempts
const look = async ({ token }: PayableInvoice): Promise<string> => (await fetch(at(`/pay/${token}`))).text()
const offered = (html: string): string[] => [...html.matchAll(/name="method" value="[^."]+\.([^"]+)"/g)].map(([, key = '']) => key)

/** Presses the button for this method on a page opened while all was well. */
async function press({ token }: PayableInvoice, key: string, page: string): Promise<{ status: number; html: string }> {
  const [, method = ''] = new RegExp(`name="method" value="([^"]+\\.${key})"`).exec(page) ?? []
  const answer = await fetch(at(`/pay/${token}/attempts`), { method: 'POST', body: new URLSearchParams({ method, amount: '25.00' }) })
  return { status: answer.status, html: await answer.text() }
}
const leadsOn = (html: string): boolean => html.includes('http-equiv="refresh" content="0;')

test('CH5: with both providers well the payer sees one list, and no bank twice', async () => {
  const keys = offered(await look(await invoiceOf()))
  expect(keys).toEqual(expect.arrayContaining(['hanza', 'vb2', 'card', 'lhv_ob_ee']))
  expect(keys.filter((key) => key === 'card')).toHaveLength(1)
})

test('CH5: credentials that are refused end the attempt; the page says so, leaves that provider out, and the other one takes the payment', async () => {
  const invoice = await invoiceOf()
  const page = await look(invoice)
  everypay.enrol({ ...shop.credentials, apiSecret: '0'.repeat(32) })
  const refused = await press(invoice, 'lhv_ob_ee', page)
  expect(refused).toMatchObject({ status: 422, html: expect.stringContaining('could not be started. Nothing has been charged') })
  expect(offered(refused.html)).toContain('hanza')
  expect(offered(refused.html)).not.toContain('lhv_ob_ee')
  expect(offered(await look(await invoiceOf())), 'another payer is not sent there either').not.toContain('lhv_ob_ee')
  expect(leadsOn((await press(invoice, 'hanza', page)).html)).toBe(true)
  expect(await attemptsOf(invoice)).toEqual(['failed', 'pending'])
})

test('CH5: an order that may have arrived keeps every other way closed, and the page says why', async () => {
  const invoice = await invoiceOf()
  const page = await look(invoice)
  everypay.answerMachines('error')
  const silent = await press(invoice, 'lhv_ob_ee', page)
  expect(silent.html).toMatch(/The payment has not begun.*Nothing has been charged.*another way of paying after/s)
  expect(leadsOn((await press(invoice, 'hanza', page)).html), 'a second attempt').toBe(false)
  expect(await attemptsOf(invoice)).toEqual(['unknown'])
  everypay.answerMachines('normal')
  const next = await invoiceOf()
  expect(offered(await look(next)), 'another payer').not.toContain('lhv_ob_ee')
  await database.pool.query(`update channel set trouble_at = now() - interval '11 minutes' where merchant_id = $1 and trouble_at is not null`, [shop.merchantId])
  expect(leadsOn((await press(next, 'lhv_ob_ee', page)).html), 'ten minutes later').toBe(true)
  const { rows } = await database.pool.query('select 1 from channel where merchant_id = $1 and trouble_at is not null', [shop.merchantId])
  expect(rows, 'one that takes orders again is well').toEqual([])
})

test('CH5: a payer who got no answer tries the same provider again at once: one payment, and two tabs are led to the same', async () => {
  const invoice = await invoiceOf()
  const page = await look(invoice)
  everypay.answerMachines('error')
  await press(invoice, 'lhv_ob_ee', page)
  const again = async () => (await fetch(at(`/pay/${invoice.token}/resume`), { method: 'POST', body: new URLSearchParams() })).text()
  expect(leadsOn(await again()), 'still silent').toBe(false)
  everypay.answerMachines('normal')
  const tabs = await Promise.all([again(), again()])
  // The slower one may find the payment of the other, and is led to it; never to one of its own.
  const pages = tabs.flatMap((html) => /content="0; ?url=([^"]+)"/.exec(html)?.[1] ?? [])
  expect(new Set(pages).size).toBe(1)
  expect(await attemptsOf(invoice)).toEqual(['pending'])
  const { rows } = await database.pool.query(
    'select e.type from event e join attempt a on a.merchant_id = e.merchant_id and a.attempt_id = e.object_id where a.invoice_id = $1 order by e.sequence', [invoice.id])
  expect(rows.map(({ type }) => type)).toEqual(['attempt.started', 'attempt.unknown', 'attempt.started'])
})

test('CH5: where nothing has left us the attempt is over at once, and the next one begins', async () => {
  const invoice = await invoiceOf()
  const page = await look(invoice)
  await everypay.stop()
  const unreached = await press(invoice, 'lhv_ob_ee', page)
  expect(unreached).toMatchObject({ status: 422, html: expect.stringContaining('could not be started. Nothing has been charged') })
  expect(offered(unreached.html)).not.toContain('lhv_ob_ee')
  expect(leadsOn((await press(invoice, 'hanza', page)).html)).toBe(true)
  expect(await attemptsOf(invoice)).toEqual(['failed', 'pending'])
})
