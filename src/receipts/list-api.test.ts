import { expect, test } from 'vitest'
import { NOW } from '../../test/support/builders.ts'
import type { Asker } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { openReceiptLists } from '../../test/support/receipt-lists.ts'
import { card, cash, goods, link, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import type { Till } from '../../test/support/till.ts'
import { publicId } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import { returnGoods } from './return-goods.ts'

const { db, pool } = openTestDatabase()
const ownerOf = openReceiptLists({ db, pool })

/** The rows of the saved table below its names, cell by cell. */
async function saved(owner: Asker, query: string): Promise<string[][]> {
  const file = await owner.ask('GET', `/v1/receipts/export.csv?${query}`)
  expect([file.status, file.headers['content-type']], file.raw.toString()).toEqual([200, 'text/csv; charset=utf-8'])
  return file.raw.toString('utf8').split('\r\n').slice(1, -1).map((row) => Array.from(row.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g), ([, quoted, bare]) => quoted ?? bare ?? ''))
}

const registerOf = ({ register }: Till): string => `register=${publicId('cashRegister', register.id, register.mode)}`

test('receipts are saved as a table with what was paid how, and what went back below zero', async () => {
  const till = await someTill({ pool, db })
  const owner = await ownerOf(till)
  const sale = await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('31.00'), card('40.00')]))
  const cashier = { id: till.seller.cashierId, name: till.seller.name }
  const lines = [{ index: 0, quantity: goods('', '0').quantity }]
  const back = await inTransaction(db, (tx) => returnGoods(tx, vault, sale, till, { lines, refund: 'cash' }, { at: NOW, actor: 'kvit', cashier }))
  expect(back.ok).toBe(true)
  await sold(db, till, saleOf([goods('Сир', '20.00')], [link('20.00')]))
  const rows = await saved(owner, registerOf(till))
  expect(rows.map((row) => [...row.slice(6, 12), row[13]])).toEqual([
    ['Waits for the money', '', '', '', '', '', '20.00'], ['Paid', '-71.00', '-71.00', '0.00', '0.00', '0.00', ''], ['Paid', '71.00', '31.00', '40.00', '0.00', '0.00', ''],
  ])
  expect(rows.map((row) => [row[1], row[17]])).toEqual([['Sale', ''], ['Return', sale.number], ['Sale', '']])
})

test('the table is exactly what the list shows with these filters', async () => {
  const till = await someTill({ pool, db })
  const owner = await ownerOf(till)
  const first = await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('71.00')]))
  const waiting = await sold(db, till, saleOf([goods('Сир', '20.00')], [link('20.00')]))
  expect((await saved(owner, `${registerOf(till)}&state=deferred`)).map(([number]) => number)).toEqual([waiting.number])
  if (first.shiftId === null) throw new Error('sold in no shift')
  expect((await saved(owner, `${registerOf(till)}&shift=${publicId('shift', first.shiftId, 'test')}`)).map(([number]) => number)).toEqual([first.number])
})

test('a spreadsheet reads the moments, by the store’s clock, and the file says whose and of which days it is', async () => {
  const till = await someTill({ pool, db })
  const owner = await ownerOf(till)
  await pool.query("update store set name = 'Кав’ярня “Kava”' where merchant_id = $1", [till.register.merchantId])
  const { createdAt } = await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('71.00')]))
  const [row] = await saved(owner, registerOf(till))
  const byClock = Temporal.Instant.fromEpochMilliseconds(createdAt.getTime()).toZonedDateTimeISO(till.register.timeZone)
  expect(row?.[2]).toBe(`${byClock.toPlainDate().toString()} ${byClock.toPlainTime().toString({ smallestUnit: 'second' })}`)
  expect(row?.[2]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  const name = async (days: string) => (await owner.ask('GET', `/v1/receipts/export.csv?${registerOf(till)}${days}`)).headers['content-disposition']
  expect(await name('&from=2026-01-01&to=2026-01-31'))
    .toBe(`attachment; filename="receipts_Kava_2026-01-01_2026-01-31.csv"; filename*=UTF-8''receipts_${encodeURIComponent('Кав-ярня-Kava')}_2026-01-01_2026-01-31.csv`)
  expect(await name('')).toMatch(/^attachment; filename="receipts_Kava_\d{4}-\d\d-\d\d\.csv"/)
})

test('what somebody wrote is no formula in the table', async () => {
  const till = await someTill({ pool, db })
  const owner = await ownerOf(till)
  await pool.query("update cash_register set name = '=1+1' where merchant_id = $1", [till.register.merchantId])
  await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('71.00')]))
  expect((await saved(owner, registerOf(till))).map((row) => row[3])).toEqual(["'=1+1"])
})

test('receipts of another merchant are in no table', async () => {
  const [ours, theirs] = [await someTill({ pool, db }), await someTill({ pool, db })]
  await sold(db, ours, saleOf([goods('Хліб', '71.00')], [cash('71.00')]))
  const stranger = await ownerOf(theirs)
  expect((await stranger.ask('GET', `/v1/receipts/export.csv?${registerOf(ours)}`)).status).toBe(422)
  expect(await saved(stranger, `store=${publicId('store', theirs.register.storeId, null)}`)).toEqual([])
})

const meansOf = async (owner: Asker, { register }: Till) =>
  (await owner.ask('GET', `/v1/cash-registers/${publicId('cashRegister', register.id, register.mode)}/payment-means`)).json<{ items: { key: string; name: string }[] }>().items

test('the owner sees how receipts name each means of payment, as the receipts then do', async () => {
  const till = await someTill({ pool, db })
  const named = new Map((await meansOf(await ownerOf(till), till)).map(({ key, name }) => [key, name]))
  const receipt = await sold(db, till, saleOf([goods('Хліб', '71.00')], [cash('31.00'), card('40.00')]))
  expect(receipt.payments.map(({ means }) => means)).toEqual([named.get('cash'), named.get('card')])
  expect([named.get('transfer'), named.get('paysera')]).toEqual(['За реквізитами (IBAN)', 'Платіж через інтегратора Paysera Checkout'])
})
