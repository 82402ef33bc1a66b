import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { kvitInATown, until } from './kvit-in-a-town.ts'
import { register } from './register.ts'

const town = kvitInATown()
const browser = openBrowser()

/** Money → bank accounts → new account of the kind merchant account → online payments → LinkPay → three values → the address to copy back. */
async function connectLinkPay(page: Page): Promise<void> {
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
  await page.getByLabel('Processing account').fill(known.accountName)
  await page.getByRole('button', { name: 'Save and check' }).click()
  const callbackUrl = await page.locator('code', { hasText: '/cb/' }).textContent()
  town.linkpay.enrol({ ...known, callbackUrl: callbackUrl ?? '' })
  await page.getByRole('button', { name: 'Done', exact: true }).first().click()
}

async function issueAndSend(page: Page): Promise<string> {
  await page.goto(town.url('/invoices/new'))
  await page.getByLabel('Name or company').fill('Jonas Jonaitis')
  await page.getByLabel('E-mail').fill('jonas@example.com')
  await page.getByLabel('Description').fill('Medus')
  await page.getByLabel('Price without VAT').fill('100')
  await page.getByText(/121\.00/).first().waitFor()
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Issue and send' }).click()
  await page.getByRole('heading', { level: 1, name: /2026-0001/ }).waitFor()
  const letter = await until('the letter', () => town.mail.letters().find((one) => one.recipients.includes('jonas@example.com')))
  const [payUrl] = /http:\/\/\S+\/pay\/[A-Za-z0-9_-]{22}/.exec(letter.text ?? '') ?? []
  if (payUrl === undefined) throw new Error('the letter has no pay link')
  return payUrl
}

/** The payer has a browser of their own, without scripts. */
async function payAtSeb(payUrl: string): Promise<Page> {
  const page = await browser.page({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await page.goto(payUrl)
  await page.locator('input[name=method][value$=".seb_ob_lt"]').check({ force: true })
  await page.getByRole('button', { name: /€/ }).click()
  await page.waitForURL(/\/lp\//)
  await page.getByRole('button', { name: /^Pay / }).first().click()
  await page.waitForURL((url) => url.pathname === new URL(payUrl).pathname)
  return page
}

test('LinkPay is set up from a new merchant account; an invoice is issued, paid at a bank without scripts, shown as paid in that account, and given back', async () => {
  const page = await browser.page({ viewport: { width: 1440, height: 900 }, locale: 'en' })
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()) })
  await register(page, town, { email: 'ona@linkpay.example', password: 'amber-road-1903' })
  await connectLinkPay(page)
  await page.getByRole('link', { name: 'Online payments' }).click()
  await page.getByRole('link', { name: /LinkPay \(EveryPay\)/ }).waitFor()

  const payUrl = await issueAndSend(page)
  const payer = await payAtSeb(payUrl)
  await until('the pay page to say so', async () => {
    await payer.goto(payUrl)
    return (await payer.content()).includes('receipt.pdf') ? true : undefined
  })
  await page.reload()
  await page.getByText('Paid', { exact: true }).first().waitFor()

  await page.goto(town.url('/accounts'))
  await page.getByRole('row', { name: /LinkPay, LHV/ }).getByText(/121\.00/).waitFor()

  await page.goto(town.url('/payments'))
  await page.getByRole('row', { name: /121\.00/ }).getByRole('link').first().click()
  await page.getByRole('button', { name: 'Give back' }).click()
  const giving = page.getByRole('dialog')
  await giving.getByText('LinkPay (EveryPay) sends the money to the payer.').waitFor()
  await giving.getByRole('button', { name: 'Give back' }).click()
  await page.getByText('Sent back', { exact: true }).waitFor()
  expect(town.linkpay.journal().map(({ kind, minor }) => `${kind} ${minor}`)).toEqual(['paid 12100', 'refunded 12100'])
  await until('the payer to see it', async () => {
    await payer.goto(payUrl)
    return (await payer.content()).includes('has been returned') ? true : undefined
  })
  expect(faults).toEqual([])
})
