import { remainingMinor } from '../invoices/payment-state.ts'
import type { DocumentState, PaymentState } from '../invoices/payment-state.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import { isLanguage } from '../kernel/language.ts'
import type { Language } from '../kernel/language.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { storedCurrency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import { newToken, tokenHash } from '../platform/crypto/token.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Db, Tx } from '../platform/db/database.ts'

/** The SQL of the page where a payer sees all documents at one store. */

type At = { readonly merchantId: Id<'merchant'>; readonly storeId: Id<'store'> }

/** Whose documents a mailed link opens. `email` is in lower case. */
export type PayerAccess = At & { readonly mode: Mode; readonly email: string; readonly language: Language; readonly expiresAt: Date }

/** The store behind the address of its page. Null: there is none. */
export async function findStorePage(db: Db, pageToken: string): Promise<StoreRow | null> {
  const row = await db.selectFrom('token as t')
    .innerJoin('store as s', (join) => join.onRef('s.merchant_id', '=', 't.merchant_id').onRef('s.store_id', '=', 't.object_id'))
    .leftJoin('store_logo as l', (join) => join.onRef('l.merchant_id', '=', 's.merchant_id').onRef('l.store_id', '=', 's.store_id'))
    .selectAll('s').select('l.version as logo_version').where('t.token_hash', '=', tokenHash(pageToken)).where('t.purpose', '=', 'store_page').executeTakeFirst()
  return row ?? null
}

export const logoSize = (db: Db, { merchantId, storeId }: At) =>
  db.selectFrom('store_logo').select(['width', 'height']).where('merchant_id', '=', merchantId).where('store_id', '=', storeId).executeTakeFirst()

/** What a mailed link opens at this store. Null: nothing, or not any more, or it is of another store. */
export async function findAccess(db: Db, { merchantId, storeId }: At, token: string, now: Date): Promise<PayerAccess | null> {
  const row = await db.selectFrom('token as t')
    .innerJoin('payer_access as a', (join) => join.onRef('a.merchant_id', '=', 't.merchant_id').onRef('a.payer_access_id', '=', 't.object_id'))
    .select(['a.mode', 'a.email', 'a.language', 'a.expires_at']).where('t.token_hash', '=', tokenHash(token)).where('t.purpose', '=', 'payer_access')
    .where('t.merchant_id', '=', merchantId).where('a.merchant_id', '=', merchantId).where('a.store_id', '=', storeId).where('a.expires_at', '>', now)
    .executeTakeFirst()
  if (row === undefined || !isLanguage(row.language)) return null
  return { merchantId, storeId, mode: row.mode, email: row.email, language: row.language, expiresAt: row.expires_at }
}

/** Opens a payer's documents for a time. The token is answered once and kept as a hash only. */
export async function insertAccess(tx: Tx, { merchantId, storeId, mode, email, language, expiresAt }: PayerAccess, at: Date): Promise<string> {
  const id = newId('payerAccess')
  const token = newToken()
  await tx.insertInto('payer_access').values({
    merchant_id: merchantId, payer_access_id: id, store_id: storeId, mode, email, language, created_at: at, expires_at: expiresAt,
  }).execute()
  await tx.insertInto('token').values({ token_hash: tokenHash(token), purpose: 'payer_access', merchant_id: merchantId, object_id: id }).execute()
  return token
}

type Payer = Pick<PayerAccess, 'merchantId' | 'storeId' | 'mode' | 'email'>

const ofPayer = (db: Pick<Db, 'selectFrom'>, { merchantId, storeId, mode, email }: Payer) => db.selectFrom('invoice as i')
  .where('i.merchant_id', '=', merchantId).where('i.store_id', '=', storeId).where('i.mode', '=', mode).where('i.origin', '=', 'invoice')
  .where((eb) => eb(eb.fn<string>('lower', ['i.payer_email']), '=', email)).where('i.document', '<>', 'draft')

/** The language of the payer's newest document here. Null: the store knows no such payer. */
export async function languageOfPayer(db: Db, payer: Payer): Promise<Language | null> {
  const row = await ofPayer(db, payer).select('i.language').orderBy('i.invoice_id', 'desc').limit(1).executeTakeFirst()
  return row !== undefined && isLanguage(row.language) ? row.language : null
}

export type PortalInvoice = {
  readonly id: Id<'invoice'>
  readonly number: string
  readonly document: DocumentState
  readonly payment: PaymentState
  /** YYYY-MM-DD */
  readonly issueDate: string | null
  readonly dueDate: string | null
  readonly payUntil: Date | null
  readonly total: Money
  readonly left: Money
  readonly payToken: string | null
  readonly receipts: readonly { readonly id: Id<'payment'>; readonly amount: Money; readonly at: Date }[]
}

/** Invoices of one page. */
export const PORTAL_PAGE = 30

/** Newest first, up to `PORTAL_PAGE` of them and one more where there are older ones. */
export async function documentsOf(db: Db, vault: Vault, access: PayerAccess, before: Id<'invoice'> | null): Promise<PortalInvoice[]> {
  const all = ofPayer(db, access)
  const rows = await (before === null ? all : all.where('i.invoice_id', '<', before))
    .innerJoin('payment_link as l', (join) => join.onRef('l.merchant_id', '=', 'i.merchant_id').onRef('l.invoice_id', '=', 'i.invoice_id'))
    .selectAll('i').select(['l.link_id', 'l.sealed_token', 'l.state as link_state']).orderBy('i.invoice_id', 'desc').limit(PORTAL_PAGE + 1).execute()
  const receipts = await receiptsOf(db, access, rows.map((row) => row.invoice_id))
  return rows.map((row) => {
    const currency = storedCurrency(row.currency)
    const standing = {
      document: row.document, grossMinor: row.gross_minor, creditedMinor: row.credited_minor, paidMinor: row.paid_minor, refundedMinor: row.refunded_minor, currency,
    }
    return {
      id: row.invoice_id, number: row.number ?? '', document: row.document, payment: row.payment, issueDate: row.issue_date, dueDate: row.due_date,
      payUntil: row.pay_until, total: { minor: row.gross_minor - row.credited_minor, currency }, left: { minor: remainingMinor(standing), currency },
      payToken: row.link_state === 'active' ? vault.unseal(row.sealed_token, { merchantId: access.merchantId, objectId: row.link_id, field: 'token' }).reveal() : null,
      receipts: receipts.get(row.invoice_id) ?? [],
    }
  })
}

async function receiptsOf(db: Db, { merchantId }: At, ids: readonly Id<'invoice'>[]): Promise<Map<Id<'invoice'>, PortalInvoice['receipts'][number][]>> {
  const found = new Map<Id<'invoice'>, PortalInvoice['receipts'][number][]>()
  if (ids.length === 0) return found
  const rows = await db.selectFrom('allocation as o')
    .innerJoin('payment as p', (join) => join.onRef('p.merchant_id', '=', 'o.merchant_id').onRef('p.payment_id', '=', 'o.payment_id'))
    .leftJoin('payment_reversal as v', (join) => join.onRef('v.merchant_id', '=', 'p.merchant_id').onRef('v.payment_id', '=', 'p.payment_id'))
    .select(['o.invoice_id', 'p.payment_id', 'p.amount_minor', 'p.currency', 'p.received_at'])
    .where('o.merchant_id', '=', merchantId).where('p.merchant_id', '=', merchantId).where('o.invoice_id', 'in', [...ids])
    .where('v.payment_id', 'is', null).orderBy('p.payment_id').execute()
  for (const row of rows) {
    const receipt = { id: row.payment_id, amount: { minor: row.amount_minor, currency: storedCurrency(row.currency) }, at: row.received_at }
    found.set(row.invoice_id, [...found.get(row.invoice_id) ?? [], receipt])
  }
  return found
}
