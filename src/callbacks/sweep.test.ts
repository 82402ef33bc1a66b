import { expect, test } from 'vitest'
import type { OpenConnector } from '../connectors/contract.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, money, NOW, reportOf, someAttempt, someChannel, somePlace } from '../../test/support/builders.ts'
import { hintPace } from './hint-pace.ts'
import { keepCallback } from './store.ts'
import { strangerTurns } from './stranger-turns.ts'
import { sweepCallbacks } from './sweep.ts'

const { pool } = openTestDatabase()

test('messages of a channel that cannot be opened keep no other message waiting, however many they are', async () => {
  const place = await somePlace(pool)
  const broken = await someChannel(pool, place)
  const attempt = await someAttempt(pool, { place, asked: money('10.00') })
  const keep = (channelId: typeof broken, nth: number) => keepCallback(pool, {
    channel: { merchantId: place.merchantId, channelId, settingsVersion: 1, pinnedProof: null }, at: new Date(NOW.getTime() + Math.floor(nth / 50)),
    raw: { method: 'GET', query: `nth=${nth}`, contentType: null, body: Buffer.alloc(0) },
    verdict: 'report', proof: 'ss1', reason: null, attemptId: null, providerRef: null,
  })
  for (let nth = 0; nth < 450; nth++) await keep(broken, nth)
  await keep(place.channelId, 450)
  const open: OpenConnector = {
    mode: null,
    readCallback: () => ({ kind: 'report', report: reportOf(attempt), proof: 'ss1', reply: 'OK' }), methods: () => [],
    start: async () => ({ kind: 'unknown', cause: 'not asked' }), resume: null, refresh: null, lookup: null, revoke: null, refunds: null,
    reservations: null, delivers: null, statement: null,
  }
  const faults: unknown[] = []
  await sweepCallbacks({
    pool, clock: { now: () => new Date(NOW.getTime() + 60_000) }, http: async () => ({ kind: 'unknown', cause: 'not asked' }), hintPace: hintPace(), strangerTurns: strangerTurns(),
    onTestPayment: async () => {}, isUnderWay: () => false, turn: async () => {}, isStopping: () => false, onError: (error) => faults.push(error),
    channelById: async (merchantId, channelId) => (channelId === broken ? null : { merchantId, channelId, open, proofs: [], settingsVersion: 1, pinnedProof: null }),
  })
  expect(faults).toEqual([])
  expect(await booksOf(pool, place.merchantId, attempt.invoiceId)).toMatchObject({ attempts: ['succeeded'], payments: [{ amount: 1000n }] })
})
