/** At most one question about the same thing in this time. Milliseconds. */
const ONCE_IN_MS = 1000
/** Without an answer each pause is twice the one before, up to this. Milliseconds. */
const LONGEST_PAUSE_MS = 600_000
const MOST_REMEMBERED = 10_000

export type HintPace = {
  /**
   * What to do about an unsigned message. `ask`: the provider is asked now, and that is remembered. `asked`: the provider
   * was asked after the message came, so its news is known. `wait`: the provider was asked a moment before it came, or
   * gave no answer; the sweep comes to it when asking again is due.
   */
  turn(about: string, moments: { readonly receivedAt: Date; readonly now: Date }): 'ask' | 'asked' | 'wait'
  /** The question that `turn` had asked for brought no answer: its news is not known, and the next one is later. */
  unanswered(about: string): void
}

type Asked = { readonly at: number; readonly isAnswered: boolean; readonly pauseMs: number }

/**
 * Anybody can send unsigned messages, so they must not make us call the provider as often as they come. Remembered by
 * this process alone, the reference asked about longest ago being forgotten first.
 */
export function hintPace(): HintPace {
  const lastAsked = new Map<string, Asked>()
  return {
    turn(about, { receivedAt, now }) {
      const last = lastAsked.get(about)
      if (last?.isAnswered === true && receivedAt.getTime() < last.at) return 'asked'
      if (last !== undefined && now.getTime() - last.at < (last.isAnswered ? ONCE_IN_MS : last.pauseMs)) return 'wait'
      lastAsked.delete(about)
      // A question is taken for answered until it turns out that it was not.
      lastAsked.set(about, { at: now.getTime(), isAnswered: true, pauseMs: last === undefined || last.isAnswered ? ONCE_IN_MS : last.pauseMs })
      const [oldest] = lastAsked.keys()
      if (lastAsked.size > MOST_REMEMBERED && oldest !== undefined) lastAsked.delete(oldest)
      return 'ask'
    },
    unanswered(about) {
      const last = lastAsked.get(about)
      if (last !== undefined) lastAsked.set(about, { ...last, isAnswered: false, pauseMs: Math.min(2 * last.pauseMs, LONGEST_PAUSE_MS) })
    },
  }
}
