import type { Page } from 'playwright-core'
import { businessDate } from '../../src/kernel/business-date.ts'
import { until } from './kvit-in-a-town.ts'
import type { Town } from './kvit-in-a-town.ts'

/** Money → bank accounts → new account of the kind merchant account → online payments → LinkPay → three values → the address to copy back. `portal`: what else is set there. */
export async function connectLinkPay(page: Page, town: Town, portal: Readonly<Record<string, string>> = {}): Promise<void> {
  await page.getByRole('link', { name: 'Bank accounts' }).first().click()
  await page.getByRole('link', { name: 'New account' }).first().click()
  await page.getByRole('radio', { name: /Merchant account/ }).check()
  await page.getByLabel('Name in your lists').fill('LinkPay, LHV')
  await page.locator('form button[type=submit]').click()
  await page.getByRole('link', { name: 'Online payments' }).waitFor()
  await page.getByRole('link', { name: 'Connect a provider' }).click()
  await page.getByRole('button', { name: /Connect LinkPay/ }).click()

  const known = town.linkpay.newCredentials()
  town.linkpay.enrol(known)
  const token = page.getByLabel('Link Token')
  for (let steps = 0; steps < 12 && !await token.isVisible(); steps++) {
    const before = await page.getByRole('progressbar').getAttribute('value')
    await page.getByRole('button', { name: 'Done', exact: true }).first().click()
    await until('the guide to move on', async () => (await page.getByRole('progressbar').getAttribute('value') === before ? undefined : true))
  }
  await token.fill(known.linkToken)
  await page.getByLabel('API username').fill(known.apiUsername)
  await page.getByLabel('API secret').fill(known.apiSecret)
  await page.getByLabel('Your bank').selectOption('lhv')
  await page.getByRole('button', { name: 'Save and check' }).click()
  const callbackUrl = await page.locator('code', { hasText: '/cb/' }).textContent()
  town.linkpay.enrol({ ...known, ...portal, merchantName: 'UAB Medus', callbackUrl: callbackUrl ?? '' })
  await page.getByRole('button', { name: 'Done', exact: true }).first().click()
}

type Written = { readonly payer: string; readonly email: string; readonly price: string; readonly company?: true }

/** Writes an invoice that is due today and stands on its page. `way` is the button of the question that issuing asks. */
export async function issue(page: Page, town: Town, { payer, email, price, company }: Written, way: 'Issue and send' | 'Issue'): Promise<string> {
  await page.goto(town.url('/invoices/new'))
  await page.getByLabel('Name or company').fill(payer)
  await page.getByLabel('E-mail').fill(email)
  if (company === true) {
    await page.locator('details', { has: page.locator('input[name="payer/companyCode"]') }).locator('summary').click()
    await page.locator('input[name="payer/companyCode"]').fill('304151376')
    await page.locator('textarea[name="payer/address"]').fill('Lapų g. 2, Kaunas')
    await page.locator('select[name="payer/country"]').selectOption('LT')
    await page.locator('input[name=buyerReference]').fill('Sandėlis')
  }
  await page.getByLabel('Description').fill('Medus')
  await page.getByLabel('Price without VAT').fill(price)
  await page.locator('input[name=dueDate]').fill(businessDate(new Date(), 'Europe/Vilnius'))
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: way, exact: true }).click()
  const heading = page.getByRole('heading', { level: 1, name: /2026-000/ })
  await heading.waitFor()
  return /2026-\d+/.exec(await heading.textContent() ?? '')?.[0] ?? ''
}
