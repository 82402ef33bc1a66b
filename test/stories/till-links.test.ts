import type { Page } from 'playwright-core'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { hoursPass } from './hours-pass.ts'
import { kvitInATown, until } from './kvit-in-a-town.ts'
import { read } from './settled-merchant.ts'
import { atCheckbox, bookedInDrawer, cashierBegins, closeShift, dialog, inDrawer, ownerAt, payerAtLiqPay, put, screenOf, uah, view, zReport } from './till-steps.ts'
import { ukrainianTill } from './ukrainian-till.ts'
import type { UkrainianTill } from './ukrainian-till.ts'

const town = kvitInATown()
const browser = openBrowser()

const EMAIL = 'taras@till.example'

/** Settings → payment services → LiqPay: both keys, the version of the protocol, how long an invoice lives and who sends it. */
async function setLiqPayUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Магазин:/ }).click()
  await page.getByRole('button', { name: /^Бурштинова крамниця/ }).click()
  await page.getByRole('link', { name: 'Налаштування', exact: true }).click()
  await page.getByRole('link', { name: 'Платіжні сервіси' }).waitFor()
  await page.getByRole('link', { name: 'Платіжні сервіси' }).click()
  await page.getByRole('link', { name: 'Підключити провайдера' }).click()
  await page.getByRole('button', { name: 'Підключити LiqPay' }).click()

  const known = town.liqpay.newCredentials('test')
  town.liqpay.enrol({ ...known, shopName: 'Бурштинова крамниця' })
  const publicKey = page.getByLabel(/^Публічний ключ/)
  for (let steps = 0; steps < 7 && !await publicKey.isVisible(); steps++) {
    const before = await page.getByRole('progressbar').getAttribute('value')
    await page.getByRole('button', { name: 'Виконано', exact: true }).first().click()
    await until('the guide to move on', async () => (await page.getByRole('progressbar').getAttribute('value') === before ? undefined : true))
  }
  await publicKey.fill(known.publicKey)
  await page.getByLabel(/^Приватний ключ/).fill(known.privateKey.replace('sandbox_', ''))
  await page.getByLabel('Як LiqPay надсилає посилання').fill('email privat24')
  await page.getByLabel('Скільки годин діє рахунок').fill('24')
  await page.getByText('Потрібно рідко').click()
  await page.getByLabel('Версія протоколу').selectOption({ label: 'Звичайна (v3, SHA-1)' })
  expect(await page.getByLabel('Версія протоколу').locator('option').allTextContents()).toContain('Новіша (v7, SHA3-256)')
  await page.getByRole('button', { name: 'Зберегти й перевірити' }).click()
  // Of a pair that is half of the sandbox and half real nothing is kept.
  await page.getByText('Неправильна форма.', { exact: true }).waitFor()
  await page.getByLabel(/^Приватний ключ/).fill(known.privateKey)
  await page.getByRole('button', { name: 'Зберегти й перевірити' }).click()
  await page.getByRole('button', { name: 'Виконано', exact: true }).click()
  await testPayment(page)
}

/** The sandbox's own: its message proves keys and address. */
async function testPayment(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Зробити тестовий платіж' }).click()
  const payUrl = await page.getByRole('link', { name: /^Відкрити сторінку оплати/ }).getAttribute('href')
  const payer = await payerAtLiqPay(browser, town, payUrl ?? '')
  await payer.getByRole('button', { name: /^Pay / }).first().click()
  await page.getByText('Повідомлення провайдера надійшло й перевірене.').first().waitFor()
  await payer.context().close()
}

/** Sells one thing by a link; `to` null: its code is shown on the screen. */
async function sellByLink(page: Page, goods: string, { hours, to = null }: { hours: number; to?: string | null }): Promise<void> {
  await put(page, goods)
  await page.getByRole('button', { name: 'Посилання на оплату' }).click()
  await dialog(page).getByRole('radio', { name: to === null ? 'Код на цьому екрані' : 'Сповіщення в Приват24' }).check()
  if (to !== null) await dialog(page).getByLabel('Телефон').fill(to)
  await dialog(page).getByLabel('Можна сплатити протягом, годин').fill(String(hours))
  await dialog(page).getByRole('button', { name: to === null ? 'Показати код' : 'Надіслати посилання' }).click()
  await dialog(page).getByText('Чекає на оплату').waitFor()
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
}

async function sellForCash(page: Page, goods: string): Promise<void> {
  await put(page, goods)
  await page.getByRole('button', { name: 'Готівка' }).click()
  await dialog(page).getByRole('button', { name: /^Без решти/ }).click()
  await dialog(page).getByText('Зареєстровано').waitFor()
  await dialog(page).getByRole('button', { name: 'Наступний покупець' }).click()
}

const Receipts = Type.Object({ items: Type.Array(Type.Object({
  state: Type.String(), due: Type.Object({ amount: Type.String() }), payUrl: Type.Union([Type.String(), Type.Null()]),
})) })

const receipts = async ({ api, register }: UkrainianTill) => read(Receipts, await api.get(`/v1/receipts?register=${register}`)).items

async function payUrlOf(till: UkrainianTill, due: string): Promise<string> {
  const payUrl = (await receipts(till)).find(({ due: { amount } }) => amount === due)?.payUrl
  if (payUrl === null || payUrl === undefined) throw new Error(`the receipt over ${due} has no link`)
  return payUrl
}

const isOf = (till: UkrainianTill, due: string, state: string): Promise<true> => until(`the receipt over ${due} to be ${state}`, async () =>
  (await receipts(till)).some((one) => one.due.amount === due && one.state === state) ? true : undefined, 90_000)

/** The bank says no, the payer goes home; an hour of LiqPay's clock later the same order is paid after all. */
async function refusedForNow(till: UkrainianTill, due: string): Promise<void> {
  const payer = await payerAtLiqPay(browser, town, await payUrlOf(till, due))
  await payer.getByText('More outcomes and faults').click()
  await payer.getByRole('button', { name: 'Refused, then paid after all' }).click()
  await payer.context().close()
}

/** The provider is asked by hand and says that nobody has paid: the cashier is told so. */
async function askInVain(page: Page): Promise<void> {
  await view(page, 'Відкладені чеки')
  await page.getByRole('listitem').filter({ hasText: '190,00' }).getByRole('button').click()
  await dialog(page).getByRole('button', { name: 'Перевірити стан рахунку' }).click()
  await dialog(page).getByText('Щойно перевірено: ще не сплачено.').waitFor()
  await page.keyboard.press('Escape')
}

/** Two receipts whose money came after their end: one is registered now, of the other the money goes back. */
async function decideAboutLateMoney(page: Page, till: UkrainianTill): Promise<void> {
  await view(page, 'Відкладені чеки')
  // On a telephone the views are one field; on a wider screen they are buttons.
  const wide = page.viewportSize()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('combobox', { name: 'Відкладені чеки' }).selectOption('Прострочено')
  const row = (amount: string) => page.getByRole('listitem').filter({ hasText: amount })
  await row('265,00').getByText(/надійшло після строку/).waitFor()
  if (wide !== null) await page.setViewportSize(wide)
  await page.getByRole('button', { name: 'Пізні або зайві гроші' }).click()
  await row('350,00').getByText(/надійшло після строку/).waitFor()
  await row('265,00').getByRole('button').click()
  await dialog(page).getByText(/^265,00.*надійшло після строку/).waitFor()
  await dialog(page).getByRole('button', { name: 'Зареєструвати зараз' }).click()
  await isOf(till, '265.00', 'registered')
  await page.keyboard.press('Escape')
  await row('265,00').waitFor({ state: 'detached' })
  await row('350,00').getByRole('button').click()
  await dialog(page).getByText(/^350,00.*надійшло після строку/).waitFor()
  await dialog(page).getByRole('button', { name: 'Повернути гроші' }).click()
  await dialog(page).getByText(/надійшло після строку/).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.getByText('Тут порожньо.').waitFor()
}

/** What was paid through LiqPay goes back through LiqPay, when its return is registered. */
async function returnTheHoney(page: Page): Promise<void> {
  await view(page, 'Чеки')
  await page.getByRole('listitem').filter({ hasText: '190,00' }).getByRole('button').click()
  await dialog(page).getByRole('button', { name: 'Повернення' }).click()
  await dialog(page).getByRole('radio', { name: 'Тим самим способом' }).check()
  await dialog(page).getByRole('button', { name: 'Повернення' }).click()
  await dialog(page).getByText(/^Повернеться платнику/).waitFor()
  await dialog(page).locator('.till-give').getByText('Повернено', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('listitem').filter({ hasText: /[-−]190,00/ }).getByText('Зареєстровано').waitFor()
}

test('LiqPay is set up; links are sold and the till is closed; the next day one is paid and registered by itself, one expires, two are paid late', { timeout: 300_000 }, async () => {
  const till = await ukrainianTill(town, EMAIL, { liqpay: false })
  const { page, faults } = await screenOf(browser)
  await ownerAt(page, town, { path: '/', email: EMAIL })
  await setLiqPayUp(page)

  await page.goto(town.url('/sell'))
  await cashierBegins(page)
  await sellForCash(page, 'Капучино')
  await sellByLink(page, 'Мед липовий, 400 г', { hours: 72 })
  await sellByLink(page, 'Круасан із мигдалем', { hours: 24, to: '+380 67 123 45 67' })
  await sellByLink(page, 'Кава мелена «Ранок», 250 г', { hours: 24 })
  await sellByLink(page, 'Горнятко «Бурштин»', { hours: 24 })
  await refusedForNow(till, '265.00')
  await refusedForNow(till, '350.00')
  await askInVain(page)
  await view(page, 'Зміна')
  await closeShift(page)
  await page.getByRole('heading', { name: 'Z-звіт 1' }).waitFor()
  expect(await zReport(till)).toMatchObject({ sales: uah('68.00'), salesCount: 1, differences: [], service: { sales: uah('68.00') } })

  await hoursPass(town.database.pool, 25)
  await page.getByRole('button', { name: /Заблокувати/ }).click()
  await page.goto('about:blank')
  for (const due of ['72.00', '265.00', '350.00']) await isOf(till, due, 'expired')
  // What LiqPay had brought to the phone was withdrawn there.
  expect(town.liqpay.payments().filter(({ isCancelled }) => isCancelled).map(({ minor }) => minor)).toEqual([7200n])
  const payer = await payerAtLiqPay(browser, town, await payUrlOf(till, '190.00'))
  await payer.getByRole('button', { name: /^Pay / }).first().click()
  await isOf(till, '190.00', 'registered')
  expect(atCheckbox(town, till)).toEqual(['sale 6800', 'sale 19000'])
  await town.liqpay.advance(3_600_000)

  await page.goto(town.url('/sell'))
  await cashierBegins(page)
  await decideAboutLateMoney(page, till)
  expect(atCheckbox(town, till)).toEqual(['sale 6800', 'sale 19000', 'sale 26500'])
  await view(page, 'Продаж')
  await sellForCash(page, 'Капучино')
  await returnTheHoney(page)
  expect(atCheckbox(town, till)).toEqual(['sale 6800', 'sale 19000', 'sale 26500', 'sale 6800', 'return 19000'])
  await until('LiqPay to have given both back', () =>
    town.liqpay.journal().filter(({ kind }) => kind === 'refunded').map(({ minor }) => minor).toSorted((a, b) => Number(a - b)).join(' ') === '19000 35000' ? true : undefined)

  await view(page, 'Зміна')
  await inDrawer(page, /^136,00/)
  await closeShift(page)
  await page.getByRole('heading', { name: 'Z-звіт 2' }).waitFor()
  expect(await zReport(till)).toMatchObject({
    sales: uah('523.00'), salesCount: 3, returns: uah('190.00'), returnsCount: 1, differences: [],
    drawer: { expected: uah('136.00'), journal: uah('136.00') }, service: { sales: uah('523.00'), returns: uah('190.00') },
  })
  expect(await bookedInDrawer(town)).toBe(13_600n)
  expect(faults).toEqual([])
})
