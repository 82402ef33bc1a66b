import type { Id, Mode } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Permission } from './permission.ts'

/** Whoever acts for a merchant in this request. Read anew for each, so a right taken away is gone at once. */
export type Caller = UserCaller | ApiKeyCaller

type Acting = {
  readonly merchantId: Id<'merchant'>
  /** The only stores this caller may see; null means every store of the merchant. */
  readonly storeIds: readonly Id<'store'>[] | null
  readonly permissions: ReadonlySet<Permission>
}

type UserCaller = Acting & {
  readonly kind: 'user'
  readonly userId: Id<'user'>
  readonly name: string
  readonly role: string
  /** A person sees both modes. */
  readonly mode: null
}

type ApiKeyCaller = Acting & {
  readonly kind: 'api_key'
  readonly apiKeyId: Id<'apiKey'>
  readonly name: string
  /** Objects of the other mode do not exist for this key. */
  readonly mode: Mode
}

/** A signed-in person, who may have no merchant yet. */
export type Session = {
  readonly sessionId: Id<'session'>
  readonly userId: Id<'user'>
  readonly language: Language
  readonly csrfToken: string
}

/** What a request shows: the session cookie or an API key. Both as sent, not yet believed. */
export type Credential = { readonly kind: 'session' | 'api_key'; readonly token: string }

export type Identity =
  | { readonly kind: 'session'; readonly session: Session; readonly caller: UserCaller | null }
  | { readonly kind: 'api_key'; readonly caller: ApiKeyCaller }

/** Who shows this credential now. Null if it is unknown, expired, ended or revoked: the caller need not know which. */
export type Identify = (credential: Credential) => Promise<Identity | null>

/** Whether the caller may see objects of this store. */
export const seesStore = (caller: Caller, storeId: Id<'store'>): boolean =>
  caller.storeIds === null || caller.storeIds.includes(storeId)

/** Who did it, as events and audit records name the actor: `user:<id>` or `api_key:<id>`. */
export const actorOf = (caller: Caller): `user:${string}` | `api_key:${string}` =>
  caller.kind === 'user' ? `user:${caller.userId}` : `api_key:${caller.apiKeyId}`
