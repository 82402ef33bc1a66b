import { sql } from 'kysely'
import type { Id, Mode } from '../../src/kernel/ids.ts'
import { storedCurrency } from '../../src/money/currency.ts'
import type { Money } from '../../src/money/money.ts'
import type { Db } from '../../src/platform/db/database.ts'

type Balance = { readonly account: string; readonly balance: Money }

/** Every account of the merchant in this mode: a fixed number of rows per account, however many entries there are. */
export async function balancesOf(db: Db, merchantId: Id<'merchant'>, mode: Mode): Promise<Balance[]> {
  const rows = await db.selectFrom('account_balance')
    .select(['account', 'currency', (eb) => eb.fn.sum<string>('balance_minor').as('total')])
    .where('merchant_id', '=', merchantId).where('mode', '=', mode)
    .groupBy(['account', 'currency']).orderBy('account').orderBy('currency').execute()
  return rows.map((row) => ({ account: row.account, balance: { minor: BigInt(row.total), currency: storedCurrency(row.currency) } }))
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
