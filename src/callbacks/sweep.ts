import type { ApplyDeps } from './apply-callback.ts'
import { applyCallback } from './apply-callback.ts'
import type { CallbackChannel } from './receive-callback.ts'
import { noteOutcome, unappliedCallbacks } from './store.ts'
import type { Unapplied } from './store.ts'
import type { Id } from '../kernel/ids.ts'

type SweepDeps = ApplyDeps & {
  readonly channelById: (merchantId: Id<'merchant'>, channelId: Id<'channel'>) => Promise<CallbackChannel | null>
  /** This process has the message in its own queue: it is late, not left behind. */
  readonly isUnderWay: (inboundId: Id<'inboundMessage'>) => boolean
  /** Resolves when one more may be applied beside those that arrive. */
  readonly turn: () => Promise<void>
  /** The process is about to end: what is left is for the next one. */
  readonly isStopping: () => boolean
  readonly onError: (error: unknown) => void
}

/** A message this old that is still unapplied has lost the process that was to apply it. Milliseconds. */
const LEFT_BEHIND_MS = 2000
/** Messages read at once. */
const BATCH = 200
/** How many of them are applied at once: a crash under load leaves thousands, and each takes the disk a moment. */
const AT_ONCE = 4

/**
 * Applies what was acknowledged and then left behind by a crash or a full queue. Any number of processes may sweep at
 * once. A round looks at each message once, so that those which cannot be applied, such as all of a channel that cannot
 * be opened, keep no others waiting.
 */
export async function sweepCallbacks(deps: SweepDeps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - LEFT_BEHIND_MS)
  let after: Unapplied | null = null
  do {
    const found: readonly Unapplied[] = await unappliedCallbacks(deps.pool, { before, after, limit: BATCH })
    await applyAll(deps, found.filter(({ inboundId }) => !deps.isUnderWay(inboundId)))
    after = found.length === BATCH ? found.at(-1) ?? null : null
  } while (after !== null && !deps.isStopping())
}

async function applyAll(deps: SweepDeps, left: readonly Unapplied[]): Promise<void> {
  const channelOf = openedOnce(deps)
  const waiting = left.values()
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const message of waiting) await deps.turn().then(() => channelOf(message)).then((channel) => applyOne(deps, message, channel)).catch(deps.onError)
  }))
}

/** Opens each channel once for the batch. */
function openedOnce({ channelById }: SweepDeps): (message: Unapplied) => Promise<CallbackChannel | null> {
  const opened = new Map<Id<'channel'>, Promise<CallbackChannel | null>>()
  return ({ merchantId, channelId }) => {
    const channel = opened.get(channelId) ?? channelById(merchantId, channelId)
    opened.set(channelId, channel)
    return channel
  }
}

async function applyOne(deps: SweepDeps, message: Unapplied, channel: CallbackChannel | null): Promise<void> {
  const { merchantId, channelId, inboundId, raw, receivedAt } = message
  if (channel === null) return
  const reading = channel.open.readCallback(raw)
  if (reading.kind === 'report' || reading.kind === 'hint') {
    return applyCallback(deps, { merchantId, channelId, inboundId, open: channel.open, reading, receivedAt })
  }
  // It was genuine when it was acknowledged; since then the key that it was signed with has ended.
  await noteOutcome(deps.pool, { merchantId, inboundId, outcome: 'conflicted', attemptId: null, reason: `not readable any more: ${reading.reason}` })
}
