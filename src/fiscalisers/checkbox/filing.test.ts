import { describe, expect, test } from 'vitest'
import { json } from '../../connectors/conformance-answers.ts'
import { CASH_SALE } from '../conformance-documents.ts'
import type { Drawn, FiscalDocument } from '../contract.ts'
import { draw } from './document.ts'
import { file, find } from './filing.ts'
import {
  CLOSED, document, KEY, NOT_CLOSED, NOT_OPENED, OPENED, RECEIPT, register, setup, SHIFT, signedIn,
} from './fixtures/setup.ts'
import type { Kept } from './fixtures/setup.ts'

function drawn(content: FiscalDocument['content'], shiftOpen = true): Drawn {
  const one = draw(document(content), register(shiftOpen), setup())
  if (!one.ok) throw new Error(one.error.detail)
  return one.value
}

const sale = drawn({ kind: 'sale', sale: CASH_SALE })
const opening = drawn({ kind: 'open_shift' }, false)
const closing = drawn({ kind: 'close_shift' })

const CREATED = { ...RECEIPT, status: 'CREATED', fiscal_code: null, fiscal_date: null, tax_url: null }
const created = json(201, CREATED)
const notFound = json(404, { message: 'Чек не знайдено' })

describe('a receipt', () => {
  test('is filed when it is DONE, with its number, time and address', async () => {
    const { http, asked } = signedIn(created, json(200, RECEIPT))
    expect(await file(sale, setup(), http)).toEqual({
      kind: 'done',
      value: {
        fiscalNumber: '1500000001', localNumber: 12, at: new Date('2026-01-31T21:59:59.123Z'), url: RECEIPT.tax_url, offline: false, ref: KEY,
        answer: JSON.stringify(RECEIPT), zReport: null,
      },
    })
    expect(asked.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'POST /api/v1/cashier/signin', 'POST /api/v1/receipts/sell', `GET /api/v1/receipts/${KEY}`,
    ])
  })
  test('that is still CREATED after six questions is unknown, and a second passes before each', async () => {
    const kept: Kept = { text: null, pauses: [] }
    const { http, asked } = signedIn(created, json(200, CREATED))
    expect(await file(sale, setup({}, kept), http)).toEqual({ kind: 'unknown', cause: 'taken, and not registered yet' })
    expect([asked.length, kept.pauses]).toEqual([8, [1_000, 1_000, 1_000, 1_000, 1_000, 1_000]])
    expect((await find(sale, setup(), signedIn(json(200, CREATED)).http)).kind).toBe('unknown')
  })
  test('DONE without a number is no receipt', async () => {
    for (const missing of [{ fiscal_code: null }, { fiscal_date: null }, { fiscal_date: '2026-01-31 21:59' }]) {
      expect((await find(sale, setup(), signedIn(json(200, { ...RECEIPT, ...missing })).http)).kind).toBe('unknown')
    }
  })
  test('that the tax service refused is refused with its words', async () => {
    const failed = { ...RECEIPT, status: 'ERROR', transaction: { ...RECEIPT.transaction, status: 'ERROR', response_error_message: 'Код помилки: 9' } }
    const refused = { kind: 'refused', reason: 'other', providerCode: 'Код помилки: 9' }
    expect(await file(sale, setup(), signedIn(created, json(200, failed)).http)).toEqual(refused)
    expect(await find(sale, setup(), signedIn(json(200, failed)).http)).toEqual(refused)
  })
  test('refused with a sentence is refused, once it is seen that there is none by that name', async () => {
    const no = signedIn(json(400, { message: 'Зміну не відкрито' }), notFound)
    expect(await file(sale, setup(), no.http)).toEqual({ kind: 'refused', reason: 'other', providerCode: 'Зміну не відкрито' })
    expect(no.asked.length).toBe(3)
    const busy = signedIn(json(400, { message: 'Каса зайнята іншим касиром' }), notFound)
    expect(await file(sale, setup(), busy.http)).toMatchObject({ kind: 'refused', reason: 'not_enabled' })
  })
  test('sent a second time is what became of the first', async () => {
    const again = signedIn(json(400, { message: 'Чек з таким ідентифікатором вже існує' }), json(200, RECEIPT))
    expect(await file(sale, setup(), again.http)).toMatchObject({ kind: 'done', value: { fiscalNumber: '1500000001' } })
  })
  test('a 2xx with a sentence and no id is a refusal, and without either it is doubt', async () => {
    expect(await file(sale, setup(), signedIn(json(200, { message: 'ні' }), notFound).http)).toMatchObject({ kind: 'refused', providerCode: 'ні' })
    expect((await file(sale, setup(), signedIn(json(200, {}), notFound).http)).kind).toBe('unknown')
  })
  test('what could not be read is named by its place', async () => {
    const detail = [{ loc: ['body', 'goods', 0, 'quantity'], msg: 'value is not a valid integer', type: 'type_error.integer' }]
    expect(await file(sale, setup(), signedIn(json(422, { message: 'Validation error', detail }), notFound).http)).toMatchObject({
      kind: 'refused', providerCode: 'Validation error; body.goods.0.quantity: value is not a valid integer',
    })
  })
  test('is not there only when Checkbox itself says so', async () => {
    expect(await find(sale, setup(), signedIn(notFound).http)).toEqual({ kind: 'done', value: null })
    for (const other of [json(404, {}), { status: 404, body: '<html>not found</html>' }, json(429, { message: 'later' }), json(500, {})]) {
      expect((await find(sale, setup(), signedIn(other).http)).kind).toBe('unknown')
    }
  })
  test('made offline is said to be so until the tax service has it', async () => {
    const offlineOf = async (is_sent_dps: boolean) => {
      const found = await find(sale, setup(), signedIn(json(200, { ...RECEIPT, is_created_offline: true, is_sent_dps })).http)
      return found.kind === 'done' && found.value?.offline
    }
    expect([await offlineOf(false), await offlineOf(true)]).toEqual([true, false])
  })
})

describe('a shift', () => {
  test('is open when it is OPENED, under the number of its opening', async () => {
    const { http } = signedIn(json(202, { ...OPENED, status: 'CREATED', opened_at: null }), json(200, { ...OPENED, status: 'OPENING', opened_at: null }), json(200, OPENED))
    expect(await file(opening, setup(), http)).toMatchObject({
      kind: 'done', value: { fiscalNumber: '1500000000', localNumber: 11, at: new Date('2026-01-31T08:00:00Z'), ref: SHIFT, zReport: null },
    })
  })
  test('that is CLOSED without ever having been open was refused; one that was open and is closed now was opened', async () => {
    expect(await find(opening, setup(), signedIn(json(200, NOT_OPENED)).http)).toEqual({ kind: 'refused', reason: 'other', providerCode: 'Сертифікат відкликано' })
    expect(await find(opening, setup(), signedIn(json(200, CLOSED)).http)).toMatchObject({ kind: 'done', value: { fiscalNumber: '1500000000' } })
  })
  test('is closed with the day’s sums, cash and cards together', async () => {
    const { http, asked } = signedIn(json(202, { ...OPENED, status: 'CLOSING' }), json(200, CLOSED))
    expect(await file(closing, setup(), http)).toMatchObject({
      kind: 'done',
      value: {
        fiscalNumber: '1500000009', localNumber: 19, at: new Date('2026-01-31T20:00:00Z'), ref: SHIFT,
        zReport: {
          sales: { minor: 57_050n, currency: 'UAH' }, returns: { minor: 12_050n }, serviceIn: { minor: 50_000n }, serviceOut: { minor: 9_000n },
        },
      },
    })
    expect(asked.at(-1)?.url).toBe(`https://api.checkbox.ua/api/v1/shifts/${SHIFT}`)
  })
  test('whose Z-report was refused is open again, and may be closed again', async () => {
    const refused = signedIn(json(202, { ...OPENED, status: 'CLOSING' }), json(200, NOT_CLOSED))
    expect(await file(closing, setup(), refused.http)).toEqual({ kind: 'refused', reason: 'other', providerCode: 'Код помилки: 9 DocumentValidationError' })
    expect(await find(closing, setup(), signedIn(json(200, NOT_CLOSED)).http)).toEqual({ kind: 'done', value: null })
    expect(await find(closing, setup(), signedIn(json(200, OPENED)).http)).toEqual({ kind: 'done', value: null })
    expect((await find(closing, setup(), signedIn(json(200, { ...OPENED, status: 'CLOSING' })).http)).kind).toBe('unknown')
  })
  test('that somebody closed already is closed', async () => {
    const { http } = signedIn(json(400, { message: 'Зміну не відкрито' }), json(200, CLOSED))
    expect(await file(closing, setup(), http)).toMatchObject({ kind: 'done', value: { fiscalNumber: '1500000009' } })
  })
  test('without sums tells none, and without a fiscal number goes by its own', async () => {
    const older = { ...CLOSED, balance: { cash_sales: 1 }, z_report: null, closing_transaction: { ...CLOSED.closing_transaction, response_id: null } }
    expect(await find(closing, setup(), signedIn(json(200, older)).http)).toMatchObject({
      kind: 'done', value: { zReport: null, fiscalNumber: CLOSED.closing_transaction.id },
    })
  })
})
