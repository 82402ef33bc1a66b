import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { LETTER_JOB } from '../../src/deliveries/delivery.ts'
import { creditorReference } from '../../src/invoices/creditor-reference.ts'
import { openJobs } from '../../src/platform/jobs/jobs.ts'
import { bundledHolidays } from '../../src/reminders/holidays.ts'
import { sendReminders } from '../../src/reminders/jobs.ts'
import { openBrowser } from '../support/browser.ts'
import { pdfText } from '../support/pdf-text.ts'
import { camtOf } from './camt.ts'
import { kvitInATown, until } from './kvit-in-a-town.ts'
import { connectLinkPay, issue } from './linkpay-steps.ts'
import { register } from './register.ts'

const town = kvitInATown()
const browser = openBrowser()

const IBAN = 'LT121000011101001000'
const BUYER = 'saskaitos@lapas.example'
const DAY_MS = 86_400_000

/** What the merchant sees of the store: an e-invoice names all of it. */
async function describeStore(page: Page): Promise<void> {
  await page.goto(town.url('/settings/store'))
  await page.locator('input[name=legalName]').fill('UAB Medus')
  await page.locator('input[name=companyCode]').fill('300000017')
  await page.locator('input[name=vatCode]').fill('LT100001919017')
  await page.locator('textarea[name=address]').fill('Bičių g. 1, Vilnius')
  await page.locator('input[name=email]').fill('labas@medus.example')
  await page.getByRole('button', { name: 'Save', exact: true }).first().click()
  await page.getByText('Saved').first().waitFor()
}

const lettersTo = (address: string) => town.mail.letters().filter((one) => one.recipients.includes(address))

/** By e-mail: the letter has the link, the methods and the invoice as PDF. */
async function sentByMail(): Promise<string> {
  const letter = await until('the letter', () => lettersTo(BUYER).at(0))
  const [payUrl] = /http:\/\/\S+\/pay\/[A-Za-z0-9_-]{22}/.exec(letter.text ?? '') ?? []
  if (payUrl === undefined) throw new Error('the letter has no pay link')
  expect(letter.text).toMatch(/LHV.*SEB.*Swedbank/s)
  expect(letter.attachments.map(({ mimeType }) => mimeType)).toEqual(['application/pdf'])
  return payUrl
}

/** As an e-invoice, into the operator's folder: the link stands there as the means of payment. */
async function sendEInvoice(page: Page, payUrl: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('button', { name: 'E-invoice', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send as e-invoice' }).click()
  const file = await until('the e-invoice', () => readdirSync(town.eInvoices).find((name) => name.endsWith('.xml')))
  const xml = readFileSync(join(town.eInvoices, file), 'utf8')
  expect(xml).toContain('<cbc:ID>2026-0001</cbc:ID>')
  expect(xml).toMatch(/<cbc:PaymentMeansCode[^>]*>68</)
  expect(xml).toContain(payUrl)
}

/** By text message, over the operator's own protocol: one part, with the same link, and what became of it. */
async function sentBySms(page: Page, payUrl: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('button', { name: 'Send again', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Text message' }).check()
  await dialog.getByLabel('Phone').fill('+370 600 00001')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  const message = await until('the text message', () => town.sms.messages().at(0))
  expect(message).toMatchObject({ to: '37060000001', parts: 1 })
  expect(message.text).toContain(payUrl.replace('/pay/', '/p/'))
  await until('the phone to have it', async () => {
    await page.reload()
    return await page.getByText('Delivered', { exact: true }).first().waitFor({ timeout: 1000 }).then(() => true, () => undefined)
  })
}

/** On paper: what the button prints has the link, and its QR code for the payer's phone. */
async function printed(page: Page, payUrl: string): Promise<void> {
  const href = await page.getByRole('link', { name: 'PDF', exact: true }).getAttribute('href')
  const answer = await page.context().request.get(new URL(href ?? '', town.url('/')).href)
  const paper = await answer.body()
  expect(pdfText(paper)).toContain('2026-0001')
  expect(paper.toString('latin1')).toContain(`(${payUrl})`)
  await page.getByRole('button', { name: /^QR code of the pay link/ }).click()
  await page.getByRole('dialog').getByRole('img', { name: /QR/ }).waitFor()
  await page.keyboard.press('Escape')
}

/** The payer has a browser of their own, without scripts. LinkPay leads nobody back: its last page is a receipt. */
async function payAtSeb(payUrl: string): Promise<Page> {
  const page = await browser.page({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await page.goto(payUrl)
  const seb = page.locator('input[name=method][value$=".seb_ob_ee"]')
  for (const folded of await page.locator('details', { has: seb }).all()) await folded.locator('> summary').click()
  await seb.check({ force: true })
  await page.getByRole('button', { name: /€/ }).click()
  await page.waitForURL(/\/lp\?/)
  await page.getByText('UAB Medus').first().waitFor()
  await page.locator('.company img').waitFor()
  await page.getByText('121.00 EUR').waitFor()
  await page.getByText('2026-0001', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.getByLabel('SEB').check()
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByRole('button', { name: /^Pay / }).first().click()
  await page.getByRole('heading', { name: 'Receipt' }).waitFor()
  return page
}

async function seenByPayer(payer: Page, payUrl: string, what: string): Promise<void> {
  await until(`the payer to see "${what}"`, async () => {
    await payer.goto(payUrl)
    return (await payer.content()).includes(what) ? true : undefined
  })
}

/** At LHV a refund sends money, so that one press is all. */
async function giveBack(page: Page): Promise<void> {
  await page.goto(town.url('/payments'))
  await page.getByRole('row', { name: /121\.00/ }).getByRole('link').first().click()
  await page.getByRole('button', { name: 'Give back' }).click()
  const giving = page.getByRole('dialog')
  await giving.getByText('LinkPay (EveryPay) sends the money to the payer.').waitFor()
  await giving.getByRole('button', { name: 'Give back' }).click()
  await page.getByText('Sent back', { exact: true }).waitFor()
  expect(town.linkpay.journal().map(({ kind, minor }) => `${kind} ${minor}`)).toEqual(['paid 12100', 'refunded 12100'])
}

/** Reminders of the third day after the due date, on any day of the week and at any hour: the server posts them by its own clock. */
async function switchRemindersOn(page: Page): Promise<void> {
  await page.goto(town.url('/settings/reminders'))
  await page.locator('input[name=isOn]').check({ force: true })
  for (let more = await page.locator('input[name^="steps/"]').count(); more > 1; more--) await page.getByRole('button', { name: `Remove reminder ${more}` }).click()
  await page.locator('input[name="steps/0"]').fill('3')
  await page.locator('select[name="side/0"]').selectOption('after')
  await page.locator('select[name=sendFrom]').selectOption('00:00')
  await page.locator('select[name=sendUntil]').selectOption('24:00')
  await page.locator('input[name=skipsWeekends]').uncheck({ force: true })
  await page.locator('input[name=skipsHolidays]').uncheck({ force: true })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved').first().waitFor()
}

/** Turns the clock of the reminders hour by hour over so many days; the server posts what becomes due. */
async function daysPass(days: number): Promise<void> {
  const { db, pool } = town.database
  const faults: unknown[] = []
  const jobs = openJobs(pool, [LETTER_JOB], (fault) => faults.push(fault))
  await jobs.start()
  const begin = Date.now()
  for (let at = begin; at < begin + days * DAY_MS; at += DAY_MS / 24) {
    await sendReminders({ db, pool, jobs, isHoliday: bundledHolidays() }, new Date(at), (fault) => faults.push(fault))
  }
  await jobs.stop()
  expect(faults).toEqual([])
}

async function bringIn(page: Page, content: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: 'statement.xml', mimeType: 'application/xml', buffer: content })
  await page.getByText(/camt\.053/).first().waitFor()
}

/** The bank's file: the transfer with our reference settles its invoice by itself, the other with one press, which is taken back. */
async function importStatement(page: Page, named: string, unnamed: string): Promise<void> {
  await page.goto(town.url('/accounts'))
  await page.getByRole('link', { name: 'New account' }).first().click()
  await page.getByLabel('Name in your lists').fill('Swedbank')
  await page.locator('input[name=iban]').fill('LT12 1000 0111 0100 1000')
  await page.locator('form button[type=submit]').click()
  await page.getByRole('heading', { level: 1, name: 'Swedbank' }).waitFor()
  const file = camtOf(IBAN, [
    { amount: '36.30', name: 'JONAS JONAITIS', text: 'Už medų', reference: creditorReference(named), bankRef: 'A1' },
    { amount: '12.10', name: 'PETRAS PETRAITIS', text: 'Ačiū', reference: null, bankRef: 'A2' },
  ])
  await bringIn(page, file)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('2 new lines.').waitFor()
  await page.getByText('1 was matched by itself.').waitFor()

  const line = page.getByRole('article').filter({ hasText: 'PETRAS PETRAITIS' })
  await line.getByRole('link', { name: unnamed }).waitFor()
  await line.getByRole('button', { name: 'Match', exact: true }).first().click()
  await line.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Matched', exact: true }).click()
  await line.getByRole('button', { name: 'Undo the match' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('textarea').fill('It was another Petras')
  await dialog.getByRole('button', { name: 'Undo the match' }).click()
  await line.waitFor({ state: 'detached' })
  await bringIn(page, file)
  expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true)
}

/** The invoice as the list of them leads to it. */
async function look(page: Page, number: string): Promise<void> {
  await page.goto(town.url('/invoices'))
  await page.getByRole('link', { name: number }).first().click()
  await page.getByRole('heading', { level: 1, name: new RegExp(number) }).waitFor()
}

test('LinkPay is set up from an empty store; an invoice goes out in four ways, is paid and given back; another is reminded of once and found on the bank’s statement', { timeout: 240_000 }, async () => {
  const page = await browser.page({ viewport: { width: 1440, height: 900 }, locale: 'en' })
  page.setDefaultTimeout(12_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text()) })
  await register(page, town, { email: 'ona@linkpay.example', password: 'amber-road-1903' })
  await connectLinkPay(page, town)
  await page.getByRole('link', { name: 'Online payments' }).click()
  await page.getByRole('link', { name: /LinkPay \(EveryPay\)/ }).waitFor()
  await describeStore(page)
  await switchRemindersOn(page)

  expect(await issue(page, town, { payer: 'UAB Lapas', email: BUYER, price: '100', company: true }, 'Issue and send')).toBe('2026-0001')
  const payUrl = await sentByMail()
  await sendEInvoice(page, payUrl)
  await look(page, '2026-0001')
  await sentBySms(page, payUrl)
  await printed(page, payUrl)

  const payer = await payAtSeb(payUrl)
  await seenByPayer(payer, payUrl, 'receipt.pdf')
  await page.reload()
  await page.getByText('Paid', { exact: true }).first().waitFor()
  await page.goto(town.url('/channels'))
  await page.getByText('Next: Change to the live values').waitFor()
  await page.goto(town.url('/accounts'))
  await page.getByRole('row', { name: /LinkPay, LHV/ }).getByText(/121\.00/).waitFor()
  await giveBack(page)
  await seenByPayer(payer, payUrl, 'has been returned')

  const named = await issue(page, town, { payer: 'Jonas Jonaitis', email: 'jonas@example.com', price: '30' }, 'Issue')
  const unnamed = await issue(page, town, { payer: 'Petras Petraitis', email: '', price: '10' }, 'Issue')
  await daysPass(4)
  const reminder = await until('the reminder', () => lettersTo('jonas@example.com').at(0))
  expect(reminder.subject).toContain(named)
  await importStatement(page, named, unnamed)
  await look(page, named)
  await page.getByText('Paid', { exact: true }).first().waitFor()
  await page.getByText(/^Bank statement/).first().waitFor()
  await look(page, unnamed)
  await page.getByText(/Taken back .* · Ona · It was another Petras/).waitFor()
  await page.getByText('Unpaid', { exact: true }).first().waitFor()
  expect(lettersTo('jonas@example.com').filter(({ subject }) => /Reminder|Overdue/.test(subject))).toHaveLength(1)
  expect(faults).toEqual([])
})
