import { openChannel } from '../merchants/channels/open-channel.ts'
import type { OpenDeps } from '../merchants/channels/open-channel.ts'
import type { PayPageDeps } from './offered-methods.ts'

/** Opens channels for the payer's page; with a version just seen, and nothing changed, without a statement. */
export const payChannels = (deps: OpenDeps & { readonly publicUrl: URL }): PayPageDeps['openPayChannel'] => async (ref, seen) => {
  const opened = await openChannel(deps, ref, seen)
  if (!opened.ok) return null
  const { connector, registered, callbackToken } = opened.value
  return {
    open: connector, name: registered.name, leaseMs: registered.leaseMs,
    callbackUrl: new URL(`/cb/${callbackToken.reveal()}`, deps.publicUrl).href,
  }
}
