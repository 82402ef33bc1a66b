import { Type } from 'typebox'
import { addDays, businessDate } from '../kernel/business-date.ts'
import type { Language } from '../kernel/language.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { exponentOf, storedCurrency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Caller } from '../platform/http/caller.ts'
import { Nullable } from '../platform/http/json.ts'

/** What the words of a letter or a text message are tried on. */
export type ExampleInvoice = {
  readonly payerName: string
  readonly number: string
  /** YYYY-MM-DD */
  readonly dueDate: string | null
  readonly amount: Money
}

/** The invoice that the store issued last. Null: there is none, or this caller may not see it. */
export type NewestIssued = (caller: Caller, store: StoreRow) => Promise<ExampleInvoice | null>

export const ExampleNumberJson = Nullable(Type.String({ description: 'The number of the invoice it is tried on, the last one issued; null: an invented one.' }))

const PAYER: Readonly<Record<Language, string>> = {
  lt: 'Jonas Petraitis', lv: 'Anna Bērziņa', et: 'Mari Tamm', uk: 'Олена Коваленко', ka: 'ნინო ბერიძე',
  ru: 'Анна Петрова', en: 'Anna Smith',
}

/** An invented invoice over 25 units of the store's currency, for a store that has issued none. */
export function inventedInvoice(store: StoreRow, language: Language, now: Date): ExampleInvoice {
  const currency = storedCurrency(store.currency)
  const today = businessDate(now, store.time_zone)
  return {
    payerName: PAYER[language], number: `${store.number_prefix}${today.slice(0, 4)}-0042`, dueDate: addDays(today, store.due_days),
    amount: { minor: 25n * 10n ** BigInt(exponentOf(currency)), currency },
  }
}
