import type { Id, Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'

/** A payer as a store knows them. Empty text: not given. */
export type Customer = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'customer'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly companyCode: string
  readonly vatCode: string
  readonly address: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  /** Their letters and pages are in this language. */
  readonly language: Language
  /** The merchant's own number of this customer, unique in its store and mode. */
  readonly reference: string | null
  readonly createdAt: Date
  /** Null while in use; an archived customer is kept for old documents and offered no more. */
  readonly archivedAt: Date | null
}
