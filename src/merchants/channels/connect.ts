import type { Clock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/ids.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import type { FieldProblem, GuideStep, Http, OpenConnector, RegisteredConnector } from '../../connectors/contract.ts'
import { newToken, tokenHash } from '../../platform/crypto/token.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/database.ts'
import { actorOf, seesStore } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { reachAccount } from '../accounts/open-account.ts'
import { changeBetween, recordAudit } from '../audit.ts'
import type { Change } from '../audit.ts'
import { storeById } from '../stores/store.ts'
import type { GuideDone } from './channel.ts'
import { guideOf } from './guide.ts'
import { moveChannel, reachChannel } from './move-channel.ts'
import type { ForTestsError } from './move-channel.ts'
import { openSecrets, sealFormer, settingsOf } from './open-channel.ts'
import type { OpenDeps } from './open-channel.ts'
import { channelsOf, deleteFormer, insertChannel, insertFormer, putSecret, raiseVersion, updateChannel } from './store.ts'
import type { ChannelRow } from './store.ts'

export type ChannelDeps = OpenDeps & {
  readonly clock: Clock
  readonly publicUrl: URL
  /** The only way out for connectors. */
  readonly http: Http
}

export type AddError =
  | { readonly code: 'not_found' } | { readonly code: 'not_allowed' } | { readonly code: 'connector_unknown'; readonly field: 'connector' }
  /** The account is not one of the store's merchant accounts. */
  | { readonly code: 'invalid'; readonly fields: readonly WrongValue[] }

export type NewChannel = {
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
      facts: null, facts_at: null, pinned_proof: null, last_callback_at: null, verified_at: null, verify_problem: null, trouble_at: null,
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

type WrongValue = { readonly field: string; readonly code: 'missing' | 'malformed' | 'too_long' | 'not_a_choice' | 'unknown_field'; readonly limit?: number }

export type CredentialsError =
  | { readonly code: 'not_found' }
  | { readonly code: 'connector_unknown' }
  | ForTestsError
  | { readonly code: 'invalid'; readonly fields: readonly WrongValue[] }

/**
 * Takes the provider's credentials, all fields at once; an empty secret keeps the one that is stored. The connector
 * reads them before anything is kept. What was verified before counts no more, nor does a test payment where another can be made. A channel that takes real money does not
 * go back to credentials for tests, and still hears what the provider signed with the secrets before. Throws `VaultLocked`.
 */
export const giveCredentials = (
  deps: ChannelDeps, caller: Caller, ask: { channelId: Id<'channel'>; values: Readonly<Record<string, string>> },
): Promise<Result<null, CredentialsError>> =>
  inTransaction(deps.db, async (tx) => {
    const row = await reachChannel(tx, caller, ask.channelId)
    if (row === null) return err({ code: 'not_found' })
    const registered = deps.connectors.find((one) => one.id === row.connector)
    if (registered === undefined) return err({ code: 'connector_unknown' })
    const values = trimmed(registered, ask.values)
    const stored = await openSecrets({ ...deps, db: tx }, { merchantId: row.merchant_id, channelId: row.channel_id })
    const read = readValues(deps, registered, { stored, values })
    if (!read.ok) return err({ code: 'invalid', fields: read.error })
    if (row.mode === 'live' && read.value.mode === 'test') return err({ code: 'credentials_for_tests' })
    await keepCredentials(deps, tx, { caller, row, registered, stored, values, mode: read.value.mode })
    return ok(null)
  })

type Values = Readonly<Record<string, string>>

const trimmed = ({ fields }: RegisteredConnector, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [
    name, fields.some((one) => one.name === name && one.kind === 'secret') ? value : value.trim(),
  ]))

function readValues(
  deps: ChannelDeps, registered: RegisteredConnector, { stored, values }: { stored: Values; values: Values },
): Result<OpenConnector, WrongValue[]> {
  const unknown = Object.keys(values).filter((name) => !registered.fields.some((field) => field.name === name))
  if (unknown.length > 0) return err(unknown.map((name) => ({ field: `values/${name}`, code: 'unknown_field' })))
  const given = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== '' || stored[name] === undefined))
  const opened = registered.open({ ...stored, ...given }, {
    endpoints: registered.endpoints, clock: deps.clock, facts: null, pinnedProof: null,
  })
  return opened.ok ? opened : err(opened.error.map((problem) => wrongValue(registered, problem)))
}

function wrongValue({ fields }: RegisteredConnector, { field, problem }: FieldProblem): WrongValue {
  const limit = fields.find((one) => one.name === field)?.maxLength
  return { field: `values/${field}`, code: problem, ...(problem === 'too_long' && limit !== undefined ? { limit } : {}) }
}

type Kept = { caller: Caller; row: ChannelRow; registered: RegisteredConnector; stored: Values; values: Values; mode: OpenConnector['mode'] }

async function keepCredentials(deps: ChannelDeps, tx: Tx, { caller, row, registered, stored, values, mode }: Kept): Promise<void> {
  const at = deps.clock.now()
  const { merchant_id: merchantId, channel_id: channelId } = row
  const isSecret = (name: string): boolean => registered.fields.some((field) => field.name === name && field.kind === 'secret')
  const settings = Object.fromEntries(Object.entries(values).filter(([name, value]) => !isSecret(name) && value !== ''))
  const secrets = Object.entries(values).filter(([name, value]) => isSecret(name) && value !== '')
  if (secrets.some(([name, value]) => stored[name] !== undefined && !isSame(stored[name], value))) await keepFormer(deps, tx, { row, registered, stored, at })
  for (const [field, value] of secrets) {
    await putSecret(tx, {
      merchantId, channelId, field,
      sealed: deps.vault.seal(new Secret(value), { merchantId, objectId: channelId, field }),
    })
  }
  const change: Change = {
    ...changeBetween(settingsOf(row), settings),
    ...Object.fromEntries(secrets.map(([name]) => [name, 'changed' as const])),
  }
  const isOther = Object.keys(change).length > 0
  const guide = guideAfter({ row, registered, mode, at }, isOther)
  await updateChannel(tx, {
    merchantId, channelId, settings: JSON.stringify(settings), guide: JSON.stringify(guide), verified_at: null,
    verify_problem: null, trouble_at: null, ...(isOther && { pinned_proof: null }),
  })
  await raiseVersion(tx, { merchantId, channelId })
  await recordAudit(tx, {
    merchantId, at, actor: actorOf(caller), action: 'channel.credentials_given', objectId: channelId, change,
  })
  await moveChannel(tx, { row, event: 'connected', at })
}

const isSame = (a: string, b: string): boolean => tokenHash(a).equals(tokenHash(b))

/**
 * Callbacks signed before a secret was replaced are still on their way for as long as the provider repeats them, which is
 * how long it may stay silent. Of a channel that takes no real money none is worth it, and credentials for tests must
 * not count on a live one.
 */
async function keepFormer({ vault }: ChannelDeps, tx: Tx, { row, registered, stored, at }: Pick<Kept, 'row' | 'registered' | 'stored'> & { at: Date }): Promise<void> {
  if (row.mode !== 'live' || registered.proofs.length === 0) return
  const { merchant_id, channel_id, settings_version, pinned_proof } = row
  await insertFormer(tx, {
    merchant_id, channel_id, settings_version, pinned_proof, accepted_until: new Date(at.getTime() + registered.silentAfterMs),
    sealed: sealFormer(vault, { merchantId: merchant_id, channelId: channel_id }, settings_version, { ...settingsOf(row), ...stored }),
  })
}

/** Refuses from now on, in every process, what was signed with a secret before the present ones: it may be in other hands. */
export const endFormer = (deps: ChannelDeps, caller: Caller, channelId: Id<'channel'>): Promise<Result<null, { code: 'not_found' }>> =>
  inTransaction(deps.db, async (tx) => {
    const row = await reachChannel(tx, caller, channelId)
    if (row === null) return err({ code: 'not_found' })
    const { merchantId } = caller
    if (!await deleteFormer(tx, { merchantId, channelId })) return ok(null)
    await raiseVersion(tx, { merchantId, channelId })
    await recordAudit(tx, { merchantId, at: deps.clock.now(), actor: actorOf(caller), action: 'channel.former_key_ended', objectId: channelId })
    return ok(null)
  })

/**
 * Other credentials are not tried by the payment that tried the ones before. Those for real money cannot be tried so, and
 * are given after those for tests were; of a live channel nobody asks for a test payment any more.
 */
function guideAfter({ row, registered, mode, at }: Pick<Kept, 'row' | 'registered' | 'mode'> & { at: Date }, isOther: boolean): GuideDone {
  const idOf = (kind: GuideStep['kind']): string | undefined => registered.guide.find((one) => one.kind === kind)?.id
  const untried = isOther && row.mode === 'test' && mode !== 'live' ? idOf('test_payment') : undefined
  const given = idOf('credentials')
  const kept = Object.entries(guideOf(row)).filter(([id]) => id !== untried)
  return { ...Object.fromEntries(kept), ...(given === undefined ? {} : { [given]: at }) }
}
