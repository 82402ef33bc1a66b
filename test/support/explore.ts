import { digest, stageOf } from './turns.ts'
import type { Actor } from './turns.ts'
import type { Database } from '../../src/platform/db/database.ts'

/** One course of events from the same beginning. */
export type World = {
  readonly actors: readonly Actor[]
  /** Reads the books: what they say, without ids and times, and what is wrong with them. `isOver` when nobody acts any more. */
  look(isOver: boolean): Promise<{ readonly books: string; readonly faults: readonly string[] }>
}

export type Explored = { readonly states: number; readonly courses: number }

/**
 * Tries every order in which the actors' steps can follow each other, on the real database, and looks at the books
 * after each step. Two orders that lead to the same books, with every actor having read the same, go on in the same
 * way: only the first is followed further. Throws with the order of steps that led to a fault.
 */
export async function exploreAll(database: Database, begin: () => Promise<World>): Promise<Explored> {
  const seen = new Set<string>()
  const todo: number[][] = [[]]
  let courses = 0
  for (let course = todo.pop(); course !== undefined; course = todo.pop()) {
    courses += 1
    await follow(database, await begin(), course, { seen, branch: (other) => todo.push(other) })
  }
  return { states: seen.size, courses }
}

type Search = { readonly seen: Set<string>; readonly branch: (course: number[]) => void }

async function follow(database: Database, world: World, given: readonly number[], { seen, branch }: Search): Promise<void> {
  const stage = await stageOf(world.actors, database)
  const course: number[] = []
  for (;;) {
    const ready = stage.ready()
    if (course.length >= given.length) {
      const memories = world.actors.map((_, n) => (ready.includes(n) ? stage.memory(n) : 'ended'))
      const { books, faults } = await world.look(ready.length === 0)
      const key = digest(`${books}\n${memories.join('\n')}`)
      if (seen.has(key)) return drain(stage)
      seen.add(key)
      if (faults.length > 0) throw new Error(`${faults.join('; ')}: after ${course.map((n) => world.actors[n]?.name).join(', ')}`)
      for (const other of ready.slice(1)) branch([...course, other])
    }
    const next = given[course.length] ?? ready[0]
    if (next === undefined) return
    course.push(next)
    await stage.step(next)
  }
}

/** Lets everybody end, so that no actor of an abandoned course is left waiting. */
async function drain(stage: Awaited<ReturnType<typeof stageOf>>): Promise<void> {
  for (let [next] = stage.ready(); next !== undefined; [next] = stage.ready()) await stage.step(next)
}
