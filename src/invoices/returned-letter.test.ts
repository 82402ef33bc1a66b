import { randomBytes } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receiveMailReports } from '../deliveries/apply-mail-report.ts'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { deliveriesOfInvoice } from '../deliveries/find-deliveries.ts'
import { sendQueuedLetter } from '../deliveries/send-letter.ts'
import type { SendDeps } from '../deliveries/send-letter.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import type { MailReceiver } from '../platform/mail/mail-receiver.ts'
import { returnAddresses } from '../platform/mail/return-address.ts'
import { NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PUBLIC_URL } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { mailServer } from '../../test/support/mail-server.ts'
import { returnedLetter } from '../../test/support/returned-letter.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { findInvoice } from './find-invoice.ts'
import { writeInvoiceLetter } from './invoice-letter.ts'
import { createDocumentPrinter } from './invoice-pdf.ts'
import { queueInvoiceLetters } from './queue-invoice-letters.ts'

const { db, pool } = openTestDatabase()
const [vault, printer, clock] = [openVault(randomBytes(32)), createDocumentPrinter(), { now: () => NOW }]
const addresses = returnAddresses('bounces@kvit.example', randomBytes(32))
const NO_USER = { action: 'failed', status: '5.1.1', diagnostic: 'smtp; 550 5.1.1 <jonas@payer.example>: User unknown' }
const SAID = '550 5.1.1 <jonas@payer.example>: User unknown'
const ARRIVED = { action: 'delivered', status: '2.0.0' }
const WAITS = { action: 'delayed', status: '4.4.1', diagnostic: 'smtp; 450 4.2.0 Greylisted' }

let jobs: Jobs
let receiver: MailReceiver
beforeAll(async () => {
  jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
  await jobs.start()
  receiver = await receiveMailReports({ db, clock }, addresses, { host: '127.0.0.1', port: 0 }, (error) => { throw error })
})
afterAll(async () => {
  await receiver.close()
  await jobs.stop()
})

type Sent = { readonly place: Place; readonly invoiceId: Id<'invoice'>; readonly deliveryId: Id<'delivery'> }

async function queuedLetter(place: Place): Promise<Sent> {
  const invoiceId = await writtenInvoice({ db, vault }, place)
  const invoice = await findInvoice(db, { merchantId: place.merchantId, id: invoiceId })
  if (invoice === null) throw new Error('no such invoice')
  const [deliveryId] = await inTransaction(db, (tx) => queueInvoiceLetters(tx, jobs, invoice, {
    kind: 'invoice', recipients: ['jonas@payer.example'], language: null, by: 'kvit', at: NOW,
  })) ?? []
  if (deliveryId === undefined) throw new Error('nothing was queued')
  return { place, invoiceId, deliveryId }
}

/** Sends the letter through a real mail server and answers the sender on its envelope. */
async function leave({ place, deliveryId }: Sent): Promise<string> {
  const { mailer, received } = await mailServer()
  const write: SendDeps['write']['invoice'] = (delivery) =>
    writeInvoiceLetter({ db, vault, publicUrl: PUBLIC_URL, printer: () => printer, methodsOf: async () => [] }, delivery)
  await sendQueuedLetter({
    db, clock, jobs, mailer: { live: mailer, test: mailer }, returnAddress: addresses.of,
    write: { invoice: write, fresh_link: write, receipt: write, reminder: write, till_receipt: write },
  }, { merchantId: place.merchantId, deliveryId }, false)
  return received[0]?.from ?? ''
}

async function sentLetter(place?: Place): Promise<Sent & { readonly sender: string }> {
  const sent = await queuedLetter(place ?? await somePlace(pool))
  return { ...sent, sender: await leave(sent) }
}

/** As the mail server of the installation brings it; answers the code it got. */
const bring = (to: string, raw: string): Promise<number> =>
  createTransport({ host: '127.0.0.1', port: receiver.port, ignoreTLS: true }).sendMail({ envelope: { from: '', to }, raw }).then(
    ({ response }) => Number(response.slice(0, 3)), (error: unknown) => (error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0))

const resultOf = async ({ place: { merchantId }, invoiceId }: Sent) =>
  (await deliveriesOfInvoice(db, { merchantId, invoiceId })).map(({ state, problem, because }) => ({ state, problem, because }))
const eventsOf = async ({ place, deliveryId }: Sent) =>
  (await pool.query<{ type: string; problem: string | null }>(
    `select type, data->>'problem' as problem from event where merchant_id = $1 and object_id = $2 order by sequence`, [place.merchantId, deliveryId])).rows

test('DE9 a letter that a server took and returned later ends failed with the reason, once, however often it is returned', async () => {
  const sent = await sentLetter()
  expect(await resultOf(sent)).toEqual([{ state: 'sent', problem: null, because: null }])
  for (let times = 0; times < 3; times++) expect(await bring(sent.sender, returnedLetter([NO_USER]))).toBe(250)
  expect(await bring(sent.sender, returnedLetter([{ ...NO_USER, status: '5.7.1', diagnostic: 'smtp; 554 5.7.1 spam' }]))).toBe(250)
  expect(await bring(sent.sender, returnedLetter([ARRIVED]))).toBe(250)
  expect(await resultOf(sent)).toEqual([{ state: 'failed', problem: SAID, because: null }])
  expect(await eventsOf(sent)).toEqual([{ type: 'delivery.sent', problem: null }, { type: 'delivery.failed', problem: SAID }])
})

test('the same report by several connections at once is told once', async () => {
  const sent = await sentLetter()
  await Promise.all(Array.from({ length: 6 }, () => bring(sent.sender, returnedLetter([NO_USER]))))
  expect((await eventsOf(sent)).map(({ type }) => type)).toEqual(['delivery.sent', 'delivery.failed'])
})

test('a letter that arrived says so; if a server behind the first one returns it after all, it failed', async () => {
  const sent = await sentLetter()
  await bring(sent.sender, returnedLetter([ARRIVED]))
  await bring(sent.sender, returnedLetter([ARRIVED]))
  expect(await resultOf(sent)).toEqual([{ state: 'delivered', problem: null, because: null }])
  await bring(sent.sender, returnedLetter([NO_USER]))
  expect(await resultOf(sent)).toEqual([{ state: 'failed', problem: SAID, because: null }])
  expect((await eventsOf(sent)).map(({ type }) => type)).toEqual(['delivery.sent', 'delivery.delivered', 'delivery.failed'])
})

test('a letter that waits at a server, and a payer who is on holiday, change nothing', async () => {
  const sent = await sentLetter()
  for (const raw of [returnedLetter([WAITS]), 'Auto-Submitted: auto-replied\r\nSubject: On holiday\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n', 'x']) {
    expect(await bring(sent.sender, raw)).toBe(250)
  }
  expect(await resultOf(sent)).toEqual([{ state: 'sent', problem: null, because: null }])
  expect(await eventsOf(sent)).toHaveLength(1)
})

test('nothing is taken for an address that Kvit did not make, also one of a letter that exists', async () => {
  const sent = await sentLetter()
  const forged = returnAddresses('bounces@kvit.example', randomBytes(32)).of(sent.deliveryId)
  for (const to of [forged, 'bounces@kvit.example', sent.sender.replace('@kvit', '@other'), `${sent.sender.slice(0, 10)}0${sent.sender.slice(11)}x`]) {
    expect(await bring(to, returnedLetter([NO_USER])), to).toBe(550)
  }
  expect(await resultOf(sent)).toEqual([{ state: 'sent', problem: null, because: null }])
})

test('a report reaches the one letter it is for, and no other of its merchant or of another', async () => {
  const place = await somePlace(pool)
  const [returned, other, stranger] = [await sentLetter(place), await sentLetter(place), await sentLetter()]
  await bring(returned.sender, returnedLetter([NO_USER]))
  for (const one of [other, stranger]) expect(await resultOf(one)).toEqual([{ state: 'sent', problem: null, because: null }])
})

test('a report that overtakes the note that its letter left is to be brought again', async () => {
  const queued = await queuedLetter(await somePlace(pool))
  const address = addresses.of(queued.deliveryId)
  expect(await bring(address, returnedLetter([NO_USER]))).toBe(451)
  expect(await leave(queued)).toBe(address)
  expect(await bring(address, returnedLetter([NO_USER]))).toBe(250)
  expect(await resultOf(queued)).toEqual([{ state: 'failed', problem: SAID, because: null }])
})

test('a report about a letter that this database does not have is taken and forgotten', async () => {
  expect(await bring(addresses.of(newId('delivery')), returnedLetter([NO_USER]))).toBe(250)
})
