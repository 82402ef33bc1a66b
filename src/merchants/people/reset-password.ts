import type { Id } from '../../kernel/ids.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import type { Secret } from '../../kernel/secret.ts'
import { newToken, tokenHash } from '../../platform/crypto/token.ts'
import { inTransaction } from '../../platform/db/database.ts'
import { limited } from './limits.ts'
import type { TooMany } from './limits.ts'
import { hashPassword, isGuessable, isPassword } from './password.ts'
import type { LinkError, RegisterError } from './register.ts'
import { deleteSessions, insertMailedToken, mailedToken, spendMailedToken, updateSession, updateUser, userByEmail, userById } from './store.ts'
import { LINK_LIVES_MS, linkTo, normalEmail } from './user.ts'
import type { PeopleDeps } from './user.ts'

/**
 * Mails a link by which the password can be set anew; for an address not yet activated, the activating link again.
 * Does nothing for an unknown address, and whoever asks is not told.
 */
export async function requestReset(deps: PeopleDeps, { email: typed }: { email: string }): Promise<void> {
  const at = deps.clock.now()
  const email = normalEmail(typed)
  const user = await userByEmail(deps.db, email)
  if (user === undefined) return
  const kind = user.activated_at === null ? 'activate' : 'reset'
  const token = newToken()
  await inTransaction(deps.db, (tx) => insertMailedToken(tx, {
    token_hash: tokenHash(token), purpose: kind, email, user_id: user.user_id, merchant_id: null, invitation_id: null,
    expires_at: new Date(at.getTime() + LINK_LIVES_MS[kind]),
  }))
  await deps.sendAccountMail({ kind, to: email, language: user.language, link: linkTo(deps.publicUrl, kind, token) })
}

export type ConfirmError = LinkError | RegisterError

/** Sets the password by a mailed link, once. Every session of the user ends. A refused password leaves the link unspent. */
export async function confirmReset(
  deps: PeopleDeps, { token, password }: { token: string; password: Secret },
): Promise<Result<null, ConfirmError>> {
  const at = deps.clock.now()
  const link = { hash: tokenHash(token), purpose: 'reset', at } as const
  const found = await mailedToken(deps.db, link)
  if (found === undefined) return err({ code: 'link_spent' })
  if (isGuessable(password, found.email)) return err({ code: 'password_guessable', field: 'password' })
  const passwordHash = await hashPassword(password)
  return inTransaction(deps.db, async (tx) => {
    const spent = await spendMailedToken(tx, link)
    if (spent === undefined || spent.user_id === null) return err({ code: 'link_spent' })
    await updateUser(tx, spent.user_id, { password_hash: passwordHash })
    await deleteSessions(tx, { userId: spent.user_id })
    return ok(null)
  })
}

export type ChangePassword = {
  readonly userId: Id<'user'>
  readonly sessionId: Id<'session'>
  readonly current: Secret
  readonly next: Secret
  readonly address: string
}

export type ChangePasswordError =
  | { readonly code: 'wrong_password'; readonly field: 'current' }
  | { readonly code: 'password_guessable'; readonly field: 'next' }
  | TooMany

/** Changes the password, ends every other session, and gives this one a new token, which is the answer. */
export async function changePassword(
  deps: PeopleDeps, ask: ChangePassword,
): Promise<Result<{ token: string }, ChangePasswordError>> {
  const { userId, sessionId, current, next, address } = ask
  const user = await userById(deps.db, userId)
  const tooMany = await limited(deps.db, 'sign_in', { email: user?.email ?? '', address, at: deps.clock.now() })
  if (tooMany !== null) return err(tooMany)
  const isTheirs = await isPassword(current, user?.password_hash ?? null)
  if (user === undefined || !isTheirs) return err({ code: 'wrong_password', field: 'current' })
  if (isGuessable(next, user.email)) return err({ code: 'password_guessable', field: 'next' })
  const passwordHash = await hashPassword(next)
  const token = newToken()
  await inTransaction(deps.db, async (tx) => {
    await updateUser(tx, userId, { password_hash: passwordHash })
    await deleteSessions(tx, { userId, except: sessionId })
    await updateSession(tx, sessionId, { token_hash: tokenHash(token) })
  })
  return ok({ token })
}
