import { recordAudit } from '../merchants/audit.ts'
import type { Tx } from '../platform/db/database.ts'
import type { LetterPlace } from './find-words.ts'
import { oneLine } from './letter-words.ts'

type By = { readonly at: Date; readonly actor: string }

/** Gives a store its own words for one letter in one language. The subject becomes a single line. */
export async function putWords(
  tx: Tx, place: LetterPlace, { subject, body }: { subject: string; body: string }, by: By,
): Promise<void> {
  const words = { subject: oneLine(subject), body: body.replaceAll(/\r\n?/g, '\n') }
  await tx.insertInto('store_letter').values({
    merchant_id: place.merchantId, store_id: place.storeId, kind: place.kind, language: place.language, ...words,
  }).onConflict((conflict) =>
    conflict.columns(['merchant_id', 'store_id', 'kind', 'language']).doUpdateSet(words)).execute()
  await note(tx, place, by)
}

/** Back to the words of the catalogue; nothing happens where they are in use already. */
export async function removeWords(tx: Tx, place: LetterPlace, by: By): Promise<void> {
  const removed = await tx.deleteFrom('store_letter').where('merchant_id', '=', place.merchantId)
    .where('store_id', '=', place.storeId).where('kind', '=', place.kind).where('language', '=', place.language)
    .executeTakeFirst()
  if (removed.numDeletedRows > 0n) await note(tx, place, by)
}

const note = (tx: Tx, { merchantId, storeId, kind, language }: LetterPlace, { at, actor }: By): Promise<void> =>
  recordAudit(tx, {
    merchantId, at, actor, action: 'store.changed', objectId: storeId,
    change: { [`letter ${kind} ${language}`]: 'changed' },
  })
