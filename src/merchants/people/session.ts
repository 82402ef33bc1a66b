import { newId } from '../../kernel/ids.ts'
import type { Id } from '../../kernel/ids.ts'
import { newToken, tokenHash } from '../../platform/crypto/token.ts'
import type { Tx } from '../../platform/db/database.ts'
import { insertSession, merchantsOf } from './store.ts'

/** A session ends this long after sign-in, used or not. */
export const SESSION_LIVES_MS = 30 * 86_400_000

/** A session ends when nobody used it for this long. */
export const SESSION_IDLES_MS = 7 * 86_400_000

/** Where a session was started: shown to its owner, who may recognise what is not theirs. */
export type Whereabouts = { readonly userAgent: string; readonly address: string }

/** `token` is what the cookie carries; only its hash is kept. */
export type NewSession = {
  readonly token: string
  readonly userId: Id<'user'>
  readonly merchantId: Id<'merchant'> | null
  readonly csrfToken: string
}

type Start = { readonly userId: Id<'user'>; readonly where: Whereabouts; readonly at: Date; readonly merchantId?: Id<'merchant'> }

/** Starts a session with a token never seen before, in the given merchant's cabinet or the first that the user belongs to. */
export async function startSession(tx: Tx, { userId, where, at, merchantId }: Start): Promise<NewSession> {
  const [first] = merchantId === undefined ? await merchantsOf(tx, userId) : []
  const session = { token: newToken(), userId, merchantId: merchantId ?? first?.merchantId ?? null, csrfToken: newToken() }
  await insertSession(tx, {
    session_id: newId('session', at.getTime()), token_hash: tokenHash(session.token), user_id: userId,
    merchant_id: session.merchantId, csrf_token: session.csrfToken, created_at: at, last_seen_at: at, expires_at: new Date(at.getTime() + SESSION_LIVES_MS),
    user_agent: where.userAgent.slice(0, 300), address: where.address,
  })
  return session
}
