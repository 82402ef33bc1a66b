import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Money } from '../money/money.ts'
import { Nullable } from '../platform/http/json.ts'
import type { LineText, TotalRow } from './line.ts'
import type { PaymentState, Standing } from './payment-state.ts'

/** Who pays, as printed. Empty text: not given. */
export const PayerJson = Type.Object({
  name: Type.String({ maxLength: 200 }),
  email: Type.String({ maxLength: 254 }),
  phone: Type.String({ maxLength: 40 }),
  companyCode: Type.String({ maxLength: 40 }),
  vatCode: Type.String({ maxLength: 40 }),
  address: Type.String({ maxLength: 500 }),
  country: Nullable(Type.String({ pattern: '^[A-Z]{2}$' })),
}, { additionalProperties: false })
export type Payer = Static<typeof PayerJson>

export const NO_PAYER: Payer = { name: '', email: '', phone: '', companyCode: '', vatCode: '', address: '', country: null }

/** Who sells, as it stood on the day of issue: later changes of the store do not reach an issued document. */
export const SellerJson = Type.Object({
  storeName: Type.String(), legalName: Type.String(), companyCode: Type.String(), vatCode: Type.String(), address: Type.String(),
  country: Type.String({ description: 'ISO 3166-1.' }),
  email: Type.String(), phone: Type.String(), website: Type.String(), iban: Type.String(), bankName: Type.String(),
})
export type Seller = Static<typeof SellerJson>

/** `till`: it is what a cash register's receipt is owed by, and nobody is sent an invoice. */
export type InvoiceOrigin = 'invoice' | 'till'

/** An invoice with everything that is printed on it. */
export type Invoice = Standing & {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'invoice'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly origin: InvoiceOrigin
  readonly customerId: Id<'customer'> | null
  readonly payment: PaymentState
  readonly paidLate: boolean
  /** Null while a draft. */
  readonly number: string | null
  /** The accounting program's own number, unique in its store and mode. */
  readonly externalNumber: string | null
  readonly language: Language
  readonly net: Money
  readonly vat: Money
  readonly gross: Money
  readonly issueDate: string | null
  readonly dueDate: string | null
  readonly payUntil: Date | null
  readonly liveAttemptId: Id<'attempt'> | null
  readonly leaseUntil: Date | null
  readonly version: number
  readonly sequence: number
  readonly createdAt: Date
  readonly issuedAt: Date | null
  readonly paidAt: Date | null
  readonly cancelledAt: Date | null
  readonly sentAt: Date | null
  readonly viewedAt: Date | null
  readonly lines: readonly LineText[]
  readonly totals: readonly TotalRow[]
  readonly payer: Payer
  readonly seller: Seller | null
  readonly notes: string
  /** The buyer's own word for where the invoice belongs, such as a department; empty for none. BT-10 of EN 16931. */
  readonly buyerReference: string
  /** The number of the buyer's order; empty for none. BT-13. */
  readonly orderReference: string
  readonly reference: string | null
}

/** A payment is under way as long as the lease on its attempt holds. */
export const isInFlight = (invoice: Pick<Invoice, 'liveAttemptId' | 'leaseUntil'>, now: Date): boolean =>
  invoice.liveAttemptId !== null && invoice.leaseUntil !== null && invoice.leaseUntil > now

/** The last moment at which a new attempt may start has passed. */
export const isExpired = (invoice: Pick<Invoice, 'payUntil'>, now: Date): boolean =>
  invoice.payUntil !== null && invoice.payUntil <= now
