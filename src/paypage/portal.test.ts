import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { createDocumentPrinter } from '../invoices/invoice-pdf.ts'
import { publicId } from '../kernel/ids.ts'
import { forgetEnded } from '../merchants/people/forget-ended.ts'
import { addStore } from '../merchants/stores/add-store.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { tokenHash } from '../platform/crypto/token.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { money, NOW, someChannel, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { noChannel, PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { mailServer } from '../../test/support/mail-server.ts'
import type { Received } from '../../test/support/mail-server.ts'
import { pdfText } from '../../test/support/pdf-text.ts'
import { PAYER, writtenInvoice } from '../../test/support/written-invoice.ts'
import { askAccess } from './ask-access.ts'
import { portalRoutes } from './portal-api.ts'
import { findAccess, findStorePage, insertAccess } from './portal-store.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const printer = createDocumentPrinter()

type Shop = { readonly place: Place; readonly page: string }
type Portal = { readonly app: CallerApp; readonly received: Received[] }

let merchant: Place
beforeAll(async () => { merchant = await somePlace(pool) })

/** A store of the merchant as the verb makes it, open for live documents. */
async function shop(mode: 'test' | 'live' = 'live', merchantId = merchant.merchantId): Promise<Shop> {
  const storeId = await inTransaction(db, (tx) => addStore(tx, {
    merchantId, name: 'Krautuvė', language: 'lt', currency: 'EUR', country: 'LT', at: NOW, actor: 'kvit',
  }))
  await pool.query('update store set mode = $3 where merchant_id = $1 and store_id = $2', [merchantId, storeId, mode])
  const { rows: [row] } = await pool.query<{ page_token: string }>('select page_token from store where merchant_id = $1 and store_id = $2', [merchantId, storeId])
  const channelId = await someChannel(pool, { merchantId, storeId, mode })
  return { place: { merchantId, storeId, channelId, mode }, page: row?.page_token ?? '' }
}

async function portal(): Promise<Portal> {
  const { mailer, received } = await mailServer()
  const app = await startCallerApp({ db, pool }, async (api, clock) => {
    await api.register((scope) => portalRoutes(scope, {
      db, pool, vault, clock, publicUrl: PUBLIC_URL, printer: () => printer, openChannel: noChannel, mailer: { live: mailer, test: mailer },
      onError: (error) => { throw error },
    }))
  })
  return { app, received }
}

const get = ({ app }: Portal, url: string) => app.app.inject({ method: 'GET', url })
const ask = ({ app }: Portal, { page }: Shop, email: string, remoteAddress = '203.0.113.7') => app.app.inject({
  method: 'POST', url: `/s/${page}?lang=en`, remoteAddress, payload: new URLSearchParams({ email }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

/** Asks as the payer and answers the path of the mailed link. */
async function opened(at: Portal, where: Shop, email = PAYER.email): Promise<string> {
  const before = at.received.length
  await ask(at, where, email)
  await expect.poll(() => at.received.length).toBe(before + 1)
  return /\/s\/[\w-]+\/[\w-]{22}/.exec(at.received.at(-1)?.mail.text ?? '')?.[0] ?? ''
}

test('IN18 a payer gets a link by mail and sees every invoice with its pay button and its papers', async () => {
  const at = await portal()
  const here = await shop()
  const [paid, owed] = [await writtenInvoice({ db, vault }, here.place), await writtenInvoice({ db, vault }, here.place, { price: '40.00' })]
  await recordPayment(pool, { ...here.place, invoiceId: paid, source: 'cash', amount: money('25.00'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  const link = await opened(at, here, 'JONAS@payer.example')
  const page = await get(at, `${link}?lang=en`)
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.body).not.toContain('<script')
  expect(page.body.match(/href="\/pay\/[\w-]{22}\?lang=en"/g)).toHaveLength(1)
  expect(page.body).toContain('Pay 40.00')
  const paper = await get(at, `${link}/invoices/${publicId('invoice', owed, 'live')}`)
  expect(pdfText(paper.rawPayload)).toContain('2026-0002')
  const [receipt = ''] = /\/s\/[^"]+\/receipts\/pay_live_\w+/.exec(page.body) ?? []
  expect((await get(at, receipt)).headers['content-type']).toBe('application/pdf')
})

test('the answer is the same whether the address is known or not, and a stranger gets no letter', async () => {
  const at = await portal()
  const here = await shop()
  await writtenInvoice({ db, vault }, here.place)
  const [stranger, payer] = [await ask(at, here, 'nobody@payer.example'), await ask(at, here, PAYER.email)]
  expect(stranger.body).toBe(payer.body)
  expect([stranger.statusCode, payer.statusCode]).toEqual([200, 200])
  await expect.poll(() => at.received.length).toBe(1)
  expect(at.received[0]?.to).toEqual([PAYER.email])
})

test('a link opens the documents of that payer, store and mode, and no others', async () => {
  const at = await portal()
  const [here, there, test, foreign] = [await shop(), await shop(), await shop('test'), await shop('live', (await somePlace(pool)).merchantId)]
  const mine = await writtenInvoice({ db, vault }, here.place, { price: '11.00' })
  const others = [
    [here, await writtenInvoice({ db, vault }, here.place, { price: '22.00', payer: { ...PAYER, email: 'other@payer.example' } })],
    [there, await writtenInvoice({ db, vault }, there.place, { price: '33.00' })],
    [test, await writtenInvoice({ db, vault }, test.place, { price: '44.00' })],
    [foreign, await writtenInvoice({ db, vault }, foreign.place, { price: '55.00' })],
  ] as const
  const link = await opened(at, here)
  const page = (await get(at, `${link}?lang=en`)).body
  expect(page).toContain('11.00')
  for (const [owner, id] of others) {
    expect((await get(at, `${link}/invoices/${publicId('invoice', id, owner.place.mode)}`)).statusCode).toBe(404)
    const elsewhere = link.replace(here.page, owner.page)
    if (owner !== here) expect((await get(at, `${elsewhere}/invoices/${publicId('invoice', mine, 'live')}`)).statusCode).toBe(404)
    if (owner !== here) expect((await get(at, elsewhere)).statusCode).toBe(404)
  }
  for (const amount of ['22.00', '33.00', '44.00', '55.00']) expect(page).not.toContain(amount)
})

test('documents of a store’s test time do not open with its live link', async () => {
  const at = await portal()
  const here = await shop('test')
  const old = await writtenInvoice({ db, vault }, here.place, { price: '66.00' })
  await pool.query("update store set mode = 'live' where merchant_id = $1 and store_id = $2", [here.place.merchantId, here.place.storeId])
  await writtenInvoice({ db, vault }, { ...here.place, mode: 'live' }, { price: '77.00' })
  const link = await opened(at, here)
  const page = (await get(at, `${link}?lang=en`)).body
  expect(page).toContain('77.00')
  expect(page).not.toContain('66.00')
  expect((await get(at, `${link}/invoices/${publicId('invoice', old, 'test')}`)).statusCode).toBe(404)
})

test('the link ends after an hour, and nothing kept could open it', async () => {
  const at = await portal()
  const here = await shop()
  await writtenInvoice({ db, vault }, here.place)
  const link = await opened(at, here)
  const token = link.split('/').at(-1) ?? ''
  const { rows } = await pool.query('select * from payer_access where merchant_id = $1', [here.place.merchantId])
  expect(JSON.stringify(rows)).not.toContain(token)
  expect((await pool.query('select 1 from token where token_hash = $1', [tokenHash(token)])).rowCount).toBe(1)
  at.app.clock.at = new Date(NOW.getTime() + 3_600_001)
  const ended = await get(at, `${link}?lang=en`)
  expect(ended.statusCode).toBe(404)
  expect(ended.body).toContain('This link has ended')
  expect(ended.body).not.toContain('25.00')
})

test('an address gets three letters an hour, however often and from wherever they are asked for', async () => {
  const at = await portal()
  const here = await shop()
  await writtenInvoice({ db, vault }, here.place)
  const store = await findStorePage(db, here.page)
  const mailer = await mailServer()
  const deps = { db, clock: at.app.clock, publicUrl: PUBLIC_URL, mailer: { live: mailer.mailer, test: null } }
  if (store !== null) for (let n = 1; n <= 6; n++) await askAccess(deps, store, { email: PAYER.email, language: null })
  expect(mailer.received.length).toBe(3)
})

test('the store’s page speaks seven languages, and says what is wrong with an address', async () => {
  const at = await portal()
  const here = await shop()
  for (const language of LANGUAGES) {
    const { body } = await get(at, `/s/${here.page}?lang=${language}`)
    expect(body).toContain(`<html lang="${language}">`)
    for (const other of LANGUAGES) expect(body).toContain(`/s/${here.page}?lang=${other}`)
  }
  const wrong = await ask(at, here, 'jonas at payer')
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('aria-invalid="true"')
  expect((await get(at, '/s/nothing')).statusCode).toBe(404)
})

test('what a payer\'s link opened is forgotten two days after it ended, and nothing that still opens', async () => {
  const { place: { merchantId, storeId, mode } } = await shop()
  const access = { merchantId, storeId, mode, email: 'jonas@payer.example', language: 'lt' } as const
  const until = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)
  const [ended, open] = await inTransaction(db, async (tx) => [
    await insertAccess(tx, { ...access, expiresAt: until(1) }, NOW), await insertAccess(tx, { ...access, expiresAt: until(3) }, NOW),
  ])
  await forgetEnded({ db, clock: { now: () => until(50) } })
  const kept = async (token: string) => (await pool.query('select from token where token_hash = $1', [tokenHash(token)])).rowCount
  expect([await kept(ended), await kept(open)]).toEqual([0, 1])
  expect(await findAccess(db, access, open, until(2))).toMatchObject({ email: access.email })
  expect((await pool.query('select from payer_access where merchant_id = $1 and store_id = $2', [merchantId, storeId])).rowCount).toBe(1)
})
