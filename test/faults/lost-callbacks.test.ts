import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildKvit } from '../../src/app.ts'
import type { Kvit } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { registered } from '../../src/connectors/registered.ts'
import { linkpay } from '../../src/connectors/linkpay/connector.ts'
import { linkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import type { LinkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import { newChannelCache } from '../../src/merchants/channels/open-channel.ts'
import { payChannels } from '../../src/paypage/pay-channels.ts'
import { pollAttempts } from '../../src/payments/poll-attempts.ts'
import { buildLogger } from '../../src/platform/http/log.ts'
import { openOutgoing } from '../../src/platform/http/outgoing.ts'
import type { Outgoing } from '../../src/platform/http/outgoing.ts'
import { money } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { newMasterKey, openShop, payableInvoice } from '../support/fault-shop.ts'
import type { Shop } from '../support/fault-shop.ts'
import { methodIn, redirectIn } from '../support/pay-form.ts'

// LinkPay over HTTP, the payer's page and the schedule of questions as they run in production, one clock for both sides,
// and not one callback arrives.

const database = openTestDatabase()
const masterKey = newMasterKey()
const errors: unknown[] = []
let everypay: LinkPaySimulator
let outgoing: Outgoing
let shop: Shop
let kvit: Kvit
let poll: () => Promise<boolean>

const clock = { now: () => everypay.now() }

beforeAll(async () => {
  everypay = await linkPaySimulator.start({ port: 0 })
  outgoing = openOutgoing({ allowed: [new URL(everypay.url).host] })
  shop = await openShop(database, { masterKey, simulator: everypay, mode: 'test', connector: registered(linkpay) })
  everypay.enrol({ ...shop.credentials, callbackUrl: `https://kvit.example/cb/${shop.callbackToken}` })
  everypay.loseCallbacks(true)
  const endpoints = Object.entries(everypay.endpoints).map(([name, address]) => `linkpay.${name}=${address}`)
  const config = readConfig({
    DATABASE_URL: database.url, PUBLIC_URL: 'https://kvit.example', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'kvit@kvit.example',
    KVIT_MASTER_KEY: masterKey, KVIT_ENDPOINTS: endpoints.join(','),
  })
  if (!config.ok) throw new Error(config.error.map(({ sentence }) => sentence).join(' '))
  kvit = await buildKvit({ config: config.value, database, vault: shop.vault, clock, logger: buildLogger({ level: 'silent' }) })
  await kvit.app.ready()
  const open = payChannels({
    ...database, vault: shop.vault, clock, connectors: [registered(linkpay)], endpoints: { linkpay: everypay.endpoints },
    channelCache: newChannelCache(), publicUrl: config.value.publicUrl,
  })
  poll = () => pollAttempts({
    pool: database.pool, clock, http: outgoing.send, openChannel: (merchantId, channelId) => open({ merchantId, channelId }),
  }, (error) => errors.push(error))
})
afterAll(async () => {
  await kvit.app.close()
  await outgoing.close()
  await everypay.stop()
})

/** What a payer does: arrives, and some seconds later ends the visit at the bank. */
type Payer = {
  readonly token: string
  readonly address: string
  readonly method: 'card' | 'seb_ob_ee' | 'lhv_ob_ee'
  /** What becomes of each order in turn; the last one is paid. */
  readonly deeds: readonly ('pay' | 'pay_later' | 'cancel' | 'pay_reads_fail')[]
  readonly takesMs: number
  /** Comes back to Kvit's page, where the bank leads; others close the window as soon as they have paid. */
  readonly comesBack: boolean
}

async function page(payer: Payer, path = '', form?: Readonly<Record<string, string>>): Promise<string> {
  const answer = await kvit.app.inject({
    method: form === undefined ? 'GET' : 'POST', url: `/pay/${payer.token}${path}`, remoteAddress: payer.address,
    ...(form && { payload: new URLSearchParams(form).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  })
  return answer.body
}

/** Presses the button on the page. Null: the page offers no way to pay at this moment. */
async function press(payer: Payer): Promise<string | null> {
  const method = methodIn(await page(payer), payer.method)
  if (method === null) return null
  const redirect = redirectIn(await page(payer, '/attempts', { method, amount: '25.00' }))
  if (redirect === null) throw new Error('the page does not lead on')
  return redirect
}

const ROUND_MS = 2000

/** Turns the clock of both sides by one round of the schedule. */
async function round(): Promise<void> {
  await everypay.advance(ROUND_MS)
  await poll()
}

/** The payers come one a second; each goes on when it is time and the page lets them. */
async function live(payers: readonly Payer[], forMs: number): Promise<void> {
  const begin = clock.now().getTime()
  const visits = payers.map((payer, n) => ({ payer, at: begin + n * 1000, deeds: [...payer.deeds], redirect: '' }))
  while (clock.now().getTime() < begin + forMs) {
    for (const visit of visits.filter(({ at, deeds }) => deeds.length > 0 && at <= clock.now().getTime())) {
      if (visit.redirect === '') {
        visit.redirect = await press(visit.payer) ?? ''
        if (visit.redirect !== '') visit.at = clock.now().getTime() + visit.payer.takesMs
        continue
      }
      const [deed = 'pay'] = visit.deeds.splice(0, 1)
      await everypay.play({ redirect: visit.redirect, providerRef: null }, deed)
      if (visit.payer.comesBack || deed === 'cancel') await page(visit.payer, '?back=accept')
      visit.redirect = ''
    }
    await round()
  }
}

async function payersOf(count: number, who: (n: number) => Omit<Payer, 'token' | 'address'>): Promise<Payer[]> {
  const invoices = await Promise.all(Array.from({ length: count }, () => payableInvoice(database, shop, money('25.00'))))
  return invoices.map(({ token }, n) => ({ token, address: `203.0.113.${n % 250}`, ...who(n) }))
}

type Confirmed = { readonly ref: string; readonly afterMs: number }

/** How long after the provider each of its payments was booked here. */
async function confirmed(): Promise<Confirmed[]> {
  const { rows } = await database.pool.query<{ provider_ref: string; received_at: Date }>(
    'select provider_ref, received_at from payment where merchant_id = $1', [shop.merchantId])
  const known = new Map(everypay.journal().filter(({ kind }) => kind === 'paid').map((one) => [one.paymentReference, one.at.getTime()]))
  return rows.map((row) => ({ ref: row.provider_ref, afterMs: row.received_at.getTime() - (known.get(row.provider_ref) ?? Infinity) }))
}

const METHODS = ['card', 'seb_ob_ee', 'lhv_ob_ee'] as const
const MINUTE_MS = 60_000

test('INV-8, C14 with every callback lost, 99 of 100 payments are known within two minutes of LinkPay knowing, for at most 12 questions each', { timeout: 300_000 }, async () => {
  const payers = await payersOf(100, (n) => ({
    // From three seconds to almost a quarter of an hour, most of them a few minutes.
    takesMs: 3000 + Math.floor(880_000 * ((n / 99) ** 2)), method: METHODS[n % 3] ?? 'card', comesBack: n % 3 !== 1,
    // Of those who are quick, some turn back first; some banks take half a minute; and one answer cannot be read for ten minutes.
    deeds: n === 50 ? ['pay_reads_fail'] : n < 60 && n % 10 === 7 ? ['cancel', 'pay'] : n % 10 === 3 ? ['pay_later'] : ['pay'],
  }))
  await live(payers, 20 * MINUTE_MS)
  const found = await confirmed()
  expect(everypay.sent()).toEqual([])
  expect(everypay.journal().filter(({ kind }) => kind === 'paid')).toHaveLength(100)
  expect(found).toHaveLength(100)
  expect(found.filter(({ afterMs }) => afterMs <= 2 * MINUTE_MS).length).toBeGreaterThanOrEqual(99)
  expect(everypay.statusCalls().size).toBeGreaterThanOrEqual(100)
  expect(Math.max(...everypay.statusCalls().values())).toBeLessThanOrEqual(12)
  expect(errors).toEqual([])
})
