import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../../kernel/ids.ts'
import { idOf } from '../../platform/http/id-param.ts'
import { IdempotencyKey } from '../../platform/http/idempotency.ts'
import { Closed, Nullable, TimeJson } from '../../platform/http/json.ts'
import { problems, refuse } from '../../platform/http/problem.ts'
import type { Routes } from '../../platform/http/route.ts'
import { ModeJson, OneOf, PermissionJson, StoreIdsJson, storeIdsJson, storeIdsOfJson } from '../json.ts'
import { makeApiKey, revokeApiKey } from './api-key.ts'
import type { ApiKeyError, KeyDeps } from './api-key.ts'
import { apiKeyById, apiKeysOf } from './store.ts'

const KEY_FIELDS = {
  id: Type.String(), name: Type.String(), mode: ModeJson, permissions: Type.Array(Type.String()), stores: StoreIdsJson,
  hint: Type.String({ description: 'The last four characters.' }), createdAt: TimeJson,
  lastUsedAt: Nullable(TimeJson), revokedAt: Nullable(TimeJson),
}
const ApiKeyJson = Type.Object(KEY_FIELDS, { title: 'ApiKey' })
const NewApiKeyJson = Type.Object(
  { ...KEY_FIELDS, secret: Type.String({ description: 'Shown this once.' }) }, { title: 'NewApiKey' },
)

const keyJson = (key: Awaited<ReturnType<typeof apiKeysOf>>[number]): Static<typeof ApiKeyJson> => ({
  id: publicId('apiKey', key.api_key_id, null), name: key.name, mode: key.mode, permissions: key.permissions,
  stores: storeIdsJson(key.store_ids),
  hint: key.hint, createdAt: key.created_at.toISOString(), lastUsedAt: key.last_used_at?.toISOString() ?? null,
  revokedAt: key.revoked_at?.toISOString() ?? null,
})

const MAKE = {
  needs_person: 403, not_givable: 403, stores_unknown: 422,
} as const satisfies Record<ApiKeyError['code'], number>
const REVOKE = { not_found: 404 } as const

export const apiKeyRoutes: Routes<KeyDeps> = async (app, deps) => {
  app.get('/v1/api-keys', {
    config: { permission: 'api_keys.read' },
    schema: {
      operationId: 'listApiKeys', summary: 'The merchant\'s API keys, newest first.',
      response: { 200: Type.Object({ items: Type.Array(ApiKeyJson) }) },
    },
  }, async (request) => ({ items: (await apiKeysOf(deps.db, request.caller.merchantId)).map(keyJson) }))

  app.post('/v1/api-keys', {
    config: { permission: 'api_keys.manage', secretAnswer: true },
    schema: {
      operationId: 'makeApiKey', summary: 'Make an API key; its secret is in this answer only.', headers: IdempotencyKey,
      body: Closed({
        name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }), mode: ModeJson,
        permissions: Type.Array(PermissionJson, { minItems: 1, maxItems: 50 }), stores: StoreIdsJson,
      }),
      response: { 201: NewApiKeyJson, ...problems(MAKE) },
    },
  }, async (request, reply) => {
    const { stores, ...ask } = request.body
    const { caller } = request
    const made = await makeApiKey(deps, caller, { ...ask, storeIds: storeIdsOfJson(stores) })
    if (!made.ok) return refuse(reply, MAKE, made.error)
    const { apiKeyId, secret } = made.value
    const key = await apiKeyById(deps.db, { merchantId: caller.merchantId, apiKeyId })
    if (key === undefined) throw new Error('a key vanished while it was made')
    return reply.code(201).send({ ...keyJson(key), secret: secret.reveal() })
  })

  app.delete('/v1/api-keys/:id', {
    config: { permission: 'api_keys.manage' },
    schema: {
      operationId: 'revokeApiKey', summary: 'End an API key.', params: OneOf('apiKey'),
      response: { 204: Type.Null(), ...problems(REVOKE) },
    },
  }, async (request, reply) => {
    const revoked = await revokeApiKey(deps, request.caller, idOf('apiKey', request.params.id))
    return revoked.ok ? reply.code(204).send(null) : refuse(reply, REVOKE, revoked.error)
  })
}
