import { timingSafeEqual } from 'node:crypto'
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
import {
  deleteSessions, insertMailedToken, lockUser, mailedToken, spendMailedToken, updateSession, updateUser, userByEmail,
  userById,
} from './store.ts'
import { LINK_LIVES_MS, linkTo, normalEmail } from './user.ts'
import type { PeopleDeps } from './user.ts'

/**
 * Mails a link by which the password can be set anew, in the browser that asked. An address that is registered and not yet activated gets it too:
 * its owner may not be who registered it. Does nothing for an unknown address, and whoever asks is not told.
 */
export async function requestReset(deps: PeopleDeps, { email: typed, browserMark }: { email: string; browserMark: string }): Promise<void> {
  const at = deps.clock.now()
  const email = normalEmail(typed)
  const user = await userByEmail(deps.db, email)
  if (user === undefined) return
  const token = newToken()
  await inTransaction(deps.db, (tx) => insertMailedToken(tx, {
    token_hash: tokenHash(token), purpose: 'reset', email, user_id: user.user_id, merchant_id: null, invitation_id: null,
    browser_hash: tokenHash(browserMark),
    expires_at: new Date(at.getTime() + LINK_LIVES_MS.reset),
  }))
  await deps.sendAccountMail({ kind: 'reset', to: email, language: user.language, link: linkTo(deps.publicUrl, 'reset', token) })
}

/** `browserMark` is that of the browser which uses the link; null if it has none. */
type Confirmation = { readonly token: string; readonly password: Secret; readonly address: string; readonly browserMark: string | null }

/** `link_elsewhere`: it was asked for in another browser, where it still works. */
export type ConfirmError = LinkError | { readonly code: 'link_elsewhere' } | RegisterError | TooMany

/**
 * Sets the password by a mailed link, once. Every session of the user ends. A refused password leaves the link unspent.
 * The link proves the address, so an account not yet activated is activated, with this password and no other: that is
 * how an owner takes their address from a stranger who registered it. The letter of that registration is void then.
 */
export async function confirmReset(
  deps: PeopleDeps, { token, password, address, browserMark }: Confirmation,
): Promise<Result<null, ConfirmError>> {
  const at = deps.clock.now()
  const link = { hash: tokenHash(token), purpose: 'reset', at } as const
  const tooMany = await limited(deps.db, 'redeem', { email: link.hash.toString('hex'), address, at })
  if (tooMany !== null) return err(tooMany)
  const found = await mailedToken(deps.db, link)
  if (found === undefined) return err({ code: 'link_spent' })
  const isSameBrowser = browserMark !== null && found.browser_hash !== null && timingSafeEqual(tokenHash(browserMark), found.browser_hash)
  if (!isSameBrowser) return err({ code: 'link_elsewhere' })
  if (isGuessable(password, found.email)) return err({ code: 'password_guessable', field: 'password' })
  const passwordHash = await hashPassword(password)
  return inTransaction(deps.db, async (tx) => {
    const user = await lockUser(tx, found.email)
    const spent = await spendMailedToken(tx, link)
    if (user === undefined || spent === undefined) return err({ code: 'link_spent' })
    await updateUser(tx, user.user_id, { password_hash: passwordHash, activated_at: user.activated_at ?? at })
    await deleteSessions(tx, { userId: user.user_id })
    return ok(null)
  })
}

type ChangePassword = {
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
