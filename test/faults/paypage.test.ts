import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { payseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import type { PayseraSimulator } from '../../src/connectors/paysera/simulator.ts'
import { publicId } from '../../src/kernel/ids.ts'
import { newToken } from '../../src/platform/crypto/token.ts'
import { takeOne } from '../../src/platform/http/rate-limit.ts'
import { booksOf, money } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { atOnce } from '../support/fault-barrier.ts'
import { openFront } from '../support/fault-front.ts'
import type { Front } from '../support/fault-front.ts'
import { effects, quiet } from '../support/fault-oracle.ts'
import { newMasterKey, openShop, payableInvoice } from '../support/fault-shop.ts'
import type { PayableInvoice, Shop } from '../support/fault-shop.ts'
import { startServer, useServers } from '../support/server.ts'
import type { ServerProcess } from '../support/server.ts'

/** The payer's pages as a stranger finds them: a real server, and Paysera played by its simulator. */
const masterKey = newMasterKey()
const database = openTestDatabase()
useServers()
let simulator: PayseraSimulator
let front: Front
let server: ServerProcess
let shop: Shop
let stranger: Shop

beforeAll(async () => {
  simulator = await payseraSimulator.start({ port: 0 })
  front = await openFront()
  shop = await openShop(database, { masterKey, simulator })
  stranger = await openShop(database, { masterKey, simulator })
  server = await startServer({
    databaseUrl: database.url, masterKey, publicUrl: front.url, endpoints: { paysera: simulator.endpoints },
    // The tests' own proxy, by which each of them can come from an address of its own.
    more: { LOG_LEVEL: 'debug', TRUSTED_PROXIES: '127.0.0.1' },
  })
  front.leadTo(server.port)
})
afterAll(async () => {
  await server.stop()
  await front.close()
  await simulator.stop()
})

const invoiceOf = (amount: string, more: Parameters<typeof payableInvoice>[3] = {}, at = shop): Promise<PayableInvoice> => payableInvoice(database, at, money(amount), more)
const book = ({ id }: PayableInvoice, { merchantId } = shop) => booksOf(database.pool, merchantId, id)

const addresses = { last: 0 }
const newAddress = (): string => `198.18.${Math.floor(++addresses.last / 250)}.${addresses.last % 250}`

type Page = { readonly status: number; readonly html: string; readonly headers: Headers }

async function visit(path: string, { form, from = newAddress() }: { form?: URLSearchParams | string; from?: string } = {}): Promise<Page> {
  const answer = await fetch(front.url + path, {
    method: form === undefined ? 'GET' : 'POST', redirect: 'manual',
    headers: { 'x-forwarded-for': from, 'accept-language': 'en', ...form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' } },
    ...form === undefined ? {} : { body: String(form) },
  })
  return { status: answer.status, html: await answer.text(), headers: answer.headers }
}

const unescaped = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')
const redirectOf = ({ html }: Page): string | null => {
  const [, href] = /http-equiv="refresh" content="0; ?url=([^"]+)"/i.exec(html) ?? []
  return href === undefined ? null : unescaped(href)
}

/** What the page's own form would send. */
async function honestForm(token: string): Promise<URLSearchParams> {
  const { html } = await visit(`/pay/${token}`)
  const field = (name: string): string => {
    const [tag = ''] = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(html) ?? []
    return /value="([^"]*)"/.exec(tag)?.[1] ?? ''
  }
  return new URLSearchParams({ method: field('method'), amount: field('amount') })
}

/** Presses the page's button. */
const press = async (token: string, more: Record<string, string> = {}, from?: string): Promise<Page> => {
  const form = await honestForm(token)
  for (const [name, value] of Object.entries(more)) form.set(name, value)
  return visit(`/pay/${token}/attempts`, { form, ...from === undefined ? {} : { from } })
}

/** Fields of the order as the provider reads them from the redirect. */
const orderIn = (redirect: string): URLSearchParams => {
  const data = new URL(redirect).searchParams.get('data') ?? ''
  return new URLSearchParams(Buffer.from(data.replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('utf8'))
}

describe('P01 links cannot be guessed, and tell nothing', () => {
  test('a token is 128 random bits in 22 characters, no part of any id, and no two of a million are alike', async () => {
    const invoice = await invoiceOf('1.00')
    expect(invoice.token).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(Buffer.from(invoice.token, 'base64url')).toHaveLength(16)
    expect(Buffer.from(invoice.token, 'base64url').toString('hex')).not.toContain(invoice.id.replaceAll('-', '').slice(0, 8))
    const seen = new Set<string>()
    const ones = new Uint32Array(128)
    for (let n = 0; n < 1_000_000; n++) {
      const token = newToken()
      seen.add(token)
      if (n < 20_000) for (const [at, byte] of Buffer.from(token, 'base64url').entries()) for (let bit = 0; bit < 8; bit++) ones[at * 8 + bit] = (ones[at * 8 + bit] ?? 0) + (byte >> bit & 1)
    }
    expect(seen.size).toBe(1_000_000)
    // Each bit is one in half of them: five standard deviations of 20,000 throws are 354.
    for (const count of ones) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  async function deadLinks(): Promise<Record<string, string>> {
    const past = new Date(Date.now() - 86_400_000)
    const [expired, foreign, paused] = [
      await invoiceOf('5.00', { payUntil: past }), await invoiceOf('7.00', { payUntil: past, payer: 'Somebody else' }, stranger),
      await invoiceOf('9.00'),
    ]
    await database.pool.query(`update payment_link set state = 'paused' where merchant_id = $1 and invoice_id = $2`, [shop.merchantId, paused.id])
    return { unknown: newToken(), expired: expired.token, foreign: foreign.token, paused: paused.token }
  }

  test('unknown, expired, paused and another merchant\'s dead link look the same to the byte, but for the address they repeat', async () => {
    for (const way of ['', '/fresh', '/attempts', '/resume']) {
      const seen = new Map<string, string[]>()
      for (const [kind, token] of Object.entries(await deadLinks())) {
        const { status, html, headers } = await visit(`/pay/${token}${way}`, way === '' ? {} : { form: '' })
        const look = JSON.stringify([status, html.replaceAll(token, 'TOKEN'), [...headers].filter(([name]) => name !== 'date')])
        seen.set(look, [...seen.get(look) ?? [], kind])
      }
      expect([...seen.values()], way).toEqual([['unknown', 'expired', 'foreign', 'paused']])
    }
  })

  test('and take the same time', async () => {
    const links = Object.entries(await deadLinks())
    const apart: number[] = []
    for (let measured = 0; measured < 3 && !apart.some((one) => one < 1); measured++) apart.push(await howFarApart(links))
    // The measuring that shows least: a difference of ours is in every one of them.
    expect(Math.min(...apart)).toBeLessThan(1)
  })

  /** How far apart the slowest and the quickest kind of link answer, in units of what passes for the same. */
  async function howFarApart(links: readonly (readonly [string, string])[]): Promise<number> {
    const took = new Map(links.map(([kind]) => [kind, new Array<number>()]))
    for (let n = 0; n < 250; n++) {
      for (const [at] of links.entries()) {
        const [kind = '', token = ''] = links[(at + n) % links.length] ?? []
        const begun = performance.now()
        await (await fetch(`${server.url}/pay/${token}`)).arrayBuffer()
        if (n >= 50) took.get(kind)?.push(performance.now() - begun)
      }
    }
    // Of each the time that a quarter is faster than: whatever else the machine does only ever adds.
    const typical = [...took.values()].map((times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 4)] ?? 0)
    console.log(`dead links answer in ${[...took.keys()].map((kind, n) => `${kind} ${typical[n]?.toFixed(2)} ms`).join(', ')}`)
    return (Math.max(...typical) - Math.min(...typical)) / Math.max(0.5, 0.35 * Math.min(...typical))
  }
})

test('P02, P03 neither a number nor an id opens or starts anything: without the token it is not found', async () => {
  const invoice = await invoiceOf('12.00')
  const { rows: [row] } = await database.pool.query<{ number: string; link_id: string }>(
    'select number, link_id from invoice i join payment_link l using (merchant_id, invoice_id) where merchant_id = $1 and invoice_id = $2', [shop.merchantId, invoice.id])
  const before = await effects(database)
  const form = await honestForm(invoice.token)
  const names = [
    row?.number, row?.link_id, invoice.id, publicId('invoice', invoice.id, 'live'), invoice.token.toLowerCase(), invoice.token.slice(0, -1),
    `${invoice.token}A`, `${invoice.token}%00`, '',
  ]
  for (const name of names) {
    expect((await visit(`/pay/${name}`)).status, name).toBe(404)
    expect((await visit(`/pay/${name}/attempts`, { form })).status, name).toBe(404)
    expect((await visit(`/pay/${name}/invoice.pdf`)).status, name).toBe(404)
    expect((await visit(`/pay/attempts`, { form: `${form}&token=${invoice.token}&invoice=${name}` })).status, name).toBe(404)
  }
  expect(await effects(database)).toEqual(before)
})

describe('P12, C06 nothing that the payer sends decides what is paid', () => {
  const SENT: readonly Record<string, string>[] = [
    { amount: '0.01' }, { amount: '9999.00' }, { amount: '-25.00' }, { amount: '2500' }, { amount: '25,00' }, { amount: '25.001' }, { amount: '2.5e1' }, { amount: '' },
  ]

  test('an altered amount starts nothing, in the books and at the provider', async () => {
    const invoice = await invoiceOf('25.00')
    const before = await effects(database)
    for (const more of SENT) {
      const page = await press(invoice.token, more)
      expect([page.status, redirectOf(page)], JSON.stringify(more)).toEqual([422, null])
    }
    expect(await effects(database)).toEqual(before)
  })

  test('fields that were never in the form change nothing of the order the provider gets', async () => {
    const NAMES = ['currency', 'projectid', 'orderid', 'test', 'accepturl', 'callbackurl', 'cancelurl', 'paytext', 'invoice', 'invoice_id', 'merchant_id', 'description', 'p_email',
      'lang', 'status', 'amount_minor', 'asked', 'channel', 'store', 'back', 'reference', '__proto__', 'constructor']
    const asked = new Set<string>()
    for (const evil of ['', ...NAMES]) {
      const invoice = await invoiceOf('25.00')
      const page = await press(invoice.token, evil === '' ? {} : { [evil]: 'https://evil.example/1' })
      const order = orderIn(redirectOf(page) ?? '')
      expect(page.html, evil).not.toContain('evil.example')
      for (const [name, value] of order) expect(`${name}=${value}`, evil).not.toContain('evil.example')
      const { rows: [attempt] } = await database.pool.query<{
        asked_minor: bigint
        currency: string
      }>('select asked_minor, currency from attempt where merchant_id = $1 and invoice_id = $2', [shop.merchantId, invoice.id])
      expect([order.get('amount'), order.get('currency'), order.get('test')], evil).toEqual([String(attempt?.asked_minor), attempt?.currency, '0'])
      expect(order.get('projectid')).toBe(shop.credentials['projectId'])
      for (const own of ['orderid', 'accepturl', 'cancelurl']) order.delete(own)
      order.set('paytext', (order.get('paytext') ?? '').replace(/[0-9]{4}-[0-9]{4,}/, 'NUMBER'))
      asked.add(String(order))
    }
    expect([...asked]).toHaveLength(1)
  })

  test('twice the same field, in any order: the first one counts, and it must be right', async () => {
    const invoice = await invoiceOf('25.00')
    const form = await honestForm(invoice.token)
    const bad = await visit(`/pay/${invoice.token}/attempts`, { form: `amount=0.01&${form}` })
    expect([bad.status, redirectOf(bad)]).toEqual([422, null])
    const good = await visit(`/pay/${invoice.token}/attempts`, { form: `${form}&amount=0.01` })
    expect(orderIn(redirectOf(good) ?? '').get('amount')).toBe('2500')
  })

  test('what is altered between us and the provider is refused there: it is signed', async () => {
    const invoice = await invoiceOf('25.00')
    const redirect = redirectOf(await press(invoice.token)) ?? ''
    const order = orderIn(redirect)
    for (const [name, value] of [['amount', '1'], ['currency', 'PLN'], ['orderid', 'x'], ['callbackurl', 'https://evil.example'], ['accepturl', 'https://evil.example']] as const) {
      const altered = new URLSearchParams(order)
      altered.set(name, value)
      const url = new URL(redirect)
      url.searchParams.set('data', Buffer.from(String(altered)).toString('base64').replaceAll('+', '-').replaceAll('/', '_'))
      const { refusedWith, sent } = await simulator.play({ redirect: url.href, providerRef: null }, 'pay')
      expect([refusedWith, sent], name).toEqual([expect.any(String), []])
    }
    expect((await simulator.play({ redirect, providerRef: null }, 'pay')).refusedWith).toBeNull()
    await quiet(database, shop.merchantId)
    expect((await book(invoice)).invoice).toMatchObject({ payment: 'paid', paid: 2500n })
  })
})

test('P06 the payer is led nowhere by an address: what comes with it is never linked or followed', async () => {
  const invoice = await invoiceOf('3.00')
  const plain = (await visit(`/pay/${invoice.token}`)).html
  for (const evil of [
    '//evil.example', '\\\\evil.example', 'javascript:alert(1)', 'https://good@evil.example', 'https://xn--pple-43d.example', 'data:text/html,x',
    '/\\evil.example', 'https:evil.example',
  ]) {
    for (const name of ['back', 'return', 'returnUrl', 'next', 'url', 'redirect', 'accepturl', 'shop']) {
      const { status, html, headers } = await visit(`/pay/${invoice.token}?${name}=${encodeURIComponent(evil)}`)
      expect([status, headers.get('location'), headers.get('refresh')]).toEqual([200, null, null])
      expect(html).toBe(plain)
    }
  }
})

describe('P08 where there is nothing to pay, no payment begins', () => {
  const STATES: Readonly<Record<string, string>> = {
    paid: `update invoice set payment = 'paid', paid_minor = gross_minor, paid_at = now(), version = version + 1 where merchant_id = $1 and invoice_id = $2`,
    expired: `update invoice set pay_until = now() - interval '1 minute', version = version + 1 where merchant_id = $1 and invoice_id = $2`,
    cancelled: `update invoice set document = 'cancelled', cancelled_at = now(), version = version + 1 where merchant_id = $1 and invoice_id = $2`,
    credited: `update invoice set credited_minor = gross_minor, version = version + 1 where merchant_id = $1 and invoice_id = $2`,
  }

  test.each(Object.keys(STATES))('%s between looking and pressing: no attempt, and the page says why', async (state) => {
    const invoice = await invoiceOf('25.00')
    const form = await honestForm(invoice.token)
    await database.pool.query(STATES[state] ?? '', [shop.merchantId, invoice.id])
    const page = await visit(`/pay/${invoice.token}/attempts`, { form })
    expect([page.status, redirectOf(page), (await book(invoice)).attempts]).toEqual([state === 'expired' ? 404 : 200, null, []])
  })

  test.each(['expired', 'cancelled'])('money that comes after the invoice was %s is kept, and marked as late', async (state) => {
    const invoice = await invoiceOf('25.00')
    const redirect = redirectOf(await press(invoice.token)) ?? ''
    await database.pool.query(STATES[state] ?? '', [shop.merchantId, invoice.id])
    await simulator.play({ redirect, providerRef: null }, 'pay')
    await quiet(database, shop.merchantId)
    expect(await book(invoice)).toMatchObject({ invoice: { paid: 2500n, late: true }, attempts: ['succeeded'], payments: [{ amount: 2500n }] })
  })
})

describe('P09 two tabs, two payers, a double click', () => {
  test('of many presses at one instant one attempt begins, and everybody sees it', async () => {
    const invoice = await invoiceOf('25.00')
    const body = String(await honestForm(invoice.token))
    const heard = await atOnce(Array.from({ length: 10 }, () => ({ port: server.port, method: 'POST' as const, path: `/pay/${invoice.token}/attempts`, body })))
    expect(heard.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect(heard.filter(({ body: html }) => html.includes('http-equiv="refresh" content="0;'))).toHaveLength(1)
    expect((await book(invoice)).attempts).toEqual(['pending'])
  })

  test('the first payer\'s money comes after the second one paid: both are kept, and a refund is prepared', async () => {
    const invoice = await invoiceOf('25.00')
    const first = redirectOf(await press(invoice.token)) ?? ''
    await database.pool.query(`update invoice set lease_until = now() - interval '1 second' where merchant_id = $1 and invoice_id = $2`, [shop.merchantId, invoice.id])
    const second = redirectOf(await press(invoice.token)) ?? ''
    expect(orderIn(second).get('orderid')).not.toBe(orderIn(first).get('orderid'))
    await simulator.play({ redirect: second, providerRef: null }, 'pay')
    await simulator.play({ redirect: first, providerRef: null }, 'pay')
    await quiet(database, shop.merchantId)
    expect(await book(invoice)).toMatchObject({
      invoice: { payment: 'overpaid', paid: 5000n }, payments: [{ amount: 2500n }, { amount: 2500n }], refunds: [{ because: 'overpaid', amount: 2500n, state: 'requested' }],
    })
  })

  test('an attempt that waits for a person is not led back to the provider, whoever posts there', async () => {
    const invoice = await invoiceOf('25.00')
    await press(invoice.token)
    const again = async () => redirectOf(await visit(`/pay/${invoice.token}/resume`, { form: '' }))
    expect(await again()).not.toBeNull()
    await database.pool.query(`update attempt set state = 'conflicted', conflict = '[]' where merchant_id = $1 and invoice_id = $2`, [shop.merchantId, invoice.id])
    expect(await again()).toBeNull()
  })
})

describe('P10 a link is no place to try cards', () => {
  const WINDOW_MS = 600_000
  /** Tries are counted in fixed windows of ten minutes; a trial that ran into the next one is done again. */
  async function inOneWindow<T>(trial: () => Promise<T>): Promise<T> {
    const window = () => Math.floor(Date.now() / WINDOW_MS)
    for (;;) {
      const begun = window()
      const seen = await trial()
      if (window() === begun) return seen
    }
  }

  test('hundreds of presses on one link, each from another address: after twelve nothing begins and nothing is asked', async () => {
    const { invoice, statuses } = await inOneWindow(async () => {
      const one = await invoiceOf('25.00')
      const form = await honestForm(one.token)
      const seen = []
      for (let n = 0; n < 200; n++) {
        await database.pool.query(
          'update invoice set live_attempt_id = null, lease_until = null, version = version + 1 where merchant_id = $1 and invoice_id = $2',
          [shop.merchantId, one.id],
        )
        seen.push((await visit(`/pay/${one.token}/attempts`, { form })).status)
      }
      return { invoice: one, statuses: seen }
    })
    expect([statuses.indexOf(429), new Set(statuses.slice(12))]).toEqual([12, new Set([429])])
    expect((await book(invoice)).attempts).toHaveLength(12)
    const { rows } = await database.pool.query('select actor, action from audit_record where merchant_id = $1 and object_id = $2', [shop.merchantId, invoice.id])
    expect(rows).toEqual([{ actor: 'kvit', action: 'invoice.attempts_refused' }])
  })

  test('many links of one merchant from many addresses: that merchant is closed for a while, the others are not', async () => {
    const [crowded, calm] = [await openShop(database, { masterKey, simulator }), await invoiceOf('1.00')]
    const invoice = await invoiceOf('1.00', {}, crowded)
    const status = await inOneWindow(async () => {
      await takeOne(database.db, { key: `pay/merchant/${crowded.merchantId}`, limit: 1, windowMs: WINDOW_MS, at: new Date() })
      await database.pool.query('update rate_limit set used = 6000 where key_hash = sha256($1::bytea)', [`${WINDOW_MS}/pay/merchant/${crowded.merchantId}`])
      return (await press(invoice.token)).status
    })
    expect([status, (await press(calm.token)).status]).toEqual([429, 200])
  })

  test('one address that goes through many links is stopped too, and nobody else is', async () => {
    const statuses = await inOneWindow(async () => {
      const from = newAddress()
      const invoices = await Promise.all(Array.from({ length: 65 }, () => invoiceOf('1.00')))
      const seen = []
      for (const { token } of invoices) seen.push((await press(token, {}, from)).status)
      return seen
    })
    expect([statuses.indexOf(429), new Set(statuses.slice(60))]).toEqual([60, new Set([429])])
    expect((await press((await invoiceOf('1.00')).token)).status).toBe(200)
  })
})

test('P11 the address leaves by no Referer and no cache, on every face, and never reaches a log', async () => {
  const invoice = await invoiceOf('25.00')
  const pages = [
    await visit(`/pay/${invoice.token}`), await visit(`/pay/${newToken()}`), await press(invoice.token),
    await visit(`/pay/${invoice.token}?back=accept`), await visit(`/pay/${invoice.token}/invoice.pdf`),
  ]
  for (const { headers } of pages) {
    expect([headers.get('referrer-policy'), headers.get('x-content-type-options')]).toEqual(['no-referrer', 'nosniff'])
    expect(headers.get('cache-control')).toContain('no-store')
    expect(headers.getSetCookie()).toEqual([])
  }
  expect(server.said()).toContain('/pay/:token')
  for (const canary of [invoice.token, shop.callbackToken, shop.credentials['password'] ?? '', masterKey]) expect(server.said()).not.toContain(canary)
})
