import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'

/** The SQL of bank statements: imports, their lines, and what lines were matched with. */

/** How many incoming lines of each account wait for a person. */
export async function linesToMatch(
  pool: pg.Pool, { merchantId, mode, accountIds }: { merchantId: Id<'merchant'>; mode: Mode; accountIds: readonly Id<'moneyAccount'>[] },
): Promise<ReadonlyMap<Id<'moneyAccount'>, number>> {
  const { rows } = await pool.query<{ account_id: Id<'moneyAccount'>; count: number }>(
    `select account_id, count(*)::int as count from statement_line
     where merchant_id = $1 and mode = $2 and account_id = any ($3) and state = 'open' and amount_minor > 0 group by account_id`,
    [merchantId, mode, accountIds])
  return new Map(rows.map((row) => [row.account_id, row.count]))
}
