import type pg from 'pg'
import type { OpenConnector, RawCallback, Reading } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { attemptNamed } from '../payments/attempt.ts'
import { attemptClaimed, findAttemptByRef } from '../payments/attempt-queries.ts'
import { keepCallback } from './store.ts'
import type { Kept } from './store.ts'

/** A channel as the callback path needs it. */
export type CallbackChannel = {
  readonly merchantId: Id<'merchant'>
  readonly channelId: Id<'channel'>
  readonly open: OpenConnector
  /** Names of the connector's proofs, weakest first. */
  readonly proofs: readonly string[]
  /** What the connector was opened with: the settings' version and the strongest proof seen so far. */
  readonly settingsVersion: number
  readonly pinnedProof: string | null
}

export type CallbackDeps = {
  readonly pool: pg.Pool
  readonly clock: Clock
  /**
   * Null for an unknown token. Throws while the master key does not fit. The channel may be a moment old; `fresh`
   * reads it anew.
   */
  readonly findChannel: (token: string, how: 'recent' | 'fresh') => Promise<CallbackChannel | null>
  /**
   * The channel with keys fetched anew, at most once a minute: within it everybody gets what came of the last time
   * (`isNew` false). Null if the provider could not be reached.
   */
  readonly refreshed: (channel: CallbackChannel) => Promise<{ readonly channel: CallbackChannel | null; readonly isNew: boolean }>
  /** Whether one more forgery on this channel is written down. */
  readonly mayKeepForged: (channelId: Id<'channel'>) => boolean
  /** Whether one more unsigned message of so many bytes is written down on this channel, whoever it is about. */
  readonly mayKeepHint: (channelId: Id<'channel'>, bytes: number) => boolean
  /** Remembers the strongest proof and that the channel was heard of; off the hot path after the first time. */
  readonly heard: (channel: CallbackChannel, proof: string | null) => void
  /** Called after the message is committed: applies it soon. */
  readonly applySoon: (channel: CallbackChannel, reading: Understood, kept: Kept) => void
}

export type Understood = Extract<Reading, { kind: 'report' | 'hint' }>

export type Answer =
  | { readonly kind: 'acknowledged'; readonly body: string }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'later' } // the provider shall try again

/**
 * A provider calls. What it says is verified, kept byte for byte, and acknowledged only once it is on the disk;
 * applying it comes after. A forged message is kept as evidence and changes nothing; the answer does not say why.
 */
export async function receiveCallback(deps: CallbackDeps, token: string, raw: RawCallback): Promise<Answer> {
  const answer = await receiveWith(deps, await deps.findChannel(token, 'recent'), raw)
  if (answer !== 'outdated') return answer
  const again = await receiveWith(deps, await deps.findChannel(token, 'fresh'), raw)
  return again === 'outdated' ? { kind: 'later' } : again
}

/** `outdated`: the channel's settings changed since it was opened, so nothing was kept. */
async function receiveWith(deps: CallbackDeps, channel: CallbackChannel | null, raw: RawCallback): Promise<Answer | 'outdated'> {
  if (channel === null) return { kind: 'not_found' }
  const read = await readWithFreshFacts(deps, channel, raw)
  if (read === 'later') return { kind: 'later' }
  const about = { channel, raw, at: deps.clock.now() }
  if (read.kind === 'forged' || read.kind === 'stale') return keepForged(deps, about, read.reason)
  if (read.kind === 'hint' && !deps.mayKeepHint(channel.channelId, raw.query.length + raw.body.length) && !await namesOurs(deps.pool, channel, read)) {
    return read.mayBeNew === null ? { kind: 'acknowledged', body: read.reply } : { kind: 'later' }
  }
  const named = read.kind === 'report' ? { ...attemptOf(read), proof: read.proof } : { attemptId: null, providerRef: read.ref, proof: null }
  const kept = await keepCallback(deps.pool, { ...about, verdict: read.kind, reason: null, ...named })
  if (kept === null) return 'outdated'
  deps.heard(channel, named.proof)
  if (kept.first || read.kind === 'hint') deps.applySoon(channel, read, kept)
  return { kind: 'acknowledged', body: read.reply }
}

/**
 * Anybody can invent payments as fast as they can send, and what is kept is kept for ever. In a flood only a message
 * that names a payment or an attempt of ours is kept. What may still become ours shall come again, and is asked for by
 * the clock meanwhile; what cannot is nobody's.
 */
async function namesOurs(
  pool: pg.Pool, { merchantId, channelId }: CallbackChannel, { ref, mayBeNew }: Extract<Reading, { kind: 'hint' }>,
): Promise<boolean> {
  if (await findAttemptByRef(pool, { merchantId, channelId, providerRef: ref }) !== null) return true
  const reference = mayBeNew?.claims ?? null
  return reference !== null && await attemptClaimed(pool, { merchantId, channelId, reference }) !== null
}

/** Kept as evidence, but no more than the disk can bear: a flood of forgeries is only counted. */
async function keepForged(
  deps: CallbackDeps, about: { channel: CallbackChannel; raw: RawCallback; at: Date }, reason: string,
): Promise<Answer | 'outdated'> {
  if (!deps.mayKeepForged(about.channel.channelId)) return { kind: 'rejected' }
  const kept = await keepCallback(deps.pool, { ...about, verdict: 'forged', proof: null, reason, attemptId: null, providerRef: null })
  return kept === null ? 'outdated' : { kind: 'rejected' }
}

/**
 * Reads once more with fresh keys where the keys at hand cannot prove or disprove the message. What keys fetched for
 * another message leave open may be proven by those of a minute later, so the provider shall come again: it does so a
 * few times only, but after any answer that is not its success word.
 */
async function readWithFreshFacts(deps: CallbackDeps, channel: CallbackChannel, raw: RawCallback): Promise<Reading | 'later'> {
  const first = channel.open.readCallback(raw)
  if (first.kind !== 'stale') return first
  const fresh = await deps.refreshed(channel)
  const again = fresh.channel?.open.readCallback(raw) ?? null
  return again === null || (again.kind === 'stale' && !fresh.isNew) ? 'later' : again
}

const attemptOf = ({ report }: Extract<Reading, { kind: 'report' }>) => ({
  attemptId: attemptNamed(report.reference),
  providerRef: report.providerRef,
})
