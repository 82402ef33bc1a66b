import type { Id, Mode } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import { Secret } from '../kernel/secret.ts'
import { newToken, tokenHash } from '../platform/crypto/token.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db, Tx } from '../platform/db/database.ts'

/** Gives an invoice its public address. The token is found by its hash and shown again from its sealed copy. */
export async function insertLink(
  tx: Tx, vault: Vault, { merchantId, invoiceId, mode, at }: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'>; mode: Mode; at: Date },
): Promise<void> {
  const linkId = newId('link')
  const token = newToken()
  await tx.insertInto('payment_link').values({
    merchant_id: merchantId, link_id: linkId, invoice_id: invoiceId, mode, kind: 'until_paid', state: 'active', created_at: at,
    sealed_token: vault.seal(new Secret(token), { merchantId, objectId: linkId, field: 'token' }),
  }).execute()
  await tx.insertInto('token').values({
    token_hash: tokenHash(token), purpose: 'pay_link', merchant_id: merchantId, object_id: linkId,
  }).execute()
}

/** The token of the invoice's pay page. Null for a draft. */
export async function payToken(
  db: Pick<Db, 'selectFrom'>, vault: Vault, { merchantId, invoiceId }: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'> },
): Promise<string | null> {
  const row = await db.selectFrom('payment_link').select(['link_id', 'sealed_token'])
    .where('merchant_id', '=', merchantId).where('invoice_id', '=', invoiceId).executeTakeFirst()
  return row === undefined ? null : vault.unseal(row.sealed_token, { merchantId, objectId: row.link_id, field: 'token' }).reveal()
}

/** The public address of a token. `publicUrl` is the installation's own, never what a request calls us. */
export const payUrl = (publicUrl: URL, token: string): string => new URL(`/pay/${token}`, publicUrl).href

/** The same address in fewer letters, for a text message; it leads on to the long one. */
export const shortPayUrl = (publicUrl: URL, token: string): string => new URL(`/p/${token}`, publicUrl).href
