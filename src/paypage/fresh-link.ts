import type pg from 'pg'
import type { Clock } from '../kernel/clock.ts'
import { businessDate } from '../kernel/business-date.ts'
import { lockInvoice } from '../invoices/find-invoice.ts'
import type { InvoiceKey } from '../invoices/find-invoice.ts'
import { isExpired } from '../invoices/invoice.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import { queueInvoiceLetters } from '../invoices/queue-invoice-letters.ts'
import { recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { recordEvents } from '../webhooks/event.ts'
import { findPaySubject } from './store.ts'

/** How long an expired link works again after its payer asked for it. Milliseconds. */
const AGAIN_MS = 7 * 86_400_000
const A_DAY_MS = 86_400_000

type Deps = { readonly db: Db; readonly pool: pg.Pool; readonly clock: Clock; readonly jobs: Jobs }

/**
 * A payer with an expired link asks for a fresh one: the link works for another week, and a letter goes to the address
 * on file, at most once a day. Nothing happens for an unknown link, a closed store or an invoice without an address.
 */
export async function sendFreshLink({ db, pool, clock, jobs }: Deps, token: string): Promise<void> {
  const subject = await findPaySubject(pool, token)
  const at = clock.now()
  if (subject === null || !subject.store.isOpen || !isExpired(subject.invoice, at) || remainingMinor(subject.invoice) === 0n) return
  const { merchantId, id } = subject.invoice
  const taken = await takeOne(db, { key: `fresh-link/${id}`, limit: 1, windowMs: A_DAY_MS, at })
  if (!taken.isAllowed) return
  await inTransaction(db, (tx) => prolong(tx, jobs, { merchantId, id, timeZone: subject.store.timeZone, at }))
}

/** The invoice is read anew under its lock: whatever happened since the page was asked for counts. */
async function prolong(tx: Tx, jobs: Jobs, { merchantId, id, timeZone, at }: InvoiceKey & { timeZone: string; at: Date }): Promise<void> {
  const invoice = await lockInvoice(tx, { merchantId, id })
  if (invoice === null || !isExpired(invoice, at) || remainingMinor(invoice) === 0n) return
  const queued = await queueInvoiceLetters(tx, jobs, invoice, { kind: 'fresh_link', recipients: [invoice.payer.email], language: null, by: 'payer', at })
  if (queued === null) return
  const payUntil = new Date(at.getTime() + AGAIN_MS)
  const sequence = invoice.sequence + 1
  await tx.updateTable('invoice').set({ pay_until: payUntil, sequence, version: invoice.version + 1 })
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', id).execute()
  await recordEvents(tx, { merchantId, mode: invoice.mode, actor: 'payer', at }, [{
    type: 'invoice.prolonged', objectId: id, sequence, data: { payUntil: payUntil.toISOString(), lastDay: businessDate(payUntil, timeZone) },
  }])
  await recordAudit(tx, {
    merchantId, at, actor: 'payer', action: 'invoice.prolonged', objectId: id,
    change: { payUntil: { from: invoice.payUntil?.toISOString() ?? null, to: payUntil.toISOString() } },
  })
}
