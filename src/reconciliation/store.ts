import { sql } from 'kysely'
import type pg from 'pg'
import { newId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { StatementImportTable } from '../platform/db/schema.ts'
import type { Insertable } from 'kysely'
import type { KnownLine } from './same-movement.ts'
import { FINAL } from './statement.ts'
import type { LineNature, ReadLine, StatementFormat } from './statement.ts'

/** The SQL of bank statements: imports and their lines. */

/** `folded`: it does not wait, because other lines tell of the same movement: its parts, or the collective entry it is part of. */
export type LineState = 'open' | 'matched' | 'ignored' | 'folded'

export type StatementLine = Omit<ReadLine, 'nature'> & {
  readonly id: Id<'statementLine'>; readonly merchantId: Id<'merchant'>; readonly accountId: Id<'moneyAccount'>; readonly storeId: Id<'store'>
  readonly importId: Id<'statementImport'>; readonly mode: Mode; readonly nature: LineNature | 'own_transfer'; readonly state: LineState
  /** What of it is matched. */
  readonly matched: Money
  /** The line that is the collective entry as a whole; null: it is no part of one that was told. */
  readonly partOf: Id<'statementLine'> | null
  /** The statement of a closed day shows it. Until then the bank may still renumber it, and Kvit books nothing by itself. */
  readonly isFinal: boolean
}

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

export const insertImport = (tx: Tx, row: Insertable<StatementImportTable>) => tx.insertInto('statement_import').values(row).execute()

/** The schedule is to take the import's account up, from this moment on. */
export const matchFrom = (tx: Tx, { merchantId, importId, at }: { merchantId: Id<'merchant'>; importId: Id<'statementImport'>; at: Date }) =>
  tx.updateTable('statement_import').set({ match_at: at }).where('merchant_id', '=', merchantId).where('import_id', '=', importId).execute()

type Place = { readonly merchantId: Id<'merchant'>; readonly accountId: Id<'moneyAccount'>; readonly storeId: Id<'store'>; readonly mode: Mode }

export type NewLine = { readonly line: ReadLine; readonly identity: string; readonly nature: LineNature | 'own_transfer' }

/** A thousand at a time: PostgreSQL takes 65,535 parameters. */
const AT_ONCE = 1000

/** Lines that nobody has told of before, from a file of this format. */
export async function insertLines(
  tx: Tx, at: Place & { importId: Id<'statementImport'>; format: StatementFormat; now: Date }, lines: readonly NewLine[],
): Promise<void> {
  for (let from = 0; from < lines.length; from += AT_ONCE) {
    await tx.insertInto('statement_line').values(lines.slice(from, from + AT_ONCE).map(({ line, identity, nature }) => ({
      merchant_id: at.merchantId, line_id: newId('statementLine'), import_id: at.importId, account_id: at.accountId, store_id: at.storeId, mode: at.mode,
      identity, seen_in: [at.format], place: line.place, booked_on: line.bookedOn, value_on: line.valueOn, amount_minor: line.amount.minor, currency: line.amount.currency,
      party_name: line.partyName, party_account: line.partyAccount, reference: line.reference, remittance: line.remittance, bank_ref: line.bankRef,
      end_to_end: line.endToEnd, batch: line.batch, nature, created_at: at.now,
    }))).execute()
  }
}

/** The lines of an account that have one of these identities, or lie in these days. */
export async function linesThere(
  db: Db | Tx, { merchantId, accountId, mode }: Omit<Place, 'storeId'>, { identities, days }: { identities: readonly string[]; days: readonly string[] },
): Promise<KnownLine<Id<'statementLine'>>[]> {
  const { rows } = await sql<LineRow & { names: string[]; seen_in: StatementFormat[] }>`
    select l.*, l.identity || array(select n.identity from statement_line_name n where n.merchant_id = l.merchant_id and n.line_id = l.line_id) as names
    from statement_line l where l.merchant_id = ${merchantId} and l.account_id = ${accountId} and l.mode = ${mode} and (l.booked_on = any (${days}::date[])
      or l.identity = any (${identities}) or l.line_id in (
        select n.line_id from statement_line_name n
        where n.merchant_id = ${merchantId} and n.account_id = ${accountId} and n.mode = ${mode} and n.identity = any (${identities})))
    order by l.booked_on, l.line_id`.execute(db)
  return rows.map((row) => ({ ...lineOf(row), names: row.names, seenIn: row.seen_in }))
}

/** A file of this format has told of lines that are here already, some under a name or in a collective entry that is new. */
export async function noteSeen(
  tx: Tx, { merchantId, accountId, mode, format }: Omit<Place, 'storeId'> & { format: StatementFormat },
  seen: readonly { id: Id<'statementLine'>; identity: string; batch: string | null }[],
): Promise<void> {
  const [ids, identities] = [seen.map(({ id }) => id), seen.map(({ identity }) => identity)]
  await sql`update statement_line set seen_in = seen_in || ${format}::text
    where merchant_id = ${merchantId} and line_id = any (${ids}) and not ${format} = any (seen_in)`.execute(tx)
  await sql`update statement_line l set batch = s.batch from unnest(${ids}::uuid[], ${seen.map(({ batch }) => batch)}::text[]) as s (line_id, batch)
    where l.merchant_id = ${merchantId} and l.line_id = s.line_id and l.batch is null and s.batch is not null`.execute(tx)
  await sql`insert into statement_line_name (merchant_id, account_id, mode, identity, line_id)
    select ${merchantId}, ${accountId}, ${mode}, s.identity, s.line_id from unnest(${identities}::text[], ${ids}::uuid[]) as s (identity, line_id)
    where not exists (select from statement_line l where l.merchant_id = ${merchantId} and l.line_id = s.line_id and l.identity = s.identity)
    on conflict do nothing`.execute(tx)
}

export type LineRow = {
  line_id: Id<'statementLine'>; merchant_id: Id<'merchant'>; account_id: Id<'moneyAccount'>; store_id: Id<'store'>; import_id: Id<'statementImport'>; mode: Mode
  place: number; booked_on: string; value_on: string | null; amount_minor: bigint; matched_minor: bigint; currency: string; party_name: string | null
  party_account: string | null; reference: string | null; remittance: string; bank_ref: string | null; end_to_end: string | null
  nature: StatementLine['nature']; state: LineState; seen_in: StatementFormat[]; batch: string | null; part_of: Id<'statementLine'> | null
}

export const lineOf = (row: LineRow): StatementLine => {
  const currency = storedCurrency(row.currency)
  return {
    id: row.line_id, merchantId: row.merchant_id, accountId: row.account_id, storeId: row.store_id, importId: row.import_id, mode: row.mode, place: row.place,
    bookedOn: row.booked_on, valueOn: row.value_on, amount: { minor: row.amount_minor, currency }, matched: { minor: row.matched_minor, currency },
    partyName: row.party_name, partyAccount: row.party_account, reference: row.reference, remittance: row.remittance, bankRef: row.bank_ref,
    endToEnd: row.end_to_end, nature: row.nature, batch: row.batch, partOf: row.part_of, state: row.state, isFinal: row.seen_in.some((format) => FINAL.includes(format)),
  }
}

/** Null: no such line of this merchant. */
export async function findLine(pool: pg.Pool, merchantId: Id<'merchant'>, id: Id<'statementLine'>): Promise<StatementLine | null> {
  const { rows: [row] } = await pool.query<LineRow>('select * from statement_line where merchant_id = $1 and line_id = $2', [merchantId, id])
  return row === undefined ? null : lineOf(row)
}

/**
 * Incoming lines of an account that may be matched without a person, the oldest first: not those whose match a person
 * undid, nor those that the bank has only announced, nor a collective entry of which a person has matched a part. `after` is the line that stood last in the batch before.
 */
export async function openLines(
  pool: pg.Pool, { merchantId, accountId, mode }: Omit<Place, 'storeId'>, { after, limit }: { after: StatementLine | null; limit: number },
): Promise<StatementLine[]> {
  const { rows } = await pool.query<LineRow>(
    `select * from statement_line l where merchant_id = $1 and account_id = $2 and mode = $3 and state = 'open' and amount_minor > 0
       and seen_in && $7::text[]
       and not exists (select from statement_line p where p.merchant_id = $1 and p.part_of = l.line_id and p.matched_minor > 0)
       and not exists (select from statement_match m where m.merchant_id = $1 and m.line_id = l.line_id and m.state = 'undone')
       and ($4::date is null or (booked_on, line_id) > ($4, $5::uuid))
     order by booked_on, line_id limit $6`,
    [merchantId, accountId, mode, after?.bookedOn ?? null, after?.id ?? null, limit, FINAL])
  return rows.map(lineOf)
}

type LineFilter = {
  readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'>; readonly mode: Mode
  readonly accountId: Id<'moneyAccount'> | null
  /** Null: all but the folded, which other lines stand for. */
  readonly state: LineState | null
  readonly direction: 'in' | 'out' | null
  /** Part of the payer's name or of what they wrote, or the whole reference. */
  readonly search: string | null
}

const STANDING: readonly LineState[] = ['open', 'matched', 'ignored']

/** Newest first; `after` is the line that stood last on the page before. */
export async function listLines(pool: pg.Pool, filter: LineFilter, { limit, after }: { limit: number; after: Id<'statementLine'> | null }): Promise<StatementLine[]> {
  const part = filter.search === null ? null : `%${filter.search.replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } = await pool.query<LineRow>(
    `select l.* from statement_line l where l.merchant_id = $1 and l.store_id = $2 and l.mode = $3 and ($4::uuid is null or l.account_id = $4)
       and l.state = any ($5) and ($6::text is null or ($6 = 'in') = (l.amount_minor > 0))
       and ($7::text is null or l.party_name ilike $7 or l.remittance ilike $7 or l.reference = upper($8))
       and ($9::uuid is null or (l.booked_on, l.line_id) < (select o.booked_on, o.line_id from statement_line o where o.merchant_id = $1 and o.line_id = $9))
     order by l.booked_on desc, l.line_id desc limit $10`,
    [filter.merchantId, filter.storeId, filter.mode, filter.accountId, filter.state === null ? STANDING : [filter.state], filter.direction, part, filter.search, after, limit + 1])
  return rows.map(lineOf)
}
