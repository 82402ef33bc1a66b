import type pg from 'pg'
import type { Http, OpenConnector } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import type { ChannelRef, ChannelVersion } from '../merchants/channels/open-channel.ts'
import type { Db } from '../platform/db/database.ts'
import type { OfferedMethod } from './face-of.ts'
import type { PaySubject } from './store.ts'

/** A channel as the payer's page needs it. */
export type PayChannel = { readonly open: OpenConnector; readonly name: string; readonly leaseMs: number; readonly callbackUrl: string }

export type PayPageDeps = {
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly http: Http
  readonly publicUrl: URL
  /** Null where the channel cannot be opened now, such as after a setting was broken. */
  readonly openPayChannel: (ref: ChannelRef, seen?: ChannelVersion) => Promise<PayChannel | null>
  /** The provider's own name of a connector's product. */
  readonly connectorName: (connector: string) => string
  /** Sends the payer on file a fresh link, where there is one; the caller cannot tell whether. */
  readonly sendFreshLink: (token: string) => void
}

type Opens = Pick<PayPageDeps, 'openPayChannel'>

/** Everything the payer may choose for what remains, in the order of the store's channels. */
export async function offeredMethods(deps: Opens, subject: PaySubject, language: Language): Promise<OfferedMethod[]> {
  const { invoice, store } = subject
  // Of a paid invoice the names of its methods are still wanted.
  const minor = remainingMinor(invoice) || invoice.grossMinor
  const ask = {
    amount: { minor, currency: invoice.currency }, language, country: invoice.payer.country ?? store.country,
  }
  const channels = await Promise.all(subject.channels.map(async ({ id }) => ({ channelId: id, channel: await openedChannel(deps, subject, id) })))
  return channels.flatMap(({ channelId, channel }) => channel?.open.methods(ask).map((method) => ({ channelId, method })) ?? [])
}

export const openedChannel = (deps: Opens, { invoice, channels }: PaySubject, channelId: Id<'channel'>): Promise<PayChannel | null> =>
  deps.openPayChannel({ merchantId: invoice.merchantId, channelId }, channels.find((channel) => channel.id === channelId))
