import { sql } from 'kysely'
import { firstIdOf } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { overpaidMinor, remainingMinor } from '../invoices/payment-state.ts'
import type { Standing } from '../invoices/payment-state.ts'
import { isVisible } from '../merchants/stores/scope.ts'
import type { Db } from '../platform/db/database.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Caller } from '../platform/http/caller.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import type { Money } from '../money/money.ts'
import type { CashRegister } from '../registers/register.ts'
import type { TillScope } from '../registers/till-scope.ts'
import type { Receipt, ReceiptState } from './receipt.ts'
import { receiptById, receiptOf } from './store.ts'

/** A receipt with what is told of it beside its own row. */
export type ReceiptFacts = {
  readonly receipt: Receipt
  /** What came and stayed, of the whole invoice. */
  readonly paid: Money
  readonly remaining: Money
  /** Came beyond what is owed, or after the end: to be given back, or taken after all. Money of returned goods is none of it. */
  readonly excess: Money
  readonly inFlight: boolean
  readonly payToken: string | null
  readonly publicToken: string
  readonly returnedBy: readonly Id<'receipt'>[]
  /** How the last sending of the link went; null where none was sent by us. */
  readonly delivery: { readonly state: string; readonly problem: string | null } | null
}

/** The receipt behind a public id, as far as this caller may see it. Null for any other, whatever the reason. */
export async function visibleReceipt(db: Db, caller: Caller, publicText: string): Promise<Receipt | null> {
  const { id, mode } = idWithMode('receipt', publicText)
  const receipt = await receiptById(db, { merchantId: caller.merchantId, id })
  return receipt !== null && receipt.mode === mode && isVisible(caller, receipt) ? receipt : null
}

type MoneyRow = {
  receipt_id: Id<'receipt'>; document: Standing['document']; gross_minor: bigint; credited_minor: bigint; paid_minor: bigint; refunded_minor: bigint
  returning_minor: bigint; in_flight: boolean; link_id: Id<'link'> | null; sealed_token: Buffer | null; returned_by: Id<'receipt'>[]; delivery_state: string | null; delivery_problem: string | null
}

/** What is on its way back for returned goods of sale `r`: credited already, and none of the excess. */
const returningMinor = (merchantId: Id<'merchant'>) => sql<bigint>`coalesce((select sum(f.amount_minor) from receipt b
  join receipt_payment s on s.merchant_id = ${merchantId} and s.receipt_id = b.receipt_id
  join refund f on f.merchant_id = ${merchantId} and f.refund_id = s.refund_id and f.state in ('requested', 'approved', 'pending', 'unknown')
  where b.merchant_id = ${merchantId} and b.returns_id = r.receipt_id and (b.state in ('registered', 'offline') or b.fiscal_number is not null)), 0)::bigint`

/** All that is told of these receipts of one merchant, in their order, in one question more. */
export async function factsOf(db: Db, vault: Vault, receipts: readonly Receipt[], at: Date): Promise<ReceiptFacts[]> {
  const [first] = receipts
  if (first === undefined) return []
  const { merchantId } = first
  const { rows } = await sql<MoneyRow>`
    select r.receipt_id, i.document, i.gross_minor, i.credited_minor, i.paid_minor, i.refunded_minor,
      ${returningMinor(merchantId)} as returning_minor,
      coalesce(i.live_attempt_id is not null and i.lease_until > ${at}, false) as in_flight, l.link_id, l.sealed_token,
      array(select b.receipt_id from receipt b where b.merchant_id = ${merchantId} and b.returns_id = r.receipt_id order by b.receipt_id) as returned_by,
      d.state as delivery_state, d.problem as delivery_problem
    from receipt r
    join invoice i on i.merchant_id = ${merchantId} and i.invoice_id = r.invoice_id
    left join payment_link l on l.merchant_id = ${merchantId} and l.invoice_id = r.invoice_id and r.state = 'deferred'
    left join delivery d on d.merchant_id = ${merchantId} and d.delivery_id = (r.sends -> -1 ->> 'delivery')::uuid
    where r.merchant_id = ${merchantId} and r.receipt_id = any (${receipts.map(({ id }) => id)}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.receipt_id, row]))
  return receipts.map((receipt) => {
    const row = byId.get(receipt.id)
    if (row === undefined) throw new Error('a receipt without an invoice')
    return told(vault, receipt, row)
  })
}

function told(vault: Vault, receipt: Receipt, row: MoneyRow): ReceiptFacts {
  const { merchantId, currency, id } = receipt
  const standing: Standing = {
    document: row.document, currency, grossMinor: row.gross_minor, creditedMinor: row.credited_minor, paidMinor: row.paid_minor, refundedMinor: row.refunded_minor,
  }
  const open = (objectId: string, sealed: Buffer): string => vault.unseal(sealed, { merchantId, objectId, field: 'token' }).reveal()
  return {
    receipt, paid: { minor: row.paid_minor - row.refunded_minor, currency }, remaining: { minor: remainingMinor(standing), currency },
    excess: { minor: overpaidMinor(standing) - row.returning_minor, currency }, inFlight: row.in_flight,
    payToken: row.link_id === null || row.sealed_token === null ? null : open(row.link_id, row.sealed_token),
    publicToken: open(id, receipt.sealedToken), returnedBy: row.returned_by,
    delivery: row.delivery_state === null ? null : { state: row.delivery_state, problem: row.delivery_problem },
  }
}

export type ReceiptFilter = TillScope & {
  /** Null: whatever their state. */
  readonly states: readonly ReceiptState[] | null
  /** Null: registered in whatever shift, or in none. */
  readonly shiftId: Id<'shift'> | null
  /** Only those that are for this payment, sale and returns; null: whatever their money. */
  readonly paymentId: Id<'payment'> | null
  /** Only sales with money that came after the end or beyond what was owed, and has not gone back. */
  readonly onlyLate: boolean
  /** Beginning of the number or of the fiscal number, in any case. */
  readonly search: string | null
}

/** Newest first. */
export async function listReceipts(
  db: Db, { merchantId, storeId, mode, registerId, states, shiftId, paymentId, onlyLate, search, from, before }: ReceiptFilter,
  { limit, after }: { limit: number; after: Id<'receipt'> | null },
): Promise<Receipt[]> {
  let query = db.selectFrom('receipt').selectAll().where('merchant_id', '=', merchantId).where('store_id', '=', storeId).where('mode', '=', mode)
  if (registerId !== null) query = query.where('register_id', '=', registerId)
  if (states !== null) query = query.where('state', 'in', [...states])
  if (shiftId !== null) query = query.where('shift_id', '=', shiftId)
  if (onlyLate) query = query.where(isLate({ merchantId, storeId, mode }))
  if (paymentId !== null) query = query.where('receipt_id', 'in', ofPayment(db, { merchantId, paymentId }))
  if (from !== null) query = query.where('created_at', '>=', from)
  if (before !== null) query = query.where('created_at', '<', before)
  if (after !== null) query = query.where('receipt_id', '<', after)
  if (search !== null) {
    const start = `${search.replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where((eb) => eb.or([
      eb(sql<string>`lower(number)`, 'like', start.toLowerCase()), eb('fiscal_number', 'like', start), eb(sql<string>`substring(number from '[0-9]+$')`, 'like', start),
    ]))
  }
  return (await query.orderBy('receipt_id', 'desc').limit(limit).execute()).map(receiptOf)
}

/** What a table says of a receipt beside its own row: the cash register, the number of its shift, and of the sale whose goods came back. */
export type NamesBeside = { readonly register: string; readonly shift: number | null; readonly sale: string | null }

export async function namesBeside(db: Db, merchantId: Id<'merchant'>, receipts: readonly Pick<Receipt, 'id'>[]): Promise<Map<Id<'receipt'>, NamesBeside>> {
  const { rows } = await sql<NamesBeside & { receipt_id: Id<'receipt'> }>`
    select r.receipt_id, c.name as register, s.number as shift, o.number as sale
    from receipt r
    join cash_register c on c.merchant_id = ${merchantId} and c.register_id = r.register_id
    left join shift s on s.merchant_id = ${merchantId} and s.shift_id = r.shift_id
    left join receipt o on o.merchant_id = ${merchantId} and o.receipt_id = r.returns_id
    where r.merchant_id = ${merchantId} and r.receipt_id = any (${receipts.map(({ id }) => id)}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.receipt_id, row]))
}

/** As `excess` of the facts says. */
const isLate = ({ merchantId, storeId, mode }: Pick<ReceiptFilter, 'merchantId' | 'storeId' | 'mode'>) => sql<boolean>`receipt_id in (
  select r.receipt_id from invoice i join receipt r on r.merchant_id = ${merchantId} and r.invoice_id = i.invoice_id and r.kind = 'sale'
  where i.merchant_id = ${merchantId} and i.store_id = ${storeId} and i.mode = ${mode} and i.payment = 'overpaid'
    and i.paid_minor - i.refunded_minor - case i.document when 'issued' then i.gross_minor - i.credited_minor else 0 end > ${returningMinor(merchantId)})`

const ofPayment = (db: Db, { merchantId, paymentId }: { merchantId: Id<'merchant'>; paymentId: Id<'payment'> }) =>
  db.selectFrom('receipt_payment').select('receipt_id').where('merchant_id', '=', merchantId).where('payment_id', '=', paymentId)

/** Writers of other processes may be this far behind: what changed so shortly ago is told again. Milliseconds. */
const OVERLAP_MS = 5000
/** Of each kind, and what happened in the same moment as the last. */
const MOST_CHANGED = 100

/** Money of a bank's statement has its id from when it was matched, and is booked within this. Milliseconds. */
const BOOKING_MS = 15 * 60_000

/** Until when a list made at `now` surely has every change. */
export const toldUntil = (now: Date): Date => new Date(now.getTime() - OVERLAP_MS)

/**
 * What changed at a cash register since that moment, oldest first, and until when all of it is told; behind it those that did
 * not change and got money, which came after the end or once more: whenever that was received, as a statement shows it days
 * later. Payments are found by the time in their ids, for which there is an index. The same may be told twice.
 */
export async function changedReceipts(
  db: Db, { merchantId, id, storeId, mode }: Pick<CashRegister, 'merchantId' | 'id' | 'storeId' | 'mode'>, since: Date, now: Date,
): Promise<{ receipts: Receipt[]; until: Date }> {
  const changed = await db.selectFrom('receipt').selectAll().where('merchant_id', '=', merchantId).where('register_id', '=', id)
    .where('changed_at', '>=', since).orderBy('changed_at').fetch(MOST_CHANGED, 'with ties').execute()
  const paid = await db.selectFrom('payment as p')
    .innerJoin('allocation as a', (join) => join.onRef('a.merchant_id', '=', 'p.merchant_id').onRef('a.payment_id', '=', 'p.payment_id'))
    .innerJoin('receipt as r', (join) => join.onRef('r.merchant_id', '=', 'a.merchant_id').onRef('r.invoice_id', '=', 'a.invoice_id'))
    .selectAll('r').select('p.created_at as paid_at').where('p.merchant_id', '=', merchantId).where('p.store_id', '=', storeId).where('p.mode', '=', mode)
    .where(sql<string>`p.payment_id`, '>=', firstIdOf(since.getTime() - BOOKING_MS))
    .where('p.created_at', '>=', since).where('r.register_id', '=', id).where('r.kind', '=', 'sale').where('r.changed_at', '<', since)
    .orderBy('p.created_at').fetch(MOST_CHANGED, 'with ties').execute()
  const until = Math.min(toldUntil(now).getTime(), endOf(changed.map((row) => row.changed_at)), endOf(paid.map((row) => row.paid_at)))
  return { receipts: [...changed, ...paid].map(receiptOf), until: new Date(until) }
}

/** Until when these tell everything: all of their last moment is among them, and where they are fewer than may be told, all there is. Milliseconds. */
function endOf(moments: readonly Date[]): number {
  const last = moments.length < MOST_CHANGED ? undefined : moments.at(-1)
  return last === undefined ? Number.POSITIVE_INFINITY : last.getTime() + 1
}

/** The receipt behind its public address. Null: there is none. */
export async function receiptOfToken(db: Db, tokenHash: Buffer): Promise<Receipt | null> {
  const row = await db.selectFrom('token').select(['merchant_id', 'object_id']).where('token_hash', '=', tokenHash).where('purpose', '=', 'receipt').executeTakeFirst()
  if (row === undefined) return null
  const found = await db.selectFrom('receipt').selectAll().where('merchant_id', '=', row.merchant_id).where(sql<string>`receipt_id`, '=', row.object_id).executeTakeFirst()
  return found === undefined ? null : receiptOf(found)
}

