import { describe, expect, test } from 'vitest'
import type { OpenConnector } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import { applyReport } from '../payments/apply-report.ts'
import { creditInvoice } from '../payments/credit-invoice.ts'
import { completeRefund } from '../payments/complete-refund.ts'
import { giveBack } from '../payments/send-refund.ts'
import { inTransaction } from '../platform/db/database.ts'
import { decimal } from '../money/money.ts'
import { money, NOW, reportOf, someAttempt } from '../../test/support/builders.ts'
import { filedReceipt, refusedReceipt } from '../../test/support/filed-receipt.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { card, cash, drawerOf, goods, link, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import type { Till } from '../../test/support/till.ts'
import { endReceipt } from './end-receipt.ts'
import { expireReceipts, payReturns, registerPaid } from './jobs.ts'
import { readShiftSums } from './read-shift-sums.ts'
import type { Receipt } from './receipt.ts'
import { returnGoods } from './return-goods.ts'
import { sell } from './sell.ts'
import { sendMoneyBack } from './send-money-back.ts'
import { giveLateBack, takeLate } from './take-late.ts'

const { db, pool } = openTestDatabase()
const clock = { at: NOW, now: () => clock.at }
const nobody = () => Promise.reject(new Error('nobody is asked'))
const deps = { db, pool, clock, http: nobody, openChannel: () => Promise.resolve(null) }
const HOUR_MS = 3_600_000
const fail = (error: unknown): never => { throw error }

const act = (till: Till, at: Date = NOW) => ({ at, actor: 'kvit', cashier: { id: till.seller.cashierId, name: till.seller.name } } as const)

/** Its answers are lost. */
const silentProvider: OpenConnector = {
  mode: null, start: async () => ({ kind: 'unknown', cause: '' }), resume: null, readCallback: () => ({ kind: 'forged', reason: '' }), methods: () => [],
  refresh: null, lookup: async () => ({ kind: 'unknown', cause: 'timeout' }), revoke: null, refunds: null, reservations: null, delivers: null, statement: null,
}

/** The payer pays this much by the receipt's link. */
async function pays(till: Till, receipt: Receipt, amount: string): Promise<void> {
  const attempt = await someAttempt(pool, { place: till.place, asked: money(amount, 'UAH'), invoiceId: receipt.invoiceId })
  await applyReport(pool, {
    merchantId: receipt.merchantId, channelId: till.place.channelId, report: reportOf(attempt, { providerRef: attempt.attemptId }), inboundId: null, at: clock.at,
  })
}

const documentsOf = async ({ merchantId, id }: Receipt) => (await pool.query<{ kind: string; state: string; request: unknown }>(
  'select kind, state, request from fiscal_document where merchant_id = $1 and subject_id = $2 order by position', [merchantId, id])).rows

const moneyOf = async ({ merchantId, id }: Receipt) => (await pool.query<{ kind: string; amount_minor: bigint }>(
  'select kind, amount_minor from receipt_payment where merchant_id = $1 and receipt_id = $2 order by payment_id', [merchantId, id])).rows

const filed = (receipt: Receipt, number = '1234567890') => filedReceipt(db, receipt, number, { at: clock.at })

const fiscal = () => someTill({ pool, db }, { fiscaliser: 'checkbox' })
const plain = () => someTill({ pool, db })

describe('paid at the till', () => {
  test('a cash sale is registered at once and told to the tax service once, its money lies in the drawer', async () => {
    const till = await fiscal()
    const receipt = await sold(db, till, saleOf([goods('Хліб', '25.50', '2')], [cash('51.00', '100.00')], { askedKey: 'k1' }))
    expect([receipt.state, decimal(receipt.total), receipt.payments[0]?.means]).toEqual(['registering', '51.00', 'ГОТІВКА'])
    expect(receipt.taxes.map(({ letter, tax }) => [letter, tax])).toEqual([['А', '8.50']])
    expect((await documentsOf(receipt)).map(({ kind }) => kind)).toEqual(['sale'])
    expect(await moneyOf(receipt)).toEqual([{ kind: 'sale', amount_minor: 5100n }])
    expect(await drawerOf(pool, till)).toBe(5100n)
    const again = await sold(db, till, saleOf([goods('Хліб', '25.50', '2')], [cash('51.00', '100.00')], { askedKey: 'k1' }))
    expect(again.id).toBe(receipt.id)
    expect(await drawerOf(pool, till)).toBe(5100n)
    await filed(receipt)
    expect(await receiptNow(db, receipt)).toMatchObject({ state: 'registered', fiscalNumber: '1234567890', localNumber: 7n })
  })

  test('where no tax service is told the receipt is there at once', async () => {
    const receipt = await sold(db, await plain(), saleOf([goods('Хліб', '25.50')], [card('25.50')]))
    expect([receipt.state, receipt.fiscalNumber, receipt.payments[0]?.means]).toEqual(['registered', null, 'Картка'])
  })

  test('cash is rounded to its step, and the rounding stands on the receipt', async () => {
    const till = await someTill({ pool, db }, { roundingMinor: 10 })
    const receipt = await sold(db, till, saleOf([goods('Сир', '12.57')], [cash('12.60')]))
    expect([decimal(receipt.total), decimal(receipt.rounding)]).toEqual(['12.57', '0.03'])
    const byCard = await sold(db, till, saleOf([goods('Сир', '12.57')], [card('12.57')]))
    expect(decimal(byCard.rounding)).toBe('0.00')
  })

  test('what the till reckoned otherwise is refused, and so is more discount than the cashier may give', async () => {
    const till = await plain()
    const sale = (payments: Parameters<typeof saleOf>[1], more = {}, desk: Till = till) =>
      inTransaction(db, (tx) => sell(tx, vault, desk, saleOf([goods('Хліб', '100.00')], payments, more), { at: NOW, actor: 'kvit' }))
    expect(await sale([cash('99.00')])).toMatchObject({ ok: false, error: { code: 'payments_differ' } })
    const half = { amount: money('50.00', 'UAH') }
    expect(await sale([cash('50.00')], { discount: half }, {
      ...till, seller: { ...till.seller, mostDiscountPercent: 10 },
    })).toMatchObject({ ok: false, error: { code: 'discount_over_limit' } })
    expect(await sale([cash('50.00')], { discount: half })).toMatchObject({ ok: true })
    expect(await sale([cash('100.00', '50.00')])).toMatchObject({ ok: false, error: { code: 'invalid' } })
  })
})

test('a text that would command a printer is refused, in goods and in the slip of a card', async () => {
  const till = await plain()
  const sale = (line: Partial<ReturnType<typeof goods>>, mask = '4444') => inTransaction(db, (tx) => sell(tx, vault, till, saleOf([{ ...goods('Хліб', '9.00'), ...line }], [
    {
      form: 'card', amount: money('9.00', 'UAH'),
      slip: { mask, reference: null, authCode: null, terminal: null, paymentSystem: null, acquirer: null },
    }]), { at: NOW, actor: 'kvit' }))
  const wrongAt = (field: string) => ({ ok: false, error: { code: 'invalid', fields: [{ field, code: 'forbidden_character' }] } })
  for (const field of ['name', 'unitName', 'code', 'barcode']) expect(await sale({ [field]: 'a\u001bp012' })).toMatchObject(wrongAt(`lines/0/${field}`))
  expect(await sale({}, '\u001d')).toMatchObject(wrongAt('payments/0/slip/mask'))
  expect(await sale({ name: '←p012' })).toMatchObject({ ok: true })
})

test('a sale that the till kept is dated by when it was made: not in the future, and not before its shift', async () => {
  const till = await plain()
  const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
  const keptFor = async (minutes: number) => (await sold(db, till, saleOf([goods('Хліб', '9.00')], [cash('9.00')], { ageMs: minutes * 60_000 }), at(60))).createdAt
  const { createdAt } = await sold(db, till, saleOf([goods('Хліб', '9.00')], [cash('9.00')], { ageMs: 60_000 }), at(0))
  expect([createdAt, await keptFor(40), await keptFor(100), await keptFor(-5)]).toEqual([at(0), at(20), at(0), at(60)])
})

describe('paid by link', () => {
  test('nothing is sold at a register that was closed since the till looked', async () => {
    const till = await plain()
    await pool.query("update cash_register set state = 'closed' where merchant_id = $1", [till.register.merchantId])
    await expect(sold(db, till, saleOf([goods('Хліб', '9.00')], [link('9.00')]))).rejects.toThrow('register_closed')
  })

  test('it waits, is paid the next day with nobody at the till, and registers itself once, however many sweeps look', async () => {
    const till = await fiscal()
    const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], [link('40.00')]))
    expect([receipt.state, receipt.shiftId]).toEqual(['deferred', null])
    await registerPaid(deps, fail)
    expect((await receiptNow(db, receipt)).state).toBe('deferred')
    clock.at = new Date(NOW.getTime() + 24 * HOUR_MS)
    await pays(till, receipt, '40.00')
    await Promise.all([registerPaid(deps, fail), registerPaid(deps, fail)])
    expect((await receiptNow(db, receipt)).state).toBe('registering')
    expect((await documentsOf(receipt)).length).toBe(1)
    expect(await moneyOf(receipt)).toEqual([{ kind: 'sale', amount_minor: 4000n }])
    clock.at = NOW
  })

  test('part cash and the rest by link: both are on the receipt', async () => {
    const till = await plain()
    const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], [cash('15.00'), link('25.00')]))
    expect(receipt.state).toBe('deferred')
    await pays(till, receipt, '25.00')
    await registerPaid(deps, fail)
    const done = await receiptNow(db, receipt)
    expect([done.state, done.payments.map(({ form, amount }) => [form, amount])]).toEqual(['registered', [['cash', '15.00'], ['link', '25.00']]])
    if (done.shiftId === null) throw new Error('no shift')
    const sums = await readShiftSums(db, { merchantId: done.merchantId, shiftId: done.shiftId, currency: 'UAH' })
    expect([decimal(sums.sales), sums.salesCount, sums.forms.map(({ form, sales }) => [form, decimal(sales)])]).toEqual(['40.00', 1, [['cash', '15.00'], ['cashless', '25.00']]])
  })

  test('F04: money beyond the receipt is not on it: it is to go back', async () => {
    const till = await plain()
    const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], [link('40.00')]))
    await pays(till, receipt, '40.00')
    await pays(till, receipt, '40.00')
    await registerPaid(deps, fail)
    expect(await moneyOf(receipt)).toEqual([{ kind: 'sale', amount_minor: 4000n }])
  })
})

describe('not paid in time', () => {
  const expiring = async (payments: Parameters<typeof saleOf>[1]) => {
    const till = await plain()
    const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], payments, { expiresInHours: 2 }))
    clock.at = new Date(NOW.getTime() + 3 * HOUR_MS)
    await expireReceipts(deps, fail)
    return { till, receipt: await receiptNow(db, receipt) }
  }

  test('it expires, and its cash is to go back out of the drawer', async () => {
    const { till, receipt } = await expiring([cash('15.00'), link('25.00')])
    expect(receipt.state).toBe('expired')
    expect(await drawerOf(pool, till)).toBe(1500n)
    expect((await giveLateBack(deps, receipt, 'kvit')).ok).toBe(true)
    expect(await drawerOf(pool, till)).toBe(0n)
  })

  test('money that comes after the end is taken for the goods where a person says so, and registered once', async () => {
    const { till, receipt } = await expiring([link('40.00')])
    const late = () => inTransaction(db, (tx) => takeLate(tx, receipt, { register: till.register, country: 'UA' }, act(till, clock.at)))
    expect(await late()).toMatchObject({ ok: false, error: { code: 'not_paid_in_full' } })
    await pays(till, receipt, '40.00')
    await registerPaid(deps, fail)
    expect((await receiptNow(db, receipt)).state).toBe('expired')
    expect(await late()).toEqual({ ok: true, value: null })
    expect((await receiptNow(db, receipt)).state).toBe('registered')
    expect(await late()).toMatchObject({ ok: false, error: { code: 'receipt_wrong_state' } })
    expect(await moneyOf(receipt)).toEqual([{ kind: 'sale', amount_minor: 4000n }])
  })

  test('a provider that does not answer keeps it waiting: it may be paid', async () => {
    const till = await plain()
    const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], [link('40.00')]))
    const { attemptId } = await someAttempt(pool, { place: till.place, asked: money('40.00', 'UAH'), invoiceId: receipt.invoiceId })
    await pool.query("update attempt set provider_ref = 'abc' where merchant_id = $1 and attempt_id = $2", [receipt.merchantId, attemptId])
    const silent = { ...deps, openChannel: () => Promise.resolve({ open: silentProvider }) }
    expect(await endReceipt(silent, receipt, { how: 'lapsed', reason: 'expired' }, { at: clock.at, actor: 'kvit' })).toEqual({ ok: false, error: { code: 'provider_unreachable' } })
    expect((await receiptNow(db, receipt)).state).toBe('deferred')
  })

  test('what was cancelled where a crash cut it off is ended by the next round', async () => {
    clock.at = NOW
    const till = await plain()
    const receipt = await sold(db, till, saleOf([goods('Хліб', '40.00')], [link('40.00')], { expiresInHours: 1 }))
    await pool.query("update invoice set document = 'cancelled', cancelled_at = $3 where merchant_id = $1 and invoice_id = $2", [receipt.merchantId, receipt.invoiceId, NOW])
    clock.at = new Date(NOW.getTime() + 2 * HOUR_MS)
    await expireReceipts(deps, fail)
    expect((await receiptNow(db, receipt)).state).toBe('expired')
  })
})

describe('goods come back', () => {
  const back = (till: Till, sale: Receipt, quantity: string, refund: 'cash' | 'way_it_came' = 'cash') => inTransaction(db, (tx) => returnGoods(
    tx, vault, sale, till, { lines: [{ index: 0, quantity: goods('', '0', quantity).quantity }], refund }, act(till, clock.at)))

  test('CR9: the money goes only when the return is registered, and never more than was sold', async () => {
    const till = await fiscal()
    const sale = await sold(db, till, saleOf([goods('Хліб', '10.00', '3')], [cash('30.00')]))
    expect(await back(till, sale, '1')).toMatchObject({ ok: false, error: { code: 'receipt_not_registered' } })
    await filed(sale)
    const done = await back(till, sale, '2')
    if (!done.ok) throw new Error(done.error.code)
    const returned = await receiptNow(db, { merchantId: sale.merchantId, id: done.value.receiptId })
    expect([returned.state, decimal(returned.total), (await documentsOf(returned)).map(({ kind }) => kind)]).toEqual(['registering', '20.00', ['return']])
    await payReturns(deps, fail)
    const { rows: [task] } = await pool.query<{
      refund_id: Id<'refund'>
      payment_id: Id<'payment'>
    }>('select refund_id, payment_id from refund where merchant_id = $1', [sale.merchantId])
    if (task === undefined) throw new Error('no refund')
    const about = { at: clock.at, actor: 'kvit' } as const
    expect(await completeRefund({ db, pool }, {
      merchantId: sale.merchantId, refundId: task.refund_id, note: '',
    }, about)).toEqual({ ok: false, error: { code: 'receipt_comes_first' } })
    expect(await giveBack(deps, { merchantId: sale.merchantId, paymentId: task.payment_id, amount: money('1.00', 'UAH'), note: '' }, 'kvit'))
      .toEqual({ ok: false, error: { code: 'receipt_comes_first' } })
    expect(await drawerOf(pool, till)).toBe(3000n)
    await filed(returned, '1234567891')
    await payReturns(deps, fail)
    await payReturns(deps, fail)
    expect(await drawerOf(pool, till)).toBe(1000n)
    expect(await back(till, sale, '2')).toMatchObject({ ok: false, error: { code: 'exceeds_sold' } })
    expect((await back(till, sale, '1')).ok).toBe(true)
  })

  test('cash that was rounded goes back rounded, whichever way is asked for', async () => {
    for (const refund of ['cash', 'way_it_came'] as const) {
      const till = await someTill({ pool, db }, { roundingMinor: 10 })
      const sale = await sold(db, till, saleOf([goods('Сир', '12.57')], [cash('12.60')]))
      expect((await back(till, sale, '1', refund)).ok).toBe(true)
      await payReturns(deps, fail)
      expect(await drawerOf(pool, till)).toBe(0n)
    }
  })

  test('CR9: nor is what was sold credited past its receipt', async () => {
    const sale = await sold(db, await plain(), saleOf([goods('Хліб', '10.00')], [cash('10.00')]))
    const credit = { merchantId: sale.merchantId, id: sale.invoiceId, reason: 'back', lines: null, timeZone: 'Europe/Kyiv', numberPrefix: '' }
    expect(await inTransaction(db, (tx) => creditInvoice(tx, credit, { at: clock.at, actor: 'kvit' }))).toEqual({ ok: false, error: { code: 'receipt_comes_first' } })
  })

  test('two who take the same goods back at once are one', async () => {
    const till = await plain()
    const sale = await sold(db, till, saleOf([goods('Хліб', '10.00', '1')], [cash('10.00')]))
    const tries = await Promise.all([back(till, sale, '1'), back(till, sale, '1')])
    expect(tries.filter(({ ok }) => ok).length).toBe(1)
    await payReturns(deps, fail)
    expect(await drawerOf(pool, till)).toBe(0n)
  })

  test('what a provider took can be given back in cash, and what a refusal stopped goes nowhere', async () => {
    const till = await fiscal()
    const sale = await sold(db, till, saleOf([goods('Хліб', '10.00', '1')], [link('10.00')]))
    await pays(till, sale, '10.00')
    await registerPaid(deps, fail)
    await filed(await receiptNow(db, sale))
    const done = await back(till, sale, '1')
    if (!done.ok) throw new Error(done.error.code)
    const returned = await receiptNow(db, { merchantId: sale.merchantId, id: done.value.receiptId })
    await refusedReceipt(db, returned)
    await sendMoneyBack(deps, returned)
    expect(await receiptNow(db, returned)).toMatchObject({ state: 'rejected', problem: 'no such receipt', moneyDue: false })
    expect(await drawerOf(pool, till)).toBe(0n)
  })
})

test('receipts that cannot be registered now keep nobody else waiting, however many they are', async () => {
  const [closed, other] = [await someTill({ pool, db }, { opens: 'by_hand' }), await plain()]
  const paid = async (till: Till) => {
    const receipt = await sold(db, till, saleOf([goods('Хліб', '1.00')], [link('1.00')]))
    await pays(till, receipt, '1.00')
    return receipt
  }
  const waiting: Receipt[] = []
  for (let n = 0; n < 100; n++) waiting.push(await paid(closed))
  clock.at = new Date(NOW.getTime() + HOUR_MS)
  const receipt = await paid(other)
  await registerPaid(deps, fail)
  clock.at = NOW
  expect((await receiptNow(db, receipt)).state).toBe('registered')
  expect(new Set((await Promise.all(waiting.map((one) => receiptNow(db, one)))).map(({ state }) => state))).toEqual(new Set(['deferred']))
}, 60_000)

test('M11: every payment of the till is on one receipt or goes back, and every registered receipt is paid to the last kopeck', async () => {
  const { rows: money } = await pool.query(`
    select p.payment_id from payment p join allocation a on a.merchant_id = p.merchant_id and a.payment_id = p.payment_id
    join invoice i on i.merchant_id = p.merchant_id and i.invoice_id = a.invoice_id
    join receipt r on r.merchant_id = i.merchant_id and r.invoice_id = i.invoice_id and r.kind = 'sale'
    left join receipt_payment s on s.merchant_id = p.merchant_id and s.payment_id = p.payment_id and s.kind = 'sale'
    where i.origin = 'till' and r.state not in ('deferred', 'expired', 'cancelled') and s.payment_id is null
      and not exists (select from refund f where f.merchant_id = p.merchant_id and f.payment_id = p.payment_id)`)
  expect(money).toEqual([])
  const { rows: receipts } = await pool.query(`
    select r.receipt_id from receipt r left join receipt_payment s on s.merchant_id = r.merchant_id and s.receipt_id = r.receipt_id
    where r.state in ('registering', 'registered', 'offline', 'unknown')
    group by r.merchant_id, r.receipt_id, r.total_minor, r.rounding_minor having coalesce(sum(s.amount_minor), 0) <> r.total_minor + r.rounding_minor`)
  expect(receipts).toEqual([])
  const { rows: twice } = await pool.query("select payment_id from receipt_payment where kind = 'sale' group by merchant_id, payment_id having count(*) > 1")
  expect(twice).toEqual([])
})
