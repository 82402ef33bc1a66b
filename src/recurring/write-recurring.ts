import { isDeepStrictEqual } from 'node:util'
import { findCustomer } from '../customers/find-customer.ts'
import { reckonedLines } from '../invoices/line.ts'
import { businessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { recordAudit } from '../merchants/audit.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import type { Currency } from '../money/currency.ts'
import type { Tx } from '../platform/db/database.ts'
import type { WrongField } from '../platform/http/problem.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { Content } from './recurring-invoice.ts'
import { dayAfter, nextDate } from './rule.ts'
import type { Rule } from './rule.ts'
import { insertRecurring, lastPeriod, lockRecurring, moveRecurring, updateRecurring } from './store.ts'
import type { RecurringContent, RecurringKey } from './store.ts'

/** What a person or program writes. */
export type RecurringRequest = {
  readonly customerId: Id<'customer'> | null
  readonly currency: Currency
  readonly content: Content
  readonly dueDays: number | null
  readonly sends: boolean
  readonly rule: Rule
  readonly mostIssues: number | null
}

export type RecurringError =
  | { readonly code: 'not_found' } | { readonly code: 'recurring_ended' }
  | { readonly code: 'invalid'; readonly fields: readonly WrongField[] }
  | { readonly code: 'nothing_owed' } | { readonly code: 'no_recipient'; readonly field: 'payer/email' }

type By = { readonly at: Date; readonly actor: string }
type Place = { readonly store: StoreRow; readonly mode: Mode }

/** Its first period is the first date of the rule from today on: nothing is issued for days that have passed. */
export async function createRecurring(tx: Tx, place: Place, ask: RecurringRequest, { at, actor }: By): Promise<Result<Id<'recurring'>, RecurringError>> {
  const { merchant_id: merchantId, store_id: storeId } = place.store
  const content = await contentOf(tx, place, ask)
  if (!content.ok) return content
  const nextOn = nextDate(ask.rule, businessDate(at, place.store.time_zone))
  if (nextOn === null) return err({ code: 'invalid', fields: [{ field: 'rule/endsOn', code: 'not_a_choice' }] })
  const id = newId('recurring')
  await insertRecurring(tx, { merchantId, id, storeId, mode: place.mode, createdAt: at }, { ...content.value, state: 'active', nextOn })
  await recordAudit(tx, { merchantId, at, actor, action: 'recurring.created', objectId: id })
  return ok(id)
}

/** Holds for the periods that are still to come. A period that was issued stays so, whatever the new rule says. */
export async function changeRecurring(tx: Tx, key: RecurringKey, place: Place, ask: RecurringRequest, { at, actor }: By): Promise<Result<null, RecurringError>> {
  const current = await lockRecurring(tx, key)
  if (current === null) return err({ code: 'not_found' })
  if (current.state === 'ended') return err({ code: 'recurring_ended' })
  const content = await contentOf(tx, place, ask)
  if (!content.ok) return content
  const nextOn = isDeepStrictEqual(ask.rule, current.rule) ? current.nextOn : await nextFrom(tx, current, ask.rule, businessDate(at, place.store.time_zone))
  const isOver = nextOn === null || (ask.mostIssues !== null && current.issues >= ask.mostIssues)
  await updateRecurring(tx, key, { ...content.value, state: isOver ? 'ended' : current.state, nextOn: isOver ? null : nextOn })
  await recordAudit(tx, { merchantId: key.merchantId, at, actor, action: 'recurring.changed', objectId: key.id })
  return ok(null)
}

/** Periods that pass while it is paused are not issued afterwards. What has ended stays so. */
export async function moveTo(tx: Tx, key: RecurringKey, to: 'active' | 'paused' | 'ended', timeZone: string, { at, actor }: By): Promise<Result<null, RecurringError>> {
  const current = await lockRecurring(tx, key)
  if (current === null) return err({ code: 'not_found' })
  if (current.state === to) return ok(null)
  if (current.state === 'ended') return err({ code: 'recurring_ended' })
  const nextOn = to === 'active' ? await nextFrom(tx, current, current.rule, businessDate(at, timeZone)) : current.nextOn
  const state = nextOn === null ? 'ended' : to
  await moveRecurring(tx, key, { state, nextOn: state === 'ended' ? null : nextOn })
  await recordAudit(tx, { merchantId: key.merchantId, at, actor, action: `recurring.${state}`, objectId: key.id })
  return ok(null)
}

async function nextFrom(tx: Tx, key: RecurringKey, rule: Rule, today: BusinessDate): Promise<BusinessDate | null> {
  const last = await lastPeriod(tx, key)
  return nextDate(rule, last !== null && last >= today ? dayAfter(last) : today)
}

type Written = Omit<RecurringContent, 'state' | 'nextOn'>

async function contentOf(tx: Tx, { store, mode }: Place, ask: RecurringRequest): Promise<Result<Written, RecurringError>> {
  const reckoned = reckonedLines(ask.content.lines, ask.currency)
  if ('wrong' in reckoned) return err({ code: 'invalid', fields: reckoned.wrong })
  const { gross } = reckoned.totals
  if (gross.minor === 0n) return err({ code: 'nothing_owed' })
  const customer = ask.customerId === null ? null : await findCustomer(tx, { merchantId: store.merchant_id, id: ask.customerId })
  const isForeign = customer !== null && (customer.storeId !== store.store_id || customer.mode !== mode)
  if (ask.customerId !== null && (customer === null || isForeign)) return err({ code: 'invalid', fields: [{ field: 'customer', code: 'not_a_choice' }] })
  const payer = ask.content.payer ?? customer
  if (payer === null) return err({ code: 'invalid', fields: [{ field: 'payer', code: 'missing' }] })
  if (ask.sends && !isMailAddress(payer.email)) return err({ code: 'no_recipient', field: 'payer/email' })
  const { rule } = ask
  const { customerId, content, dueDays, sends, mostIssues } = ask
  return ok({ customerId, content, dueDays, sends, mostIssues, rule, payerName: payer.name, gross })
}
