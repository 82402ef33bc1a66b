import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Drawn, Filed } from '../fiscalisers/contract.ts'
import type { Id } from '../kernel/ids.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { FiscalDocumentTable } from '../platform/db/schema.ts'
import type { RegisterRef } from './register.ts'
import type { EndedDocument } from './settle-document.ts'

/** The SQL of fiscal documents. */

export type DocumentRow = Selectable<FiscalDocumentTable>

export type DocumentRef = { readonly merchantId: Id<'merchant'>; readonly documentId: Id<'fiscalDocument'> }

export const drawnOf = ({ ref, content, content_type: contentType }: DocumentRow): Drawn | null =>
  ref === null || content === null || contentType === null ? null : { ref, content, contentType }

export const keyOf = (row: DocumentRow): DocumentRef => ({ merchantId: row.merchant_id, documentId: row.document_id })
export const refOfRow = (row: DocumentRow): RegisterRef => ({ merchantId: row.merchant_id, registerId: row.register_id })

export const WAITING = ['queued', 'drawn', 'unknown'] as const

/** The one whose turn it is, of those in these states; undefined where none waits. */
export const nextDocument = (db: Db, { merchantId, registerId }: RegisterRef, states: readonly (typeof WAITING)[number][] = WAITING): Promise<DocumentRow | undefined> =>
  db.selectFrom('fiscal_document').selectAll().where('merchant_id', '=', merchantId).where('register_id', '=', registerId)
    .where('state', 'in', [...states]).orderBy('position').limit(1).executeTakeFirst()

/**
 * What the service has in its present shift before this Z-report, in order. Its shifts are ours, but where a time without it
 * was given up: the end of one that it did not take has joined two of ours there.
 */
export async function filedBefore(db: Db, { merchant_id: merchantId, register_id: registerId, position }: DocumentRow): Promise<readonly DocumentRow['request'][]> {
  const { rows } = await sql<{ request: DocumentRow['request'] }>`
    with filed as (
      select kind, request, position from fiscal_document
      where merchant_id = ${merchantId} and register_id = ${registerId} and position < ${position} and state in ('filed', 'offline')
    )
    select request from filed where kind not in ('offline_begin', 'offline_end')
      and position > coalesce((select max(position) from filed where kind = 'close_shift'), 0) order by position`.execute(db)
  return rows.map(({ request }) => request)
}

export const hasDocument = async (db: Db, { merchantId, subjectId, kind }: { merchantId: Id<'merchant'>; subjectId: string; kind: DocumentRow['kind'] }): Promise<boolean> =>
  await db.selectFrom('fiscal_document').select('document_id').where('merchant_id', '=', merchantId).where('subject_id', '=', subjectId)
    .where('kind', '=', kind).where('state', '<>', 'refused').executeTakeFirst() !== undefined

/** Keeps what will be sent, before it is. False: it is not queued any more. */
export async function keepDrawn(tx: Tx, { merchantId, documentId }: DocumentRef, drawn: Drawn): Promise<boolean> {
  const update = await tx.updateTable('fiscal_document')
    .set({ state: 'drawn', ...drawnColumns(drawn) })
    .where('merchant_id', '=', merchantId).where('document_id', '=', documentId).where('state', '=', 'queued').executeTakeFirst()
  return update.numUpdatedRows === 1n
}

export const drawnColumns = ({ ref, content, contentType }: Drawn) =>
  ({ ref, content, content_type: contentType, content_sha256: createHash('sha256').update(content).digest() })

/** Notes a try that ended nothing. `state`: null leaves it as it is. */
export const noteTry = (tx: Tx, { merchantId, documentId }: DocumentRef, { state, problem }: { state: 'queued' | 'unknown' | null; problem: string }) =>
  tx.updateTable('fiscal_document').set({ ...(state === null ? {} : { state }), problem: problem.slice(0, 500), tries: sql`tries + 1` })
    .where('merchant_id', '=', merchantId).where('document_id', '=', documentId).where('state', 'in', [...WAITING]).execute()

export const filedColumns = (filed: Filed) => ({
  fiscal_number: filed.fiscalNumber, local_number: filed.localNumber === null ? null : BigInt(filed.localNumber), filed_at: filed.at, url: filed.url,
  service_ref: filed.ref, answer: filed.answer,
})

/** Keeps that the service has it. Null: its fate was known before. */
export async function keepFiled(tx: Tx, { merchantId, documentId }: DocumentRef, filed: Filed, at: Date): Promise<EndedDocument | null> {
  const row = await tx.updateTable('fiscal_document').set({
    ...filedColumns(filed), state: 'filed', problem: null, ended_at: at,
  }).where('merchant_id', '=', merchantId).where('document_id', '=', documentId).where('state', 'in', [...WAITING]).returningAll().executeTakeFirst()
  return row === undefined ? null : endedOf(row)
}

/** Keeps that it is surely not filed and will not be as it stands. Null: its fate was known before. */
export async function keepRefused(tx: Tx, { merchantId, documentId }: DocumentRef, problem: string, at: Date): Promise<EndedDocument | null> {
  const row = await tx.updateTable('fiscal_document').set({ state: 'refused', problem: problem.slice(0, 500), ended_at: at })
    .where('merchant_id', '=', merchantId).where('document_id', '=', documentId).where('state', 'in', [...WAITING]).returningAll().executeTakeFirst()
  return row === undefined ? null : endedOf(row)
}

export const endedOf = (row: DocumentRow): EndedDocument => ({
  merchantId: row.merchant_id, documentId: row.document_id, registerId: row.register_id, shiftId: row.shift_id, storeId: row.store_id, mode: row.mode,
  kind: row.kind, subjectId: row.subject_id,
})

/** How many of a register's documents wait, and since when the oldest does. */
export async function waitingOf(db: Db, { merchantId, registerId }: RegisterRef): Promise<{ count: number; since: Date | null }> {
  const { rows: [row] } = await sql<{ count: bigint; since: Date | null }>`
    select count(*) as count, min(created_at) as since from fiscal_document
    where merchant_id = ${merchantId} and register_id = ${registerId} and state in ('queued', 'drawn', 'unknown')`.execute(db)
  return { count: Number(row?.count ?? 0n), since: row?.since ?? null }
}
