import { Type } from 'typebox'
import type { Static } from 'typebox'
import { PayerJson } from '../invoices/invoice.ts'
import { LineJson } from '../invoices/line.ts'
import { publicId } from '../kernel/ids.ts'
import { LANGUAGES } from '../kernel/language.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { Closed, DateJson, MoneyJson, moneyJson, Nullable, TimeJson } from '../platform/http/json.ts'
import type { RecurringInvoice } from './recurring-invoice.ts'
import { comingDates, EVERY } from './rule.ts'
import type { Issued } from './store.ts'

export const RuleJson = Closed({
  every: Type.Enum(EVERY),
  count: Type.Integer({ minimum: 1, maximum: 12, description: 'Every so many weeks, months or years.' }),
  monthDay: Nullable(Type.Integer({ minimum: 1, maximum: 31, description: 'Of monthly rules, else null. 31 is the last day; shorter months end earlier.' })),
  startsOn: DateJson,
  endsOn: Nullable(DateJson),
})

export const NewRecurringJson = Closed({
  store: Type.Optional(IdJson('store')),
  customer: Type.Optional(Nullable(IdJson('customer'))),
  payer: Type.Optional(Nullable(Type.Partial(PayerJson, { additionalProperties: false, description: 'Null: the customer as they are on the day of issue.' }))),
  language: Type.Optional(Nullable(Type.Enum(LANGUAGES))),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  lines: Type.Array(LineJson, { minItems: 1, maxItems: 500, description: '`{month}` in a description becomes the period\'s month and year.' }),
  notes: Type.Optional(Type.String({ maxLength: 2000 })),
  buyerReference: Type.Optional(Type.String({ maxLength: 100 })),
  orderReference: Type.Optional(Type.String({ maxLength: 100 })),
  dueDays: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 365, description: 'Days to pay; null: as the store has it.' }))),
  sends: Type.Optional(Type.Boolean({ description: 'Send each invoice to the payer by letter.' })),
  rule: RuleJson,
  mostIssues: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 1000, description: 'It ends after so many invoices.' }))),
})

/** What a list shows. */
export const RecurringBriefJson = Type.Object({
  id: IdJson('recurring'), store: IdJson('store'), mode: Type.Enum(['test', 'live']), state: Type.Enum(['active', 'paused', 'ended']),
  payerName: Type.String(), gross: MoneyJson, rule: RuleJson, mostIssues: Nullable(Type.Integer()), issues: Type.Integer(),
  nextOn: Nullable(DateJson), problem: Nullable(Type.String({ description: 'The code of what refused the last try; it is tried again every hour.' })),
  sends: Type.Boolean(), createdAt: TimeJson,
})

const IssuedJson = Type.Object({
  period: DateJson, invoice: IdJson('invoice'), number: Nullable(Type.String()),
  payment: Type.Enum(['unpaid', 'partly_paid', 'paid', 'overpaid', 'refunded']),
})

export const RecurringJson = Type.Object({
  ...RecurringBriefJson.properties,
  customer: Nullable(IdJson('customer')), payer: Nullable(PayerJson), language: Nullable(Type.Enum(LANGUAGES)), currency: Type.String(),
  lines: Type.Array(LineJson), notes: Type.String(), buyerReference: Type.String(), orderReference: Type.String(), dueDays: Nullable(Type.Integer()),
  dates: Type.Array(DateJson, { description: 'The next periods, at most twelve.' }),
  issued: Type.Array(IssuedJson, { description: 'The newest first, at most fifty.' }),
}, { title: 'RecurringInvoice' })

export const DATES_SHOWN = 12

export const recurringBriefJson = (one: RecurringInvoice): Static<typeof RecurringBriefJson> => ({
  id: publicId('recurring', one.id, one.mode), store: publicId('store', one.storeId, null), mode: one.mode, state: one.state,
  payerName: one.payerName, gross: moneyJson(one.gross), rule: { ...one.rule }, mostIssues: one.mostIssues, issues: one.issues,
  nextOn: one.nextOn, problem: one.problem, sends: one.sends, createdAt: one.createdAt.toISOString(),
})

export function recurringJson(one: RecurringInvoice, issued: readonly Issued[]): Static<typeof RecurringJson> {
  const left = one.mostIssues === null ? DATES_SHOWN : Math.min(DATES_SHOWN, one.mostIssues - one.issues)
  const { payer, language, lines, notes, buyerReference, orderReference } = one.content
  return {
    ...recurringBriefJson(one), customer: one.customerId === null ? null : publicId('customer', one.customerId, one.mode),
    payer, language, currency: one.gross.currency, lines, notes, buyerReference, orderReference, dueDays: one.dueDays,
    dates: one.nextOn === null ? [] : comingDates(one.rule, one.nextOn, left),
    issued: issued.map(({ period, invoiceId, mode, number, payment }) => ({ period, invoice: publicId('invoice', invoiceId, mode), number, payment })),
  }
}
