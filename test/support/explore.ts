import type { Id } from '../../src/kernel/ids.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { isRead, writtenTables } from './all-rows.ts'
import { Archive } from './books.ts'
import type { Books, Judge } from './books.ts'
import { atBeginning, digest } from './turns.ts'
import type { Actor, Line } from './turns.ts'
import { Undone } from './undone.ts'

export type World<Name extends string> = {
  /** Whose books are looked at: nobody else's are written. */
  readonly merchantId: Id<'merchant'>
  actor(name: Name): Actor
  /** Looks at the books as they stand. */
  look(database: Database): Promise<Judge>
}

/** `steps`: the ways that lead from one state to another. */
export type Explored = { readonly states: number; readonly steps: number }

export type Exploration<Name extends string> = {
  /** Everything that can happen between these. Throws with an order of steps that leads to a fault. */
  of(names: readonly Name[]): Promise<Explored>
  /** Steps that were done on the database so far, and different books that they led to. */
  work(): { readonly steps: number; readonly books: number }
  /** Throws where an actor wrote what is no part of the states. */
  close(): Promise<void>
}

/**
 * Goes through every state to which the actors' steps can lead, in whatever order they follow each other, on the real
 * database. A state is all rows of the books, all that each actor has read and what it did outside: from there on
 * everything goes the same way, however one came there. What a step does follows from the books and from what its
 * actor has read, so it is done on the database once for these, whatever the others have read meanwhile and whoever
 * they are. Nothing stays in the database.
 */
export async function openExploration<Name extends string>(
  database: Database, begin: (database: Database) => Promise<World<Name>>,
): Promise<Exploration<Name>> {
  const undone = await Undone.open(database)
  const { pool } = undone.database()
  const world = await begin(undone.database())
  const writtenBefore = await writtenTables(pool)
  const archive = new Archive(undone, world)
  const beginning = await archive.open()
  const done = new Map<string, { readonly line: Line; readonly books: Books }>()

  async function step(books: Books, actor: Actor, line: Line): Promise<{ line: Line; books: Books }> {
    const key = `${books.key} ${line.memory}`
    const known = done.get(key)
    if (known !== undefined) return known
    const result = await archive.step(books, actor, line)
    done.set(key, result)
    return result
  }

  return {
    of: (names) => explore(names.map((name) => world.actor(name)), { beginning, step }),
    work: () => ({ steps: done.size, books: archive.size }),
    async close() {
      const written = await writtenTables(pool)
      await undone.close()
      for (const [table, count] of written) {
        if (!isRead(table) && writtenBefore.get(table) !== count) throw new Error(`${table} was written, and is no part of the states`)
      }
    },
  }
}

type State = { readonly books: Books; readonly lines: readonly Line[]; readonly before: { readonly state: State; readonly by: Actor } | null }

type Steps = { readonly beginning: Books; step(books: Books, actor: Actor, line: Line): Promise<{ line: Line; books: Books }> }

async function explore(actors: readonly Actor[], { beginning, step }: Steps): Promise<Explored> {
  const seen = new Set<string>()
  const todo: State[] = [{ books: beginning, lines: actors.map(atBeginning), before: null }]
  let steps = 0
  for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
    const key = keyOf(state)
    if (seen.has(key)) continue
    seen.add(key)
    judge(state)
    for (const [n, actor] of actors.entries()) {
      const line = state.lines[n]
      if (line === undefined || line.isOver) continue
      steps += 1
      const next = await step(state.books, actor, line)
      todo.push({ books: next.books, lines: state.lines.with(n, next.line), before: { state, by: actor } })
    }
  }
  return { states: seen.size, steps }
}

const factsOf = ({ lines }: State): string[] => lines.flatMap(({ facts }) => facts)

const keyOf = (state: State): string =>
  digest([state.books.key, ...factsOf(state), ...state.lines.map(({ memory, isOver }) => (isOver ? 'ended' : memory))].join('\n'))

function judge(state: State): void {
  const faults = state.books.judge(factsOf(state), state.lines.every(({ isOver }) => isOver))
  if (faults.length > 0) throw new Error(`${faults.join('; ')}: after ${courseTo(state).join(', ')}`)
}

const courseTo = ({ before }: State): string[] => (before === null ? [] : [...courseTo(before.state), before.by.name])
