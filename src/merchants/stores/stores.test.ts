import { deflateSync, crc32 } from 'node:zlib'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { PUBLIC_URL, joined, registeredOwner, startMerchantApp } from '../../../test/support/merchant-app.ts'
import type { Browser, MerchantApp } from '../../../test/support/merchant-app.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { imageSize } from './image-size.ts'

const db = testDatabase()
let system: MerchantApp
let owner: Browser
let id = ''
beforeAll(async () => {
  system = await startMerchantApp(db)
  owner = await registeredOwner(system, 'owner@shop.example')
  id = (await owner.send('GET', '/v1/stores')).json<{ items: { id: string }[] }>().items[0]?.id ?? ''
})

function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(Math.min(height, 50) * (Math.min(width, 50) + 1)))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0)),
  ])
}

const putLogo = (content: Buffer, type = 'image/png', to = id) => system.app.inject({
  method: 'PUT', url: `/v1/stores/${to}/logo`, payload: content,
  headers: {
    cookie: owner.cookie ?? '', 'x-csrf-token': owner.csrfToken ?? '', origin: PUBLIC_URL.origin,
    'content-type': type,
  },
})

test('a store keeps its settings, and each change leaves a record of what it was', async () => {
  const changed = await owner.send('PATCH', `/v1/stores/${id}`, {
    legalName: 'UAB Kvepalai', companyCode: '304567890', address: 'Vilnius', iban: 'LT12 1000 0111 0100 1000',
    dueDays: 7, payUntilDays: 30, timeZone: 'Asia/Tbilisi',
  })
  expect(changed.json()).toMatchObject({
    iban: 'LT121000011101001000', dueDays: 7, payUntilDays: 30, timeZone: 'Asia/Tbilisi',
    checklist: { company: true, logo: false },
  })
  const { rows } = await sql<{ change: object }>`select change from audit_record where action = 'store.changed' order by audit_id desc limit 1`.execute(db)
  expect(rows[0]?.change).toMatchObject({ due_days: { from: 14, to: 7 }, legal_name: { to: 'UAB Kvepalai' } })
})

test('a store tells where its payers ask for all their invoices', async () => {
  const { portalUrl } = (await owner.send('GET', `/v1/stores/${id}`)).json<{ portalUrl: string | null }>()
  expect(portalUrl).toMatch(/^https:\/\/kvit\.example\/s\/[A-Za-z0-9_-]{22}$/)
})

test('receipts go out from a new store; switched off and on again, from the moment of the switch', async () => {
  const receipts = async () => (await owner.send('GET', `/v1/stores/${id}`)).json<{ receiptLetters: boolean }>().receiptLetters
  const since = async () => (await sql<{ since: Date | null }>`select receipt_letters_since as since from store`.execute(db)).rows[0]?.since
  const made = await since()
  expect([await receipts(), made]).toEqual([true, expect.any(Date)])
  await owner.send('PATCH', `/v1/stores/${id}`, { receiptLetters: true })
  expect(await since()).toEqual(made)
  await owner.send('PATCH', `/v1/stores/${id}`, { receiptLetters: false })
  expect([await receipts(), await since()]).toEqual([false, null])
  system.clock.pass(60_000)
  await owner.send('PATCH', `/v1/stores/${id}`, { receiptLetters: true })
  expect([await receipts(), await since()]).toEqual([true, system.clock.now()])
})

test('each field that cannot be is named', async () => {
  const answer = await owner.send('PATCH', `/v1/stores/${id}`, {
    currency: 'XXX', country: 'ZZ', timeZone: 'Mars/Base', website: 'javascript:alert(1)', termsUrl: '//evil', iban: 'LT131000011101001000',
  })
  expect(answer.status).toBe(422)
  expect(answer.json<{ errors: { field: string }[] }>().errors.map((one) => one.field)).toEqual([
    'currency', 'country', 'timeZone', 'website', 'termsUrl', 'iban',
  ])
})

test('an account number that no invoice would print is refused where it is given', async () => {
  const wrong = await owner.send('PATCH', `/v1/stores/${id}`, { iban: 'LT47 1000 0111 0100 10' })
  expect(wrong.json()).toMatchObject({ status: 422, errors: [{ field: 'iban', code: 'malformed' }] })
})

test('T02 a store\'s mode and merchant are not fields', async () => {
  const answer = await owner.send('PATCH', `/v1/stores/${id}`, { mode: 'live', merchant_id: 'x', nextInvoiceNumber: '1' })
  expect(answer.json<{ errors: { field: string; code: string }[] }>().errors.map((one) => `${one.field} ${one.code}`)).toEqual(
    ['mode unknown_field', 'merchant_id unknown_field', 'nextInvoiceNumber unknown_field'])
})

test('the colour is judged by whether its button can be read', async () => {
  const judged = async (brandColour: string) => (await owner.send('PATCH', `/v1/stores/${id}`, { brandColour })).json<{ brandColourOnWhite: object }>().brandColourOnWhite
  expect(await judged('#ffcc00')).toEqual({ contrast: '1.5', passes: false, textColour: '#000000' })
  expect(await judged('#003366')).toMatchObject({ passes: true, textColour: '#ffffff' })
})

test('a logo is told by its bytes, served to everyone as what it is, and has a new address when it changes', async () => {
  expect((await putLogo(png(200, 100), 'image/webp')).statusCode).toBe(204)
  const { logoUrl } = (await owner.send('GET', `/v1/stores/${id}`)).json<{ logoUrl: string }>()
  const served = await system.app.inject(logoUrl)
  expect(served.headers).toMatchObject({
    'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'cross-origin',
  })
  expect(served.headers['cache-control']).toContain('immutable')
  await putLogo(png(201, 100))
  expect((await owner.send('GET', `/v1/stores/${id}`)).json<{ logoUrl: string }>().logoUrl).not.toBe(logoUrl)
  expect((await owner.send('DELETE', `/v1/stores/${id}/logo`)).status).toBe(204)
  expect((await system.app.inject(logoUrl)).statusCode).toBe(404)
})

test('what is no small picture is refused as a logo', async () => {
  const refusals = [
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 422],
    [Buffer.from('<html>'), 422], [Buffer.alloc(0), 422],
    [png(1025, 10), 422], [png(0, 10), 422], [Buffer.concat([png(10, 10), Buffer.alloc(256 * 1024)]), 413],
  ] as const
  for (const [content, status] of refusals) expect((await putLogo(content)).statusCode).toBe(status)
  expect((await putLogo(png(10, 10), 'image/svg+xml')).statusCode).toBe(415)
  expect((await putLogo(png(10, 10), 'application/json')).statusCode).toBe(415)
})

test('the size of a picture is read without ever failing on its bytes', () => {
  const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b08002000400101110000', 'hex')
  expect(imageSize(jpeg, 'image/jpeg')).toEqual({ width: 64, height: 32 })
  const webp = (form: string, rest: string) => Buffer.concat([Buffer.from(`RIFF....WEBP${form}....`, 'latin1'), Buffer.from(rest.padEnd(60, '0'), 'hex')])
  expect(imageSize(webp('VP8X', '00000000ff0300c70000'), 'image/webp')).toEqual({ width: 1024, height: 200 })
  expect(imageSize(webp('VP8 ', '0000009d012a40002000'), 'image/webp')).toEqual({ width: 64, height: 32 })
  expect(imageSize(webp('VP8L', '2f3fc00700'), 'image/webp')).toEqual({ width: 64, height: 32 })
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(
    'image/png', 'image/jpeg', 'image/webp',
  ), (bytes, type) => {
    const size = imageSize(Buffer.from([0xff, 0xd8, ...bytes]), type)
    expect(size === null || size.width >= 0).toBe(true)
  }))
})

test('a store goes live once and for good', async () => {
  expect((await owner.send('POST', `/v1/stores/${id}/live`, {})).json()).toMatchObject({ mode: 'live' })
  expect((await owner.send('POST', `/v1/stores/${id}/live`, {})).json()).toMatchObject({ mode: 'live' })
  const { rows } = await sql`select 1 from audit_record where action = 'store.went_live'`.execute(db)
  expect(rows).toHaveLength(1)
})

test('T03 who may only read a store cannot change it', async () => {
  const cashier = await joined(system, owner, { email: 'till@shop.example', role: 'cashier' })
  expect((await cashier.send('GET', `/v1/stores/${id}`)).status).toBe(200)
  expect((await cashier.send('PATCH', `/v1/stores/${id}`, { name: 'Mine' })).status).toBe(403)
})

test('T01 another merchant\'s store does not exist', async () => {
  const other = await registeredOwner(system, 'other@shop.example')
  const own = await other.send('GET', `/v1/stores/${id}`)
  const none = await other.send('GET', '/v1/stores/sto_00000000000000000000000000')
  expect([own.status, own.body]).toEqual([404, none.body])
  expect((await other.send('PATCH', `/v1/stores/${id}`, { name: 'Mine' })).status).toBe(404)
  expect((await other.send('POST', `/v1/stores/${id}/live`, {})).status).toBe(404)
  expect((await other.send('DELETE', `/v1/stores/${id}/logo`)).status).toBe(404)
})
