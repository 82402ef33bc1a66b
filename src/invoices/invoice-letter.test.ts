import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { deliveriesOfInvoice } from '../deliveries/find-deliveries.ts'
import { giveUpDelivery, sendQueuedLetter } from '../deliveries/send-letter.ts'
import type { SendDeps } from '../deliveries/send-letter.ts'
import type { Id } from '../kernel/ids.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { money, NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PUBLIC_URL } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { mailServer } from '../../test/support/mail-server.ts'
import { pdfText } from '../../test/support/pdf-text.ts'
import { LV_PAYER } from '../../test/support/some-invoice.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { checkEInvoice } from './e-invoice/check-e-invoice.ts'
import { findInvoice } from './find-invoice.ts'
import { createDocumentPrinter } from './invoice-pdf.ts'
import { writeInvoiceLetter } from './invoice-letter.ts'
import { queueInvoiceLetters } from './queue-invoice-letters.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const printer = createDocumentPrinter()
const METHODS = ['Swedbank', 'SEB', 'Luminor', 'Citadele', 'Revolut', 'Apple Pay', 'Google Pay']

let jobs: Jobs
beforeAll(async () => {
  jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
  await jobs.start()
})
afterAll(() => jobs.stop())

const invoiceOf = async ({ merchantId }: Place, id: Id<'invoice'>) => {
  const invoice = await findInvoice(db, { merchantId, id })
  if (invoice === null) throw new Error('no such invoice')
  return invoice
}

/** Asks for the letter to `to` and answers the job that will send it. */
async function queued(place: Place, id: Id<'invoice'>, kind: 'invoice' | 'fresh_link' = 'invoice') {
  const invoice = await invoiceOf(place, id)
  const ids = await inTransaction(db, (tx) => queueInvoiceLetters(tx, jobs, invoice, {
    kind, recipients: ['jonas@payer.example'], language: null, by: 'kvit', at: NOW,
  }))
  return { merchantId: place.merchantId, deliveryId: ids?.[0] ?? (() => { throw new Error('nothing was queued') })() }
}

async function post() {
  const { mailer, received } = await mailServer()
  const write = (delivery: Parameters<typeof writeInvoiceLetter>[1]) =>
    writeInvoiceLetter({ db, vault, publicUrl: PUBLIC_URL, printer: () => printer, methodsOf: async () => METHODS }, delivery)
  const deps: SendDeps = {
    db, clock: { now: () => NOW }, jobs, mailer: { live: mailer, test: mailer }, returnAddress: null,
    write: { invoice: write, fresh_link: write, receipt: write, reminder: write, till_receipt: write },
  }
  return { deps, received }
}

const deliveries = (place: Place, invoiceId: Id<'invoice'>) => deliveriesOfInvoice(db, { merchantId: place.merchantId, invoiceId })
const eventsOf = async (place: Place, objectId: string) =>
  (await pool.query<{ type: string; data: object }>('select type, data from event where merchant_id = $1 and object_id = $2', [place.merchantId, objectId])).rows

test('the letter names the ways to pay that the pay page offers, counts the others, and carries the invoice', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const { deps, received } = await post()
  await sendQueuedLetter(deps, await queued(place, id), false)
  expect(received[0]?.mail.text).toContain('Mokėjimo būdai: Swedbank, SEB, Luminor, Citadele, Revolut ir dar 2.')
  const [pdf] = received[0]?.attachments ?? []
  expect(pdfText(pdf ?? Buffer.alloc(0))).toContain('2026-0001')
  expect(await deliveries(place, id)).toMatchObject([{ state: 'sent', problem: null, because: null }])
  expect(await invoiceOf(place, id)).toMatchObject({ sentAt: NOW })
})

test('DE2 the letter goes without the PDF where that was chosen or the store has it so, and does not speak of one', async () => {
  const place = await somePlace(pool)
  const sentWith = async (withPdf: boolean | null, recipient: string) => {
    const id = await writtenInvoice({ db, vault }, place)
    const { deps, received } = await post()
    const invoice = await invoiceOf(place, id)
    const ids = await inTransaction(db, (tx) => queueInvoiceLetters(tx, jobs, invoice, { kind: 'invoice', recipients: [recipient], language: 'en', withPdf, by: 'kvit', at: NOW }))
    for (const deliveryId of ids ?? []) await sendQueuedLetter(deps, { merchantId: place.merchantId, deliveryId }, false)
    const [letter] = received
    return { files: letter?.attachments.length, isTold: letter?.mail.text?.includes('attached') }
  }
  expect(await sentWith(null, 'a@payer.example')).toEqual({ files: 1, isTold: true })
  expect(await sentWith(false, 'b@payer.example')).toEqual({ files: 0, isTold: false })
  await pool.query('update store set attach_pdf = false where merchant_id = $1', [place.merchantId])
  expect(await sentWith(null, 'c@payer.example')).toEqual({ files: 0, isTold: false })
  expect(await sentWith(true, 'd@payer.example')).toEqual({ files: 1, isTold: true })
})

test.each([[true, 2], [false, 1]])('the letter carries the e-invoice beside the PDF only when that is asked for (%s)', async (withEInvoice, count) => {
  const place = await somePlace(pool)
  await pool.query("update store set company_code = '300000017' where merchant_id = $1", [place.merchantId])
  const id = await writtenInvoice({ db, vault }, place, { payer: LV_PAYER })
  const { deps, received } = await post()
  const invoice = await invoiceOf(place, id)
  const ids = await inTransaction(db, (tx) => queueInvoiceLetters(tx, jobs, invoice, {
    kind: 'invoice', recipients: ['jonas@payer.example'], language: null, withEInvoice, by: 'kvit', at: NOW,
  }))
  for (const deliveryId of ids ?? []) await sendQueuedLetter(deps, { merchantId: place.merchantId, deliveryId }, false)
  const [, ...others] = received[0]?.attachments ?? []
  expect(others.length + 1).toBe(count)
  for (const xml of others) expect(checkEInvoice(xml.toString(), 'core')).toEqual([])
})

test('a payer who asked for a fresh link is answered in words of their own', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place, { language: 'en' })
  const { deps, received } = await post()
  await sendQueuedLetter(deps, await queued(place, id, 'fresh_link'), false)
  expect(received[0]?.mail.subject).toBe('A fresh link for invoice 2026-0001 from Pavyzdys')
})

test('a letter that waited until its invoice was paid does not ask for the money again', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const { deps, received } = await post()
  const job = await queued(place, id)
  await recordPayment(pool, { ...place, invoiceId: id, source: 'cash', amount: money('25.00'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  await sendQueuedLetter(deps, job, false)
  await sendQueuedLetter(deps, job, false)
  expect(received).toEqual([])
  expect(await deliveries(place, id)).toMatchObject([{ state: 'withdrawn', because: 'nothing_to_pay', problem: null, sentAt: null }])
  expect(await eventsOf(place, job.deliveryId)).toMatchObject([{ type: 'delivery.withdrawn', data: { because: 'nothing_to_pay' } }])
})

test('a letter that waited until its invoice was cancelled does not go out', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const { deps, received } = await post()
  const job = await queued(place, id)
  await pool.query("update invoice set document = 'cancelled', cancelled_at = $3 where merchant_id = $1 and invoice_id = $2", [place.merchantId, id, NOW])
  await sendQueuedLetter(deps, job, false)
  expect(received).toEqual([])
  expect(await deliveries(place, id)).toMatchObject([{ state: 'withdrawn', because: 'invoice_cancelled' }])
})

test('a part payment lowers what the waiting letter asks for', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place, { language: 'en' })
  const { deps, received } = await post()
  const job = await queued(place, id)
  await recordPayment(pool, { ...place, invoiceId: id, source: 'cash', amount: money('10.00'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  await sendQueuedLetter(deps, job, false)
  expect(received[0]?.mail.text).toContain('15.00')
})

test('a letter that nobody will try again ends failed with the reason, and one that left stays sent', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const { deps } = await post()
  const broken = { ...deps, write: { ...deps.write, invoice: async () => { throw new Error('no paper') } } }
  const job = await queued(place, id)
  await expect(sendQueuedLetter(broken, job, true)).rejects.toThrow('no paper')
  await giveUpDelivery(deps, job)
  await giveUpDelivery(deps, job)
  expect(await deliveries(place, id)).toMatchObject([{ state: 'failed', because: 'given_up' }])
  expect(await eventsOf(place, job.deliveryId)).toMatchObject([{ type: 'delivery.failed', data: { because: 'given_up' } }])
  const next = await queued(place, id)
  await sendQueuedLetter(deps, next, false)
  await giveUpDelivery(deps, next)
  expect((await deliveries(place, id)).map((one) => one.state)).toEqual(['failed', 'sent'])
})
