import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Money } from '../money/money.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Invoice } from './invoice.ts'
import { documentNumber } from './issue-invoice.ts'
import { totalRows } from './line.ts'
import type { LineText } from './line.ts'
import { nextNumber } from './store.ts'
import type { Totals } from './totals.ts'

type CreditNoteContent = {
  readonly lines: readonly LineText[]
  readonly totals: Totals
  readonly reason: string
  readonly issueDate: string
  readonly numberPrefix: string
  readonly at: Date
}

/**
 * Writes the document and lowers what the invoice, which the caller has locked, comes to; what follows for its money is
 * the caller's to write. The number comes from a series of its own.
 */
export async function writeCreditNote(
  tx: Tx, invoice: Invoice, content: CreditNoteContent,
): Promise<{ creditNoteId: Id<'creditNote'>; number: string }> {
  const { merchantId, id, storeId, mode } = invoice
  const { totals, at, issueDate } = content
  const creditNoteId = newId('creditNote')
  const year = Number(issueDate.slice(0, 4))
  await raiseCredited(tx, invoice, totals.gross)
  const count = await nextNumber(tx, { merchantId, storeId, mode, document: 'credit_note', year })
  const number = documentNumber(`${content.numberPrefix}CN-`, year, count)
  await tx.insertInto('credit_note').values({
    merchant_id: merchantId, credit_note_id: creditNoteId, invoice_id: id, store_id: storeId, mode, number, issue_date: issueDate,
    reason: content.reason, currency: invoice.currency, net_minor: totals.net.minor, vat_minor: totals.vat.minor,
    gross_minor: totals.gross.minor, lines: JSON.stringify(content.lines), totals: JSON.stringify(totalRows(totals)), created_at: at,
  }).execute()
  return { creditNoteId, number }
}

/** Lowers what the invoice, which the caller has locked, comes to by a document of another kind. */
export const raiseCredited = (tx: Tx, { merchantId, id, creditedMinor }: Pick<Invoice, 'merchantId' | 'id' | 'creditedMinor'>, gross: Money) =>
  tx.updateTable('invoice').set({ credited_minor: creditedMinor + gross.minor }).where('merchant_id', '=', merchantId).where('invoice_id', '=', id).execute()
