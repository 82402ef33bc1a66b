import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { money, NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { overpaidMinor, remainingMinor } from '../invoices/payment-state.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { creditInvoice } from './credit-invoice.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { recordStatementPayment } from './record-payment.ts'
import { completeRefund } from './complete-refund.ts'
import { requestRefund } from './refund-payment.ts'
import { reversePayment } from './reverse-payment.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const BY = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001' } as const

type Course = { readonly place: Place; readonly invoiceId: Id<'invoice'>; readonly payments: { readonly id: Id<'payment'>; readonly amount: Money }[] }

async function begin(price = '40.00'): Promise<Course> {
  const place = await somePlace(pool)
  return { place, invoiceId: await writtenInvoice({ db, vault }, place, { price }), payments: [] }
}

async function pay({ place, invoiceId, payments }: Course, amount: Money): Promise<void> {
  const paymentId = newId('payment')
  const done = await recordStatementPayment(pool, {
    merchantId: place.merchantId, invoiceId, paymentId, source: 'statement_line', amount, into: 'bank', receivedAt: NOW, payerName: null, payerAccount: null, note: '',
  }, BY)
  if (done.ok) payments.push({ id: paymentId, amount })
}

const undo = ({ place, invoiceId, payments }: Course, nth: number) => {
  const payment = payments[nth]
  return payment === undefined ? null : reversePayment({ db, pool }, {
    merchantId: place.merchantId, invoiceId, paymentId: payment.id, amount: payment.amount, from: 'bank', reason: 'Another invoice was meant',
  }, BY)
}

function credit({ place: { merchantId }, invoiceId }: Course, amount: Money) {
  const lines = [{ description: 'Honey', quantity: '1', unit: '', unitPrice: decimal(amount), vat: { category: 'O', reason: 'none' } }] as const
  return inTransaction(db, (tx) => creditInvoice(tx, { merchantId, id: invoiceId, reason: 'Returned', lines: [...lines], timeZone: 'UTC', numberPrefix: '' }, BY))
}

type Task = { refund_id: Id<'refund'>; payment_id: Id<'payment'>; amount_minor: bigint }

async function openTasks({ place, invoiceId }: Course): Promise<Task[]> {
  const { rows } = await pool.query<Task>(`select refund_id, payment_id, amount_minor from refund
    where merchant_id = $1 and invoice_id = $2 and because = 'overpaid' and state = 'requested' order by refund_id`, [place.merchantId, invoiceId])
  return rows
}

async function close(course: Course, nth: number): Promise<void> {
  const task = (await openTasks(course))[nth]
  if (task !== undefined) await completeRefund({ db, pool }, { merchantId: course.place.merchantId, refundId: task.refund_id, note: 'sent' }, BY)
}

async function giveBack({ place: { merchantId }, payments }: Course, nth: number, amount: Money): Promise<void> {
  const payment = payments[nth]
  const asked = payment === undefined ? null : await requestRefund(pool, { merchantId, paymentId: payment.id, amount, note: '' }, BY)
  if (asked?.ok === true) await completeRefund({ db, pool }, { merchantId, refundId: asked.value.refundId, note: 'sent' }, BY)
}

const refundEvents = async ({ place }: Course): Promise<{ type: string; sequence: number }[]> =>
  (await pool.query<{ type: string; sequence: number }>(
    `select type, sequence from event where merchant_id = $1 and type like 'refund.%' order by event_id`, [place.merchantId],
  )).rows

test('of two payments too many, the one that was another\'s takes its excess with it and leaves the other\'s', async () => {
  const course = await begin('100.00')
  for (let n = 0; n < 3; n++) await pay(course, money('100.00'))
  expect((await openTasks(course)).map((task) => task.amount_minor)).toEqual([10000n, 10000n])
  expect(await undo(course, 0)).toEqual({ ok: true, value: null })
  expect(await openTasks(course)).toMatchObject([{ amount_minor: 10000n, payment_id: course.payments[2]?.id }])
  const told = (await refundEvents(course)).map(({ type, sequence }) => `${type} ${sequence}`)
  expect(told).toEqual(['refund.requested 1', 'refund.requested 1', 'refund.reversed 2', 'refund.reversed 2', 'refund.requested 1'])
})

test('an excess that an undone payment leaves smaller is asked back as what is left of it, and none of it is forgotten', async () => {
  const course = await begin('100.00')
  await pay(course, money('30.00'))
  await pay(course, money('100.00'))
  expect(await undo(course, 0)).toEqual({ ok: true, value: null })
  expect(await openTasks(course)).toEqual([])
  await pay(course, money('10.00'))
  await pay(course, money('50.00'))
  expect(await undo(course, 2)).toEqual({ ok: true, value: null })
  expect((await openTasks(course)).map((task) => task.amount_minor)).toEqual([5000n])
})

test('another refund than the one prepared leaves no more to send back than is still overpaid', async () => {
  const course = await begin('100.00')
  await pay(course, money('100.00'))
  await pay(course, money('50.00'))
  await giveBack(course, 0, money('30.00'))
  expect((await openTasks(course)).map((task) => task.amount_minor)).toEqual([2000n])
})

type Deed = { readonly kind: 'pay' | 'undo' | 'credit' | 'close' | 'give back'; readonly nth: number; readonly amount: Money }

const deed = fc.record({
  kind: fc.constantFrom<Deed['kind'][]>('pay', 'pay', 'undo', 'credit', 'close', 'give back'),
  nth: fc.nat(3),
  amount: fc.integer({ min: 1, max: 5 }).map((tens): Money => ({ minor: BigInt(tens) * 1000n, currency: 'EUR' })),
})

/** Does it if it can be done now; a refusal leaves everything as it was. */
async function tried(course: Course, { kind, nth, amount }: Deed): Promise<void> {
  switch (kind) {
    case 'pay': return pay(course, amount)
    case 'undo': return void await undo(course, nth)
    case 'credit': return void await credit(course, amount)
    case 'close': return close(course, nth)
    case 'give back': return giveBack(course, nth, amount)
  }
}

test('whatever is paid, undone, credited and sent back in whatever order, exactly what is overpaid waits to be sent back', async () => {
  await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 2, maxLength: 9 }), async (deeds) => {
    const course = await begin()
    const { merchantId } = course.place
    for (const one of deeds) {
      await tried(course, one)
      const invoice = await findInvoiceInPayment(pool, merchantId, course.invoiceId)
      expect(invoice).not.toBeNull()
      if (invoice === null) return
      const asked = (await openTasks(course)).reduce((sum, task) => sum + task.amount_minor, 0n)
      expect(asked, `asked back after ${one.kind}`).toBe(overpaidMinor(invoice))
      const balances = new Map((await balancesOf(db, merchantId, 'live')).map(({ account, balance }) => [account, balance.minor]))
      expect(balances.get('receivable') ?? 0n).toBe(remainingMinor(invoice))
      expect(balances.get('customer_credit') ?? 0n).toBe(-overpaidMinor(invoice))
    }
    expect(await journalFaults(db, merchantId)).toEqual([])
  }), { numRuns: 80 })
}, 120_000)

test('no object\'s events skip a number, so that a receiver who finds a gap has really missed something', async () => {
  const course = await begin('100.00')
  await pay(course, money('100.00'))
  await undo(course, 0)
  await pay(course, money('150.00'))
  await credit(course, money('20.00'))
  await undo(course, 1)
  const { rows } = await pool.query<{ object_id: string; type: string; sequence: number }>(
    'select object_id, type, sequence from event where merchant_id = $1 order by object_id, sequence', [course.place.merchantId],
  )
  const byObject = Map.groupBy(rows, (row) => row.object_id)
  for (const [, events] of byObject) expect(
    events.map(({ sequence }) => sequence - (events[0]?.sequence ?? 0)), events.map(({ type }) => type).join(' '),
  ).toEqual(events.map((_, n) => n))
})
