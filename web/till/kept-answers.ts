import { NoAnswer } from '../src/api/problem.ts'

/** Not one of the worker's: what lies here was put here by the till itself, and only the till reads it. */
const SHELF = 'kvit-kept'

/** The shelf of this device; null where the browser has none, which is everywhere but over HTTPS and on the machine itself. */
const shelf = async (): Promise<Cache | null> => ('caches' in globalThis ? caches.open(SHELF) : null)

/**
 * The server's answer, kept on the device under `name`; where none comes, the one that was kept. Throws as `ask` does, and
 * `NoAnswer` where nothing is kept that `isSuch` knows for its own.
 */
export async function orKept<T>(name: string, isSuch: (value: unknown) => value is T, ask: () => Promise<T>): Promise<T> {
  const kept = await shelf()
  const place = `/kept/${name}`
  try {
    const answer = await ask()
    await kept?.put(place, Response.json(answer)).catch(() => undefined)
    return answer
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    const before: unknown = await (await kept?.match(place))?.json()
    if (!isSuch(before)) throw error
    return before
  }
}

export const forgetAnswers = async (): Promise<unknown> => ('caches' in globalThis ? caches.delete(SHELF) : null)
