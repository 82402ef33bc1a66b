/** Questions that may be asked at once about the same thing, and how long until another one may. Milliseconds. */
const BURST = 5
const ONE_MORE_EVERY_MS = 1000
/** Messages about the same thing that may wait for their turn. */
const MOST_WAITING = 50
const MOST_REMEMBERED = 10_000
/**
 * What was not heard of for so long has its turns back, and a message that the sweep has not brought again was settled
 * by another process. Milliseconds.
 */
const FORGOTTEN_AFTER_MS = 60_000

/**
 * What to do about an unsigned message whose payment we have never heard of. `about`: the attempt it claims to belong
 * to, or the channel where it claims none. `ask`: the provider is asked now. `wait`: the sweep brings it again. `park`:
 * too many wait already; it is written down and asked about only when a person does.
 */
export type StrangerTurns = (about: string, message: { readonly id: string; readonly now: Date }) => 'ask' | 'wait' | 'park'

/** `waiting`: when each message was last told to wait. */
type Turns = { readonly left: number; readonly at: number; readonly waiting: ReadonlyMap<string, number> }

/**
 * Strangers can make up payments as fast as they can send, so that what claims nothing has turns of its own and keeps
 * no message waiting that names one of our attempts. Remembered by this process alone, and for a minute.
 */
export function strangerTurns(): StrangerTurns {
  const turns = new Map<string, Turns>()
  return (about, { id, now }) => {
    const before = turns.get(about) ?? { left: BURST, at: now.getTime(), waiting: new Map<string, number>() }
    // Messages are looked at side by side: one that was stamped before the last gains nothing, and takes nothing back.
    const at = Math.max(now.getTime(), before.at)
    const left = Math.min(BURST, before.left + (at - before.at) / ONE_MORE_EVERY_MS)
    const waiting = new Map([...before.waiting].filter(([, since]) => at - since < FORGOTTEN_AFTER_MS))
    const answer = left >= 1 ? 'ask' : waiting.has(id) || waiting.size < MOST_WAITING ? 'wait' : 'park'
    if (answer === 'wait') waiting.set(id, at)
    else waiting.delete(id)
    turns.delete(about)
    turns.set(about, { left: answer === 'ask' ? left - 1 : left, at, waiting })
    forget(turns, at)
    return answer
  }
}

/** The map is in the order in which its keys were last heard of. */
function forget(turns: Map<string, Turns>, now: number): void {
  for (const [about, { at }] of turns) {
    if (turns.size <= MOST_REMEMBERED && now - at < FORGOTTEN_AFTER_MS) return
    turns.delete(about)
  }
}
