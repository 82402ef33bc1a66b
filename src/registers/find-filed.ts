import type { Id } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import { contentOf } from './document-content.ts'
import type { Content } from './document-content.ts'
import type { ShiftRef } from './shift.ts'

/** What the service said of a document that it has, or that was made without it. `ref` is its own id of it, which a return names. */
type FiledDocument = {
  readonly fiscalNumber: string
  readonly localNumber: bigint | null
  readonly at: Date
  readonly url: string | null
  readonly ref: string
}

/** The service's number of a shift's Z-report, or of the closing that made it. Null while neither is filed. */
export async function findZNumber(db: Db, { merchantId, shiftId }: ShiftRef): Promise<string | null> {
  const row = await db.selectFrom('fiscal_document').select('fiscal_number').where('merchant_id', '=', merchantId).where('subject_id', '=', shiftId)
    .where('kind', 'in', ['z_report', 'close_shift']).where('state', 'in', ['filed', 'offline']).orderBy('position').executeTakeFirst()
  return row?.fiscal_number ?? null
}

/** Null while it is not filed, and for ever if it was refused. */
export async function findFiled(
  db: Db, { merchantId, documentId }: { readonly merchantId: Id<'merchant'>; readonly documentId: Id<'fiscalDocument'> },
): Promise<FiledDocument | null> {
  const row = await db.selectFrom('fiscal_document').select(['fiscal_number', 'local_number', 'filed_at', 'url', 'service_ref'])
    .where('merchant_id', '=', merchantId).where('document_id', '=', documentId).where('state', 'in', ['filed', 'offline']).executeTakeFirst()
  if (row === undefined || row.fiscal_number === null || row.filed_at === null || row.service_ref === null) return null
  return {
    fiscalNumber: row.fiscal_number, localNumber: row.local_number, at: row.filed_at, url: row.url, ref: row.service_ref,
  }
}

/** What a document says, whatever became of it. */
export async function findContent(
  db: Db, { merchantId, documentId }: { readonly merchantId: Id<'merchant'>; readonly documentId: Id<'fiscalDocument'> },
): Promise<Content> {
  const { request } = await db.selectFrom('fiscal_document').select('request').where('merchant_id', '=', merchantId).where('document_id', '=', documentId)
    .executeTakeFirstOrThrow()
  return contentOf(request)
}
