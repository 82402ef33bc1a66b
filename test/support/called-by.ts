import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { newId } from '../../src/kernel/ids.ts'
import type { Id, Mode } from '../../src/kernel/ids.ts'
import type { Language } from '../../src/kernel/language.ts'
import { permissionsOf } from '../../src/merchants/role.ts'
import type { Role } from '../../src/merchants/role.ts'
import { openVault } from '../../src/platform/crypto/vault.ts'
import type { Db } from '../../src/platform/db/database.ts'
import { buildHttp } from '../../src/platform/http/app.ts'
import type { Caller, Identity } from '../../src/platform/http/caller.ts'
import { buildLogger } from '../../src/platform/http/log.ts'
import type { App } from '../../src/platform/http/route.ts'
import { NOW } from './builders.ts'

export const PUBLIC_URL = new URL('https://kvit.example')

/** For places whose channels have no credentials: none can be opened. */
export const noChannel = async (): Promise<null> => null

export type Who = { readonly merchantId: Id<'merchant'>; readonly role?: Role; readonly storeIds?: readonly Id<'store'>[]; readonly language?: Language }

export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly raw: Buffer; json<T>(): T }

export type CallerApp = {
  readonly app: App
  readonly clock: { at: Date; now(): Date }
  /** A person of this role who is signed in, kept in the database under their name. */
  person(who: Who): Promise<Asker>
  /** An API key with an accountant's permissions, for one mode. */
  key(who: Who & { readonly mode: Mode }): Asker
}

export type Asker = {
  readonly caller: Caller
  ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object, more?: Readonly<Record<string, string>>): Promise<Answer>
}

/** Routes on the real edge for callers the test names itself, so that a test of reading needs no sign-in. */
export async function startCallerApp(
  { db, pool }: { db: Db; pool: pg.Pool }, register: (app: App, clock: { now(): Date }) => Promise<void>,
): Promise<CallerApp> {
  const identities = new Map<string, Identity>()
  const clock = { at: NOW, now: () => clock.at }
  const app = buildHttp({
    logger: buildLogger({ level: 'silent', stream: { write: () => {} } }), trustedProxies: [], publicUrl: PUBLIC_URL,
    identify: async ({ token }) => identities.get(token) ?? null, db, clock,
    vault: openVault(randomBytes(32)),
  })
  await register(app, clock)
  await app.ready()
  const asker = (caller: Caller, headers: Record<string, string>): Asker => ({
    caller,
    async ask(method, url, body, more = {}) {
      const answer = await app.inject({
        method, url, ...(body === undefined ? {} : { payload: body }),
        headers: { ...headers, ...(method === 'POST' ? { 'idempotency-key': randomBytes(8).toString('hex') } : {}), ...more },
      })
      return { status: answer.statusCode, headers: answer.headers, raw: answer.rawPayload, json: () => answer.json() }
    },
  })
  return {
    app, clock,
    async person({ merchantId, role = 'owner', storeIds, language = 'en' }) {
      const userId = newId('user')
      const token = randomBytes(16).toString('base64url')
      await pool.query('insert into app_user values ($1, $2, $3, $4, null, $5, $5)', [userId, `${userId}@shop.example`, 'Ona', language, NOW])
      const caller: Caller = { kind: 'user', userId, name: 'Ona', merchantId, role, storeIds: storeIds ?? null, mode: null, permissions: permissionsOf(role) }
      const session = { sessionId: newId('session'), userId, language, csrfToken: 'csrf' }
      identities.set(token, { kind: 'session', session, caller })
      return asker(caller, {
        cookie: `__Host-kvit=${token}`, 'sec-fetch-site': 'same-origin', origin: PUBLIC_URL.origin, 'x-csrf-token': 'csrf',
      })
    },
    key({ merchantId, storeIds, mode }) {
      const token = `kvit_${mode}_${randomBytes(16).toString('base64url')}`
      const caller: Caller = {
        kind: 'api_key', apiKeyId: newId('apiKey'), name: 'Books', merchantId, storeIds: storeIds ?? null, mode, permissions: permissionsOf('accountant'),
      }
      identities.set(token, { kind: 'api_key', caller })
      return asker(caller, { authorization: `Bearer ${token}` })
    },
  }
}
