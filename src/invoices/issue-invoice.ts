import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { addDays, businessDate, endOfDay } from '../kernel/business-date.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { issuedPostings } from '../journal/entry.ts'
import { post } from '../journal/post-entry.ts'
import { decimal } from '../money/money.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { creditorReference } from './creditor-reference.ts'
import { lockInvoice } from './find-invoice.ts'
import type { InvoiceKey } from './find-invoice.ts'
import type { Invoice, Seller } from './invoice.ts'
import { insertLink } from './pay-link.ts'
import { markIssued, nextNumber } from './store.ts'

/** What issuing takes from the store, as it is on this day. */
export type IssuingStore = {
  readonly timeZone: string
  readonly numberPrefix: string
  readonly dueDays: number
  /** Days after the due date in which the link still takes payments. Null: no limit. */
  readonly payUntilDays: number | null
  readonly seller: Seller
}

export type IssueError =
  | { readonly code: 'not_a_draft' }
  | { readonly code: 'nothing_owed' }

/**
 * Turns a draft into a document that never changes again: number, dates, the seller's details of this day, the pay
 * link, the journal entry. The number is taken last, so that nobody waits long and a failure leaves no gap.
 */
export async function issueInvoice(
  tx: Tx, vault: Vault, key: InvoiceKey, store: IssuingStore, { at, actor }: { at: Date; actor: Actor },
): Promise<Result<{ number: string }, IssueError>> {
  const draft = await lockInvoice(tx, key)
  if (draft === null || draft.document !== 'draft') return err({ code: 'not_a_draft' })
  if (draft.grossMinor === 0n) return err({ code: 'nothing_owed' })
  const issueDate = businessDate(at, store.timeZone)
  const dueDate = draft.dueDate ?? addDays(issueDate, store.dueDays)
  const payUntil = draft.payUntil ?? (store.payUntilDays === null ? null : endOfDay(addDays(dueDate, store.payUntilDays), store.timeZone))
  await insertLink(tx, vault, { merchantId: key.merchantId, invoiceId: key.id, mode: draft.mode, at })
  await post(tx, {
    entryId: newId('journalEntry'), merchantId: key.merchantId, mode: draft.mode, kind: 'invoice_issued', subjectId: key.id,
    currency: draft.currency, postings: issuedPostings(draft.net, draft.vat), bookedAt: at,
  })
  await recordEvents(tx, { merchantId: key.merchantId, mode: draft.mode, actor, at }, [{
    type: 'invoice.issued', objectId: key.id, sequence: draft.sequence + 1,
    data: { amount: decimal(draft.gross), currency: draft.currency, dueDate },
  }])
  const year = Number(issueDate.slice(0, 4))
  const number = documentNumber(store.numberPrefix, year, await nextNumber(tx, { ...draft, document: 'invoice', year }))
  await markIssued(tx, draft, { number, issueDate, dueDate, payUntil, seller: store.seller, reference: creditorReference(number), at })
  return ok({ number })
}

/** "KV-" and 42 in 2026 is KV-2026-0042; from 10 000 on the number simply grows. */
export const documentNumber = (prefix: string, year: number, count: number): string =>
  `${prefix}${year}-${count.toString().padStart(4, '0')}`

export type IssuedFacts = {
  readonly number: string
  readonly issueDate: string
  readonly dueDate: string
  readonly payUntil: Date | null
  readonly seller: Seller
  readonly reference: string | null
  readonly at: Date
}

export type Issuable = Pick<Invoice, 'merchantId' | 'version' | 'sequence'> & { readonly id: Id<'invoice'> }
