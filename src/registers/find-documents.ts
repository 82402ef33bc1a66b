import type { Id } from '../kernel/ids.ts'
import type { Db } from '../platform/db/database.ts'
import type { DocumentRow } from './document-store.ts'

/** One thing that the tax service was told, or is to be told, of a subject. */
export type DocumentFacts = Pick<DocumentRow, 'document_id' | 'kind' | 'state' | 'fiscal_number' | 'problem' | 'tries' | 'created_at' | 'ended_at' | 'content_sha256'>

/** All that were made of these receipts or cash moves, in the order in which they are filed. Of each at most one is or may be filed. */
export const findDocuments = (
  db: Db, { merchantId, subjects }: { readonly merchantId: Id<'merchant'>; readonly subjects: readonly string[] },
): Promise<(DocumentFacts & { subject_id: string })[]> =>
  db.selectFrom('fiscal_document').select([
    'document_id', 'subject_id', 'kind', 'state', 'fiscal_number', 'problem', 'tries', 'created_at', 'ended_at', 'content_sha256',
  ]).where('merchant_id', '=', merchantId).where('subject_id', 'in', [...subjects]).where('kind', 'in', ['sale', 'return', 'service_in', 'service_out'])
    .orderBy('position').execute()
