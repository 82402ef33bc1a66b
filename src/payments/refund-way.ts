import type { OpenConnector } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import type { ChannelOpener } from './method-titles.ts'

/**
 * How money of a payment goes back. `provider`: the provider sends it when asked. `marked_only`: it would only mark the
 * payment, and a person must send the money. `no_call`: it cannot be asked from here. `no_provider`: none has the money.
 */
export type RefundWay = 'provider' | 'marked_only' | 'no_call' | 'no_provider'

/** What decides the way of a payment. */
type PaidThrough = {
  readonly id: Id<'payment'>
  readonly channel: { readonly id: Id<'channel'> } | null
  readonly providerRef: string | null
  readonly method: string | null
}

/** `open` is null where the payment has no channel, or one that cannot be opened now. */
export function refundWay(open: OpenConnector | null, { channel, providerRef, method }: Omit<PaidThrough, 'id'>): RefundWay {
  if (channel === null) return 'no_provider'
  if (open === null || open.refunds === null || open.lookup === null || providerRef === null) return 'no_call'
  return open.refunds.movesMoney(method) ? 'provider' : 'marked_only'
}

/** The ways of these payments, each channel opened once. */
export async function refundWays(
  openChannel: ChannelOpener, merchantId: Id<'merchant'>, payments: readonly PaidThrough[],
): Promise<ReadonlyMap<Id<'payment'>, RefundWay>> {
  const ids = new Set(payments.flatMap(({ channel }) => (channel === null ? [] : [channel.id])))
  const opened = new Map(await Promise.all([...ids].map(async (id) => [id, (await openChannel(merchantId, id))?.open ?? null] as const)))
  return new Map(payments.map((payment) => [payment.id, refundWay(payment.channel === null ? null : opened.get(payment.channel.id) ?? null, payment)]))
}
