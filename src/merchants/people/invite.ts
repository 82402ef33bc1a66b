import type { Id } from '../../kernel/ids.ts'
import { newId } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import type { Secret } from '../../kernel/secret.ts'
import { newToken, tokenHash } from '../../platform/crypto/token.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/database.ts'
import { actorOf } from '../../platform/http/caller.ts'
import type { Caller } from '../../platform/http/caller.ts'
import { takeOne } from '../../platform/http/rate-limit.ts'
import { recordAudit } from '../audit.ts'
import { mayGive } from '../role.ts'
import type { Role } from '../role.ts'
import { limited } from './limits.ts'
import type { TooMany } from './limits.ts'
import { giverOf, storesProblem } from './members.ts'
import type { StoresError } from './members.ts'
import { hashPassword, isGuessable, isPassword } from './password.ts'
import type { LinkError, RegisterError } from './register.ts'
import { startSession } from './session.ts'
import type { NewSession, Whereabouts } from './session.ts'
import {
  closeInvitation, insertInvitation, insertMailedToken, insertMembership, insertUser, mailedToken, membersOf, merchantName,
  spendMailedToken, updateUser, userByEmail,
} from './store.ts'
import { LINK_LIVES_MS, linkTo, normalEmail } from './user.ts'
import type { PeopleDeps } from './user.ts'

type Invite = {
  readonly email: string
  readonly role: Role
  readonly storeIds: readonly Id<'store'>[] | null
  /** Of the letter: the inviting person's. */
  readonly language: Language
}

export type InviteError =
  | { readonly code: 'needs_person' }
  | { readonly code: 'not_givable' }
  | { readonly code: 'already_member'; readonly field: 'email' }
  | StoresError
  | TooMany

const INVITATIONS_A_DAY = 100

/** Invites a person by e-mail. The link is mailed and shown nowhere else. */
export async function invite(deps: PeopleDeps, caller: Caller, ask: Invite): Promise<Result<Id<'invitation'>, InviteError>> {
  if (caller.kind !== 'user') return err({ code: 'needs_person' })
  const { merchantId, userId } = caller
  const at = deps.clock.now()
  const email = normalEmail(ask.email)
  if (!mayGive(giverOf(caller), ask.role)) return err({ code: 'not_givable' })
  const problem = await storesProblem(deps.db, caller, ask.storeIds)
  if (problem !== null) return err(problem)
  const isMember = (await membersOf(deps.db, merchantId)).some((one) => one.email === email)
  if (isMember) return err({ code: 'already_member', field: 'email' })
  const taken = await takeOne(deps.db, { key: `invite/${merchantId}`, limit: INVITATIONS_A_DAY, windowMs: 86_400_000, at })
  if (!taken.isAllowed) return err({ code: 'too_many', retryAfterMs: taken.retryAfterMs })
  const invitationId = newId('invitation', at.getTime())
  const token = newToken()
  const expiresAt = new Date(at.getTime() + LINK_LIVES_MS.invite)
  await inTransaction(deps.db, async (tx) => {
    await insertInvitation(tx, {
      merchant_id: merchantId, invitation_id: invitationId, email, role: ask.role,
      store_ids: ask.storeIds === null ? null : [...ask.storeIds],
      invited_by: userId, created_at: at, expires_at: expiresAt, accepted_at: null, withdrawn_at: null,
    })
    await insertMailedToken(tx, {
      token_hash: tokenHash(token), purpose: 'invite', email, user_id: null, merchant_id: merchantId,
      invitation_id: invitationId, expires_at: expiresAt,
    })
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'member.invited', objectId: invitationId,
      change: { email: { from: null, to: email }, role: { from: null, to: ask.role } },
    })
  })
  const name = await merchantName(deps.db, merchantId)
  await deps.sendAccountMail({
    kind: 'invite', to: email, language: ask.language, link: linkTo(deps.publicUrl, 'invite', token),
    merchantName: name ?? '', inviter: caller.name, role: ask.role,
  })
  return ok(invitationId)
}

/** Takes an invitation back: its link stops working. */
export const withdrawInvitation = (
  deps: PeopleDeps, caller: Caller, invitationId: Id<'invitation'>,
): Promise<Result<null, { code: 'not_found' }>> =>
  inTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    const { merchantId } = caller
    const closed = await closeInvitation(tx, 'withdrawn_at', { merchantId, invitationId, at })
    if (closed === undefined) return err({ code: 'not_found' })
    await recordAudit(tx, {
      merchantId, at, actor: actorOf(caller), action: 'member.invitation_withdrawn', objectId: invitationId,
    })
    return ok(null)
  })

type Acceptance = {
  readonly token: string
  /** For a person we do not know yet. */
  readonly name: string | null
  /** The new password of a new user; the present one of a user we know, because a link of a week is no sign-in. */
  readonly password: Secret | null
  readonly language: Language
  readonly where: Whereabouts
}

export type AcceptError =
  | LinkError
  | RegisterError
  | TooMany
  | { readonly code: 'wrong_password'; readonly field: 'password' }
  | { readonly code: 'invalid'; readonly fields: readonly { readonly field: 'name' | 'password'; readonly code: 'missing' }[] }

/** Makes the invited person a member and signs them in. Refusals leave the link unspent. */
export async function acceptInvitation(deps: PeopleDeps, ask: Acceptance): Promise<Result<NewSession, AcceptError>> {
  const at = deps.clock.now()
  const hash = tokenHash(ask.token)
  const tooMany = await limited(deps.db, 'redeem', { email: hash.toString('hex'), address: ask.where.address, at })
  if (tooMany !== null) return err(tooMany)
  const link = await mailedToken(deps.db, { hash, purpose: 'invite', at })
  if (link === undefined) return err({ code: 'link_spent' })
  const known = await userByEmail(deps.db, link.email)
  const isNew = known === undefined || known.activated_at === null
  const missing = [
    ...(isNew && ask.name === null ? [{ field: 'name', code: 'missing' } as const] : []),
    ...(ask.password === null ? [{ field: 'password', code: 'missing' } as const] : []),
  ]
  if (missing.length > 0 || ask.password === null) return err({ code: 'invalid', fields: missing })
  const isProven = isNew || await isPassword(ask.password, known.password_hash)
  if (!isProven) return err({ code: 'wrong_password', field: 'password' })
  if (isNew && isGuessable(ask.password, link.email)) return err({ code: 'password_guessable', field: 'password' })
  const passwordHash = isNew ? await hashPassword(ask.password) : null
  return inTransaction(deps.db, async (tx) => {
    const spent = await spendMailedToken(tx, { hash, purpose: 'invite', at })
    if (spent === undefined || spent.merchant_id === null || spent.invitation_id === null) {
      return err({ code: 'link_spent' })
    }
    const invitation = await closeInvitation(tx, 'accepted_at', {
      merchantId: spent.merchant_id, invitationId: spent.invitation_id, at,
    })
    if (invitation === undefined) return err({ code: 'link_spent' })
    const userId = known?.user_id ?? newId('user', at.getTime())
    if (passwordHash !== null) {
      const settled = await settleUser(tx, {
        ...ask, userId, isKnown: known !== undefined, email: link.email, passwordHash, at,
      })
      if (!settled) return err({ code: 'link_spent' })
    }
    const { merchant_id: merchantId, role, store_ids } = invitation
    await insertMembership(tx, { merchant_id: merchantId, user_id: userId, role, store_ids, created_at: at })
    await recordAudit(tx, { merchantId, at, actor: `user:${userId}`, action: 'member.joined', objectId: userId, change: { role: { from: null, to: role } } })
    return ok(await startSession(tx, { userId, where: ask.where, at, merchantId }))
  })
}

type NewUser = Pick<Acceptance, 'name' | 'language'> & { userId: Id<'user'>; isKnown: boolean; email: string; passwordHash: string; at: Date }

/** The mailed link proves the address, so the user is activated. False if somebody else took the address just now. */
async function settleUser(tx: Tx, { userId, isKnown, email, name, language, passwordHash, at }: NewUser): Promise<boolean> {
  const settled = { name: name ?? '', language, password_hash: passwordHash, activated_at: at }
  if (!isKnown) return insertUser(tx, { user_id: userId, email, ...settled, created_at: at })
  await updateUser(tx, userId, settled)
  return true
}
