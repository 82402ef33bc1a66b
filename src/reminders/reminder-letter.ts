import type { QueuedDelivery } from '../deliveries/delivery.ts'
import type { Written } from '../deliveries/send-letter.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import { composeInvoiceLetter, withPaper } from '../invoices/invoice-letter.ts'
import type { InvoiceLetterDeps } from '../invoices/invoice-letter.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import { businessDate } from '../kernel/business-date.ts'
import type { Clock } from '../kernel/clock.ts'
import { storeOfWork } from '../merchants/stores/scope.ts'
import { isMoneyUnderWay } from '../payments/under-way.ts'
import type { HolidayCalendar } from './holidays.ts'
import { firstAllowed } from './schedule.ts'
import { reminderHistory, scheduleOf } from './store.ts'

export type ReminderLetterDeps = InvoiceLetterDeps & { readonly clock: Clock; readonly isHoliday: HolidayCalendar }

/**
 * Writes a queued reminder from what is true as it leaves: one that was overtaken by money, a credit note or a pause is
 * withdrawn, and one whose try falls into the quiet hours leaves after them.
 */
export async function writeReminderLetter(deps: ReminderLetterDeps, delivery: QueuedDelivery): Promise<Written> {
  const { merchantId, invoiceId, storeId, language } = delivery
  const invoice = await findInvoice(deps.db, { merchantId, id: invoiceId })
  const store = await storeOfWork(deps.db, { merchantId, storeId })
  if (invoice === null || store === null || invoice.document === 'draft') throw new Error('a reminder was queued for an invoice that was never issued')
  if (invoice.document === 'cancelled') return { kind: 'withdrawn', because: 'invoice_cancelled' }
  if (remainingMinor(invoice) === 0n) return { kind: 'withdrawn', because: 'nothing_to_pay' }
  if (await isMoneyUnderWay(deps.db, invoice)) return { kind: 'withdrawn', because: 'payment_begun' }
  const clock = { timeZone: store.time_zone, country: store.country, isHoliday: deps.isHoliday }
  const now = deps.clock.now()
  const held = delivery.requestedBy === 'kvit' ? await heldBy(deps, invoice, clock, now) : null
  if (held !== null) return held
  const isOverdue = invoice.dueDate !== null && businessDate(now, store.time_zone) > invoice.dueDate
  const composed = await composeInvoiceLetter(deps, invoice, { kind: isOverdue ? 'overdue' : 'reminder', language, withPdf: delivery.withPdf })
  if (composed === null) throw new Error('an issued invoice has no link')
  return withPaper(deps, { invoice, composed, language, withEInvoice: delivery.withEInvoice }, null)
}

/** What only a letter of the schedule heeds: a person's own reminder goes at any hour, and for what is left. */
async function heldBy(
  deps: ReminderLetterDeps, invoice: Invoice, clock: Parameters<typeof firstAllowed>[1], now: Date,
): Promise<Exclude<Written, { kind: 'written' }> | null> {
  if (invoice.paidMinor > 0n || invoice.creditedMinor > 0n) return { kind: 'withdrawn', because: 'payment_begun' }
  const schedule = await scheduleOf(deps.db, invoice)
  const { isPaused } = await reminderHistory(deps.db, invoice)
  if (isPaused || schedule === null || !schedule.isOn) return { kind: 'withdrawn', because: 'reminders_paused' }
  const at = firstAllowed(schedule, clock, now)
  return at > now ? { kind: 'later', at } : null
}
