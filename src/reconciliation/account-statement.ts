import type pg from 'pg'
import type { Id, Mode } from '../kernel/ids.ts'
import { journalNames } from '../merchants/accounts/account.ts'
import type { MoneyAccount } from '../merchants/accounts/account.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import { subtract, zero } from '../money/money.ts'
import type { Money } from '../money/money.ts'

/** What moved in an account: one row an entry of the journal. */
export type Movement = {
  readonly entryId: Id<'journalEntry'>
  readonly kind: 'payment_received' | 'refund_paid' | 'refund_returned' | 'charged_back' | 'chargeback_returned' | 'payout' | 'reversal'
  readonly subjectId: string
  readonly bookedAt: Date
  /** Positive: it came in. */
  readonly amount: Money
  /** What lay in the account after it. */
  readonly balance: Money
  readonly invoice: { readonly id: Id<'invoice'>; readonly number: string | null } | null
  readonly partyName: string | null
  /** The payer's account as the bank or the provider told it. */
  readonly partyAccount: string | null
  readonly note: string | null
}

/** `timesIn` and `timesOut`: how many movements. */
export type StatementTotals = {
  readonly opening: Money; readonly closing: Money; readonly cameIn: Money; readonly wentOut: Money
  readonly timesIn: number; readonly timesOut: number
}

export type AccountStatement = Omit<StatementTotals, 'timesIn' | 'timesOut'> & { readonly movements: readonly Movement[] }

/**
 * Which statement of an account: one currency has one, because amounts of two are never added. `from` is the first moment
 * of the period, `before` the first after it.
 */
export type Asked = { readonly mode: Mode; readonly currency: Currency; readonly from: Date; readonly before: Date }

/** What lies in an account. `others`: in each other currency that its channels ever took, also where nothing of it is left. */
export type AccountBalances = { readonly own: Money; readonly others: readonly Money[] }

/** What lies in each of these accounts, by the journal: the sum of all that was ever booked under its names. */
export async function balancesOfAccounts(
  pool: pg.Pool, { merchantId, mode }: { merchantId: Id<'merchant'>; mode: Mode }, accounts: readonly MoneyAccount[],
): Promise<ReadonlyMap<Id<'moneyAccount'>, AccountBalances>> {
  const names = accounts.flatMap((account) => journalNames(account))
  const { rows } = await pool.query<{ account: string; currency: string; minor: bigint }>(
    `select account, currency, sum(balance_minor)::bigint as minor from account_balance
     where merchant_id = $1 and mode = $2 and account = any ($3) group by account, currency`, [merchantId, mode, names])
  return new Map(accounts.map((account) => {
    const own = new Set<string>(journalNames(account))
    const byCurrency = new Map([[account.currency, 0n]])
    for (const { account: name, currency, minor } of rows) {
      if (own.has(name)) byCurrency.set(storedCurrency(currency), (byCurrency.get(storedCurrency(currency)) ?? 0n) + minor)
    }
    const [first, ...others] = [...byCurrency].map(([currency, minor]): Money => ({ minor, currency }))
    return [account.id, { own: first ?? zero(account.currency), others }]
  }))
}

// The present balance less what was booked since: so a statement of this month does not read the years before it.
const MOVED = `
with moved as (
  select e.entry_id, e.kind, e.subject_id, e.booked_at,
    (select sum(u.amount) from unnest(e.accounts, e.amounts) as u (account, amount) where u.account = any ($4))::bigint as minor
  from journal_entry e
  where e.merchant_id = $1 and e.mode = $2 and e.currency = $3 and e.accounts && $4::text[] and e.booked_at >= $5
), present as (
  select coalesce(sum(balance_minor), 0)::bigint as minor from account_balance
  where merchant_id = $1 and mode = $2 and currency = $3 and account = any ($4)
)`

const TOTALS = `${MOVED}
select (select minor from present) - coalesce(sum(minor), 0)::bigint as opening,
  (select minor from present) - coalesce(sum(minor) filter (where booked_at >= $6), 0)::bigint as closing,
  coalesce(sum(minor) filter (where booked_at < $6 and minor > 0), 0)::bigint as came_in,
  coalesce(sum(minor) filter (where booked_at < $6 and minor < 0), 0)::bigint as went_out,
  (count(*) filter (where booked_at < $6 and minor > 0))::int as times_in, (count(*) filter (where booked_at < $6 and minor < 0))::int as times_out
from moved`

// What is known of each movement, from where it is written down.
const DESCRIBED = `
select r.entry_id, r.kind, r.subject_id, r.booked_at, r.minor, r.balance, i.invoice_id, i.number, p.payer_account as party_account,
  coalesce(nullif(p.payer_name, ''), nullif(i.payer_name, '')) as party_name, coalesce(f.note, o.note, p.note) as note
from running r
left join refund f on r.kind in ('refund_paid', 'refund_returned', 'charged_back', 'chargeback_returned') and f.merchant_id = $1 and f.refund_id = r.subject_id
left join payout o on r.kind in ('payout', 'reversal') and o.merchant_id = $1 and o.payout_id = r.subject_id
left join payment p on p.merchant_id = $1 and p.payment_id = coalesce(f.payment_id, r.subject_id)
left join allocation a on a.merchant_id = $1 and a.payment_id = p.payment_id
left join invoice i on i.merchant_id = $1 and i.invoice_id = a.invoice_id`

const MOVEMENTS = `${MOVED}, running as (
  select m.*, (select minor from present) - (select coalesce(sum(minor), 0) from moved)::bigint
    + (sum(m.minor) over (order by m.booked_at, m.entry_id))::bigint as balance
  from moved m where m.minor <> 0 and m.booked_at < $6
)
${DESCRIBED}
where $7::uuid is null or (r.booked_at, r.entry_id) > (select e.booked_at, e.entry_id from journal_entry e where e.merchant_id = $1 and e.entry_id = $7)
order by r.booked_at, r.entry_id limit $8`

// Without balances, which only the rows before give: so each page reads no more than itself.
const NEXT_MOVEMENTS = `
with running as (
  select * from (
    select e.entry_id, e.kind, e.subject_id, e.booked_at, 0::bigint as balance,
      (select sum(u.amount) from unnest(e.accounts, e.amounts) as u (account, amount) where u.account = any ($4))::bigint as minor
    from journal_entry e
    where e.merchant_id = $1 and e.mode = $2 and e.currency = $3 and e.accounts && $4::text[] and e.booked_at < $6
      and e.booked_at >= coalesce((select o.booked_at from journal_entry o where o.merchant_id = $1 and o.entry_id = $7), $5)
      and ($7::uuid is null or (e.booked_at, e.entry_id) > (select o.booked_at, o.entry_id from journal_entry o where o.merchant_id = $1 and o.entry_id = $7))
  ) e where minor <> 0 order by booked_at, entry_id limit $8
)
${DESCRIBED}
order by r.booked_at, r.entry_id`

type MovementRow = {
  entry_id: Id<'journalEntry'>; kind: Movement['kind']; subject_id: string; booked_at: Date; minor: bigint; balance: bigint
  invoice_id: Id<'invoice'> | null; number: string | null; party_name: string | null; party_account: string | null; note: string | null
}

const valuesOf = (account: MoneyAccount, { mode, currency, from, before }: Asked): unknown[] =>
  [account.merchantId, mode, currency, journalNames(account), from, before]

const movementOf = (row: MovementRow, currency: Currency, balance: bigint): Movement => ({
  entryId: row.entry_id, kind: row.kind, subjectId: row.subject_id, bookedAt: row.booked_at, amount: { minor: row.minor, currency },
  balance: { minor: balance, currency }, partyName: row.party_name, partyAccount: row.party_account, note: row.note,
  invoice: row.invoice_id === null ? null : { id: row.invoice_id, number: row.number },
})

/** What a statement comes to, and how many movements make it up. Opening + came in + went out (which is negative) = closing. */
export async function totalsOf(pool: pg.Pool, account: MoneyAccount, asked: Asked): Promise<StatementTotals> {
  const { rows: [totals] } = await pool.query<{
    opening: bigint
    closing: bigint
    came_in: bigint
    went_out: bigint
    times_in: number
    times_out: number
  }>(TOTALS, valuesOf(account, asked))
  const money = (minor: bigint | undefined): Money => ({ minor: minor ?? 0n, currency: asked.currency })
  return {
    opening: money(totals?.opening), closing: money(totals?.closing), cameIn: money(totals?.came_in), wentOut: money(totals?.went_out),
    timesIn: totals?.times_in ?? 0, timesOut: totals?.times_out ?? 0,
  }
}

/**
 * Oldest first, `limit + 1` rows after the entry `after`; null: all. Opening and closing balance are of the whole period, whatever
 * page is asked for.
 */
export async function statementOf(
  pool: pg.Pool, account: MoneyAccount, { limit, after, ...asked }: Asked & { limit: number | null; after: Id<'journalEntry'> | null },
): Promise<AccountStatement> {
  const [{ opening, closing, cameIn, wentOut }, { rows }] = await Promise.all([
    totalsOf(pool, account, asked),
    pool.query<MovementRow>(MOVEMENTS, [...valuesOf(account, asked), after, limit === null ? null : limit + 1]),
  ])
  return { opening, closing, cameIn, wentOut, movements: rows.map((row) => movementOf(row, asked.currency, row.balance)) }
}

/** Movements read at once: a few hundred kilobytes. */
const AT_ONCE = 1000

/**
 * The movements of a statement page by page, from its opening to its closing balance. Only one page is ever in memory, and
 * no connection is kept while a slow reader takes it. Throws at the end if they do not make up the closing balance
 * because something was booked into the period meanwhile: better no file than one that does not add up.
 */
export async function* pagesOf(
  pool: pg.Pool, account: MoneyAccount, asked: Asked, { opening, closing }: Pick<StatementTotals, 'opening' | 'closing'>, atOnce = AT_ONCE,
): AsyncGenerator<readonly Movement[]> {
  let balance = opening.minor
  let after: Id<'journalEntry'> | null = null
  do {
    const { rows }: { rows: MovementRow[] } = await pool.query<MovementRow>(NEXT_MOVEMENTS, [...valuesOf(account, asked), after, atOnce])
    const page = rows.map((row) => movementOf(row, asked.currency, balance += row.minor))
    yield page
    after = page.length < atOnce ? null : page.at(-1)?.entryId ?? null
  } while (after !== null)
  if (balance !== closing.minor) throw new Error('the statement changed while it was read')
}

/** The whole period at one moment: its balances are those of its movements, whatever is booked meanwhile. */
export async function wholeStatementOf(pool: pg.Pool, account: MoneyAccount, asked: Asked): Promise<AccountStatement> {
  const statement = await statementOf(pool, account, { ...asked, limit: null, after: null })
  const [first, last] = [statement.movements.at(0), statement.movements.at(-1)]
  return first === undefined || last === undefined ? statement : { ...statement, opening: subtract(first.balance, first.amount), closing: last.balance }
}
