import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Report } from '../connectors/contract.ts'
import { journalFaults } from '../../test/support/journal.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, issuedInvoice, money, NOW, reportOf, someAttempt, someChannel, somePlace } from '../../test/support/builders.ts'
import type { SomeAttempt } from '../../test/support/builders.ts'
import { applyReport } from './apply-report.ts'

const { db, pool } = openTestDatabase()

const hear = (attempt: SomeAttempt, more: Partial<Report> = {}, at = NOW) => applyReport(pool, {
  merchantId: attempt.merchantId, channelId: attempt.channelId, report: reportOf(attempt, more), inboundId: null, at,
})
const books = (attempt: SomeAttempt) => booksOf(pool, attempt.merchantId, attempt.invoiceId)

test('a confirmation settles the invoice once, however often it is repeated', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('40.00') })
  expect(await hear(attempt)).toMatchObject({ outcome: 'applied' })
  expect(await hear(attempt)).toMatchObject({ outcome: 'repeated' })
  expect(await books(attempt)).toEqual({
    invoice: { payment: 'paid', paid: 4000n, refunded: 0n, late: false }, attempts: ['succeeded'],
    payments: [{ amount: 4000n, ref: '903311274', source: 'attempt' }], refunds: [], entries: 1,
  })
  expect(await journalFaults(db, attempt.merchantId)).toEqual([])
})

test('each event of a payment has exactly one outbox row and objects count from one without a gap', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.00') })
  await hear(attempt, { status: 'waiting' })
  await hear(attempt)
  const { rows } = await pool.query<{ type: string; sequence: number; told: bigint }>(`select e.type, e.sequence,
    (select count(*) from outbox o where o.merchant_id = e.merchant_id and o.event_id = e.event_id) as told
    from event e where e.merchant_id = $1 order by e.event_id`, [attempt.merchantId])
  expect(rows).toEqual([
    { type: 'attempt.waiting', sequence: 1, told: 1n }, { type: 'attempt.succeeded', sequence: 2, told: 1n },
    { type: 'payment.received', sequence: 1, told: 1n }, { type: 'invoice.paid', sequence: 1, told: 1n },
  ])
})

test('C03 whatever amount comes, an invoice is paid only by the amount asked', async () => {
  const place = await somePlace(pool)
  await fc.assert(fc.asyncProperty(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), async (due, got) => {
    fc.pre(due !== got)
    const attempt = await someAttempt(pool, { place, asked: { minor: due, currency: 'EUR' } })
    const sent = { minor: got, currency: 'EUR' } as const
    await hear(attempt, { asked: sent, transferred: sent, providerRef: `p${attempt.attemptId}` })
    expect(await books(attempt)).toMatchObject({ invoice: { payment: 'unpaid' }, attempts: ['conflicted'], payments: [] })
  }), { numRuns: 40 })
})

test.each([
  ['the same digits in another currency', { asked: money('100', 'UAH'), transferred: money('100', 'UAH') }],
  ['the same minor units in a currency without decimals', { asked: { minor: 10000n, currency: 'JPY' }, transferred: null }],
  ['the same minor units in a currency with three decimals', { asked: { minor: 10000n, currency: 'KWD' }, transferred: null }],
  ['no amount at all', { asked: null, transferred: null }],
  ['less transferred than asked, in one currency', { transferred: money('99.99') }],
  ['a doubt about how to read the amount', { doubt: 'amount in major units' }],
] as const)('C04 %s is a conflict for a person and pays nothing', async (_name, more) => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('100') })
  expect(await hear(attempt, more)).toMatchObject({ outcome: 'conflicted' })
  expect(await books(attempt)).toMatchObject({ invoice: { payment: 'unpaid' }, attempts: ['conflicted'], payments: [], entries: 0 })
})

test('a conversion by the provider is the amount that was asked', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('100') })
  expect(await hear(attempt, { transferred: money('108.11', 'USD') })).toMatchObject({ outcome: 'applied' })
  expect(await books(attempt)).toMatchObject({ invoice: { payment: 'paid', paid: 10000n } })
})

test('C05 the provider reference of one invoice pays no other', async () => {
  const place = await somePlace(pool)
  const [a, b] = [await someAttempt(pool, { place, asked: money('10') }), await someAttempt(pool, { place, asked: money('10') })]
  await hear(a)
  expect(await hear(b)).toMatchObject({ outcome: 'conflicted' })
  expect(await books(b)).toMatchObject({ invoice: { payment: 'unpaid' }, payments: [] })
})

test('C07 a report on the channel of another merchant, or of another store, touches nothing', async () => {
  const [ours, theirs] = [await somePlace(pool), await somePlace(pool)]
  const attempt = await someAttempt(pool, { place: ours, asked: money('10') })
  const otherChannel = await someChannel(pool, ours)
  for (const place of [{ ...ours, merchantId: theirs.merchantId, channelId: theirs.channelId }, { ...ours, channelId: otherChannel }]) {
    expect(await hear({ ...attempt, ...place })).toMatchObject({ outcome: 'unmatched' })
  }
  expect(await books(attempt)).toMatchObject({ invoice: { payment: 'unpaid' }, attempts: ['pending'] })
})

test.each([['test', 'live'], ['live', 'test']] as const)('C08 evidence of mode %s never pays an invoice of mode %s', async (said, mode) => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool, mode), asked: money('10') })
  expect(await hear(attempt, { mode: said })).toMatchObject({ outcome: 'conflicted', reason: 'mode' })
  expect(await books(attempt)).toMatchObject({ invoice: { payment: 'unpaid' }, payments: [] })
})

test('C10 fifty identical reports at one instant book one payment', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('40.00') })
  const answers = await Promise.all(Array.from({ length: 50 }, () => hear(attempt)))
  expect(answers.filter((answer) => answer.written)).toHaveLength(1)
  expect(await books(attempt)).toMatchObject({ invoice: { paid: 4000n }, payments: [{ amount: 4000n }], entries: 1 })
})

test('C11 reports in any order end in the same books', async () => {
  const place = await somePlace(pool)
  const refund = { amount: money('4.00'), at: new Date('2026-11-03T00:00:00Z'), counts: 'this' } as const
  const stories: Partial<Report>[][] = [
    [{ status: 'waiting' }, { status: 'confirmed' }, { status: 'noted' }, { status: 'refunded', refund }],
    [{ status: 'waiting' }, { status: 'refused', providerRef: '1' }, { status: 'waiting', providerRef: '2' }, { status: 'confirmed', providerRef: '2' }],
    [{ status: 'waiting' }, { status: 'unconfirmed' }, { status: 'refused' }],
    [{ status: 'confirmed', asked: money('9.99'), transferred: null }, { status: 'confirmed', providerRef: '2' }, { status: 'refused' }],
    [{ status: 'confirmed', providerRef: '1' }, { status: 'confirmed', providerRef: '2' }, { status: 'refused' }, { status: 'confirmed', providerRef: '1' }],
  ]
  for (const story of stories) {
    const ends = new Set<string>()
    for (const order of permutations(story)) {
      const attempt = await someAttempt(pool, { place: { ...place, channelId: await someChannel(pool, place) }, asked: money('10.00') })
      for (const more of order) await hear(attempt, more)
      ends.add(JSON.stringify(await books(attempt), (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)))
    }
    expect([...ends], JSON.stringify(story, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).toHaveLength(1)
  }
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

test('C09 a confirmation that comes again days after the refund changes nothing', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await hear(attempt)
  await hear(attempt, { status: 'refunded', refund: { amount: money('10.00'), at: NOW, counts: 'this' } })
  const before = await books(attempt)
  expect(await hear(attempt, {}, new Date('2026-11-09T10:00:00Z'))).toMatchObject({ outcome: 'repeated' })
  expect(await hear(attempt, { status: 'refunded', refund: { amount: money('10.00'), at: NOW, counts: 'this' } })).toMatchObject({ outcome: 'repeated' })
  expect(await books(attempt)).toEqual(before)
  expect(before.invoice).toMatchObject({ payment: 'refunded', refunded: 1000n })
  expect(await journalFaults(db, attempt.merchantId)).toEqual([])
})

test('P09 a second success on one invoice is kept, shown as overpaid and prepared for refund; status 5 closes the task', async () => {
  const place = await somePlace(pool)
  const first = await someAttempt(pool, { place, asked: money('25.00') })
  const second = await someAttempt(pool, { place, asked: money('25.00'), invoiceId: first.invoiceId })
  await Promise.all([hear(first, { providerRef: '1' }), hear(second, { providerRef: '2' })])
  expect(await books(first)).toMatchObject({
    invoice: { payment: 'overpaid', paid: 5000n }, attempts: ['succeeded', 'succeeded'],
    refunds: [{ state: 'requested', because: 'overpaid', amount: 2500n }],
  })
  const { rows: [task] } = await pool.query<{ ref: string }>(`select p.provider_ref as ref from refund r join payment p using (merchant_id, payment_id)
    where r.merchant_id = $1 and r.invoice_id = $2`, [place.merchantId, first.invoiceId])
  const paidTwice = task?.ref === '1' ? first : second
  await hear(paidTwice, { status: 'refunded', providerRef: task?.ref ?? '', refund: { amount: money('25.00'), at: NOW, counts: 'this' } })
  expect(await books(first)).toMatchObject({
    invoice: { payment: 'paid', refunded: 2500n }, refunds: [{ state: 'succeeded', because: 'overpaid', amount: 2500n }],
  })
  expect(await journalFaults(db, place.merchantId)).toEqual([])
})

test('P08 money for an expired or cancelled invoice is kept and marked as late', async () => {
  const place = await somePlace(pool)
  const expired = await issuedInvoice(pool, place, money('5.00'), { payUntil: new Date('2026-11-01T00:00:00Z') })
  const cancelled = await issuedInvoice(pool, place, money('5.00'), { document: 'cancelled' })
  const late = await someAttempt(pool, { place, asked: money('5.00'), state: 'expired', invoiceId: expired })
  const after = await someAttempt(pool, { place, asked: money('5.00'), state: 'revoked', invoiceId: cancelled })
  await hear(late, { providerRef: '1' })
  await hear(after, { providerRef: '2' })
  expect(await books(late)).toMatchObject({ invoice: { payment: 'paid', late: true }, attempts: ['succeeded'] })
  expect(await books(after)).toMatchObject({
    invoice: { payment: 'overpaid', late: true }, refunds: [{ state: 'requested', because: 'overpaid', amount: 500n }],
  })
})

test('a refund larger than what is left of its payment waits for a person', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('10.00') })
  await hear(attempt)
  expect(await hear(attempt, { status: 'refunded', refund: { amount: money('10.01'), at: NOW, counts: 'this' } })).toMatchObject({ outcome: 'conflicted' })
  expect(await books(attempt)).toMatchObject({ invoice: { payment: 'paid', refunded: 0n }, refunds: [] })
})
