import { afterAll, beforeAll, expect, test } from 'vitest'
import { pdfText } from '../../test/support/pdf-text.ts'
import { NOW } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { card, cash, goods, link, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import { buildHttp } from '../platform/http/app.ts'
import { buildLogger } from '../platform/http/log.ts'
import { createStripPrinter } from '../platform/pdf/strip.ts'
import { factsOf } from './find-receipts.ts'
import { receiptPageRoutes } from './page-api.ts'
import type { Receipt } from './receipt.ts'

const { db, pool } = openTestDatabase()
const clock = { now: () => NOW }
const publicUrl = new URL('https://kvit.example')
const printer = createStripPrinter()
const app = buildHttp({
  logger: buildLogger({ level: 'silent', stream: { write: () => {} } }), trustedProxies: [], publicUrl, identify: async () => null, db, clock, vault,
})

beforeAll(async () => {
  await receiptPageRoutes(app, { db, vault, clock, publicUrl, stripPrinter: () => printer })
  await app.ready()
})
afterAll(() => app.close())

async function pathOf(receipt: Receipt): Promise<string> {
  const [facts] = await factsOf(db, vault, [receipt], NOW)
  if (facts === undefined) throw new Error('no facts')
  return `/r/${facts.publicToken}`
}

const get = (url: string) => app.inject({ method: 'GET', url })

const VERIFY = 'https://cabinet.tax.gov.ua/cashregs/check?fn=4000123456&id=1234567890&date=20261102&time=120000&sm=71.00'

async function registered(): Promise<Receipt> {
  const till = await someTill({ pool, db }, { fiscaliser: 'checkbox' })
  await pool.query("update cash_register set fiscal_number = '4000123456' where merchant_id = $1", [till.register.merchantId])
  const lines = [{ ...goods('Сигарети <b>«Прима»</b>', '25.50', '2'), uktzed: '2402209000' }, goods('Хліб', '20.00')]
  const receipt = await sold(db, till, saleOf(lines, [cash('31.00', '50.00'), card('40.00')]))
  await pool.query(`update receipt set state = 'registered', fiscal_number = '1234567890', local_number = 7, fiscal_at = $2, fiscal_url = $3 where merchant_id = $1`,
    [receipt.merchantId, NOW, VERIFY])
  return receiptNow(db, receipt)
}

test('the page shows what the order asks of a receipt, without a script, and in no cache', async () => {
  const path = await pathOf(await registered())
  const page = await get(path)
  expect(page.statusCode).toBe(200)
  expect(page.headers['cache-control']).toBe('no-store')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(page.body).not.toMatch(/<script|<form|<iframe/)
  const text = page.body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/[\s\u00a0\u202f]+/g, ' ')
  for (const shown of [
    'ТОВ Приклад', 'Крамниця', 'Київ, вул. Прикладна, 1', 'ІД 12345678', 'Код УКТ ЗЕД 2402209000', '2 шт × 25,50', '51,00 А', 'Хліб', 'Сума', '71,00',
    'Готівка', 'Безготівкова', 'Картка', 'Отримано', 'Решта', '19,00', 'ЕПЗ 444455XXXXXX6666', 'Код авт. 654321', 'RRN 123456789012', 'ПДВ А 20', '11,83',
    'ЧЕК ФН 1234567890 ВН 7', 'ПРРО ФН 4000123456', 'ОНЛАЙН', 'Тестовий нефіскальний документ',
  ]) expect(text, shown).toContain(shown)
  expect(page.body).toContain('&lt;b>«Прима»')
  expect(page.body).toContain(VERIFY.replaceAll('&', '&amp;'))
})

test('it is there in every language, and a link that leads nowhere says nothing', async () => {
  const path = await pathOf(await registered())
  for (const language of LANGUAGES) {
    const page = await get(`${path}?lang=${language}`)
    expect(page.body).toContain(`<html lang="${language}">`)
    expect(page.body).toContain(RECEIPT_TEXTS[language].total)
  }
  const wrong = await get('/r/AAAAAAAAAAAAAAAAAAAAAA')
  expect([wrong.statusCode, wrong.body.includes(RECEIPT_TEXTS.en.goneTitle)]).toEqual([404, true])
})

test('while it waits it says so and leads to where it is paid, as a link and as a code', async () => {
  const receipt = await sold(db, await someTill({ pool, db }), saleOf([goods('Хліб', '20.00')], [link('20.00')]))
  const path = await pathOf(receipt)
  const page = await get(path)
  expect(page.body).toContain(RECEIPT_TEXTS.uk.state_deferred)
  expect(page.body).toMatch(/href="https:\/\/kvit\.example\/pay\/[\w-]{22}"/)
  expect((await get(`${path}/pay.svg`)).headers['content-type']).toContain('image/svg+xml')
})

test('the PDF is a strip with the same words, the same bytes each time', async () => {
  const path = await pathOf(await registered())
  const [one, two] = [await get(`${path}.pdf`), await get(`${path}.pdf`)]
  expect(one.headers['content-type']).toBe('application/pdf')
  expect(one.rawPayload.equals(two.rawPayload)).toBe(true)
  const text = pdfText(one.rawPayload)
  for (const shown of ['ТОВ Приклад', 'Хліб', '1234567890', 'ПРРО']) expect(text).toContain(shown)
})
