import { expect, test } from 'vitest'
import { applyReport } from '../payments/apply-report.ts'
import { inTransaction } from '../platform/db/database.ts'
import { closeShift } from '../registers/close-shift.ts'
import { shiftReport } from '../registers/shift-report.ts'
import { refOf } from '../registers/register.ts'
import { sellingShift, shiftById } from '../registers/shift-store.ts'
import { money, NOW, reportOf, someAttempt } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { cash, goods, link, receiptNow, saleOf, sold, someTill } from '../../test/support/till.ts'
import type { Till } from '../../test/support/till.ts'
import { registerPaid } from './jobs.ts'
import { readShiftSums } from './read-shift-sums.ts'

const { db, pool } = openTestDatabase()
const clock = { at: NOW, now: () => clock.at }
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

test('the sale that opens the shift does not lie in the drawer before it', async () => {
  const till = await someTill({ db, pool })
  await sold(db, till, saleOf([goods('Хліб', '40.00')], [cash('40.00')]))
  expect(await reportOn(till, (await openNow(till)).id)).toEqual({ opened: '0.00', expected: '40.00', journal: '40.00', differences: [] })
})

test('cash of a sale that is paid whole in a later shift is counted in the shift that took it', async () => {
  const till = await someTill({ db, pool })
  const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], [cash('15.00'), link('25.00')]))
  const first = await openNow(till)
  const act = { at: NOW, actor: 'kvit', cashier: { id: till.seller.cashierId, name: till.seller.name } } as const
  await inTransaction(db, (tx) => closeShift(tx, till.register, { shiftId: first.id, readSums: readShiftSums, ...act }))
  expect(await reportOn(till, first.id)).toEqual({ opened: '0.00', expected: '15.00', journal: '15.00', differences: [] })

  const attempt = await someAttempt(pool, { place: till.place, asked: money('25.00', 'UAH'), invoiceId: receipt.invoiceId })
  await applyReport(pool, { merchantId: receipt.merchantId, channelId: till.place.channelId, report: reportOf(attempt), inboundId: null, at: NOW })
  await registerPaid({ db, pool, clock }, fail)
  expect((await receiptNow(db, receipt)).state).toBe('registered')
  const second = await openNow(till)
  expect(second.id).not.toBe(first.id)
  expect(await reportOn(till, second.id)).toEqual({ opened: '15.00', expected: '15.00', journal: '15.00', differences: [] })
})
