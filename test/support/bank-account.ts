import type pg from 'pg'
import { newId } from '../../src/kernel/ids.ts'
import type { MoneyAccount } from '../../src/merchants/accounts/account.ts'
import { findAccount } from '../../src/merchants/accounts/find-accounts.ts'
import type { Db } from '../../src/platform/db/database.ts'
import { NOW } from './builders.ts'
import type { Place } from './builders.ts'

export const IBAN = 'LT121000011101001000'

/** The place's account at a bank, in euros. */
export async function bankAccount({ db, pool }: { db: Db; pool: pg.Pool }, { merchantId, storeId }: Place): Promise<MoneyAccount> {
  const accountId = newId('moneyAccount')
  await pool.query(`insert into money_account (merchant_id, account_id, store_id, kind, name, currency, iban, opened_at) values ($1, $2, $3, 'bank_account', 'Swedbank', 'EUR', $4, $5)`,
    [merchantId, accountId, storeId, IBAN, NOW])
  const account = await findAccount(db, { merchantId, accountId })
  if (account === null) throw new Error('the account was not made')
  return account
}
