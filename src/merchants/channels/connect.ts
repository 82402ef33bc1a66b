import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import type { Http } from '../../connectors/contract.ts'
import { newToken, tokenHash } from '../../platform/crypto/token.ts'
import { inTransaction } from '../../platform/db/database.ts'
import { actorOf, seesStore } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { reachAccount } from '../accounts/open-account.ts'
import { changeBetween, recordAudit } from '../audit.ts'
import { storeById } from '../stores/store.ts'
import { reachChannel } from './move-channel.ts'
import type { OpenDeps } from './open-channel.ts'
import { channelsOf, insertChannel, updateChannel } from './store.ts'
import type { ChannelRow } from './store.ts'

export type ChannelDeps = OpenDeps & {
  readonly clock: Clock
  readonly publicUrl: URL
  /** The only way out for connectors. */
  readonly http: Http
}

export type WrongValue = { readonly field: string; readonly code: 'missing' | 'malformed' | 'too_long' | 'not_a_choice' | 'unknown_field'; readonly limit?: number }

export type AddError =
  | { readonly code: 'not_found' } | { readonly code: 'not_allowed' } | { readonly code: 'connector_unknown'; readonly field: 'connector' }
  /** The account is not one of the store's merchant accounts. */
  | { readonly code: 'invalid'; readonly fields: readonly WrongValue[] }

type NewChannel = {
  readonly storeId: Id<'store'>
  readonly connector: string
  /** The merchant account where the channel's money lies. Null: none yet. */
  readonly accountId: Id<'moneyAccount'> | null
  /** Null: the provider's, told apart from the store's other channels of that name. */
  readonly name: string | null
}

/**
 * Begins to connect a provider: a draft with a callback address of its own. It begins in test mode, which a live API key
 * does not see. Throws `VaultLocked`.
 */
export function addChannel(deps: ChannelDeps, caller: Caller, { storeId, connector, accountId, name }: NewChannel): Promise<Result<Id<'channel'>, AddError>> {
  const registered = deps.connectors.find((one) => one.id === connector)
  return inTransaction(deps.db, async (tx) => {
    const { merchantId } = caller
    if (!seesStore(caller, storeId) || await storeById(tx, { merchantId, storeId }) === undefined) return err({ code: 'not_found' })
    if (caller.mode === 'live') return err({ code: 'not_allowed' })
    if (registered === undefined) return err({ code: 'connector_unknown', field: 'connector' })
    const account = accountId === null ? null : await reachAccount(tx, caller, accountId)
    if (accountId !== null && (account?.kind !== 'merchant_account' || account.storeId !== storeId)) {
      return err({ code: 'invalid', fields: [{ field: 'account', code: 'not_a_choice' }] })
    }
    const others = await channelsOf(tx, { merchantId, storeId, among: null })
    const at = deps.clock.now()
    const channelId = newId('channel', at.getTime())
    const token = newToken()
    await insertChannel(tx, {
      merchant_id: merchantId, channel_id: channelId, store_id: storeId, connector, name: name ?? freeName(registered.name, account?.name ?? null, others),
      state_changed_at: at, created_at: at,
      callback_token: deps.vault.seal(new Secret(token), { merchantId, objectId: channelId, field: 'callback_token' }),
      callbackHash: tokenHash(token),
      facts: null, facts_at: null, pinned_proof: null, last_callback_at: null, last_former_callback_at: null, verified_at: null, verify_problem: null, trouble_at: null,
      account_id: accountId,
    })
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'channel.added', objectId: channelId,
      change: changeBetween({}, { connector, account: account?.name }),
    })
    return ok(channelId)
  })
}

const LONGEST_NAME = 100

/** Two contracts with one provider are told apart by the account where their money lies, else by a number. */
function freeName(provider: string, account: string | null, others: readonly Pick<ChannelRow, 'name'>[]): string {
  const isFree = (name: string): boolean => !others.some((other) => other.name === name)
  const names = [provider, ...account === null ? [] : [`${provider} · ${account}`.slice(0, LONGEST_NAME)]]
  for (let number = 2; number <= others.length + 1; number++) names.push(`${provider} ${number}`)
  return names.find(isFree) ?? provider
}

export const renameChannel = (
  deps: ChannelDeps, caller: Caller, { channelId, name }: { channelId: Id<'channel'>; name: string },
): Promise<Result<null, { code: 'not_found' }>> =>
  inTransaction(deps.db, async (tx) => {
    const row = await reachChannel(tx, caller, channelId)
    if (row === null) return err({ code: 'not_found' })
    const { merchantId } = caller
    await updateChannel(tx, { merchantId, channelId, name })
    await recordAudit(tx, {
      merchantId, at: deps.clock.now(), actor: actorOf(caller), action: 'channel.changed', objectId: channelId,
      change: { name: { from: row.name, to: name } },
    })
    return ok(null)
  })
