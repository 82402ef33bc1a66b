/** Runs what was acknowledged, a few at a time and in the order of arrival. What is lost with the process, the sweep finds. */
type ApplyQueue = {
  /**
   * Runs a message's way to its acknowledgement, which goes first: while messages are on that way, they are applied one
   * at a time, and in a crowd one for every ten that were acknowledged. A provider that waits too long calls again, and
   * more often; the books can be a moment late.
   */
  acknowledging<T>(work: () => Promise<T>): Promise<T>
  /** False when the queue is full: the sweep will come to it. */
  add(work: () => Promise<void>): boolean
  /** Resolves when the sweep may apply one more: in a crowd it shares the pace of what waits here, and goes first, being older. */
  turn(): Promise<void>
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>
}

/** This many on their way to an acknowledgement at once are a crowd: they keep the database busy by themselves. */
const CROWD = 8
const ACKNOWLEDGED_FOR_ONE_APPLIED = 10

export function applyQueue(
  { concurrency, capacity, onError }: { concurrency: number; capacity: number; onError: (error: unknown) => void },
): ApplyQueue {
  const waiting: (() => Promise<void>)[] = []
  const resting: (() => void)[] = []
  const sweeping: (() => void)[] = []
  const state = { running: 0, acknowledging: 0, acknowledgedSince: 0 }
  function atOnce(): number {
    if (state.acknowledging === 0) return concurrency
    return state.acknowledging < CROWD || state.acknowledgedSince >= ACKNOWLEDGED_FOR_ONE_APPLIED ? 1 : 0
  }
  function letSweep(): void {
    while (sweeping.length > 0 && (state.acknowledging < CROWD || state.acknowledgedSince >= ACKNOWLEDGED_FOR_ONE_APPLIED)) {
      state.acknowledgedSince = 0
      sweeping.shift()?.()
    }
  }
  function next(): void {
    letSweep()
    while (state.running < atOnce()) {
      const work = waiting.shift()
      if (work === undefined) break
      state.running += 1
      state.acknowledgedSince = 0
      work().catch(onError).finally(() => {
        state.running -= 1
        next()
      })
    }
    if (state.running === 0 && waiting.length === 0) for (const rest of resting.splice(0)) rest()
  }
  return {
    async acknowledging(work) {
      state.acknowledging += 1
      try {
        return await work()
      } finally {
        state.acknowledging -= 1
        state.acknowledgedSince += 1
        next()
      }
    },
    add(work) {
      if (waiting.length >= capacity) return false
      waiting.push(work)
      next()
      return true
    },
    turn: () => new Promise((resolve) => {
      sweeping.push(resolve)
      letSweep()
    }),
    idle: () => new Promise((resolve) => {
      resting.push(resolve)
      next()
    }),
  }
}
