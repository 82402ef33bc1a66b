/** At most one question about the same thing in this time. Milliseconds. */
const ONCE_IN_MS = 1000
const MOST_REMEMBERED = 10_000

/**
 * What to do about an unsigned message. `ask`: the provider is asked now, and that is remembered. `asked`: the provider
 * was asked after the message came, so its news is known. `wait`: the provider was asked a moment before it came; the
 * sweep comes to it when asking again is due.
 */
export type HintPace = (about: string, moments: { readonly receivedAt: Date; readonly now: Date }) => 'ask' | 'asked' | 'wait'

/**
 * Anybody can send unsigned messages, so they must not make us call the provider as often as they come. Remembered by
 * this process alone, the reference asked about longest ago being forgotten first.
 */
export function hintPace(): HintPace {
  const lastAsked = new Map<string, number>()
  return (about, { receivedAt, now }) => {
    const asked = lastAsked.get(about)
    if (asked !== undefined && receivedAt.getTime() < asked) return 'asked'
    if (asked !== undefined && now.getTime() - asked < ONCE_IN_MS) return 'wait'
    lastAsked.delete(about)
    lastAsked.set(about, now.getTime())
    const [oldest] = lastAsked.keys()
    if (lastAsked.size > MOST_REMEMBERED && oldest !== undefined) lastAsked.delete(oldest)
    return 'ask'
  }
}
