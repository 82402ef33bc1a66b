import { newId } from '../../src/kernel/ids.ts'

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * Code that is run again draws other ids than the first time. This stands between one run and the database: at the
 * same point the database always hears the same id, and the code always hears its own. `drawn` keeps the database's
 * ids by the name of the point where each was drawn.
 */
export class DrawnIds {
  readonly #drawn: Map<string, string>
  /** Ids of one process ascend: those drawn in this run are greater. */
  readonly #eldest: string = newId('event')
  readonly #toHeard = new Map<string, string>()
  readonly #toOwn = new Map<string, string>()

  constructor(drawn: Map<string, string>) {
    this.#drawn = drawn
  }

  /** What the code says at this point, with the ids that the database is to hear. */
  heard(point: string, values: readonly unknown[]): readonly unknown[] {
    return values.map((value, at) => replaced(value, (id, within) => {
      if (id <= this.#eldest) return id
      const known = this.#toHeard.get(id)
      if (known !== undefined) return known
      const name = `${point} ${at}${within}`
      const heard = this.#drawn.get(name) ?? id
      this.#drawn.set(name, heard)
      this.#toHeard.set(id, heard)
      this.#toOwn.set(heard, id)
      return heard
    }))
  }

  toHeard = (text: string): string => text.replaceAll(ID, (id) => this.#toHeard.get(id) ?? id)

  toOwn = (value: unknown): unknown => (this.#toOwn.size === 0 ? value : replaced(value, (id) => this.#toOwn.get(id) ?? id))
}

function replaced(value: unknown, by: (id: string, within: string) => string, within = ''): unknown {
  if (typeof value === 'string') return value.length < 36 ? value : value.replaceAll(ID, (id, offset: number) => by(id, `${within}@${offset}`))
  if (Array.isArray(value)) return value.map((part: unknown, at) => replaced(part, by, `${within}.${at}`))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, by, `${within}.${key}`)]))
}
