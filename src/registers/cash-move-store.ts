import { sql } from 'kysely'
import type { Insertable } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { CashMoveTable, CashMoveWithdrawalTable } from '../platform/db/schema.ts'

export const insertMove = (tx: Tx, move: Insertable<CashMoveTable>) => tx.insertInto('cash_move').values(move).execute()

/** With what the fiscal service said of it last. All documents of a move are of its own shift. */
const query = (db: Db, merchantId: Id<'merchant'>) => db.selectFrom('cash_move as m').selectAll('m')
  .innerJoin('cashier as c', (join) => join.onRef('c.merchant_id', '=', 'm.merchant_id').onRef('c.cashier_id', '=', 'm.cashier_id')).select('c.name as cashier_name')
  .leftJoin('cash_move_withdrawal as w', (join) => join.onRef('w.merchant_id', '=', 'm.merchant_id').onRef('w.move_id', '=', 'm.move_id'))
  .select(['w.withdrawn_at', 'w.reason'])
  .leftJoinLateral((eb) => eb.selectFrom('fiscal_document as f').select(['f.state', 'f.problem']).whereRef('f.merchant_id', '=', 'm.merchant_id')
    .whereRef('f.shift_id', '=', 'm.shift_id').whereRef('f.subject_id', '=', 'm.move_id').orderBy('f.position', 'desc').limit(1).as('d'), (join) => join.onTrue())
  .select(['d.state as document_state', 'd.problem'])
  .where('m.merchant_id', '=', merchantId)

export type MoveRow = Awaited<ReturnType<ReturnType<typeof query>['executeTakeFirstOrThrow']>>

/** The cash moves of a shift, the newest first. */
export const movesOf = (db: Db, { merchantId, shiftId }: { merchantId: Id<'merchant'>; shiftId: Id<'shift'> }): Promise<MoveRow[]> =>
  query(db, merchantId).where('m.shift_id', '=', shiftId).orderBy('m.move_id', 'desc').execute()

export type MoveRef = { readonly merchantId: Id<'merchant'>; readonly moveId: Id<'cashMove'> }

export const moveById = (db: Db, { merchantId, moveId }: MoveRef): Promise<MoveRow | undefined> =>
  query(db, merchantId).where('m.move_id', '=', moveId).executeTakeFirst()

export const insertWithdrawal = (tx: Tx, withdrawal: Insertable<CashMoveWithdrawalTable>) => tx.insertInto('cash_move_withdrawal').values(withdrawal).execute()

/** What was brought into the drawer and taken out of it in a shift, but for what was taken back. */
export async function movedIn(
  db: Db, { merchantId, shiftId, currency }: { merchantId: Id<'merchant'>; shiftId: Id<'shift'>; currency: Currency },
): Promise<{ serviceIn: Money; serviceOut: Money }> {
  const { rows: [row] } = await sql<{ came: bigint; went: bigint }>`
    select coalesce(sum(amount_minor) filter (where kind = 'service_in'), 0)::bigint as came,
      coalesce(sum(amount_minor) filter (where kind = 'service_out'), 0)::bigint as went
    from cash_move m where merchant_id = ${merchantId} and shift_id = ${shiftId}
      and not exists (select from cash_move_withdrawal w where w.merchant_id = m.merchant_id and w.move_id = m.move_id)`.execute(db)
  return { serviceIn: { minor: row?.came ?? 0n, currency }, serviceOut: { minor: row?.went ?? 0n, currency } }
}
