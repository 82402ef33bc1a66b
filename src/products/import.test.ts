import { afterAll, beforeAll, expect, test } from 'vitest'
import { somePlace } from '../../test/support/builders.ts'
import { startCallerApp } from '../../test/support/called-by.ts'
import type { Asker, CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { productRoutes } from './api.ts'

const { db, pool } = openTestDatabase()
const set: { http?: CallerApp } = {}
beforeAll(async () => {
  set.http = await startCallerApp({ db, pool }, async (app, clock) => productRoutes(app, { db, clock }))
})
afterAll(() => set.http?.app.close())

type Answered = {
  readonly code: string; readonly added: number; readonly changed: number; readonly unchanged: number; readonly encoding: string
  readonly problems: { readonly line: number; readonly field: string; readonly heading: string; readonly code: string; readonly message: string }[]
  readonly errors: { readonly field: string; readonly code: string }[]; readonly lines: object[]; readonly items: { readonly name: string }[]
}

async function shop() {
  if (set.http === undefined) throw new Error('not started')
  const place = await somePlace(pool)
  await pool.query(`update store set country = 'UA', currency = 'UAH', language = 'uk' where merchant_id = $1`, [place.merchantId])
  const owner = await set.http.person({ ...place, language: 'en' })
  const send = async (table: string | Buffer, dryRun = false) => {
    const answer = await owner.ask('POST', '/v1/products/import', { content: Buffer.from(table).toString('base64'), dryRun })
    return { status: answer.status, body: answer.json<Answered>() }
  }
  return { owner, send }
}

const names = async (owner: Asker) => (await owner.ask('GET', '/v1/products')).json<Answered>().items.map(({ name }) => name)

const TABLE = 'Код;Назва;Ціна;Одиниця;Літери;Штрихкод\n1;Хліб;32,50;шт;Б;2000000000015\n2;Сир;410;кг;А;\n'

test('a dry run tells what would be and keeps nothing; the same table again changes nothing', async () => {
  const { owner, send } = await shop()
  expect(await send(TABLE, true)).toMatchObject({ status: 200, body: {
    added: 2, changed: 0, unchanged: 0, problemCount: 0, encoding: 'utf-8', columns: [{ heading: 'Код', field: 'code' }, {}, {}, {}, { field: 'taxLetters' }, {}],
    lines: [{ line: 2, code: '1', name: 'Хліб', outcome: 'added', changes: [] }, { line: 3 }],
  } })
  expect(await names(owner)).toEqual([])
  expect((await send(TABLE)).body).toMatchObject({ added: 2 })
  expect((await owner.ask('GET', '/v1/products?search=сир')).json()).toMatchObject({
    items: [{ unit: { code: 301, name: 'кг' }, weighed: true, price: { amount: '410.00', currency: 'UAH' } }],
  })
  expect((await send(TABLE)).body).toMatchObject({ added: 0, changed: 0, unchanged: 2, lines: [] })
  expect((await send('Код;Ціна\n1;35\n', true)).body).toMatchObject({ changed: 1, lines: [{ outcome: 'changed', changes: [{ field: 'price', from: '32.50', to: '35.00' }] }] })
})

test('one bad line keeps all of them out, and each problem has its line and its column', async () => {
  const { owner, send } = await shop()
  const bad = `${TABLE}3;Кава;;шт;A;2000000000015\n1;Сіль;5;шт;Ж;2000000000016\n`
  const { body } = await send(bad, true)
  expect(body.problems.map(({ line, field, code }) => `${line} ${field} ${code}`)).toEqual([
    '4 barcodes barcode_taken', '4 price missing', '4 taxLetters latin_letter', '5 code code_repeated', '5 barcodes barcode_digit', '5 taxLetters unknown_tax_letter',
  ])
  expect(body.problems[2]).toMatchObject({ heading: 'Літери', message: '“A” is a Latin letter. Type the Cyrillic one, even if it looks the same.' })
  expect(await send(bad)).toMatchObject({
    status: 422,
    body: { code: 'import_has_problems', errors: expect.arrayContaining([expect.objectContaining({ field: 'lines/4/price', code: 'missing' })]) },
  })
  expect(await names(owner)).toEqual([])
})

test('a barcode may go from one product to another in one table, but not from one that the table does not name', async () => {
  const { send } = await shop()
  await send('Код;Назва;Ціна;Штрихкод\n1;Хліб;5;77\n2;Сир;5;78\n')
  expect((await send('Код;Штрихкод\n1;78\n2;77\n')).body).toMatchObject({ changed: 2 })
  expect((await send('Код;Штрихкод\n1;77\n', true)).body.problems).toMatchObject([{ line: 2, code: 'barcode_taken', message: 'The product “Сир” has this barcode.' }])
})

test('a table of an old program is read in the encoding of the country, an export in that of its language', async () => {
  const { owner, send } = await shop()
  const cyrillic = Buffer.from([...'Код;Назва;Ціна\n1;Їжак;5\n'].map((sign) => CP1251.get(sign) ?? sign.charCodeAt(0)))
  expect((await send(cyrillic)).body).toMatchObject({ added: 1, encoding: 'windows-1251' })
  expect(await names(owner)).toEqual(['Їжак'])
  expect((await send(Buffer.from('\ufeffКод\tЦіна\r\n1\t6\r\n', 'utf16le'))).body).toMatchObject({ changed: 1, encoding: 'utf-16le' })
  const exported = await owner.ask('GET', '/v1/products/export.csv')
  expect(exported.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': expect.stringMatching(/^attachment; filename="products_[^"]*\d{4}-\d\d-\d\d\.csv"/),
  })
  expect(exported.raw.toString('utf8')).toBe('\ufeffCode,Barcode,Name,Unit code,Unit,Weighed,Price,Currency,Tax letters,UKTZED,DKPP\r\n1,,Їжак,2009,шт,0,6.00,UAH,,,\r\n')
  expect((await send(exported.raw)).body).toMatchObject({ unchanged: 1 })
})

/** Source: the Unicode Consortium's table of windows-1251. */
const CP1251: ReadonlyMap<string, number> = new Map([
  ...Array.from({ length: 64 }, (_, at) => [String.fromCodePoint(0x410 + at), 0xc0 + at] as const), ['Ї', 0xaf], ['і', 0xb3], ['І', 0xb2],
])

test('three thousand products come in at once, and go out again', async () => {
  const { owner, send } = await shop()
  const table = `Код;Назва;Ціна\n${Array.from({ length: 3000 }, (_, at) => `${at};Товар ${at};${at},50`).join('\n')}`
  expect((await send(table)).body).toMatchObject({ added: 3000 })
  expect((await owner.ask('GET', '/v1/products/export.csv')).raw.toString('utf8').split('\r\n')).toHaveLength(3002)
  expect((await send(table.replaceAll(',50', ',60'))).body).toMatchObject({ changed: 3000, lines: expect.objectContaining({ length: 200 }) })
})
