import type pg from 'pg'
import type { Id } from '../../src/kernel/ids.ts'

const TABLES = ['invoice', 'attempt', 'payment', 'allocation', 'refund', 'journal_entry', 'event', 'outbox', 'audit_record'] as const

const TEXT = [
  ...TABLES.map((table) => `select '${table} ' || to_jsonb(t)::text as row from ${table} t where merchant_id = $1`),
  // In which slot a part of a balance stands follows from an id, so from chance.
  `select concat_ws(' ', 'balance', mode, currency, account, sum(balance_minor)) from account_balance where merchant_id = $1 group by mode, currency, account`,
].join(' union all ')

/** All that the books say of a merchant, one text per row, sorted. */
export async function allRowsOf(pool: pg.Pool, merchantId: Id<'merchant'>): Promise<string[]> {
  const { rows } = await pool.query<{ row: string }>({ name: 'all-rows', text: TEXT, values: [merchantId] })
  return rows.map(({ row }) => row).sort()
}

/** Tables in which something was written by this transaction, be it undone since, with how many rows: also those that `allRowsOf` does not read. */
export async function writtenTables(pool: pg.Pool): Promise<Map<string, bigint>> {
  const { rows } = await pool.query<{ relname: string; count: bigint }>(
    'select relname, n_tup_ins + n_tup_upd + n_tup_del as count from pg_stat_xact_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0',
  )
  return new Map(rows.map(({ relname, count }) => [relname, count]))
}

export const isRead = (table: string): boolean => table === 'account_balance' || TABLES.some((one) => one === table)
