import { sql } from 'kysely'
import type { Insertable, Updateable } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { CashRegisterTable } from '../platform/db/schema.ts'
import type { CashRegister, RegisterRef } from './register.ts'

/** The SQL of cash registers and their sealed credentials. */

const query = (db: Db, merchantId: Id<'merchant'>) =>
  db.selectFrom('cash_register as r').innerJoin('store as s', (join) => join.onRef('s.merchant_id', '=', 'r.merchant_id').onRef('s.store_id', '=', 'r.store_id'))
    .selectAll('r').select('s.time_zone').where('r.merchant_id', '=', merchantId)

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof query>['executeTakeFirst']>>>

export const registerRow = (db: Db, { merchantId, registerId }: RegisterRef): Promise<Row | undefined> =>
  query(db, merchantId).where('r.register_id', '=', registerId).executeTakeFirst()

/** Oldest first. `among`: the stores that are looked at; null: all. */
export async function registersIn(
  db: Db, { merchantId, storeId, among }: { merchantId: Id<'merchant'>; storeId: Id<'store'> | null; among: readonly Id<'store'>[] | null },
): Promise<CashRegister[]> {
  let all = query(db, merchantId)
  if (storeId !== null) all = all.where('r.store_id', '=', storeId)
  if (among !== null) all = all.where(sql<boolean>`r.store_id = any(${[...among]})`)
  return (await all.orderBy('r.register_id').execute()).map(registerOf)
}

export const registerOf = (row: Row): CashRegister => ({
  merchantId: row.merchant_id, id: row.register_id, storeId: row.store_id, mode: row.mode, name: row.name, state: row.state,
  currency: storedCurrency(row.currency), timeZone: row.time_zone, fiscaliser: row.fiscaliser, fiscalNumber: row.fiscal_number,
  opens: row.opens, opensAt: row.opens_at, closes: row.closes, closesAt: row.closes_at, deferredHours: row.deferred_hours,
  roundingMinor: BigInt(row.rounding_minor), paymentNames: textsOf(row.payment_names), troubleSince: row.trouble_since, trouble: row.trouble,
  hasOfflineNumbers: row.offline_grant !== null, settingsVersion: row.settings_version, createdAt: row.created_at,
})

/** The texts of a JSON object, by name; what is no text is left out. */
export function textsOf(json: unknown): Record<string, string> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return {}
  return Object.fromEntries(Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

export const insertRegister = (tx: Tx, register: Insertable<CashRegisterTable>) => tx.insertInto('cash_register').values(register).execute()

export const updateRegister = (tx: Tx, { merchantId, registerId, ...change }: RegisterRef & Updateable<CashRegisterTable>) =>
  tx.updateTable('cash_register').set(change).where('merchant_id', '=', merchantId).where('register_id', '=', registerId).execute()

/** Holds the register until the transaction ends: what is sold there, and the end of a shift, come one after the other. */
export async function lockRegister(tx: Tx, { merchantId, registerId }: RegisterRef): Promise<CashRegister['state'] | null> {
  const row = await tx.selectFrom('cash_register').select('state').where('merchant_id', '=', merchantId).where('register_id', '=', registerId)
    .forUpdate().executeTakeFirst()
  return row?.state ?? null
}

export const secretsOf = (db: Db, { merchantId, registerId }: RegisterRef) =>
  db.selectFrom('register_secret').select(['field', 'sealed']).where('merchant_id', '=', merchantId).where('register_id', '=', registerId).execute()

export const putSecret = (tx: Tx, { merchantId, registerId, field, sealed }: RegisterRef & { field: string; sealed: Buffer }) =>
  tx.insertInto('register_secret').values({ merchant_id: merchantId, register_id: registerId, field, sealed })
    .onConflict((c) => c.columns(['merchant_id', 'register_id', 'field']).doUpdateSet({ sealed })).execute()

export const dropSecrets = (tx: Tx, { merchantId, registerId }: RegisterRef) =>
  tx.deleteFrom('register_secret').where('merchant_id', '=', merchantId).where('register_id', '=', registerId).execute()

/** The next of the register's own count, which starts at 1. */
export async function takeNumber(tx: Tx, { merchantId, registerId }: RegisterRef, of: 'next_position' | 'next_shift'): Promise<bigint> {
  const column = sql.ref(of)
  const step = of === 'next_position' ? POSITION_STEP : 1
  const { rows: [row] } = await sql<{ next: bigint | number }>`update cash_register set ${column} = ${column} + ${step}
    where merchant_id = ${merchantId} and register_id = ${registerId} returning ${column} as next`.execute(tx)
  if (row === undefined) throw new Error('a cash register vanished while it was counted')
  return BigInt(row.next) - BigInt(step)
}

/** Room between two documents for those that have to be filed before the second. */
const POSITION_STEP = 16
