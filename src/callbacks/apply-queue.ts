/** Runs what was acknowledged, a few at a time and in the order of arrival. What is lost with the process, the sweep finds. */
export type ApplyQueue = {
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
  const state = { running: 0 }
  function next(): void {
    while (state.running < concurrency) {
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
