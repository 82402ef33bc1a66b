/** Time in a world of many: whoever lives there waits for a moment, and when all wait the clock is turned to what comes next. */
export type Hours = {
  /** Waits that long and on to the next mark, at which many act at the same moment. Milliseconds. */
  pass(ms: number): Promise<void>
  /** Waits for a moment, in milliseconds of the epoch. */
  until(at: number): Promise<void>
  /** Lives all of these at the same time, with rounds of the server while somebody acts and whenever something is due. Throws what the first of them throws. */
  live(lives: readonly (() => Promise<void>)[]): Promise<void>
  /** How often the clock was turned and somebody woken. */
  turns(): number
}

export type Turning = {
  now(): number
  advance(ms: number): Promise<void>
  /** Everything that the server does by itself, once. */
  rounds(): Promise<void>
  /** When the server has something to do next. Infinity: never. */
  nextDue(): Promise<number>
}

const MARK_MS = 10 * 60_000

/** How often the server looks, so that what is due within that time is done in one round. */
const LOOK_MS = 30_000

type Sleeper = { readonly until: number; wake(): void }

export function openHours({ now, advance, rounds, nextDue }: Turning): Hours {
  const state = { awake: 0, turns: 0, isOver: false, sleepers: new Array<Sleeper>(), allRested: () => {} }
  const rest = (): void => {
    if (--state.awake === 0) state.allRested()
  }
  const allRest = (): Promise<void> => (state.awake === 0 ? Promise.resolve() : new Promise((resolve) => { state.allRested = resolve }))
  const until = (at: number): Promise<void> => new Promise((wake) => {
    state.sleepers.push({ until: at, wake })
    rest()
  })
  const wakeDue = (): number => {
    const at = now()
    const due = state.sleepers.filter((one) => one.until <= at)
    state.sleepers = state.sleepers.filter((one) => one.until > at)
    state.awake += due.length
    for (const one of due) one.wake()
    return due.length
  }
  const turn = async (): Promise<void> => {
    await allRest()
    while (state.sleepers.length > 0 && !state.isOver) {
      state.turns++
      const woken = wakeDue()
      await Promise.all([rounds(), allRest()])
      // What was done in this turn is seen to by the next round before any time passes.
      if (woken > 0) continue
      const due = Math.ceil(Math.max(await nextDue(), now() + 1) / LOOK_MS) * LOOK_MS
      await advance(Math.max(0, Math.min(due, ...state.sleepers.map((one) => one.until)) - now()))
    }
  }
  return {
    until,
    pass: (ms) => until(Math.ceil((now() + ms) / MARK_MS) * MARK_MS),
    turns: () => state.turns,
    async live(lives) {
      state.awake = lives.length
      try {
        await Promise.all([...lives.map((life) => life().finally(rest)), turn()])
      } finally {
        state.isOver = true
      }
      state.isOver = false
    },
  }
}
