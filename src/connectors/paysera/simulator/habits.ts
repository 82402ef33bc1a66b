import type { Habits } from '../../simulator-deliveries.ts'

/** Source: Paysera sheet A5, "Retries"; the origin of the offsets is unconfirmed. The time to answer is the newer guide's. */
export const HABITS: Habits = {
  retryAfterMs: [1, 3, 24].map((hours) => hours * 3_600_000),
  answerWithinMs: 30_000,
  // HTTP 200 beside the word is assumed, not confirmed; a stricter counterpart finds more.
  isTaken: ({ status, body }) => status === 200 && body === 'OK',
}
