import type { Clock } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import type { OpenConnector, RegisteredConnector } from '../../connectors/contract.ts'
import { tokenHash } from '../../platform/crypto/token.ts'
import type { Vault } from '../../platform/crypto/vault.ts'
import type { Db } from '../../platform/db/database.ts'
import { hearingFormer } from './hear-former.ts'
import type { Former } from './hear-former.ts'
import { channelById, channelOfToken, formerOf, secretsOf } from './store.ts'
import type { ChannelRow } from './store.ts'

/** Base addresses that the installation puts in place of a connector's own, by connector id and name. */
export type Endpoints = Readonly<Record<string, Readonly<Record<string, string>>>>

export type OpenDeps = {
  readonly db: Db
  readonly vault: Vault
  readonly clock: Clock
  readonly connectors: readonly RegisteredConnector[]
  readonly endpoints: Endpoints
  readonly channelCache: ChannelCache
}

/** What an opened connector depends on. A reader that has just seen it in a statement of its own passes it on. */
export type ChannelVersion = { readonly settingsVersion: number; readonly factsAt: Date | null; readonly pinnedProof: string | null }

export type ChannelRef = { readonly merchantId: Id<'merchant'>; readonly channelId: Id<'channel'> }

export type OpenedChannel = ChannelRef & {
  readonly registered: RegisteredConnector
  /** It also hears what was signed with the secrets before the present ones, while that is accepted. */
  readonly connector: OpenConnector
  /** The last part of the address where the provider reports. */
  readonly callbackToken: Secret
  readonly version: ChannelVersion
}

export type OpenError =
  | { readonly code: 'not_found' }
  /** The release has no such connector any more. */
  | { readonly code: 'connector_unknown' }
  /** Credentials are missing, or no longer fit the form. */
  | { readonly code: 'channel_not_ready' }

/**
 * Bounded memory of one process. It never says what is not so: an opened connector is found only under the version
 * it was made from, and a token never changes its channel.
 */
type ChannelCache = {
  readonly opened: Map<Id<'channel'>, { readonly version: string; readonly channel: OpenedChannel }>
  readonly tokens: Map<string, ChannelRef>
}

const MOST_OPENED = 1000
const MOST_TOKENS = 10_000

export const newChannelCache = (): ChannelCache => ({ opened: new Map(), tokens: new Map() })

/** Keeps the newest; the entry kept longest goes first. */
function keep<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}

const versionText = ({ settingsVersion, factsAt, pinnedProof }: ChannelVersion): string =>
  `${settingsVersion} ${factsAt?.getTime() ?? ''} ${pinnedProof ?? ''}`

/**
 * The channel's connector with its settings and opened secrets. With `seen`, and nothing changed since the last
 * time, no statement is sent at all; without, one. Throws `VaultLocked` where the key to the secrets is missing.
 */
export async function openChannel(
  deps: OpenDeps, ref: ChannelRef, seen?: ChannelVersion,
): Promise<Result<OpenedChannel, OpenError>> {
  const { db, channelCache: { opened } } = deps
  const before = opened.get(ref.channelId)
  if (before !== undefined && seen !== undefined && before.version === versionText(seen)) return ok(before.channel)
  const row = await channelById(db, ref)
  if (row === undefined) return err({ code: 'not_found' })
  const version = versionText(versionOf(row))
  if (before?.version === version) return ok(before.channel)
  const channel = await openRow(deps, row)
  if (channel.ok) keep(opened, ref.channelId, { version, channel: channel.value }, MOST_OPENED)
  return channel
}

async function openRow(
  { db, vault, clock, connectors, endpoints }: OpenDeps, row: ChannelRow,
): Promise<Result<OpenedChannel, OpenError>> {
  const registered = connectors.find((one) => one.id === row.connector)
  if (registered === undefined) return err({ code: 'connector_unknown' })
  const ref = { merchantId: row.merchant_id, channelId: row.channel_id }
  const values = { ...settingsOf(row), ...await openSecrets({ db, vault }, ref) }
  const surroundings = { endpoints: { ...registered.endpoints, ...endpoints[row.connector] }, clock, facts: row.facts }
  const present = registered.open(values, { ...surroundings, pinnedProof: row.pinned_proof })
  if (!present.ok) return err({ code: 'channel_not_ready' })
  const former = (await formerOf(db, { ...ref, at: clock.now() })).flatMap((one): Former[] => {
    const open = registered.open(unsealFormer(vault, ref, one), { ...surroundings, pinnedProof: one.pinned_proof })
    return open.ok ? [{ open: open.value, acceptedUntil: one.accepted_until }] : []
  })
  const callbackToken = vault.unseal(row.callback_token, {
    merchantId: row.merchant_id, objectId: row.channel_id, field: 'callback_token',
  })
  return ok({ ...ref, registered, connector: hearingFormer(present.value, former, clock), callbackToken, version: versionOf(row) })
}

const versionOf = (row: ChannelRow): ChannelVersion =>
  ({ settingsVersion: row.settings_version, factsAt: row.facts_at, pinnedProof: row.pinned_proof })

/**
 * The channel as it was when last opened, without a statement, for callers whose own statement checks the version
 * afterwards. Null where it has not been opened yet, or not lately.
 */
export const lastOpened = (
  { channelCache }: Pick<OpenDeps, 'channelCache'>, { channelId }: ChannelRef,
): OpenedChannel | null =>
  channelCache.opened.get(channelId)?.channel ?? null

/** The stored secrets in clear, by field name: for the connector's form only. */
export async function openSecrets(
  { db, vault }: { db: Db; vault: Vault }, { merchantId, channelId }: ChannelRef,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const { field, sealed } of await secretsOf(db, { merchantId, channelId })) {
    values[field] = vault.unseal(sealed, { merchantId, objectId: channelId, field }).reveal()
  }
  return values
}

/** Every field of credentials that were replaced, sealed under the version of the channel's settings that they were. */
export const sealFormer = (vault: Vault, { merchantId, channelId }: ChannelRef, version: number, values: Readonly<Record<string, string>>): Buffer =>
  vault.seal(new Secret(JSON.stringify(values)), { merchantId, objectId: channelId, field: `former ${version}` })

const unsealFormer = (vault: Vault, { merchantId, channelId }: ChannelRef, { settings_version, sealed }: { settings_version: number; sealed: Buffer }) =>
  settingsOf({ settings: JSON.parse(vault.unseal(sealed, { merchantId, objectId: channelId, field: `former ${settings_version}` }).reveal()) })

/** The fields that are no secret, by name. */
export function settingsOf({ settings }: Pick<ChannelRow, 'settings'>): Record<string, string> {
  const values: Record<string, string> = {}
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return values
  for (const [name, value] of Object.entries(settings)) if (typeof value === 'string') values[name] = value
  return values
}

/** Whose callback address this is. Null if nobody's. One statement the first time, none after that. */
export async function channelByCallbackToken(
  { db, channelCache: { tokens } }: Pick<OpenDeps, 'db' | 'channelCache'>, token: string,
): Promise<ChannelRef | null> {
  if (!/^[A-Za-z0-9_-]{22}$/.test(token)) return null
  const hash = tokenHash(token)
  const key = hash.toString('base64')
  const before = tokens.get(key)
  if (before !== undefined) return before
  const found = await channelOfToken(db, hash)
  if (found !== null) keep(tokens, key, found, MOST_TOKENS)
  return found
}
