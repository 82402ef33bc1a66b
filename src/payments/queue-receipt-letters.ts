import type pg from 'pg'
import { queueDelivery } from '../deliveries/delivery.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'
import { isMailAddress } from '../platform/mail/address.ts'

/** Payments of one round. */
const BATCH = 200

/**
 * How long a payment is looked at again after it was written. Ids are in the order of their making, but a statement
 * that began earlier may end later: none runs for as long as this.
 */
const SETTLED_MS = 600_000

// The first id that a payment booked at this moment may have: 48 bits of milliseconds, then nothing. Five minutes are
// for clocks that differ between processes.
const FIRST_ID = `(lpad(to_hex((extract(epoch from s.receipt_letters_since) * 1000)::bigint - 300000), 12, '0') || repeat('0', 20))::uuid`

// Stores are few and each is a step down an index, so payments are not read through to find the new ones.
const DUE = `
select s.merchant_id, s.store_id, m.mode, p.payment_id, p.invoice_id, p.payer_email, p.language
from store s
cross join (values ('test'), ('live')) as m (mode)
left join receipt_mark k on k.merchant_id = s.merchant_id and k.store_id = s.store_id and k.mode = m.mode
cross join lateral (
  select p.payment_id, i.invoice_id, i.payer_email, i.language
  from payment p
  join allocation a on a.merchant_id = s.merchant_id and a.payment_id = p.payment_id
  join invoice i on i.merchant_id = s.merchant_id and i.invoice_id = a.invoice_id
  where p.merchant_id = s.merchant_id and p.store_id = s.store_id and p.mode = m.mode and i.payer_email <> '' and i.origin = 'invoice'
    and p.payment_id > greatest(k.payment_id, ${FIRST_ID}) and p.created_at >= s.receipt_letters_since
    and not exists (select from delivery d where d.merchant_id = s.merchant_id and d.payment_id = p.payment_id)
    and not exists (select from payment_reversal v where v.merchant_id = s.merchant_id and v.payment_id = p.payment_id)
  order by p.payment_id limit $1
) p
where s.receipt_letters_since is not null
limit $1`

const MARK = `
insert into receipt_mark as k (merchant_id, store_id, mode, payment_id)
select s.merchant_id, s.store_id, m.mode, p.payment_id
from store s
cross join (values ('test'), ('live')) as m (mode)
left join receipt_mark k on k.merchant_id = s.merchant_id and k.store_id = s.store_id and k.mode = m.mode
cross join lateral (
  select p.payment_id from payment p
  where p.merchant_id = s.merchant_id and p.store_id = s.store_id and p.mode = m.mode and p.created_at < $1
    and p.payment_id > greatest(k.payment_id, ${FIRST_ID})
  order by p.payment_id desc limit 1
) p
where s.receipt_letters_since is not null
on conflict (merchant_id, store_id, mode) do update set payment_id = greatest(k.payment_id, excluded.payment_id)`

type Due = {
  merchant_id: Id<'merchant'>; store_id: Id<'store'>; mode: Mode; payment_id: Id<'payment'>; invoice_id: Id<'invoice'>
  payer_email: string; language: Language
}

/**
 * Queues a receipt letter for every payment that has none, in stores that want them. Nothing is remembered between the
 * booking of a payment and this: what a crash left out, the next round finds, and the delivery's key lets each payment
 * have one letter only, however many processes look. True: there may be more.
 */
export async function queueReceiptLetters(
  { db, pool, jobs }: { readonly db: Db; readonly pool: pg.Pool; readonly jobs: Jobs }, at: Date,
): Promise<boolean> {
  const { rows } = await pool.query<Due>({ name: 'receipts-due', text: DUE, values: [BATCH] })
  const due = rows.filter((row) => isMailAddress(row.payer_email))
  for (const row of due) {
    await inTransaction(db, async (tx) => {
      await queueDelivery(tx, jobs, {
        merchantId: row.merchant_id, invoiceId: row.invoice_id, storeId: row.store_id, mode: row.mode, kind: 'receipt', paymentId: row.payment_id,
        recipient: row.payer_email, language: row.language, withPdf: null, withEInvoice: false, requestedBy: 'kvit', createdAt: at,
      })
    })
  }
  if (rows.length === BATCH && due.length > 0) return true
  await pool.query({ name: 'receipts-mark', text: MARK, values: [new Date(at.getTime() - SETTLED_MS)] })
  return false
}
