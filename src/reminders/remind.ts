import { findWaiting, queueDelivery } from '../deliveries/delivery.ts'
import { lockInvoice } from '../invoices/find-invoice.ts'
import type { InvoiceKey } from '../invoices/find-invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { storeOfWork } from '../merchants/stores/scope.ts'
import { isMoneyUnderWay } from '../payments/under-way.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { isMailAddress } from '../platform/mail/address.ts'
import type { Actor } from '../webhooks/event.ts'
import type { HolidayCalendar } from './holidays.ts'
import { nextReminder } from './schedule.ts'
import type { NextReminder } from './schedule.ts'
import { reminderHistory, scheduleOf, takeStep } from './store.ts'

/** Why no reminder goes by itself. */
export const STOPS = ['off', 'not_issued', 'cancelled', 'paid', 'credited', 'under_way', 'paused', 'no_address', 'over'] as const
type Stop = (typeof STOPS)[number]

export type Outlook =
  | { readonly kind: 'coming'; readonly next: NextReminder; readonly isPaused: false }
  | { readonly kind: 'stopped'; readonly because: Stop; readonly isPaused: boolean }

/** The invoice's next reminder by its store's schedule, or why there is none. */
export async function reminderOutlook({ db, isHoliday }: { db: Db; isHoliday: HolidayCalendar }, invoice: Invoice, now: Date): Promise<Outlook> {
  const { merchantId, storeId, issueDate, dueDate } = invoice
  const { isPaused, ...history } = await reminderHistory(db, invoice)
  const stopped = (because: Stop): Outlook => ({ kind: 'stopped', because, isPaused })
  const schedule = await scheduleOf(db, { merchantId, storeId })
  const stop = stopOf(invoice) ?? (await isMoneyUnderWay(db, invoice) ? 'under_way' : isPaused ? 'paused' : null)
  if (stop !== null) return stopped(stop)
  const store = await storeOfWork(db, { merchantId, storeId })
  if (schedule === null || !schedule.isOn || store === null || !store.is_open) return stopped('off')
  if (issueDate === null || dueDate === null) return stopped('not_issued')
  const clock = { timeZone: store.time_zone, country: store.country, isHoliday }
  const next = nextReminder(schedule, clock, { issueDate, dueDate, ...history }, now)
  return next === null ? stopped('over') : { kind: 'coming', next, isPaused: false }
}

/** The first cent stops the schedule, and so does a credit note: from then on a person decides what is still asked for. */
function stopOf(invoice: Invoice): Stop | null {
  if (invoice.document === 'draft') return 'not_issued'
  if (invoice.document === 'cancelled') return 'cancelled'
  if (invoice.paidMinor > 0n) return 'paid'
  if (invoice.creditedMinor > 0n) return 'credited'
  return isMailAddress(invoice.payer.email) ? null : 'no_address'
}

export type RemindDeps = { readonly db: Db; readonly jobs: Jobs; readonly isHoliday: HolidayCalendar }

/** Queues the reminder whose time has come. False: there is none any more, because somebody paid or another process was first. */
export async function remindIfDue({ db, jobs, isHoliday }: RemindDeps, key: InvoiceKey, at: Date): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const invoice = await lockInvoice(tx, key)
    const outlook = invoice === null ? null : await reminderOutlook({ db: tx, isHoliday }, invoice, at)
    if (invoice === null || outlook?.kind !== 'coming' || outlook.next.at > at) return false
    const deliveryId = await queueReminder(tx, jobs, invoice, { by: 'kvit', at })
    return takeStep(tx, key, { step: outlook.next.step, deliveryId, at })
  })
}

export type RemindError =
  | { readonly code: 'not_found' } | { readonly code: 'not_issued' } | { readonly code: 'nothing_to_pay' }
  | { readonly code: 'payment_in_flight' } | { readonly code: 'no_recipient' }

/** A person's reminder: it goes now, whatever the schedule says, unless money is on its way or nothing is owed. */
export async function remindNow(
  { db, jobs }: Pick<RemindDeps, 'db' | 'jobs'>, key: InvoiceKey, { by, at }: { by: Actor; at: Date },
): Promise<Result<Id<'delivery'>, RemindError>> {
  return inTransaction(db, async (tx): Promise<Result<Id<'delivery'>, RemindError>> => {
    const invoice = await lockInvoice(tx, key)
    if (invoice === null) return err({ code: 'not_found' })
    if (invoice.document !== 'issued') return err({ code: 'not_issued' })
    if (remainingMinor(invoice) === 0n) return err({ code: 'nothing_to_pay' })
    if (await isMoneyUnderWay(tx, invoice)) return err({ code: 'payment_in_flight' })
    if (!isMailAddress(invoice.payer.email)) return err({ code: 'no_recipient' })
    return ok(await queueReminder(tx, jobs, invoice, { by, at }))
  })
}

/** One that waits to be sent already is the same letter. */
async function queueReminder(tx: Tx, jobs: Jobs, invoice: Invoice, { by, at }: { by: Actor; at: Date }): Promise<Id<'delivery'>> {
  const delivery = {
    merchantId: invoice.merchantId, invoiceId: invoice.id, storeId: invoice.storeId, mode: invoice.mode, kind: 'reminder', paymentId: null,
    recipient: invoice.payer.email, language: invoice.language, withPdf: null, withEInvoice: false, requestedBy: by, createdAt: at,
  } as const
  const id = await queueDelivery(tx, jobs, delivery) ?? await findWaiting(tx, delivery)
  if (id === null) throw new Error('a letter that waited was sent meanwhile: the next round decides anew')
  return id
}
