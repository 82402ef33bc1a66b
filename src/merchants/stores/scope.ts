import type { Id, Mode } from '../../kernel/ids.ts'
import type { Db } from '../../platform/db/database.ts'
import { seesStore } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { idOf } from '../../platform/http/id-param.ts'
import { InvalidInput } from '../../platform/http/problem.ts'
import { storeById, storeIdsOf } from './store.ts'
import type { StoreRow } from './store.ts'

/** The store a request works in, and the mode of the documents it reads and makes there. */
export type StoreScope = { readonly merchantId: Id<'merchant'>; readonly store: StoreRow; readonly mode: Mode }

/**
 * The store named in a request, or the only one that the caller sees. An API key's own mode counts; a
 * person works in the store's present mode unless `mode` asks for the other. Throws `InvalidInput` for a store that
 * is missing, not the caller's to see, or not opened for live documents.
 */
export async function storeScope(
  db: Db, caller: Caller, { store: named, mode }: { store?: string | undefined; mode?: Mode | undefined },
): Promise<StoreScope> {
  const storeId = named === undefined ? await onlyStore(db, caller) : idOf('store', named)
  if (storeId === null) throw new InvalidInput([{ field: 'store', code: 'missing' }])
  const store = await visibleStore(db, caller, storeId)
  if (store === null) throw new InvalidInput([{ field: 'store', code: 'not_a_choice' }])
  const wanted = caller.mode ?? mode ?? store.mode
  if (wanted === 'live' && store.mode === 'test') throw new InvalidInput([{ field: 'mode', code: 'not_a_choice' }])
  return { merchantId: caller.merchantId, store, mode: wanted }
}

/** The store itself, as far as this caller may see it. Null for any other, whatever the reason. */
export async function visibleStore(db: Db, caller: Caller, storeId: Id<'store'>): Promise<StoreRow | null> {
  const store = seesStore(caller, storeId) ? await storeById(db, { merchantId: caller.merchantId, storeId }) : undefined
  return store ?? null
}

async function onlyStore(db: Db, { merchantId, storeIds }: Caller): Promise<Id<'store'> | null> {
  const [first = null, second] = storeIds ?? await storeIdsOf(db, merchantId)
  return second === undefined ? first : null
}

/** The store for work that no caller asked for, such as a schedule. Null: there is no such store. */
export const storeOfWork = async (db: Db, key: { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'> }): Promise<StoreRow | null> =>
  await storeById(db, key) ?? null

/** Whether the caller may see an object of this store and mode. Objects it may not see do not exist for it. */
export const isVisible = (caller: Caller, object: { readonly storeId: Id<'store'>; readonly mode: Mode }): boolean =>
  seesStore(caller, object.storeId) && (caller.mode === null || caller.mode === object.mode)
