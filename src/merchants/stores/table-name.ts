import { businessDate } from '../../kernel/business-date.ts'
import type { BusinessDate } from '../../kernel/business-date.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Db } from '../../platform/db/database.ts'
import type { TableName } from '../../platform/http/save-csv.ts'
import { storeById } from './store.ts'

type Of = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'> }
type Days = { readonly from?: BusinessDate | undefined; readonly to?: BusinessDate | undefined }

/** What a table of a store is called when it is saved; `of` is the store, or the filter of a list. Without days it is of today. */
export async function tableName({ db, clock }: { readonly db: Db; readonly clock: Clock }, of: Of, what: string, { from, to }: Days = {}): Promise<TableName> {
  const store = await storeById(db, { merchantId: of.merchantId, storeId: of.storeId })
  return { what, store: store?.name ?? '', from, to: to ?? businessDate(clock.now(), store?.time_zone ?? 'UTC') }
}
