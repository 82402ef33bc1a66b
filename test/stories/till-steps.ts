import type { Locator, Page } from 'playwright-core'
import { Type } from 'typebox'
import { expect } from 'vitest'
import { tillAccount } from '../../src/journal/entry.ts'
import type { Id } from '../../src/kernel/ids.ts'
import type { TestBrowser } from '../support/browser.ts'
import { balancesOf, journalFaults } from '../support/journal.ts'
import { until } from './kvit-in-a-town.ts'
import type { Town } from './kvit-in-a-town.ts'
import { PASSWORD, read, WithId } from './settled-merchant.ts'
import { CASHIER } from './ukrainian-till.ts'
import type { UkrainianTill } from './ukrainian-till.ts'

export const view = (page: Page, name: string): Promise<void> => page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) }).click()
export const dialog = (page: Page): Locator => page.getByRole('dialog')
export const put = (page: Page, goods: string): Promise<void> => page.getByRole('region', { name: 'Товари' }).getByRole('button', { name: goods }).click()
export const inDrawer = (page: Page, amount: RegExp): Promise<void> => page.locator('.till-owed').filter({ hasText: 'У касі' }).getByText(amount).waitFor()

/** The screen of a till, and whatever goes wrong on it. */
export async function screenOf(browser: TestBrowser): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.page({ viewport: { width: 1280, height: 800 }, locale: 'uk' })
  page.setDefaultTimeout(60_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  return { page, faults }
}

/** What Checkbox has registered of goods, in its order, in minor units. */
export const atCheckbox = (town: Town, till: UkrainianTill): string[] =>
  town.checkbox.registered(till.atCheckbox).flatMap(({ kind, amount }) => (amount === null ? [] : [`${kind} ${amount.minor}`]))

/** The owner signs in and is on the page that was asked for. */
export async function ownerAt(page: Page, town: Town, { path, email }: { path: string; email: string }): Promise<void> {
  await page.goto(town.url(path))
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.getByRole('button', { name: 'Увійти' }).click()
}

/** At the till that the owner has opened on this device. */
export async function cashierBegins(page: Page): Promise<void> {
  await page.getByRole('button', { name: CASHIER.name }).click()
  await page.getByLabel('PIN-код').fill(CASHIER.pin)
  await page.getByRole('button', { name: 'Почати' }).click()
  await page.getByRole('heading', { level: 1, name: CASHIER.name }).waitFor({ state: 'detached' })
}

/** The payer's own browser without scripts, up to the last buttons at LiqPay. */
export async function payerAtLiqPay(browser: TestBrowser, town: Town, payUrl: string): Promise<Page> {
  const page = await browser.page({ javaScriptEnabled: false, viewport: { width: 390, height: 844 }, locale: 'uk' })
  await page.goto(payUrl)
  await page.locator('input[name=method][value$=".card"]').check({ force: true })
  await page.getByRole('button', { name: /^Сплатити/ }).click()
  await page.waitForURL((url) => url.href.startsWith(town.liqpay.url))
  await page.getByRole('button', { name: 'Continue' }).click()
  return page
}

export async function closeShift(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Закрити зміну' }).click()
  await dialog(page).getByRole('button', { name: 'Закрити зміну' }).click()
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

export const uah = (amount: string) => ({ amount, currency: 'UAH' })

/** The newest Z-report, when Checkbox has made its own. */
export async function zReport({ api, register }: UkrainianTill) {
  const { items: [shift] } = read(Type.Object({ items: Type.Array(WithId) }), await api.get(`/v1/shifts?register=${register}`))
  return until('the Z-report of Checkbox', async () => {
    const { state, report } = read(Closed, await api.get(`/v1/shifts/${shift?.id ?? ''}`))
    return state === 'closed' && report.service !== null ? report : undefined
  })
}

/** What stands in the drawer by the books, in minor units; the books themselves are without fault. */
export async function bookedInDrawer(town: Town): Promise<bigint | undefined> {
  const { db, pool } = town.database
  const { rows: [row] } = await pool.query<{ merchant_id: Id<'merchant'>; register_id: Id<'cashRegister'> }>('select merchant_id, register_id from cash_register')
  if (row === undefined) throw new Error('the story has no cash register')
  expect(await journalFaults(db, row.merchant_id)).toEqual([])
  return (await balancesOf(db, row.merchant_id, 'test')).find(({ account }) => account === tillAccount(row.register_id))?.balance.minor
}
