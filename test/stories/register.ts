import type { Page } from 'playwright-core'
import type { Town } from './kvit-in-a-town.ts'

/** A person opens an account in the browser, by the mailed link, and stands on the overview. */
export async function register(page: Page, town: Town, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto(town.url('/'))
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Your name').fill('Ona')
  await page.locator('input[name=merchantName]').fill('UAB Medus')
  await page.getByLabel('E-mail').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.goto(town.url(`/activate#${await town.mailedToken(email, 'activate')}`))
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: 'Open my account' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}
