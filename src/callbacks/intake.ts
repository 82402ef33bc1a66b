import type { RawCallback } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import { noteTestPayment } from '../merchants/channels/move-channel.ts'
import type { ChannelDeps } from '../merchants/channels/connect.ts'
import { inTransaction } from '../platform/db/database.ts'
import { every } from '../platform/jobs/every.ts'
import type { Repeating } from '../platform/jobs/every.ts'
import { applyCallback } from './apply-callback.ts'
import type { ApplyDeps } from './apply-callback.ts'
import { applyQueue } from './apply-queue.ts'
import { callbackChannels } from './callback-channels.ts'
import { hintPace } from './hint-pace.ts'
import { receiveCallback } from './receive-callback.ts'
import type { Answer, CallbackDeps } from './receive-callback.ts'
import { strangerTurns } from './stranger-turns.ts'
import { sweepCallbacks } from './sweep.ts'
import type pg from 'pg'

/** How many acknowledged messages are applied at once; the database pool is shared with everything else. */
const AT_ONCE = 4
const MOST_WAITING = 1000
const SWEEP_EVERY_MS = 1000

export type Intake = {
  /** A provider calls: verified, kept and answered; applied soon after. */
  receive(token: string, raw: RawCallback): Promise<Answer>
  /** Begins to look for messages that a crash left behind. */
  start(): void
  /** Applies what this process has acknowledged, then stops looking for what others left. */
  stop(): Promise<void>
}

/** Everything that happens to a callback between its arrival and the books, with the sweep that a crash makes necessary. */
export function openIntake(deps: ChannelDeps & { readonly pool: pg.Pool }, onError: (error: unknown) => void): Intake {
  const channels = callbackChannels(deps, onError)
  const queue = applyQueue({ concurrency: AT_ONCE, capacity: MOST_WAITING, onError })
  const apply: ApplyDeps = {
    pool: deps.pool, clock: deps.clock, http: deps.http, hintPace: hintPace(), strangerTurns: strangerTurns(),
    onTestPayment: (merchantId, channelId) =>
      inTransaction(deps.db, (tx) => noteTestPayment(tx, deps, { merchantId, channelId, at: deps.clock.now() })),
  }
  const underWay = new Set<Id<'inboundMessage'>>()
  const sweeping: { now: Repeating | null; isStopping: boolean } = { now: null, isStopping: false }
  const sweep = async (): Promise<boolean> => {
    await sweepCallbacks({
      ...apply, channelById: channels.channelById, isUnderWay: (inboundId) => underWay.has(inboundId), turn: queue.turn, isStopping: () => sweeping.isStopping, onError,
    })
    return false
  }
  const receiving: CallbackDeps = {
    ...channels, pool: deps.pool, clock: deps.clock,
    applySoon: ({ merchantId, channelId, open }, reading, { inboundId, subject }) => {
      const receivedAt = deps.clock.now()
      const isTaken = queue.add(() => applyCallback(apply, { merchantId, channelId, open, inboundId, reading, subject, receivedAt })
        .finally(() => underWay.delete(inboundId)))
      if (isTaken) underWay.add(inboundId)
    },
  }
  return {
    receive: (token, raw) => queue.acknowledging(() => receiveCallback(receiving, token, raw)),
    start() {
      sweeping.now ??= every(SWEEP_EVERY_MS, sweep, onError)
    },
    async stop() {
      sweeping.isStopping = true
      await sweeping.now?.stop()
      await queue.idle()
    },
  }
}
