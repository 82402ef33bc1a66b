import type pg from 'pg'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Invoice } from '../invoices/invoice.ts'
import type { ReceiptDocument } from '../invoices/invoice-document.ts'
import { brandOf, sellerOf } from '../invoices/paper.ts'
import { dueMinor } from '../invoices/payment-state.ts'
import type { Money } from '../money/money.ts'
import type { Db } from '../platform/db/database.ts'
import { paymentsOfInvoice } from './find-payments.ts'
import type { PaymentFacts } from './json.ts'
import { methodTitles } from './method-titles.ts'
import type { ChannelOpener } from './method-titles.ts'

export type ReceiptDeps = { readonly db: Db; readonly pool: pg.Pool; readonly openChannel: ChannelOpener }

/**
 * The receipt of one payment of an invoice, or of its newest: what that payment was and what it left to pay, whatever
 * came after it. Null where the invoice has no such payment, or it was taken back as recorded by mistake.
 */
export async function findReceipt(
  { db, pool, openChannel }: ReceiptDeps, invoice: Invoice, { which, language }: { which: Id<'payment'> | 'newest'; language: Language },
): Promise<ReceiptDocument | null> {
  const { merchantId, id, storeId, number, seller, mode } = invoice
  const payments = (await paymentsOfInvoice(pool, merchantId, id)).filter((payment) => payment.reversal === null)
  const at = which === 'newest' ? payments.length - 1 : payments.findIndex((payment) => payment.id === which)
  const payment = payments[at]
  const store = await db.selectFrom('store').select('time_zone').where('merchant_id', '=', merchantId).where('store_id', '=', storeId).executeTakeFirst()
  if (payment === undefined || store === undefined || number === null || seller === null) return null
  const titleOf = await methodTitles(openChannel, { merchantId, language }, [payment])
  return {
    language, mode, number: publicId('payment', payment.id, mode), seller: sellerOf(seller, await brandOf(db, merchantId, storeId)),
    payerName: payment.payerName ?? invoice.payer.name, amount: payment.amount, paidAt: payment.receivedAt, timeZone: store.time_zone,
    method: titleOf(payment), providerReference: payment.providerRef, invoiceNumber: number,
    remaining: leftAfter(invoice, payments.slice(0, at + 1)),
  }
}

function leftAfter(invoice: Invoice, payments: readonly PaymentFacts[]): Money {
  const left = dueMinor(invoice) - payments.reduce((sum, { amount }) => sum + amount.minor, 0n)
  return { minor: left > 0n ? left : 0n, currency: invoice.currency }
}
