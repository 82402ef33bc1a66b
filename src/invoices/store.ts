import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'
import { breaksUniqueKey } from '../platform/db/retry.ts'
import type { InvoiceKey } from './find-invoice.ts'
import type { Invoice } from './invoice.ts'
import type { Issuable, IssuedFacts } from './issue-invoice.ts'

/** What a draft is made of; the rest of an invoice comes with issuing and paying. */
export type DraftContent = Pick<Invoice,
  'customerId' | 'externalNumber' | 'language' | 'currency' | 'dueDate' | 'payUntil' | 'notes' | 'buyerReference' | 'orderReference'
  | 'payer' | 'lines' | 'totals'
  | 'net' | 'vat' | 'gross'>

type NewDraft = DraftContent & Pick<Invoice, 'merchantId' | 'id' | 'storeId' | 'mode' | 'createdAt'> & {
  /** The channel whose set-up this invoice tests; null for every other invoice. */
  readonly testsChannelId: Id<'channel'> | null
}

/** False: the store has an invoice with this external number, perhaps since a moment ago; nothing was written. */
export async function insertDraft(tx: Tx, draft: NewDraft): Promise<boolean> {
  const { merchantId, id } = draft
  const inserted = await tx.insertInto('invoice').values({
    merchant_id: merchantId, invoice_id: id, store_id: draft.storeId, mode: draft.mode, created_at: draft.createdAt,
    tests_channel_id: draft.testsChannelId, ...hotColumns(draft),
  }).onConflict((c) => c.columns(['merchant_id', 'store_id', 'mode', 'external_number']).doNothing()).executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false
  await tx.insertInto('invoice_content').values({ merchant_id: merchantId, invoice_id: id, ...contentColumns(draft) }).execute()
  return true
}

const hotColumns = (draft: DraftContent) => ({
  customer_id: draft.customerId, external_number: draft.externalNumber, language: draft.language, currency: draft.currency,
  payer_name: draft.payer.name, payer_email: draft.payer.email, due_date: draft.dueDate, pay_until: draft.payUntil,
  net_minor: draft.net.minor, vat_minor: draft.vat.minor, gross_minor: draft.gross.minor,
})

const contentColumns = (draft: DraftContent) => ({
  lines: JSON.stringify(draft.lines), totals: JSON.stringify(draft.totals), payer: JSON.stringify(draft.payer), notes: draft.notes,
  buyer_reference: draft.buyerReference, order_reference: draft.orderReference,
})

/**
 * `stale`: the invoice is no draft any more, or has changed since `version`. `number_taken`: another invoice got this
 * external number a moment ago; the transaction can only be rolled back then, since an update has no `on conflict`.
 */
export async function updateDraft(
  tx: Tx, { merchantId, id, version }: InvoiceKey & { version: number }, draft: DraftContent,
): Promise<'written' | 'stale' | 'number_taken'> {
  try {
    return await writeDraft(tx, { merchantId, id, version }, draft) ? 'written' : 'stale'
  } catch (error) {
    if (breaksUniqueKey(error) && error.constraint === EXTERNAL_NUMBER) return 'number_taken'
    throw error
  }
}

const EXTERNAL_NUMBER = 'invoice_merchant_id_store_id_mode_external_number_key'

async function writeDraft(tx: Tx, { merchantId, id, version }: InvoiceKey & { version: number }, draft: DraftContent): Promise<boolean> {
  const updated = await tx.updateTable('invoice').set({ ...hotColumns(draft), version: version + 1 })
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', id)
    .where('document', '=', 'draft').where('version', '=', version).executeTakeFirst()
  if (updated.numUpdatedRows !== 1n) return false
  await tx.updateTable('invoice_content').set(contentColumns(draft))
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', id).execute()
  return true
}

/** False: there is no such draft. */
export async function deleteDraft(tx: Tx, { merchantId, id }: InvoiceKey): Promise<boolean> {
  const locked = await tx.selectFrom('invoice').select('document')
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', id).where('document', '=', 'draft').forUpdate().executeTakeFirst()
  if (locked === undefined) return false
  await tx.deleteFrom('invoice_content').where('merchant_id', '=', merchantId).where('invoice_id', '=', id).execute()
  await tx.deleteFrom('invoice').where('merchant_id', '=', merchantId).where('invoice_id', '=', id).execute()
  return true
}

/**
 * The next number of a series, without gaps: the row is locked until the transaction ends, so take it last.
 * Whoever rolls back gives the number back.
 */
export async function nextNumber(
  tx: Tx, { merchantId, storeId, mode, document, year }: Pick<Invoice, 'merchantId' | 'storeId' | 'mode'> & {
    document: 'invoice' | 'credit_note' | 'receipt'; year: number
  },
): Promise<number> {
  const { rows: [row] } = await sql<{ last_number: number }>`
    insert into number_series as n (merchant_id, store_id, mode, document, year, last_number)
    values (${merchantId}, ${storeId}, ${mode}, ${document}, ${year}, 1)
    on conflict (merchant_id, store_id, mode, document, year) do update set last_number = n.last_number + 1
    returning last_number`.execute(tx)
  if (row === undefined) throw new Error('an upsert returned no row')
  return row.last_number
}

export async function markIssued(tx: Tx, draft: Issuable, facts: IssuedFacts): Promise<void> {
  await tx.updateTable('invoice').set({
    document: 'issued', number: facts.number, issue_date: facts.issueDate, due_date: facts.dueDate, pay_until: facts.payUntil,
    issued_at: facts.at, version: draft.version + 1, sequence: draft.sequence + 1,
  }).where('merchant_id', '=', draft.merchantId).where('invoice_id', '=', draft.id).execute()
  await tx.updateTable('invoice_content').set({ seller: JSON.stringify(facts.seller), reference: facts.reference })
    .where('merchant_id', '=', draft.merchantId).where('invoice_id', '=', draft.id).execute()
}
