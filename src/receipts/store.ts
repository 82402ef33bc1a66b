import { sql } from 'kysely'
import type { Insertable, Selectable } from 'kysely'
import type pg from 'pg'
import type { Id } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { ReceiptTable } from '../platform/db/schema.ts'
import type { RegisterDeps } from '../registers/write-register.ts'
import { isSold, keptLines, keptPayments, keptSends, keptTaxes } from './receipt.ts'
import type { KeptSend, Receipt, ReceiptState } from './receipt.ts'

/** The SQL of single receipts. Lists are in `find-receipts.ts`. */

export type ReceiptKey = { readonly merchantId: Id<'merchant'>; readonly id: Id<'receipt'> }

export function receiptOf(row: Selectable<ReceiptTable>): Receipt {
  const currency = storedCurrency(row.currency)
  return {
    merchantId: row.merchant_id, id: row.receipt_id, storeId: row.store_id, mode: row.mode, registerId: row.register_id, shiftId: row.shift_id,
    kind: row.kind, state: row.state, number: row.number, invoiceId: row.invoice_id, cashierId: row.cashier_id, cashierName: row.cashier_name,
    returnsId: row.returns_id, language: row.language, currency, total: { minor: row.total_minor, currency },
    rounding: { minor: row.rounding_minor, currency }, lines: keptLines(row.lines), taxes: keptTaxes(row.taxes), payments: keptPayments(row.payments),
    sends: keptSends(row.sends), expiresAt: row.expires_at, documentId: row.document_id, fiscalNumber: row.fiscal_number,
    localNumber: row.local_number, fiscalAt: row.fiscal_at, fiscalUrl: row.fiscal_url, problem: row.problem, moneyDue: row.money_due,
    toCash: row.to_cash, sealedToken: row.sealed_token, askedKey: row.asked_key, sequence: row.sequence, createdAt: row.created_at,
    stateChangedAt: row.state_changed_at, changedAt: row.changed_at,
  }
}

const one = (db: Pick<Db, 'selectFrom'>, { merchantId, id }: ReceiptKey) =>
  db.selectFrom('receipt').selectAll().where('merchant_id', '=', merchantId).where('receipt_id', '=', id)

/** Null: no such receipt of this merchant. */
export async function receiptById(db: Pick<Db, 'selectFrom'>, key: ReceiptKey): Promise<Receipt | null> {
  const row = await one(db, key).executeTakeFirst()
  return row === undefined ? null : receiptOf(row)
}

/** As `receiptById`, and nobody else changes it until the transaction ends. */
export async function lockReceipt(tx: Tx, key: ReceiptKey): Promise<Receipt | null> {
  const row = await one(tx, key).forUpdate().executeTakeFirst()
  return row === undefined ? null : receiptOf(row)
}

/** What the till asked for under this key, where it had its answer lost. Null: nothing. */
export async function receiptAsked(
  db: Pick<Db, 'selectFrom'>, { merchantId, registerId, askedKey }: Pick<Receipt, 'merchantId' | 'registerId'> & { askedKey: string },
): Promise<Receipt | null> {
  const row = await db.selectFrom('receipt').selectAll().where('merchant_id', '=', merchantId).where('register_id', '=', registerId)
    .where('asked_key', '=', askedKey).executeTakeFirst()
  return row === undefined ? null : receiptOf(row)
}

/** The returns of a sale, oldest first, whatever became of them. */
export async function returnsOf(db: Pick<Db, 'selectFrom'>, { merchantId, id }: ReceiptKey): Promise<Receipt[]> {
  const rows = await db.selectFrom('receipt').selectAll().where('merchant_id', '=', merchantId).where('returns_id', '=', id)
    .orderBy('receipt_id').execute()
  return rows.map(receiptOf)
}

export const insertReceipt = async (tx: Tx, row: Insertable<ReceiptTable>): Promise<Receipt> =>
  receiptOf(await tx.insertInto('receipt').values(row).returningAll().executeTakeFirstOrThrow())

export type ReceiptMove = ReceiptKey & {
  readonly from: readonly ReceiptState[]
  readonly to: ReceiptState
  readonly at: Date
  readonly set?: Partial<Insertable<ReceiptTable>>
}

/** Moves the receipt if it is still in one of `from`. Null: another was first. Else the number of the event to tell. One that is registered is due its letter. */
export async function moveReceipt(tx: Tx, { merchantId, id, from, to, at, set = {} }: ReceiptMove): Promise<number | null> {
  const row = await tx.updateTable('receipt')
    .set((eb) => ({ ...set, ...(isSold(to) ? { letter_due: true } : {}), state: to, state_changed_at: at, changed_at: at, sequence: eb('sequence', '+', 1) }))
    .where('merchant_id', '=', merchantId).where('receipt_id', '=', id).where('state', 'in', [...from])
    .returning('sequence').executeTakeFirst()
  return row?.sequence ?? null
}

/** Which money the receipt is for. Throws where a payment has a sale already (INV-4): the transaction cannot go on. */
export async function insertReceiptPayments(
  tx: Tx, { merchantId, id }: ReceiptKey, kind: Receipt['kind'],
  parts: readonly { readonly paymentId: Id<'payment'>; readonly amountMinor: bigint; readonly refundId: Id<'refund'> | null }[],
): Promise<void> {
  if (parts.length === 0) return
  await tx.insertInto('receipt_payment').values(parts.map(({ paymentId, amountMinor, refundId }) => ({
    merchant_id: merchantId, receipt_id: id, payment_id: paymentId, kind, amount_minor: amountMinor, refund_id: refundId,
  }))).execute()
}

type MoneyOfReceipt = { readonly receiptId: Id<'receipt'>; readonly paymentId: Id<'payment'>; readonly amountMinor: bigint; readonly refundId: Id<'refund'> | null }

/** Of the sale and of what came back of it. */
export async function moneyOfReceipts(db: Pick<Db, 'selectFrom'>, merchantId: Id<'merchant'>, ids: readonly Id<'receipt'>[]): Promise<MoneyOfReceipt[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('receipt_payment').selectAll().where('merchant_id', '=', merchantId).where('receipt_id', 'in', [...ids])
    .orderBy('payment_id').execute()
  return rows.map((row) => ({ receiptId: row.receipt_id, paymentId: row.payment_id, amountMinor: row.amount_minor, refundId: row.refund_id }))
}

export const noteSend = (tx: Tx, { merchantId, id }: ReceiptKey, send: KeptSend, at: Date) =>
  tx.updateTable('receipt').set({ sends: sql<string>`sends || ${JSON.stringify([send])}::jsonb`, changed_at: at })
    .where('merchant_id', '=', merchantId).where('receipt_id', '=', id).execute()

export const stopWaiting = (tx: Tx, { merchantId, invoiceId }: Pick<Receipt, 'merchantId' | 'invoiceId'>) =>
  tx.updateTable('invoice').set({ till_waits: false }).where('merchant_id', '=', merchantId).where('invoice_id', '=', invoiceId).execute()

/**
 * The time to pay begins anew, as long as it was. In one statement, so that of two at once each begins with the other's
 * outcome. Null: it does not wait any more. `until` is null where no money is awaited.
 */
export async function waitAnew(tx: Tx, { merchantId, id }: ReceiptKey, at: Date): Promise<{ readonly until: Date | null } | null> {
  const until = sql<Date>`${at}::timestamptz + make_interval(secs => extract(epoch from expires_at - waits_from)::double precision)`
  const row = await tx.updateTable('receipt').set({ expires_at: until, expire_at: until, waits_from: sql<Date>`case when expires_at is not null then ${at}::timestamptz end` })
    .where('merchant_id', '=', merchantId).where('receipt_id', '=', id).where('state', '=', 'deferred')
    .returning('expires_at').executeTakeFirst()
  return row === undefined ? null : { until: row.expires_at }
}

/** The longest pause between two tries of the schedule. Seconds. */
const LONGEST_S = 60

/** What the schedule could not do for it is tried again after a pause, which begins with a second and doubles up to a minute. */
export const putOff = (pool: pg.Pool, { merchantId, id }: ReceiptKey, at: Date) => pool.query({
  name: 'put-receipt-off',
  text: `update receipt set tries = tries + 1, try_at = $3::timestamptz + least($4, 2 ^ least(tries, 16)) * interval '1 second' where merchant_id = $1 and receipt_id = $2`,
  values: [merchantId, id, at, LONGEST_S],
})

/** Not before it has expired. */
export const tryToExpireAt = (tx: Tx, { merchantId, id }: ReceiptKey, at: Date) =>
  tx.updateTable('receipt').set({ expire_at: sql<Date>`greatest(expires_at, ${at})` })
    .where('merchant_id', '=', merchantId).where('receipt_id', '=', id).where('state', '=', 'deferred').execute()

/** Whether a sale made at the register still waits for money. */
export const hasDeferred: RegisterDeps['hasDeferred'] = async (db, { merchantId, registerId }) =>
  await db.selectFrom('receipt').select('receipt_id').where('merchant_id', '=', merchantId).where('register_id', '=', registerId)
    .where('state', '=', 'deferred').limit(1).executeTakeFirst() !== undefined
