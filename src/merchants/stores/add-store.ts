import { newId } from '../../kernel/ids.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Currency } from '../../money/currency.ts'
import { newToken, tokenHash } from '../../platform/crypto/token.ts'
import type { Tx } from '../../platform/db/database.ts'
import { recordAudit } from '../audit.ts'
import { insertStore } from './store.ts'

type NewStore = {
  readonly merchantId: Id<'merchant'>
  readonly name: string
  readonly language: Language
  readonly currency: Currency
  /** ISO 3166-1 alpha-2, capitals. */
  readonly country: string
  readonly at: Date
  readonly actor: string
}

/** The zone of a country that has one. Countries of several start in UTC, and the merchant chooses. */
const TIME_ZONE: ReadonlyMap<string, string> = new Map([
  ['LT', 'Europe/Vilnius'], ['LV', 'Europe/Riga'], ['EE', 'Europe/Tallinn'], ['UA', 'Europe/Kyiv'], ['GE', 'Asia/Tbilisi'],
  ['AM', 'Asia/Yerevan'], ['AZ', 'Asia/Baku'], ['MD', 'Europe/Chisinau'], ['PL', 'Europe/Warsaw'], ['FI', 'Europe/Helsinki'],
  ['SE', 'Europe/Stockholm'], ['DE', 'Europe/Berlin'],
])

/** Amber, the colour of Kvit; white on it has a contrast of 5.0. */
const FIRST_COLOUR = '#b45309'

/** Adds a store in test mode, open, with the habits of its country. */
export async function addStore(
  tx: Tx, { merchantId, name, language, currency, country, at, actor }: NewStore,
): Promise<Id<'store'>> {
  const storeId = newId('store', at.getTime())
  const pageToken = newToken()
  await insertStore(tx, {
    merchant_id: merchantId, store_id: storeId, name: name.slice(0, 100), language, currency, country,
    time_zone: TIME_ZONE.get(country) ?? 'UTC', brand_colour: FIRST_COLOUR, legal_name: name, pay_until_days: null,
    page_token: pageToken, receipt_letters_since: at, created_at: at,
  })
  await tx.insertInto('token').values({ token_hash: tokenHash(pageToken), purpose: 'store_page', merchant_id: merchantId, object_id: storeId }).execute()
  await recordAudit(tx, {
    merchantId, at, actor, action: 'store.added', objectId: storeId, change: { name: { from: null, to: name } },
  })
  return storeId
}

/** Where readers of a language most likely sell; the merchant corrects what is wrong. */
const HOME: Readonly<Record<Language, { country: string; currency: Currency }>> = {
  lt: { country: 'LT', currency: 'EUR' }, lv: { country: 'LV', currency: 'EUR' }, et: { country: 'EE', currency: 'EUR' },
  uk: { country: 'UA', currency: 'UAH' }, ka: { country: 'GE', currency: 'GEL' }, ru: { country: 'LV', currency: 'EUR' },
  en: { country: 'LT', currency: 'EUR' },
}

/** The store that a newly registered merchant begins with. */
export const addFirstStore = (tx: Tx, store: Omit<NewStore, 'currency' | 'country'>): Promise<Id<'store'>> =>
  addStore(tx, { ...store, ...HOME[store.language] })
