import { expect, test } from 'vitest'
import { money, NOW } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { goods, link, saleOf, sold, someTill } from '../../test/support/till.ts'
import { newId } from '../kernel/ids.ts'
import { recordStatementPayment } from '../payments/record-payment.ts'
import { changedReceipts } from './find-receipts.ts'
import { expireReceipts } from './jobs.ts'

const { db, pool } = openTestDatabase()

test('a till hears of all that changed, however much of it within a moment, and again of what others may have written late', async () => {
  const till = await someTill({ db, pool })
  const { merchantId, id } = await sold(db, till, saleOf([goods('Кава', '45.00')], [link('45.00')]))
  await pool.query(
    `insert into receipt select (jsonb_populate_record(r, jsonb_build_object('receipt_id', gen_random_uuid(), 'kind', 'return', 'returns_id', r.receipt_id,
      'changed_at', r.changed_at + n * interval '10 milliseconds'))).* from receipt r, generate_series(1, 249) n where r.merchant_id = $1 and r.receipt_id = $2`,
    [merchantId, id])
  const told = new Set<string>()
  const at = { since: new Date(0), looks: 0 }
  const look = async (now: Date) => {
    const { receipts, until } = await changedReceipts(db, till.register, at.since, now)
    at.since = until
    at.looks++
    return receipts
  }
  const later = new Date(NOW.getTime() + 60_000)
  while (told.size < 250 && at.looks < 10) for (const receipt of await look(later)) told.add(receipt.id)
  expect([told.size, at.looks]).toEqual([250, 3])
  await pool.query('update receipt set changed_at = $3 where merchant_id = $1 and receipt_id = $2', [merchantId, id, new Date(later.getTime() - 1_000)])
  for (const again of [later, new Date(later.getTime() + 3_000)]) expect((await look(again)).map((one) => one.id)).toEqual([id])
  expect(await look(new Date(later.getTime() + 60_000))).toHaveLength(1)
  expect(await look(new Date(later.getTime() + 61_000))).toEqual([])
})

test('a till hears of money that came after the end when it is written, however long ago the bank received it', async () => {
  const till = await someTill({ db, pool })
  const { merchantId, invoiceId, id } = await sold(db, till, saleOf([goods('Кава', '45.00')], [link('45.00')], { expiresInHours: 1 }))
  const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000)
  const nobody = () => Promise.reject(new Error('nobody is asked'))
  await expireReceipts({ db, pool, clock: { now: () => hours(2) }, http: nobody, openChannel: () => Promise.resolve(null) }, (error) => { throw error })
  const heard = async () => (await changedReceipts(db, till.register, hours(24), hours(25))).receipts.map((receipt) => receipt.id)
  expect(await heard()).toEqual([])
  const paymentId = newId('payment', hours(24).getTime() - 60_000)
  expect(await recordStatementPayment(pool, {
    merchantId, invoiceId, paymentId, source: 'statement_line', amount: money('45.00', 'UAH'), into: 'bank', receivedAt: hours(3), note: '', payerName: null, payerAccount: null,
  }, { at: hours(24), actor: 'kvit' })).toEqual({ ok: true, value: null })
  expect(await heard()).toEqual([id])
})

test('a till hears of all the money that came while it was away, also where much of it was written at one moment', async () => {
  const till = await someTill({ db, pool })
  const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000)
  const first = await sold(db, till, saleOf([goods('Кава', '45.00')], [link('45.00')]))
  const { merchantId } = first
  const sales = [first]
  for (let count = 1; count < 125; count++) sales.push(await sold(db, till, saleOf([goods('Кава', '45.00')], [link('45.00')])))
  for (const [place, { invoiceId }] of sales.entries()) {
    const at = hours(place < 110 ? 24 : 26)
    expect(await recordStatementPayment(pool, {
      merchantId, invoiceId, paymentId: newId('payment', at.getTime()), source: 'statement_line', amount: money('45.00', 'UAH'), into: 'bank',
      receivedAt: hours(3), note: '', payerName: null, payerAccount: null,
    }, { at, actor: 'kvit' })).toEqual({ ok: true, value: null })
  }
  const told = new Set<string>()
  let since = hours(23)
  for (let looks = 0; looks < 3; looks++) {
    const { receipts, until } = await changedReceipts(db, till.register, since, hours(30))
    for (const { id } of receipts) told.add(id)
    since = until
  }
  expect([told.size, since]).toEqual([125, new Date(hours(30).getTime() - 5_000)])
})
