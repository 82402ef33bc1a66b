import type { Page } from 'playwright-core'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { kvitInATown } from './kvit-in-a-town.ts'
import { read } from './settled-merchant.ts'
import { atCheckbox, bookedInDrawer, cashierBegins, closeShift, dialog, inDrawer, ownerAt, payerAtLiqPay, put, screenOf, uah, view, zReport } from './till-steps.ts'
import { ukrainianTill } from './ukrainian-till.ts'
import type { UkrainianTill } from './ukrainian-till.ts'

const town = kvitInATown()
const browser = openBrowser()

const EMAIL = 'iryna@till.example'

/** 153 hryvnias, of a note of 200 that was pressed twice; the receipt becomes fiscal while the cashier looks on. */
async function sellForCash(page: Page): Promise<void> {
  const sales: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/v1/receipts')) sales.push(request.url())
  })
  await put(page, 'Капучино')
  await put(page, 'Сирник домашній')
  await page.getByRole('button', { name: 'Готівка' }).click()
  await dialog(page).getByRole('button', { name: /^200,00/ }).dblclick()
  await dialog(page).getByText('Решта', { exact: true }).waitFor()
  expect(sales).toHaveLength(1)
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
  const payer = await payerAtLiqPay(browser, town, await payUrlOf(till))
  await Promise.all([
    page.getByRole('status').filter({ hasText: /сплачено: 190,00/ }).waitFor(),
    payer.getByRole('button', { name: /^Pay / }).first().click(),
  ])
  await row.waitFor({ state: 'detached' })
  await view(page, 'Чеки')
  await row.getByText('Зареєстровано').waitFor()
}

/** The thing that came back is shown as returned, and the other one is what may still come back. */
async function onlyTheRestIsLeft(page: Page): Promise<void> {
  await page.getByRole('listitem').filter({ hasText: /[^-−]153,00/ }).getByRole('button').click()
  await dialog(page).getByText('Повернено: 1 шт').waitFor()
  await dialog(page).getByRole('button', { name: 'Повернення' }).click()
  expect(await dialog(page).getByLabel('Капучино').inputValue()).toBe('1')
  expect(await dialog(page).getByLabel('Сирник домашній').count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
}

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
  await dialog(page).locator('.till-change').filter({ hasText: 'Видайте з каси' }).getByText(/^85,00/).waitFor()
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
  await onlyTheRestIsLeft(page)
  await page.getByRole('listitem').filter({ hasText: /[-−]85,00/ }).getByText('Зареєстровано').waitFor()
  await view(page, 'Зміна')
  await inDrawer(page, /^68,00/)
}

async function closeDay(page: Page): Promise<void> {
  await closeShift(page)
  await page.getByRole('heading', { name: 'Z-звіт 1' }).waitFor()
  await page.getByRole('row', { name: /^2 чеки/ }).getByText(/^343,00/).waitFor()
  await page.getByRole('row', { name: /^1 чек/ }).getByText(/^85,00/).waitFor()
}

/** The page of the shift, by an address that was sent: it tells all of it, though the owner's other store is the chosen one. */
async function ownerReadsTheShift(page: Page, { api, register }: UkrainianTill): Promise<void> {
  const { items: [shift] } = read(Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })) }), await api.get(`/v1/shifts?register=${register}`))
  await page.goto(town.url(`/till/shifts/${shift?.id ?? ''}`))
  await page.getByRole('heading', { level: 1, name: 'Зміна 1, Каса 1' }).waitFor()
  for (const amount of ['153,00', '190,00', '85,00']) await page.getByRole('table', { name: 'Чеки зміни' }).getByText(amount).first().waitFor()
}

test('a cashier sells for cash and by a link, gives a part back and closes the shift; the till, Checkbox and the books say the same', { timeout: 240_000 }, async () => {
  const till = await ukrainianTill(town, EMAIL)
  const { page, faults } = await screenOf(browser)
  // The owner opens the till on this device, and the cashier signs in at it.
  await ownerAt(page, town, { path: '/sell', email: EMAIL })
  await cashierBegins(page)

  await sellForCash(page)
  expect(atCheckbox(town, till)).toEqual(['sale 15300'])
  await sellByLink(page)
  expect(atCheckbox(town, till)).toEqual(['sale 15300'])
  await paidByLink(page, till)
  expect(atCheckbox(town, till)).toEqual(['sale 15300', 'sale 19000'])
  await giveBackInCash(page)
  expect(atCheckbox(town, till)).toEqual(['sale 15300', 'sale 19000', 'return 8500'])

  await closeDay(page)
  expect(await zReport(till)).toMatchObject({
    sales: uah('343.00'), salesCount: 2, returns: uah('85.00'), returnsCount: 1, differences: [],
    drawer: { expected: uah('68.00'), journal: uah('68.00') }, service: { sales: uah('343.00'), returns: uah('85.00') },
  })
  expect(await bookedInDrawer(town)).toBe(6800n)
  expect(await page.getByRole('alert').count()).toBe(0)
  await ownerReadsTheShift(page, till)
  expect(faults).toEqual([])
})
