import { findInvoice } from '../invoices/find-invoice.ts'
import { issueInvoice } from '../invoices/issue-invoice.ts'
import { issuingStore } from '../invoices/issuing-terms.ts'
import { queueInvoiceLetters } from '../invoices/queue-invoice-letters.ts'
import { createDraft } from '../invoices/write-draft.ts'
import { addDays, businessDate } from '../kernel/business-date.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { storeOfWork } from '../merchants/stores/scope.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { periodName } from './period-name.ts'
import { hasCome } from './recurring-invoice.ts'
import type { RecurringInvoice } from './recurring-invoice.ts'
import { dayAfter, nextDate } from './rule.ts'
import { lockRecurring, noteProblem, recordIssue } from './store.ts'
import type { RecurringKey } from './store.ts'

export type IssueDeps = { readonly db: Db; readonly vault: Vault; readonly jobs: Jobs }

/** A refusal is tried again after this: somebody may have mended its cause. */
const RETRY_MS = 3_600_000

/**
 * Issues the period whose day has come: draft, number, letter, the note that this period is done and the next date are
 * one transaction, so a crash leaves all of it or nothing. `idle`: there is nothing to issue now.
 */
export async function issueIfDue(deps: IssueDeps, key: RecurringKey, at: Date): Promise<'issued' | 'idle' | 'refused'> {
  const done = await inTransaction(deps.db, (tx) => issueNext(tx, deps, key, at))
  if (done.ok) return done.value === null ? 'idle' : 'issued'
  await putOff(deps, key, { problem: done.error.code, at })
  return 'refused'
}

export const putOff = ({ db }: Pick<IssueDeps, 'db'>, key: RecurringKey, { problem, at }: { problem: string; at: Date }): Promise<void> =>
  inTransaction(db, (tx) => noteProblem(tx, key, { problem, retryAt: new Date(at.getTime() + RETRY_MS) }))

type Refused = { readonly code: string }

async function issueNext(tx: Tx, { vault, jobs }: IssueDeps, key: RecurringKey, at: Date): Promise<Result<Id<'invoice'> | null, Refused>> {
  const recurring = await lockRecurring(tx, key)
  if (recurring === null || recurring.state !== 'active' || recurring.nextOn === null) return ok(null)
  const store = await storeOfWork(tx, recurring)
  if (store === null || !hasCome(recurring.nextOn, store.time_zone, at)) return ok(null)
  if (!store.is_open) return err({ code: 'store_closed' })
  const period = recurring.nextOn
  const { merchantId, storeId, mode } = recurring
  const draft = await createDraft(tx, { merchantId, storeId, mode, language: store.language }, draftOf(recurring, { period, store, at }), at)
  if (!draft.ok) return draft
  const { id } = draft.value
  const following = hasEnded(recurring) ? null : nextDate(recurring.rule, dayAfter(period))
  await recordIssue(tx, key, { period, invoiceId: id, state: following === null ? 'ended' : 'active', nextOn: following })
  if (recurring.sends) {
    const invoice = await findInvoice(tx, { merchantId, id })
    const queued = invoice === null ? null : await queueInvoiceLetters(tx, jobs, invoice, { kind: 'invoice', recipients: [invoice.payer.email], language: null, by: 'kvit', at })
    if (queued === null) return err({ code: 'no_recipient' })
  }
  const issued = await issueInvoice(tx, vault, { merchantId, id }, issuingStore(store), { at, actor: 'kvit' })
  return issued.ok ? ok(id) : issued
}

/** The invoice that is being issued is the last one. */
const hasEnded = ({ mostIssues, issues }: RecurringInvoice): boolean => mostIssues !== null && issues + 1 >= mostIssues

/** `{month}` in a text is the period's month and year, as the invoice's language writes it. */
function draftOf({ customerId, content, gross, dueDays }: RecurringInvoice, { period, store, at }: { period: BusinessDate; store: StoreRow; at: Date }) {
  const language: Language = content.language ?? store.language
  const filled = (text: string): string => text.replaceAll('{month}', () => periodName(language, period))
  return {
    customerId, payer: content.payer, externalNumber: null, language: content.language, currency: gross.currency,
    lines: content.lines.map((line) => ({ ...line, description: filled(line.description).slice(0, 500) })),
    dueDate: dueDays === null ? null : addDays(businessDate(at, store.time_zone), dueDays), payUntil: null, notes: filled(content.notes).slice(0, 2000),
    buyerReference: content.buyerReference, orderReference: content.orderReference,
  }
}
