import { sql } from 'kysely'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'
import { keptContent } from './document-content.ts'
import type { Content } from './document-content.ts'
import type { RegisterRef } from './register.ts'
import { takeNumber } from './register-store.ts'

export type NewDocument = RegisterRef & {
  readonly shiftId: Id<'shift'>
  /** The receipt, shift or cash move it tells of. */
  readonly subjectId: string
  readonly content: Content
  /** Name as printed. */
  readonly cashier: string
  readonly at: Date
}

/**
 * Puts a document behind the others of its cash register, to be filed by the schedule. Of one subject and kind one stands:
 * the same again answers that one. After a refusal a corrected one may follow, which is a document of its own.
 */
export async function enqueueDocument(tx: Tx, ask: NewDocument): Promise<Id<'fiscalDocument'>> {
  const standing = await standingDocument(tx, ask)
  if (standing !== null) return standing
  return insertDocument(tx, { ...ask, position: await takeNumber(tx, ask, 'next_position') })
}

async function standingDocument(tx: Tx, { merchantId, subjectId, content }: NewDocument): Promise<Id<'fiscalDocument'> | null> {
  const row = await tx.selectFrom('fiscal_document').select('document_id')
    .where('merchant_id', '=', merchantId).where('subject_id', '=', subjectId).where('kind', '=', content.kind).where('state', '<>', 'refused')
    .executeTakeFirst()
  return row?.document_id ?? null
}

/** At a place of the caller's choice, which no other document of the register has. */
export async function insertDocument(
  tx: Tx, { merchantId, registerId, shiftId, subjectId, content, cashier, position, at }: NewDocument & { readonly position: bigint },
): Promise<Id<'fiscalDocument'>> {
  const documentId = newId('fiscalDocument', at.getTime())
  await sql`
    with due as (
      update cash_register set file_at = least(file_at, ${at}) where merchant_id = ${merchantId} and register_id = ${registerId}
      returning store_id, mode
    )
    insert into fiscal_document (merchant_id, document_id, register_id, store_id, mode, shift_id, position, kind, subject_id, cashier, request, created_at)
    select ${merchantId}, ${documentId}, ${registerId}, due.store_id, due.mode, ${shiftId}, ${position}, ${content.kind}, ${subjectId}, ${cashier},
      ${keptContent(content)}::jsonb, ${at} from due`.execute(tx)
  return documentId
}
