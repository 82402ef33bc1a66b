import { expect, test } from 'vitest'
import { booksOf, money } from '../../test/support/builders.ts'
import { openTestDatabase } from '../../test/support/database.ts'
import { journalFaults } from '../../test/support/journal.ts'
import { linkPayTown } from '../../test/support/linkpay-shop.ts'
import { recordPayment } from './record-payment.ts'

const database = openTestDatabase()
const { pool } = database
const town = linkPayTown(database)

test('an old LinkPay link, paid at the amount of before, brings no less and no more than it did: what is too much is to be given back', async () => {
  const shop = await town().open()
  const old = await shop.attempt('25.00')
  const at = shop.clock.at
  const cash = await recordPayment(pool, {
    merchantId: old.merchantId, invoiceId: old.invoiceId, source: 'cash', amount: money('10.00'), receivedAt: at, note: '',
  }, { at, actor: 'kvit' })
  expect(cash.ok).toBe(true)
  await shop.hear(old)
  await shop.hear(old)
  expect(await booksOf(pool, old.merchantId, old.invoiceId)).toMatchObject({
    invoice: { payment: 'overpaid', paid: 3500n }, attempts: ['succeeded'], payments: [{ amount: 2500n }, { amount: 1000n }],
    refunds: [{ state: 'requested', because: 'overpaid', amount: 1000n }],
  })
  expect(await journalFaults(database.db, old.merchantId)).toEqual([])
})

test('an old LinkPay link, paid at an amount that is not its own, is not booked: a person looks', async () => {
  const shop = await town().open()
  const old = await shop.attempt('25.00', 'lhv_ob_ee', 'pay_less')
  await shop.hear(old)
  expect(await booksOf(pool, old.merchantId, old.invoiceId)).toMatchObject({ invoice: { payment: 'unpaid' }, attempts: ['conflicted'], payments: [] })
})
