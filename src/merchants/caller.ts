import { sql } from 'kysely'
import type { Clock } from '../kernel/clock.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { tokenHash } from '../platform/crypto/token.ts'
import type { Db } from '../platform/db/database.ts'
import type { Identify, Identity } from '../platform/http/caller.ts'
import { isPermission } from '../platform/http/permission.ts'
import { SESSION_IDLES_MS } from './people/session.ts'
import { permissionsOf } from './role.ts'
import type { Role } from './role.ts'

/** How exact "last used" is. Milliseconds. */
const SEEN_EVERY_MS = 60_000

/**
 * Who shows this credential, in one statement a request and, at most once a minute, a second one that notes the use.
 * Rights are read here each time, so what is taken away is gone with the next request.
 */
export const identifyWith = ({ db, clock }: { db: Db; clock: Clock }): Identify => ({ kind, token }) =>
  kind === 'session' ? bySession(db, token, clock.now()) : byApiKey(db, token, clock.now())

type SessionRow = {
  session_id: Id<'session'>; user_id: Id<'user'>; csrf_token: string; last_seen_at: Date; language: Language; name: string
  merchant_id: Id<'merchant'> | null; role: Role | null; store_ids: Id<'store'>[] | null
}

async function bySession(db: Db, token: string, at: Date): Promise<Identity | null> {
  const { rows: [row] } = await sql<SessionRow>`
    select s.session_id, s.user_id, s.csrf_token, s.last_seen_at, u.language, u.name, m.merchant_id, m.role, m.store_ids
    from session s
    join app_user u on u.user_id = s.user_id
    left join membership m on m.merchant_id = s.merchant_id and m.user_id = s.user_id
    where s.token_hash = ${tokenHash(token)} and s.expires_at > ${at}
      and s.last_seen_at > ${new Date(at.getTime() - SESSION_IDLES_MS)} and u.activated_at is not null`.execute(db)
  if (row === undefined) return null
  if (isDue(row.last_seen_at, at)) await sql`update session set last_seen_at = ${at} where session_id = ${row.session_id}`.execute(db)
  const { session_id: sessionId, user_id: userId, merchant_id: merchantId, role } = row
  return {
    kind: 'session',
    session: { sessionId, userId, language: row.language, csrfToken: row.csrf_token },
    caller: merchantId === null || role === null
      ? null
      : {
        kind: 'user', userId, name: row.name, merchantId, role, storeIds: row.store_ids, mode: null,
        permissions: permissionsOf(role),
      },
  }
}

type ApiKeyRow = {
  merchant_id: Id<'merchant'>; api_key_id: Id<'apiKey'>; name: string; mode: Mode; permissions: string[]
  store_ids: Id<'store'>[] | null; last_used_at: Date | null
}

async function byApiKey(db: Db, secret: string, at: Date): Promise<Identity | null> {
  const { rows: [row] } = await sql<ApiKeyRow>`
    select k.merchant_id, k.api_key_id, k.name, k.mode, k.permissions, k.store_ids, k.last_used_at
    from token t
    join api_key k on k.merchant_id = t.merchant_id and k.api_key_id = t.object_id
    where t.token_hash = ${tokenHash(secret)} and t.purpose = 'api_key' and k.revoked_at is null`.execute(db)
  if (row === undefined) return null
  const { merchant_id: merchantId, api_key_id: apiKeyId, name, mode } = row
  if (row.last_used_at === null || isDue(row.last_used_at, at)) {
    await sql`update api_key set last_used_at = ${at} where merchant_id = ${merchantId} and api_key_id = ${apiKeyId}`.execute(db)
  }
  const permissions = new Set(row.permissions.filter(isPermission))
  return {
    kind: 'api_key',
    caller: { kind: 'api_key', apiKeyId, name, merchantId, storeIds: row.store_ids, mode, permissions },
  }
}

const isDue = (last: Date, at: Date): boolean => at.getTime() - last.getTime() >= SEEN_EVERY_MS
