import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { pdfText } from '../../test/support/pdf-text.ts'
import { BREAD, mutedLiqPay, openTillShop, uah } from '../../test/support/till-shop.ts'
import type { TillShop } from '../../test/support/till-shop.ts'
import { LANGUAGES } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import { parseMoney } from '../money/money.ts'
import { formatMoney, say } from '../platform/i18n/format.ts'
import { shiftTexts } from '../platform/i18n/shift-texts.ts'
import { issuingStore } from '../invoices/issuing-terms.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import { shiftById } from './shift-store.ts'
import type { Report } from './shift-report.ts'
import { shiftStrip } from './shift-strip.ts'

const database = openTestDatabase()
const stage = mutedLiqPay()

/** Letters alone: a PDF knows no spaces, and breaks lines where it likes. */
const letters = (text: string): string => text.replaceAll(/\s/gu, '')

async function paperOf({ owner }: TillShop, shift: string, width = '80'): Promise<Buffer> {
  const paper = await owner.ask('GET', `/v1/shifts/${shift}/paper.pdf?width=${width}`)
  expect([paper.status, paper.headers['content-type']]).toEqual([200, 'application/pdf'])
  return paper.raw
}

const speak = ({ till }: TillShop, language: Language) =>
  database.pool.query('update store set language = $2 where merchant_id = $1', [till.register.merchantId, language])

/** Bread for 80.00 in cash and 40.00 by card, of which one loaf came back, and cash that was put in and taken out. */
async function day(shop: TillShop): Promise<string> {
  const { register, act } = shop
  const sale = (quantity: string, payment: object) => act('POST', '/v1/receipts', { register: shop.register, lines: [{ ...BREAD, quantity }], payments: [payment] })
  const { id } = (await sale('2', { form: 'cash', amount: uah('80.00') })).json<{ id: string }>()
  await sale('1', { form: 'card', amount: uah('40.00') })
  await act('POST', `/v1/receipts/${id}/returns`, { lines: [{ index: 0, quantity: '1' }], refund: 'cash' })
  await act('POST', `/v1/cash-registers/${register}/cash-moves`, { kind: 'service_in', amount: uah('500.00'), note: '' })
  await act('POST', `/v1/cash-registers/${register}/cash-moves`, { kind: 'service_out', amount: uah('120.50'), note: '' })
  return (await act('GET', `/v1/cash-registers/${register}/shift`)).json<{ shift: { id: string } }>().shift.id
}

const reportOf = async ({ owner }: TillShop, shift: string): Promise<Report> => (await owner.ask('GET', `/v1/shifts/${shift}`)).json<{ report: Report }>().report

function said({ amount }: { amount: string }, language: Language): string {
  const money = parseMoney(amount, 'UAH')
  if (money === null) throw new Error(`${amount} is no amount`)
  return letters(formatMoney(language, money))
}

test('a closed shift prints its Z-report with the sums of the screen, in the language of its store', async () => {
  const shop = await openTillShop(database, stage.provider)
  const shift = await day(shop)
  await shop.act('POST', `/v1/shifts/${shift}/close`, {})
  const { sales, returns, serviceIn, drawer, forms } = await reportOf(shop, shift)
  expect([sales.amount, returns.amount, drawer.expected.amount]).toEqual(['120.00', '40.00', '419.50'])
  for (const language of LANGUAGES) {
    await speak(shop, language)
    const text = letters(pdfText(await paperOf(shop, shift)))
    const { tillZReport, shiftAgreesPlain } = shiftTexts[language]
    for (const word of ['ТОВ Приклад', 'Каса 1', 'Оксана', say(language, tillZReport, { number: 1 }), shiftAgreesPlain, ...forms.map(({ means }) => means)]) {
      expect(text, language).toContain(letters(word))
    }
    for (const sum of [sales, returns, serviceIn, drawer.opened, drawer.taken, drawer.expected, drawer.journal, ...forms.map((form) => form.sales)]) {
      expect(text, language).toContain(said(sum, language))
    }
  }
})

test('a shift that is not closed prints an X-report that says so', async () => {
  const shop = await openTillShop(database, stage.provider)
  const text = letters(pdfText(await paperOf(shop, await day(shop))))
  const { tillXReport, shiftAsOf, shiftColClosed } = shiftTexts.uk
  for (const word of [tillXReport, shiftAsOf.split('. ')[1] ?? '']) expect(text).toContain(letters(word))
  expect(text).not.toContain(letters(shiftColClosed))
})

test('the paper is 58 or 80 mm wide, the same bytes each time, and nobody else’s to see', async () => {
  const [shop, other] = [await openTillShop(database, stage.provider), await openTillShop(database, stage.provider)]
  const shift = await day(shop)
  await shop.act('POST', `/v1/shifts/${shift}/close`, {})
  const [wide, again, narrow] = [await paperOf(shop, shift), await paperOf(shop, shift), await paperOf(shop, shift, '58')]
  expect([wide.equals(again), wide.equals(narrow)]).toEqual([true, false])
  expect((await other.owner.ask('GET', `/v1/shifts/${shift}/paper.pdf`)).status).toBe(404)
  expect((await shop.owner.ask('GET', `/v1/shifts/${shift}/paper.pdf?width=70`)).status).toBe(422)
})

test('what the fiscal service says otherwise, and what it has still to take, stand beside its number of the report', async () => {
  const shop = await openTillShop(database, stage.provider)
  const text = await day(shop)
  await shop.act('POST', `/v1/shifts/${text}/close`, {})
  const report = await reportOf(shop, text)
  const { register, store } = shop.till
  const shift = await shiftById(database.db, { merchantId: register.merchantId, shiftId: idWithMode('shift', text).id })
  if (shift === null) throw new Error('no shift')
  const { rows } = shiftStrip({
    shift, register: { ...register, fiscalNumber: '4000123456' }, seller: issuingStore(store).seller, zNumber: 'Z-77', at: shop.clock.now(),
    report: {
      ...report, service: { sales: uah('80.00'), returns: uah('40.00'), serviceIn: null, serviceOut: null },
      registering: { sales: uah('40.00'), returns: uah('0.00') },
      differences: [{ what: 'sales', ours: report.sales, theirs: uah('80.00') }],
    },
  }, 'en')
  expect(rows).toEqual(expect.arrayContaining([
    { kind: 'pair', left: 'Register FN', right: '4000123456', strong: false }, { kind: 'pair', left: 'Z-report FN', right: 'Z-77', strong: false },
    { kind: 'text', text: 'Sales are 120.00\u00a0₴ by our receipts, and 80.00\u00a0₴ by the fiscal service.' },
    { kind: 'text', text: 'Still being registered: sales 40.00\u00a0₴, which are in these sums; returns 0.00\u00a0₴, which are not yet, and no money has gone back for them.' },
  ]))
  expect(rows).not.toContainEqual({ kind: 'text', text: shiftTexts.en.shiftAgrees })
})
