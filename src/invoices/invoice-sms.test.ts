import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applySmsReceipt } from '../deliveries/apply-sms-receipt.ts'
import { deliveriesOfInvoice } from '../deliveries/find-deliveries.ts'
import { giveUpSms, sendQueuedSms } from '../deliveries/send-sms.ts'
import type { SendSmsDeps } from '../deliveries/send-sms.ts'
import { claimSms, queueSms, SMS_JOB } from '../deliveries/sms-delivery.ts'
import type { Id } from '../kernel/ids.ts'
import { Secret } from '../kernel/secret.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { openSmsSender } from '../platform/sms/sms-sender.ts'
import type { SmsSender } from '../platform/sms/sms-sender.ts'
import { startSmsCatcher } from '../sandbox/sms-catcher.ts'
import type { SmsCatcher } from '../sandbox/sms-catcher.ts'
import { money, NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PUBLIC_URL } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { PAYER, writtenInvoice } from '../../test/support/written-invoice.ts'
import { payToken } from './pay-link.ts'
import { writeInvoiceSms } from './invoice-sms.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const clock = { now: () => NOW }
const PHONE = '+37061234567'

let jobs: Jobs
let catcher: SmsCatcher
let sender: SmsSender
let deps: SendSmsDeps
beforeAll(async () => {
  jobs = openJobs(pool, [SMS_JOB], (error) => { throw error })
  await jobs.start()
  catcher = await startSmsCatcher({ page: 0, smpp: 0 })
  sender = openSmsSender({
    smsUrl: new Secret(catcher.smsUrl), from: 'Kvit', onReceipt: (receipt) => applySmsReceipt({ db, clock }, 'live', receipt), onError: (error) => { throw error },
    timing: { answerMs: 400, enquireMs: 5_000, reconnectMs: 20, slowestMs: 50, slowerMs: 5 },
  })
  sender.open()
  deps = { db, clock, sms: { live: sender, test: null }, writeSms: (delivery) => writeInvoiceSms({ db, vault, publicUrl: PUBLIC_URL }, delivery) }
})
afterAll(async () => {
  await sender.close()
  await catcher.stop()
  await jobs.stop()
})

async function queued(place: Place, invoiceId: Id<'invoice'>, recipient = PHONE) {
  const sms = { ...place, invoiceId, recipient, language: 'lt', requestedBy: 'kvit', createdAt: NOW } as const
  return { merchantId: place.merchantId, deliveryId: await inTransaction(db, (tx) => queueSms(tx, jobs, sms)) }
}

const deliveries = ({ merchantId }: Place, invoiceId: Id<'invoice'>) => deliveriesOfInvoice(db, { merchantId, invoiceId })
const eventsOf = async ({ merchantId }: Place, id: string) =>
  (await pool.query<{ type: string }>('select type from event where merchant_id = $1 and object_id = $2 order by sequence', [merchantId, id])).rows.map(({ type }) => type)
const last = () => catcher.messages().at(-1)

test('the message asks for what is left in one part, and its short link leads to the pay page', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  await recordPayment(pool, { ...place, invoiceId: id, source: 'cash', amount: money('10.00'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  await sendQueuedSms(deps, await queued(place, id), false)
  const token = await payToken(db, vault, { merchantId: place.merchantId, invoiceId: id })
  expect(last()).toMatchObject({
    to: '37061234567', parts: 1, alphabet: 'GSM', text: `Pavyzdys: saskaita 2026-0001, 15,00 EUR. Moketi: https://kvit.example/p/${token}`,
  })
})

test('a message that reached the phone says so, keeps no link, and marks the invoice as sent', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const job = await queued(place, id)
  await sendQueuedSms(deps, job, false)
  await expect.poll(async () => (await deliveries(place, id))[0]?.state).toBe('delivered')
  const [delivery] = await deliveries(place, id)
  expect(delivery).toMatchObject({ kind: 'sms', recipient: PHONE, parts: 1, tries: 1, problem: null, subject: 'Pavyzdys: saskaita 2026-0001, 25,00 EUR. Moketi: {link}' })
  expect(await eventsOf(place, job.deliveryId)).toEqual(['delivery.sent', 'delivery.delivered'])
  expect(await eventsOf(place, id)).toContain('invoice.sent')
})

test('a phone that is never reached ends the message with the operator’s words', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const job = await queued(place, id, '+37061230404')
  await sendQueuedSms(deps, job, false)
  await expect.poll(async () => (await deliveries(place, id))[0]).toMatchObject({ state: 'failed', problem: 'UNDELIV 001' })
  expect(await eventsOf(place, job.deliveryId)).toEqual(['delivery.sent', 'delivery.failed'])
})

test('a message of many parts is delivered when all of them are, and a late word about one changes nothing more', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  await pool.query("insert into store_sms values ($1, $2, 'lt', $3, false)", [place.merchantId, place.storeId, `Ačiū! ${'Labai. '.repeat(20)}{link}`])
  await sendQueuedSms(deps, await queued(place, id), false)
  expect(last()).toMatchObject({ alphabet: 'UCS-2', parts: 3 })
  await expect.poll(async () => (await deliveries(place, id))[0]).toMatchObject({ state: 'delivered', parts: 3 })
  const { rows: [part] } = await pool.query('select message_id from sms_part where merchant_id = $1 limit 1', [place.merchantId])
  await applySmsReceipt({ db, clock }, 'live', { messageId: part.message_id, receiver: '37061234567', state: 'failed', said: 'EXPIRED' })
  expect((await deliveries(place, id))[0]?.state).toBe('delivered')
})

test('a lost answer leaves the message unknown, and it is not sent a second time', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const job = await queued(place, id, '+37061230000')
  const before = catcher.messages().length
  await sendQueuedSms(deps, job, false)
  await sendQueuedSms(deps, job, false)
  expect(catcher.messages().length - before).toBe(1)
  expect(await deliveries(place, id)).toMatchObject([{ state: 'unknown', problem: 'no answer in 0.4 seconds' }])
  expect(await eventsOf(place, job.deliveryId)).toEqual(['delivery.unknown'])
})

test('a server that died while it asked leaves the message unknown, and it is not sent a second time', async () => {
  const place = await somePlace(pool)
  const ids = [await writtenInvoice({ db, vault }, place), await writtenInvoice({ db, vault }, place)]
  const before = catcher.messages().length
  for (const [at, id] of ids.entries()) {
    const job = await queued(place, id)
    await inTransaction(db, (tx) => claimSms(tx, { merchantId: place.merchantId, id: job.deliveryId }, { shown: 'x', parts: 1, at: NOW }))
    if (at === 0) await sendQueuedSms(deps, job, false)
    else await giveUpSms(deps, job)
    expect(await deliveries(place, id)).toMatchObject([{ state: 'unknown' }])
  }
  expect(catcher.messages().length).toBe(before)
})

test('a centre that stays too busy is asked again later, and in the end the message is given up', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const job = await queued(place, id, '+37061230059')
  await expect(sendQueuedSms(deps, job, false)).rejects.toThrow('too many messages')
  expect(await deliveries(place, id)).toMatchObject([{ state: 'queued', tries: 1 }])
  await sendQueuedSms(deps, job, true)
  expect(await deliveries(place, id)).toMatchObject([{ state: 'failed', because: 'given_up', tries: 2 }])
})

test('a message that waited until its invoice was paid does not ask for the money again', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  const job = await queued(place, id)
  const before = catcher.messages().length
  await recordPayment(pool, { ...place, invoiceId: id, source: 'cash', amount: money('25.00'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  await sendQueuedSms(deps, job, false)
  expect(catcher.messages().length).toBe(before)
  expect(await deliveries(place, id)).toMatchObject([{ state: 'withdrawn', because: 'nothing_to_pay' }])
})

test('a message of test mode never leaves through the operator of live mode', async () => {
  const place = await somePlace(pool, 'test')
  const id = await writtenInvoice({ db, vault }, place, { payer: { ...PAYER, phone: PHONE } })
  const before = catcher.messages().length
  await sendQueuedSms(deps, await queued(place, id), false)
  expect(catcher.messages().length).toBe(before)
  expect(await deliveries(place, id)).toMatchObject([{ state: 'failed', problem: expect.stringContaining('TEST_SMS_URL') }])
})

test('the same message that still waits is not queued a second time', async () => {
  const place = await somePlace(pool)
  const id = await writtenInvoice({ db, vault }, place)
  expect(await queued(place, id)).toEqual(await queued(place, id))
  expect(await deliveries(place, id)).toHaveLength(1)
})
