/** Work that repeats in this process. Its next round starts `pauseMs` after the last one ended, so rounds never overlap. */
export type Repeating = { stop(): Promise<void> }

/** `round` answers true when it left work behind, and is then run again at once. */
export function every(pauseMs: number, round: () => Promise<boolean>, onError: (error: unknown) => void): Repeating {
  const state = { stopped: false, running: Promise.resolve() }
  const timer = { handle: setTimeout(run, pauseMs) }
  function run(): void {
    state.running = round().catch((error: unknown) => {
      onError(error)
      return false
    }).then((more) => {
      if (!state.stopped) timer.handle = setTimeout(run, more ? 0 : pauseMs)
    })
  }
  return {
    async stop() {
      state.stopped = true
      clearTimeout(timer.handle)
      await state.running
    },
  }
}

/**
 * Does all of them, `atOnce` of them at a time; one that throws keeps no other waiting, and what they threw is told at the
 * end. Answers how many threw.
 */
export async function doEach<T>(all: readonly T[], act: (one: T) => Promise<unknown>, onError: (error: unknown) => void, atOnce = 1): Promise<number> {
  const thrown: unknown[] = []
  const waiting = all.values()
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const one of waiting) await act(one).catch((error: unknown) => thrown.push(error))
  }))
  for (const error of thrown) onError(error)
  return thrown.length
}
