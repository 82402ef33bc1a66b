import { isVisible } from '../merchants/stores/scope.ts'
import type { Db } from '../platform/db/database.ts'
import type { Caller } from '../platform/http/caller.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import { findCreditNote } from './find-credit-note.ts'
import type { CreditNote } from './find-credit-note.ts'

/** The credit note behind a public id, as far as this caller may see it. Null for any other, whatever the reason. */
export async function visibleCreditNote(db: Db, caller: Caller, text: string): Promise<CreditNote | null> {
  const { id, mode } = idWithMode('creditNote', text)
  const note = await findCreditNote(db, { merchantId: caller.merchantId, id })
  return note !== null && note.mode === mode && isVisible(caller, note) ? note : null
}
