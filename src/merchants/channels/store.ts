import { sql } from 'kysely'
import type { Insertable, Updateable } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { ChannelTable, FormerCredentialsTable } from '../../platform/db/schema.ts'

/** The SQL of channels, their sealed credentials, those before them, and their callback tokens. */

export type ChannelRow = NonNullable<Awaited<ReturnType<typeof channelById>>>

type At = { readonly merchantId: Id<'merchant'>; readonly channelId: Id<'channel'> }

export const channelById = (db: Db, { merchantId, channelId }: At) =>
  db.selectFrom('channel').selectAll().where('merchant_id', '=', merchantId).where('channel_id', '=', channelId).executeTakeFirst()

export const lockChannel = (tx: Tx, { merchantId, channelId }: At) =>
  tx.selectFrom('channel').selectAll().where('merchant_id', '=', merchantId).where('channel_id', '=', channelId).forUpdate().executeTakeFirst()

/** The channels of a store, or of all stores in `among` (null: all), the oldest first. */
export function channelsOf(db: Db, { merchantId, storeId, among }: { merchantId: Id<'merchant'>; storeId: Id<'store'> | null; among: readonly Id<'store'>[] | null }) {
  let query = db.selectFrom('channel').selectAll().where('merchant_id', '=', merchantId)
  if (storeId !== null) query = query.where('store_id', '=', storeId)
  if (among !== null) query = query.where(sql<boolean>`store_id = any(${[...among]})`)
  return query.orderBy('channel_id').execute()
}

/** Stores with a channel through which money can be taken. */
export async function storesWithChannel(db: Db, merchantId: Id<'merchant'>): Promise<ReadonlySet<Id<'store'>>> {
  const rows = await db.selectFrom('channel').select('store_id').distinct().where('merchant_id', '=', merchantId)
    .where('state', 'in', ['testing', 'live']).execute()
  return new Set(rows.map((row) => row.store_id))
}

export async function insertChannel(
  tx: Tx, { callbackHash, ...channel }: Insertable<ChannelTable> & { callbackHash: Buffer },
): Promise<void> {
  await tx.insertInto('channel').values(channel).execute()
  await tx.insertInto('token').values({
    token_hash: callbackHash, purpose: 'callback', merchant_id: channel.merchant_id, object_id: channel.channel_id,
  }).execute()
}

export const updateChannel = (tx: Tx, { merchantId, channelId, ...change }: At & Updateable<ChannelTable>) =>
  tx.updateTable('channel').set(change).where('merchant_id', '=', merchantId).where('channel_id', '=', channelId).execute()

/** Marks that settings or secrets changed, so that no process goes on with the old ones. */
export const raiseVersion = (tx: Tx, { merchantId, channelId }: At) =>
  sql`update channel set settings_version = settings_version + 1 where merchant_id = ${merchantId} and channel_id = ${channelId}`.execute(tx)

export const secretsOf = (db: Db, { merchantId, channelId }: At) =>
  db.selectFrom('channel_secret').select(['field', 'sealed']).where('merchant_id', '=', merchantId).where('channel_id', '=', channelId).execute()

export const putSecret = (tx: Tx, { merchantId, channelId, field, sealed }: At & { field: string; sealed: Buffer }) =>
  tx.insertInto('channel_secret').values({ merchant_id: merchantId, channel_id: channelId, field, sealed })
    .onConflict((c) => c.columns(['merchant_id', 'channel_id', 'field']).doUpdateSet({ sealed })).execute()

/** What the channel was set to before, as far as it still counts, the newest first. */
export const formerOf = (db: Db, { merchantId, channelId, at }: At & { at: Date }) =>
  db.selectFrom('former_credentials').select(['settings_version', 'sealed', 'pinned_proof', 'accepted_until'])
    .where('merchant_id', '=', merchantId).where('channel_id', '=', channelId).where('accepted_until', '>', at)
    .orderBy('settings_version', 'desc').execute()

export const insertFormer = (tx: Tx, former: Insertable<FormerCredentialsTable>) =>
  tx.insertInto('former_credentials').values(former).execute()

/** Removes all that the channel was set to before. False if nothing was kept. */
export async function deleteFormer(tx: Tx, { merchantId, channelId }: At): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('former_credentials')
    .where('merchant_id', '=', merchantId).where('channel_id', '=', channelId).executeTakeFirst()
  return numDeletedRows > 0n
}

/** Removes, over all merchants, what no callback is verified with any more, and lets every process forget it. */
export const deleteEndedFormer = (tx: Tx, at: Date) => sql`
  with ended as (delete from former_credentials where accepted_until <= ${at} returning merchant_id, channel_id)
  update channel c set settings_version = settings_version + 1 from ended where c.merchant_id = ended.merchant_id and c.channel_id = ended.channel_id`.execute(tx)

/** Whose channel a callback token opens. Null if nobody's. The one statement that knows no merchant yet. */
export async function channelOfToken(db: Db, hash: Buffer): Promise<At | null> {
  const { rows: [row] } = await sql<{ merchant_id: Id<'merchant'>; object_id: Id<'channel'> }>`
    select merchant_id, object_id from token where token_hash = ${hash} and purpose = 'callback'`.execute(db)
  return row === undefined ? null : { merchantId: row.merchant_id, channelId: row.object_id }
}
