import type pg from 'pg'
import type { Clock } from '../kernel/clock.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import { isExpired } from '../invoices/invoice.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import { queueInvoiceLetters } from '../invoices/send-invoice.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { takeOne } from '../platform/http/rate-limit.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { findPaySubject } from './store.ts'

/** How long an expired link works again after its payer asked for it. Milliseconds. */
const AGAIN_MS = 7 * 86_400_000
const A_DAY_MS = 86_400_000

/**
 * A payer with an expired link asks for a fresh one: the link works for another week, and a letter goes to the address
 * on file, at most once a day. Nothing happens for an unknown link, a closed store or an invoice without an address.
 */
export async function sendFreshLink(
  { db, pool, clock, jobs }: { db: Db; pool: pg.Pool; clock: Clock; jobs: Jobs }, token: string,
): Promise<void> {
  const subject = await findPaySubject(pool, token)
  const at = clock.now()
  if (subject === null || !subject.store.isOpen || !isExpired(subject.invoice, at) || remainingMinor(subject.invoice) === 0n) return
  const { merchantId, id } = subject.invoice
  const taken = await takeOne(db, { key: `fresh-link/${id}`, limit: 1, windowMs: A_DAY_MS, at })
  const invoice = taken.isAllowed ? await findInvoice(db, { merchantId, id }) : null
  if (invoice === null) return
  await inTransaction(db, async (tx) => {
    const queued = await queueInvoiceLetters(tx, jobs, invoice, { recipients: [invoice.payer.email], language: null, by: 'payer', at })
    if (queued === null) return
    await tx.updateTable('invoice').set({ pay_until: new Date(at.getTime() + AGAIN_MS), version: invoice.version + 1 })
      .where('merchant_id', '=', merchantId).where('invoice_id', '=', id).where('version', '=', invoice.version).execute()
  })
}
