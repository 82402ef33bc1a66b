import { Type } from 'typebox'
import type { TSchema } from 'typebox'
import { InvalidInput } from './problem.ts'

/** Query fields of every list; spread into the route's own. */
export const PagingQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default 25.' })),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before.' })),
}

export const PageJson = <T extends TSchema>(item: T) => Type.Object({
  items: Type.Array(item),
  next: Type.Union([Type.String(), Type.Null()], { description: 'Cursor of the next page; null on the last.' }),
})

/** `limit` rows are shown; ask the database for `limit + 1`, whose presence tells that a next page exists. */
type Page = { readonly limit: number; readonly after: string | null }

const DEFAULT_LIMIT = 25

/**
 * Reads `limit` and `cursor`. `after` is the text that `page` was given as the key of the last row. Throws
 * `InvalidInput` for a foreign cursor.
 */
export function pageOf(query: { limit?: number; cursor?: string }): Page {
  const { limit = DEFAULT_LIMIT, cursor } = query
  if (cursor === undefined) return { limit, after: null }
  const after = Buffer.from(cursor, 'base64url').toString('utf8')
  const isOurs = Buffer.from(after, 'utf8').toString('base64url') === cursor && /^[0-9A-Za-z:.|_-]{1,140}$/.test(after)
  if (!isOurs) throw new InvalidInput([{ field: 'cursor', code: 'malformed' }])
  return { limit, after }
}

/** The answer of a list: at most `limit` of the rows and the cursor of the page after them. `key` is usually the row's id. */
export function page<Row, Item>(
  rows: readonly Row[], { limit }: Page, key: (row: Row) => string, json: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? Buffer.from(key(last), 'utf8').toString('base64url') : null
  return { items: shown.map(json), next }
}

const AT_ONCE = 100

/** Every row of such a list, page after page. `read` answers at most `limit` rows behind the one of the key `after`. */
export async function* everyPage<Row, Key>(
  read: (asked: { readonly limit: number; readonly after: Key | null }) => Promise<Row[]>, key: (row: Row) => Key,
): AsyncGenerator<Row[]> {
  for (let after: Key | null = null; ;) {
    const rows: Row[] = await read({ limit: AT_ONCE, after })
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_ONCE) return
    after = key(last)
  }
}
