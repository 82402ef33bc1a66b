/** Questions that may be asked at once about the same thing, and how long until another one may. Milliseconds. */
const BURST = 5
const ONE_MORE_EVERY_MS = 1000
/** Messages about the same thing that may wait for their turn. */
const MOST_WAITING = 50
const MOST_REMEMBERED = 10_000

/**
 * What to do about an unsigned message whose payment we have never heard of. `about`: the attempt it claims to belong
 * to, or the channel where it claims none. `ask`: the provider is asked now. `wait`: the sweep brings it again. `park`:
 * too many wait already; it is written down and asked about only when a person does.
 */
export type StrangerTurns = (about: string, message: { readonly id: string; readonly now: Date }) => 'ask' | 'wait' | 'park'

type Turns = { readonly left: number; readonly at: number; readonly waiting: ReadonlySet<string> }

/**
 * Strangers can make up payments as fast as they can send, so that what claims nothing has turns of its own and keeps
 * no message waiting that names one of our attempts. Remembered by this process alone.
 */
export function strangerTurns(): StrangerTurns {
  const turns = new Map<string, Turns>()
  return (about, { id, now }) => {
    const before = turns.get(about) ?? { left: BURST, at: now.getTime(), waiting: new Set<string>() }
    const gained = Math.max(0, (now.getTime() - before.at) / ONE_MORE_EVERY_MS)
    const left = Math.min(BURST, before.left + gained)
    const waiting = new Set(before.waiting)
    const answer = left >= 1 ? 'ask' : waiting.has(id) || waiting.size < MOST_WAITING ? 'wait' : 'park'
    if (answer === 'wait') waiting.add(id)
    else waiting.delete(id)
    turns.delete(about)
    turns.set(about, { left: answer === 'ask' ? left - 1 : left, at: now.getTime(), waiting })
    const [oldest] = turns.keys()
    if (turns.size > MOST_REMEMBERED && oldest !== undefined) turns.delete(oldest)
    return answer
  }
}
