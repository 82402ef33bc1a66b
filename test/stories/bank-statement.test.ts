import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { creditorReference } from '../../src/invoices/creditor-reference.ts'
import { openBrowser } from '../support/browser.ts'
import { kvitInATown } from './kvit-in-a-town.ts'
import { issued, PASSWORD, settledMerchant } from './settled-merchant.ts'

const town = kvitInATown()
const browser = openBrowser()

const EMAIL = 'ona@medus.example'
const IBAN = 'LT121000011101001000'

type Transfer = { readonly amount: string; readonly name: string; readonly text: string; readonly reference: string | null; readonly bankRef: string }

const entryOf = (day: string, { amount, name, text, reference, bankRef }: Transfer): string => `
<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>${bankRef}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><AcctSvcrRef>${bankRef}</AcctSvcrRef></Refs><RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties>
<RmtInf><Ustrd>${text}</Ustrd>${reference === null ? '' : `<Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd>`}</RmtInf></TxDtls></NtryDtls></Ntry>`

/** A camt.053 as the Lithuanian banks write it. */
const camtOf = (transfers: readonly Transfer[]): Buffer => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${transfers.map((one) => entryOf(new Date().toISOString().slice(0, 10), one)).join('')}</Stmt></BkToCstmrStmt></Document>`)

async function signIn(page: Page): Promise<void> {
  await page.goto(town.url('/'))
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.locator('button[type=submit]').click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}

async function openBankAccount(page: Page): Promise<void> {
  await page.goto(town.url('/accounts'))
  await page.getByRole('link', { name: 'New account' }).first().click()
  await page.getByLabel('Name in your lists').fill('Swedbank')
  await page.locator('input[name=iban]').fill('LT12 1000 0111 0100 1000')
  await page.locator('form button[type=submit]').click()
  await page.getByRole('heading', { level: 1, name: 'Swedbank' }).waitFor()
}

async function bringIn(page: Page, content: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: 'statement.xml', mimeType: 'application/xml', buffer: content })
  await page.getByText(/camt\.053/).first().waitFor()
}

test('a merchant imports the bank’s file: the transfer with our reference settles its invoice by itself, the other with one press, which can be taken back', async () => {
  const merchant = await settledMerchant(town, EMAIL)
  await merchant.api.patch('/v1/session', { language: 'en' })
  const named = await issued(merchant, '30.00')
  const unnamed = await issued(merchant, '10.00', { payer: { name: 'Petras Petraitis' } })
  const file = camtOf([
    { amount: '36.30', name: 'JONAS JONAITIS', text: 'Už medų', reference: creditorReference(named.number ?? ''), bankRef: 'A1' },
    { amount: '12.10', name: 'PETRAS PETRAITIS', text: 'Ačiū', reference: null, bankRef: 'A2' },
  ])
  const page = await browser.page({ viewport: { width: 1440, height: 900 }, locale: 'en' })
  page.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  await signIn(page)
  await openBankAccount(page)
  await bringIn(page, file)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('2 new lines.').waitFor()
  await page.getByText('1 was matched by itself.').waitFor()

  await page.goto(town.url(`/invoices/${named.id}`))
  await page.getByText('Paid', { exact: true }).first().waitFor()
  await page.getByText(/^Bank statement/).first().waitFor()

  await page.goBack()
  const line = page.getByRole('article').filter({ hasText: 'PETRAS PETRAITIS' })
  await line.getByRole('link', { name: unnamed.number ?? '' }).waitFor()
  await line.getByRole('button', { name: 'Match', exact: true }).first().click()
  await line.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Matched', exact: true }).click()
  await line.getByRole('button', { name: 'Undo the match' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('textarea').fill('It was another Petras')
  await dialog.getByRole('button', { name: 'Undo the match' }).click()
  await line.waitFor({ state: 'detached' })
  await page.goto(town.url(`/invoices/${unnamed.id}`))
  await page.getByText(/Taken back .* · Ona · It was another Petras/).waitFor()
  await page.getByText('Unpaid', { exact: true }).first().waitFor()

  await page.goBack()
  await bringIn(page, file)
  expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true)
  expect(faults).toEqual([])
})
