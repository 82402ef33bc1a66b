/** Runs what was acknowledged, a few at a time and in the order of arrival. What is lost with the process, the sweep finds. */
export type ApplyQueue = {
  /**
   * Runs a message's way to its acknowledgement, which goes first: while messages are on that way, they are applied one
   * at a time. A provider that waits too long calls again, and more often; the books can be a moment late.
   */
  acknowledging<T>(work: () => Promise<T>): Promise<T>
  /** False when the queue is full: the sweep will come to it. */
  add(work: () => Promise<void>): boolean
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>
}

export function applyQueue(
  { concurrency, capacity, onError }: { concurrency: number; capacity: number; onError: (error: unknown) => void },
): ApplyQueue {
  const waiting: (() => Promise<void>)[] = []
  const resting: (() => void)[] = []
  const state = { running: 0, acknowledging: 0 }
  function next(): void {
    while (state.running < (state.acknowledging > 0 ? 1 : concurrency)) {
      const work = waiting.shift()
      if (work === undefined) break
      state.running += 1
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
        if (state.acknowledging === 0) next()
      }
    },
    add(work) {
      if (waiting.length >= capacity) return false
      waiting.push(work)
      next()
      return true
    },
    idle: () => new Promise((resolve) => {
      resting.push(resolve)
      next()
    }),
  }
}
