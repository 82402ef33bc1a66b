import type { Id } from '../kernel/ids.ts'
import { creditedPostings } from '../journal/entry.ts'
import { add, decimal } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import type { Actor } from '../webhooks/event.ts'
import { entryFor, moved, refundEvent, splitBetween, stateEvent, unchanged } from './money-change.ts'
import type { InvoiceInPayment, MoneyChange, RefundChange } from './money-change.ts'

/** A document that lowers an invoice: a credit note, or the receipt of goods that came back to a till. */
export type Credit = {
  readonly documentId: Id<'creditNote'> | Id<'receipt'>
  readonly reason: string
  readonly net: Money
  readonly vat: Money
}

/** What the document makes of the invoice's money. `backOf` says by which refunds goes back what was paid of it already. */
export function credited(
  before: InvoiceInPayment, { documentId, reason, net, vat }: Credit, backOf: (paid: Money) => readonly RefundChange[],
  { at, actor }: { at: Date; actor: Actor },
): MoneyChange {
  const gross = add(net, vat)
  const told = { ...before, sequence: before.sequence + 1 }
  const after = moved({ ...told, creditedMinor: before.creditedMinor + gross.minor }, told)
  const split = splitBetween(before, after)
  const refunds = backOf({ minor: split.creditMinor, currency: before.currency })
  const postings = creditedPostings(net, vat, split)
  return {
    ...unchanged(before, at, actor), after, refunds, decision: { action: 'invoice.credited', objectId: before.id, reason },
    entry: postings.length === 0 ? null : entryFor(before, 'credit_note_issued', documentId, postings, at),
    events: [
      { type: 'invoice.credited', objectId: before.id, sequence: told.sequence, data: { amount: decimal(gross), currency: gross.currency } },
      ...stateEvent(told, after),
      ...refunds.map(refundEvent),
    ],
  }
}
