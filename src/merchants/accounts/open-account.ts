import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import type { Id } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import type { Result } from '../../kernel/result.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { actorOf, seesStore } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { changeBetween, recordAudit } from '../audit.ts'
import { parseIban } from '../iban.ts'
import { moneyAccountOf } from './account.ts'
import type { MoneyAccount } from './account.ts'
import { accountById, insertAccount, putChannel, updateAccount } from './store.ts'

export type AccountDeps = { readonly db: Db; readonly clock: Clock }

/** `iban`: as typed. */
type NewAccount = Pick<MoneyAccount, 'storeId' | 'kind' | 'name' | 'currency' | 'bankName' | 'iban'>

export type OpenError = { readonly code: 'iban_wrong' | 'account_exists'; readonly field: 'iban' }

/** Writes down a bank account, or the account that a contract with a provider opens. */
export function openAccount(deps: AccountDeps, caller: Caller, ask: NewAccount): Promise<Result<Id<'moneyAccount'>, OpenError>> {
  const iban = ask.iban === null ? null : parseIban(ask.iban)
  return inTransaction(deps.db, async (tx) => {
    if ((ask.kind === 'bank_account') !== (iban !== null)) return err({ code: 'iban_wrong', field: 'iban' } as const)
    const { merchantId } = caller
    const at = deps.clock.now()
    const accountId = newId('moneyAccount', at.getTime())
    const isNew = await insertAccount(tx, {
      merchant_id: merchantId, account_id: accountId, store_id: ask.storeId, kind: ask.kind, name: ask.name, currency: ask.currency,
      bank_name: ask.bankName, iban, csv_columns: null, opened_at: at, closed_at: null,
    })
    if (!isNew) return err({ code: 'account_exists', field: 'iban' } as const)
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'account.opened', objectId: accountId,
      change: changeBetween({}, { kind: ask.kind, name: ask.name, currency: ask.currency, bankName: ask.bankName, iban }),
    })
    return ok(accountId)
  })
}

type ChangeError = { readonly code: 'not_found' }

/** Another name or bank, or closed and opened again. IBAN and currency stay: another one is another account. */
export const changeAccount = (
  deps: AccountDeps, caller: Caller,
  { accountId, name, bankName, isOpen }: { accountId: Id<'moneyAccount'>; name?: string | undefined; bankName?: string | undefined; isOpen?: boolean | undefined },
): Promise<Result<null, ChangeError>> => inTransaction(deps.db, async (tx) => {
  const account = await reachAccount(tx, caller, accountId)
  if (account === null) return err({ code: 'not_found' })
  const { merchantId } = caller
  const at = deps.clock.now()
  const closedAt = isOpen === undefined ? account.closedAt : isOpen ? null : account.closedAt ?? at
  await updateAccount(tx, {
    merchantId, accountId, name: name ?? account.name, bank_name: bankName ?? account.bankName, closed_at: closedAt,
  })
  const before = { name: account.name, bankName: account.bankName, isOpen: account.closedAt === null }
  await recordAudit(tx, {
    merchantId, at, actor: actorOf(caller), action: 'account.changed', objectId: accountId, change: changeBetween(before, { name, bankName, isOpen }),
  })
  return ok(null)
})

export type PutChannelError = { readonly code: 'not_found' } | { readonly code: 'channel_not_free'; readonly field: 'channel' }

/** From now on, and for all its past, the money of this channel lies in this merchant account. */
export const putChannelIntoAccount = (
  deps: AccountDeps, caller: Caller, { accountId, channelId }: { accountId: Id<'moneyAccount'>; channelId: Id<'channel'> },
): Promise<Result<null, PutChannelError>> => inTransaction(deps.db, async (tx) => {
  const account = await reachAccount(tx, caller, accountId)
  if (account === null) return err({ code: 'not_found' })
  const { merchantId } = caller
  const isPut = account.kind === 'merchant_account' && await putChannel(tx, { merchantId, accountId, storeId: account.storeId, channelId })
  if (!isPut) return err({ code: 'channel_not_free', field: 'channel' })
  await recordAudit(tx, {
    merchantId, at: deps.clock.now(), actor: actorOf(caller), action: 'channel.put_into_account', objectId: channelId,
    change: { account: { from: null, to: account.name } },
  })
  return ok(null)
})

/** The account as far as this caller may see it. Null for any other, whatever the reason. */
export async function reachAccount(db: Db | Tx, caller: Caller, accountId: Id<'moneyAccount'>): Promise<MoneyAccount | null> {
  const row = await accountById(db, { merchantId: caller.merchantId, accountId })
  return row !== undefined && seesStore(caller, row.store_id) ? moneyAccountOf(row) : null
}
