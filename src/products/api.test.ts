import { afterAll, beforeAll, expect, test } from 'vitest'
import { somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { startCallerApp } from '../../test/support/called-by.ts'
import type { Asker, CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { publicId } from '../kernel/ids.ts'
import { productRoutes } from './api.ts'

const { db, pool } = openTestDatabase()
const set: { http?: CallerApp } = {}
beforeAll(async () => {
  set.http = await startCallerApp({ db, pool }, async (app, clock) => productRoutes(app, { db, clock }))
})
afterAll(() => set.http?.app.close())

type Problem = { readonly code: string; readonly errors: { readonly field: string; readonly code: string; readonly message: string }[] }
type Said = { readonly id: string; readonly items: { readonly name: string; readonly id: string }[]; readonly next: string | null }

function asking(who: Asker) {
  return async (method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, body?: object) => {
    const answer = await who.ask(method, url, body)
    return { status: answer.status, body: answer.json<Said & Problem>() }
  }
}

/** A Ukrainian store of a merchant of its own, and its owner. */
async function shop(language: 'uk' | 'en' = 'uk') {
  const { http } = set
  if (http === undefined) throw new Error('not started')
  const place = await somePlace(pool)
  await pool.query(`update store set country = 'UA', currency = 'UAH', language = 'uk' where merchant_id = $1`, [place.merchantId])
  const owner = await http.person({ ...place, language })
  return { http, place, ask: asking(owner), store: publicId('store', place.storeId, null) }
}

const bread = { code: '10', name: 'Хліб житній', price: { amount: '32.50', currency: 'UAH' } }

const put = async (place: Place, rows: number): Promise<void> => {
  await pool.query(`insert into product (merchant_id, product_id, store_id, code, name, unit_name, is_weighed, price_minor, currency, created_at, changed_at, search_words)
    select $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, 'C' || n, name, 'шт', false, n, 'UAH', now(), now(), ' ' || lower(name)
    from (select n, 'Товар ' || n || ' сорт' || (n % 100) as name from generate_series(1, $3) as n)`, [place.merchantId, place.storeId, rows])
}

test('a product is added with little, told whole, changed and taken off sale', async () => {
  const { ask, store } = await shop()
  const added = await ask('POST', '/v1/products', { ...bread, store, barcodes: ['2000000000015'], taxLetters: 'а' })
  expect(added).toMatchObject({
    status: 201,
    body: { ...bread, store, barcodes: ['2000000000015'], taxLetters: 'А', unit: { code: 2009, name: 'шт' }, weighed: false, uktzed: null, archivedAt: null },
  })
  const at = `/v1/products/${added.body.id}`
  expect(await ask('PATCH', at, { price: { amount: '35.00', currency: 'UAH' }, uktzed: '1905' })).toMatchObject({
    status: 200, body: { name: bread.name, price: { amount: '35.00' }, uktzed: '1905' },
  })
  const { rows } = await pool.query<{ change: object }>(`select change from audit_record where action = 'product.changed' and change->'price'->>'to' = '35.00 UAH'`)
  expect(rows).toEqual([{ change: { price: { from: '32.50 UAH', to: '35.00 UAH' }, uktzed: { from: null, to: '1905' } } }])
  expect((await ask('PATCH', at, { archived: true })).body).toMatchObject({ archivedAt: expect.any(String) })
  expect((await ask('GET', '/v1/products')).body.items).toEqual([])
  expect((await ask('GET', '/v1/products?archived=true')).body.items).toMatchObject([{ name: bread.name }])
  expect((await ask('GET', '/v1/products?scanned=2000000000015')).body.items).toEqual([])
})

test('codes are the store’s own, barcodes are free again once their product is not sold', async () => {
  const { ask } = await shop('en')
  const first = await ask('POST', '/v1/products', { ...bread, barcodes: ['4820000000017', '77'] })
  const again = await ask('POST', '/v1/products', { ...bread, code: ' 10 ', barcodes: ['x', '77'] })
  expect(again).toMatchObject({ status: 422, body: { errors: [
    { field: 'code', code: 'code_taken', message: 'The product “Хліб житній” has this code.' }, { field: 'barcodes/1', code: 'barcode_taken' },
  ] } })
  await ask('PATCH', `/v1/products/${first.body.id}`, { archived: true })
  const next = await ask('POST', '/v1/products', { ...bread, code: '11', barcodes: ['77'] })
  expect(next.status).toBe(201)
  expect(await ask('PATCH', `/v1/products/${first.body.id}`, { archived: false })).toMatchObject({ status: 422, body: { errors: [{ field: 'barcodes/1' }] } })
  expect((await ask('GET', '/v1/products?scanned=77')).body.items.map(({ id }) => id)).toEqual([next.body.id])
})

test('a product is taken off sale although the store keeps another currency since, and comes back with a price in it', async () => {
  const { ask, place } = await shop()
  const { body: { id } } = await ask('POST', '/v1/products', bread)
  await pool.query(`update store set currency = 'EUR' where merchant_id = $1`, [place.merchantId])
  expect((await ask('PATCH', `/v1/products/${id}`, { archived: true })).status).toBe(200)
  expect(await ask('PATCH', `/v1/products/${id}`, { archived: false })).toMatchObject({ status: 422, body: { errors: [{ field: 'price/currency' }] } })
  expect((await ask('PATCH', `/v1/products/${id}`, { archived: false, price: { amount: '0.80', currency: 'EUR' } })).status).toBe(200)
})

test('two who add the same code at once do not both succeed', async () => {
  const { ask } = await shop()
  const both = await Promise.all([ask('POST', '/v1/products', bread), ask('POST', '/v1/products', bread)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 422])
})

test('a Latin letter is named, and so is a currency that the till does not add up', async () => {
  const { ask } = await shop('en')
  expect(await ask('POST', '/v1/products', { ...bread, taxLetters: 'A' })).toMatchObject({ status: 422, body: { errors: [
    { field: 'taxLetters', code: 'latin_letter', message: '“A” is a Latin letter. Type the Cyrillic one, even if it looks the same.' },
  ] } })
  expect(await ask('POST', '/v1/products', { ...bread, price: { amount: '1', currency: 'EUR' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'price/currency' }] } })
})

test('ten thousand products are paged by name without a gap, and found by any of their words and by a scan', async () => {
  const { ask, place } = await shop()
  await put(place, 10_000)
  const seen: string[] = []
  const turn: { cursor: string | null } = { cursor: '' }
  while (turn.cursor !== null) {
    const { body } = await ask('GET', `/v1/products?limit=100&search=${encodeURIComponent('сорт7')}${turn.cursor === '' ? '' : `&cursor=${turn.cursor}`}`)
    seen.push(...body.items.map(({ name }) => name))
    turn.cursor = body.next
  }
  expect([seen.length, new Set(seen).size]).toEqual([1100, 1100])
  expect(seen).toEqual(seen.toSorted(new Intl.Collator('uk').compare))
  expect((await ask('GET', `/v1/products?search=${encodeURIComponent('ТОВАР 777')}`)).body.items.map(({ name }) => name)).toContain('Товар 7770 сорт70')
  expect((await ask('GET', '/v1/products?scanned=C123')).body.items).toMatchObject([{ name: 'Товар 123 сорт23' }])
})

test('a Ukrainian store begins with the usual letters, and writes its own over them', async () => {
  const { ask, store } = await shop('en')
  const at = `/v1/stores/${store}/tax-letters`
  const usual = (await ask('GET', at)).body
  expect(usual).toMatchObject({
    usual: true,
    items: [{ letter: 'А', percent: '20', type: 0 }, { letter: 'Б', percent: '7' }, { letter: 'В', percent: '0' }, { letter: 'Г', type: 1, percent: '5' }],
  })
  await ask('POST', '/v1/products', { ...bread, taxLetters: 'Б' })
  const own = { letter: 'А', type: 0, name: 'ПДВ', percent: '14', inForceFrom: '2021-03-01', source: '' }
  expect(await ask('PUT', at, { items: [own] })).toMatchObject({ status: 409, body: { code: 'tax_letter_in_use', detail: expect.stringContaining('Б') } })
  expect(await ask('PUT', at, { items: [own, { ...own, letter: 'Б' }] })).toMatchObject({ status: 200, body: { usual: false, items: [{ percent: '14' }, { letter: 'Б' }] } })
  expect(await ask('PUT', at, { items: [{ ...own, letter: 'B' }] })).toMatchObject({ status: 422, body: { errors: [{ field: 'items/0/letter', code: 'latin_letter' }] } })
  expect((await ask('PUT', at, { items: [] })).body).toMatchObject({ usual: true })
})

test('T03 a cashier sees products and changes none; a test key changes none that a live store sells', async () => {
  const { http, place } = await shop()
  const cashier = asking(await http.person({ ...place, role: 'cashier' }))
  expect((await cashier('GET', '/v1/products')).status).toBe(200)
  expect((await cashier('POST', '/v1/products', bread)).status).toBe(403)
  const program = asking(http.key({ ...place, mode: 'test' }))
  expect((await program('GET', '/v1/products')).status).toBe(200)
  expect((await program('POST', '/v1/products', bread)).status).toBe(403)
  expect((await asking(http.key({ ...place, mode: 'live' }))('POST', '/v1/products', bread)).status).toBe(201)
})
