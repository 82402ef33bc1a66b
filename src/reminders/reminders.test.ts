import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LETTER_JOB } from '../deliveries/delivery.ts'
import { sendQueuedLetter } from '../deliveries/send-letter.ts'
import type { SendDeps } from '../deliveries/send-letter.ts'
import { putWords } from '../deliveries/write-words.ts'
import { createDocumentPrinter } from '../invoices/invoice-pdf.ts'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { Secret } from '../kernel/secret.ts'
import { storeById } from '../merchants/stores/store.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { openMailer } from '../platform/mail/mailer.ts'
import type { Mailer } from '../platform/mail/mailer.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { money, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { PUBLIC_URL, startCallerApp } from '../../test/support/called-by.ts'
import type { CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { mailServer } from '../../test/support/mail-server.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { reminderRoutes } from './api.ts'
import { changeSchedule, offeredSchedule } from './change-schedule.ts'
import { bundledHolidays } from './holidays.ts'
import { sendReminders } from './jobs.ts'
import { writeReminderLetter } from './reminder-letter.ts'

const database = openTestDatabase()
const { db, pool } = database
const vault = openVault(randomBytes(32))
const printer = createDocumentPrinter()
const isHoliday = bundledHolidays()

let jobs: Jobs
let system: CallerApp
beforeAll(async () => {
  jobs = openJobs(pool, [LETTER_JOB], (error) => { throw error })
  await jobs.start()
  system = await startCallerApp(database, (app, clock) => reminderRoutes(app, { db, jobs, isHoliday, clock }))
})
afterAll(() => jobs.stop())

/** Monday, 2 November 2026, noon in Vilnius; invoices are due on Wednesday the 18th. */
const ISSUED = new Date('2026-11-02T10:00:00Z')
const DUE = '2026-11-18'
const THREE_DAYS_LATER = new Date('2026-11-21T08:00:00Z')

async function reminding(more: Partial<ReturnType<typeof offeredSchedule>> = {}): Promise<Place> {
  const place = await somePlace(pool)
  await inTransaction(db, (tx) => changeSchedule(tx, { merchant_id: place.merchantId, store_id: place.storeId },
    { ...offeredSchedule('LT'), isOn: true, steps: [3], skipsWeekends: false, ...more }, { at: ISSUED, actor: 'kvit' }))
  return place
}

const owed = (place: Place, more: Parameters<typeof writtenInvoice>[2] = {}) =>
  writtenInvoice({ db, vault }, place, { language: 'en', dueDate: DUE, at: ISSUED, ...more })

const round = (at: Date) => sendReminders({ db, pool, jobs, isHoliday }, at, (error) => { throw error })

type Row = { delivery_id: Id<'delivery'>; invoice_id: Id<'invoice'>; state: string; because: string | null }
const remindersOf = async ({ merchantId }: Place): Promise<Row[]> =>
  (await pool.query<Row>(`select delivery_id, invoice_id, state, because from delivery where merchant_id = $1 and kind = 'reminder' order by delivery_id`, [merchantId])).rows

/** Sends what is queued, at this time. */
async function post(place: Place, at: Date, { isLastTry = false, mailer: other }: { isLastTry?: boolean; mailer?: Mailer } = {}) {
  const { mailer: sound, received } = await mailServer()
  const mailer = other ?? sound
  const clock = { now: () => at }
  const write: SendDeps['write']['reminder'] = (delivery) =>
    writeReminderLetter({ db, vault, publicUrl: PUBLIC_URL, printer: () => printer, methodsOf: async () => ['Swedbank'], clock, isHoliday }, delivery)
  const deps: SendDeps = {
    db, clock, jobs, mailer: { live: mailer, test: mailer }, returnAddress: null,
    write: { invoice: write, fresh_link: write, receipt: write, reminder: write, till_receipt: write },
  }
  for (const { delivery_id: deliveryId } of await remindersOf(place)) await sendQueuedLetter(deps, { merchantId: place.merchantId, deliveryId }, isLastTry)
  return received
}

const days = (n: number): number => n * 86_400_000

test('IN10 the clock moves on: three days after the due date exactly one letter goes, and none before or after', async () => {
  const place = await reminding()
  await owed(place)
  for (let at = ISSUED.getTime(); at < THREE_DAYS_LATER.getTime() - days(1); at += days(0.25)) await round(new Date(at))
  expect(await remindersOf(place)).toHaveLength(0)
  for (let at = THREE_DAYS_LATER.getTime() - days(1); at < THREE_DAYS_LATER.getTime() + days(30); at += days(0.1)) await round(new Date(at))
  expect(await remindersOf(place)).toHaveLength(1)
  const received = await post(place, THREE_DAYS_LATER)
  expect(received).toHaveLength(1)
  expect(received[0]?.mail.subject).toBe('Overdue: invoice 2026-0001 from Pavyzdys, 25.00\u00a0€')
  expect(received[0]?.mail.text).toContain('was to be paid by 18 November 2026')
  expect(received[0]?.mail.text).toContain(`${PUBLIC_URL.origin}/pay/`)
  expect(received[0]?.attachments).toHaveLength(1)
  expect(await remindersOf(place)).toMatchObject([{ state: 'sent' }])
})

test('two processes that look at once send one letter, for each of many invoices', async () => {
  const place = await reminding()
  for (let n = 0; n < 8; n++) await owed(place)
  await Promise.all([round(THREE_DAYS_LATER), round(THREE_DAYS_LATER), round(THREE_DAYS_LATER)])
  const sent = await remindersOf(place)
  expect(new Set(sent.map((one) => one.invoice_id)).size).toBe(8)
  expect(sent).toHaveLength(8)
  const { rowCount } = await pool.query(`select from pgboss.job where name = 'letters' and data->>'merchantId' = $1`, [place.merchantId])
  expect(rowCount).toBe(8)
})

test.each(['created', 'pending', 'authorised', 'unknown', 'conflicted'] as const)('an attempt that is %s stops it', async (state) => {
  const place = await reminding()
  const invoiceId = await owed(place)
  await someAttempt(pool, { place, asked: money('25.00'), state, invoiceId })
  await round(THREE_DAYS_LATER)
  expect(await remindersOf(place)).toHaveLength(0)
})

test('an attempt that brought nothing does not', async () => {
  const place = await reminding()
  const invoiceId = await owed(place)
  for (const state of ['failed', 'expired', 'revoked'] as const) await someAttempt(pool, { place, asked: money('25.00'), state, invoiceId })
  await round(THREE_DAYS_LATER)
  expect(await remindersOf(place)).toHaveLength(1)
})

const cash = async ({ merchantId }: Place, invoiceId: Id<'invoice'>, amount: string) => {
  const done = await recordPayment(pool, { merchantId, invoiceId, source: 'cash', amount: money(amount), receivedAt: ISSUED, note: '' }, { at: ISSUED, actor: 'kvit' })
  if (!done.ok) throw new Error(done.error.code)
}

test('IN10 the first cent stops it, a credit note does, a cancellation does, and so does a missing address', async () => {
  const place = await reminding()
  await cash(place, await owed(place), '0.01')
  await cash(place, await owed(place), '25.00')
  const cancelled = await owed(place)
  await pool.query(`update invoice set document = 'cancelled', cancelled_at = $2 where invoice_id = $1`, [cancelled, ISSUED])
  const credited = await owed(place)
  await pool.query('update invoice set credited_minor = 500 where invoice_id = $1', [credited])
  await owed(place, { payer: null })
  await owed(place, { issue: false })
  await round(THREE_DAYS_LATER)
  expect(await remindersOf(place)).toHaveLength(0)
})

test('money that comes while the letter waits withdraws it', async () => {
  const place = await reminding()
  const [paid, begun, partly] = [await owed(place), await owed(place), await owed(place)]
  await round(THREE_DAYS_LATER)
  await cash(place, paid, '25.00')
  await someAttempt(pool, { place, asked: money('25.00'), state: 'pending', invoiceId: begun })
  await cash(place, partly, '1.00')
  expect(await post(place, THREE_DAYS_LATER)).toHaveLength(0)
  const ends = new Map((await remindersOf(place)).map((one) => [one.invoice_id, one.because]))
  expect([ends.get(paid), ends.get(begun), ends.get(partly)]).toEqual(['nothing_to_pay', 'payment_begun', 'payment_begun'])
})

test('a letter that could not leave in time waits for the morning instead of waking the payer', async () => {
  const place = await reminding()
  await owed(place)
  await round(THREE_DAYS_LATER)
  expect(await post(place, new Date('2026-11-21T20:00:00Z'))).toHaveLength(0)
  expect(await post(place, new Date('2026-11-22T07:30:00Z'))).toHaveLength(1)
})

/** Jobs that try the place's letters from this moment on. */
const jobsFrom = async ({ merchantId }: Place, from: Date): Promise<number | null> =>
  (await pool.query(`select from pgboss.job where name = 'letters' and data->>'merchantId' = $1 and start_after = $2`, [merchantId, from])).rowCount

test('a mail server that is dead over a long weekend loses no reminder: it leaves when it may again, once, if the invoice is still unpaid', async () => {
  const place = await reminding({ skipsWeekends: true, steps: [2], daysOff: ['2026-11-23'] })
  const [owing, paid] = [await owed(place), await owed(place)]
  const friday = (time: string) => new Date(`2026-11-20T${time}:00Z`)
  await round(friday('14:00'))
  const dead = openMailer({ smtpUrl: new Secret('smtp://127.0.0.1:9'), from: 'kvit@kvit.example' })
  await expect(post(place, friday('15:59'), { mailer: dead })).rejects.toThrow('not sent')
  for (const at of [friday('17:00'), new Date('2026-11-22T10:00:00Z'), new Date('2026-11-23T09:00:00Z')]) await post(place, at, { mailer: dead, isLastTry: true })
  expect(await remindersOf(place)).toMatchObject([{ state: 'queued' }, { state: 'queued' }])
  const tuesday = new Date('2026-11-24T07:00:00Z')
  expect(await jobsFrom(place, tuesday)).toBe(2)
  await cash(place, paid, '25.00')
  await round(tuesday)
  const sent = await post(place, tuesday)
  expect([sent.length, await post(place, new Date('2026-11-24T07:01:00Z'))]).toEqual([1, []])
  await round(new Date('2026-11-24T07:02:00Z'))
  const states = new Map((await remindersOf(place)).map((one) => [one.invoice_id, one.state]))
  expect([states.size, states.get(owing), states.get(paid)]).toEqual([2, 'sent', 'withdrawn'])
  expect(await remindersOf(place)).toHaveLength(2)
  dead.close()
})

test('IN10 the sweep is silent at night and on days off, and makes up for them in the morning', async () => {
  const place = await reminding({ skipsWeekends: true })
  await owed(place)
  for (const night of ['2026-11-21T08:00:00Z', '2026-11-22T08:00:00Z', '2026-11-23T06:59:00Z']) await round(new Date(night))
  expect(await remindersOf(place)).toHaveLength(0)
  await round(new Date('2026-11-23T07:00:00Z'))
  expect(await remindersOf(place)).toHaveLength(1)
})

test('the invoice says when its next reminder goes; a person pauses it, takes it up again, and reminds at once', async () => {
  const place = await reminding({ steps: [1, 3] })
  const invoiceId = await owed(place)
  const owner = await system.person(place)
  const path = `/v1/invoices/${publicId('invoice', invoiceId, 'live')}/reminders`
  system.clock.at = ISSUED
  expect((await owner.ask('GET', path)).json()).toEqual({ next: { at: '2026-11-19T07:00:00.000Z', step: 1 }, stopped: null, isPaused: false })
  expect((await owner.ask('PUT', path, { isPaused: true })).json()).toEqual({ next: null, stopped: 'paused', isPaused: true })
  await round(new Date('2026-11-19T08:00:00Z'))
  expect(await remindersOf(place)).toHaveLength(0)
  await owner.ask('PUT', path, { isPaused: false })
  system.clock.at = new Date('2026-11-18T20:00:00Z')
  expect((await owner.ask('POST', path, {})).status).toBe(201)
  expect((await owner.ask('POST', path, {})).status).toBe(201)
  expect(await remindersOf(place)).toHaveLength(1)
  expect(await post(place, new Date('2026-11-18T20:00:00Z'))).toMatchObject([{ mail: { subject: 'Reminder: invoice 2026-0001 from Pavyzdys, 25.00\u00a0€' } }])
  expect((await owner.ask('GET', path)).json()).toMatchObject({ next: { at: '2026-11-19T07:00:00.000Z', step: 1 } })
})

test('who took an invoice out of the schedule, and who back into it, stands in the audit, each once', async () => {
  const place = await reminding()
  const invoiceId = await owed(place)
  const owner = await system.person(place)
  const path = `/v1/invoices/${publicId('invoice', invoiceId, 'live')}/reminders`
  for (const isPaused of [true, true, false, false]) await owner.ask('PUT', path, { isPaused })
  const { rows } = await pool.query<{ action: string; actor: string }>(
    'select action, actor from audit_record where merchant_id = $1 and object_id = $2 order by audit_id', [place.merchantId, invoiceId])
  const mine = rows.filter(({ actor }) => actor.startsWith('user:'))
  expect(mine.map(({ action }) => action)).toEqual(['invoice.reminders_paused', 'invoice.reminders_resumed'])
})

test('a person is refused while money is on its way or nothing is owed, and may ask for the rest of a part', async () => {
  const place = await reminding()
  const [begun, paid, partly] = [await owed(place), await owed(place), await owed(place)]
  await someAttempt(pool, { place, asked: money('25.00'), state: 'unknown', invoiceId: begun })
  await cash(place, paid, '25.00')
  await cash(place, partly, '10.00')
  const owner = await system.person(place)
  const ask = async (id: Id<'invoice'>) => (await owner.ask('POST', `/v1/invoices/${publicId('invoice', id, 'live')}/reminders`, {})).json<{ code?: string; kind?: string }>()
  expect((await ask(begun)).code).toBe('payment_in_flight')
  expect((await ask(paid)).code).toBe('nothing_to_pay')
  expect((await ask(partly)).kind).toBe('reminder')
  expect((await post(place, ISSUED))[0]?.mail.text).toContain('15.00')
})

test('a store that has not decided reminds nobody; its schedule is kept in order, and night hours that leave no time are refused', async () => {
  const place = await somePlace(pool)
  await owed(place)
  await round(THREE_DAYS_LATER)
  expect(await remindersOf(place)).toHaveLength(0)
  const owner = await system.person(place)
  const path = `/v1/stores/${publicId('store', place.storeId, null)}/reminders`
  const { holidays, ...offered } = (await owner.ask('GET', path)).json<Record<string, unknown> & { holidays: string[] }>()
  expect(offered).toMatchObject({ isOn: false, steps: [-3, 1, 7, 14], sendFrom: '09:00', sendUntil: '18:00', skipsHolidays: true })
  expect(holidays).toContain('2026-12-24')
  const put = await owner.ask('PUT', path, { ...offered, isOn: true, steps: [7, -3, 7], daysOff: ['2026-12-31'] })
  expect(put.json()).toMatchObject({ isOn: true, steps: [-3, 7], daysOff: ['2026-12-31'] })
  expect((await owner.ask('PUT', path, { ...offered, sendFrom: '18:00', sendUntil: '09:00' })).status).toBe(422)
  expect((await owner.ask('PUT', path, { ...offered, daysOff: ['2026-02-30'] })).status).toBe(422)
  const audits = await pool.query(`select from audit_record where merchant_id = $1 and action = 'store.changed'`, [place.merchantId])
  expect(audits.rowCount).toBe(1)
})

test('a store has its own words for before and after the due date', async () => {
  const place = await reminding({ steps: [-1, 3] })
  const store = await storeById(db, place)
  expect(store).toBeDefined()
  for (const kind of ['reminder', 'overdue'] as const) {
    await inTransaction(db, (tx) => putWords(tx, { ...place, kind, language: 'en' }, { subject: `${kind} {number}`, body: 'Pay {amount}' }, { at: ISSUED, actor: 'kvit' }))
  }
  await owed(place)
  await round(new Date('2026-11-17T08:00:00Z'))
  expect((await post(place, new Date('2026-11-17T08:00:00Z')))[0]?.mail.subject).toBe('reminder 2026-0001')
  await round(THREE_DAYS_LATER)
  expect((await post(place, THREE_DAYS_LATER)).map(({ mail }) => mail.subject)).toEqual(['overdue 2026-0001'])
})
