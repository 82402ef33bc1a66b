import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { SomeAttempt } from '../../test/support/builders.ts'
import type { OpenConnector, Report } from '../connectors/contract.ts'
import { applyReport } from './apply-report.ts'
import { recordStart } from './attempt-store.ts'
import { beginPolling, firstPollAt, hurryPolling, pollAttempts } from './poll-attempts.ts'

const { pool } = openTestDatabase()

/** A provider that is asked and says this, by reference; undefined is no answer. `asked` counts the questions. */
function provider(tell: (ref: string, at: Date) => Report | undefined) {
  const asked = new Map<string, number>()
  const clock = { at: NOW }
  const open: OpenConnector = {
    mode: null, start: async () => ({ kind: 'unknown', cause: '' }), resume: null, readCallback: () => ({ kind: 'forged', reason: '' }), methods: () => [],
    refresh: null, revoke: null, refunds: null, reservations: null, delivers: null, statement: null,
    lookup: async (ref) => {
      asked.set(ref, (asked.get(ref) ?? 0) + 1)
      const report = tell(ref, clock.at)
      return report === undefined ? { kind: 'unknown', cause: 'timed out' } : { kind: 'done', value: report }
    },
  }
  const faults: unknown[] = []
  const round = async (at: Date): Promise<boolean> => {
    clock.at = at
    return pollAttempts({
      pool, clock: { now: () => at }, http: async () => ({ kind: 'unknown', cause: '' }), openChannel: async () => ({ open }),
    }, (fault) => faults.push(fault))
  }
  return { asked, faults, round }
}

const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000)

async function begun(attempt: SomeAttempt, ref: string, at = NOW): Promise<void> {
  await beginPolling(pool, { merchantId: attempt.merchantId, attemptId: attempt.attemptId, providerRef: ref, at })
}

test('with every callback lost, 99 of 100 payments are known within two minutes, for at most 12 questions each', { timeout: 60_000 }, async () => {
  const place = await somePlace(pool)
  const attempts = await Promise.all(Array.from({ length: 100 }, () => someAttempt(pool, { place, asked: money('12.50') })))
  // Payers take from 3 seconds to a quarter of an hour, most of them a few minutes.
  const paidAfter = new Map(attempts.map((_, n) => [`P${n}`, 3 + Math.floor(890 * ((n / 99) ** 2))]))
  const { asked, faults, round } = provider((ref, at) => {
    const attempt = attempts.find((_, n) => `P${n}` === ref)
    const isPaid = at >= after(paidAfter.get(ref) ?? 0)
    return attempt === undefined ? undefined : reportOf(attempt, { providerRef: ref, status: isPaid ? 'confirmed' : 'open' })
  })
  await Promise.all(attempts.map((attempt, n) => begun(attempt, `P${n}`)))
  for (let seconds = 0; seconds <= 1020; seconds += 2) await round(after(seconds))
  const { rows } = await pool.query<{ provider_ref: string; received_at: Date }>(
    'select provider_ref, received_at from payment where merchant_id = $1', [place.merchantId])
  const soon = rows.filter((row) => row.received_at.getTime() - after(paidAfter.get(row.provider_ref) ?? 0).getTime() <= 120_000)
  expect(soon.length).toBeGreaterThanOrEqual(99)
  expect(Math.max(...asked.values())).toBeLessThanOrEqual(12)
  expect(faults).toEqual([])
})

test('a payer of whom nothing was heard is asked about twelve times, over a day, and the attempt stays as it was', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  const { asked, round } = provider(() => undefined)
  await begun(attempt, 'SILENT')
  for (let at = 0; at < 4 * 86_400; at += 10) if (at < 1200 || at % 600 === 0) await round(after(at))
  expect(asked.get('SILENT')).toBe(12)
  expect(await booksOf(pool, attempt.merchantId, attempt.invoiceId)).toMatchObject({ attempts: ['pending'], payments: [] })
})

const days = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => (from + n) * 86_400)

test('reserved money that the bank lets go after three weeks is let go here too, though no callback tells of it', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  const { asked, round } = provider((ref, at) => reportOf(attempt, { providerRef: ref, status: at < after(21 * 86_400) ? 'authorised' : 'refused' }))
  await begun(attempt, 'HELD')
  for (let at = 0; at < 86_400; at += 600) await round(after(at))
  for (const at of days(1, 19)) await round(after(at + 7200))
  expect(await booksOf(pool, attempt.merchantId, attempt.invoiceId)).toMatchObject({ attempts: ['authorised'] })
  for (const at of days(19, 25)) await round(after(at + 7200))
  expect(await booksOf(pool, attempt.merchantId, attempt.invoiceId)).toMatchObject({ attempts: ['failed'], payments: [] })
  expect(asked.get('HELD')).toBeLessThanOrEqual(12 + 21)
})

const ON_ITS_WAY = {
  'a bank that works for days': 'waiting_since = $2', 'an order in the payer\'s bank app': 'brought = true, created_at = $2',
  'money that waits for the shop to be verified': `state = 'unknown', claimed_at = $2`,
}

test.each(Object.entries(ON_ITS_WAY))('%s is asked about every day until the money is there', async (_, change) => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  await pool.query(`update attempt set ${change} where merchant_id = $1`, [attempt.merchantId, NOW])
  const { round } = provider((ref, at) => (at < after(5 * 86_400) ? undefined : reportOf(attempt, { providerRef: ref })))
  await begun(attempt, 'SLOW')
  for (let at = 0; at < 86_400; at += 600) await round(after(at))
  for (const at of days(1, 8)) await round(after(at + 7200))
  expect(await booksOf(pool, attempt.merchantId, attempt.invoiceId)).toMatchObject({ attempts: ['succeeded'], payments: [{ amount: 1250n }] })
})

test('two processes at once ask once', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  const { asked, round } = provider(() => undefined)
  await begun(attempt, 'ONCE')
  await Promise.all(Array.from({ length: 6 }, () => round(firstPollAt(NOW))))
  expect(asked.get('ONCE')).toBe(1)
})

test('a payer who comes back is not kept waiting, and a page that refreshes itself does not use up the questions', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  const { asked, round } = provider(() => undefined)
  await begun(attempt, 'BACK')
  for (let at = 1; at < 20; at++) {
    await hurryPolling(pool, { merchantId: attempt.merchantId, attemptId: attempt.attemptId, at: after(at) })
    await round(after(at))
  }
  expect(asked.get('BACK')).toBe(3)
})

test('nothing is asked about what has ended', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  const { asked, round } = provider((ref) => (ref === 'ENDED' ? reportOf(attempt, { providerRef: ref }) : undefined))
  await begun(attempt, 'ENDED')
  for (let at = 0; at < 600; at += 10) await round(after(at))
  expect(asked.get('ENDED')).toBe(1)
  expect(await booksOf(pool, attempt.merchantId, attempt.invoiceId)).toMatchObject({ attempts: ['succeeded'], payments: [{ amount: 1250n }] })
})

const ORDERS = [['A', 'B', 'C'], ['A', 'C', 'B'], ['B', 'A', 'C'], ['B', 'C', 'A'], ['C', 'A', 'B'], ['C', 'B', 'A'], ['A', 'B', 'A'], ['B', 'A', 'B']]

test('a payer begins several payments by one link: whichever of them is paid, and in whatever order they are heard of, it is known in two minutes', async () => {
  for (const order of ORDERS) {
    for (const paid of new Set(order)) {
      const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
      const { faults, round } = provider((ref, at) => reportOf(attempt, { providerRef: ref, status: ref === paid && at >= after(60) ? 'confirmed' : 'open' }))
      for (const [n, ref] of order.entries()) {
        await round(after(n * 19))
        await begun(attempt, ref, after(n * 19))
      }
      for (let at = 40; at <= 180; at += 10) await round(after(at))
      const { payments } = await booksOf(pool, attempt.merchantId, attempt.invoiceId)
      expect(payments, `${order.join()} paid ${paid}`).toEqual([{ amount: 1250n, ref: paid, source: 'attempt' }])
      expect(faults).toEqual([])
    }
  }
})

test('news of two payments by one link, over and over, postpones no question', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  const { asked, round } = provider(() => undefined)
  for (let at = 0; at <= 75; at += 5) {
    await Promise.all([begun(attempt, at % 2 === 0 ? 'A' : 'B', after(at)), round(after(at))])
  }
  expect([asked.get('A'), asked.get('B')]).toEqual([2, 2])
})

test('the answer to the start comes after the first news of the payment: it is asked about all the same', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50'), state: 'created' })
  const { asked, round } = provider(() => undefined)
  await begun(attempt, 'FAST')
  await recordStart(pool, {
    ...attempt, id: attempt.attemptId, state: 'pending', providerRef: null, note: null, at: after(1), release: false, event: null, pollAt: null, isAgain: false,
  })
  await round(firstPollAt(NOW))
  expect(asked.get('FAST')).toBe(1)
})

test('a payment that the bank was asked about does not make the others by that link forgotten', async () => {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  const { round } = provider((ref) => reportOf(attempt, { providerRef: ref, status: ref === 'FIRST' ? 'confirmed' : 'waiting' }))
  await begun(attempt, 'FIRST')
  await applyReport(pool, {
    merchantId: attempt.merchantId, channelId: attempt.channelId, report: reportOf(attempt, { providerRef: 'SECOND', status: 'waiting' }), inboundId: null, at: after(5),
  })
  await begun(attempt, 'SECOND', after(5))
  await round(firstPollAt(NOW))
  expect((await booksOf(pool, attempt.merchantId, attempt.invoiceId)).payments).toMatchObject([{ ref: 'FIRST' }])
})
