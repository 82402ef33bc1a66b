import { describe, expect, test } from 'vitest'
import type { OpenConnector } from '../connectors/contract.ts'
import { newId, storedId } from '../kernel/ids.ts'
import type { Money } from '../money/money.ts'
import { dueMinor, overpaidMinor } from '../invoices/payment-state.ts'
import { applyReport } from '../payments/apply-report.ts'
import { findInvoiceInPayment } from '../payments/invoice-in-payment.ts'
import { completeRefund } from '../payments/complete-refund.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { inTransaction } from '../platform/db/database.ts'
import { decimal } from '../money/money.ts'
import { money, NOW, reportOf, someAttempt } from '../../test/support/builders.ts'
import type { SomeAttempt } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import { filedReceipt, refusedReceipt } from '../../test/support/filed-receipt.ts'
import { card, cash, drawerOf, goods, link, receiptNow, saleOf, sold, someTill, vault } from '../../test/support/till.ts'
import type { Till } from '../../test/support/till.ts'
import { factsOf } from './find-receipts.ts'
import { giveUpReturn } from './give-up-return.ts'
import { payReturns, registerPaid } from './jobs.ts'
import type { Receipt } from './receipt.ts'
import { refileReceipt } from './refile-receipt.ts'
import { returnGoods } from './return-goods.ts'
import { reckonReturn } from './reckon-return.ts'
import type { ReturnAsk } from './reckon-return.ts'
import { giveLateBack } from './take-late.ts'

const { db, pool } = openTestDatabase()
const clock = { now: () => NOW }
const fail = (error: unknown): never => { throw error }
const deps = { db, pool, clock, http: () => Promise.reject(new Error('nobody is asked')), openChannel: () => Promise.resolve(null) }

const act = ({ seller }: Till) => ({ at: NOW, actor: 'kvit', cashier: { id: seller.cashierId, name: seller.name } } as const)
const plain = (roundingMinor = 0) => someTill({ pool, db }, { roundingMinor })
const fiscal = () => someTill({ pool, db }, { fiscaliser: 'checkbox' })

/** The payer pays this much by the receipt's link; `as` is how far the provider has got with it. */
async function pays(till: Till, { merchantId, invoiceId }: Receipt, amount: string, as: 'confirmed' | 'authorised' = 'confirmed'): Promise<SomeAttempt> {
  const attempt = await someAttempt(pool, { place: till.place, asked: money(amount, 'UAH'), invoiceId })
  const report = reportOf(attempt, { providerRef: attempt.attemptId, status: as })
  await applyReport(pool, { merchantId, channelId: till.place.channelId, report, inboundId: null, at: NOW })
  return attempt
}

/** The provider says that this much of the attempt's money went back, asked by nobody here. */
const tellsOfRefund = (till: Till, attempt: SomeAttempt, amount: string) => applyReport(pool, {
  merchantId: attempt.merchantId, channelId: till.place.channelId, inboundId: null, at: NOW,
  report: refundTold(attempt, money(amount, 'UAH')),
})

const refundTold = (attempt: Omit<SomeAttempt, 'invoiceId'>, amount: Money) =>
  reportOf({ ...attempt, invoiceId: newId('invoice') }, { providerRef: attempt.attemptId, status: 'refunded', refund: { amount, counts: 'this', at: NOW } })

/** Sends money back at once when it is asked. */
const refunding = ({ place }: Till): OpenConnector => ({
  mode: null, start: async () => ({ kind: 'unknown', cause: '' }), resume: null, readCallback: () => ({ kind: 'forged', reason: '' }), methods: () => [],
  refresh: null, lookup: async () => ({ kind: 'unknown', cause: 'timeout' }), revoke: null, reservations: null, delivers: null, statement: null,
  refunds: {
    partial: true, movesMoney: () => true,
    refund: async ({ ref, amount }) => {
      const attemptId = storedId('attempt', ref)
      if (attemptId === null) throw new Error('another payment')
      return { kind: 'done', value: refundTold({ ...place, attemptId, asked: amount }, amount) }
    },
  },
})

const asking = (quantity: string, refund: ReturnAsk['refund'], index = 0): ReturnAsk => ({ lines: [{ index, quantity: goods('', '0', quantity).quantity }], refund })

const back = (till: Till, sale: Receipt, quantity: string, refund: ReturnAsk['refund'], index = 0) =>
  inTransaction(db, (tx) => returnGoods(tx, vault, sale, till, asking(quantity, refund, index), act(till)))

async function returned(till: Till, sale: Receipt, quantity: string, refund: ReturnAsk['refund'] = 'way_it_came'): Promise<Receipt> {
  const told = await reckonReturn(db, await receiptNow(db, sale), till, asking(quantity, refund), NOW)
  const done = await back(till, sale, quantity, refund)
  if (!done.ok) throw new Error(done.error.code)
  const made = await receiptNow(db, { merchantId: sale.merchantId, id: done.value.receiptId })
  expect(told, 'what was told beforehand').toMatchObject({ ok: true, value: { total: made.total, payments: made.payments } })
  return made
}

const uah = (minor: bigint) => decimal({ minor, currency: 'UAH' })

/** How the sale's money stands, in the invoice, in the refunds and in the journal. */
async function booksOf({ merchantId, invoiceId }: Receipt) {
  const invoice = await findInvoiceInPayment(pool, merchantId, invoiceId)
  if (invoice === null) throw new Error('no invoice')
  const { rows: refunds } = await pool.query<{ told: string; amount_minor: bigint }>(
    "select because || ' ' || state as told, amount_minor from refund where merchant_id = $1 and invoice_id = $2 and state <> 'reversed' order by refund_id",
    [merchantId, invoiceId])
  expect(await journalFaults(db, merchantId)).toEqual([])
  const journal = Object.fromEntries((await balancesOf(db, merchantId, 'test')).filter(({ balance }) => balance.minor !== 0n)
    .map(({ account, balance }) => [account.replace(/:.*/, ''), decimal(balance)]))
  return {
    credited: uah(invoice.creditedMinor), due: uah(dueMinor(invoice)), paid: uah(invoice.paidMinor), refunded: uah(invoice.refundedMinor),
    overpaid: uah(overpaidMinor(invoice)), refunds: refunds.map(({ told, amount_minor: minor }) => `${told} ${uah(minor)}`), journal,
  }
}

describe('a return credits its sale and gives back what was returned', () => {
  test.each([
    ['cash', cash, 'till'], ['card by hand', card, 'terminal'], ['cash out of the drawer for a card', card, 'terminal and till'],
  ] as const)('%s, in part and whole', async (how, form, place) => {
    const till = await plain()
    const refund = how === 'cash out of the drawer for a card' ? 'cash' : 'way_it_came'
    const sale = await sold(db, till, saleOf([goods('Хліб', '12.00', '3')], [form('36.00')]))
    await returned(till, sale, '1', refund)
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toEqual({
      credited: '12.00', due: '24.00', paid: '36.00', refunded: '12.00', overpaid: '0.00', refunds: ['asked succeeded 12.00'],
      journal: { revenue: '-20.00', vat: '-4.00', ...(place === 'terminal and till' ? { terminal: '36.00', till: '-12.00' } : { [place]: '24.00' }) },
    })
    await returned(till, sale, '2', refund)
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toEqual({
      credited: '36.00', due: '0.00', paid: '36.00', refunded: '36.00', overpaid: '0.00', refunds: ['asked succeeded 12.00', 'asked succeeded 24.00'],
      journal: place === 'terminal and till' ? { terminal: '36.00', till: '-36.00' } : {},
    })
  })

  test('by link: what the provider does not send from here is owed to the customer until a person sends it', async () => {
    const till = await plain()
    const sale = await sold(db, till, saleOf([goods('Хліб', '12.00')], [link('12.00')]))
    await pays(till, sale, '12.00')
    await registerPaid(deps, fail)
    await returned(till, await receiptNow(db, sale), '1')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toEqual({
      credited: '12.00', due: '0.00', paid: '12.00', refunded: '0.00', overpaid: '12.00', refunds: ['asked requested 12.00'],
      journal: { clearing: '12.00', customer_credit: '-12.00' },
    })
    await completes(sale, 'asked')
    expect(await booksOf(sale)).toMatchObject({ refunded: '12.00', overpaid: '0.00', refunds: ['asked succeeded 12.00'], journal: {} })
  })

  test.each([
    ['a bank transfer', 'manual', 'bank'], ['cash', 'cash', 'cash'],
  ] as const)('%s that was recorded in the cabinet is a task until a person has sent it', async (_what, source, place) => {
    const till = await plain()
    const sale = await sold(db, till, saleOf([goods('Хліб', '12.00')], [link('12.00')]))
    const { merchantId, invoiceId } = sale
    expect((await recordPayment(pool, { merchantId, invoiceId, source, amount: money('12.00', 'UAH'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })).ok).toBe(true)
    await registerPaid(deps, fail)
    await returned(till, await receiptNow(db, sale), '1')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({ refunded: '0.00', refunds: ['asked requested 12.00'], journal: { [place]: '12.00', customer_credit: '-12.00' } })
    await completes(sale, 'asked')
    expect(await booksOf(sale)).toMatchObject({ refunded: '12.00', overpaid: '0.00', refunds: ['asked succeeded 12.00'], journal: {} })
  })

  test('the return of a plain sale and its money are one entry each, of the kinds that a credit note has', async () => {
    const till = await plain()
    const sale = await sold(db, till, saleOf([goods('Хліб', '12.00')], [cash('12.00')]))
    const receipt = await returned(till, sale, '1')
    await payReturns(deps, fail)
    const { rows } = await pool.query('select kind from journal_entry where merchant_id = $1 order by entry_id', [sale.merchantId])
    expect(rows.map(({ kind }) => kind)).toEqual(['invoice_issued', 'payment_received', 'credit_note_issued', 'refund_paid'])
    const { rows: [entry] } = await pool.query("select subject_id from journal_entry where merchant_id = $1 and kind = 'credit_note_issued'", [sale.merchantId])
    expect(entry).toEqual({ subject_id: receipt.id })
  })
})

/** A person sent the money of the sale's open refund of this kind. */
async function completes({ merchantId, invoiceId }: Receipt, because: 'asked' | 'overpaid') {
  const { rows: [row] } = await pool.query<{ refund_id: Parameters<typeof completeRefund>[1]['refundId'] }>(
    "select refund_id from refund where merchant_id = $1 and invoice_id = $2 and because = $3 and state = 'requested'", [merchantId, invoiceId, because])
  if (row === undefined) throw new Error(`no refund is open that is ${because}`)
  return completeRefund({ db, pool }, { merchantId, refundId: row.refund_id, note: 'sent' }, { at: NOW, actor: 'kvit' })
}

describe('cash that was rounded beside other money', () => {
  test('the whole sale goes back the way it came, to the last kopeck', async () => {
    for (const [price, inCash] of [['12.57', '2.60'], ['12.52', '2.50']] as const) {
      const till = await plain(10)
      const sale = await sold(db, till, saleOf([goods('Сир', price)], [cash(inCash), card('10.00')]))
      const receipt = await returned(till, sale, '1')
      expect([decimal(receipt.rounding), receipt.payments.map(({ form, amount }) => [form, amount])]).toEqual([decimal(sale.rounding), [['card', '10.00'], ['cash', inCash]]])
      await payReturns(deps, fail)
      expect(await booksOf(sale)).toMatchObject({ due: '0.00', overpaid: '0.00', journal: {} })
    }
  })

  test('a part goes back to the card first, and in cash only coins that exist', async () => {
    const till = await plain(10)
    const sale = await sold(db, till, saleOf([goods('Сир', '4.19', '3')], [cash('6.60'), card('6.00')]))
    const amounts = async (): Promise<string[][]> => (await returned(till, sale, '1')).payments.map(({ form, amount }) => [form, amount])
    expect(await amounts()).toEqual([['card', '4.19']])
    expect(await amounts()).toEqual([['card', '1.81'], ['cash', '2.40']])
    expect(await amounts()).toEqual([['cash', '4.20']])
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({ credited: '12.60', due: '0.00', refunded: '12.60', overpaid: '0.00', journal: {} })
  })

  test('cash rounded in parts never comes to more than was paid', async () => {
    const till = await plain(10)
    const sale = await sold(db, till, saleOf([goods('Пакет', '0.35', '3')], [cash('1.10')]))
    const given = async () => {
      const { total, rounding, payments } = await returned(till, sale, '1')
      return [decimal(total), decimal(rounding), ...payments.map((one) => one.amount)]
    }
    expect([await given(), await given()]).toEqual([['0.35', '0.05', '0.40'], ['0.35', '0.05', '0.40']])
    // A service would round 0.35 to 0.40 again, and refuse a return of 0.30 for it.
    expect(await given()).toEqual(['0.30', '0.00', '0.30'])
    await payReturns(deps, fail)
    expect(await drawerOf(pool, till)).toBe(0n)
  })
})

/** Sold by link for 36.00, in three equal parts, and paid twice. */
async function paidTwice(till: Till): Promise<Receipt> {
  const sale = await sold(db, till, saleOf([goods('Хліб', '12.00', '3')], [link('36.00')]))
  await pays(till, sale, '36.00')
  await pays(till, sale, '36.00')
  await registerPaid(deps, fail)
  return receiptNow(db, sale)
}

describe('paid twice', () => {
  test('the excess stays prepared whole while goods come back, in part and whole', async () => {
    const till = await plain()
    const sale = await paidTwice(till)
    await returned(till, sale, '1', 'cash')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toEqual({
      credited: '12.00', due: '24.00', paid: '72.00', refunded: '12.00', overpaid: '36.00', refunds: ['overpaid requested 36.00', 'asked succeeded 12.00'],
      journal: { clearing: '72.00', customer_credit: '-36.00', revenue: '-20.00', till: '-12.00', vat: '-4.00' },
    })
    await returned(till, sale, '2', 'cash')
    await payReturns(deps, fail)
    expect((await completes(sale, 'overpaid')).ok).toBe(true)
    expect(await booksOf(sale)).toEqual({
      credited: '36.00', due: '0.00', paid: '72.00', refunded: '72.00', overpaid: '0.00',
      refunds: ['overpaid succeeded 36.00', 'asked succeeded 12.00', 'asked succeeded 24.00'], journal: { clearing: '36.00', till: '-36.00' },
    })
  })

  test('the excess goes first, and the money of the goods still goes whole', async () => {
    const till = await plain()
    const sale = await paidTwice(till)
    await returned(till, sale, '3')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({
      overpaid: '72.00', refunds: ['overpaid requested 36.00', 'asked requested 36.00'], journal: { clearing: '72.00', customer_credit: '-72.00' },
    })
    const [facts] = await factsOf(db, vault, [sale], NOW)
    expect(facts?.excess).toEqual(money('36.00', 'UAH'))
    expect((await completes(sale, 'overpaid')).ok).toBe(true)
    expect(await booksOf(sale)).toMatchObject({ overpaid: '36.00', refunds: ['overpaid succeeded 36.00', 'asked requested 36.00'] })
    expect((await completes(sale, 'asked')).ok).toBe(true)
    expect(await booksOf(sale)).toMatchObject({ refunded: '72.00', overpaid: '0.00', journal: {} })
  })

  test('the cashier gives back what was paid too much, and the sale stays', async () => {
    const till = await plain()
    const sale = await paidTwice(till)
    expect((await giveLateBack({ ...deps, openChannel: () => Promise.resolve({ open: refunding(till) }) }, sale, 'kvit')).ok).toBe(true)
    expect(await booksOf(sale)).toMatchObject({
      refunds: ['overpaid succeeded 36.00'], due: '36.00', overpaid: '0.00', journal: { clearing: '36.00', revenue: '-30.00', vat: '-6.00' },
    })
    expect(await giveLateBack(deps, await returned(till, sale, '1', 'cash'), 'kvit')).toMatchObject({ ok: false, error: { code: 'receipt_wrong_state' } })
  })

  test('the second payment comes after the goods came back: all of it is excess', async () => {
    const till = await plain()
    const sale = await sold(db, till, saleOf([goods('Хліб', '12.00', '3')], [link('36.00')]))
    await pays(till, sale, '36.00')
    await registerPaid(deps, fail)
    await returned(till, await receiptNow(db, sale), '2', 'cash')
    await pays(till, sale, '36.00')
    expect(await booksOf(sale)).toMatchObject({ due: '12.00', overpaid: '60.00', refunds: ['asked requested 24.00', 'overpaid requested 36.00'] })
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toEqual({
      credited: '24.00', due: '12.00', paid: '72.00', refunded: '24.00', overpaid: '36.00', refunds: ['asked succeeded 24.00', 'overpaid requested 36.00'],
      journal: { clearing: '72.00', customer_credit: '-36.00', revenue: '-10.00', till: '-24.00', vat: '-2.00' },
    })
  })
})

describe('money that goes another way meanwhile', () => {
  test('what is reserved is not credited: no goods come back before it is known what becomes of it', async () => {
    const till = await plain()
    const sale = await paidTwice(till)
    await pays(till, sale, '36.00', 'authorised')
    expect(await back(till, sale, '1', 'cash')).toEqual({ ok: false, error: { code: 'payment_in_flight' } })
    expect(await booksOf(sale)).toMatchObject({ credited: '0.00', refunds: ['overpaid requested 36.00'] })
  })

  test('a part went back at the provider before the return is registered: the customer still has the rest coming, and no more', async () => {
    const till = await fiscal()
    const { sale, attempt } = await paidByLink(till)
    const receipt = await returned(till, sale, '1')
    await tellsOfRefund(till, attempt, '10.00')
    await filedReceipt(db, receipt, '2')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({
      credited: '36.00', refunded: '10.00', overpaid: '26.00', refunds: ['told_by_provider succeeded 10.00', 'overpaid requested 26.00'],
      journal: { clearing: '26.00', customer_credit: '-26.00' },
    })
  })

  test('all of it went back at the provider before the return is registered: it went back once', async () => {
    const till = await fiscal()
    const { sale, attempt } = await paidByLink(till)
    const receipt = await returned(till, sale, '1')
    await tellsOfRefund(till, attempt, '36.00')
    await filedReceipt(db, receipt, '2')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({ credited: '36.00', refunded: '36.00', overpaid: '0.00', refunds: ['asked succeeded 36.00'], journal: {} })
  })

  test('a part of the excess went back at the provider: only the rest of it stays prepared beside the money of the goods', async () => {
    const till = await plain()
    const sale = await sold(db, till, saleOf([goods('Хліб', '36.00')], [link('36.00')]))
    await pays(till, sale, '36.00')
    const second = await pays(till, sale, '36.00')
    await registerPaid(deps, fail)
    await returned(till, await receiptNow(db, sale), '1')
    await tellsOfRefund(till, second, '10.00')
    expect(await booksOf(sale)).toMatchObject({ overpaid: '62.00', refunds: ['asked requested 36.00', 'told_by_provider succeeded 10.00', 'overpaid requested 26.00'] })
  })

  const paidByLink = async (till: Till) => {
    const waits = await sold(db, till, saleOf([goods('Хліб', '36.00')], [link('36.00')]))
    const attempt = await pays(till, waits, '36.00')
    await registerPaid(deps, fail)
    await filedReceipt(db, await receiptNow(db, waits), '1')
    return { sale: await receiptNow(db, waits), attempt }
  }
})

describe('told to the tax service', () => {
  const soldAndFiled = async (till: Till) => {
    const sale = await sold(db, till, saleOf([goods('Хліб', '12.00')], [cash('12.00')]))
    await filedReceipt(db, sale, '1')
    return receiptNow(db, sale)
  }

  test('CR9: the sale is credited in the moment in which its return is registered, once', async () => {
    const till = await fiscal()
    const sale = await soldAndFiled(till)
    const receipt = await returned(till, sale, '1')
    expect(await booksOf(sale)).toMatchObject({
      credited: '0.00', overpaid: '0.00', refunds: ['asked requested 12.00'], journal: { revenue: '-10.00', till: '12.00', vat: '-2.00' },
    })
    expect(await completes(sale, 'asked')).toEqual({ ok: false, error: { code: 'receipt_comes_first' } })
    await filedReceipt(db, receipt, '2', { isOffline: true })
    expect(await booksOf(sale)).toMatchObject({ credited: '12.00', overpaid: '12.00', journal: { customer_credit: '-12.00', till: '12.00' } })
    await filedReceipt(db, receipt, '2')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({ credited: '12.00', refunded: '12.00', overpaid: '0.00', journal: {} })
  })

  test('a return that was refused keeps its goods, and is credited when it is filed anew', async () => {
    const till = await fiscal()
    const sale = await soldAndFiled(till)
    const receipt = await returned(till, sale, '1')
    await refusedReceipt(db, receipt)
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({ credited: '0.00', refunded: '0.00', refunds: ['asked requested 12.00'] })
    expect(await back(till, sale, '1', 'cash')).toMatchObject({ ok: false, error: { code: 'exceeds_sold' } })
    const refused = await receiptNow(db, receipt)
    expect((await inTransaction(db, (tx) => refileReceipt(tx, refused, till.register, act(till)))).ok).toBe(true)
    await filedReceipt(db, await receiptNow(db, receipt), '3')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({ credited: '12.00', refunded: '12.00', overpaid: '0.00', journal: {} })
  })

  test('a return that was refused and is given up gives nothing back, and its goods may come back another time', async () => {
    const till = await fiscal()
    const sale = await soldAndFiled(till)
    const receipt = await returned(till, sale, '1')
    const giveUp = (one: Receipt) => inTransaction(db, (tx) => giveUpReturn(tx, one, { ...act(till), reason: 'kept' }))
    expect(await giveUp(receipt)).toMatchObject({ ok: false, error: { code: 'receipt_wrong_state' } })
    await refusedReceipt(db, receipt)
    expect((await giveUp(receipt)).ok).toBe(true)
    expect(await booksOf(sale)).toMatchObject({ credited: '0.00', refunded: '0.00', refunds: [], journal: { revenue: '-10.00', till: '12.00', vat: '-2.00' } })
    const refused = await receiptNow(db, receipt)
    expect(refused.state).toBe('cancelled')
    expect(await inTransaction(db, (tx) => refileReceipt(tx, refused, till.register, act(till)))).toMatchObject({ ok: false })
    await filedReceipt(db, await returned(till, sale, '1'), '4')
    await payReturns(deps, fail)
    expect(await booksOf(sale)).toMatchObject({ credited: '12.00', refunded: '12.00', overpaid: '0.00', journal: {} })
  })
})
