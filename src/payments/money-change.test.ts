import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../../test/support/database.ts'
import { NOW, somePlace } from '../../test/support/builders.ts'
import type { Place } from '../../test/support/builders.ts'
import { writtenInvoice } from '../../test/support/written-invoice.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import { overpaidMinor, remainingMinor } from '../invoices/payment-state.ts'
import { balancesOf, journalFaults } from '../../test/support/journal.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { openVault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import { creditInvoice } from './credit-invoice.ts'
import { findInvoiceInPayment } from './invoice-in-payment.ts'
import { received } from './money-change.ts'
import type { NewPayment } from './money-change.ts'
import { completeRefund } from './complete-refund.ts'
import { requestRefund } from './refund-payment.ts'
import { writeMoneyChange } from './write-money-change.ts'

const { db, pool } = openTestDatabase()
const vault = openVault(randomBytes(32))
const BY = { at: NOW, actor: 'user:0190a000-0000-7000-8000-000000000001' } as const

type Deed = { readonly kind: 'pay' | 'refund' | 'credit'; readonly amount: Money }

const deed = fc.record({
  kind: fc.constantFrom<Deed['kind'][]>('pay', 'refund', 'credit'),
  amount: fc.integer({ min: 1, max: 4 }).map((tens): Money => ({ minor: BigInt(tens) * 1000n, currency: 'EUR' })),
})

/** Does it if it can be done now; a refusal leaves everything as it was. */
async function tried({ merchantId }: Place, id: Id<'invoice'>, { kind, amount }: Deed): Promise<void> {
  if (kind === 'pay') return paid(merchantId, id, amount)
  if (kind === 'refund') {
    const { rows: [payment] } = await pool.query<{ payment_id: Id<'payment'> }>('select payment_id from payment where merchant_id = $1 order by 1 limit 1', [merchantId])
    const asked = payment === undefined ? null : await requestRefund(pool, { merchantId, paymentId: payment.payment_id, amount, note: '' }, BY)
    if (asked?.ok === true) await completeRefund({ db, pool }, { merchantId, refundId: asked.value.refundId, note: 'sent' }, BY)
    return undefined
  }
  const lines = [{ description: 'Honey', quantity: '1', unit: '', unitPrice: decimal(amount), vat: { category: 'O', reason: 'none' } }] as const
  await inTransaction(db, (tx) => creditInvoice(tx, { merchantId, id, reason: 'Returned', lines: [...lines], timeZone: 'UTC', numberPrefix: '' }, BY))
  return undefined
}

/** Money that comes whether it is owed or not, as a provider brings it. */
async function paid(merchantId: Id<'merchant'>, id: Id<'invoice'>, amount: Money): Promise<void> {
  const invoice = await findInvoiceInPayment(pool, merchantId, id)
  if (invoice === null) throw new Error('no such invoice')
  const payment: NewPayment = {
    id: newId('payment'), source: 'manual', attemptId: null, channelId: null, providerRef: null, amount,
    method: null, payerName: null, payerAccount: null, slip: null, note: null, receivedAt: NOW,
  }
  await writeMoneyChange(pool, received(invoice, payment, BY))
}

const whole = (kind: Deed['kind']): Deed => ({ kind, amount: { minor: 4000n, currency: 'EUR' } })

test('whatever is paid, refunded and credited in whatever order, the journal owes and is owed what the invoice says', async () => {
  await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 6 }), async (deeds) => {
    const place = await somePlace(pool)
    const id = await writtenInvoice({ db, vault }, place, { price: '40.00' })
    for (const one of deeds) await tried(place, id, one)
    const invoice = await findInvoice(db, { merchantId: place.merchantId, id })
    const balances = new Map((await balancesOf(db, place.merchantId, 'live')).map(({ account, balance }) => [account, balance.minor]))
    expect(invoice).not.toBeNull()
    if (invoice === null) return
    expect(balances.get('receivable') ?? 0n, 'owed by the customer').toBe(remainingMinor(invoice))
    expect(balances.get('customer_credit') ?? 0n, 'owed to the customer').toBe(-overpaidMinor(invoice))
    expect(await journalFaults(db, place.merchantId)).toEqual([])
  }), { numRuns: 60, examples: [[(['pay', 'refund', 'credit'] as const).map(whole)], [(['pay', 'refund', 'pay'] as const).map(whole)]] })
})
