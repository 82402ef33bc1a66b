import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import type { Money } from '../money/money.ts'
import type { PaymentFacts } from './json.ts'
import type { ChannelOpener } from './method-titles.ts'
import { isAtProvider } from './refund.ts'
import { leftMinor, standingPayments } from './refund-store.ts'
import { refundWays } from './refund-way.ts'
import type { RefundWay } from './refund-way.ts'

/** What of a payment can still be given back, and how. Null: nothing, or a refund of it is under way at the provider. */
export async function refundable(
  { pool, openChannel }: { pool: pg.Pool; openChannel: ChannelOpener }, merchantId: Id<'merchant'>, payment: PaymentFacts,
): Promise<{ readonly amount: Money; readonly way: RefundWay } | null> {
  const payments = await standingPayments(pool, { merchantId, id: payment.invoice.id })
  const standing = payments.find(({ id }) => id === payment.id)
  if (standing === undefined || standing.refunds.some(({ state }) => isAtProvider(state))) return null
  const minor = leftMinor(standing)
  if (minor <= 0n) return null
  const ways = await refundWays(openChannel, merchantId, [payment])
  return { amount: { minor, currency: payment.amount.currency }, way: ways.get(payment.id) ?? 'no_call' }
}
