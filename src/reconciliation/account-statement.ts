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
  readonly kind: 'payment_received' | 'refund_paid' | 'refund_returned' | 'payout' | 'reversal'
  readonly subjectId: string
  readonly bookedAt: Date
  /** Positive: it came in. */
  readonly amount: Money
  /** What lay in the account after it. */
  readonly balance: Money
  readonly invoice: { readonly id: Id<'invoice'>; readonly number: string | null } | null
  readonly partyName: string | null
  readonly note: string | null
}

export type AccountStatement = {
  readonly opening: Money
  readonly closing: Money
  readonly cameIn: Money
  readonly wentOut: Money
  readonly movements: readonly Movement[]
}

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
  coalesce(sum(minor) filter (where booked_at < $6 and minor < 0), 0)::bigint as went_out
from moved`

const MOVEMENTS = `${MOVED}, running as (
  select m.*, (select minor from present) - (select coalesce(sum(minor), 0) from moved)::bigint
    + (sum(m.minor) over (order by m.booked_at, m.entry_id))::bigint as balance
  from moved m where m.minor <> 0 and m.booked_at < $6
)
select r.entry_id, r.kind, r.subject_id, r.booked_at, r.minor, r.balance, i.invoice_id, i.number,
  coalesce(nullif(p.payer_name, ''), nullif(i.payer_name, '')) as party_name, coalesce(f.note, o.note, p.note) as note
from running r
left join refund f on r.kind in ('refund_paid', 'refund_returned') and f.merchant_id = $1 and f.refund_id = r.subject_id
left join payout o on r.kind in ('payout', 'reversal') and o.merchant_id = $1 and o.payout_id = r.subject_id
left join payment p on p.merchant_id = $1 and p.payment_id = coalesce(f.payment_id, r.subject_id)
left join allocation a on a.merchant_id = $1 and a.payment_id = p.payment_id
left join invoice i on i.merchant_id = $1 and i.invoice_id = a.invoice_id
where $7::uuid is null or (r.booked_at, r.entry_id) > (select e.booked_at, e.entry_id from journal_entry e where e.merchant_id = $1 and e.entry_id = $7)
order by r.booked_at, r.entry_id limit $8`

type MovementRow = {
  entry_id: Id<'journalEntry'>; kind: Movement['kind']; subject_id: string; booked_at: Date; minor: bigint; balance: bigint
  invoice_id: Id<'invoice'> | null; number: string | null; party_name: string | null; note: string | null
}

/**
 * Oldest first, `limit + 1` rows after the entry `after`; null: all. Opening and closing balance are of the whole period, whatever
 * page is asked for: opening + came in + went out (which is negative) = closing, always, because both are of the same rows.
 */
export async function statementOf(
  pool: pg.Pool, account: MoneyAccount, { mode, currency, from, before, limit, after }: Asked & { limit: number | null; after: Id<'journalEntry'> | null },
): Promise<AccountStatement> {
  const values = [account.merchantId, mode, currency, journalNames(account), from, before]
  const [{ rows: [totals] }, { rows }] = await Promise.all([
    pool.query<{ opening: bigint; closing: bigint; came_in: bigint; went_out: bigint }>(TOTALS, values),
    pool.query<MovementRow>(MOVEMENTS, [...values, after, limit === null ? null : limit + 1]),
  ])
  const money = (minor: bigint): Money => ({ minor, currency })
  return {
    opening: money(totals?.opening ?? 0n), closing: money(totals?.closing ?? 0n),
    cameIn: money(totals?.came_in ?? 0n), wentOut: money(totals?.went_out ?? 0n),
    movements: rows.map((row) => ({
      entryId: row.entry_id, kind: row.kind, subjectId: row.subject_id, bookedAt: row.booked_at, amount: money(row.minor),
      balance: money(row.balance), partyName: row.party_name, note: row.note,
      invoice: row.invoice_id === null ? null : { id: row.invoice_id, number: row.number },
    })),
  }
}

/** The whole period at one moment: its balances are those of its movements, whatever is booked meanwhile. */
export async function wholeStatementOf(pool: pg.Pool, account: MoneyAccount, asked: Asked): Promise<AccountStatement> {
  const statement = await statementOf(pool, account, { ...asked, limit: null, after: null })
  const [first, last] = [statement.movements.at(0), statement.movements.at(-1)]
  return first === undefined || last === undefined ? statement : { ...statement, opening: subtract(first.balance, first.amount), closing: last.balance }
}
