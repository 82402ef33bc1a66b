import type pg from 'pg'

/** A person who is signed in stays so, and the hashes of the audit chain hold its moments. */
const STAYS: readonly string[] = ['session', 'audit_record', 'instance_key']

const MOMENTS = `select c.table_name as "table", array_agg(c.column_name::text) as columns
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'timestamp with time zone' and c.table_name <> all ($1)
  group by c.table_name order by c.table_name`

/**
 * Everything that is written down becomes so many hours older, in one transaction, under a server that goes on running: to
 * it that is what a night looks like. The other parties have clocks of their own.
 */
export async function hoursPass(pool: pg.Pool, hours: number): Promise<void> {
  const { rows } = await pool.query<{ table: string; columns: string[] }>(MOMENTS, [STAYS])
  const client = await pool.connect()
  try {
    await client.query('begin')
    // What is never changed becomes older too: its triggers do not see it.
    await client.query("set local session_replication_role = 'replica'")
    await client.query(`lock table ${rows.map(({ table }) => table).join(', ')} in share row exclusive mode`)
    for (const { table, columns } of rows) {
      await client.query(`update ${table} set ${columns.map((column) => `${column} = ${column} - interval '${hours} hours'`).join(', ')}`)
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}
