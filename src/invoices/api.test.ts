import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { Asker, CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { customerRoutes } from '../customers/api.ts'
import { newId, publicId } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { invoiceRoutes } from './api.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const set: { http?: CallerApp; place?: Place; ona?: Asker; store?: string } = {}

beforeAll(async () => {
  set.http = await startCallerApp({ db, pool }, async (app, clock) => {
    await customerRoutes(app, { db, clock })
    await invoiceRoutes(app, { db, clock, vault, publicUrl: PUBLIC_URL, queueLetter: async () => null })
  })
  set.place = await somePlace(pool)
  set.ona = await set.http.person(set.place)
  set.store = publicId('store', set.place.storeId, null)
})
afterAll(() => set.http?.app.close())

type Answered = Record<string, unknown> & { links: Record<string, string>; errors: { field: string; message: string }[] }

const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, who = set.ona) => {
  if (who === undefined) throw new Error('nobody asks')
  const answer = await who.ask(method, url, body)
  return { status: answer.status, body: answer.raw.length === 0 ? null : answer.json<Answered>() }
}

const line = { description: 'Kava pupelėmis 1 kg', quantity: '3', unit: 'vnt.', unitPrice: '33.34', vat: { rate: '21' } }
const order = (more: object = {}) => ({ store: set.store, lines: [line], payer: { name: 'Jonas' }, ...more })

test('a draft changes and has neither number nor link; once issued it has both and changes no more', async () => {
  const { body: draft } = await ask('POST', '/v1/invoices', order())
  expect(draft).toMatchObject({ document: 'draft', number: null, links: null, gross: { amount: '121.02', currency: 'EUR' } })
  const at = `/v1/invoices/${String(draft?.['id'])}`
  expect(await ask('PATCH', at, { lines: [{ ...line, quantity: '1' }] })).toMatchObject({ status: 200, body: { gross: { amount: '40.34' } } })
  const issued = await ask('POST', `${at}/issue`)
  expect(issued).toMatchObject({ status: 200, body: { document: 'issued', number: '2026-0001', issueDate: '2026-11-02', dueDate: '2026-11-16' } })
  const links = issued.body?.links ?? {}
  expect(links['pay']).toMatch(/^https:\/\/kvit\.example\/pay\/[A-Za-z0-9_-]{22}$/)
  expect(links['buttonHtml']).toContain(`href="${links['pay']}"`)
  expect(links['formHtml']).not.toContain('<script')
  expect(await ask('PATCH', at, { lines: [line] })).toMatchObject({ status: 409, body: { code: 'not_a_draft' } })
  expect(await ask('DELETE', at)).toMatchObject({ status: 409 })
  expect(await ask('POST', `${at}/issue`)).toMatchObject({ status: 409, body: { code: 'not_a_draft' } })
})

test('a draft that was thrown away leaves no gap in the numbers', async () => {
  const { body } = await ask('POST', '/v1/invoices', order())
  expect((await ask('DELETE', `/v1/invoices/${String(body?.['id'])}`)).status).toBe(204)
  const [one, two] = [await ask('POST', '/v1/invoices', order({ issue: true })), await ask('POST', '/v1/invoices', order({ issue: true }))]
  const numbers = [one, two].map(({ body: invoice }) => Number(String(invoice?.['number']).slice(-4)))
  expect((numbers[1] ?? 0) - (numbers[0] ?? 0)).toBe(1)
})

test.each([
  ['no lines', { lines: [] }, 'lines'],
  ['a quantity that is a word', { lines: [{ ...line, quantity: 'two' }] }, 'lines/0/quantity'],
  ['a price with a comma', { lines: [{ ...line, unitPrice: '1,5' }] }, 'lines/0/unitPrice'],
  ['an exponent for a price', { lines: [{ ...line, unitPrice: '1e2' }] }, 'lines/0/unitPrice'],
  ['a discount beyond the whole', { lines: [{ ...line, discountPercent: '101' }] }, 'lines/0/discountPercent'],
  ['an exemption without a reason', { lines: [{ ...line, vat: { category: 'E', reason: '' } }] }, 'lines/0/vat'],
  ['a day that does not exist', { dueDate: '2026-02-30' }, 'dueDate'],
  ['a currency that does not exist', { currency: 'EUX' }, 'currency'],
  ['a customer who does not exist', { customer: publicId('customer', newId('customer'), 'live') }, 'customer'],
  ['a field that we do not know', { paid_at: '2026-01-01' }, 'paid_at'],
] as const)('T02 an invoice with %s is refused with the field named, in the reader’s language', async (_what, more, field) => {
  const sentences = new Set<string>()
  for (const language of LANGUAGES) {
    const who = set.place === undefined ? undefined : await set.http?.person({ ...set.place, language })
    const { status, body } = await ask('POST', '/v1/invoices', order(more), who)
    expect(status).toBe(422)
    const errors = body?.errors ?? []
    expect(errors.some((one) => one.field.startsWith(field))).toBe(true)
    sentences.add(errors[0]?.message ?? '')
  }
  expect(sentences.size).toBe(LANGUAGES.length)
})

test('an accounting program repeats its call and gets the same invoice; other content under its number is refused', async () => {
  const first = await ask('POST', '/v1/invoices', order({ externalNumber: 'B1-7', issue: true }))
  const again = await ask('POST', '/v1/invoices', order({ externalNumber: 'B1-7', issue: true }))
  expect([first.status, again.status]).toEqual([201, 200])
  expect(again.body?.['id']).toBe(first.body?.['id'])
  expect(await ask('POST', '/v1/invoices', order({ externalNumber: 'B1-7', notes: 'x' }))).toMatchObject({ status: 409, body: { code: 'external_number_taken' } })
})

test('the payer’s language and details come from the customer unless others are given', async () => {
  const { body: nino } = await ask('POST', '/v1/customers', { store: set.store, name: 'ნინო', email: 'nino@example.com', language: 'ka', reference: 'C-1' })
  expect(await ask('POST', '/v1/customers', { store: set.store, name: 'Kita', reference: 'C-1' })).toMatchObject({ status: 409, body: { code: 'reference_taken' } })
  const { body } = await ask('POST', '/v1/invoices', { store: set.store, lines: [line], customer: nino?.['id'] })
  expect(body).toMatchObject({ language: 'ka', payer: { name: 'ნინო', email: 'nino@example.com' } })
})

test('T01 another merchant’s customer is none, and a test key makes no live invoice', async () => {
  const other = await somePlace(pool)
  const stranger = await set.http?.person(other)
  const { body } = await ask('POST', '/v1/customers', { store: set.store, name: 'Ours' })
  expect(await ask('GET', `/v1/customers/${String(body?.['id'])}`, undefined, stranger)).toMatchObject({ status: 404 })
  expect(await ask('POST', '/v1/invoices', order(), stranger)).toMatchObject({ status: 422, body: { errors: [{ field: 'store' }] } })
  const key = set.place === undefined ? undefined : set.http?.key({ ...set.place, mode: 'test' })
  expect(await ask('POST', '/v1/invoices', order(), key)).toMatchObject({ status: 201, body: { mode: 'test' } })
})

test('issuing takes no fields, and one that is sent all the same is named', async () => {
  const { body } = await ask('POST', '/v1/invoices', order())
  const at = `/v1/invoices/${String(body?.['id'])}/issue`
  expect(await ask('POST', at, { number: 'KV-7' })).toMatchObject({ status: 422, body: { code: 'invalid', errors: [{ field: 'number', code: 'unknown_field' }] } })
  expect(await ask('POST', at, {})).toMatchObject({ status: 200, body: { document: 'issued' } })
})

test('a program need not name the store while the merchant has only one', async () => {
  const place = await somePlace(pool, 'test')
  const key = set.http?.key({ merchantId: place.merchantId, mode: 'test' })
  const unnamed = { lines: [line], payer: { name: 'Jonas' } }
  expect(await ask('POST', '/v1/invoices', unnamed, key)).toMatchObject({ status: 201, body: { store: publicId('store', place.storeId, null) } })
  await pool.query(`insert into store select (jsonb_populate_record(s, jsonb_build_object('store_id', $2::uuid))).* from store s where s.merchant_id = $1`,
    [place.merchantId, newId('store')])
  expect(await ask('POST', '/v1/invoices', unnamed, key)).toMatchObject({ status: 422, body: { errors: [{ field: 'store', code: 'missing' }] } })
})
