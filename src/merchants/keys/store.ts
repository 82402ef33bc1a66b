import type { Insertable } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { ApiKeyTable } from '../../platform/db/schema.ts'

/** The SQL of API keys. Their hashes are in `token`, which knows whose they are. */

type At = { readonly merchantId: Id<'merchant'>; readonly apiKeyId: Id<'apiKey'> }

export async function insertApiKey(tx: Tx, { hash, ...key }: Insertable<ApiKeyTable> & { hash: Buffer }): Promise<void> {
  await tx.insertInto('api_key').values(key).execute()
  await tx.insertInto('token').values({
    token_hash: hash, purpose: 'api_key', merchant_id: key.merchant_id, object_id: key.api_key_id,
  }).execute()
}

export const apiKeysOf = (db: Db, merchantId: Id<'merchant'>) =>
  db.selectFrom('api_key').selectAll().where('merchant_id', '=', merchantId).orderBy('api_key_id', 'desc').execute()

export const apiKeyById = (db: Db, { merchantId, apiKeyId }: At) =>
  db.selectFrom('api_key').selectAll().where('merchant_id', '=', merchantId).where('api_key_id', '=', apiKeyId).executeTakeFirst()

/** False if there is no such key or it was revoked before. */
export async function revoke(tx: Tx, { merchantId, apiKeyId, at }: At & { at: Date }): Promise<boolean> {
  const update = await tx.updateTable('api_key').set({ revoked_at: at })
    .where('merchant_id', '=', merchantId).where('api_key_id', '=', apiKeyId).where('revoked_at', 'is', null).executeTakeFirst()
  return update.numUpdatedRows === 1n
}
