import { Type } from 'typebox'
import type { Id, Mode } from '../kernel/ids.ts'
import { ModeJson } from '../merchants/json.ts'
import { storeScope } from '../merchants/stores/scope.ts'
import type { Db } from '../platform/db/database.ts'
import type { Caller } from '../platform/http/caller.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { periodAsked, PeriodQuery } from '../platform/http/period.ts'
import type { Period } from '../platform/http/period.ts'
import { InvalidInput } from '../platform/http/problem.ts'
import { visibleRegister } from './find-register.ts'

/** Whose shifts or receipts are looked through. */
export type TillScope = Period & {
  readonly merchantId: Id<'merchant'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  /** Null: of all cash registers of the store. */
  readonly registerId: Id<'cashRegister'> | null
}

/** Query fields of such a list; spread into the route's own. */
export const TillQuery = {
  store: Type.Optional(IdJson('store')), mode: Type.Optional(ModeJson), register: Type.Optional(IdJson('cashRegister')), ...PeriodQuery,
}

type Asked = { readonly store?: string; readonly mode?: Mode; readonly register?: string; readonly from?: string; readonly to?: string }

/** `timeZone`: of the store's clock. Throws `InvalidInput` for a store or a cash register that the caller does not see. */
export async function tillScope(db: Db, caller: Caller, query: Asked): Promise<{ readonly scope: TillScope; readonly timeZone: string }> {
  const { merchantId } = caller
  if (query.register === undefined) {
    const { store, mode } = await storeScope(db, caller, query)
    return { scope: { merchantId, storeId: store.store_id, mode, registerId: null, ...periodAsked(query, store.time_zone) }, timeZone: store.time_zone }
  }
  const register = await visibleRegister(db, caller, query.register)
  if (register === null) throw new InvalidInput([{ field: 'register', code: 'not_a_choice' }])
  const { storeId, mode, id: registerId, timeZone } = register
  return { scope: { merchantId, storeId, mode, registerId, ...periodAsked(query, timeZone) }, timeZone }
}
