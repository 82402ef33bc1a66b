import type { OpenConnector } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Money } from '../money/money.ts'

/** Opens a merchant's channel in whatever state it is. Null where it cannot be opened now. */
export type ChannelOpener = (merchantId: Id<'merchant'>, channelId: Id<'channel'>) => Promise<{ readonly open: OpenConnector } | null>

/** What was paid, or is to be paid, by a method: kept as the provider's key of it, which tells a person nothing. */
type PaidBy = { readonly channel: { readonly id: Id<'channel'> } | null; readonly method: string | null }

/** The provider's name of the method. Null where there was none, and where the channel knows it no longer. */
export type MethodTitles = (paid: PaidBy) => string | null

const keyOf = (channelId: Id<'channel'>, method: string): string => `${channelId} ${method}`

/** The names of the methods of all these, each channel opened once. A list holds only what its amount allows, so amounts are asked with. */
export async function methodTitles(
  openChannel: ChannelOpener, { merchantId, language }: { merchantId: Id<'merchant'>; language: Language },
  paid: readonly (PaidBy & { readonly amount: Money })[],
): Promise<MethodTitles> {
  const titles = new Map<string, string>()
  const named = paid.flatMap(({ channel, method, amount }) => (channel === null || method === null ? [] : [{ channelId: channel.id, method, amount }]))
  await Promise.all([...Map.groupBy(named, (one) => one.channelId)].map(async ([channelId, all]) => {
    const channel = await openChannel(merchantId, channelId)
    for (const { method, amount } of all) {
      if (channel === null || titles.has(keyOf(channelId, method))) continue
      for (const one of channel.open.methods({ amount, country: null, language })) titles.set(keyOf(channelId, one.key), one.title)
    }
  }))
  return ({ channel, method }) => (channel === null || method === null ? null : titles.get(keyOf(channel.id, method)) ?? null)
}
