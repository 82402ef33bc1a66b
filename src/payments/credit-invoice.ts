import { sql } from 'kysely'
import { businessDate } from '../kernel/business-date.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { lockInvoice } from '../invoices/find-invoice.ts'
import type { InvoiceKey } from '../invoices/find-invoice.ts'
import { isInFlight } from '../invoices/invoice.ts'
import type { Invoice } from '../invoices/invoice.ts'
import type { LineText } from '../invoices/line.ts'
import { reckonedLines } from '../invoices/line.ts'
import { paymentState } from '../invoices/payment-state.ts'
import type { PaymentState } from '../invoices/payment-state.ts'
import { writeCreditNote } from '../invoices/write-credit-note.ts'
import { creditedPostings } from '../journal/entry.ts'
import { post } from '../journal/post-entry.ts'
import { recordAudit } from '../merchants/audit.ts'
import type { Money } from '../money/money.ts'
import { decimal } from '../money/money.ts'
import type { Tx } from '../platform/db/database.ts'
import type { WrongField } from '../platform/http/problem.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor, EventType, NewEvent } from '../webhooks/event.ts'
import { refundEvent, refundTask, splitBetween } from './money-change.ts'
import type { RefundChange } from './money-change.ts'

export type CreditRequest = InvoiceKey & {
  readonly reason: string
  /** What is credited; null credits all that is left. */
  readonly lines: readonly LineText[] | null
  readonly timeZone: string
  readonly numberPrefix: string
}

export type CreditError =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_issued' }
  | { readonly code: 'invalid'; readonly fields: readonly WrongField[] }
  | { readonly code: 'exceeds_invoice'; readonly field: 'lines'; readonly remaining: Money }
  | { readonly code: 'payment_in_flight' }

/**
 * Lowers an issued invoice by a document of its own. What was paid of it already becomes an overpayment with a
 * refund task. While a payment is under way the amount may not change.
 */
export async function creditInvoice(
  tx: Tx, ask: CreditRequest, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<{ creditNoteId: Id<'creditNote'>; number: string }, CreditError>> {
  const invoice = await lockInvoice(tx, ask)
  if (invoice === null) return err({ code: 'not_found' })
  if (invoice.document !== 'issued') return err({ code: 'not_issued' })
  if (isInFlight(invoice, at)) return err({ code: 'payment_in_flight' })
  const uncredited = { minor: invoice.grossMinor - invoice.creditedMinor, currency: invoice.currency }
  if (ask.lines === null && invoice.creditedMinor > 0n) return err({ code: 'exceeds_invoice', field: 'lines', remaining: uncredited })
  const lines = ask.lines ?? invoice.lines
  const reckoned = reckonedLines(lines, invoice.currency)
  if ('wrong' in reckoned) return err({ code: 'invalid', fields: reckoned.wrong })
  const { totals } = reckoned
  if (totals.gross.minor < 1n || totals.gross.minor > uncredited.minor) {
    return err({ code: 'exceeds_invoice', field: 'lines', remaining: uncredited })
  }
  const after = { ...invoice, creditedMinor: invoice.creditedMinor + totals.gross.minor }
  const split = splitBetween(invoice, after)
  const refunds = await refundTasks(tx, invoice, split.creditMinor)
  const issueDate = businessDate(at, ask.timeZone)
  const note = await writeCreditNote(tx, invoice, {
    lines, totals, reason: ask.reason, issueDate, at, payment: paymentState(after), numberPrefix: ask.numberPrefix,
    sequence: invoice.sequence + eventsOf(invoice, after, totals.gross).length,
  })
  const postings = creditedPostings(totals.net, totals.vat, split)
  if (postings.length > 0) {
    await post(tx, {
      entryId: newId('journalEntry'), merchantId: ask.merchantId, mode: invoice.mode, kind: 'credit_note_issued',
      subjectId: note.creditNoteId, currency: invoice.currency, bookedAt: at, postings,
    })
  }
  await recordAudit(tx, { merchantId: ask.merchantId, at, actor, action: 'invoice.credited', objectId: invoice.id, reason: ask.reason })
  await insertRefundTasks(tx, invoice, refunds, at)
  await recordEvents(tx, { merchantId: ask.merchantId, mode: invoice.mode, actor, at }, [
    ...eventsOf(invoice, after, totals.gross), ...refunds.map((refund) => refundEvent('refund.requested', refund)),
  ])
  return ok(note)
}

const STATE_EVENT: Readonly<Partial<Record<PaymentState, EventType>>> = { paid: 'invoice.paid', overpaid: 'invoice.overpaid' }

function eventsOf(before: Invoice, after: Invoice, credited: Money): NewEvent[] {
  const sequence = before.sequence + 1
  const told: NewEvent = {
    type: 'invoice.credited', objectId: before.id, sequence, data: { amount: decimal(credited), currency: credited.currency },
  }
  const state = paymentState(after)
  const type = state === paymentState(before) ? undefined : STATE_EVENT[state]
  return type === undefined ? [told] : [told, { type, objectId: before.id, sequence: sequence + 1, data: {} }]
}

/** Newest payments are given back first; each task stays within its payment. */
async function refundTasks(tx: Tx, invoice: Invoice, excessMinor: bigint): Promise<RefundChange[]> {
  if (excessMinor <= 0n) return []
  const { rows } = await sql<{ payment_id: Id<'payment'>; left_minor: bigint }>`
    select p.payment_id, p.amount_minor - coalesce((select sum(r.amount_minor)::bigint from refund r
      where r.merchant_id = p.merchant_id and r.payment_id = p.payment_id and r.state not in ('failed', 'reversed')), 0) as left_minor
    from allocation a join payment p on p.merchant_id = a.merchant_id and p.payment_id = a.payment_id
    where a.merchant_id = ${invoice.merchantId} and a.invoice_id = ${invoice.id} order by p.payment_id desc`.execute(tx)
  const tasks: RefundChange[] = []
  let open = excessMinor
  for (const row of rows) {
    const minor = row.left_minor < open ? row.left_minor : open
    if (minor <= 0n) continue
    tasks.push(refundTask({ id: row.payment_id }, { minor, currency: invoice.currency }, 'overpaid'))
    open -= minor
  }
  return tasks
}

async function insertRefundTasks(tx: Tx, invoice: Invoice, refunds: readonly RefundChange[], at: Date): Promise<void> {
  if (refunds.length === 0) return
  await tx.insertInto('refund').values(refunds.map((refund) => ({
    merchant_id: invoice.merchantId, refund_id: refund.id, payment_id: refund.paymentId, invoice_id: invoice.id,
    store_id: invoice.storeId, mode: invoice.mode, state: refund.state, because: refund.because,
    amount_minor: refund.amount.minor, currency: refund.amount.currency, sequence: refund.sequence, created_at: at, state_changed_at: at,
  }))).execute()
}
