import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { isFormer } from '../merchants/channels/hear-former.ts'
import { channelByCallbackToken, lastOpened, openChannel } from '../merchants/channels/open-channel.ts'
import type { ChannelRef, OpenedChannel } from '../merchants/channels/open-channel.ts'
import { refreshFacts } from '../merchants/channels/verify.ts'
import type { ChannelDeps } from '../merchants/channels/connect.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { CallbackChannel, CallbackDeps } from './receive-callback.ts'

/** How often one channel's keys are fetched anew on suspicion, and its "last heard of" written. Milliseconds. */
const ONCE_A_MINUTE_MS = 60_000
const MOST_REMEMBERED = 10_000
/** Forgeries written down per channel and minute; more are only refused. */
const FORGERIES_KEPT = 60
/**
 * Unsigned messages kept per channel and minute without looking whose they are: twice as many as the provider may be
 * asked about. A long one counts for as many as it has of these bytes.
 */
const HINTS_KEPT = 120
const HINT_BYTES = 4096

type Channels = Pick<CallbackDeps, 'findChannel' | 'refreshed' | 'heard' | 'mayKeepForged' | 'mayKeepHint'> & {
  readonly channelById: (merchantId: Id<'merchant'>, channelId: Id<'channel'>) => Promise<CallbackChannel | null>
}

/** Channels as the callback path needs them: from memory where it can be, so that a callback costs one statement. */
export function callbackChannels(deps: ChannelDeps, onError: (error: unknown) => void): Channels {
  const now = () => deps.clock.now().getTime()
  const refreshes = new Map<Id<'channel'>, { readonly since: number; readonly renewed: Promise<CallbackChannel | null> }>()
  const sightings = oncePer(ONCE_A_MINUTE_MS, now)
  const forgeries = countPer(ONCE_A_MINUTE_MS, now)
  const hints = countPer(ONCE_A_MINUTE_MS, now)
  const open = async (ref: ChannelRef): Promise<CallbackChannel | null> => {
    const opened = await openChannel(deps, ref)
    return opened.ok ? callbackChannel(opened.value) : null
  }
  return {
    async findChannel(token, how) {
      const ref = await channelByCallbackToken(deps, token)
      if (ref === null) return null
      const recent = how === 'recent' ? lastOpened(deps, ref) : null
      return recent === null ? open(ref) : callbackChannel(recent)
    },
    async refreshed({ merchantId, channelId }) {
      const last = refreshes.get(channelId)
      if (last !== undefined && now() - last.since < ONCE_A_MINUTE_MS) return { channel: await last.renewed, isNew: false }
      const renewed = refreshFacts(deps, { merchantId, channelId })
        .then((outcome) => (outcome.ok && outcome.value === 'done' ? open({ merchantId, channelId }) : null))
      if (refreshes.size > MOST_REMEMBERED) refreshes.clear()
      refreshes.set(channelId, { since: now(), renewed })
      return { channel: await renewed, isNew: true }
    },
    heard(channel, proof) {
      const former = proof !== null && isFormer(proof)
      const stronger = proof !== null && isStronger(channel, proof)
      if (stronger || sightings(`${channel.channelId} ${former}`)) noteSighting(deps, channel, { former, proof: stronger ? proof : null }).catch(onError)
    },
    mayKeepForged: (channelId) => forgeries(channelId) <= FORGERIES_KEPT,
    mayKeepHint: (channelId, bytes) => hints(channelId, Math.max(1, Math.ceil(bytes / HINT_BYTES))) <= HINTS_KEPT,
    channelById: (merchantId, channelId) => open({ merchantId, channelId }),
  }
}

const callbackChannel = ({ merchantId, channelId, connector, registered, version }: OpenedChannel): CallbackChannel => ({
  merchantId, channelId, open: connector, proofs: registered.proofs, settingsVersion: version.settingsVersion, pinnedProof: version.pinnedProof,
})

/** Never so of a proof that is none of the connector's: that of credentials before the present ones. */
const isStronger = ({ proofs, pinnedProof }: CallbackChannel, proof: string): boolean =>
  proofs.indexOf(proof) > (pinnedProof === null ? -1 : proofs.indexOf(pinnedProof))

async function noteSighting(
  { db, clock }: ChannelDeps, { merchantId, channelId, settingsVersion, pinnedProof }: CallbackChannel,
  { former, proof }: { former: boolean; proof: string | null },
): Promise<void> {
  const heard = sql.ref(former ? 'last_former_callback_at' : 'last_callback_at')
  await inTransaction(db, (tx) => sql`
    update channel set ${heard} = ${clock.now()},
      pinned_proof = case
        when settings_version = ${settingsVersion} and pinned_proof is not distinct from ${pinnedProof}::text then coalesce(${proof}::text, pinned_proof)
        else pinned_proof
      end
    where merchant_id = ${merchantId} and channel_id = ${channelId}`.execute(tx))
}

/** True at most once in `windowMs` for each key. Bounded: the whole memory is dropped when it grows large. */
function oncePer(windowMs: number, now: () => number): (key: string) => boolean {
  const count = countPer(windowMs, now)
  return (key) => count(key) === 1
}

/** How often each key was seen in its present window, this time included; `as` so many. */
function countPer(windowMs: number, now: () => number): (key: string, as?: number) => number {
  const seen = new Map<string, { since: number; times: number }>()
  return (key, as = 1) => {
    const at = now()
    const before = seen.get(key)
    if (seen.size > MOST_REMEMBERED) seen.clear()
    const entry = before !== undefined && at - before.since < windowMs ? { since: before.since, times: before.times + as } : { since: at, times: as }
    seen.set(key, entry)
    return entry.times
  }
}
