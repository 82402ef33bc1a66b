import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { kvitInATown, until } from './kvit-in-a-town.ts'
import { register } from './register.ts'

const town = kvitInATown()
const browser = openBrowser()

const EMAIL = 'ona@medus.example'
const PASSWORD = 'amber-road-1903'

/** Follows the guide from its first step to the last: ticks what is done at Paysera, gives the credentials, pays a test payment, goes live. */
async function connectPaysera(page: Page): Promise<void> {
  const credentials = town.paysera.newCredentials()
  town.paysera.enrol(credentials)
  await page.goto(town.url('/channels'))
  await page.getByRole('link', { name: 'Connect a provider' }).or(page.getByRole('button', { name: 'Connect a provider' })).first().click()
  await page.getByRole('button', { name: /Connect Paysera/ }).click()
  const project = page.getByLabel('Project ID')
  const tick = page.getByRole('button', { name: 'Done', exact: true })
  for (let steps = 0; steps < 12 && !await project.isVisible(); steps++) {
    const before = await page.getByRole('progressbar').getAttribute('value')
    await tick.first().click()
    await until('the guide to move on', async () => (await page.getByRole('progressbar').getAttribute('value') === before ? undefined : true))
  }
  await project.fill(credentials['projectId'] ?? '')
  await page.getByLabel(/password/i).first().fill(credentials['password'] ?? '')
  await page.getByRole('button', { name: 'Save and check' }).click()
  await page.getByRole('button', { name: /Make a test payment/, expanded: true }).waitFor()
  await page.getByRole('button', { name: 'Make a test payment', exact: true }).last().click()
  const payLink = page.getByRole('link', { name: 'Open the pay page' })
  const payUrl = await payLink.getAttribute('href')
  await payAsPayer(payUrl ?? '')
  await page.getByText('The provider’s message arrived and was checked').first().waitFor()
}

/** The payer has a browser of their own, without scripts. */
async function payAsPayer(payUrl: string): Promise<Page> {
  const page = await browser.page({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await page.goto(payUrl)
  await page.locator('input[name=method]').first().check({ force: true })
  await page.getByRole('button', { name: /€/ }).click()
  await page.waitForURL(/\/pay\/visit\//)
  await page.getByRole('button', { name: /^Pay / }).first().click()
  await page.waitForURL((url) => url.href.startsWith(payUrl))
  return page
}

test('a merchant registers, connects Paysera by the guide, issues and sends an invoice; the payer pays without scripts, and both see it paid', async () => {
  const page = await browser.page({ viewport: { width: 1440, height: 900 }, locale: 'en' })
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()) })
  await register(page, town, { email: EMAIL, password: PASSWORD })
  await connectPaysera(page)

  await page.goto(town.url('/invoices/new'))
  await page.getByLabel('Name or company').fill('Jonas Jonaitis')
  await page.getByLabel('E-mail').fill('jonas@example.com')
  await page.getByLabel('Description').fill('Medus')
  await page.getByLabel('Price without VAT').fill('30')
  await page.getByText(/36\.30/).first().waitFor()
  await page.getByRole('button', { name: 'Issue', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Issue and send' }).click()
  await page.getByRole('heading', { level: 1, name: /2026-0002/ }).waitFor()

  const letter = await until('the letter', () => town.mail.letters().find((one) => one.recipients.includes('jonas@example.com')))
  const [payUrl] = /http:\/\/\S+\/pay\/[A-Za-z0-9_-]{22}/.exec(letter.text ?? '') ?? []
  const payer = await payAsPayer(payUrl ?? '')
  await until('the pay page to say so', async () => {
    await payer.goto(payUrl ?? '')
    return (await payer.content()).includes('receipt.pdf') ? true : undefined
  })
  await page.reload()
  await page.getByText('Paid', { exact: true }).first().waitFor()
  expect(faults).toEqual([])
})

test('C20 a merchant who types a new password into a live channel reads until when the old one counts, and ends it', async () => {
  const page = await browser.page({ viewport: { width: 390, height: 844 }, locale: 'en' })
  await register(page, town, { email: 'rasa@medus.example', password: PASSWORD })
  await connectPaysera(page)
  const status = await page.evaluate(async (id) => {
    const { csrfToken } = await (await fetch('/v1/session')).json()
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken, 'idempotency-key': 'live' }
    return (await fetch(`/v1/channels/${id}/live`, { method: 'POST', headers, body: JSON.stringify({ openStore: true }) })).status
  }, new URL(page.url()).pathname.split('/').at(-1))
  expect(status).toBe(200)
  await page.reload()
  const note = page.getByText('Messages signed with the key before this one are accepted until')
  await page.getByRole('button', { name: /Enter the project ID and password/ }).click()
  await page.getByLabel(/password/i).first().fill('made anew at Paysera')
  expect(await note.count()).toBe(0)
  await page.getByRole('button', { name: 'Save and check' }).click()
  await note.waitFor()
  await page.getByRole('button', { name: 'Refuse the old key now' }).click()
  await page.getByRole('dialog').getByText('Compare such payments').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Refuse the old key now' }).click()
  await note.waitFor({ state: 'detached' })
})
