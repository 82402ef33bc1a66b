import { Type } from 'typebox'
import type { Static } from 'typebox'
import { PayerJson } from '../invoices/invoice.ts'
import { LineJson } from '../invoices/line.ts'
import { businessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import type { Money } from '../money/money.ts'
import { Nullable } from '../platform/http/json.ts'
import type { Rule } from './rule.ts'

/** What each invoice says. */
export const ContentJson = Type.Object({
  payer: Nullable(PayerJson), language: Nullable(Type.Enum(LANGUAGES)), lines: Type.Array(LineJson), notes: Type.String(),
  buyerReference: Type.String(), orderReference: Type.String(),
})
export type Content = Static<typeof ContentJson>

export type RecurringState = 'active' | 'paused' | 'ended'

/** An invoice that is issued anew in every period of its rule. */
export type RecurringInvoice = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'recurring'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly state: RecurringState
  /** Null payer: the customer's details as they are on the day of each issue. */
  readonly customerId: Id<'customer'> | null
  readonly payerName: string
  readonly gross: Money
  readonly content: Content
  /** Null: as the store has it on the day of issue. */
  readonly dueDays: number | null
  readonly sends: boolean
  readonly rule: Rule
  /** Null: no limit. */
  readonly mostIssues: number | null
  readonly issues: number
  /** The period that is issued next; null once ended. */
  readonly nextOn: BusinessDate | null
  /** Why the last try was refused; null after success. */
  readonly problem: string | null
  readonly version: number
  readonly createdAt: Date
}

/** From this hour of the store's day: nobody gets an invoice in the night. */
export const ISSUE_HOUR = 8

/** The period's day has come, by the clock in the store. */
export function hasCome(period: BusinessDate, timeZone: string, at: Date): boolean {
  const today = businessDate(at, timeZone)
  if (today !== period) return today > period
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).hour >= ISSUE_HOUR
}
