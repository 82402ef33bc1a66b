import type { Id } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { isCurrency } from '../../money/currency.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { actorOf, seesStore } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import type { StoreTable } from '../../platform/db/schema.ts'
import { changeBetween, recordAudit } from '../audit.ts'
import { parseIban } from '../iban.ts'
import { lockStore, updateStore } from './store.ts'

export type StoreDeps = { readonly db: Db; readonly clock: Clock; readonly publicUrl: URL }

/** What a merchant sets of a store. Texts are '' where there is none. */
type StoreFields = {
  readonly name: string
  readonly isOpen: boolean
  readonly language: Language
  readonly currency: string
  readonly country: string
  readonly timeZone: string
  readonly brandColour: string
  readonly legalName: string
  readonly companyCode: string
  readonly vatCode: string
  readonly address: string
  readonly email: string
  readonly phone: string
  readonly website: string
  readonly termsUrl: string
  readonly iban: string
  readonly bankName: string
  readonly numberPrefix: string
  readonly dueDays: number
  /** Days after the due date until which a link can be paid; null: no limit. */
  readonly payUntilDays: number | null
  readonly partPayments: boolean
  /** Whether letters that ask for money carry the invoice as PDF. */
  readonly attachPdf: boolean
  /** Whether each payment is answered with a letter that carries its receipt. */
  readonly receiptLetters: boolean
}

/** Which column keeps which field as it is. */
const COLUMN = {
  name: 'name', isOpen: 'is_open', language: 'language', currency: 'currency', country: 'country', timeZone: 'time_zone',
  brandColour: 'brand_colour', legalName: 'legal_name', companyCode: 'company_code', vatCode: 'vat_code', address: 'address',
  email: 'email', phone: 'phone', website: 'website', termsUrl: 'terms_url', iban: 'iban', bankName: 'bank_name',
  numberPrefix: 'number_prefix', dueDays: 'due_days', payUntilDays: 'pay_until_days', partPayments: 'part_payments', attachPdf: 'attach_pdf',
} as const satisfies Record<Exclude<keyof StoreFields, 'receiptLetters'>, keyof StoreTable>

type WrongStoreField = { readonly field: string; readonly code: 'not_a_choice' | 'malformed' }

export type StoreError = { readonly code: 'not_found' } | { readonly code: 'invalid'; readonly fields: readonly WrongStoreField[] }

type Change = { readonly [F in keyof StoreFields]?: StoreFields[F] | undefined }

const ZONES: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', 'Europe/Kyiv'])

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** ZZ has a name too: the unknown region. */
export const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && code !== 'ZZ' && regions.of(code) !== undefined

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:\/\/[^\s@]+$/i.test(text)

/** What a schema cannot say of a store's fields. */
function problemsOf(change: Change): WrongStoreField[] {
  const wrong: WrongStoreField[] = []
  const { currency, country, timeZone, website, termsUrl, iban } = change
  if (currency !== undefined && !isCurrency(currency)) wrong.push({ field: 'currency', code: 'not_a_choice' })
  if (country !== undefined && !isCountry(country)) wrong.push({ field: 'country', code: 'not_a_choice' })
  if (timeZone !== undefined && !ZONES.has(timeZone)) wrong.push({ field: 'timeZone', code: 'not_a_choice' })
  if (website !== undefined && website !== '' && !isWebAddress(website)) wrong.push({ field: 'website', code: 'malformed' })
  if (termsUrl !== undefined && termsUrl !== '' && !isWebAddress(termsUrl)) {
    wrong.push({ field: 'termsUrl', code: 'malformed' })
  }
  if (iban !== undefined && iban !== '' && parseIban(iban) === null) wrong.push({ field: 'iban', code: 'malformed' })
  return wrong
}

type Ask = { readonly storeId: Id<'store'>; readonly change: Change }

/** Changes a store's settings. Issued documents keep what they were issued with. */
export function changeStore(deps: StoreDeps, caller: Caller, { storeId, change }: Ask): Promise<Result<null, StoreError>> {
  const iban = parseIban(change.iban ?? '')
  const asked: Change = iban === null ? change : { ...change, iban }
  const wrong = problemsOf(asked)
  if (wrong.length > 0) return Promise.resolve(err({ code: 'invalid', fields: wrong }))
  return inTransaction(deps.db, async (tx) => {
    const { merchantId } = caller
    const before = seesStore(caller, storeId) ? await lockStore(tx, { merchantId, storeId }) : undefined
    if (before === undefined) return err({ code: 'not_found' })
    const at = deps.clock.now()
    const columns = { ...columnsOf(asked), ...receiptColumn(asked, before.receipt_letters_since, at) }
    if (Object.keys(columns).length === 0) return ok(null)
    await updateStore(tx, { merchantId, storeId, ...columns })
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'store.changed', objectId: storeId,
      change: changeBetween(before, columns),
    })
    return ok(null)
  })
}

const columnsOf = (change: Change): Record<string, unknown> =>
  Object.fromEntries(Object.entries(COLUMN).flatMap(([field, column]) => {
    const value = Object.entries(change).find(([name]) => name === field)?.[1]
    return value === undefined ? [] : [[column, value]]
  }))

/** Switched on again, receipts go out for what is booked from then on: nobody is written to about a payment of last year. */
function receiptColumn({ receiptLetters }: Change, since: Date | null, at: Date): { receipt_letters_since?: Date | null } {
  if (receiptLetters === undefined || receiptLetters === (since !== null)) return {}
  return { receipt_letters_since: receiptLetters ? at : null }
}

/** From here on the store's documents are real. There is no way back; a store that is live already stays so. */
export const makeStoreLive = (
  deps: StoreDeps, caller: Caller, storeId: Id<'store'>,
): Promise<Result<null, { code: 'not_found' | 'not_allowed' }>> =>
  inTransaction(deps.db, async (tx) => {
    if (caller.mode === 'test') return err({ code: 'not_allowed' })
    if (!seesStore(caller, storeId)) return err({ code: 'not_found' })
    const found = await setLive(tx, caller, { storeId, at: deps.clock.now() })
    return found ? ok(null) : err({ code: 'not_found' })
  })

/** As `makeStoreLive`, inside the transaction of a decision that includes it. False if there is no such store. */
export async function setLive(tx: Tx, caller: Caller, { storeId, at }: { storeId: Id<'store'>; at: Date }): Promise<boolean> {
  const { merchantId } = caller
  const before = await lockStore(tx, { merchantId, storeId })
  if (before === undefined) return false
  if (before.mode === 'live') return true
  await updateStore(tx, { merchantId, storeId, mode: 'live' })
  await recordAudit(tx, {
    merchantId, at, actor: actorOf(caller), action: 'store.went_live', objectId: storeId,
    change: { mode: { from: 'test', to: 'live' } },
  })
  return true
}
