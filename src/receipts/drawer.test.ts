import { describe, expect, test } from 'vitest'
import { applyReport } from '../payments/apply-report.ts'
import { completeRefund } from '../payments/complete-refund.ts'
import { excessTasks } from '../payments/find-excess.ts'
import { inTransaction } from '../platform/db/database.ts'
import { closeShift } from '../registers/close-shift.ts'
import { shiftReport } from '../registers/shift-report.ts'
import { refOf } from '../registers/register.ts'
import { sellingShift, shiftById } from '../registers/shift-store.ts'
import { money, NOW, reportOf, someAttempt } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { filedReceipt } from '../../test/support/filed-receipt.ts'
import { card, cash, goods, link, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import type { Till } from '../../test/support/till.ts'
import { expireReceipts, payReturns, registerPaid } from './jobs.ts'
import { readShiftSums } from './read-shift-sums.ts'
import { returnGoods } from './return-goods.ts'
import { giveLateBack } from './take-late.ts'

const { db, pool } = openTestDatabase()
const clock = { at: NOW, now: () => clock.at }
const deps = { db, pool, clock, http: () => Promise.reject(new Error('nobody is asked')), openChannel: () => Promise.resolve(null) }
const fail = (error: unknown): never => { throw error }

const openNow = async ({ register }: Till) => {
  const shift = await sellingShift(db, refOf(register))
  if (shift === null) throw new Error('no shift is open')
  return shift
}

async function reportOn({ register }: Till, shiftId: Awaited<ReturnType<typeof openNow>>['id']) {
  const shift = await shiftById(db, { merchantId: register.merchantId, shiftId })
  if (shift === null) throw new Error('the shift vanished')
  const { drawer, differences } = await shiftReport(db, { shift, register, readSums: readShiftSums })
  return { opened: drawer.opened.amount, expected: drawer.expected.amount, journal: drawer.journal.amount, differences }
}

/** Of the returns: their sum, how many means it went back by, and the sum of those that are still being registered. */
async function returnsIn({ register }: Till, shiftId: Awaited<ReturnType<typeof openNow>>['id']) {
  const shift = await shiftById(db, { merchantId: register.merchantId, shiftId })
  if (shift === null) throw new Error('the shift vanished')
  const { returns, forms, registering } = await shiftReport(db, { shift, register, readSums: readShiftSums })
  return [returns.amount, forms.filter((form) => form.returns.amount !== '0.00').length, registering.returns.amount]
}

const act = ({ seller }: Till) => ({ at: NOW, actor: 'kvit', cashier: { id: seller.cashierId, name: seller.name } } as const)

const closes = (till: Till, shiftId: Awaited<ReturnType<typeof openNow>>['id']) =>
  inTransaction(db, (tx) => closeShift(tx, till.register, { shiftId, readSums: readShiftSums, ...act(till) }))

test('the sale that opens the shift does not lie in the drawer before it', async () => {
  const till = await someTill({ db, pool })
  await sold(db, till, saleOf([goods('Хліб', '40.00')], [cash('40.00')]))
  expect(await reportOn(till, (await openNow(till)).id)).toEqual({ opened: '0.00', expected: '40.00', journal: '40.00', differences: [] })
})

test('a sale in the middle of reading an X-report is in none of its parts', async () => {
  const till = await someTill({ db, pool })
  await sold(db, till, saleOf([goods('Хліб', '40.00')], [cash('40.00')]))
  const shift = await openNow(till)
  const { drawer, differences } = await shiftReport(db, {
    shift, register: till.register,
    async readSums(...asked) {
      const sums = await readShiftSums(...asked)
      await sold(db, till, saleOf([goods('Сіль', '15.00')], [cash('15.00')]))
      return sums
    },
  })
  expect([drawer.expected.amount, drawer.journal.amount, differences]).toEqual(['40.00', '40.00', []])
})

test('cash of a sale that is paid whole in a later shift is counted in the shift that took it', async () => {
  const till = await someTill({ db, pool })
  const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], [cash('15.00'), link('25.00')]))
  const first = await openNow(till)
  await closes(till, first.id)
  expect(await reportOn(till, first.id)).toEqual({ opened: '0.00', expected: '15.00', journal: '15.00', differences: [] })

  const attempt = await someAttempt(pool, { place: till.place, asked: money('25.00', 'UAH'), invoiceId: receipt.invoiceId })
  await applyReport(pool, { merchantId: receipt.merchantId, channelId: till.place.channelId, report: reportOf(attempt), inboundId: null, at: NOW })
  await registerPaid({ db, pool, clock }, fail)
  expect((await receiptNow(db, receipt)).state).toBe('registered')
  const second = await openNow(till)
  expect(second.id).not.toBe(first.id)
  expect(await reportOn(till, second.id)).toEqual({ opened: '15.00', expected: '15.00', journal: '15.00', differences: [] })
})

describe('cash that goes back out of the drawer is expected to be gone from it', () => {
  const agreed = { expected: '0.00', journal: '0.00', differences: [] }

  /** Part cash, the rest was never paid by the link. */
  async function expired(till: Till) {
    const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], [cash('15.00'), link('25.00')], { expiresInHours: 1 }))
    const shift = await openNow(till)
    clock.at = new Date(NOW.getTime() + 2 * 3_600_000)
    await expireReceipts(deps, fail)
    clock.at = NOW
    expect(await reportOn(till, shift.id)).toMatchObject({ expected: '15.00', journal: '15.00', differences: [] })
    return { receipt: await receiptNow(db, receipt), shift }
  }

  test('late money that the cashier gives back, in the shift that gives it', async () => {
    const till = await someTill({ db, pool })
    const { receipt, shift } = await expired(till)
    expect((await giveLateBack(deps, receipt, 'kvit')).ok).toBe(true)
    expect(await reportOn(till, shift.id)).toMatchObject(agreed)
    await closes(till, shift.id)
    expect(await reportOn(till, shift.id)).toMatchObject(agreed)
  })

  test('late money that goes back in the next shift, or between two', async () => {
    const till = await someTill({ db, pool })
    const { receipt, shift } = await expired(till)
    await closes(till, shift.id)
    await giveLateBack(deps, receipt, 'kvit')
    expect(await reportOn(till, shift.id)).toMatchObject({ expected: '15.00', journal: '15.00', differences: [] })
    await sold(db, till, saleOf([goods('Хліб', '7.00')], [cash('7.00')]))
    expect(await reportOn(till, (await openNow(till)).id)).toEqual({ opened: '0.00', expected: '7.00', journal: '7.00', differences: [] })
  })

  test('a refund of it that a person closes in the cabinet', async () => {
    const till = await someTill({ db, pool })
    const { receipt: { merchantId, invoiceId }, shift } = await expired(till)
    for (const refundId of await excessTasks(pool, { merchantId, invoiceId })) {
      expect(await completeRefund({ db, pool }, { merchantId, refundId, note: 'given back' }, { at: NOW, actor: 'kvit' })).toEqual({ ok: true, value: null })
      expect(await completeRefund({ db, pool }, { merchantId, refundId, note: 'given back' }, { at: NOW, actor: 'kvit' })).toMatchObject({ error: { code: 'not_refundable' } })
    }
    expect(await reportOn(till, shift.id)).toMatchObject(agreed)
  })

  test('the money of goods, not before their return is registered', async () => {
    const till = await someTill({ db, pool }, { fiscaliser: 'checkbox' })
    const sale = await sold(db, till, saleOf([goods('Хліб', '40.00')], [card('25.00'), cash('15.00')]))
    await filedReceipt(db, sale, '1')
    const shift = await openNow(till)
    const done = await inTransaction(db, async (tx) => returnGoods(
      tx, vault, await receiptNow(db, sale), till, { lines: [{ index: 0, quantity: { digits: 1n, scale: 0 } }], refund: 'way_it_came' }, act(till)))
    if (!done.ok) throw new Error(done.error.code)
    const returned = await receiptNow(db, { merchantId: sale.merchantId, id: done.value.receiptId })
    expect(await reportOn(till, shift.id)).toMatchObject({ expected: '15.00', journal: '15.00', differences: [] })
    expect(await returnsIn(till, shift.id)).toEqual(['0.00', 0, '40.00'])
    await filedReceipt(db, returned, '2')
    await payReturns(deps, fail)
    expect(await reportOn(till, shift.id)).toMatchObject(agreed)
    expect(await returnsIn(till, shift.id)).toEqual(['40.00', 2, '0.00'])
  })
})
