import { afterAll, beforeAll, expect, test } from 'vitest'
import { money, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { startCallerApp } from '../../test/support/called-by.ts'
import type { Asker, CallerApp } from '../../test/support/called-by.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { publicId } from '../kernel/ids.ts'
import { paymentRoutes } from './api.ts'

const { db, pool } = openTestDatabase()
const set: { http?: CallerApp; place?: Place; ona?: Asker } = {}

beforeAll(async () => {
  set.http = await startCallerApp({ db, pool }, (app, clock) => paymentRoutes(app, {
    db, pool, clock, openChannel: async () => null, http: async () => ({ kind: 'unknown', cause: 'no network in this test' }),
  }))
  set.place = await somePlace(pool)
  set.ona = await set.http.person(set.place)
})
afterAll(() => set.http?.app.close())

async function settle(body: object) {
  if (set.place === undefined || set.ona === undefined) throw new Error('nothing is set up')
  const attempt = await someAttempt(pool, { place: set.place, asked: money('10.00'), state: 'unknown' })
  const answer = await set.ona.ask('POST', `/v1/attempts/${publicId('attempt', attempt.attemptId, 'live')}/settlement`, { as: 'paid', reason: 'Seen there', ...body })
  const { rows } = await pool.query<{ received_at: Date }>('select received_at from payment where merchant_id = $1 and attempt_id = $2',
    [attempt.merchantId, attempt.attemptId])
  return { status: answer.status, errors: answer.json<{ errors?: object[] }>().errors, receivedAt: rows.map((row) => row.received_at.toISOString()) }
}

test('money settled by hand counts for the day it came, in the store’s time zone', async () => {
  expect(await settle({ receivedOn: '2026-10-30' })).toMatchObject({ status: 200, receivedAt: ['2026-10-29T22:00:00.000Z'] })
  expect(await settle({})).toMatchObject({ status: 200, receivedAt: ['2026-11-02T10:00:00.000Z'] })
})

test('money cannot have come on a day that is still to come', async () => {
  expect(await settle({ receivedOn: '2026-11-03' })).toMatchObject({ status: 422, errors: [{ field: 'receivedOn' }], receivedAt: [] })
})
