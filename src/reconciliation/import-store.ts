import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import type { StatementFormat, Warning } from './statement.ts'

/** The SQL of imports as wholes: what became of them, and which are still to be matched. */

export type StatementImport = {
  readonly id: Id<'statementImport'>; readonly merchantId: Id<'merchant'>; readonly accountId: Id<'moneyAccount'>; readonly storeId: Id<'store'>
  readonly mode: Mode; readonly fileName: string; readonly format: StatementFormat; readonly read: number; readonly isNew: number
  /** Of its lines, how many Kvit has booked by itself so far. */
  readonly matched: number
  readonly isMatching: boolean
  readonly warnings: readonly Warning[]
  readonly importedAt: Date
}

type ImportRow = {
  import_id: Id<'statementImport'>; merchant_id: Id<'merchant'>; account_id: Id<'moneyAccount'>; store_id: Id<'store'>; mode: Mode; file_name: string
  format: StatementFormat; lines_read: number; lines_new: number; warnings: Warning[]; imported_at: Date; match_at: Date | null; matched: number
}

/** Null: no such import of this merchant. */
export async function findImport(pool: pg.Pool, merchantId: Id<'merchant'>, id: Id<'statementImport'>): Promise<StatementImport | null> {
  const { rows: [row] } = await pool.query<ImportRow>(
    `select i.*, (select count(distinct m.line_id)::int from statement_line l
         join statement_match m on m.merchant_id = l.merchant_id and m.line_id = l.line_id
         where l.merchant_id = i.merchant_id and l.import_id = i.import_id and m.author = 'kvit' and m.state in ('booking', 'booked')) as matched
     from statement_import i where i.merchant_id = $1 and i.import_id = $2`, [merchantId, id])
  return row === undefined ? null : {
    id: row.import_id, merchantId: row.merchant_id, accountId: row.account_id, storeId: row.store_id, mode: row.mode, fileName: row.file_name,
    format: row.format, read: row.lines_read, isNew: row.lines_new, matched: row.matched, isMatching: row.match_at !== null, warnings: row.warnings,
    importedAt: row.imported_at,
  }
}

/** Of these accounts, those with a statement whose lines are still to be matched. */
export async function accountsMatching(
  pool: pg.Pool, { merchantId, mode, accountIds }: { merchantId: Id<'merchant'>; mode: Mode; accountIds: readonly Id<'moneyAccount'>[] },
): Promise<ReadonlySet<Id<'moneyAccount'>>> {
  const { rows } = await pool.query<{ account_id: Id<'moneyAccount'> }>(
    `select distinct account_id from statement_import where merchant_id = $1 and mode = $2 and account_id = any ($3) and match_at is not null`,
    [merchantId, mode, accountIds])
  return new Set(rows.map((row) => row.account_id))
}

/** An import that this process is to match until `until`; whoever comes after that may take it. */
export type Claimed = Pick<StatementImport, 'id' | 'merchantId' | 'accountId' | 'mode'> & { readonly until: Date }

// The oldest of each account: what is matched by two at once is decided twice for nothing.
const CLAIM = `
update statement_import i set match_at = $2
from (
  select o.merchant_id, o.import_id from statement_import o
  where o.match_at <= $1 and not exists (
    select from statement_import e where e.merchant_id = o.merchant_id and e.account_id = o.account_id and e.mode = o.mode
      and e.import_id < o.import_id and e.match_at is not null)
  order by o.match_at limit $3 for update skip locked
) due
where i.merchant_id = due.merchant_id and i.import_id = due.import_id
returning i.merchant_id, i.import_id, i.account_id, i.mode`

/** Takes imports of all merchants that are to be matched; two processes never take the same. */
export async function claimImports(pool: pg.Pool, { at, until, limit }: { at: Date; until: Date; limit: number }): Promise<Claimed[]> {
  const { rows } = await pool.query<{ merchant_id: Id<'merchant'>; import_id: Id<'statementImport'>; account_id: Id<'moneyAccount'>; mode: Mode }>(
    { name: 'claim-imports', text: CLAIM, values: [at, until, limit] })
  return rows.map((row) => ({ merchantId: row.merchant_id, id: row.import_id, accountId: row.account_id, mode: row.mode, until }))
}

/** Keeps an import for longer, or with null says that it is done. False: it was taken away meanwhile. */
export async function moveClaim(pool: pg.Pool, { merchantId, id, until }: Claimed, to: Date | null): Promise<boolean> {
  const { rowCount } = await pool.query(
    'update statement_import set match_at = $4 where merchant_id = $1 and import_id = $2 and match_at = $3', [merchantId, id, until, to])
  return rowCount === 1
}
