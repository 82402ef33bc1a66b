import { sql } from 'kysely'
import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'
import { collectivesIn } from './collective.ts'
import { lineOf } from './store.ts'
import type { LineRow, StatementLine } from './store.ts'

/** The SQL of collective entries: which lines are parts of which, and who of them waits. */

type Account = { readonly merchantId: Id<'merchant'>; readonly accountId: Id<'moneyAccount'>; readonly mode: Mode }

/**
 * Finds the collective entries among the lines of these days that were told both whole and in parts, and lets either the
 * whole or the parts wait. How many there were.
 */
export async function foldCollectives(tx: Tx, { merchantId, accountId, mode }: Account, days: readonly string[]): Promise<number> {
  const { rows } = await sql<LineRow>`
    select l.* from statement_line l
    where l.merchant_id = ${merchantId} and l.account_id = ${accountId} and l.mode = ${mode} and l.booked_on in (
      select p.booked_on from statement_line p where p.merchant_id = ${merchantId} and p.account_id = ${accountId} and p.mode = ${mode}
        and p.booked_on = any (${days}::date[]) and (p.batch is not null or p.seen_in = array['camt.054']))
    order by l.booked_on, l.line_id`.execute(tx)
  const found = collectivesIn(rows.map((row) => ({ ...lineOf(row), seenIn: row.seen_in })))
  for (const { whole, parts } of found) {
    // What the statement of a closed day tells of the whole, it tells of its parts.
    await sql`update statement_line p set part_of = w.line_id, seen_in = array(select distinct unnest(p.seen_in || w.seen_in))
      from statement_line w where w.merchant_id = ${merchantId} and w.line_id = ${whole} and p.merchant_id = ${merchantId} and p.line_id = any (${parts})`.execute(tx)
    await letOneStand(tx, { merchantId, id: whole, partOf: null })
  }
  return found.length
}

/**
 * Of a collective entry either the whole waits or its parts, never both. The parts do once they make up the whole and
 * nobody has matched it or put it aside; what is matched already stays so. For any other line nothing changes.
 */
export async function letOneStand(tx: Tx, { merchantId, id, partOf }: Pick<StatementLine, 'merchantId' | 'id' | 'partOf'>): Promise<void> {
  const whole = partOf ?? id
  await sql`update statement_line w set state = 'folded'
    where w.merchant_id = ${merchantId} and w.line_id = ${whole} and w.state = 'open' and w.matched_minor = 0
      and w.amount_minor = (select sum(p.amount_minor) from statement_line p where p.merchant_id = w.merchant_id and p.part_of = w.line_id)`.execute(tx)
  await sql`update statement_line p set state = case when w.state = 'folded' then 'open' else 'folded' end
    from statement_line w where w.merchant_id = ${merchantId} and w.line_id = ${whole}
      and p.merchant_id = w.merchant_id and p.part_of = w.line_id and p.state in ('open', 'folded') and p.matched_minor = 0`.execute(tx)
}

/** The parts of these lines, and the wholes that they are parts of. */
export async function relativesOf(pool: pg.Pool, lines: readonly StatementLine[]): Promise<StatementLine[]> {
  const [first] = lines
  if (first === undefined) return []
  const { rows } = await pool.query<LineRow>(
    'select * from statement_line where merchant_id = $1 and (part_of = any ($2) or line_id = any ($3)) order by place, line_id',
    [first.merchantId, lines.map(({ id }) => id), lines.flatMap(({ partOf }) => (partOf === null ? [] : [partOf]))])
  return rows.map(lineOf)
}
