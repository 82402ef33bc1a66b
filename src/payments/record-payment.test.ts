import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { issuedInvoice, money, NOW, somePlace } from '../../test/support/builders.ts'
import { recordPayment } from './record-payment.ts'

const { pool } = openTestDatabase()

test('who took cash, and what they noted, stands in the audit; a refused one leaves nothing', async () => {
  const place = await somePlace(pool)
  const invoiceId = await issuedInvoice(pool, place, money('25.00'))
  const by = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001' } as const
  const ask = { merchantId: place.merchantId, invoiceId, source: 'cash', receivedAt: NOW, note: 'At the fair' } as const
  expect(await recordPayment(pool, { ...ask, amount: money('25.01') }, by)).toMatchObject({ ok: false })
  const recorded = await recordPayment(pool, { ...ask, amount: money('25.00') }, by)
  if (!recorded.ok) throw new Error(recorded.error.code)
  const { rows } = await pool.query('select action, actor, reason, object_id from audit_record where merchant_id = $1', [place.merchantId])
  expect(rows).toEqual([{ action: 'payment.recorded', actor: by.actor, reason: 'At the fair', object_id: recorded.value.paymentId }])
})
