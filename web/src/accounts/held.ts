import type { Account } from '../api/nouns.ts'

/** What the account has of a currency; null where it has never had any. */
export const heldOf = ({ balance, otherBalances }: Pick<Account, 'balance' | 'otherBalances'>, currency: string): Account['balance'] | null =>
  [balance, ...otherBalances].find((one) => one.currency === currency) ?? null
