import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { money, NOW, someAttempt, somePlace } from '../../test/support/builders.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { cancelInvoice } from './cancel-invoice.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const deps = { db, pool, http: async () => ({ kind: 'unknown', cause: 'not asked' } as const), openChannel: async () => null }

test('an invoice whose attempt began without an answer is cancelled once its lease has ended, and not before', async () => {
  const place = await somePlace(pool)
  const invoiceId = await writtenInvoice({ db, vault }, place, { price: '5.00' })
  const { attemptId } = await someAttempt(pool, { place, asked: money('5.00'), invoiceId, state: 'unknown' })
  const leaseUntil = new Date(NOW.getTime() + 60_000)
  await pool.query('update invoice set live_attempt_id = $3, lease_until = $4 where merchant_id = $1 and invoice_id = $2',
    [place.merchantId, invoiceId, attemptId, leaseUntil])
  const cancel = (at: Date) => cancelInvoice(deps, { merchantId: place.merchantId, id: invoiceId, reason: 'Ordered twice' }, { at, actor: 'kvit' })
  expect(await cancel(NOW)).toMatchObject({ error: { code: 'payment_in_flight' } })
  expect(await cancel(leaseUntil)).toEqual({ ok: true, value: null })
})

test('an invoice whose money is reserved is not cancelled before the money is let go, however long ago its lease ended', async () => {
  const place = await somePlace(pool)
  const invoiceId = await writtenInvoice({ db, vault }, place, { price: '5.00' })
  const { attemptId } = await someAttempt(pool, { place, asked: money('5.00'), invoiceId, state: 'authorised' })
  await pool.query('update invoice set live_attempt_id = $3, lease_until = $4 where merchant_id = $1 and invoice_id = $2', [place.merchantId, invoiceId, attemptId, NOW])
  const ask = { merchantId: place.merchantId, id: invoiceId, reason: 'Ordered twice' }
  expect(await cancelInvoice(deps, ask, { at: new Date(NOW.getTime() + 3_600_000), actor: 'kvit' })).toMatchObject({ error: { code: 'payment_in_flight' } })
  expect((await pool.query('select state from attempt where merchant_id = $1', [place.merchantId])).rows).toEqual([{ state: 'authorised' }])
})
