import { sql } from 'kysely'
import type { Id, Mode } from '../kernel/ids.ts'
import { currencyOf } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { slotOf } from './entry.ts'
import type { JournalEntry } from './entry.ts'

/** Books the entry and moves the balances. False: this subject was already booked as this kind, and nothing changed. */
export async function post(tx: Tx, entry: JournalEntry): Promise<boolean> {
  const accounts = entry.postings.map((posting) => posting.account)
  const amounts = entry.postings.map((posting) => posting.amountMinor)
  const { rows } = await sql<{ booked: boolean }>`
    with booked as (
      insert into journal_entry (merchant_id, entry_id, mode, kind, subject_id, currency, accounts, amounts, booked_at)
      values (${entry.merchantId}, ${entry.entryId}, ${entry.mode}, ${entry.kind}, ${entry.subjectId}, ${entry.currency},
        ${accounts}::text[], ${amounts}::bigint[], ${entry.bookedAt})
      on conflict (merchant_id, subject_id, kind) do nothing returning 1
    ), moved as (
      insert into account_balance as b (merchant_id, mode, currency, account, slot, balance_minor)
      select ${entry.merchantId}, ${entry.mode}, ${entry.currency}, p.account, ${slotOf(entry.entryId)}, p.amount
      from unnest(${accounts}::text[], ${amounts}::bigint[]) as p (account, amount), booked
      on conflict (merchant_id, mode, currency, account, slot)
      do update set balance_minor = b.balance_minor + excluded.balance_minor
    )
    select exists (select from booked) as booked`.execute(tx)
  return rows[0]?.booked === true
}

export type Balance = { readonly account: string; readonly balance: Money }

/** Every account of the merchant in this mode: a fixed number of rows per account, however many entries there are. */
export async function balancesOf(db: Db, merchantId: Id<'merchant'>, mode: Mode): Promise<Balance[]> {
  const rows = await db.selectFrom('account_balance')
    .select(['account', 'currency', (eb) => eb.fn.sum<string>('balance_minor').as('total')])
    .where('merchant_id', '=', merchantId).where('mode', '=', mode)
    .groupBy(['account', 'currency']).orderBy('account').orderBy('currency').execute()
  return rows.flatMap((row) => {
    const currency = currencyOf(row.currency)
    return currency === null ? [] : [{ account: row.account, balance: { minor: BigInt(row.total), currency } }]
  })
}

/** What an auditor asks: currencies whose postings do not sum to zero, and balances that differ from their postings. Empty is right. */
export async function journalFaults(db: Db, merchantId: Id<'merchant'>): Promise<string[]> {
  const { rows } = await sql<{ fault: string }>`
    select mode || ' ' || currency || ' is off by ' || sum(amount_minor) as fault
    from posting where merchant_id = ${merchantId} group by mode, currency having sum(amount_minor) <> 0
    union all
    select coalesce(p.mode, b.mode) || ' ' || coalesce(p.account, b.account) || ': balance ' || coalesce(b.total, 0)
      || ', postings ' || coalesce(p.total, 0)
    from (select mode, currency, account, sum(amount_minor) as total from posting
          where merchant_id = ${merchantId} group by mode, currency, account) p
    full join (select mode, currency, account, sum(balance_minor) as total from account_balance
          where merchant_id = ${merchantId} group by mode, currency, account) b using (mode, currency, account)
    where coalesce(p.total, 0) <> coalesce(b.total, 0)`.execute(db)
  return rows.map((row) => row.fault)
}
