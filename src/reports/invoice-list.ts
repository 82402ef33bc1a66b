import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import type { InvoiceBrief } from '../invoices/json.ts'
import type { DocumentState, PaymentState } from '../invoices/payment-state.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import { MOST_URGENT, NEEDY_INVOICES } from './invoice-attention.ts'
import type { InvoiceAttention } from './invoice-attention.ts'

export const INVOICE_VIEWS = ['all', 'unpaid', 'overdue', 'attention', 'drafts', 'paid'] as const
type InvoiceView = (typeof INVOICE_VIEWS)[number]

export type InvoiceFilter = {
  readonly merchantId: Id<'merchant'>
  readonly storeId: Id<'store'>
  readonly mode: Mode
  readonly view: InvoiceView
  /** Beginning of the number, the payer's name or mail address, in any case, or the whole external number. */
  readonly search: string | null
  readonly customerId: Id<'customer'> | null
  /** YYYY-MM-DD, both inclusive. Drafts have no day of issue and are left out by either. */
  readonly issuedFrom: string | null
  readonly issuedTo: string | null
  /** The day it is now in the store: what was due before it is overdue. */
  readonly today: string
}

export type ListedInvoice = InvoiceBrief & { readonly attention: InvoiceAttention | null }

/**
 * One text for every filter: what a caller asks for is only ever a parameter. The planner sees the parameters, so
 * that of the cases only the asked one remains and finds its index.
 */
const FILTER = `i.merchant_id = $1 and i.store_id = $2 and i.mode = $3 and i.origin = 'invoice'
  and case $4
    when 'unpaid' then i.document = 'issued' and i.payment in ('unpaid', 'partly_paid')
    when 'overdue' then i.document = 'issued' and i.payment in ('unpaid', 'partly_paid') and i.due_date < $10::date
    when 'drafts' then i.document = 'draft'
    when 'paid' then i.payment in ('paid', 'overpaid')
    when 'attention' then i.invoice_id = any (array(${NEEDY_INVOICES}))
    else true
  end
  and ($5::text is null or lower(i.number) like $5 or i.external_number = $6 or lower(i.payer_name) like $5
    or lower(i.payer_email) like $5)
  and ($7::uuid is null or i.customer_id = $7)
  and ($8::date is null or i.issue_date >= $8) and ($9::date is null or i.issue_date <= $9)`

/** Both orders are those of an index, so that a page costs the same however many invoices come before it. */
const ORDER = {
  made: `($11::uuid is null or i.invoice_id < $11) order by i.invoice_id desc`,
  issued: `($11::uuid is null or (i.issue_date, i.invoice_id) < (
    select o.issue_date, o.invoice_id from invoice o where o.merchant_id = $1 and o.invoice_id = $11))
    order by i.issue_date desc, i.invoice_id desc`,
} as const

const listBy = (order: keyof typeof ORDER): string => `
select i.invoice_id, i.store_id, i.mode, i.customer_id, i.document, i.payment, i.paid_late, i.number, i.external_number,
  i.payer_name, i.payer_email, i.currency, i.gross_minor, i.credited_minor, i.paid_minor, i.refunded_minor, i.issue_date,
  i.due_date, i.live_attempt_id, i.lease_until, i.created_at,
  (${MOST_URGENT}) as attention
from invoice i where ${FILTER} and ${ORDER[order]} limit $12`

const LIST_AS_MADE = listBy('made')
const LIST_AS_ISSUED = listBy('issued')

type Row = {
  invoice_id: Id<'invoice'>; store_id: Id<'store'>; mode: Mode; customer_id: Id<'customer'> | null
  document: DocumentState; payment: PaymentState; paid_late: boolean; number: string | null; external_number: string | null
  payer_name: string; payer_email: string; currency: string; gross_minor: bigint; credited_minor: bigint
  paid_minor: bigint; refunded_minor: bigint; issue_date: string | null; due_date: string | null
  live_attempt_id: Id<'attempt'> | null; lease_until: Date | null; created_at: Date; attention: InvoiceAttention | null
}

function valuesOf(filter: InvoiceFilter): unknown[] {
  const { search } = filter
  const start = search === null ? null : `${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
  return [
    filter.merchantId, filter.storeId, filter.mode, filter.view, start, search, filter.customerId, filter.issuedFrom,
    filter.issuedTo, filter.today,
  ]
}

/** Which of the views, and any view of certain days, is gone through by the day of issue: none of them has drafts. */
const goesByIssue = ({ view, issuedFrom, issuedTo }: InvoiceFilter): boolean =>
  view === 'unpaid' || view === 'overdue' || issuedFrom !== null || issuedTo !== null

/**
 * Newest first: as they were made, or by their day of issue where only issued ones are asked for by state or day. One
 * row more than `limit` tells that there is a next page.
 */
export async function listInvoices(
  pool: pg.Pool, filter: InvoiceFilter, { limit, after }: { limit: number; after: Id<'invoice'> | null },
): Promise<ListedInvoice[]> {
  const text = goesByIssue(filter) ? LIST_AS_ISSUED : LIST_AS_MADE
  const { rows } = await pool.query<Row>(text, [...valuesOf(filter), after, limit + 1])
  return rows.map(listed)
}

function listed(row: Row): ListedInvoice {
  const currency = storedCurrency(row.currency)
  return {
    id: row.invoice_id, storeId: row.store_id, mode: row.mode, customerId: row.customer_id, document: row.document,
    payment: row.payment, paidLate: row.paid_late, number: row.number, externalNumber: row.external_number,
    payer: { name: row.payer_name, email: row.payer_email },
    currency, gross: { minor: row.gross_minor, currency }, grossMinor: row.gross_minor, creditedMinor: row.credited_minor,
    paidMinor: row.paid_minor, refundedMinor: row.refunded_minor, issueDate: row.issue_date, dueDate: row.due_date,
    liveAttemptId: row.live_attempt_id, leaseUntil: row.lease_until, createdAt: row.created_at, attention: row.attention,
  }
}

/** Rows that are counted or added up at most; a larger set is not worth the wait. */
const COUNTED = 10_000

// What is owed is exact or not told: a sum of some of the rows, or of several currencies, would be a wrong number.
const TOTALS = `
select (select count(*) from (select from invoice i where ${FILTER} limit ${COUNTED + 1}) as counted) as count,
  o.count as owing, o.currencies, o.currency, o.minor
from (
  select count(*) as count, count(distinct currency) as currencies, min(currency) as currency,
    coalesce(sum(minor), 0)::bigint as minor
  from (
    select i.currency, i.gross_minor - i.credited_minor - i.paid_minor as minor from invoice i
    where ${FILTER} and i.document = 'issued' and i.payment in ('unpaid', 'partly_paid')
      and i.gross_minor - i.credited_minor > i.paid_minor
    limit ${COUNTED + 1}
  ) as open
) as o`

type TotalsRow = { count: bigint; owing: bigint; currencies: bigint; currency: string | null; minor: bigint }

/**
 * Of the whole filtered set: how many, and what is still to be paid. The sum is null where it cannot be said exactly:
 * more than 10,000 open invoices, or several currencies. `own`: the currency of a sum of nothing.
 */
export async function invoiceTotals(
  pool: pg.Pool, filter: InvoiceFilter, own: Currency,
): Promise<{ count: string; outstanding: Money | null }> {
  const { rows: [row] } = await pool.query<TotalsRow>(TOTALS, valuesOf(filter))
  if (row === undefined) throw new Error('a count answered no row')
  const isExact = row.owing <= BigInt(COUNTED) && row.currencies <= 1n
  return {
    count: row.count > BigInt(COUNTED) ? '10,000+' : String(row.count),
    outstanding: isExact ? { minor: row.minor, currency: row.currency === null ? own : storedCurrency(row.currency) } : null,
  }
}
