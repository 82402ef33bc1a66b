import type { Id } from '../../kernel/ids.ts'
import { storedCurrency } from '../../money/currency.ts'
import type { Currency } from '../../money/currency.ts'
import type { MoneyAccountRow } from './store.ts'

type AccountKind = 'bank_account' | 'merchant_account'

/**
 * Where a merchant's money lies. A bank account has one currency: a bank that keeps three of them under one IBAN is three
 * accounts. A merchant account has one of its own, and besides whatever its channels take.
 */
export type MoneyAccount = {
  readonly merchantId: Id<'merchant'>
  readonly id: Id<'moneyAccount'>
  readonly storeId: Id<'store'>
  readonly kind: AccountKind
  readonly name: string
  readonly currency: Currency
  /** Of a merchant account: the provider. Empty where nobody said it. */
  readonly bankName: string
  /** Capitals without spaces; null for a merchant account. */
  readonly iban: string | null
  /** The channels whose payments lie here; only a merchant account has any. */
  readonly channelIds: readonly Id<'channel'>[]
  readonly openedAt: Date
  readonly closedAt: Date | null
}

/** Whether money of this currency can lie there. */
export const canHold = ({ kind, currency }: Pick<MoneyAccount, 'kind' | 'currency'>, wanted: Currency): boolean =>
  kind === 'merchant_account' || currency === wanted

/**
 * The journal's names for what lies in a money account, all of them summed: its own, and for each of its channels the
 * one that payments through that channel have been booked to from the beginning. So a payment needs not know the
 * account, and a channel brings its past along when it is put into one.
 */
export const journalNames = ({ id, channelIds }: Pick<MoneyAccount, 'id' | 'channelIds'>): readonly JournalName[] =>
  [ownJournalName(id), ...channelIds.map((channelId) => `clearing:${channelId}` as const)]

type JournalName = `account:${string}` | `clearing:${string}`

/** The journal's name for what came to the account by a statement or a payout. */
export const ownJournalName = (id: Id<'moneyAccount'>): `account:${string}` => `account:${id}`

export const moneyAccountOf = (row: MoneyAccountRow): MoneyAccount => ({
  merchantId: row.merchant_id, id: row.account_id, storeId: row.store_id, kind: row.kind, name: row.name,
  currency: storedCurrency(row.currency), bankName: row.bank_name, iban: row.iban, channelIds: row.channel_ids,
  openedAt: row.opened_at, closedAt: row.closed_at,
})
