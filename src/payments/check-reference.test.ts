import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { booksOf, money, NOW, reportOf, someAttempt, somePlace } from '../../test/support/builders.ts'
import type { OpenConnector } from '../connectors/contract.ts'
import { checkReference } from './check-reference.ts'
import { firstPollAt, pollAttempts } from './poll-attempts.ts'

const { pool } = openTestDatabase()

const channelThat = (lookup: OpenConnector['lookup']): OpenConnector => ({
  mode: null, start: async () => ({ kind: 'unknown', cause: '' }), resume: null, readCallback: () => ({ kind: 'forged', reason: '' }), methods: () => [],
  refresh: null, lookup, revoke: null, refunds: null, reservations: null, delivers: null, statement: null,
})

async function begun() {
  const attempt = await someAttempt(pool, { place: await somePlace(pool), asked: money('12.50') })
  const check = (open: OpenConnector | null) => checkReference({
    pool, clock: { now: () => NOW }, http: async () => ({ kind: 'unknown', cause: '' }), openChannel: async () => (open === null ? null : { open }),
  }, { merchantId: attempt.merchantId, channelId: attempt.channelId, reference: 'LOST' })
  return { attempt, check, books: () => booksOf(pool, attempt.merchantId, attempt.invoiceId) }
}

test('a payment whose report was lost is found by its reference, and booked once however often it is checked', async () => {
  const { attempt, check, books } = await begun()
  const open = channelThat(async (ref) => ({ kind: 'done', value: reportOf(attempt, { providerRef: ref }) }))
  const found = { status: 'confirmed', amount: money('12.50'), invoiceId: attempt.invoiceId }
  expect(await check(open)).toEqual({ ok: true, value: { outcome: 'applied', ...found } })
  expect(await check(open)).toEqual({ ok: true, value: { outcome: 'repeated', ...found } })
  expect(await books()).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ amount: 1250n, ref: 'LOST' }] })
})

test.each(['open', 'waiting', 'authorised', 'unrecognised'] as const)('a payment that is found %s is asked about until it has ended', async (status) => {
  const { attempt, check, books } = await begun()
  await check(channelThat(async (ref) => ({ kind: 'done', value: reportOf(attempt, { providerRef: ref, status }) })))
  const at = firstPollAt(NOW)
  const open = channelThat(async (ref) => ({ kind: 'done', value: reportOf(attempt, { providerRef: ref }) }))
  await pollAttempts({ pool, clock: { now: () => at }, http: async () => ({ kind: 'unknown', cause: '' }), openChannel: async () => ({ open }) }, (fault) => { throw fault })
  expect(await books()).toMatchObject({ invoice: { payment: 'paid' }, payments: [{ ref: 'LOST' }] })
})

test('a payment for another program’s order is shown and touches nothing', async () => {
  const { attempt, check, books } = await begun()
  const open = channelThat(async (ref) => ({ kind: 'done', value: reportOf(attempt, { providerRef: ref, reference: '' }) }))
  expect(await check(open)).toMatchObject({ ok: true, value: { outcome: 'unmatched', invoiceId: null, amount: money('12.50') } })
  expect((await books()).payments).toEqual([])
})

test('what cannot be asked, is not known there or gets no answer says so', async () => {
  const { check } = await begun()
  expect(await check(null)).toMatchObject({ error: { code: 'not_found' } })
  expect(await check(channelThat(null))).toMatchObject({ error: { code: 'lookup_impossible' } })
  expect(await check(channelThat(async () => ({ kind: 'refused', reason: 'other', providerCode: '404' })))).toMatchObject({ error: { code: 'unknown_to_provider' } })
  expect(await check(channelThat(async () => ({ kind: 'refused', reason: 'credentials', providerCode: '401' })))).toMatchObject({ error: { code: 'question_refused' } })
  expect(await check(channelThat(async () => ({ kind: 'unknown', cause: 'down' })))).toMatchObject({ error: { code: 'provider_unreachable' } })
})
