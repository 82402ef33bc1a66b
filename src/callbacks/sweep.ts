import type { ApplyDeps } from './apply-callback.ts'
import { applyCallback } from './apply-callback.ts'
import type { CallbackChannel } from './receive-callback.ts'
import { noteOutcome, unappliedCallbacks } from './store.ts'
import type { Unapplied } from './store.ts'
import type { Id } from '../kernel/ids.ts'

export type SweepDeps = ApplyDeps & {
  readonly channelById: (merchantId: Id<'merchant'>, channelId: Id<'channel'>) => Promise<CallbackChannel | null>
  readonly onError: (error: unknown) => void
}

/** A message this old that is still unapplied has lost the process that was to apply it. Milliseconds. */
const LEFT_BEHIND_MS = 2000
/** Messages looked at in one round. */
export const SWEEP_BATCH = 200

/**
 * Applies what was acknowledged and then left behind by a crash or a full queue. Any number of processes may sweep at
 * once. Answers how many messages were found; a full batch means that there are more.
 */
export async function sweepCallbacks(deps: SweepDeps): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - LEFT_BEHIND_MS)
  const left = await unappliedCallbacks(deps.pool, { before, limit: SWEEP_BATCH })
  for (const message of left) await applyOne(deps, message).catch(deps.onError)
  return left.length
}

async function applyOne(deps: SweepDeps, { merchantId, channelId, inboundId, raw, receivedAt }: Unapplied): Promise<void> {
  const channel = await deps.channelById(merchantId, channelId)
  if (channel === null) return
  const reading = channel.open.readCallback(raw)
  if (reading.kind === 'report' || reading.kind === 'hint') {
    return applyCallback(deps, { merchantId, channelId, inboundId, open: channel.open, reading, receivedAt })
  }
  // It was genuine when it was acknowledged; since then the password or key was changed.
  await noteOutcome(deps.pool, { merchantId, inboundId, outcome: 'conflicted', attemptId: null, reason: `not readable any more: ${reading.reason}` })
}
