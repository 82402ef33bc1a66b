import { createHash } from 'node:crypto'
import type { Database } from '../../src/platform/db/database.ts'
import { DrawnIds } from './drawn-ids.ts'
import { isReading } from './undone.ts'
import type { Answer, Ask, Asked, Undone } from './undone.ts'

/**
 * Somebody who acts at the same time as others. A step is what PostgreSQL does as one: a statement of its own, or
 * everything between taking a connection and giving it back. `tell` notes what was done outside the database.
 */
export type Actor = { readonly name: string; act(database: Database, tell: (fact: string) => void): Promise<void> }

type Said = { readonly asked: Asked; readonly answer: { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly error: unknown } }

/** `point`: for `DrawnIds`. It counts the actor's changes, because what it drew for a change that was not made is in no row and may be drawn again. */
type Step = { readonly point: string; readonly said: readonly Said[] }

/** How far an actor has come: what it does next depends on what it was answered, and on nothing else. */
export type Line = {
  readonly steps: readonly Step[]
  /** Digest of who it is and of all that it was answered, in order. */
  readonly memory: string
  readonly facts: readonly string[]
  readonly isOver: boolean
  /** How many of the steps changed the books. */
  readonly changes: number
}

export const atBeginning = ({ name }: Actor): Line => ({ steps: [], memory: digest(name), facts: [], isOver: false, changes: 0 })

/** After a step that changed the books: that is remembered, for the answers need not tell. */
export const withChange = (line: Line): Line => ({ ...line, changes: line.changes + 1, memory: digest(`${line.memory} changed`) })

/** Whether the last step could change nothing. */
export const onlyRead = ({ steps }: Line): boolean => steps.at(-1)?.said.every(({ asked }) => isReading(asked.text)) ?? true

/** Says the last step once more, on books as they were before it. */
export async function sayAgain({ steps }: Line, ask: Ask): Promise<void> {
  for (const { asked } of steps.at(-1)?.said ?? []) await ask(asked)
}

/**
 * Lets the actor take its next step on the database as it stands. The steps before are told to it once more, out of
 * memory; code that does not say the same as before is an error. `drawn`: for `DrawnIds`.
 */
export function goOn(actor: Actor, line: Line, { undone, drawn }: { undone: Undone; drawn: Map<string, string> }): Promise<Line> {
  const ids = new DrawnIds(drawn)
  const facts: string[] = []
  const said: Said[] = []
  const point = `${actor.name} ${line.changes}`
  let taken = 0
  return new Promise((resolve, reject) => {
    const stop = (isOver: boolean): void => resolve({
      steps: [...line.steps, { point, said }], memory: digest(`${line.memory}\n${answersOf(said)}`),
      facts: facts.map(ids.toHeard), isOver, changes: line.changes,
    })
    const use = async (): Promise<Ask> => {
      const told = line.steps[taken]
      taken += 1
      if (told !== undefined) return repeating(told, ids)
      if (taken === line.steps.length + 1) return remembering(undone.connection(), { point, said, ids })
      stop(false)
      // Whoever acts next is chosen elsewhere; this run of the code ends here.
      return new Promise(() => {})
    }
    actor.act(undone.database(use), (fact) => facts.push(fact)).then(() => stop(true), reject)
  })
}

function repeating({ point, said }: Step, ids: DrawnIds): Ask {
  let at = 0
  return async ({ text, values }) => {
    const known = said[at]
    const asked = { text, values: ids.heard(`${point} ${at++} ${text}`, values) }
    if (known === undefined || written(asked) !== written(known.asked)) throw new Error(`not what was said before: ${text}`)
    if (!known.answer.ok) throw known.answer.error
    return toOwn(known.answer.value, ids)
  }
}

function remembering(ask: Ask, { point, said, ids }: { point: string; said: Said[]; ids: DrawnIds }): Ask {
  return async ({ text, name, values }) => {
    const asked = { text, name, values: ids.heard(`${point} ${said.length} ${text}`, values) }
    try {
      const { rows, rowCount, command } = await ask(asked)
      const value = { rows, rowCount, command }
      said.push({ asked, answer: { ok: true, value } })
      return toOwn(value, ids)
    } catch (error) {
      said.push({ asked, answer: { ok: false, error } })
      throw error
    }
  }
}

const toOwn = ({ rows, rowCount, command }: Answer, ids: DrawnIds): Answer => ({ rows: rows.map(ids.toOwn), rowCount, command })

/** Without numbers: in which slot a part of a balance stands follows from an id, and so from chance. */
const written = ({ text, values }: Pick<Asked, 'text' | 'values'>): string =>
  JSON.stringify([text, values], (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : typeof part === 'number' ? 0 : part))

const answersOf = (said: readonly Said[]): string => said.map(({ answer }) => (answer.ok
  ? JSON.stringify([answer.value.rows, answer.value.rowCount], (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
  : String(answer.error))).join('\n')

export const digest = (text: string): string => createHash('sha1').update(text).digest('base64url')
