import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { someMessage } from '../../test/support/some-message.ts'
import { CONNECTORS } from '../connectors/registry.ts'
import { applyReport } from './apply-report.ts'
import { noteMissedTestPayments } from './missed-test-payments.ts'
import { settleAttempt } from './settle-attempt.ts'

const { db, pool } = openTestDatabase()
const deps = { db, pool, connectors: CONNECTORS }
const failing = (error: unknown): void => { throw error }
const stepOf = (kind: 'test_payment' | 'credentials') => CONNECTORS[0]?.guide.find((step) => step.kind === kind)?.id ?? ''
const testStep = stepOf('test_payment')
const credentialsStep = stepOf('credentials')

const tickOf = async ({ merchantId, channelId }: Place) => {
  const { rows: [row] } = await pool.query<{ guide: Record<string, string> }>(
    'select guide from channel where merchant_id = $1 and channel_id = $2', [merchantId, channelId],
  )
  return row?.guide[testStep] ?? null
}

test('a test payment that was booked just before a crash is ticked in the guide afterwards', async () => {
  const place = await somePlace(pool, 'test')
  const attempt = await someAttempt(pool, { place, asked: money('1.00') })
  const inboundId = await someMessage(pool, place, { attemptId: attempt.attemptId })
  await noteMissedTestPayments(deps, failing)
  expect(await tickOf(place)).toBeNull()
  await applyReport(pool, { merchantId: place.merchantId, channelId: place.channelId, report: reportOf(attempt), inboundId, at: NOW })
  await noteMissedTestPayments(deps, failing)
  expect(await tickOf(place)).toBe(NOW.toISOString())
})

test('a message that proves nothing by itself counts once asking has confirmed it, and one from before the credentials of now does not', async () => {
  const place = await somePlace(pool, 'test')
  const attempt = await someAttempt(pool, { place, asked: money('1.00') })
  const inboundId = await someMessage(pool, place, { attemptId: attempt.attemptId })
  await applyReport(pool, { merchantId: place.merchantId, channelId: place.channelId, report: reportOf(attempt), inboundId: null, at: NOW })
  await pool.query(`update inbound_message set verdict = 'hint', outcome = 'repeated' where inbound_id = $1`, [inboundId])
  const given = (at: Date) => pool.query('update channel set guide = $3 where merchant_id = $1 and channel_id = $2', [place.merchantId, place.channelId, { [credentialsStep]: at }])
  await given(new Date(NOW.getTime() + 1))
  await noteMissedTestPayments(deps, failing)
  expect(await tickOf(place)).toBeNull()
  await given(NOW)
  await noteMissedTestPayments(deps, failing)
  expect(await tickOf(place)).toBe(NOW.toISOString())
})

test('money that a person settled by hand is no proof that the provider reaches us', async () => {
  const place = await somePlace(pool, 'test')
  const attempt = await someAttempt(pool, { place, asked: money('1.00'), state: 'unknown' })
  const verdict = { ...attempt, reason: 'Seen there', money: { amount: attempt.asked, providerRef: null, receivedAt: NOW } }
  expect((await settleAttempt(pool, verdict, { at: NOW, actor: 'kvit' })).ok).toBe(true)
  await noteMissedTestPayments(deps, failing)
  expect(await tickOf(place)).toBeNull()
})
