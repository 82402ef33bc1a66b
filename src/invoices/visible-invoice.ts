import { isVisible } from '../merchants/stores/scope.ts'
import type { Db } from '../platform/db/database.ts'
import type { Caller } from '../platform/http/caller.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import { findInvoice } from './find-invoice.ts'
import type { Invoice } from './invoice.ts'

/** The invoice behind a public id, as far as this caller may see it. Null for any other, whatever the reason. */
export async function visibleInvoice(db: Db, caller: Caller, publicId: string): Promise<Invoice | null> {
  const { id, mode } = idWithMode('invoice', publicId)
  const invoice = await findInvoice(db, { merchantId: caller.merchantId, id })
  return invoice !== null && invoice.mode === mode && isVisible(caller, invoice) ? invoice : null
}
