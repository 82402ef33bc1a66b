import { expect, test } from 'vitest'
import { money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import type { OpenConnector, Outcome, SettlementLine } from '../connectors/contract.ts'
import { CONNECTORS } from '../connectors/registry.ts'
import { businessDate, endOfDay } from '../kernel/business-date.ts'
import { applyReport } from '../payments/apply-report.ts'
import { agreeDaily } from './agree-daily.ts'
import { findAgreementDays } from './find-agreement-days.ts'

const { pool } = openTestDatabase()
const DAY_MS = 24 * 3_600_000
const fail = (error: unknown): never => { throw error }

const LINE: SettlementLine = {
  providerRef: 'lp-1', number: '1', reference: 'kvit-1', method: null, at: null, taken: { minor: 500n, currency: 'UAH' }, returned: { minor: 0n, currency: 'UAH' }, fee: null,
}
const NOTHING: Outcome<readonly SettlementLine[]> = { kind: 'done', value: [] }

/** A live channel of `connector` for a day, whose provider answers what `says` says at that time, and how often it was asked. */
async function someChannel(connector = 'liqpay') {
  const place = await somePlace(pool)
  const { merchantId, channelId } = place
  await pool.query('update channel set connector = $2, created_at = $3 where merchant_id = $1', [merchantId, connector, new Date(NOW.getTime() - DAY_MS)])
  const provider = { says: NOTHING, asked: 0, at: NOW }
  const open: OpenConnector = {
    mode: null, start: () => fail('nothing is started'), resume: null, readCallback: () => ({ kind: 'forged', reason: '' }), methods: () => [], refresh: null, lookup: null,
    revoke: null, refunds: null, reservations: null, delivers: null,
    statement: async () => {
      provider.asked++
      return provider.says
    },
  }
  const deps = {
    pool, clock: { now: () => provider.at }, http: () => fail('the provider is asked by its connector'), connectors: CONNECTORS,
    openChannel: async (_merchant: string, id: string) => (id === channelId ? { connector, open } : null),
  }
  return {
    place, provider,
    round: () => agreeDaily(deps, fail),
    days: async () => (await findAgreementDays(pool, { merchantId, channelIds: [channelId], from: '2026-01-01' })).map(({ state, differences }) => `${state} ${differences}`),
  }
}

test('RC1: the day that is over is asked about once, by however many processes, and never again once the books agree', async () => {
  const { provider, round, days } = await someChannel()
  await Promise.all([round(), round(), round()])
  await round()
  provider.at = new Date(NOW.getTime() + 12 * 3_600_000)
  await round()
  expect([provider.asked, await days()]).toEqual([1, ['agrees 0']])
})

test('RC1: a provider that is silent is asked again after an hour, and a day that differs on the next, until it agrees', async () => {
  const { provider, round, days } = await someChannel()
  provider.says = { kind: 'unknown', cause: 'timeout' }
  await round()
  await round()
  expect([provider.asked, await days()]).toEqual([1, ['unreachable 0']])
  provider.at = new Date(NOW.getTime() + 3_700_000)
  provider.says = { kind: 'done', value: [LINE] }
  await round()
  expect(await days()).toEqual(['differs 1'])
  provider.at = new Date(provider.at.getTime() + 3_700_000)
  await round()
  expect(provider.asked).toBe(2)
  provider.at = new Date(provider.at.getTime() + DAY_MS)
  provider.says = NOTHING
  await round()
  expect(await days()).toEqual(['agrees 0', 'agrees 0'])
})

test.each([
  ['before', -10_000, 10_000], ['after', 10_000, -10_000],
])('RC1: money that the provider has %s midnight and the books on its other side agrees', async (_where, toldMs, bookedMs) => {
  const { place, provider, round, days } = await someChannel()
  const midnight = endOfDay(businessDate(new Date(NOW.getTime() - DAY_MS), 'Europe/Vilnius'), 'Europe/Vilnius').getTime()
  const attempt = await someAttempt(pool, { place, asked: money('5.00') })
  const { merchantId, channelId } = place
  await applyReport(pool, { merchantId, channelId, report: reportOf(attempt, { providerRef: 'lp-1' }), inboundId: null, at: new Date(midnight + bookedMs) })
  provider.says = { kind: 'done', value: [{ ...LINE, at: new Date(midnight + toldMs), taken: money('5.00'), returned: money('0.00') }] }
  await round()
  provider.at = new Date(NOW.getTime() + DAY_MS)
  await round()
  expect([provider.asked, await days()]).toEqual([2, ['agrees 0', 'agrees 0']])
})

test('RC1: a provider that refuses its list is asked again on the next day, not every hour', async () => {
  const { provider, round, days } = await someChannel()
  provider.says = { kind: 'refused', reason: 'not_enabled', providerCode: '' }
  await round()
  provider.at = new Date(NOW.getTime() + 3_700_000)
  await round()
  expect([provider.asked, await days()]).toEqual([1, ['refused 0']])
  provider.at = new Date(NOW.getTime() + DAY_MS)
  await round()
  expect(provider.asked).toBe(3)
})

test('RC1: a provider without a list of its own is asked nothing', async () => {
  const { provider, round, days } = await someChannel('paysera')
  await round()
  expect([provider.asked, await days()]).toEqual([0, []])
})
