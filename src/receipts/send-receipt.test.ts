import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJobs } from '../platform/jobs/jobs.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { businessDate } from '../kernel/business-date.ts'
import { NOW } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { goods, link, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import { endReceipt } from './end-receipt.ts'
import { expireReceipts } from './jobs.ts'
import type { Receipt } from './receipt.ts'
import { sendReceiptLink } from './send-receipt.ts'
import type { BringToBankApp } from './send-receipt.ts'

const { db, pool } = openTestDatabase()
const opened: Jobs[] = []
beforeAll(() => void opened.push(openJobs(pool, [], (error) => { throw error })))
afterAll(async () => void (await Promise.all(opened.map((jobs) => jobs.stop()))))

const HOUR_MS = 3_600_000
const clock = { at: NOW, now: () => clock.at }
const afterHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS)
const fail = (error: unknown): never => { throw error }
const deps = { db, pool, clock, http: () => Promise.reject(new Error('nobody is asked')), openChannel: () => Promise.resolve(null) }

function send(receipt: Receipt, bringToBankApp: BringToBankApp = fail) {
  const [jobs] = opened
  if (jobs === undefined) throw new Error('no jobs yet')
  return sendReceiptLink({ db, clock, vault, jobs, sms: { live: null, test: null }, bringToBankApp }, receipt, { by: 'bank_app', to: '+380501234567' }, 'kvit')
}

const brought: BringToBankApp = () => Promise.resolve({ ok: false, error: { code: 'nobody_brings' } })

const untilOf = async ({ merchantId, invoiceId }: Receipt) =>
  (await pool.query<{ pay_until: Date }>('select pay_until from invoice where merchant_id = $1 and invoice_id = $2', [merchantId, invoiceId])).rows[0]?.pay_until

const dueOf = async ({ merchantId, invoiceId }: Receipt) =>
  (await pool.query<{ due: string }>('select due_date::text as due from invoice where merchant_id = $1 and invoice_id = $2', [merchantId, invoiceId])).rows[0]?.due

const waiting = async (expiresInHours = 3) => {
  clock.at = NOW
  return sold(db, await someTill({ db, pool }), saleOf([goods('Хліб', '40.00')], [link('40.00')], { expiresInHours }))
}

test('the day by which the payer is asked to pay is the last on which they can', async () => {
  const receipt = await waiting(72)
  expect(await dueOf(receipt)).toBe(businessDate(afterHours(72), 'Europe/Kyiv'))
  clock.at = afterHours(24)
  await send(receipt, brought)
  expect(await dueOf(receipt)).toBe(businessDate(afterHours(96), 'Europe/Kyiv'))
})

test('whoever gets the link again has as long to pay it as who got it first, each time', async () => {
  const receipt = await waiting()
  for (const hours of [2, 4]) {
    clock.at = afterHours(hours)
    await send(receipt, brought)
    expect((await receiptNow(db, receipt)).expiresAt).toEqual(afterHours(hours + 3))
    expect(await untilOf(receipt)).toEqual(afterHours(hours + 3))
  }
  clock.at = afterHours(6)
  await expireReceipts(deps, fail)
  expect((await receiptNow(db, receipt)).state).toBe('deferred')
  clock.at = afterHours(7)
  await expireReceipts(deps, fail)
  expect((await receiptNow(db, receipt)).state).toBe('expired')
})

test('sent again while a slow sending is on its way, it has no more time than sent once', async () => {
  const receipt = await waiting()
  clock.at = afterHours(2)
  await send(receipt, async (ask) => {
    await send(receipt, brought)
    return brought(ask)
  })
  expect((await receiptNow(db, receipt)).expiresAt).toEqual(afterHours(5))
  await Promise.all([send(receipt, brought), send(receipt, brought), send(receipt, brought)])
  expect([(await receiptNow(db, receipt)).expiresAt, await untilOf(receipt)]).toEqual([afterHours(5), afterHours(5)])
})

test('the address is open again before anybody is brought to it', async () => {
  const receipt = await waiting()
  clock.at = afterHours(5)
  await send(receipt, async () => {
    expect(await untilOf(receipt)).toEqual(afterHours(8))
    return brought({ token: '', phone: '', by: 'kvit', at: clock.at })
  })
})

test('a receipt that is sent while its provider is asked for the last time does not expire', async () => {
  const receipt = await waiting()
  clock.at = afterHours(4)
  await send(receipt, brought)
  expect(await endReceipt(deps, receipt, { how: 'lapsed', reason: 'expired' }, { at: clock.at, actor: 'kvit' })).toMatchObject({
    ok: false, error: { code: 'receipt_wrong_state' },
  })
  expect((await receiptNow(db, receipt)).state).toBe('deferred')
})

test('what has ended is not sent, and does not wait anew', async () => {
  const receipt = await waiting()
  clock.at = afterHours(3)
  await expireReceipts(deps, fail)
  expect(await send(receipt)).toEqual({ ok: false, error: { code: 'receipt_wrong_state' } })
  expect(await untilOf(receipt)).toEqual(afterHours(3))
})
