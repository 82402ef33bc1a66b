import type pg from 'pg'
import { queueDelivery } from '../deliveries/delivery.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { doEach } from '../platform/jobs/every.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { isMailAddress } from '../platform/mail/address.ts'

/** Receipts of one question. */
const BATCH = 200

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** A return has its address from its sale. */
const DUE = `
select r.merchant_id, r.receipt_id, r.state_changed_at, r.store_id, r.mode, r.invoice_id, r.language,
  coalesce(jsonb_path_query_array(s.sends, '$[*] ? (@.by == "email" && @.problem == null).to') ->> -1, i.payer_email) as address
from receipt r
join receipt s on s.merchant_id = r.merchant_id and s.receipt_id = coalesce(r.returns_id, r.receipt_id)
join invoice i on i.merchant_id = r.merchant_id and i.invoice_id = r.invoice_id
where r.letter_due and (r.state_changed_at, r.receipt_id) > ($1, $2) order by r.state_changed_at, r.receipt_id limit $3`

type Due = {
  merchant_id: Id<'merchant'>; receipt_id: Id<'receipt'>; state_changed_at: Date; store_id: Id<'store'>; mode: Mode; invoice_id: Id<'invoice'>; language: Language; address: string
}

/**
 * Queues a letter for every receipt that was registered since the last round, where its payer left an address: that to which
 * the link went last, else the payer's own. The mark is taken off and the letter queued in one transaction, so that a receipt
 * has one letter, however many processes look. A round for `every` that looks at all of them, so that those whose letter
 * cannot be queued keep nobody else waiting.
 */
export async function queueTillLetters(
  { db, pool, jobs }: { readonly db: Db; readonly pool: pg.Pool; readonly jobs: Jobs }, at: Date, onError: (error: unknown) => void,
): Promise<boolean> {
  for (let last: Due | undefined, isLastPage = false; !isLastPage;) {
    const values = [last?.state_changed_at ?? new Date(0), last?.receipt_id ?? BEFORE_ALL, BATCH]
    const { rows } = await pool.query<Due>({ name: 'till-letters-due', text: DUE, values })
    await doEach(rows, (row) => queueLetter(db, jobs, row, at), onError)
    last = rows.at(-1)
    isLastPage = rows.length < BATCH
  }
  return false
}

const queueLetter = (db: Db, jobs: Jobs, row: Due, at: Date): Promise<void> => inTransaction(db, async (tx) => {
  const marked = await tx.updateTable('receipt').set({ letter_due: false }).where('merchant_id', '=', row.merchant_id).where('receipt_id', '=', row.receipt_id)
    .where('letter_due', '=', true).executeTakeFirst()
  const recipient = row.address.trim()
  if (marked.numUpdatedRows === 0n || !isMailAddress(recipient)) return
  await queueDelivery(tx, jobs, {
    merchantId: row.merchant_id, invoiceId: row.invoice_id, storeId: row.store_id, mode: row.mode, kind: 'till_receipt', paymentId: null,
    receiptId: row.receipt_id, recipient, language: row.language, withPdf: null, withEInvoice: false, requestedBy: 'kvit', createdAt: at,
  })
})
