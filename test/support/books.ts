import type { Id } from '../../src/kernel/ids.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { allRowsOf } from './all-rows.ts'
import { digest, goOn, onlyRead, sayAgain, withChange } from './turns.ts'
import type { Actor, Line } from './turns.ts'
import type { Place, Undone } from './undone.ts'

/** What is wrong with the books if this was done outside the database. `isOver`: nobody acts any more. */
export type Judge = (facts: readonly string[], isOver: boolean) => readonly string[]

/** The books as they stand at one moment. The same rows are the same books, whatever led to them. */
export type Books = {
  /** Digest of all rows. */
  readonly key: string
  /** The step that led here first, and the books it was taken on; null: the beginning. */
  readonly from: { readonly books: Books; readonly line: Line } | null
  readonly judge: Judge
}

type Looked = { readonly merchantId: Id<'merchant'>; look(database: Database): Promise<Judge> }

/** Brings one real database to any books that it came to before, by going back, or by saying the same once more. */
export class Archive {
  readonly #undone: Undone
  readonly #looked: Looked
  readonly #known = new Map<string, Books>()
  readonly #drawn = new Map<string, string>()
  /** From the beginning to the books that stand in the database now. */
  #way: readonly { readonly books: Books; readonly place: Place }[] = []

  constructor(undone: Undone, looked: Looked) {
    this.#undone = undone
    this.#looked = looked
  }

  /** The books as they stand now. */
  open(): Promise<Books> {
    return this.#arrive(null)
  }

  /** The actor's next step, on these books: how far it is then, and what the books are. */
  async step(books: Books, actor: Actor, line: Line): Promise<{ line: Line; books: Books }> {
    await this.#bringBack(books)
    const next = await goOn(actor, line, { undone: this.#undone, drawn: this.#drawn })
    const after = onlyRead(next) ? books : await this.#arrive({ books, line: next })
    return { line: after === books ? next : withChange(next), books: after }
  }

  get size(): number {
    return this.#known.size
  }

  async #arrive(from: Books['from']): Promise<Books> {
    const database = this.#undone.database()
    const key = digest((await allRowsOf(database.pool, this.#looked.merchantId)).join('\n'))
    if (key === from?.books.key) return from.books
    const books = this.#known.get(key) ?? { key, from, judge: await this.#looked.look(database) }
    this.#known.set(key, books)
    this.#stand(books)
    return books
  }

  #stand(books: Books): void {
    this.#way = [...this.#way, { books, place: this.#undone.mark() }]
  }

  async #bringBack(books: Books): Promise<void> {
    const at = this.#way.findLastIndex((one) => one.books === books)
    const standing = this.#way[at]
    if (standing !== undefined) {
      this.#way = this.#way.slice(0, at + 1)
      return this.#undone.backTo(standing.place)
    }
    if (books.from === null) throw new Error('the beginning is on every way')
    await this.#bringBack(books.from.books)
    await sayAgain(books.from.line, this.#undone.connection())
    this.#stand(books)
  }
}
