import { expect, test } from 'vitest'
import { money, NOW, reportOf, someAttempt } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { cash, drawerOf, goods, link, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import type { Till } from '../../test/support/till.ts'
import { applyReport } from '../payments/apply-report.ts'
import { inTransaction } from '../platform/db/database.ts'
import { openShift } from '../registers/open-shift-by-hand.ts'
import { payReturns, registerPaid } from './jobs.ts'
import type { Receipt } from './receipt.ts'
import { returnGoods } from './return-goods.ts'

const { db, pool } = openTestDatabase()
const clock = { at: NOW, now: () => clock.at }
const deps = { db, pool, clock, http: () => Promise.reject(new Error('nobody is asked')), openChannel: () => Promise.resolve(null) }
const fail = (error: unknown): never => { throw error }
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

const BREAD = saleOf([goods('Хліб', '40.00')], [link('40.00')])

async function paid(till: Till): Promise<Receipt> {
  const receipt = await sold(db, till, BREAD)
  const attempt = await someAttempt(pool, { place: till.place, asked: money('40.00', 'UAH'), invoiceId: receipt.invoiceId })
  await applyReport(pool, {
    merchantId: receipt.merchantId, channelId: till.place.channelId, report: reportOf(attempt, { providerRef: attempt.attemptId }), inboundId: null,
    at: NOW,
  })
  return receipt
}

/** Nothing is registered there any more. */
const closes = ({ register: { merchantId } }: Till) => pool.query("update cash_register set state = 'closed' where merchant_id = $1", [merchantId])

async function returned(till: Till): Promise<Receipt> {
  const sale = await sold(db, till, saleOf([goods('Хліб', '40.00')], [cash('40.00')]))
  const act = { at: NOW, actor: 'kvit', cashier: { id: till.seller.cashierId, name: till.seller.name } } as const
  const done = await inTransaction(db, (tx) => returnGoods(tx, vault, sale, till, { lines: [{ index: 0, quantity: { digits: 1n, scale: 0 } }], refund: 'cash' }, act))
  if (!done.ok) throw new Error(done.error.code)
  return receiptNow(db, { merchantId: sale.merchantId, id: done.value.receiptId })
}

const triesOf = async ({ merchantId }: Receipt) =>
  (await pool.query<{ tries: number }>('select tries from receipt where merchant_id = $1 and tries > 0', [merchantId])).rows.map(({ tries }) => tries)

test('a paid receipt that cannot be registered now is tried again after a pause that grows to a minute, and then for good', async () => {
  const till = await someTill({ db, pool })
  const receipt = await paid(till)
  await closes(till)
  const tried: number[] = []
  for (let second = 0; second <= 240; second++) {
    clock.at = after(second)
    const [before = 0] = await triesOf(receipt)
    await registerPaid(deps, fail)
    const [now = 0] = await triesOf(receipt)
    if (now > before) tried.push(second)
  }
  expect(tried).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183])
  await pool.query("update cash_register set state = 'active' where merchant_id = $1", [receipt.merchantId])
  clock.at = after(243)
  await registerPaid(deps, fail)
  expect((await receiptNow(db, receipt)).state).toBe('registered')
})

test('what was paid while no shift was open is registered in the next round after a person opens one, however long that took', async () => {
  const till = await someTill({ db, pool }, { opens: 'by_hand' })
  const receipt = await paid(till)
  for (const second of [0, 1, 3, 7, 15, 31, 63]) {
    clock.at = after(second)
    await registerPaid(deps, fail)
  }
  expect((await receiptNow(db, receipt)).state).toBe('deferred')
  await openShift({ db }, till.register, { at: clock.at, actor: 'kvit', cashier: null })
  await registerPaid(deps, fail)
  expect((await receiptNow(db, receipt)).state).toBe('registered')
})

test('however many receipts cannot be registered, one that was paid after them is', async () => {
  clock.at = NOW
  const [stuck, whole] = [await someTill({ db, pool }), await someTill({ db, pool })]
  const first = await paid(stuck)
  for (let count = 1; count < 100; count++) await paid(stuck)
  await closes(stuck)
  clock.at = after(1)
  const last = await paid(whole)
  expect(await registerPaid(deps, fail)).toBe(true)
  expect(await registerPaid(deps, fail)).toBe(false)
  expect([(await receiptNow(db, last)).state, (await triesOf(first)).length]).toEqual(['registered', 100])
  const late = await paid(whole)
  clock.at = after(2)
  await registerPaid(deps, fail)
  expect((await receiptNow(db, late)).state).toBe('registered')
})

test('however many returns cannot be paid, one that was made after them is', async () => {
  clock.at = NOW
  const [stuck, whole] = [await someTill({ db, pool }), await someTill({ db, pool })]
  const { merchantId, id } = await returned(stuck)
  await pool.query(
    `insert into receipt select (jsonb_populate_record(r, jsonb_build_object('receipt_id', gen_random_uuid(), 'number', 'broken', 'state_changed_at', r.state_changed_at - interval '1 day'))).*
     from receipt r, generate_series(1, 100) where r.merchant_id = $1 and r.receipt_id = $2`, [merchantId, id])
  await pool.query(`create trigger broken before update of money_due on receipt for each row when (new.number = 'broken') execute function refuse_change()`)
  const last = await returned(whole)
  const errors: unknown[] = []
  for (const second of [0, 2]) {
    clock.at = after(second)
    await payReturns(deps, (error) => errors.push(error))
  }
  await pool.query('drop trigger broken on receipt')
  expect([errors.length, await drawerOf(pool, whole), (await receiptNow(db, last)).moneyDue]).toEqual([198, 0n, false])
  clock.at = after(10)
  await payReturns(deps, fail)
  expect((await pool.query('select from receipt where merchant_id = $1 and money_due', [merchantId])).rowCount).toBe(0)
})
