import { describe, expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import type { FiscalTill } from '../../test/support/fiscal-till.ts'
import { fiscalTill } from '../../test/support/fiscal-till.ts'
import { journalFaults } from '../../test/support/journal.ts'
import { MINUTE_MS, offlineStage, ownerOf } from '../../test/support/offline-till.ts'
import { cash, deskAt, drawerOf, goods, receiptNow, saleOf, sold, vault } from '../../test/support/till.ts'
import { http } from '../connectors/conformance-stage.ts'
import type { Http } from '../connectors/contract.ts'
import { checkboxSimulator } from '../fiscalisers/checkbox/simulator.ts'
import type { Result } from '../kernel/result.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/database.ts'
import { giveUpOffline } from '../registers/give-up-offline.ts'
import { shiftReport } from '../registers/shift-report.ts'
import type { Report } from '../registers/shift-report.ts'
import { listShifts } from '../registers/shift-store.ts'
import { giveUpReturn } from './give-up-return.ts'
import { payReturns } from './jobs.ts'
import { readShiftSums } from './read-shift-sums.ts'
import type { Receipt } from './receipt.ts'
import { refileReceipt } from './refile-receipt.ts'
import { returnGoods } from './return-goods.ts'
import type { SaleDesk } from './sell.ts'
import { settleReceipt } from './settle-receipt.ts'

const database = openTestDatabase()
const { db, pool } = database
const stage = offlineStage(database)

type Shop = { readonly till: FiscalTill; readonly desk: SaleDesk; now(): Date }

const bread = (amount: string) => saleOf([goods('Хліб', amount, '1', '')], [cash(amount)])
const taxed = (amount: string) => saleOf([goods('Хліб', amount)], [cash(amount)])
const actOf = ({ desk: { seller }, now }: Shop) => ({ at: now(), actor: 'kvit' as const, cashier: { id: seller.cashierId, name: seller.name } })
const fail = (error: unknown): never => { throw error }

/** A return of the whole sale against cash, which is given back. */
async function returned(shop: Shop, sale: Receipt): Promise<Receipt> {
  const back = await done((tx) => returnGoods(
    tx, vault, sale, shop.desk, { lines: [{ index: 0, quantity: { digits: 1n, scale: 0 } }], refund: 'cash' }, actOf(shop)))
  return receiptNow(db, { merchantId: sale.merchantId, id: back.receiptId })
}

async function done<T>(work: (tx: Tx) => Promise<Result<T, { readonly code: string }>>): Promise<T> {
  const result = await inTransaction(db, work)
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

const payBack = ({ now }: Shop) =>
  payReturns({ db, pool, clock: { now }, http: () => Promise.reject(new Error('nobody is asked')), openChannel: () => Promise.resolve(null) }, fail)

const refile = (shop: Shop, receipt: Receipt) =>
  inTransaction(db, async (tx) => refileReceipt(tx, await receiptNow(db, receipt), shop.desk.register, actOf(shop)))

/** The invoice's money that is the customer's: nothing after its goods are back and paid for, and nothing before. */
async function creditedOf({ merchantId, invoiceId }: Receipt): Promise<string> {
  const { rows: [row] } = await pool.query<{ credited: string; refunded: string }>(
    'select credited_minor as credited, refunded_minor as refunded from invoice where merchant_id = $1 and invoice_id = $2', [merchantId, invoiceId])
  return `${row?.credited} credited, ${row?.refunded} given back`
}

const refusing: Http = async (request) => {
  if (!request.url.endsWith('/pck')) return http(request)
  return { kind: 'answer', status: 400, headers: {}, body: Buffer.from('Код помилки: 10 PackageValidationError\r\nнеправильний пакет').toString('latin1') }
}

describe('the tax service refuses what was made without it', () => {
  async function stopped(): Promise<{ shop: Shop; sales: Receipt[]; back: Receipt }> {
    const till = await stage.cutOff({ settleReceipt })
    const shop = { till, desk: await deskAt(database, till.register), now: () => stage.simulator().now() }
    const first = await sold(db, shop.desk, bread('40.00'), shop.now())
    await stage.goOffline(till)
    const second = await sold(db, shop.desk, bread('70.00'), shop.now())
    await till.file()
    const back = await returned(shop, first)
    await till.file()
    await payBack(shop)
    stage.simulator().setDown(false)
    await stage.simulator().advance(3 * MINUTE_MS)
    await till.file({ http: refusing })
    return { shop, sales: [first, second], back }
  }

  test('given up, receipts keep numbers and money and say that they are refused; filed anew, each is registered once and no return pays twice', async () => {
    const { shop, sales, back } = await stopped()
    const { till, desk } = shop
    const [first, second] = sales
    if (first === undefined || second === undefined) throw new Error('two were sold')
    const before = await Promise.all([first, second, back].map((one) => receiptNow(db, one)))
    expect(before.map(({ state }) => state)).toEqual(['offline', 'offline', 'offline'])
    expect([await drawerOf(pool, desk), await creditedOf(first)]).toEqual([7000n, '4000 credited, 4000 given back'])
    expect((await giveUpOffline(till.deps, ownerOf(till), till.register)).ok).toBe(true)
    const after = await Promise.all([first, second, back].map((one) => receiptNow(db, one)))
    expect(after.map(({ state, problem }) => [state, problem])).toEqual(before.map(() => ['rejected', '10 PackageValidationError: неправильний пакет']))
    expect(after.map(({ fiscalNumber, fiscalUrl }) => [fiscalNumber, fiscalUrl])).toEqual(before.map(({ fiscalNumber, fiscalUrl }) => [fiscalNumber, fiscalUrl]))
    expect((await inTransaction(db, (tx) => giveUpReturn(tx, back, { ...actOf(shop), reason: 'x' }))).ok).toBe(false)
    expect(await refile(shop, back)).toEqual({ ok: false, error: { code: 'receipt_not_registered' } })
    for (const one of [first, second, back]) {
      expect((await refile(shop, one)).ok).toBe(true)
      await till.file()
      await payBack(shop)
    }
    const end = await Promise.all([first, second, back].map((one) => receiptNow(db, one)))
    expect(end.map(({ state }) => state)).toEqual(['registered', 'registered', 'registered'])
    expect(till.registered().slice(2).map(({ kind, fiscalNumber }) => [kind, fiscalNumber])).toEqual(end.map(({ kind, fiscalNumber }) => [kind, fiscalNumber]))
    expect([await drawerOf(pool, desk), await creditedOf(first), await journalFaults(db, first.merchantId)]).toEqual([7000n, '4000 credited, 4000 given back', []])
  })
})

/** What the register's shifts say, the first one first. */
async function reportsOf({ till: { register } }: Shop): Promise<Report[]> {
  const { merchantId, storeId, mode, id: registerId } = register
  const shifts = await listShifts(db, { merchantId, storeId, mode, registerId, from: null, before: null }, { limit: 10, after: null })
  return Promise.all(shifts.toReversed().map((shift) => shiftReport(db, { shift, register, readSums: readShiftSums })))
}

const sumsOf = (reports: readonly Report[]) => reports.map(({ sales, returns, forms, letters, drawer }) => ({
  sales: sales.amount, returns: returns.amount, cash: forms.map((form) => form.sales.amount), turnover: letters.map((letter) => letter.salesTurnover.amount),
  drawer: [drawer.expected.amount, drawer.journal.amount],
}))

describe('what is refused after its shift was closed stands in one Z-report', () => {
  const first = { sales: '40.00', returns: '0.00', cash: ['40.00'], turnover: ['40.00'], drawer: ['110.00', '110.00'] }

  test('given up, the closed shift is reckoned without it and ended so at the tax service, and the shift that files it anew has it', async () => {
    const till = await stage.someTill({ settleReceipt, readSums: readShiftSums })
    const shop = { till, desk: await deskAt(database, till.register), now: () => stage.simulator().now() }
    await sold(db, shop.desk, taxed('40.00'), shop.now())
    await till.file()
    stage.simulator().setDown(true)
    const refused = await sold(db, shop.desk, taxed('70.00'), shop.now())
    await stage.goOffline(till)
    await till.close()
    await till.file()
    expect(sumsOf(await reportsOf(shop))).toEqual([{ ...first, sales: '110.00', cash: ['110.00'], turnover: ['110.00'] }])
    stage.simulator().setDown(false)
    await stage.simulator().advance(3 * MINUTE_MS)
    await till.file({ http: refusing })
    expect((await giveUpOffline(till.deps, ownerOf(till), till.register)).ok).toBe(true)
    expect(sumsOf(await reportsOf(shop))).toEqual([first])
    expect((await refile(shop, refused)).ok).toBe(true)
    await till.file()
    expect((await receiptNow(db, refused)).state).toBe('registered')
    await till.close()
    await till.file()
    const reports = await reportsOf(shop)
    expect(sumsOf(reports)).toEqual([first, { sales: '70.00', returns: '0.00', cash: ['70.00'], turnover: ['70.00'], drawer: ['110.00', '110.00'] }])
    expect(reports.map(({ service }) => service?.sales.amount)).toEqual(['40.00', '70.00'])
    expect(till.registered().map(({ kind }) => kind)).toEqual(['open_shift', 'sale', 'z_report', 'close_shift', 'open_shift', 'sale', 'z_report', 'close_shift'])
  })
})

describe('a service that numbers by itself could not bring a document to the tax service', () => {
  test('that one is refused, what is behind it is heard of, and its return keeps its money', async () => {
    const simulator = await checkboxSimulator.start({ port: 0 })
    const till = await fiscalTill(database, simulator, { fiscaliser: 'checkbox', settleReceipt })
    const shop = { till, desk: await deskAt(database, till.register), now: () => simulator.now() }
    const sale = await sold(db, shop.desk, bread('40.00'), shop.now())
    await till.file()
    till.befall('offline')
    const back = await returned(shop, await receiptNow(db, sale))
    await till.file()
    await payBack(shop)
    expect([(await receiptNow(db, back)).state, await drawerOf(pool, shop.desk)]).toEqual(['offline', 0n])
    const { fiscalNumber } = await receiptNow(db, back)
    const failed: Http = async (request) => {
      const answer = await http(request)
      if (answer.kind !== 'answer' || request.method !== 'GET' || fiscalNumber === null || !answer.body.includes(fiscalNumber)) return answer
      return { ...answer, body: answer.body.replaceAll(/"status":\s*"DONE"/g, '"status":"ERROR"').replaceAll(
        /"response_error_message":\s*null/g, '"response_error_message":"Чек відхилено ДПС"',
      ) }
    }
    till.befall('offline')
    const other = await sold(db, shop.desk, bread('15.00'), shop.now())
    await till.file({ http: failed })
    for (let hours = 0; hours < 3; hours++) {
      await simulator.advance(10 * MINUTE_MS)
      await till.file({ http: failed })
    }
    expect(await receiptNow(db, back)).toMatchObject({ state: 'rejected', problem: 'Чек відхилено ДПС', fiscalNumber })
    expect((await receiptNow(db, other)).state).toBe('registered')
    expect([await drawerOf(pool, shop.desk), await creditedOf(sale)]).toEqual([1500n, '4000 credited, 4000 given back'])
    await simulator.stop()
  })
})
