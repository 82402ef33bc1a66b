import type { Locator, Page } from 'playwright-core'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { tillAccount } from '../../src/journal/entry.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { openBrowser } from '../support/browser.ts'
import { balancesOf, journalFaults } from '../support/journal.ts'
import { kvitInATown, until } from './kvit-in-a-town.ts'
import { PASSWORD, read, WithId } from './settled-merchant.ts'
import { CASHIER, ukrainianTill } from './ukrainian-till.ts'
import type { UkrainianTill } from './ukrainian-till.ts'

const town = kvitInATown()
const browser = openBrowser()

const EMAIL = 'iryna@till.example'

const view = (page: Page, name: string): Promise<void> => page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) }).click()
const dialog = (page: Page): Locator => page.getByRole('dialog')

/** The owner opens the till on this device, and the cashier signs in at it. */
async function signIn(page: Page): Promise<void> {
  await page.goto(town.url('/sell'))
  await page.locator('input[name=email]').fill(EMAIL)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Увійти' }).click()
  await page.getByRole('button', { name: CASHIER.name }).click()
  await page.getByLabel('PIN-код').fill(CASHIER.pin)
  await page.getByRole('button', { name: 'Почати' }).click()
  await page.getByRole('heading', { level: 1, name: CASHIER.name }).waitFor({ state: 'detached' })
}

const put = (page: Page, goods: string): Promise<void> => page.getByRole('region', { name: 'Товари' }).getByRole('button', { name: goods }).click()

/** 153 hryvnias, of a note of 200; the receipt becomes fiscal while the cashier looks on. */
async function sellForCash(page: Page): Promise<void> {
  await put(page, 'Капучино')
  await put(page, 'Сирник домашній')
  await page.getByRole('button', { name: 'Готівка' }).click()
  await dialog(page).getByRole('button', { name: /^200,00/ }).click()
  await dialog(page).getByText('Решта', { exact: true }).waitFor()
  await dialog(page).getByText(/^47,00/).waitFor()
  await dialog(page).getByText('Зареєстровано').waitFor()
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
}

/** 190 hryvnias by a link, which the screen shows as a code: the sale moves aside. */
async function sellByLink(page: Page): Promise<void> {
  await put(page, 'Мед липовий, 400 г')
  await page.getByRole('button', { name: 'Посилання на оплату' }).click()
  await dialog(page).getByRole('radio', { name: 'Код на цьому екрані' }).check()
  await dialog(page).getByRole('button', { name: 'Показати код' }).click()
  await dialog(page).getByRole('img', { name: 'Код із посиланням на оплату' }).waitFor()
  await dialog(page).getByText('Чекає на оплату').waitFor()
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
}

/** The payer's own browser without scripts, up to the last button at LiqPay. */
async function payerAtLiqPay(payUrl: string): Promise<Page> {
  const page = await browser.page({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'uk' })
  await page.goto(payUrl)
  await page.locator('input[name=method][value$=".card"]').check({ force: true })
  await page.getByRole('button', { name: /^Сплатити/ }).click()
  await page.waitForURL((url) => url.href.startsWith(town.liqpay.url))
  await page.getByRole('button', { name: 'Continue' }).click()
  return page
}

const Receipts = Type.Object({ items: Type.Array(Type.Object({ state: Type.String(), payUrl: Type.Union([Type.String(), Type.Null()]) })) })

async function payUrlOf({ api, register }: UkrainianTill): Promise<string> {
  const { items } = read(Receipts, await api.get(`/v1/receipts?register=${register}&state=deferred`))
  expect(items).toHaveLength(1)
  return items[0]?.payUrl ?? ''
}

/** Waits among the deferred receipts, is paid, and is registered in the eyes of a cashier who touches nothing. */
async function paidByLink(page: Page, till: UkrainianTill): Promise<void> {
  await view(page, 'Відкладені чеки')
  const row = page.getByRole('listitem').filter({ hasText: '190,00' })
  await row.getByText('Чекає на оплату').waitFor()
  const payer = await payerAtLiqPay(await payUrlOf(till))
  await Promise.all([
    page.getByRole('status').filter({ hasText: /сплачено: 190,00/ }).waitFor(),
    payer.getByRole('button', { name: /^Pay / }).first().click(),
  ])
  await row.waitFor({ state: 'detached' })
  await view(page, 'Чеки')
  await row.getByText('Зареєстровано').waitFor()
}

const inDrawer = (page: Page, amount: RegExp): Promise<void> => page.locator('.till-owed').filter({ hasText: 'У касі' }).getByText(amount).waitFor()

/** One of the two things comes back, and its 85 hryvnias go out of the drawer. */
async function giveBackInCash(page: Page): Promise<void> {
  await view(page, 'Зміна')
  await inDrawer(page, /^153,00/)
  await view(page, 'Чеки')
  await page.getByRole('listitem').filter({ hasText: '153,00' }).getByRole('button').click()
  await dialog(page).getByRole('button', { name: 'Повернення' }).click()
  await dialog(page).getByLabel('Капучино').fill('0')
  await dialog(page).getByRole('radio', { name: 'Готівкою з каси' }).check()
  await dialog(page).getByRole('button', { name: 'Повернення' }).click()
  await page.getByText('Повернення оформлено.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('listitem').filter({ hasText: /[-−]85,00/ }).getByText('Зареєстровано').waitFor()
  await view(page, 'Зміна')
  await inDrawer(page, /^68,00/)
}

async function closeShift(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Закрити зміну' }).click()
  await dialog(page).getByRole('button', { name: 'Закрити зміну' }).click()
  await page.getByRole('heading', { name: 'Z-звіт 1' }).waitFor()
  await page.getByRole('row', { name: /^2 чеки/ }).getByText(/^343,00/).waitFor()
  await page.getByRole('row', { name: /^1 чек/ }).getByText(/^85,00/).waitFor()
}

const Hryvnias = Type.Object({ amount: Type.String(), currency: Type.Literal('UAH') })
const Closed = Type.Object({
  state: Type.String(),
  report: Type.Object({
    sales: Hryvnias, returns: Hryvnias, salesCount: Type.Integer(), returnsCount: Type.Integer(),
    drawer: Type.Object({ expected: Hryvnias, journal: Hryvnias }), differences: Type.Array(Type.Unknown()),
    service: Type.Union([Type.Null(), Type.Object({ sales: Hryvnias, returns: Hryvnias })]),
  }),
})

/** The Z-report when Checkbox has made its own. */
async function zReport({ api, register }: UkrainianTill) {
  const { items: [shift] } = read(Type.Object({ items: Type.Array(WithId) }), await api.get(`/v1/cash-registers/${register}/shifts`))
  return until('the Z-report of Checkbox', async () => {
    const { state, report } = read(Closed, await api.get(`/v1/shifts/${shift?.id ?? ''}`))
    return state === 'closed' && report.service !== null ? report : undefined
  })
}

/** What stands in the drawer by the books, in minor units; the books themselves are without fault. */
async function bookedInDrawer(): Promise<bigint | undefined> {
  const { db, pool } = town.database
  const { rows: [row] } = await pool.query<{ merchant_id: Id<'merchant'>; register_id: Id<'cashRegister'> }>('select merchant_id, register_id from cash_register')
  if (row === undefined) throw new Error('the story has no cash register')
  expect(await journalFaults(db, row.merchant_id)).toEqual([])
  return (await balancesOf(db, row.merchant_id, 'test')).find(({ account }) => account === tillAccount(row.register_id))?.balance.minor
}

test('a cashier sells for cash and by a link, gives a part back and closes the shift; the till, Checkbox and the books say the same', { timeout: 240_000 }, async () => {
  const till = await ukrainianTill(town, EMAIL)
  const atCheckbox = () => town.checkbox.registered(till.atCheckbox).flatMap(({ kind, amount }) => (amount === null ? [] : [`${kind} ${amount.minor}`]))
  const page = await browser.page({ viewport: { width: 1280, height: 800 }, locale: 'uk' })
  page.setDefaultTimeout(30_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  await signIn(page)

  await sellForCash(page)
  expect(atCheckbox()).toEqual(['sale 15300'])
  await sellByLink(page)
  expect(atCheckbox()).toEqual(['sale 15300'])
  await paidByLink(page, till)
  expect(atCheckbox()).toEqual(['sale 15300', 'sale 19000'])
  await giveBackInCash(page)
  expect(atCheckbox()).toEqual(['sale 15300', 'sale 19000', 'return 8500'])

  await closeShift(page)
  const uah = (amount: string) => ({ amount, currency: 'UAH' })
  expect(await zReport(till)).toMatchObject({
    sales: uah('343.00'), salesCount: 2, returns: uah('85.00'), returnsCount: 1, differences: [],
    drawer: { expected: uah('68.00'), journal: uah('68.00') }, service: { sales: uah('343.00'), returns: uah('85.00') },
  })
  expect(await bookedInDrawer()).toBe(6800n)
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(faults).toEqual([])
})
