import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { StoreScope } from '../merchants/stores/scope.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import { findInvoice } from './find-invoice.ts'
import type { Invoice } from './invoice.ts'
import { issueInvoice } from './issue-invoice.ts'
import type { IssueError } from './issue-invoice.ts'
import { issuingStore } from './issuing-terms.ts'
import { createDraft } from './write-draft.ts'
import type { DraftError, DraftRequest } from './write-draft.ts'

export type WriteDeps = {
  readonly vault: Vault
  /** Puts the invoice's letter into the queue; null: there is nobody to send it to. */
  readonly queueLetter: (tx: Tx, invoice: Invoice, recipients: readonly string[], by: Actor) => Promise<Id<'delivery'>[] | null>
}

export type WriteInvoiceError = DraftError | IssueError | { readonly code: 'no_recipient'; readonly field: 'payer/email' }

type Writing = {
  readonly ask: DraftRequest
  readonly issue: boolean
  /** Needs `issue`, here or before. */
  readonly send: boolean
  readonly at: Date
  readonly actor: Actor
}

/**
 * Writes an invoice and, where asked, issues and sends it, all or nothing. A program's number that is there already with
 * the same content answers that invoice, brought as far as this call asks: what was issued or sent is so once.
 */
export async function writeInvoice(
  tx: Tx, deps: WriteDeps, { merchantId, store, mode }: StoreScope, { ask, issue, send, at, actor }: Writing,
): Promise<Result<{ id: Id<'invoice'>; isNew: boolean }, WriteInvoiceError>> {
  const draft = await createDraft(tx, { merchantId, storeId: store.store_id, mode, language: store.language }, ask, at)
  if (!draft.ok) return draft
  const { id, existing } = draft.value
  if (issue && (existing === null || existing.document === 'draft')) {
    const issued = await issueInvoice(tx, deps.vault, { merchantId, id }, issuingStore(store), { at, actor })
    if (!issued.ok) return issued
  }
  const wasDone = existing !== null && (existing.sentAt !== null || existing.document === 'cancelled')
  if (send && !wasDone) {
    const invoice = await findInvoice(tx, { merchantId, id })
    const queued = invoice === null ? null : await deps.queueLetter(tx, invoice, [invoice.payer.email], actor)
    if (queued === null) return err({ code: 'no_recipient', field: 'payer/email' })
  }
  return ok({ id, isNew: existing === null })
}
