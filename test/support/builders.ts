import type pg from 'pg'
import type { Report } from '../../src/connectors/contract.ts'
import { newId } from '../../src/kernel/ids.ts'
import type { Id, Mode } from '../../src/kernel/ids.ts'
import type { Currency } from '../../src/money/currency.ts'
import { parseMoney } from '../../src/money/money.ts'
import type { Money } from '../../src/money/money.ts'
import type { AttemptState } from '../../src/payments/attempt.ts'
import { referenceOf } from '../../src/payments/start-attempt.ts'

export const NOW = new Date('2026-11-02T10:00:00Z')

export function money(text: string, currency: Currency = 'EUR'): Money {
  const parsed = parseMoney(text, currency)
  if (parsed === null) throw new Error(`${text} ${currency} is no amount`)
  return parsed
}

export type Place = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly channelId: Id<'channel'>; readonly mode: Mode }

/** A merchant with a store and a Paysera channel, ready to take payments in this mode. */
export async function somePlace(pool: pg.Pool, mode: Mode = 'live'): Promise<Place> {
  const merchantId = newId('merchant')
  const storeId = newId('store')
  await pool.query('insert into merchant values ($1, $2, $3)', [merchantId, 'UAB Pavyzdys', NOW])
  await pool.query(
    `insert into store (merchant_id, store_id, name, mode, language, currency, country, time_zone, brand_colour, legal_name, created_at)
     values ($1, $2, 'Pavyzdys', $3, 'lt', 'EUR', 'LT', 'Europe/Vilnius', '#b45309', 'UAB Pavyzdys', $4)`,
    [merchantId, storeId, mode, NOW],
  )
  return { merchantId, storeId, mode, channelId: await someChannel(pool, { merchantId, storeId, mode }) }
}

export async function someChannel(
  pool: pg.Pool, { merchantId, storeId, mode }: Omit<Place, 'channelId'>, connector: 'paysera' | 'linkpay' = 'paysera',
): Promise<Id<'channel'>> {
  const channelId = newId('channel')
  await pool.query(
    `insert into channel (merchant_id, channel_id, store_id, connector, name, state, mode, state_changed_at, callback_token, created_at)
     values ($1, $2, $3, $7, $8, $4, $5, $6, '', $6)`,
    [merchantId, channelId, storeId, mode === 'live' ? 'live' : 'testing', mode, NOW, connector, connector === 'paysera' ? 'Paysera' : 'LinkPay'],
  )
  return channelId
}

/** An issued invoice without lines: what the money rules see of one. */
export async function issuedInvoice(
  pool: pg.Pool, place: Omit<Place, 'channelId'>, gross: Money, more: { payUntil?: Date; document?: 'issued' | 'cancelled' } = {},
): Promise<Id<'invoice'>> {
  const id = newId('invoice')
  await pool.query(
    `insert into invoice (merchant_id, invoice_id, store_id, mode, document, number, language, currency, net_minor, gross_minor,
       pay_until, created_at, issued_at)
     values ($1, $2, $3, $4, $5, $6, 'lt', $7, $8, $8, $9, $10, $10)`,
    [place.merchantId, id, place.storeId, place.mode, more.document ?? 'issued', `T-${id}`, gross.currency, gross.minor,
      more.payUntil ?? null, NOW],
  )
  return id
}

export type SomeAttempt = Place & { readonly attemptId: Id<'attempt'>; readonly invoiceId: Id<'invoice'>; readonly asked: Money }

/** An attempt under way on an invoice of its own. */
export async function someAttempt(
  pool: pg.Pool, { place, asked, state = 'pending', invoiceId }: { place: Place; asked: Money; state?: AttemptState; invoiceId?: Id<'invoice'> },
): Promise<SomeAttempt> {
  const attemptId = newId('attempt')
  const invoice = invoiceId ?? await issuedInvoice(pool, place, asked)
  await pool.query(
    `insert into attempt (merchant_id, attempt_id, invoice_id, channel_id, store_id, mode, state, asked_minor, currency, language,
       created_at, state_changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'lt', $10, $10)`,
    [place.merchantId, attemptId, invoice, place.channelId, place.storeId, place.mode, state, asked.minor, asked.currency, NOW],
  )
  return { ...place, attemptId, invoiceId: invoice, asked }
}

/** What an honest provider says of the attempt; `more` makes it say something else. */
export const reportOf = (attempt: SomeAttempt, more: Partial<Report> = {}): Report => ({
  status: 'confirmed', reference: referenceOf(attempt.attemptId), providerRef: '903311274', asked: attempt.asked,
  transferred: attempt.asked, mode: attempt.mode, method: 'vb2', payer: { name: 'JONAS JONAITIS', account: null, country: 'lt' },
  refund: null, doubt: null, ...more,
})

export type Books = {
  readonly invoice: { payment: string; paid: bigint; refunded: bigint; late: boolean }
  readonly attempts: string[]
  readonly payments: { amount: bigint; ref: string | null; source: string }[]
  readonly refunds: { state: string; because: string; amount: bigint }[]
  readonly entries: number
}

/** Everything the books say about one invoice, for comparing one course of events with another. */
export async function booksOf(pool: pg.Pool, merchantId: Id<'merchant'>, invoiceId: Id<'invoice'>): Promise<Books> {
  const one = async <R extends pg.QueryResultRow>(text: string): Promise<R[]> => (await pool.query<R>(text, [merchantId, invoiceId])).rows
  const [invoice] = await one<Books['invoice']>(`select payment, paid_minor as paid, refunded_minor as refunded, paid_late as late
    from invoice where merchant_id = $1 and invoice_id = $2`)
  if (invoice === undefined) throw new Error('no such invoice')
  const attempts = await one<{ state: string }>('select state from attempt where merchant_id = $1 and invoice_id = $2 order by attempt_id')
  const payments = await one<Books['payments'][number]>(`select p.amount_minor as amount, p.provider_ref as ref, p.source from allocation a
    join payment p on p.merchant_id = a.merchant_id and p.payment_id = a.payment_id
    where a.merchant_id = $1 and a.invoice_id = $2 order by p.provider_ref, p.payment_id`)
  const refunds = await one<Books['refunds'][number]>(`select state, because, amount_minor as amount from refund
    where merchant_id = $1 and invoice_id = $2 order by amount_minor, state`)
  const [{ count } = { count: 0n }] = await one<{ count: bigint }>(`select count(*) from journal_entry
    where merchant_id = $1 and (subject_id = $2 or subject_id in (select payment_id from allocation where merchant_id = $1 and invoice_id = $2)
      or subject_id in (select refund_id from refund where merchant_id = $1 and invoice_id = $2))`)
  return { invoice, attempts: attempts.map((row) => row.state), payments, refunds, entries: Number(count) }
}
