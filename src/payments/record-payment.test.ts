import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { severableServer } from '../../test/support/severable.ts'
import { openDatabase } from '../platform/db/database.ts'
import { booksOf, issuedInvoice, money, NOW, somePlace } from '../../test/support/builders.ts'
import { recordPayment } from './record-payment.ts'

const { pool, url } = openTestDatabase()

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

test('C01 a payment whose acknowledgement is lost on the way is booked once, and the person hears that it is', async () => {
  const place = await somePlace(pool)
  const invoiceId = await issuedInvoice(pool, place, money('25.00'))
  const wire = await severableServer(url)
  const far = openDatabase({ url: wire.url, poolSize: 2, applicationName: 'severed' })
  wire.cutWhenAsked('money-change')
  const recorded = await recordPayment(
    far.pool, { merchantId: place.merchantId, invoiceId, source: 'cash', amount: money('5.00'), receivedAt: NOW, note: '' }, { at: NOW, actor: 'kvit' })
  await far.close()
  await wire.close()
  expect(recorded.ok).toBe(true)
  expect(await booksOf(pool, place.merchantId, invoiceId)).toMatchObject({ invoice: { paid: 500n }, payments: [{ amount: 500n }] })
})
