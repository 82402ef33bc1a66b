import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { payToken } from '../invoices/pay-link.ts'
import { recordPayment } from '../payments/record-payment.ts'
import { reversePayment } from '../payments/reverse-payment.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { money, NOW, somePlace } from '../../test/support/builders.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { findPaySubject } from './store.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const about = { at: NOW, actor: 'kvit' } as const

test('a payer is shown the payments of the invoice, and none that turned out to be for another one', async () => {
  const { merchantId, ...place } = await somePlace(pool)
  const invoiceId = await writtenInvoice({ db, vault }, { merchantId, ...place })
  const pay = async (text: string) => {
    const done = await recordPayment(pool, { merchantId, invoiceId, amount: money(text), receivedAt: NOW, note: '', source: 'cash' }, about)
    if (!done.ok) throw new Error(`the payment was refused: ${done.error.code}`)
    return done.value.paymentId
  }
  const wrong = await pay('25.00')
  await reversePayment({ db, pool }, { merchantId, invoiceId, paymentId: wrong, amount: money('25.00'), from: 'cash', reason: 'Another invoice was meant' }, about)
  const right = await pay('25.00')
  const subject = await findPaySubject(pool, await payToken(db, vault, { merchantId, invoiceId }) ?? '')
  expect(subject?.payments.map(({ id }) => id)).toEqual([right])
})
