import type { Selectable } from 'kysely'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Db } from '../platform/db/database.ts'
import type { CreditNoteTable } from '../platform/db/schema.ts'
import { storedLines, storedTotals } from './find-invoice.ts'
import type { LineText, TotalRow } from './line.ts'

/** A document that lowers an invoice, as it was issued. */
export type CreditNote = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'creditNote'>
  readonly invoiceId: Id<'invoice'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly number: string
  /** YYYY-MM-DD */
  readonly issueDate: string
  readonly reason: string
  readonly net: Money
  readonly vat: Money
  readonly gross: Money
  readonly lines: readonly LineText[]
  readonly totals: readonly TotalRow[]
  readonly createdAt: Date
}

type CreditNoteKey = { readonly merchantId: Id<'merchant'>; readonly id: Id<'creditNote'> }

/** Null: no such credit note of this merchant. */
export async function findCreditNote(db: Pick<Db, 'selectFrom'>, { merchantId, id }: CreditNoteKey): Promise<CreditNote | null> {
  const row = await db.selectFrom('credit_note').selectAll()
    .where('merchant_id', '=', merchantId).where('credit_note_id', '=', id).executeTakeFirst()
  return row === undefined ? null : creditNoteOf(row)
}

/** Oldest first. */
export async function creditNotesOfInvoice(
  db: Pick<Db, 'selectFrom'>,
  { merchantId, invoiceId }: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'> },
): Promise<CreditNote[]> {
  const rows = await db.selectFrom('credit_note').selectAll()
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', invoiceId).orderBy('credit_note_id').execute()
  return rows.map(creditNoteOf)
}

function creditNoteOf(row: Selectable<CreditNoteTable>): CreditNote {
  const currency = storedCurrency(row.currency)
  return {
    merchantId: row.merchant_id, id: row.credit_note_id, invoiceId: row.invoice_id, storeId: row.store_id, mode: row.mode,
    number: row.number, issueDate: row.issue_date, reason: row.reason, net: { minor: row.net_minor, currency },
    vat: { minor: row.vat_minor, currency }, gross: { minor: row.gross_minor, currency },
    lines: storedLines(row.lines), totals: storedTotals(row.totals), createdAt: row.created_at,
  }
}
