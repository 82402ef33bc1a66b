import type { Id } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import type { Secret } from '../../kernel/secret.ts'
import { tokenHash } from '../../platform/crypto/token.ts'
import { inTransaction } from '../../platform/db/database.ts'
import { limited } from './limits.ts'
import type { TooMany } from './limits.ts'
import { isPassword } from './password.ts'
import { startSession } from './session.ts'
import type { NewSession, Whereabouts } from './session.ts'
import { deleteSessionByHash, deleteSessions, merchantsOf, updateSession, updateUser, userByEmail } from './store.ts'
import { normalEmail } from './user.ts'
import type { PeopleDeps } from './user.ts'

type SignIn = {
  readonly email: string
  readonly password: Secret
  readonly where: Whereabouts
  /** Token of the session that the browser had before, which ends now; null if it had none. */
  readonly replaces: string | null
}

export type SignInError = { readonly code: 'wrong_credentials' } | TooMany

/**
 * Signs a person in under a new session. A wrong password, an unknown address and one not yet activated look and last
 * alike.
 */
export async function signIn(
  deps: PeopleDeps, { email: typed, password, where, replaces }: SignIn,
): Promise<Result<NewSession, SignInError>> {
  const at = deps.clock.now()
  const email = normalEmail(typed)
  const tooMany = await limited(deps.db, 'sign_in', { email, address: where.address, at })
  if (tooMany !== null) return err(tooMany)
  const user = await userByEmail(deps.db, email)
  const matches = await isPassword(password, user?.password_hash ?? null)
  if (!matches || user === undefined || user.activated_at === null) return err({ code: 'wrong_credentials' })
  return inTransaction(deps.db, async (tx) => {
    if (replaces !== null) await deleteSessionByHash(tx, tokenHash(replaces))
    return ok(await startSession(tx, { userId: user.user_id, where, at }))
  })
}

type OwnSession = { readonly userId: Id<'user'>; readonly sessionId: Id<'session'> }

/** Ends one session of this user. False if it is not theirs or has ended. */
export const endSession = ({ db }: PeopleDeps, { userId, sessionId }: OwnSession): Promise<boolean> =>
  inTransaction(db, async (tx) => (await deleteSessions(tx, { userId, only: sessionId })) === 1)

type ChangeSession = OwnSession & { readonly merchantId?: Id<'merchant'> | undefined; readonly language?: Language | undefined }

/** Opens another merchant's cabinet in this session, or changes the user's own language. */
export const changeSession = (
  { db }: PeopleDeps, { userId, sessionId, merchantId, language }: ChangeSession,
): Promise<Result<null, { code: 'not_found' }>> =>
  inTransaction(db, async (tx) => {
    if (language !== undefined) await updateUser(tx, userId, { language })
    if (merchantId === undefined) return ok(null)
    const belongs = (await merchantsOf(tx, userId)).some((one) => one.merchantId === merchantId)
    if (!belongs) return err({ code: 'not_found' })
    await updateSession(tx, sessionId, { merchant_id: merchantId })
    return ok(null)
  })
