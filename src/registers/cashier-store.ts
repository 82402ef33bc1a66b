import { sql } from 'kysely'
import type { Insertable, Updateable } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { CashierTable } from '../platform/db/schema.ts'
import { LOCK_MS, MOST_TRIES } from './cashier.ts'
import type { Cashier } from './cashier.ts'
import type { RegisterRef } from './register.ts'

/** The SQL of cashiers and their sessions. */

type At = { readonly merchantId: Id<'merchant'>; readonly cashierId: Id<'cashier'> }

const query = (db: Db, merchantId: Id<'merchant'>) => db.selectFrom('cashier').selectAll().where('merchant_id', '=', merchantId)

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof query>['executeTakeFirst']>>>

const cashierOf = (row: Row): Cashier => ({
  id: row.cashier_id, storeId: row.store_id, name: row.name, mayReturn: row.may_return, mostDiscountPercent: row.most_discount_percent,
  mostCashOutMinor: row.most_cash_out_minor, lockedUntil: row.locked_until, archivedAt: row.archived_at, createdAt: row.created_at,
})

export async function cashierById(db: Db, { merchantId, cashierId }: At): Promise<Cashier | null> {
  const row = await query(db, merchantId).where('cashier_id', '=', cashierId).executeTakeFirst()
  return row === undefined ? null : cashierOf(row)
}

/** Those who work there by name, and then those who do no more. `among`: the stores that are looked at; null: all. */
export async function cashiersOf(
  db: Db, { merchantId, storeId, among }: { merchantId: Id<'merchant'>; storeId: Id<'store'> | null; among: readonly Id<'store'>[] | null },
): Promise<Cashier[]> {
  let all = query(db, merchantId)
  if (storeId !== null) all = all.where('store_id', '=', storeId)
  if (among !== null) all = all.where(sql<boolean>`store_id = any(${[...among]})`)
  return (await all.orderBy(sql`archived_at is not null`).orderBy('name').orderBy('cashier_id').execute()).map(cashierOf)
}

export const insertCashier = (tx: Tx, cashier: Insertable<CashierTable>) => tx.insertInto('cashier').values(cashier).execute()

export const updateCashier = (tx: Tx, { merchantId, cashierId, ...change }: At & Updateable<CashierTable>) =>
  tx.updateTable('cashier').set(change).where('merchant_id', '=', merchantId).where('cashier_id', '=', cashierId).execute()

/** Ends every session of the cashier, or the one of this token's hash. */
export async function endSessions(tx: Tx, { merchantId, cashierId, hash }: At & { hash: Buffer | null }): Promise<void> {
  await sql`
    with ended as (
      delete from cashier_session s where s.merchant_id = ${merchantId} and s.cashier_id = ${cashierId} and (${hash}::bytea is null or
        exists (select from token t where t.token_hash = ${hash} and t.purpose = 'cashier' and t.merchant_id = ${merchantId} and t.object_id = s.cashier_session_id))
      returning s.cashier_session_id
    )
    delete from token where purpose = 'cashier' and merchant_id = ${merchantId} and object_id in (select cashier_session_id from ended)`.execute(tx)
}

type NewSession = At & RegisterRef & { sessionId: Id<'cashierSession'>; hash: Buffer; at: Date; expiresAt: Date; pinHash: string }

/** Takes the lock off and begins a session. False: since `pinHash` was read, the cashier has another PIN or works here no more. */
export async function insertSession(tx: Tx, { merchantId, cashierId, registerId, sessionId, hash, at, expiresAt, pinHash }: NewSession): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('cashier').set({ failed_tries: 0, locked_until: null })
    .where('merchant_id', '=', merchantId).where('cashier_id', '=', cashierId).where('pin_hash', '=', pinHash).where('archived_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await tx.insertInto('cashier_session').values({
    merchant_id: merchantId, cashier_session_id: sessionId, register_id: registerId, cashier_id: cashierId, created_at: at, expires_at: expiresAt,
  }).execute()
  await tx.insertInto('token').values({ token_hash: hash, purpose: 'cashier', merchant_id: merchantId, object_id: sessionId }).execute()
  return true
}

type Counted =
  | { readonly kind: 'counted'; readonly pinHash: string; readonly triesLeft: number }
  | { readonly kind: 'locked'; readonly until: Date }
  | { readonly kind: 'nobody' }

/**
 * Counts one try before its PIN is looked at, so that tries made at the same time all count. The last one that is allowed
 * locks; a right PIN takes the lock off again.
 */
export async function countTry(tx: Tx, { merchantId, cashierId, storeId, at }: At & { storeId: Id<'store'>; at: Date }): Promise<Counted> {
  const { rows: [row] } = await sql<{ pin_hash: string; failed_tries: number }>`
    update cashier set failed_tries = case when locked_until is null then failed_tries + 1 else 1 end,
      locked_until = case when locked_until is null and failed_tries + 1 >= ${MOST_TRIES} then ${new Date(at.getTime() + LOCK_MS)}::timestamptz end
    where merchant_id = ${merchantId} and cashier_id = ${cashierId} and store_id = ${storeId} and archived_at is null
      and (locked_until is null or locked_until <= ${at})
    returning pin_hash, failed_tries`.execute(tx)
  if (row !== undefined) return { kind: 'counted', pinHash: row.pin_hash, triesLeft: MOST_TRIES - row.failed_tries }
  const found = await cashierById(tx, { merchantId, cashierId })
  return found?.storeId === storeId && found.archivedAt === null && found.lockedUntil !== null ? { kind: 'locked', until: found.lockedUntil } : { kind: 'nobody' }
}

/** Removes what ended before `before`, of all merchants. */
export const forgetSessions = (tx: Tx, before: Date) => sql`
  with ended as (delete from cashier_session where expires_at < ${before} returning merchant_id, cashier_session_id)
  delete from token t using ended e where t.merchant_id = e.merchant_id and t.object_id = e.cashier_session_id and t.purpose = 'cashier'`.execute(tx)
