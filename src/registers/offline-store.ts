import { sql } from 'kysely'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { DocumentKind, Filed, OfflineKept, OfflineMade } from '../fiscalisers/contract.ts'
import type { Id } from '../kernel/ids.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { FiscalDocumentTable, OfflineSessionTable } from '../platform/db/schema.ts'
import { drawnColumns, drawnOf, filedColumns, WAITING } from './document-store.ts'
import type { DocumentRef, DocumentRow } from './document-store.ts'
import type { OfflineSpan } from './offline-left.ts'
import type { RegisterRef } from './register.ts'

/** The SQL of times without the tax service, of what they begin from and of the documents made in them. */

export type SessionRow = Selectable<OfflineSessionTable>

type SessionRef = { readonly merchantId: Id<'merchant'>; readonly sessionId: Id<'offlineSession'> }

export const sessionKey = (session: SessionRow): SessionRef => ({ merchantId: session.merchant_id, sessionId: session.offline_session_id })
export const sessionRegister = (session: SessionRow): RegisterRef => ({ merchantId: session.merchant_id, registerId: session.register_id })

/** The one that is not over; undefined where the register works with the tax service. */
export const openSession = (db: Db, { merchantId, registerId }: RegisterRef): Promise<SessionRow | undefined> =>
  db.selectFrom('offline_session').selectAll().where('merchant_id', '=', merchantId).where('register_id', '=', registerId).where('state', '<>', 'ended').executeTakeFirst()

/** False: there is an open one already. */
export async function insertSession(tx: Tx, session: Insertable<OfflineSessionTable>): Promise<boolean> {
  const { rows } = await sql`insert into offline_session (merchant_id, offline_session_id, register_id, state, began_at, last_at, standing, ask_at)
    values (${session.merchant_id}, ${session.offline_session_id}, ${session.register_id}, ${session.state}, ${session.began_at}, ${session.last_at}, ${session.standing}, ${session.ask_at})
    on conflict do nothing returning offline_session_id`.execute(tx)
  return rows.length === 1
}

export const changeSession = (tx: Tx, { merchantId, sessionId }: SessionRef, change: Updateable<OfflineSessionTable>) =>
  tx.updateTable('offline_session').set(change).where('merchant_id', '=', merchantId).where('offline_session_id', '=', sessionId).execute()

/** Takes it a step on from what the step was made from. Throws if that is not how it stands any more: nothing of the step may be kept then. */
export async function stepSession(tx: Tx, from: SessionRow, change: Updateable<OfflineSessionTable>): Promise<void> {
  const update = await tx.updateTable('offline_session').set(change).where('merchant_id', '=', from.merchant_id).where('offline_session_id', '=', from.offline_session_id)
    .where('state', '=', from.state).where('standing', '=', from.standing).executeTakeFirst()
  if (update.numUpdatedRows !== 1n) throw new Error('another process is at this time without the service')
}

/** Earlier times without the tax service that may reach into the present month. */
export async function pastSpans(db: Db, { merchantId, registerId }: RegisterRef, since: Date): Promise<OfflineSpan[]> {
  const rows = await db.selectFrom('offline_session').select(['began_at', 'last_at']).where('merchant_id', '=', merchantId).where('register_id', '=', registerId)
    .where('state', '=', 'ended').where('last_at', '>=', since).execute()
  return rows.map(({ began_at: began, last_at: last }) => ({ began, last }))
}

/**
 * Documents from the position on that the service has counted since it gave what a time without it begins from. Those of an
 * earlier such time it has counted before, though its end may stand behind what was sold while it was told.
 */
export async function countedSince(db: Db, { merchantId, registerId }: RegisterRef, position: bigint): Promise<DocumentKind[]> {
  const { rows } = await sql<{ kind: DocumentKind }>`select kind from fiscal_document where merchant_id = ${merchantId} and register_id = ${registerId}
    and position >= ${position} and state = 'filed' and local_number is not null and offline_session_id is null order by position`.execute(db)
  return rows.map(({ kind }) => kind)
}

type Sealed = { readonly sealed: Buffer | null; readonly position: bigint }

/** What the next time without the service would begin from. Null: nothing. */
export const keepGrant = (tx: Tx, { merchantId, registerId }: RegisterRef, { sealed, position }: Sealed) =>
  tx.updateTable('cash_register').set({ offline_grant: sealed, offline_grant_at: position }).where('merchant_id', '=', merchantId).where('register_id', '=', registerId).execute()

/** Keeps a queued document as made without the tax service. False: it is not queued any more. */
export async function keepMade(tx: Tx, { merchantId, documentId }: DocumentRef, sessionId: Id<'offlineSession'>, made: OfflineMade): Promise<boolean> {
  const update = await tx.updateTable('fiscal_document').set({ ...madeColumns(made), offline_session_id: sessionId, problem: null })
    .where('merchant_id', '=', merchantId).where('document_id', '=', documentId).where('state', '=', 'queued').executeTakeFirst()
  return update.numUpdatedRows === 1n
}

export const madeColumns = ({ drawn, signed, filed }: OfflineMade) => ({ ...drawnColumns(drawn), ...filedColumns(filed), signed, state: 'offline' as const })

/** Keeps a document as the service numbered it while it did not reach the tax service. False: its fate was known before. */
export async function keepNumbered(tx: Tx, { merchantId, documentId }: DocumentRef, sessionId: Id<'offlineSession'>, filed: Filed): Promise<boolean> {
  const update = await tx.updateTable('fiscal_document').set({ ...filedColumns(filed), offline_session_id: sessionId, problem: null, state: 'offline' })
    .where('merchant_id', '=', merchantId).where('document_id', '=', documentId).where('state', 'in', [...WAITING]).executeTakeFirst()
  return update.numUpdatedRows === 1n
}

export const insertMarker = (tx: Tx, marker: Insertable<FiscalDocumentTable>) => tx.insertInto('fiscal_document').values(marker).execute()

/** What the tax service has still to hear of, in its order. */
export const toTell = (db: Db, { merchantId, sessionId }: SessionRef, limit = Number.MAX_SAFE_INTEGER): Promise<DocumentRow[]> =>
  db.selectFrom('fiscal_document').selectAll().where('merchant_id', '=', merchantId).where('offline_session_id', '=', sessionId).where('state', '=', 'offline')
    .orderBy('local_number').orderBy('position').limit(limit).execute()

export async function countToTell(db: Db, { merchantId, sessionId }: SessionRef): Promise<number> {
  const { rows: [row] } = await sql<{ count: bigint }>`select count(*) as count from fiscal_document
    where merchant_id = ${merchantId} and offline_session_id = ${sessionId} and state = 'offline' and kind not in ('offline_begin', 'offline_end')`.execute(db)
  return Number(row?.count ?? 0n)
}

/** As it was made. Throws on a row that was not. */
export function keptOf(row: DocumentRow): OfflineKept {
  const drawn = drawnOf(row)
  if (drawn === null || row.fiscal_number === null) throw new Error('a document made without the tax service has no content')
  return { drawn, signed: row.signed, fiscalNumber: row.fiscal_number }
}

/** The last document of a time without the tax service, whether that was told of it or not. */
export const lastMade = (db: Db, { merchantId, sessionId }: SessionRef): Promise<DocumentRow> =>
  db.selectFrom('fiscal_document').selectAll().where('merchant_id', '=', merchantId).where('offline_session_id', '=', sessionId)
    .orderBy('local_number', 'desc').limit(1).executeTakeFirstOrThrow()

/** Keeps that the tax service has heard of it. False: that was known. */
export const keepHeard = (tx: Tx, key: DocumentRef, at: Date): Promise<boolean> => endMade(tx, key, { state: 'filed', ended_at: at })

/** Keeps that the tax service does not take it. Its number and bytes stay. False: its fate was known before. */
export const keepRefusedMade = (tx: Tx, key: DocumentRef, problem: string, at: Date): Promise<boolean> => endMade(tx, key, { state: 'refused', problem, ended_at: at })

async function endMade(tx: Tx, { merchantId, documentId }: DocumentRef, change: Updateable<FiscalDocumentTable>): Promise<boolean> {
  const update = await tx.updateTable('fiscal_document').set(change)
    .where('merchant_id', '=', merchantId).where('document_id', '=', documentId).where('state', '=', 'offline').executeTakeFirst()
  return update.numUpdatedRows === 1n
}

/** The last document of a time without the tax service that it has; undefined where it has none. */
export const lastHeard = (db: Db, { merchantId, sessionId }: SessionRef): Promise<DocumentRow | undefined> =>
  db.selectFrom('fiscal_document').selectAll().where('merchant_id', '=', merchantId).where('offline_session_id', '=', sessionId).where('state', '=', 'filed')
    .orderBy('local_number', 'desc').limit(1).executeTakeFirst()

/** All that the tax service has not heard of is a person's to give up, and nobody else ends it meanwhile. Undefined: nothing was refused, or it is over. */
export const lockStopped = (tx: Tx, { merchantId, registerId }: RegisterRef): Promise<SessionRow | undefined> =>
  tx.selectFrom('offline_session').selectAll().where('merchant_id', '=', merchantId).where('register_id', '=', registerId).where('state', '<>', 'ended')
    .where('problem', 'is not', null).forUpdate().executeTakeFirst()
