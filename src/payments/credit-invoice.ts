import { businessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { lockInvoice } from '../invoices/find-invoice.ts'
import type { InvoiceKey } from '../invoices/find-invoice.ts'
import { isInFlight } from '../invoices/invoice.ts'
import type { LineText } from '../invoices/line.ts'
import { reckonedLines } from '../invoices/line.ts'
import { writeCreditNote } from '../invoices/write-credit-note.ts'
import type { Money } from '../money/money.ts'
import type { Tx } from '../platform/db/database.ts'
import type { WrongField } from '../platform/http/problem.ts'
import type { Actor } from '../webhooks/event.ts'
import { credited } from './credited.ts'
import { tasksFor } from './excess-tasks.ts'
import { standingPaymentsLocked } from './refund-store.ts'
import { isMoneyBound } from './under-way.ts'
import { writeMoneyChangeIn } from './write-money-change.ts'

type CreditRequest = InvoiceKey & {
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
  /** It was sold at a till: the goods come back there, by a receipt. */
  | { readonly code: 'receipt_comes_first' }

/**
 * Lowers an issued invoice by a document of its own. What was paid of it already becomes an overpayment with a
 * refund task. While a payment is under way, or its money is reserved, the amount may not change.
 */
export async function creditInvoice(
  tx: Tx, ask: CreditRequest, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<{ creditNoteId: Id<'creditNote'>; number: string }, CreditError>> {
  const invoice = await lockInvoice(tx, ask)
  if (invoice === null) return err({ code: 'not_found' })
  if (invoice.document !== 'issued') return err({ code: 'not_issued' })
  if (isInFlight(invoice, at) || await isMoneyBound(tx, invoice)) return err({ code: 'payment_in_flight' })
  if (await isOfTill(tx, ask)) return err({ code: 'receipt_comes_first' })
  const uncredited = { minor: invoice.grossMinor - invoice.creditedMinor, currency: invoice.currency }
  if (ask.lines === null && invoice.creditedMinor > 0n) return err({ code: 'exceeds_invoice', field: 'lines', remaining: uncredited })
  const lines = ask.lines ?? invoice.lines
  const reckoned = reckonedLines(lines, invoice.currency)
  if ('wrong' in reckoned) return err({ code: 'invalid', fields: reckoned.wrong })
  const { totals } = reckoned
  if (totals.gross.minor < 1n || totals.gross.minor > uncredited.minor) {
    return err({ code: 'exceeds_invoice', field: 'lines', remaining: uncredited })
  }
  const issueDate = businessDate(at, ask.timeZone)
  const note = await writeCreditNote(tx, invoice, { lines, totals, reason: ask.reason, issueDate, at, numberPrefix: ask.numberPrefix })
  const payments = await standingPaymentsLocked(tx, invoice)
  const written = await writeMoneyChangeIn(tx, credited(
    invoice, { documentId: note.creditNoteId, reason: ask.reason, net: totals.net, vat: totals.vat }, (paid) => tasksFor(payments, paid), { at, actor },
  ))
  if (!written) throw new Error('an invoice changed under its lock')
  return ok(note)
}

async function isOfTill(tx: Tx, { merchantId, id }: InvoiceKey): Promise<boolean> {
  const row = await tx.selectFrom('invoice').select('origin').where('merchant_id', '=', merchantId).where('invoice_id', '=', id).executeTakeFirst()
  return row?.origin === 'till'
}
