import { newId } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'
import type { Secret } from '../../kernel/secret.ts'
import { newToken, tokenHash } from '../../platform/crypto/token.ts'
import { inTransaction } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/database.ts'
import { recordAudit } from '../audit.ts'
import { addFirstStore } from '../stores/add-store.ts'
import { limited } from './limits.ts'
import type { TooMany } from './limits.ts'
import { hashPassword, isGuessable, isPassword } from './password.ts'
import { startSession } from './session.ts'
import type { NewSession, Whereabouts } from './session.ts'
import {
  insertMailedToken, insertMembership, insertMerchant, insertUser, lockUser, mailedToken, merchantsOf,
  renameMerchant, spendMailedToken, updateUser, userByEmail,
} from './store.ts'
import { LINK_LIVES_MS, linkTo, normalEmail } from './user.ts'
import type { AccountMail, PeopleDeps } from './user.ts'

type Registration = {
  readonly email: string
  readonly password: Secret
  readonly name: string
  readonly merchantName: string
  readonly language: Language
}

export type RegisterError = { readonly code: 'password_guessable'; readonly field: 'password' }

/**
 * Makes a user, their merchant and its first store, and mails the link that activates them. An address that is
 * known already gets a letter that says so; the answer is the same, and so is the work.
 *
 * Until an address is proven, the newest registration for it replaces the one before: password, names and letter
 * together. That is safe because `activate` asks for two things that only the registrant who owns the mailbox has: the
 * letter goes to the mailbox alone, and it fits only the password that was chosen with it. A stranger who registers
 * before the owner, or between the owner's registration and the press on the link, has a password whose letter is in a
 * mailbox that is not theirs; the owner holds that letter and does not know its password. Nobody gets in, and the owner
 * takes the address by registering again or by `confirmReset`. Keeping the first password instead would favour the
 * stranger who came first, and would refuse the owner who registers again because they forgot what they chose.
 */
export async function register(deps: PeopleDeps, ask: Registration): Promise<Result<null, RegisterError>> {
  const email = normalEmail(ask.email)
  if (isGuessable(ask.password, email)) return err({ code: 'password_guessable', field: 'password' })
  const passwordHash = await hashPassword(ask.password)
  const mail = await inTransaction(deps.db, (tx) => prepare(deps, tx, { ...ask, email, passwordHash }))
  if (mail !== null) await deps.sendAccountMail(mail)
  return ok(null)
}

type Prepared = Omit<Registration, 'password'> & { readonly passwordHash: string }

async function prepare({ clock, publicUrl }: PeopleDeps, tx: Tx, ask: Prepared): Promise<AccountMail | null> {
  const at = clock.now()
  const { email, name, language, passwordHash } = ask
  const known = await lockUser(tx, email)
  if (known !== undefined && known.activated_at !== null) {
    return { kind: 'already_registered', to: email, language: known.language, link: linkTo(publicUrl, 'already_registered', null) }
  }
  const userId = known?.user_id ?? newId('user', at.getTime())
  if (known === undefined) {
    const added = await insertUser(tx, {
      user_id: userId, email, name, language, password_hash: passwordHash, activated_at: null, created_at: at,
    })
    // Somebody registers the same address in this very moment: their letter is on its way.
    if (!added) return null
    await addMerchant(tx, { userId, name: ask.merchantName, language, at })
  } else {
    await updateUser(tx, userId, { name, language, password_hash: passwordHash })
    for (const { merchantId } of await merchantsOf(tx, userId)) await renameMerchant(tx, merchantId, ask.merchantName)
  }
  const token = newToken()
  await insertMailedToken(tx, {
    token_hash: tokenHash(token), purpose: 'activate', email, user_id: userId, merchant_id: null, invitation_id: null,
    expires_at: new Date(at.getTime() + LINK_LIVES_MS.activate),
  })
  return { kind: 'activate', to: email, language, link: linkTo(publicUrl, 'activate', token) }
}

type NewMerchant = { userId: Parameters<typeof updateUser>[1]; name: string; language: Language; at: Date }

async function addMerchant(tx: Tx, { userId, name, language, at }: NewMerchant): Promise<void> {
  const merchantId = newId('merchant', at.getTime())
  await insertMerchant(tx, { merchant_id: merchantId, name, created_at: at })
  await insertMembership(tx, { merchant_id: merchantId, user_id: userId, role: 'owner', store_ids: null, created_at: at })
  await recordAudit(tx, { merchantId, at, actor: `user:${userId}`, action: 'merchant.registered', objectId: merchantId })
  await addFirstStore(tx, { merchantId, name, language, at, actor: `user:${userId}` })
}

export type LinkError = { readonly code: 'link_spent' }

type Activation = { readonly token: string; readonly password: Secret; readonly where: Whereabouts }

export type ActivateError = LinkError | TooMany | { readonly code: 'wrong_password'; readonly field: 'password' }

/**
 * Proves the address and signs the person in, once, by the mailed link and the password of the registration. The link
 * alone would open an account whose password a stranger may have chosen. A wrong password leaves the link unspent; a
 * link that does not exist, or is spent, takes as long to refuse.
 */
export async function activate(
  deps: PeopleDeps, { token, password, where }: Activation,
): Promise<Result<NewSession, ActivateError>> {
  const at = deps.clock.now()
  const link = { hash: tokenHash(token), purpose: 'activate', at } as const
  const tooMany = await limited(deps.db, 'redeem', { email: link.hash.toString('hex'), address: where.address, at })
  if (tooMany !== null) return err(tooMany)
  const found = await mailedToken(deps.db, link)
  const user = found === undefined ? undefined : await userByEmail(deps.db, found.email)
  const matches = await isPassword(password, user?.password_hash ?? null)
  if (user === undefined || user.activated_at !== null) return err({ code: 'link_spent' })
  if (!matches) return err({ code: 'wrong_password', field: 'password' })
  return inTransaction(deps.db, async (tx) => {
    // What was proven is the password read above; another registration may have replaced it since.
    const locked = await lockUser(tx, user.email)
    const isSame = locked?.activated_at === null && locked.password_hash === user.password_hash
    const spent = isSame ? await spendMailedToken(tx, link) : undefined
    if (spent === undefined) return err({ code: 'link_spent' })
    await updateUser(tx, user.user_id, { activated_at: at })
    return ok(await startSession(tx, { userId: user.user_id, where, at }))
  })
}
