import { sql } from 'kysely'
import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Tx } from '../platform/db/database.ts'
import type { EventType } from '../webhooks/event.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import type { Part } from './match-lines.ts'
import type { StatementLine } from './store.ts'

/** The SQL of matches, and what they do to their line. */

type MatchState = 'booking' | 'booked' | 'undone' | 'refused'

export type Match = {
  readonly id: Id<'match'>; readonly merchantId: Id<'merchant'>; readonly lineId: Id<'statementLine'>; readonly storeId: Id<'store'>; readonly mode: Mode
  readonly kind: 'invoice' | 'payout'
  readonly invoice: { readonly id: Id<'invoice'>; readonly number: string | null; readonly payerName: string } | null
  readonly bookedId: string; readonly amount: Money; readonly state: MatchState; readonly score: number; readonly reasons: readonly string[]
  readonly author: Actor; readonly createdAt: Date
}

type Row = {
  match_id: Id<'match'>; merchant_id: Id<'merchant'>; line_id: Id<'statementLine'>; store_id: Id<'store'>; mode: Mode; kind: Match['kind']
  invoice_id: Id<'invoice'> | null; number: string | null; payer_name: string | null; booked_id: string; amount_minor: bigint; currency: string
  state: MatchState; score: number; reasons: string[]; author: Actor; created_at: Date
}

const MATCHES = `
select m.*, l.currency, i.number, i.payer_name
from statement_match m join statement_line l on l.merchant_id = m.merchant_id and l.line_id = m.line_id
left join invoice i on i.merchant_id = m.merchant_id and i.invoice_id = m.invoice_id`

const matchOf = (row: Row): Match => ({
  id: row.match_id, merchantId: row.merchant_id, lineId: row.line_id, storeId: row.store_id, mode: row.mode, kind: row.kind,
  invoice: row.invoice_id === null ? null : { id: row.invoice_id, number: row.number, payerName: row.payer_name ?? '' },
  bookedId: row.booked_id, amount: { minor: row.amount_minor, currency: storedCurrency(row.currency) }, state: row.state, score: row.score,
  reasons: row.reasons, author: row.author, createdAt: row.created_at,
})

/** Those that count, the oldest first. */
export async function matchesOfLines(pool: pg.Pool, merchantId: Id<'merchant'>, lineIds: readonly Id<'statementLine'>[]): Promise<Match[]> {
  const { rows } = await pool.query<Row>(
    `${MATCHES} where m.merchant_id = $1 and m.line_id = any ($2) and m.state in ('booking', 'booked') order by m.match_id`, [merchantId, lineIds],
  )
  return rows.map(matchOf)
}

/** Null: no such match of this merchant. */
export async function findMatch(pool: pg.Pool, merchantId: Id<'merchant'>, id: Id<'match'>): Promise<Match | null> {
  const { rows: [row] } = await pool.query<Row>(`${MATCHES} where m.merchant_id = $1 and m.match_id = $2`, [merchantId, id])
  return row === undefined ? null : matchOf(row)
}

export const MOST_UNFINISHED = 100

/** Of all merchants: what a crash left between the intent and the booking. */
export async function unfinishedMatches(pool: pg.Pool, before: Date): Promise<{ merchantId: Id<'merchant'>; id: Id<'match'> }[]> {
  const { rows } = await pool.query<{ merchant_id: Id<'merchant'>; match_id: Id<'match'> }>({
    name: 'matches-unfinished', values: [before, MOST_UNFINISHED],
    text: "select merchant_id, match_id from statement_match where state = 'booking' and state_changed_at < $1 order by state_changed_at limit $2",
  })
  return rows.map((row) => ({ merchantId: row.merchant_id, id: row.match_id }))
}

/** What Kvit was about to book by itself in this account, the oldest first. */
export async function unfinishedOfAccount(
  pool: pg.Pool, { merchantId, accountId, mode }: { merchantId: Id<'merchant'>; accountId: Id<'moneyAccount'>; mode: Mode },
): Promise<Id<'match'>[]> {
  const { rows } = await pool.query<{ match_id: Id<'match'> }>(
    `select m.match_id from statement_match m join statement_line l on l.merchant_id = m.merchant_id and l.line_id = m.line_id
     where m.merchant_id = $1 and l.account_id = $2 and m.mode = $3 and m.state = 'booking' and m.author = 'kvit' order by m.match_id`,
    [merchantId, accountId, mode])
  return rows.map((row) => row.match_id)
}

/**
 * Whether each invoice still owes its part, less what other matches are about to book on it. Until the end of the
 * transaction nobody else decides about these invoices.
 */
export async function areOwed(tx: Tx, { merchantId }: Pick<StatementLine, 'merchantId'>, parts: readonly Part[]): Promise<boolean> {
  const ids = parts.map(({ invoiceId }) => invoiceId)
  // Two statements: the second one sees what those before us in the queue for the rows have committed.
  await sql`select from invoice where merchant_id = ${merchantId} and invoice_id = any (${ids}) order by invoice_id for no key update`.execute(tx)
  const { rows } = await sql<{ invoice_id: Id<'invoice'>; owed: bigint }>`
    select i.invoice_id, i.gross_minor - i.credited_minor - i.paid_minor - (
        select coalesce(sum(m.amount_minor), 0) from statement_match m where m.merchant_id = i.merchant_id and m.invoice_id = i.invoice_id and m.state = 'booking'
          and not exists (select from payment p where p.merchant_id = m.merchant_id and p.payment_id = m.booked_id))::bigint as owed
    from invoice i where i.merchant_id = ${merchantId} and i.invoice_id = any (${ids}) and i.document = 'issued'`.execute(tx)
  const owed = new Map(rows.map((row) => [row.invoice_id, row.owed]))
  return parts.every(({ invoiceId, amountMinor }) => (owed.get(invoiceId) ?? 0n) >= amountMinor)
}

/** False: another was first, and the match is in another state by now. */
export async function moveMatch(tx: Tx, { merchantId, id }: Pick<Match, 'merchantId' | 'id'>, { from, to, at }: { from: MatchState; to: MatchState; at: Date }): Promise<boolean> {
  const done = await tx.updateTable('statement_match').set({ state: to, state_changed_at: at })
    .where('merchant_id', '=', merchantId).where('match_id', '=', id).where('state', '=', from).executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Takes so much of a line, or gives it back if negative. False: it has not so much left, or does not wait. */
export async function takeOfLine(tx: Tx, { merchantId, id }: Pick<StatementLine, 'merchantId' | 'id'>, minor: bigint): Promise<boolean> {
  const done = await tx.updateTable('statement_line').set({
    matched_minor: sql<bigint>`matched_minor + ${minor}`, state: sql<'open' | 'matched'>`case when matched_minor + ${minor} = amount_minor then 'matched' else 'open' end`,
  }).where('merchant_id', '=', merchantId).where('line_id', '=', id).where('state', 'not in', ['ignored', 'folded'])
    .where(sql<boolean>`matched_minor + ${minor} between 0 and amount_minor`).executeTakeFirst()
  return done.numUpdatedRows === 1n
}

type LineEvent = Extract<EventType, `statement_line.${string}`>

/** Numbers the event among those of its line, and writes it. */
export async function recordLineEvent(
  tx: Tx, line: Pick<StatementLine, 'merchantId' | 'id' | 'mode'>,
  { type, data, at, actor }: { type: LineEvent; data: Readonly<Record<string, string | number>>; at: Date; actor: Actor },
): Promise<void> {
  const row = await tx.updateTable('statement_line').set({ sequence: sql<number>`sequence + 1` })
    .where('merchant_id', '=', line.merchantId).where('line_id', '=', line.id).returning('sequence').executeTakeFirstOrThrow()
  await recordEvents(tx, { merchantId: line.merchantId, mode: line.mode, actor, at }, [{ type, objectId: line.id, sequence: row.sequence, data }])
}
