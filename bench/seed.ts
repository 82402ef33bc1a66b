import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { newId } from '../src/kernel/ids.ts'
import type { Id } from '../src/kernel/ids.ts'
import { Secret } from '../src/kernel/secret.ts'
import { newToken, tokenHash } from '../src/platform/crypto/token.ts'
import type { Arena } from './arena.ts'

export const MERCHANTS = 100

/** A merchant that takes live money through Paysera. */
export type Shop = {
  readonly merchantId: Id<'merchant'>
  readonly storeId: Id<'store'>
  readonly channelId: Id<'channel'>
  readonly customerId: Id<'customer'>
  readonly projectId: string
  readonly password: string
  readonly callbackToken: string
}

export type Shops = { readonly all: readonly Shop[]; readonly paysera: { readonly privateKey: KeyObject } }

/** A payer who has been sent to Paysera: what a callback will be about. */
export type Pending = { readonly shop: Shop; readonly attemptId: Id<'attempt'>; readonly amountMinor: bigint }

/** An issued invoice with a pay page, nobody having begun to pay. */
export type Payable = { readonly shop: Shop; readonly token: string; readonly amount: string }

const AMOUNT_MINOR = 12_100n
const AMOUNT = '121.00'

export async function seedShops(arena: Arena): Promise<Shops> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const facts = JSON.stringify({ keys: [publicKey.export({ type: 'spki', format: 'pem' }).toString()], methods: {} })
  const all: Shop[] = []
  for (let n = 0; n < MERCHANTS; n++) all.push(await oneShop(arena, n, facts))
  return { all, paysera: { privateKey } }
}

async function oneShop({ pool, vault }: Arena, n: number, facts: string): Promise<Shop> {
  const shop: Shop = {
    merchantId: newId('merchant'), storeId: newId('store'), channelId: newId('channel'), customerId: newId('customer'),
    projectId: String(100_000 + n), password: randomBytes(16).toString('hex'), callbackToken: newToken(),
  }
  const { merchantId, storeId, channelId, customerId } = shop
  const at = new Date()
  const sealed = (field: string, text: string) => vault.seal(new Secret(text), { merchantId, objectId: channelId, field })
  await pool.query('insert into merchant values ($1, $2, $3)', [merchantId, `UAB Parduotuvė ${n}`, at])
  await pool.query(
    `insert into store (merchant_id, store_id, name, mode, language, currency, country, time_zone, brand_colour, legal_name,
       company_code, email, phone, website, created_at)
     values ($1, $2, $3, 'live', 'lt', 'EUR', 'LT', 'Europe/Vilnius', '#b45309', $3, '300000017', 'labas@parduotuve.example',
       '+370 600 00000', 'https://parduotuve.example', $4)`,
    [merchantId, storeId, `UAB Parduotuvė ${n}`, at],
  )
  await pool.query(
    `insert into channel (merchant_id, channel_id, store_id, connector, name, state, mode, state_changed_at, callback_token,
       settings, facts, facts_at, created_at)
     values ($1, $2, $3, 'paysera', 'Paysera', 'live', 'live', $4, $5, $6, $7, $4, $4)`,
    [merchantId, channelId, storeId, at, sealed('callback_token', shop.callbackToken), { projectId: shop.projectId }, facts],
  )
  await pool.query('insert into channel_secret values ($1, $2, $3, $4)', [merchantId, channelId, 'password', sealed('password', shop.password)])
  await pool.query("insert into token values ($1, 'callback', $2, $3)", [tokenHash(shop.callbackToken), merchantId, channelId])
  await pool.query(
    `insert into customer (merchant_id, customer_id, store_id, mode, name, email, language, created_at)
     values ($1, $2, $3, 'live', 'Rasa Petrauskienė', 'rasa@example.com', 'lt', $4)`,
    [merchantId, customerId, storeId, at],
  )
  return shop
}

const BATCH = 2000

/** The shops in turn, `count` of them. */
const inTurn = (shops: Shops, count: number): Shop[] =>
  Array.from({ length: count }, (_, n) => shops.all[n % shops.all.length]).filter((shop) => shop !== undefined)

/** Attempts under way, each on an invoice of its own, spread over the merchants. */
export async function seedPending(arena: Arena, shops: Shops, count: number): Promise<Pending[]> {
  const pending: Pending[] = []
  while (pending.length < count) {
    const batch = inTurn(shops, Math.min(BATCH, count - pending.length)).map((shop) => ({ shop, attemptId: newId('attempt'), invoiceId: newId('invoice') }))
    const at = new Date()
    await insertInvoices(arena, batch, at)
    await arena.pool.query(
      `insert into attempt (merchant_id, attempt_id, invoice_id, channel_id, store_id, mode, state, asked_minor, currency, method,
         language, sequence, created_at, state_changed_at)
       select m, a, i, h, s, 'live', 'pending', $6, 'EUR', 'hanza', 'lt', 1, $7, $7
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) as n (m, a, i, h, s)`,
      [
        batch.map((one) => one.shop.merchantId), batch.map((one) => one.attemptId), batch.map((one) => one.invoiceId),
        batch.map((one) => one.shop.channelId), batch.map((one) => one.shop.storeId), AMOUNT_MINOR, at,
      ],
    )
    await arena.pool.query(
      `update invoice i set live_attempt_id = n.a, lease_until = $4, version = 2
       from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as n (m, i, a) where i.merchant_id = n.m and i.invoice_id = n.i`,
      [
        batch.map((one) => one.shop.merchantId), batch.map((one) => one.invoiceId), batch.map((one) => one.attemptId),
        new Date(at.getTime() + 1_800_000),
      ],
    )
    for (const { shop, attemptId } of batch) pending.push({ shop, attemptId, amountMinor: AMOUNT_MINOR })
  }
  return pending
}

/** Invoices with pay links, spread over the merchants. */
export async function seedPayable(arena: Arena, shops: Shops, count: number): Promise<Payable[]> {
  const payable: Payable[] = []
  while (payable.length < count) {
    const batch = inTurn(shops, Math.min(BATCH, count - payable.length))
      .map((shop) => ({ shop, invoiceId: newId('invoice'), linkId: newId('link'), token: newToken() }))
    const at = new Date()
    await insertInvoices(arena, batch, at)
    const column = (of: (one: (typeof batch)[number]) => unknown) => batch.map(of)
    await arena.pool.query(
      `insert into payment_link (merchant_id, link_id, invoice_id, mode, kind, state, sealed_token, created_at)
       select m, l, i, 'live', 'until_paid', 'active', '', $4 from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as n (m, l, i)`,
      [column((one) => one.shop.merchantId), column((one) => one.linkId), column((one) => one.invoiceId), at],
    )
    await arena.pool.query(
      `insert into token (token_hash, purpose, merchant_id, object_id)
       select h, 'pay_link', m, l from unnest($1::bytea[], $2::uuid[], $3::uuid[]) as n (h, m, l)`,
      [column((one) => tokenHash(one.token)), column((one) => one.shop.merchantId), column((one) => one.linkId)],
    )
    for (const { shop, token } of batch) payable.push({ shop, token, amount: AMOUNT })
  }
  return payable
}

const LINES = JSON.stringify([
  { description: 'Lininė patalynė', quantity: '1', unit: 'vnt.', unitPrice: '60.00', vat: { rate: '21' } },
  { description: 'Gintaro karoliai, 50 g', quantity: '2', unit: 'vnt.', unitPrice: '20.00', vat: { rate: '21' } },
])
const TOTALS = JSON.stringify([])
const PAYER = JSON.stringify({ name: 'Rasa Petrauskienė', email: 'rasa@example.com', phone: '', companyCode: '', vatCode: '', address: '', country: 'LT' })

type OfInvoice = { readonly shop: Shop; readonly invoiceId: Id<'invoice'> }

async function insertInvoices({ pool }: Arena, batch: readonly OfInvoice[], at: Date): Promise<void> {
  const merchants = batch.map((one) => one.shop.merchantId)
  const ids = batch.map((one) => one.invoiceId)
  await pool.query(
    `insert into invoice (merchant_id, invoice_id, store_id, mode, customer_id, document, number, external_number, payer_name, payer_email,
       language, currency, net_minor, vat_minor, gross_minor, issue_date, due_date, created_at, issued_at, sent_at)
     select m, i, s, 'live', c, 'issued', 'SF-' || i, 'ERP-' || i, 'Rasa Petrauskienė', 'rasa@example.com',
       'lt', 'EUR', 10000, 2100, $6, $5::timestamptz::date, $5::timestamptz::date + 14, $5, $5, $5
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as n (m, i, s, c)`,
    [merchants, ids, batch.map((one) => one.shop.storeId), batch.map((one) => one.shop.customerId), at, AMOUNT_MINOR],
  )
  await pool.query(
    `insert into invoice_content (merchant_id, invoice_id, lines, totals, payer)
     select m, i, $3, $4, $5 from unnest($1::uuid[], $2::uuid[]) as n (m, i)`,
    [merchants, ids, LINES, TOTALS, PAYER],
  )
}
