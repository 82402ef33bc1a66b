import type { RefundChange, RefundState } from './money-change.ts'

/**
 * What can happen to a refund. `sent`: the provider is being asked to send the money. `unsent`: nothing of that had left
 * us. `silent`: the provider gave no answer that settles it. `confirmed`, `refused`, `returned`: its word; `returned`: it
 * had said that the money went back, and now it has not. `withdrawn`, `declared_sent`, `declared_failed`: a person's.
 */
export type RefundEvent =
  | 'sent' | 'unsent' | 'silent' | 'confirmed' | 'refused' | 'returned' | 'withdrawn' | 'declared_sent' | 'declared_failed'

/** Row: where the refund is. Column: what happened. No cell: cannot happen. `unknown` ends by evidence or by a person only. */
const NEXT: Readonly<Record<RefundState, Readonly<Partial<Record<RefundEvent, RefundState>>>>> = {
  requested: { sent: 'pending', confirmed: 'succeeded', withdrawn: 'reversed', declared_sent: 'succeeded' },
  approved: { sent: 'pending', confirmed: 'succeeded', withdrawn: 'reversed', declared_sent: 'succeeded' },
  pending: { unsent: 'requested', silent: 'unknown', confirmed: 'succeeded', refused: 'failed' },
  unknown: {
    unsent: 'requested', silent: 'unknown', confirmed: 'succeeded', refused: 'failed', declared_sent: 'succeeded', declared_failed: 'failed',
  },
  succeeded: { confirmed: 'succeeded', returned: 'failed' },
  failed: { refused: 'failed', returned: 'failed' }, // should the money go back all the same, it is booked as a refund of its own
  reversed: {},
}

/** The state after it, or null where it cannot follow or changes nothing. */
export function stepRefund(from: RefundState, event: RefundEvent): RefundState | null {
  const to = NEXT[from][event] ?? from
  return to === from ? null : to
}

/** A refund that the provider may carry out at any moment, or has carried out unseen. */
export const isAtProvider = (state: RefundState): boolean => state === 'pending' || state === 'unknown'

/** What still takes, or may take, from the payment. */
export const isStanding = (state: RefundState): boolean => state !== 'failed' && state !== 'reversed'

/**
 * The pauses before each question about a refund that was sent, in seconds. The first is longer than an answer to the
 * sending may take; the last ones are days, because a bank may send the money on its next working day.
 */
export const ASK_PAUSES_S: readonly number[] = [40, 60, 120, 300, 900, 3600, 21_600, ...Array.from({ length: 7 }, () => 86_400)]

export const firstAskAt = (sentAt: Date): Date => new Date(sentAt.getTime() + (ASK_PAUSES_S[0] ?? 0) * 1000)

/** What the payer's bank took back, and about which nobody has said yet what was done. */
export const awaitsAnswer = (
  { because, state, note }: { because: RefundChange['because']; state: RefundState; note: string | null },
): boolean => because === 'charged_back' && state === 'succeeded' && note === null
