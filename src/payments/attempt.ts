import { parsePublicId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Money } from '../money/money.ts'

export type AttemptState =
  | 'created' | 'pending' | 'authorised' | 'succeeded' | 'failed' | 'revoked' | 'expired' | 'unknown' | 'conflicted'

/**
 * What can happen to an attempt. `started`: the payer was sent to the provider. `waiting`: the payer's bank has been
 * asked. `authorised`: the money is reserved and not taken yet. `confirmed`, `refused`: the provider's word. `mismatched`: its word does not fit our rows. `unconfirmed`: it
 * will never say that money arrived. `silent`: nobody has heard of it for too long. `withdrawn`: we closed it before
 * the payer's bank was asked. `declared_paid`, `declared_failed`: a person decided, with a reason.
 */
export type AttemptEvent =
  | 'started' | 'waiting' | 'authorised' | 'confirmed' | 'refused' | 'mismatched' | 'unconfirmed' | 'silent' | 'withdrawn'
  | 'declared_paid' | 'declared_failed'

/**
 * Row: where the attempt is. Column: what happened. No cell: cannot happen, a person looks.
 * `unknown` never decays into `failed` by itself: only evidence or a person ends it. Money that is confirmed after an
 * attempt was given up is still the merchant's, so every row but one leads to `succeeded`; a conflict stays for a person.
 */
export const NEXT: Readonly<Record<AttemptState, Readonly<Partial<Record<AttemptEvent, AttemptState>>>>> = {
  created: {
    started: 'pending', waiting: 'pending', authorised: 'authorised', confirmed: 'succeeded', refused: 'failed', mismatched: 'conflicted',
    unconfirmed: 'unknown', silent: 'unknown', withdrawn: 'revoked',
  },
  pending: {
    started: 'pending', waiting: 'pending', authorised: 'authorised', confirmed: 'succeeded', refused: 'failed', mismatched: 'conflicted',
    unconfirmed: 'unknown', silent: 'unknown', withdrawn: 'revoked',
  },
  authorised: {
    waiting: 'authorised', authorised: 'authorised', confirmed: 'succeeded', refused: 'failed', mismatched: 'conflicted',
    silent: 'unknown',
  },
  unknown: {
    started: 'pending', waiting: 'unknown', authorised: 'authorised', confirmed: 'succeeded', refused: 'failed', mismatched: 'conflicted', unconfirmed: 'unknown',
    silent: 'unknown', declared_paid: 'succeeded', declared_failed: 'failed',
  },
  conflicted: {
    waiting: 'conflicted', authorised: 'conflicted', confirmed: 'conflicted', refused: 'conflicted', mismatched: 'conflicted',
    unconfirmed: 'conflicted', declared_paid: 'succeeded', declared_failed: 'failed',
  },
  succeeded: {
    waiting: 'succeeded', authorised: 'succeeded', confirmed: 'succeeded', refused: 'succeeded', mismatched: 'conflicted', unconfirmed: 'succeeded',
  },
  failed: {
    waiting: 'failed', authorised: 'authorised', confirmed: 'succeeded', refused: 'failed', mismatched: 'conflicted', unconfirmed: 'unknown',
  },
  revoked: {
    waiting: 'revoked', authorised: 'authorised', confirmed: 'succeeded', refused: 'revoked', mismatched: 'conflicted', unconfirmed: 'unknown',
  },
  expired: {
    waiting: 'expired', authorised: 'authorised', confirmed: 'succeeded', refused: 'expired', mismatched: 'conflicted', unconfirmed: 'unknown',
  },
}

type Step =
  | { readonly kind: 'move'; readonly to: AttemptState }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'impossible' }

export function step(from: AttemptState, event: AttemptEvent): Step {
  const to = NEXT[from][event]
  if (to === undefined) return { kind: 'impossible' }
  return to === from ? { kind: 'repeat' } : { kind: 'move', to }
}

/** The states in which the payer's money may still move without a new attempt. */
export const isLive = (state: AttemptState): boolean => state === 'created' || state === 'pending' || state === 'authorised'

/** The states in which a person is asked to decide. */
export const needsPerson = (state: AttemptState): boolean => state === 'unknown' || state === 'conflicted'

/**
 * The payer's bank has been asked or holds the money for the merchant, money came that does not fit, or the provider
 * said that the payment was executed and will never say that it arrived: nobody shall pay a second time, and what is
 * owed shall not change.
 */
export const bindsMoney = (
  { state, waitingSince, claimedAt }: { state: AttemptState; waitingSince: Date | null; claimedAt: Date | null },
): boolean => state === 'authorised' || state === 'conflicted' || (state === 'unknown' && claimedAt !== null) || (isLive(state) && waitingSince !== null)

/** An attempt as the rules see it. */
export type Attempt = {
  readonly id: Id<'attempt'>
  readonly invoiceId: Id<'invoice'>
  readonly channelId: Id<'channel'>
  readonly mode: Mode
  readonly state: AttemptState
  readonly asked: Money
  readonly providerRef: string | null
  readonly waitingSince: Date | null
  /** When the provider said "executed, arrival never confirmed": a later refusal does not undo that. */
  readonly claimedAt: Date | null
  /** What of reserved money a person decided to take: that much is the payment, and not `asked`. Null where nobody did. */
  readonly capture: Money | null
  readonly sequence: number
}

/** The id that `Order.reference` is made of (see `referenceOf`): 26 characters without prefix and mode. Null for a text that Kvit did not make. */
export const attemptNamed = (reference: string): Id<'attempt'> | null => parsePublicId('attempt', `att_${reference}`)?.id ?? null
