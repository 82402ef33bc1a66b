/** Asks often while an answer is likely and then less and less: seconds by the age of the attempt. */
const LEAST_SECONDS = 4
const MOST_SECONDS = 120

/**
 * Whole seconds until the waiting page asks again: a tenth of the time already waited, 4 at least and 120 at most.
 * A bank that answers within a minute is noticed within six seconds; one that takes an hour costs 40 requests.
 */
export function refreshAfter(startedAt: Date, now: Date): number {
  const waitedSeconds = (now.getTime() - startedAt.getTime()) / 1000
  return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, Math.round(waitedSeconds / 10)))
}
