/**
 * The provider's own clock and what it still has to do. The clock runs with the machine's and can be turned
 * forward; work that became due then runs in order of its time, and the clock shows that time while it runs.
 */
export interface Agenda {
  now(): Date
  /** Does `run` at `at`, by itself or when the clock is turned. `what` is for the page. */
  plan(at: Date, what: string, run: () => Promise<void>): void
  /** Milliseconds forward. Resolves when everything that became due is done. */
  advance(ms: number): Promise<void>
  planned(): readonly Planned[]
  stop(): void
}

type Planned = { readonly at: Date; readonly what: string }

type Item = Planned & { readonly run: () => Promise<void> }

export function openAgenda(): Agenda {
  const state = { offsetMs: 0, items: new Array<Item>(), timer: setTimeout(() => {}, 0), stopped: false }
  const nowMs = (): number => Date.now() + state.offsetMs

  const takeDue = (untilMs: number): Item | null => {
    const first = state.items[0]
    if (first === undefined || first.at.getTime() > untilMs) return null
    state.items.shift()
    return first
  }

  const wake = (): void => {
    clearTimeout(state.timer)
    const first = state.items[0]
    if (first === undefined || state.stopped) return
    state.timer = setTimeout(() => void runDue(nowMs()), Math.max(0, first.at.getTime() - nowMs()))
    state.timer.unref()
  }

  async function runDue(untilMs: number): Promise<void> {
    for (let item = takeDue(untilMs); item !== null; item = takeDue(untilMs)) {
      const behindMs = item.at.getTime() - nowMs()
      if (behindMs > 0) state.offsetMs += behindMs
      await item.run()
    }
    wake()
  }

  return {
    now: () => new Date(nowMs()),
    plan(at, what, run) {
      state.items.push({ at, what, run })
      state.items.sort((a, b) => a.at.getTime() - b.at.getTime())
      wake()
    },
    async advance(ms) {
      const untilMs = nowMs() + ms
      clearTimeout(state.timer)
      await runDue(untilMs)
      const restMs = untilMs - nowMs()
      if (restMs > 0) state.offsetMs += restMs
      wake()
    },
    planned: () => state.items.map(({ at, what }) => ({ at, what })),
    stop() {
      state.stopped = true
      clearTimeout(state.timer)
    },
  }
}
