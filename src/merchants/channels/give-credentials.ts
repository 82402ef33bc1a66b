import type { Id } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import { isSealed } from '../../connectors/contract.ts'
import type { Facts, FieldProblem, GuideStep, OpenConnector, Outcome, Refusal, RegisteredConnector } from '../../connectors/contract.ts'
import { tokenHash } from '../../platform/crypto/token.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { actorOf } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { changeBetween, recordAudit } from '../audit.ts'
import type { Change } from '../audit.ts'
import type { GuideDone } from './channel.ts'
import type { ChannelDeps, WrongValue } from './connect.ts'
import { guideOf } from './guide.ts'
import { findChannel, moveChannel, reachChannel } from './move-channel.ts'
import type { ForTestsError } from './move-channel.ts'
import { openSecrets, sealFormer, settingsOf } from './open-channel.ts'
import { deleteFormer, insertFormer, putSecret, raiseVersion, updateChannel } from './store.ts'
import type { ChannelRow } from './store.ts'
import { askForFacts, resultOf } from './verify.ts'

export type CredentialsError =
  | { readonly code: 'not_found' }
  | { readonly code: 'connector_unknown' }
  | ForTestsError
  | { readonly code: 'invalid'; readonly fields: readonly WrongValue[] }
  /** The provider was asked, and does not accept these fields. */
  | { readonly code: 'credentials_refused'; readonly fields: readonly { readonly field: string; readonly code: 'not_accepted' }[] }
  /** The provider did not say whether it accepts them: `silent`, or it stands on something else. */
  | { readonly code: 'credentials_unchecked'; readonly reason: Refusal | 'silent' }

type Values = Readonly<Record<string, string>>

type Ask = {
  readonly channelId: Id<'channel'>
  /** Every field; an empty secret keeps the one that is stored. */
  readonly values: Values
  /** Keeps them also where the provider does not say whether it accepts them. */
  readonly evenUnchecked: boolean
}

/**
 * Takes the provider's credentials, all fields at once. They replace those before only once the connector can read them
 * and the provider, where it can be asked without paying, has accepted them: a slip of typing breaks no channel that
 * works. What was verified before counts no more, nor does a test payment where another can be made. A channel that takes
 * real money does not go back to credentials for tests, and still hears what the provider signed with the secrets before.
 * Throws `VaultLocked`.
 */
export async function giveCredentials(deps: ChannelDeps, caller: Caller, ask: Ask): Promise<Result<null, CredentialsError>> {
  const row = await findChannel(deps.db, caller, ask.channelId)
  const read = await readGiven(deps, deps.db, { row, ask })
  if (!read.ok) return read
  const outcome = await askForFacts(deps, read.value.row, read.value.open)
  const objection = outcome === null ? null : objectionTo(read.value.registered, outcome, ask)
  if (objection !== null) return err(objection)
  const kept = await inTransaction(deps.db, async (tx) => {
    const again = await readGiven(deps, tx, { row: await reachChannel(tx, caller, ask.channelId), ask })
    if (!again.ok) return again
    // Beside a secret that was stored meanwhile they are others than those the provider was asked about.
    if (again.value.row.settings_version !== read.value.row.settings_version) return ok('outdated')
    await keepCredentials(deps, tx, { caller, ...again.value, outcome })
    return ok('kept')
  })
  if (!kept.ok) return kept
  return kept.value === 'kept' ? ok(null) : giveCredentials(deps, caller, ask)
}

type Read = { readonly row: ChannelRow; readonly registered: RegisteredConnector; readonly stored: Values; readonly values: Values; readonly open: OpenConnector }

/** What was given beside what is stored, as the connector reads it. */
async function readGiven(deps: ChannelDeps, db: Db, { row, ask }: { row: ChannelRow | null; ask: Ask }): Promise<Result<Read, CredentialsError>> {
  if (row === null) return err({ code: 'not_found' })
  const registered = deps.connectors.find((one) => one.id === row.connector)
  if (registered === undefined) return err({ code: 'connector_unknown' })
  const values = trimmed(registered, ask.values)
  const stored = await openSecrets({ ...deps, db }, { merchantId: row.merchant_id, channelId: row.channel_id })
  const open = readValues(deps, registered, { stored, values })
  if (!open.ok) return err({ code: 'invalid', fields: open.error })
  if (row.mode === 'live' && open.value.mode === 'test') return err({ code: 'credentials_for_tests' })
  return ok({ row, registered, stored, values, open: open.value })
}

/** Why the credentials are not kept. Null: nothing speaks against it, or only what the person knows of and passes over. */
function objectionTo(registered: RegisteredConnector, outcome: Outcome<Facts>, { evenUnchecked }: Ask): CredentialsError | null {
  if (outcome.kind === 'refused' && outcome.reason === 'credentials') {
    const fields = registered.refusedFields(outcome.providerCode)
    return { code: 'credentials_refused', fields: fields.map((name) => ({ field: `values/${name}`, code: 'not_accepted' })) }
  }
  if (outcome.kind === 'done' || evenUnchecked) return null
  return { code: 'credentials_unchecked', reason: outcome.kind === 'refused' ? outcome.reason : 'silent' }
}

const trimmed = ({ fields }: RegisteredConnector, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [
    name, isSealed(fields, name) ? value : value.trim(),
  ]))

function readValues(
  deps: ChannelDeps, registered: RegisteredConnector, { stored, values }: { stored: Values; values: Values },
): Result<OpenConnector, WrongValue[]> {
  const unknown = Object.keys(values).filter((name) => !registered.fields.some((field) => field.name === name))
  if (unknown.length > 0) return err(unknown.map((name) => ({ field: `values/${name}`, code: 'unknown_field' })))
  const given = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== '' || stored[name] === undefined))
  const opened = registered.open({ ...stored, ...given }, {
    endpoints: { ...registered.endpoints, ...deps.endpoints[registered.id] }, clock: deps.clock, facts: null, pinnedProof: null,
  })
  return opened.ok ? opened : err(opened.error.map((problem) => wrongValue(registered, problem)))
}

function wrongValue({ fields }: RegisteredConnector, { field, problem }: FieldProblem): WrongValue {
  const limit = fields.find((one) => one.name === field)?.maxLength
  return { field: `values/${field}`, code: problem, ...(problem === 'too_long' && limit !== undefined ? { limit } : {}) }
}

/** `outcome`: what the provider said of them; null where it cannot be asked. */
type Kept = Read & { readonly caller: Caller; readonly outcome: Outcome<Facts> | null }

async function keepCredentials(deps: ChannelDeps, tx: Tx, { caller, row, registered, stored, values, open, outcome }: Kept): Promise<void> {
  const at = deps.clock.now()
  const { merchant_id: merchantId, channel_id: channelId } = row
  const settings = Object.fromEntries(Object.entries(values).filter(([name, value]) => !isSealed(registered.fields, name) && value !== ''))
  const isStored = (name: string, value: string): boolean => stored[name] !== undefined && isSame(stored[name], value)
  const secrets = Object.entries(values).filter(([name, value]) => isSealed(registered.fields, name) && value !== '' && !isStored(name, value))
  if (secrets.some(([name]) => stored[name] !== undefined)) await keepFormer(deps, tx, { row, registered, stored, at })
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
  const guide = guideAfter({ row, registered, mode: open.mode, at }, isOther)
  await updateChannel(tx, {
    merchantId, channelId, settings: JSON.stringify(settings), guide: JSON.stringify(guide), verified_at: null,
    verify_problem: null, trouble_at: null, ...(isOther && { pinned_proof: null, last_former_callback_at: null }), ...(outcome !== null && resultOf(outcome, at)),
  })
  await raiseVersion(tx, { merchantId, channelId })
  await recordAudit(tx, {
    merchantId, at, actor: actorOf(caller), action: outcome === null || outcome.kind === 'done' ? 'channel.credentials_given' : 'channel.credentials_given_unchecked',
    objectId: channelId, change,
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
function guideAfter({ row, registered, mode, at }: Pick<Kept, 'row' | 'registered'> & { mode: OpenConnector['mode']; at: Date }, isOther: boolean): GuideDone {
  const idOf = (kind: GuideStep['kind']): string | undefined => registered.guide.find((one) => one.kind === kind)?.id
  const untried = isOther && row.mode === 'test' && mode !== 'live' ? idOf('test_payment') : undefined
  const [given, real] = [idOf('credentials'), idOf('live_credentials')]
  const kept = Object.entries(guideOf(row)).filter(([id]) => id !== untried && id !== real)
  const done = [given, mode === 'live' ? real : undefined].flatMap((id): [string, Date][] => (id === undefined ? [] : [[id, at]]))
  return Object.fromEntries([...kept, ...done])
}
