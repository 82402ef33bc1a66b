import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { recordAudit } from '../merchants/audit.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { smsTexts } from '../platform/i18n/sms-texts.ts'
import { inPlainLetters } from '../platform/sms/alphabet.ts'
import { fillPlaceholders } from './letter-words.ts'
import type { PlaceholderValues } from './letter-words.ts'

export type SmsPlace = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly language: Language }

/** `plainLetters`: ą is written as a, so that a part holds 160 letters instead of 70. */
export type SmsWords = { readonly body: string; readonly plainLetters: boolean }

/** Languages whose letters without their marks everybody reads. Others are never written in letters that are not theirs. */
const READ_WITHOUT_MARKS: readonly Language[] = ['lt', 'lv', 'et', 'en']

export const mayBePlain = (language: Language): boolean => READ_WITHOUT_MARKS.includes(language)

/** The catalogue's words, until a store writes its own. */
export const defaultSmsWords = (language: Language): SmsWords => ({ body: smsTexts[language].invoice, plainLetters: mayBePlain(language) })

/** The store's own words. Null: it uses those of the catalogue. */
export async function findSmsWords(db: Pick<Db, 'selectFrom'>, { merchantId, storeId, language }: SmsPlace): Promise<SmsWords | null> {
  const row = await db.selectFrom('store_sms').select(['body', 'plain_letters as plainLetters'])
    .where('merchant_id', '=', merchantId).where('store_id', '=', storeId).where('language', '=', language).executeTakeFirst()
  return row ?? null
}

/** The text as it leaves. Spaces and empty lines at the ends are left out, for they are charged for. */
export function smsText({ body, plainLetters }: SmsWords, language: Language, values: PlaceholderValues): string {
  const filled = fillPlaceholders(body, values).replaceAll(/\r\n?/g, '\n').replaceAll(/[\u00a0\u202f]/g, ' ').trim()
  return plainLetters && mayBePlain(language) ? inPlainLetters(filled) : filled
}

type By = { readonly at: Date; readonly actor: string }

export async function putSmsWords(tx: Tx, place: SmsPlace, { body, plainLetters }: SmsWords, by: By): Promise<void> {
  const words = { body: body.replaceAll(/\r\n?/g, '\n'), plain_letters: plainLetters && mayBePlain(place.language) }
  await tx.insertInto('store_sms').values({ merchant_id: place.merchantId, store_id: place.storeId, language: place.language, ...words })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'store_id', 'language']).doUpdateSet(words)).execute()
  await note(tx, place, by)
}

/** Back to the words of the catalogue; nothing happens where they are in use already. */
export async function removeSmsWords(tx: Tx, place: SmsPlace, by: By): Promise<void> {
  const removed = await tx.deleteFrom('store_sms').where('merchant_id', '=', place.merchantId).where('store_id', '=', place.storeId)
    .where('language', '=', place.language).executeTakeFirst()
  if (removed.numDeletedRows > 0n) await note(tx, place, by)
}

const note = (tx: Tx, { merchantId, storeId, language }: SmsPlace, { at, actor }: By): Promise<void> =>
  recordAudit(tx, { merchantId, at, actor, action: 'store.changed', objectId: storeId, change: { [`sms ${language}`]: 'changed' } })
