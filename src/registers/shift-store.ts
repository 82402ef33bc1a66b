import { sql } from 'kysely'
import type { Insertable, Updateable } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { ShiftTable } from '../platform/db/schema.ts'
import type { RegisterRef } from './register.ts'
import type { Shift, ShiftRef } from './shift.ts'
import type { TillScope } from './till-scope.ts'

/** The SQL of shifts. */

const query = (db: Db, merchantId: Id<'merchant'>) =>
  db.selectFrom('shift as s').selectAll('s')
    .leftJoin('cashier as o', (join) => join.onRef('o.merchant_id', '=', 's.merchant_id').onRef('o.cashier_id', '=', 's.opened_by'))
    .leftJoin('cashier as c', (join) => join.onRef('c.merchant_id', '=', 's.merchant_id').onRef('c.cashier_id', '=', 's.closed_by'))
    .select(['o.name as opener', 'c.name as closer'])
    .where('s.merchant_id', '=', merchantId)

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof query>['executeTakeFirst']>>>

const shiftOf = (row: Row): Shift => ({
  merchantId: row.merchant_id, id: row.shift_id, registerId: row.register_id, storeId: row.store_id, mode: row.mode, number: row.number, state: row.state,
  openedBy: row.opened_by === null ? null : { id: row.opened_by, name: row.opener ?? '' },
  closedBy: row.closed_by === null ? null : { id: row.closed_by, name: row.closer ?? '' },
  openedAt: row.opened_at, closeAt: row.close_at, closesBefore: row.closes_before, closingAt: row.closing_at, closedAt: row.closed_at,
  drawerOpenedMinor: row.drawer_opened_minor, drawerClosedMinor: row.drawer_closed_minor, z: row.z, serviceZ: row.service_z, sequence: row.sequence,
})

export async function shiftById(db: Db, { merchantId, shiftId }: ShiftRef): Promise<Shift | null> {
  const row = await query(db, merchantId).where('s.shift_id', '=', shiftId).executeTakeFirst()
  return row === undefined ? null : shiftOf(row)
}

/** The shift in which the register sells now; null: none. */
export async function sellingShift(db: Db, { merchantId, registerId }: RegisterRef): Promise<Shift | null> {
  const row = await query(db, merchantId).where('s.register_id', '=', registerId).where('s.state', 'in', ['opening', 'open']).executeTakeFirst()
  return row === undefined ? null : shiftOf(row)
}

/** Those that were opened in the period, newest first. */
export async function listShifts(
  db: Db, { merchantId, storeId, mode, registerId, from, before }: TillScope, { limit, after }: { limit: number; after: Id<'shift'> | null },
): Promise<Shift[]> {
  let all = query(db, merchantId).where('s.store_id', '=', storeId).where('s.mode', '=', mode)
  if (registerId !== null) all = all.where('s.register_id', '=', registerId)
  if (from !== null) all = all.where('s.opened_at', '>=', from)
  if (before !== null) all = all.where('s.opened_at', '<', before)
  if (after !== null) all = all.where('s.shift_id', '<', after)
  return (await all.orderBy('s.shift_id', 'desc').limit(limit).execute()).map(shiftOf)
}

export const insertShift = (tx: Tx, shift: Insertable<ShiftTable>) => tx.insertInto('shift').values(shift).execute()

/** Changes the shift if it is still in one of `from`. False: another was first. */
export async function moveShift(
  tx: Tx, { merchantId, shiftId, from, ...change }: ShiftRef & { from: readonly Shift['state'][] } & Updateable<ShiftTable>,
): Promise<boolean> {
  const update = await tx.updateTable('shift').set(change).where('merchant_id', '=', merchantId).where('shift_id', '=', shiftId)
    .where('state', 'in', [...from]).executeTakeFirst()
  return update.numUpdatedRows === 1n
}

/** Registers whose time to open has come, and shifts whose time to close has, of all merchants, the longest due first. */
export async function dueTimes(db: Db, at: Date, limit: number): Promise<{ toOpen: RegisterRef[]; toClose: ShiftRef[] }> {
  const [{ rows: opens }, { rows: closes }] = await Promise.all([
    sql<{ merchant_id: Id<'merchant'>; register_id: Id<'cashRegister'> }>`
      select merchant_id, register_id from cash_register where next_open_at <= ${at} order by next_open_at limit ${limit}`.execute(db),
    sql<{ merchant_id: Id<'merchant'>; shift_id: Id<'shift'> }>`
      select merchant_id, shift_id from shift where close_at <= ${at} and state in ('opening', 'open') order by close_at limit ${limit}`.execute(db),
  ])
  return {
    toOpen: opens.map((row) => ({ merchantId: row.merchant_id, registerId: row.register_id })),
    toClose: closes.map((row) => ({ merchantId: row.merchant_id, shiftId: row.shift_id })),
  }
}
