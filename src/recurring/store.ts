import type { Selectable } from 'kysely'
import type pg from 'pg'
import { Value } from 'typebox/value'
import type { PaymentState } from '../invoices/payment-state.ts'
import type { BusinessDate } from '../kernel/business-date.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { RecurringInvoiceTable } from '../platform/db/schema.ts'
import { ContentJson, ISSUE_HOUR } from './recurring-invoice.ts'
import type { RecurringInvoice, RecurringState } from './recurring-invoice.ts'

export type RecurringKey = { readonly merchantId: Id<'merchant'>; readonly id: Id<'recurring'> }

const recurringIn = (row: Selectable<RecurringInvoiceTable>): RecurringInvoice => ({
  merchantId: row.merchant_id, id: row.recurring_id, storeId: row.store_id, mode: row.mode, state: row.state, customerId: row.customer_id,
  payerName: row.payer_name, gross: { minor: row.gross_minor, currency: storedCurrency(row.currency) }, content: Value.Parse(ContentJson, row.content),
  dueDays: row.due_days, sends: row.sends, mostIssues: row.most_issues, issues: row.issues, nextOn: row.next_on, problem: row.problem,
  rule: { every: row.every, count: row.every_count, monthDay: row.month_day, startsOn: row.starts_on, endsOn: row.ends_on },
  version: row.version, createdAt: row.created_at,
})

/** What a person writes of it, and what follows from that. */
export type RecurringContent = Pick<RecurringInvoice,
  'customerId' | 'payerName' | 'gross' | 'content' | 'dueDays' | 'sends' | 'rule' | 'mostIssues' | 'state' | 'nextOn'>

const columnsOf = (one: RecurringContent) => ({
  state: one.state, customer_id: one.customerId, payer_name: one.payerName, currency: one.gross.currency, gross_minor: one.gross.minor,
  content: JSON.stringify(one.content), due_days: one.dueDays, sends: one.sends, every: one.rule.every, every_count: one.rule.count,
  month_day: one.rule.monthDay, starts_on: one.rule.startsOn, ends_on: one.rule.endsOn, most_issues: one.mostIssues, next_on: one.nextOn,
})

export async function insertRecurring(
  tx: Tx, key: RecurringKey & Pick<RecurringInvoice, 'storeId' | 'mode' | 'createdAt'>, content: RecurringContent,
): Promise<void> {
  await tx.insertInto('recurring_invoice').values({
    merchant_id: key.merchantId, recurring_id: key.id, store_id: key.storeId, mode: key.mode, created_at: key.createdAt, ...columnsOf(content),
  }).execute()
}

/** A refusal of the old content says nothing of the new one. */
export async function updateRecurring(tx: Tx, { merchantId, id }: RecurringKey, content: RecurringContent): Promise<void> {
  await tx.updateTable('recurring_invoice').set((eb) => ({ ...columnsOf(content), version: eb('version', '+', 1), problem: null, retry_at: null }))
    .where('merchant_id', '=', merchantId).where('recurring_id', '=', id).execute()
}

export async function moveRecurring(
  tx: Tx, { merchantId, id }: RecurringKey, { state, nextOn }: { state: RecurringState; nextOn: BusinessDate | null },
): Promise<void> {
  await tx.updateTable('recurring_invoice').set((eb) => ({ state, next_on: nextOn, version: eb('version', '+', 1), problem: null, retry_at: null }))
    .where('merchant_id', '=', merchantId).where('recurring_id', '=', id).execute()
}

/** Null: no such recurring invoice of this merchant. */
export async function findRecurring(db: Pick<Db, 'selectFrom'>, { merchantId, id }: RecurringKey): Promise<RecurringInvoice | null> {
  const row = await db.selectFrom('recurring_invoice').selectAll().where('merchant_id', '=', merchantId).where('recurring_id', '=', id).executeTakeFirst()
  return row === undefined ? null : recurringIn(row)
}

/** As `findRecurring`, and nobody else issues or changes it until the transaction ends. */
export async function lockRecurring(tx: Tx, { merchantId, id }: RecurringKey): Promise<RecurringInvoice | null> {
  const row = await tx.selectFrom('recurring_invoice').selectAll().where('merchant_id', '=', merchantId).where('recurring_id', '=', id)
    .forUpdate().executeTakeFirst()
  return row === undefined ? null : recurringIn(row)
}

export async function listRecurring(
  db: Db, { merchantId, storeId, mode }: Pick<RecurringInvoice, 'merchantId' | 'storeId' | 'mode'>,
  { limit, after }: { limit: number; after: Id<'recurring'> | null },
): Promise<RecurringInvoice[]> {
  const all = db.selectFrom('recurring_invoice').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId).where('mode', '=', mode)
  const rows = await (after === null ? all : all.where('recurring_id', '<', after)).orderBy('recurring_id', 'desc').limit(limit).execute()
  return rows.map(recurringIn)
}

/** Those whose next period has come by their store's clock and that were not refused a moment ago. All merchants: this is for the schedule. */
export async function recurringDue(pool: pg.Pool, { at, limit }: { at: Date; limit: number }): Promise<RecurringKey[]> {
  const { rows } = await pool.query<{ merchant_id: Id<'merchant'>; recurring_id: Id<'recurring'> }>({
    name: 'recurring-due',
    // No clock is further from UTC than fourteen hours: the index narrows, the store's own clock decides.
    text: `select r.merchant_id, r.recurring_id from recurring_invoice r
      join store s on s.merchant_id = r.merchant_id and s.store_id = r.store_id
      where r.state = 'active' and r.next_on <= ($1::timestamptz at time zone 'UTC')::date + 1 and (r.retry_at is null or r.retry_at <= $1)
        and r.next_on <= (($1::timestamptz at time zone s.time_zone) - make_interval(hours => $3))::date
      order by r.next_on limit $2`,
    values: [at, limit, ISSUE_HOUR],
  })
  return rows.map((row) => ({ merchantId: row.merchant_id, id: row.recurring_id }))
}

/** Writes the period down as issued and moves on. Throws where it was issued before: the lock lets nobody come so far. */
export async function recordIssue(
  tx: Tx, { merchantId, id }: RecurringKey, { period, invoiceId, state, nextOn }: {
    period: BusinessDate; invoiceId: Id<'invoice'>; state: RecurringState; nextOn: BusinessDate | null
  },
): Promise<void> {
  await tx.insertInto('recurring_issue').values({ merchant_id: merchantId, recurring_id: id, period_on: period, invoice_id: invoiceId }).execute()
  await tx.updateTable('recurring_invoice').set((eb) => ({ issues: eb('issues', '+', 1), state, next_on: nextOn, problem: null, retry_at: null }))
    .where('merchant_id', '=', merchantId).where('recurring_id', '=', id).execute()
}

export async function noteProblem(tx: Tx, { merchantId, id }: RecurringKey, { problem, retryAt }: { problem: string; retryAt: Date }): Promise<void> {
  await tx.updateTable('recurring_invoice').set({ problem, retry_at: retryAt })
    .where('merchant_id', '=', merchantId).where('recurring_id', '=', id).where('state', '=', 'active').execute()
}

/** Null: nothing was issued yet. */
export async function lastPeriod(db: Pick<Db, 'selectFrom'>, { merchantId, id }: RecurringKey): Promise<BusinessDate | null> {
  const row = await db.selectFrom('recurring_issue').select('period_on').where('merchant_id', '=', merchantId).where('recurring_id', '=', id)
    .orderBy('period_on', 'desc').limit(1).executeTakeFirst()
  return row?.period_on ?? null
}

export type Issued = { readonly period: BusinessDate; readonly invoiceId: Id<'invoice'>; readonly mode: Mode; readonly number: string | null; readonly payment: PaymentState }

/** The newest first. */
export async function issuedInvoices(db: Db, { merchantId, id }: RecurringKey, limit: number): Promise<Issued[]> {
  const rows = await db.selectFrom('recurring_issue as r')
    .innerJoin('invoice as i', (join) => join.onRef('i.merchant_id', '=', 'r.merchant_id').onRef('i.invoice_id', '=', 'r.invoice_id'))
    .select(['r.period_on', 'i.invoice_id', 'i.mode', 'i.number', 'i.payment']).where('r.merchant_id', '=', merchantId).where('r.recurring_id', '=', id)
    .orderBy('r.period_on', 'desc').limit(limit).execute()
  return rows.map((row) => ({ period: row.period_on, invoiceId: row.invoice_id, mode: row.mode, number: row.number, payment: row.payment }))
}
