import { afterAll, beforeAll, expect, test } from 'vitest'
import { dyingAt, fiscalTill } from '../../test/support/fiscal-till.ts'
import type { FiscalTill } from '../../test/support/fiscal-till.ts'
import { reportOf, someAttempt, someChannel } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { card, cash, deskAt, drawerOf, goods, link, receiptNow, saleOf, sold, vault } from '../../test/support/till.ts'
import { checkboxSimulator } from '../fiscalisers/checkbox/simulator.ts'
import type { Report } from '../connectors/contract.ts'
import type { FiscalSimulator } from '../fiscalisers/simulator.ts'
import { applyReport } from '../payments/apply-report.ts'
import { decimal } from '../money/money.ts'
import { inTransaction } from '../platform/db/database.ts'
import { payReturns, registerPaid } from './jobs.ts'
import type { Receipt } from './receipt.ts'
import { refileReceipt } from './refile-receipt.ts'
import { returnGoods } from './return-goods.ts'
import { settleReceipt } from './settle-receipt.ts'
import type { SaleDesk } from './sell.ts'

const database = openTestDatabase()
const { db, pool } = database
const opened: FiscalSimulator[] = []
beforeAll(async () => void opened.push(await checkboxSimulator.start({ port: 0 })))
afterAll(async () => void (await Promise.all(opened.map((one) => one.stop()))))

type Shop = { readonly till: FiscalTill; readonly desk: SaleDesk; readonly now: () => Date; readonly pass: (ms: number) => Promise<void> }

/** A till at the simulated Checkbox, whose receipts are told what became of them. A process that dies is part of it. */
async function shop(): Promise<Shop> {
  const [simulator] = opened
  if (simulator === undefined) throw new Error('the simulator is not started yet')
  const till = await fiscalTill(database, simulator, { fiscaliser: 'checkbox', settleReceipt, onError: () => {} })
  return { till, now: () => simulator.now(), pass: async (ms) => { await simulator.advance(ms) }, desk: await deskAt(database, till.register) }
}

/** Longer than a process may take to file, so that another takes over. */
const LEASE_AND_MORE_MS = 600_000

const work = ({ now }: Shop) => ({ db, pool, clock: { now }, http: () => Promise.reject(new Error('nobody is asked')), openChannel: () => Promise.resolve(null) })
const fail = (error: unknown): never => { throw error }

/** INV-4: the service's own register against ours: the same numbers, each once. */
async function compared({ till, desk }: Shop): Promise<number> {
  const { rows } = await pool.query<{ fiscal_number: string }>(
    `select fiscal_number from receipt where merchant_id = $1 and state = 'registered' order by fiscal_number`, [desk.register.merchantId])
  const theirs = till.registered().filter(({ kind }) => kind === 'sale' || kind === 'return').map(({ fiscalNumber }) => fiscalNumber).toSorted()
  expect(rows.map((row) => row.fiscal_number)).toEqual(theirs)
  return theirs.length
}

/** Two processes register what was paid. */
async function paidByLink(here: Shop, { merchantId, storeId, mode, invoiceId, total }: Receipt, more: Partial<Report> = {}): Promise<void> {
  const channelId = await someChannel(pool, { merchantId, storeId, mode })
  const attempt = await someAttempt(pool, { place: { merchantId, storeId, mode, channelId }, asked: total, invoiceId })
  await applyReport(pool, { merchantId, channelId, report: reportOf(attempt, more), inboundId: null, at: here.now() })
  await Promise.all([registerPaid(work(here), fail), registerPaid(work(here), fail)])
}

test('INV-4: a cash sale, a link paid later and a return are each registered once', async () => {
  const here = await shop()
  const { till, desk, now } = here
  const bread = await sold(db, desk, saleOf([goods('Хліб', '25.50', '2', '')], [cash('51.00', '100.00')]), now())
  const later = await sold(db, desk, saleOf([goods('Сир', '40.00', '1', '')], [link('40.00')]), now())
  await till.file()
  expect((await receiptNow(db, bread)).state).toBe('registered')
  await paidByLink(here, later)
  await till.file()
  expect((await receiptNow(db, later)).state).toBe('registered')
  const back = await inTransaction(db, async (tx) => returnGoods(
    tx, vault, await receiptNow(db, bread), desk, { lines: [{ index: 0, quantity: { digits: 1n, scale: 0 } }], refund: 'cash' },
    { at: now(), actor: 'kvit', cashier: { id: desk.seller.cashierId, name: 'Оксана' } }))
  expect(back.ok).toBe(true)
  await payReturns(work(here), fail)
  expect(await drawerOf(pool, desk)).toBe(5100n)
  await till.file()
  await payReturns(work(here), fail)
  expect(await drawerOf(pool, desk)).toBe(2550n)
  expect(await compared(here)).toBe(3)
})

test('what the acquirer calls a payment by link stands on the receipt, as the tax service wants it', async () => {
  const here = await shop()
  const { till, desk, now } = here
  const later = await sold(db, desk, saleOf([goods('Сир', '40.00', '1', '')], [link('40.00')]), now())
  const slip = { reference: '031234567890', authCode: '123456', mask: '424242*42', paidAt: new Date(now().getTime() - 60_000) }
  await paidByLink(here, later, { slip, payer: { name: null, account: 'UA213223130000026007233566001', country: null } })
  await till.file()
  expect((await receiptNow(db, later)).payments[0]?.slip).toMatchObject({ reference: '031234567890', authCode: '123456', mask: '424242*42' })
  const { rows: [filed] } = await pool.query<{ card: unknown }>(
    `select request -> 'sale' -> 'payments' -> 0 -> 'card' as card from fiscal_document where subject_id = $1`, [later.id])
  expect(filed?.card).toMatchObject({ reference: '031234567890', authCode: '123456', at: slip.paidAt.toISOString() })
})

test('what was refused and is filed anew says the same, and when it was paid', async () => {
  const here = await shop()
  const { till, desk, now } = here
  await sold(db, desk, saleOf([goods('Хліб', '25.50', '1', '')], [cash('25.50')]), now())
  await till.file()
  till.befall('refuse')
  const later = await sold(db, desk, saleOf([goods('Сир', '40.00', '1', '')], [link('40.00')]), now())
  await paidByLink(here, later, { slip: { reference: '031234567890', authCode: null, mask: null, paidAt: now() } })
  await till.file()
  const refused = await receiptNow(db, later)
  expect(refused.state).toBe('rejected')
  expect((await inTransaction(db, (tx) => refileReceipt(tx, refused, till.register, { at: now(), actor: 'kvit', cashier: null }))).ok).toBe(true)
  await till.file()
  expect((await receiptNow(db, later)).state).toBe('registered')
  const { rows } = await pool.query<{ request: unknown }>('select request from fiscal_document where subject_id = $1 order by position', [later.id])
  expect(rows.length).toBe(2)
  expect(rows[1]).toEqual(rows[0])
})

test('weighed goods that come back in parts are registered, and all parts together are what was paid', async () => {
  const here = await shop()
  const { till, desk, now } = here
  // 0.300 kg at 10.12 are 3.04, but 0.200 kg are 2.02 and 0.100 kg 1.01.
  const sale = await sold(db, desk, saleOf([goods('Сир', '10.12', '0.3', '')], [card('3.04')]), now())
  await till.file()
  const back: string[] = []
  for (const digits of [2n, 1n]) {
    const returned = await inTransaction(db, async (tx) => returnGoods(
      tx, vault, await receiptNow(db, sale), desk, { lines: [{ index: 0, quantity: { digits, scale: 1 } }], refund: 'way_it_came' },
      { at: now(), actor: 'kvit', cashier: { id: desk.seller.cashierId, name: 'Оксана' } }))
    if (!returned.ok) throw new Error(returned.error.code)
    await till.file()
    const { state, total, problem } = await receiptNow(db, { ...sale, id: returned.value.receiptId })
    back.push(`${state} ${decimal(total)} ${problem ?? ''}`)
  }
  expect(back).toEqual(['registered 2.02 ', 'registered 1.02 '])
})

test.each([1, 2, 3, 4, 5, 6, 7, 8].flatMap((at) => (['before', 'after'] as const).map((when) => ({ at, when }))))(
  'F01: the process dies %o, word by word with the service, and the receipt is registered once', async ({ at, when }) => {
    const here = await shop()
    const { till, desk, now, pass } = here
    const receipt: Receipt = await sold(db, desk, saleOf([goods('Хліб', '10.00', '1', '')], [cash('10.00')]), now())
    const dying = dyingAt(at, when)
    await till.file({ http: dying.http }).catch(() => {})
    await pass(LEASE_AND_MORE_MS)
    await till.file()
    expect((await receiptNow(db, receipt)).state).toBe('registered')
    expect(await compared(here)).toBe(1)
  })
