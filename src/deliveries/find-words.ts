import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Db } from '../platform/db/database.ts'

/** The letters a store may put into its own words. A reminder has two: before the due date and after it. */
export const LETTER_KINDS = ['invoice', 'receipt', 'reminder', 'overdue'] as const
export type LetterKind = (typeof LETTER_KINDS)[number]
export type LetterPlace = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly kind: LetterKind; readonly language: Language }

/** The store's own subject and text of a letter. Null: it uses those of the catalogue. */
export async function findWords(
  db: Pick<Db, 'selectFrom'>, { merchantId, storeId, kind, language }: LetterPlace,
): Promise<{ subject: string; body: string } | null> {
  const row = await db.selectFrom('store_letter').select(['subject', 'body'])
    .where('merchant_id', '=', merchantId).where('store_id', '=', storeId).where('kind', '=', kind).where('language', '=', language)
    .executeTakeFirst()
  return row ?? null
}
