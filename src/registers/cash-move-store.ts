import { sql } from 'kysely'
import type { Insertable } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { CashMoveTable } from '../platform/db/schema.ts'

export const insertMove = (tx: Tx, move: Insertable<CashMoveTable>) => tx.insertInto('cash_move').values(move).execute()

/** The cash moves of a shift, the newest first. */
export const movesOf = (db: Db, { merchantId, shiftId }: { merchantId: Id<'merchant'>; shiftId: Id<'shift'> }) =>
  db.selectFrom('cash_move as m').selectAll('m')
    .innerJoin('cashier as c', (join) => join.onRef('c.merchant_id', '=', 'm.merchant_id').onRef('c.cashier_id', '=', 'm.cashier_id')).select('c.name as cashier_name')
    .where('m.merchant_id', '=', merchantId).where('m.shift_id', '=', shiftId).orderBy('m.move_id', 'desc').execute()

/** What was brought into the drawer and taken out of it in a shift. */
export async function movedIn(
  db: Db, { merchantId, shiftId, currency }: { merchantId: Id<'merchant'>; shiftId: Id<'shift'>; currency: Currency },
): Promise<{ serviceIn: Money; serviceOut: Money }> {
  const { rows: [row] } = await sql<{ came: bigint; went: bigint }>`
    select coalesce(sum(amount_minor) filter (where kind = 'service_in'), 0)::bigint as came,
      coalesce(sum(amount_minor) filter (where kind = 'service_out'), 0)::bigint as went
    from cash_move where merchant_id = ${merchantId} and shift_id = ${shiftId}`.execute(db)
  return { serviceIn: { minor: row?.came ?? 0n, currency }, serviceOut: { minor: row?.went ?? 0n, currency } }
}
