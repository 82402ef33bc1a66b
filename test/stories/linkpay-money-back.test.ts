import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { kvitInATown, until } from './kvit-in-a-town.ts'
import { connectLinkPay, issue } from './linkpay-steps.ts'
import { register } from './register.ts'

const town = kvitInATown()
const browser = openBrowser()

const journal = (): string[] => town.linkpay.journal().map(({ kind, minor }) => `${kind} ${minor}`)

/** An invoice is issued, and its payer reserves the amount on a card, in a browser of their own without scripts. */
async function reserved(page: Page, payer: string, price: string): Promise<string> {
  const number = await issue(page, town, { payer, email: '', price }, 'Issue')
  const payUrl = await page.getByRole('link', { name: 'Open the pay page' }).getAttribute('href')
  const theirs = await browser.page({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await theirs.goto(new URL(payUrl ?? '', town.url('/')).href)
  await theirs.locator('input[name=method][value$=".card"]').check({ force: true })
  await theirs.getByRole('button', { name: /€/ }).click()
  await theirs.waitForURL(/\/lp\?/)
  await theirs.getByRole('button', { name: 'Continue to payment' }).click()
  await theirs.locator('input[name=method][value=card]').check()
  await theirs.getByRole('button', { name: 'Continue', exact: true }).click()
  await theirs.getByRole('button', { name: /^Pay / }).first().click()
  await theirs.getByRole('button', { name: 'Yes, it is me' }).click()
  await theirs.getByText('Reserved').first().waitFor()
  await theirs.context().close()
  return number
}

/** The list of what needs attention leads to the invoice, and says what is reserved for it. */
async function openReserved(page: Page, number: string): Promise<void> {
  const row = await until(`${number} among what needs attention`, async () => {
    await page.goto(town.url('/attention'))
    await page.getByRole('heading', { level: 1, name: 'Needs attention' }).waitFor()
    const found = page.getByRole('link', { name: new RegExp(`Reserved money.*${number}`) })
    return await found.waitFor({ timeout: 1000 }).then(() => found, () => undefined)
  })
  await row.click()
  await page.getByRole('heading', { level: 1, name: new RegExp(number) }).waitFor()
  await page.getByText(/is reserved and not taken yet/).waitFor()
}

/** Gives an amount of the payment back, which stands open on the page. */
async function giveBack(page: Page, amount: string): Promise<void> {
  await page.getByRole('button', { name: 'Give back' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('LinkPay (EveryPay) sends the money to the payer.').waitFor()
  await dialog.getByLabel('Amount').fill(amount)
  await dialog.getByRole('button', { name: 'Give back' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Time passes: what Kvit would ask the provider about in a while, it asks at its next round. */
const askSoon = () => town.database.pool.query('update refund set ask_at = now() where ask_at is not null')

test('reserved money is taken in part or let go from the invoice; LHV sends a part of it back, and a refund whose answer is lost ends by itself', { timeout: 240_000 }, async () => {
  const page = await browser.page({ viewport: { width: 1440, height: 900 }, locale: 'en' })
  page.setDefaultTimeout(12_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  await register(page, town, { email: 'ona@linkpay-back.example', password: 'amber-road-1903' })
  await connectLinkPay(page, town, { bank: 'lhv', preAuth: 'yes' })

  const taken = await reserved(page, 'UAB Lapas', '100')
  const released = await reserved(page, 'Jonas Jonaitis', '50')
  expect(journal()).toEqual([])

  await openReserved(page, taken)
  await page.getByRole('button', { name: 'Take the money' }).click()
  await page.getByRole('dialog').getByLabel('Amount').fill('100')
  await page.getByRole('dialog').getByRole('button', { name: 'Take the money' }).click()
  await page.getByText('Partly paid', { exact: true }).first().waitFor()
  await page.getByText(/confirmed the payment of 100\.00/).waitFor()
  expect(journal()).toEqual(['paid 10000'])

  await openReserved(page, released)
  await page.getByRole('button', { name: 'Let it go' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Let it go' }).click()
  await page.getByText('Unpaid', { exact: true }).first().waitFor()
  await page.getByText('LinkPay (EveryPay) was asked to let the reserved money go.').waitFor()
  expect(journal()).toEqual(['paid 10000'])

  await page.goto(town.url('/payments'))
  await page.getByRole('row', { name: /100\.00/ }).getByRole('link').first().click()
  await giveBack(page, '20.00')
  await page.getByText('Sent back', { exact: true }).waitFor()
  expect(journal()).toEqual(['paid 10000', 'refunded 2000'])

  town.linkpay.loseCallbacks(true)
  await giveBack(page, '10.08')
  await page.getByText('Outcome unknown', { exact: true }).waitFor()
  await page.getByText(/nothing is sent a second time/).waitFor()
  expect(await page.getByRole('button', { name: 'Give back' }).count()).toBe(0)
  await askSoon()
  await until('the refund to be known', async () => {
    await page.reload()
    await page.getByRole('heading', { level: 1, name: /100\.00/ }).waitFor()
    await page.getByText('Sent back', { exact: true }).first().waitFor()
    return await page.getByText('Sent back', { exact: true }).count() === 2 ? true : undefined
  }, 60_000)
  expect(journal()).toEqual(['paid 10000', 'refunded 2000', 'refunded 1008'])
  await page.goto(town.url('/attention'))
  await page.getByText('Nothing needs attention').first().waitFor()
  expect(faults).toEqual([])
})
