import type { Id } from '../kernel/ids.ts'
import { storeScope, visibleStore } from '../merchants/stores/scope.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import type { Db } from '../platform/db/database.ts'
import type { Desk } from './save-product.ts'

/** The store itself, whatever its mode: products and tax letters are those of its test and of its live sales. */
type StoreOf = Awaited<ReturnType<typeof storeScope>>['store']

const deskOf = (caller: Caller, store: StoreOf) => ({
  merchantId: caller.merchantId, storeId: store.store_id, country: store.country, currency: store.currency, actor: actorOf(caller), language: store.language,
  /** A program with a test key changes nothing that a live store sells. */
  mayWrite: !(caller.mode === 'test' && store.mode === 'live'),
})

type OpenDesk = Desk & ReturnType<typeof deskOf>

/** Of the store that is named, or of the only one that the caller sees. Throws `InvalidInput` as `storeScope` does. */
export const openDesk = async (db: Db, caller: Caller, query: { store?: string | undefined }): Promise<OpenDesk> =>
  deskOf(caller, (await storeScope(db, caller, query)).store)

/** Null: the caller sees no such store. */
export async function deskOfStore(db: Db, caller: Caller, storeId: Id<'store'>): Promise<OpenDesk | null> {
  const store = await visibleStore(db, caller, storeId)
  return store === null ? null : deskOf(caller, store)
}
