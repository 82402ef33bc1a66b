import { sql } from 'kysely'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'
import { keptContent } from './document-content.ts'
import type { Content } from './document-content.ts'
import type { DocumentRow } from './document-store.ts'
import type { RegisterRef } from './register.ts'
import { takeNumber } from './register-store.ts'

type NewDocument = RegisterRef & {
  readonly shiftId: Id<'shift'>
  /** The receipt, shift or cash move it tells of. */
  readonly subjectId: string
  readonly content: Content
  /** Name as printed. */
  readonly cashier: string
  readonly at: Date
}

type Place = Pick<DocumentRow, 'position'>

/**
 * Puts a document behind the others of its cash register, or right before one that waits, to be filed by the schedule. Of one
 * subject and kind one stands: the same again answers that one. After a refusal a corrected one may follow, which is a
 * document of its own.
 */
export async function enqueueDocument(tx: Tx, ask: NewDocument, before?: Place): Promise<Id<'fiscalDocument'>> {
  const standing = await standingDocument(tx, ask)
  if (standing !== null) return standing
  return insertDocument(tx, { ...ask, position: before === undefined ? await takeNumber(tx, ask, 'next_position') : await placeBefore(tx, ask, before) })
}

/** Behind all that stand there. Room is left, because what was refused stands nowhere and few kinds have to go before another. */
async function placeBefore(tx: Tx, { merchantId, registerId }: RegisterRef, { position }: Place): Promise<bigint> {
  const { rows: [row] } = await sql<{ last: bigint | null }>`select max(position) as last from fiscal_document
    where merchant_id = ${merchantId} and register_id = ${registerId} and position < ${position} and state <> 'refused'`.execute(tx)
  return (row?.last ?? 0n) + 1n
}

async function standingDocument(tx: Tx, { merchantId, subjectId, content }: NewDocument): Promise<Id<'fiscalDocument'> | null> {
  const row = await tx.selectFrom('fiscal_document').select('document_id')
    .where('merchant_id', '=', merchantId).where('subject_id', '=', subjectId).where('kind', '=', content.kind).where('state', '<>', 'refused')
    .executeTakeFirst()
  return row?.document_id ?? null
}

async function insertDocument(
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
