import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { sendQueuedLetter } from '../deliveries/send-letter.ts'
import type { SendDeps } from '../deliveries/send-letter.ts'
import { createDocumentPrinter } from '../invoices/invoice-pdf.ts'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { noChannel, PUBLIC_URL } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { mailServer } from '../../test/support/mail-server.ts'
import { pdfText } from '../../test/support/pdf-text.ts'
import { PAYER, writtenInvoice } from '../../test/support/written-invoice.ts'
import { applyReport } from './apply-report.ts'
import { queueReceiptLetters } from './queue-receipt-letters.ts'
import { writeReceiptLetter } from './receipt-letter.ts'
import { reversePayment } from './reverse-payment.ts'
import { recordPayment } from './record-payment.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const printer = createDocumentPrinter()
const A_WHILE_MS = 660_000
/** Ids carry the machine's own time, so the letters are switched on before any of them. */
const LONG_AGO = new Date('2020-01-01T00:00:00Z')

let jobs: Jobs
beforeAll(async () => {
  jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
  await jobs.start()
})
afterAll(() => jobs.stop())

async function place(since: Date | null = LONG_AGO): Promise<Place> {
  const made = await somePlace(pool)
  await switched(made, since)
  return made
}

const switched = ({ merchantId }: Place, since: Date | null) => pool.query('update store set receipt_letters_since = $2 where merchant_id = $1', [merchantId, since])

async function byHand({ merchantId }: Place, invoiceId: Id<'invoice'>, amount: string, at = NOW): Promise<Id<'payment'>> {
  const done = await recordPayment(pool, { merchantId, invoiceId, source: 'cash', amount: money(amount), receivedAt: at, note: '' }, { at, actor: 'kvit' })
  if (!done.ok) throw new Error(done.error.code)
  return done.value.paymentId
}

/** A round of the sweep, as every process runs it. */
const round = (at = NOW) => queueReceiptLetters({ db, pool, jobs }, at)

type Row = { delivery_id: Id<'delivery'>; payment_id: Id<'payment'>; recipient: string; state: string }
const receiptsOf = async ({ merchantId }: Place): Promise<Row[]> =>
  (await pool.query<Row>(`select delivery_id, payment_id, recipient, state from delivery where merchant_id = $1 and kind = 'receipt' order by payment_id`, [merchantId])).rows

const jobsOf = async ({ merchantId }: Place) =>
  (await pool.query(`select 1 from pgboss.job where name = 'letters' and data->>'merchantId' = $1`, [merchantId])).rowCount

async function sendAll(where: Place) {
  const { mailer, received } = await mailServer()
  const write: SendDeps['write']['receipt'] = (delivery) =>
    writeReceiptLetter({ db, pool, vault, publicUrl: PUBLIC_URL, printer: () => printer, openChannel: noChannel }, delivery)
  const deps: SendDeps = {
    db, clock: { now: () => NOW }, jobs, mailer: { live: mailer, test: mailer }, returnAddress: null,
    write: { invoice: write, fresh_link: write, receipt: write, reminder: write, till_receipt: write },
  }
  for (const { delivery_id: deliveryId } of await receiptsOf(where)) await sendQueuedLetter(deps, { merchantId: where.merchantId, deliveryId }, false)
  return received
}

test('a payment through a provider and one by hand are each answered with one letter that carries its own receipt', async () => {
  const where = await place()
  const invoiceId = await writtenInvoice({ db, vault }, where, { language: 'en', price: '40.00' })
  const cash = await byHand(where, invoiceId, '15.00')
  const attempt = await someAttempt(pool, { place: where, asked: money('25.00'), invoiceId })
  await applyReport(pool, { ...where, at: NOW, inboundId: null, report: reportOf(attempt) })
  await round()
  expect(await receiptsOf(where)).toMatchObject([{ recipient: 'jonas@payer.example', payment_id: cash, state: 'queued' }, { state: 'queued' }])
  const received = await sendAll(where)
  const papers = received.map(({ attachments: [pdf = Buffer.alloc(0)] }) => pdfText(pdf).replaceAll(/\s/g, ''))
  expect(papers[0]).toContain(publicId('payment', cash, 'live'))
  for (const text of ['15.00€', '25.00€', '2026-0001']) expect(papers[0]).toContain(text)
  expect(papers[1]).toContain('903311274')
  expect(received.map(({ mail }) => mail.subject)).toEqual(['Paid: invoice 2026-0001, 15.00\u00a0€', 'Paid: invoice 2026-0001, 25.00\u00a0€'])
  expect(received[0]?.mail.text).toContain('Left to pay: 25.00')
  expect(received[0]?.mail.text).toContain(`/receipt.pdf?payment=${publicId('payment', cash, 'live')}`)
  expect(received[1]?.mail.text).not.toContain('Left to pay')
  expect((await receiptsOf(where)).map((one) => one.state)).toEqual(['sent', 'sent'])
})

test('however often and however many processes look, a payment has one receipt letter', async () => {
  const where = await place()
  const invoiceId = await writtenInvoice({ db, vault }, where)
  await byHand(where, invoiceId, '10.00')
  await Promise.all([round(), round(), round()])
  await round()
  await sendAll(where)
  await round(new Date(NOW.getTime() + A_WHILE_MS))
  await byHand(where, invoiceId, '5.00', new Date(NOW.getTime() + A_WHILE_MS))
  await round(new Date(NOW.getTime() + 2 * A_WHILE_MS))
  await round(new Date(NOW.getTime() + 3 * A_WHILE_MS))
  expect((await receiptsOf(where)).map((one) => one.state)).toEqual(['sent', 'queued'])
  expect(await jobsOf(where)).toBe(2)
})

test('a payment whose process died before its letter was queued gets it from whoever looks next, hours later', async () => {
  const where = await place()
  const invoiceId = await writtenInvoice({ db, vault }, where)
  await byHand(where, invoiceId, '10.00')
  await round(new Date(NOW.getTime() + 20 * A_WHILE_MS))
  expect(await receiptsOf(where)).toHaveLength(1)
})

test('payments that are done with are not looked at again', async () => {
  const where = await place()
  const invoiceId = await writtenInvoice({ db, vault }, where)
  const payment = await byHand(where, invoiceId, '10.00')
  await round()
  const marks = async () => (await pool.query('select payment_id from receipt_mark where merchant_id = $1', [where.merchantId])).rows
  expect(await marks()).toEqual([])
  await round(new Date(NOW.getTime() + A_WHILE_MS))
  expect(await marks()).toEqual([{ payment_id: payment }])
})

test('a store that wants no receipt letters sends none, and switched on it begins with what is paid from then on', async () => {
  const where = await place(null)
  const invoiceId = await writtenInvoice({ db, vault }, where)
  await byHand(where, invoiceId, '10.00', new Date(NOW.getTime() - 1))
  await round()
  expect(await receiptsOf(where)).toEqual([])
  await switched(where, NOW)
  const after = await byHand(where, invoiceId, '5.00', NOW)
  await round()
  expect((await receiptsOf(where)).map((one) => one.payment_id)).toEqual([after])
})

test('a payment that was taken back is not thanked for', async () => {
  const where = await place()
  const invoiceId = await writtenInvoice({ db, vault }, where)
  const takeBack = (paymentId: Id<'payment'>, amount: string) => reversePayment({ db, pool }, {
    ...where, invoiceId, paymentId, amount: money(amount), from: 'cash', reason: 'Another invoice was meant',
  }, { at: NOW, actor: 'kvit' })
  await takeBack(await byHand(where, invoiceId, '5.00'), '5.00')
  const queued = await byHand(where, invoiceId, '10.00')
  await round()
  expect(await receiptsOf(where)).toMatchObject([{ payment_id: queued, state: 'queued' }])
  await takeBack(queued, '10.00')
  expect(await sendAll(where)).toEqual([])
  expect(await receiptsOf(where)).toMatchObject([{ payment_id: queued, state: 'withdrawn' }])
})

test('where no address is known there is nobody to write to', async () => {
  const where = await place()
  await byHand(where, await writtenInvoice({ db, vault }, where, { payer: { ...PAYER, email: '' } }), '25.00')
  await round()
  expect(await receiptsOf(where)).toEqual([])
})
