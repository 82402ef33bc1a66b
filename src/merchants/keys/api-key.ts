import { newId } from '../../kernel/ids.ts'
import type { Id, Mode } from '../../kernel/ids.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import { Secret } from '../../kernel/secret.ts'
import { newToken, tokenHash } from '../../platform/crypto/token.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Db } from '../../platform/db/database.ts'
import { actorOf } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import type { Permission } from '../../platform/http/permission.ts'
import { recordAudit } from '../audit.ts'
import { storesProblem } from '../people/members.ts'
import type { StoresError } from '../people/members.ts'
import { insertApiKey, revoke } from './store.ts'

export type KeyDeps = { readonly db: Db; readonly clock: Clock }

type NewApiKey = {
  readonly name: string
  readonly mode: Mode
  readonly permissions: readonly Permission[]
  readonly storeIds: readonly Id<'store'>[] | null
}

export type ApiKeyError =
  | { readonly code: 'needs_person' }
  | { readonly code: 'not_givable' }
  | StoresError

/** Makes a key that can do no more than the person who makes it. The secret is answered once and kept as a hash. */
export async function makeApiKey(
  deps: KeyDeps, caller: Caller, ask: NewApiKey,
): Promise<Result<{ apiKeyId: Id<'apiKey'>; secret: Secret }, ApiKeyError>> {
  if (caller.kind !== 'user') return err({ code: 'needs_person' })
  if (!ask.permissions.every((permission) => caller.permissions.has(permission))) return err({ code: 'not_givable' })
  const problem = await storesProblem(deps.db, caller, ask.storeIds)
  if (problem !== null) return err(problem)
  const at = deps.clock.now()
  const secret = `kvit_${ask.mode}_${newToken()}`
  const apiKeyId = newId('apiKey', at.getTime())
  const { merchantId } = caller
  await inTransaction(deps.db, async (tx) => {
    await insertApiKey(tx, {
      merchant_id: merchantId, api_key_id: apiKeyId, name: ask.name, mode: ask.mode,
      permissions: [...new Set(ask.permissions)],
      store_ids: ask.storeIds === null ? null : [...ask.storeIds], hint: secret.slice(-4), created_by: caller.userId,
      created_at: at,
      last_used_at: null, revoked_at: null, hash: tokenHash(secret),
    })
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'api_key.made', objectId: apiKeyId,
      change: {
        name: { from: null, to: ask.name }, mode: { from: null, to: ask.mode },
        permissions: { from: null, to: ask.permissions },
      },
    })
  })
  return ok({ apiKeyId, secret: new Secret(secret) })
}

/** Ends a key: its next request is refused. */
export const revokeApiKey = (
  deps: KeyDeps, caller: Caller, apiKeyId: Id<'apiKey'>,
): Promise<Result<null, { code: 'not_found' }>> =>
  inTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const { merchantId } = caller
    if (!await revoke(tx, { merchantId, apiKeyId, at })) return err({ code: 'not_found' })
    await recordAudit(tx, { merchantId, at, actor: actorOf(caller), action: 'api_key.revoked', objectId: apiKeyId })
    return ok(null)
  })
