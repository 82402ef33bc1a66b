import type { RegisteredFiscaliser } from '../fiscalisers/contract.ts'
import type { Db } from '../platform/db/database.ts'
import { monthOf, offlineLeft } from './offline-left.ts'
import type { OfflineLeft } from './offline-left.ts'
import { pastSpans } from './offline-store.ts'
import type { RegisterRef } from './register.ts'

type Asked = { readonly registered: Pick<RegisteredFiscaliser, 'offline'>; readonly timeZone: string; readonly began: Date; readonly now: Date }

/** What the law leaves of a time without the tax service, by what the books have of the register's earlier ones. Null: no law limits it. */
export async function leftAt(db: Db, ref: RegisterRef, { registered: { offline: limits }, timeZone, began, now }: Asked): Promise<OfflineLeft | null> {
  if (limits === null) return null
  return offlineLeft(await pastSpans(db, ref, monthOf(now, timeZone).from), { began, now }, { limits, timeZone })
}
