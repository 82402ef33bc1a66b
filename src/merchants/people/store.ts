import { sql } from 'kysely'
import type { Insertable, Updateable } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { AppUserTable, InvitationTable, MailedTokenTable, MembershipTable, SessionTable } from '../../platform/db/schema.ts'
import type { Role } from '../role.ts'

/** The SQL of users, memberships, invitations, sessions and mailed links. */

export const userByEmail = (db: Db, email: string) =>
  db.selectFrom('app_user').selectAll().where('email', '=', email).executeTakeFirst()

/** The user, whose row stays locked until the transaction ends. */
export const lockUser = (tx: Tx, email: string) =>
  tx.selectFrom('app_user').selectAll().where('email', '=', email).forUpdate().executeTakeFirst()

export const userById = (db: Db, userId: Id<'user'>) =>
  db.selectFrom('app_user').selectAll().where('user_id', '=', userId).executeTakeFirst()

/** Adds a user. False if the address is another's by now. */
export async function insertUser(tx: Tx, user: Insertable<AppUserTable>): Promise<boolean> {
  const inserted = await tx.insertInto('app_user').values(user).onConflict((c) => c.column('email').doNothing()).executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export const updateUser = (tx: Tx, userId: Id<'user'>, change: Updateable<AppUserTable>) =>
  tx.updateTable('app_user').set(change).where('user_id', '=', userId).execute()

export const insertMerchant = (tx: Tx, merchant: { merchant_id: Id<'merchant'>; name: string; created_at: Date }) =>
  tx.insertInto('merchant').values(merchant).execute()

export const renameMerchant = (tx: Tx, merchantId: Id<'merchant'>, name: string) =>
  tx.updateTable('merchant').set({ name }).where('merchant_id', '=', merchantId).execute()

export const merchantName = async (db: Db, merchantId: Id<'merchant'>): Promise<string | null> =>
  (await db.selectFrom('merchant').select('name').where('merchant_id', '=', merchantId).executeTakeFirst())?.name ?? null

/** Every merchant the user belongs to, the oldest membership first. */
export const merchantsOf = (db: Db, userId: Id<'user'>): Promise<{ merchantId: Id<'merchant'>; name: string; role: Role; storeIds: Id<'store'>[] | null }[]> =>
  db.selectFrom('membership as s').innerJoin('merchant as m', 'm.merchant_id', 's.merchant_id')
    .select(['s.merchant_id as merchantId', 'm.name', 's.role', 's.store_ids as storeIds'])
    .where('s.user_id', '=', userId).orderBy('s.created_at').orderBy('s.merchant_id').execute()

export const insertMembership = (tx: Tx, membership: Insertable<MembershipTable>) =>
  tx.insertInto('membership').values(membership).onConflict((c) => c.columns(['merchant_id', 'user_id']).doNothing()).executeTakeFirst()

export const membersOf = (db: Db, merchantId: Id<'merchant'>) =>
  db.selectFrom('membership as s').innerJoin('app_user as u', 'u.user_id', 's.user_id')
    .select(['u.user_id as userId', 'u.name', 'u.email', 's.role', 's.store_ids as storeIds', 's.created_at as since'])
    .where('s.merchant_id', '=', merchantId).orderBy('s.created_at').orderBy('u.user_id').execute()

/** All memberships of the merchant, locked, so that two owners cannot take each other's place away at once. */
export const lockMemberships = (tx: Tx, merchantId: Id<'merchant'>) =>
  tx.selectFrom('membership').selectAll().where('merchant_id', '=', merchantId).orderBy('user_id').forUpdate().execute()

export const updateMembership = (
  tx: Tx,
  { merchantId, userId, ...change }: { merchantId: Id<'merchant'>; userId: Id<'user'> } & Updateable<MembershipTable>,
) =>
  tx.updateTable('membership').set(change).where('merchant_id', '=', merchantId).where('user_id', '=', userId).execute()

export const deleteMembership = (tx: Tx, { merchantId, userId }: { merchantId: Id<'merchant'>; userId: Id<'user'> }) =>
  tx.deleteFrom('membership').where('merchant_id', '=', merchantId).where('user_id', '=', userId).execute()

export const insertInvitation = (tx: Tx, invitation: Insertable<InvitationTable>) =>
  tx.insertInto('invitation').values(invitation).execute()

/** Invitations that may still be accepted, newest first. */
export const openInvitations = (db: Db, merchantId: Id<'merchant'>, at: Date) =>
  db.selectFrom('invitation').selectAll().where('merchant_id', '=', merchantId)
    .where('accepted_at', 'is', null).where('withdrawn_at', 'is', null).where('expires_at', '>', at)
    .orderBy('invitation_id', 'desc').execute()

type InvitationAt = { readonly merchantId: Id<'merchant'>; readonly invitationId: Id<'invitation'>; readonly at: Date }

/** Takes an open invitation back or accepts it. Undefined if it is not open any more. */
export const closeInvitation = (
  tx: Tx, how: 'accepted_at' | 'withdrawn_at', { merchantId, invitationId, at }: InvitationAt,
) =>
  tx.updateTable('invitation').set({ [how]: at }).where('merchant_id', '=', merchantId).where('invitation_id', '=', invitationId)
    .where('accepted_at', 'is', null).where('withdrawn_at', 'is', null).where('expires_at', '>', at).returningAll().executeTakeFirst()

/**
 * Keeps a mailed link by its hash. Earlier links of the same purpose and address stop working, so that only the last
 * letter counts.
 */
export async function insertMailedToken(tx: Tx, token: Omit<Insertable<MailedTokenTable>, 'used_at'>): Promise<void> {
  if (token.purpose !== 'invite') {
    await tx.deleteFrom('mailed_token').where('purpose', '=', token.purpose).where('email', '=', token.email).where('used_at', 'is', null).execute()
  }
  await tx.insertInto('mailed_token').values({ ...token, used_at: null }).execute()
}

export const mailedToken = (
  db: Db, { hash, purpose, at }: { hash: Buffer; purpose: MailedTokenTable['purpose']; at: Date },
) =>
  db.selectFrom('mailed_token').selectAll().where('token_hash', '=', hash).where('purpose', '=', purpose)
    .where('used_at', 'is', null).where('expires_at', '>', at).executeTakeFirst()

/** Spends a link. Of requests that bring it at the same moment, one gets the row, the others undefined. */
export const spendMailedToken = (
  tx: Tx, { hash, purpose, at }: { hash: Buffer; purpose: MailedTokenTable['purpose']; at: Date },
) =>
  tx.updateTable('mailed_token').set({ used_at: at }).where('token_hash', '=', hash).where('purpose', '=', purpose)
    .where('used_at', 'is', null).where('expires_at', '>', at).returningAll().executeTakeFirst()

export const insertSession = (tx: Tx, session: Insertable<SessionTable>) => tx.insertInto('session').values(session).execute()

export const sessionsOf = (db: Db, userId: Id<'user'>, at: Date) =>
  db.selectFrom('session').selectAll().where('user_id', '=', userId).where('expires_at', '>', at)
    .orderBy('last_seen_at', 'desc').execute()

/** Ends one session of the user, or all but one. Answers how many. */
export async function deleteSessions(
  tx: Tx, { userId, only, except }: { userId: Id<'user'>; only?: Id<'session'>; except?: Id<'session'> },
): Promise<number> {
  const base = tx.deleteFrom('session').where('user_id', '=', userId)
  const one = only === undefined ? base : base.where('session_id', '=', only)
  const result = await (except === undefined ? one : one.where('session_id', '<>', except)).executeTakeFirst()
  return Number(result.numDeletedRows)
}

export const deleteSessionByHash = (tx: Tx, hash: Buffer) => tx.deleteFrom('session').where('token_hash', '=', hash).execute()

export const updateSession = (tx: Tx, sessionId: Id<'session'>, change: Updateable<SessionTable>) =>
  tx.updateTable('session').set(change).where('session_id', '=', sessionId).execute()

/** Takes the user out of the merchant's cabinet in all their sessions. */
export const leaveMerchant = (tx: Tx, { merchantId, userId }: { merchantId: Id<'merchant'>; userId: Id<'user'> }) =>
  tx.updateTable('session').set({ merchant_id: null }).where('user_id', '=', userId).where('merchant_id', '=', merchantId).execute()

/** Removes what has ended long ago: sessions, links, counts of guarded acts, kept answers. */
export async function deleteEnded(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('session').where('expires_at', '<', before).execute()
  await tx.deleteFrom('mailed_token').where('expires_at', '<', before).execute()
  await sql`delete from rate_limit where window_starts_at < ${before}`.execute(tx)
  await sql`delete from idempotency_key where created_at < ${before}`.execute(tx)
  await sql`with ended as (
      delete from payer_access where expires_at < ${before} returning merchant_id, payer_access_id
    )
    delete from token t using ended where t.purpose = 'payer_access' and t.merchant_id = ended.merchant_id and t.object_id = ended.payer_access_id`.execute(tx)
}
