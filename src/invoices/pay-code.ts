import { randomInt } from 'node:crypto'
import type { Id } from '../kernel/ids.ts'
import { tokenHash } from '../platform/crypto/token.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { payToken } from './pay-link.ts'

/** Digits alone: they are said alike to a reader of any script. */
const DIGITS = 12

const LASTS_MS = 24 * 3_600_000

/** How often codes may be tried: with ten thousand of them alive, all tries of a day find one of them once in years. */
export const CODE_TRIES = { of: { limit: 20, windowMs: 3_600_000 }, all: { limit: 2000, windowMs: 3_600_000 } } as const

type PayCode = { readonly code: string; readonly expiresAt: Date }

/** What was typed as a code: 12 digits, whatever stands between them. Null: it cannot be one. */
export function readCode(typed: string): string | null {
  const digits = typed.replaceAll(/[\s.\-–]/gu, '')
  return /^\d{12}$/.test(digits) ? digits : null
}

/** A code of 12 digits that leads to the invoice's pay page for a day. The one given before ends. */
export async function givePayCode(tx: Tx, { merchantId, invoiceId, at }: { merchantId: Id<'merchant'>; invoiceId: Id<'invoice'>; at: Date }): Promise<PayCode> {
  const code = Array.from({ length: DIGITS }, () => randomInt(10)).join('')
  const expiresAt = new Date(at.getTime() + LASTS_MS)
  const changed = { code_hash: tokenHash(code), expires_at: expiresAt }
  await tx.insertInto('pay_code').values({ merchant_id: merchantId, invoice_id: invoiceId, ...changed })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'invoice_id']).doUpdateSet(changed)).execute()
  await tx.deleteFrom('token').where('merchant_id', '=', merchantId).where('purpose', '=', 'pay_code').where('object_id', '=', invoiceId).execute()
  await tx.insertInto('token').values({ token_hash: tokenHash(code), purpose: 'pay_code', merchant_id: merchantId, object_id: invoiceId }).execute()
  return { code, expiresAt }
}

/** The token of the pay page that the code leads to. Null: no code that lives. */
export async function tokenOfCode(db: Db, vault: Vault, code: string, now: Date): Promise<string | null> {
  const row = await db.selectFrom('token as t')
    .innerJoin('pay_code as c', (join) => join.onRef('c.merchant_id', '=', 't.merchant_id').onRef('c.invoice_id', '=', 't.object_id').onRef('c.code_hash', '=', 't.token_hash'))
    .select(['c.merchant_id', 'c.invoice_id']).where('t.token_hash', '=', tokenHash(code)).where('t.purpose', '=', 'pay_code').where('c.expires_at', '>', now)
    .executeTakeFirst()
  return row === undefined ? null : payToken(db, vault, { merchantId: row.merchant_id, invoiceId: row.invoice_id })
}
