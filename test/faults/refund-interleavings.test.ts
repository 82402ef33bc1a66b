import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/connectors/contract.ts'
import { journalFaults } from '../support/journal.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { applyReport } from '../../src/payments/apply-report.ts'
import { moveRefund } from '../../src/payments/move-refund.ts'
import { completeRefund } from '../../src/payments/complete-refund.ts'
import { requestRefund } from '../../src/payments/refund-payment.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { booksOf, money, NOW, reportOf, someAttempt, somePlace } from '../support/builders.ts'
import type { SomeAttempt } from '../support/builders.ts'
import { openTestDatabase } from '../support/database.ts'
import { openExploration } from '../support/explore.ts'
import type { World } from '../support/explore.ts'
import type { Actor } from '../support/turns.ts'

// A refund of 4.00 of 10.00 was written and sent. Whatever comes first, and in whatever order the statements of all
// follow each other, what went back is booked once and never more than was received is promised.

const database = openTestDatabase()
const BY = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001' } as const

type Scene = { readonly paid: SomeAttempt; readonly paymentId: Id<'payment'>; readonly refundId: Id<'refund'> }

/** The provider's name of the payment. */
const refOf = ({ attemptId }: SomeAttempt): string => `P ${attemptId}`

const gone = (amount: string): Partial<Report> => ({ status: 'refunded', refund: { amount: money(amount), at: null, counts: 'all' } })

const told = (name: string, amount: string) => ({ paid }: Scene): Actor => ({
  name,
  act: async ({ pool }, tell) => {
    tell(name)
    await applyReport(pool, {
      merchantId: paid.merchantId, channelId: paid.channelId, report: reportOf(paid, { ...gone(amount), providerRef: refOf(paid) }), inboundId: null,
      at: NOW,
    })
  },
})

const ACTORS = {
  'the answer': told('the answer', '4.00'),
  'the callback': told('the callback', '4.00'),
  'no answer': ({ paid, refundId }: Scene): Actor => ({
    name: 'no answer',
    act: async ({ pool }) => { await moveRefund(pool, { merchantId: paid.merchantId, refundId, event: 'silent', note: null, decision: null }, { at: NOW, actor: 'kvit' }) },
  }),
  'a person who says it went back': ({ paid, refundId }: Scene): Actor => ({
    name: 'a person who says it went back',
    act: async ({ db, pool }) => { await completeRefund({ db, pool }, { merchantId: paid.merchantId, refundId, note: 'Seen' }, BY) },
  }),
  'another who gives all back': ({ paid, paymentId }: Scene): Actor => ({
    name: 'another who gives all back',
    act: async ({ db, pool }) => {
      const asked = await requestRefund(pool, { merchantId: paid.merchantId, paymentId, amount: money('6.00'), note: '' }, BY)
      if (asked.ok) await completeRefund({ db, pool }, { merchantId: paid.merchantId, refundId: asked.value.refundId, note: 'Sent' }, BY)
    },
  }),
  'three more in the portal': told('three more in the portal', '7.00'),
} as const

type Name = keyof typeof ACTORS

async function beginning({ pool }: Database): Promise<World<Name>> {
  const place = await somePlace(pool)
  const paid = await someAttempt(pool, { place, asked: money('10.00') })
  await applyReport(pool, { merchantId: place.merchantId, channelId: place.channelId, report: reportOf(paid, { providerRef: refOf(paid) }), inboundId: null, at: NOW })
  const { rows: [row] } = await pool.query<{ payment_id: Id<'payment'> }>(
    'select payment_id from payment where merchant_id = $1 and attempt_id = $2', [place.merchantId, paid.attemptId],
  )
  if (row === undefined) throw new Error('not paid')
  const asked = await requestRefund(pool, { merchantId: place.merchantId, paymentId: row.payment_id, amount: money('4.00'), note: '', by: 'provider' }, BY)
  if (!asked.ok) throw new Error('refused')
  const scene = { paid, paymentId: row.payment_id, refundId: asked.value.refundId }
  return {
    merchantId: place.merchantId,
    actor: (name) => ACTORS[name](scene),
    async look(books) {
      const now = await booksOf(books.pool, place.merchantId, paid.invoiceId)
      const journal = await journalFaults(books.db, place.merchantId)
      return (told, isOver) => [...faultsOf(now, told, isOver), ...journal]
    },
  }
}

function faultsOf({ invoice, refunds, entries }: Awaited<ReturnType<typeof booksOf>>, told: readonly string[], isOver: boolean): string[] {
  const sum = (states: readonly string[]): bigint => refunds.filter(({ state }) => states.includes(state)).reduce((all, { amount }) => all + amount, 0n)
  const standing = sum(['requested', 'pending', 'unknown', 'succeeded'])
  const rules: readonly (readonly [boolean, string])[] = [
    [invoice.refunded === sum(['succeeded']), `the invoice says ${invoice.refunded}, its refunds ${sum(['succeeded'])}`],
    [invoice.refunded <= invoice.paid, `${invoice.refunded} went back of ${invoice.paid}`],
    [standing <= invoice.paid || told.includes('three more in the portal'), `${standing} is promised of ${invoice.paid}`],
    [entries === 1 + refunds.filter(({ state }) => state === 'succeeded').length, `${entries} entries`],
    [!isOver || told.length === 0 || invoice.refunded >= 400n, `told, and ${invoice.refunded} is booked`],
  ]
  return rules.flatMap(([holds, fault]) => (holds ? [] : [fault]))
}

const COMPANIES: readonly (readonly Name[])[] = [
  ['the answer', 'the callback', 'no answer'],
  ['the answer', 'the callback', 'a person who says it went back'],
  ['the answer', 'no answer', 'another who gives all back'],
  ['the answer', 'the callback', 'another who gives all back'],
  ['the callback', 'three more in the portal'],
  ['three more in the portal', 'no answer'],
  ['three more in the portal', 'a person who says it went back'],
]

describe('a refund that was sent', () => {
  test.each(COMPANIES.map((names) => [names.join(' · '), names] as const))('%s', { timeout: 600_000 }, async (_title, names) => {
    const exploration = await openExploration(database, beginning)
    try {
      expect((await exploration.of(names)).states).toBeGreaterThan(4)
    } finally {
      await exploration.close()
    }
  })
})
