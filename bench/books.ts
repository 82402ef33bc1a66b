import pg from 'pg'
import { newId, publicId } from '../src/kernel/ids.ts'
import { newToken, tokenHash } from '../src/platform/crypto/token.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import type { Arena } from './arena.ts'
import { seedShops } from './seed.ts'
import type { Shop } from './seed.ts'

/** The books of one store in a database of their own, on the arena's server. */
export type Books = {
  readonly arena: Arena
  readonly invoices: number
  /** As requests name the store. */
  readonly store: string
  /** Of an API key that may read them. */
  readonly apiKey: string
  close(): Promise<void>
}

/** An invoice for each of so many is a new customer's. */
const INVOICES_OF_A_CUSTOMER = 10

/**
 * What has happened by the end of three years, the oldest first: two of a hundred are never paid, of the last fortnight
 * every second one is not paid yet. Ids are of the time that they stand for, as those that Kvit makes.
 */
const times = (invoices: number): string => `
create unlogged table bench_time as
select n, at, uuidv7(at - clock_timestamp()) as invoice_id, uuidv7(at - clock_timestamp() + interval '1 minute') as attempt_id,
  uuidv7(at - clock_timestamp() + interval '2 minutes') as payment_id,
  (n * 7919::bigint) % 100 >= 2 and (at < now() - interval '14 days' or n % 2 = 0) as is_paid,
  (n - 1) / ${INVOICES_OF_A_CUSTOMER} + 1 as k
from (select n, now() - (interval '3 years' / ${invoices}) * (${invoices} - n + 1) as at from generate_series(1, ${invoices}) as n) as numbered`

const CUSTOMERS = `
create unlogged table bench_customer as
select k, min(at) as at, uuidv7(min(at) - clock_timestamp() - interval '1 minute') as customer_id,
  (array['Rasa', 'Jonas', 'Žemyna', 'Tomas', 'Eglė', 'Mantas', 'Ieva', 'Darius'])[k % 8 + 1] || ' ' ||
  (array['Petrauskas', 'Kazlauskas', 'Jankauskas', 'Stankevičius', 'Vasiliauskas', 'Žukauskas', 'Butkus'])[k % 7 + 1] || ' ' || k as name
from bench_time group by k`

/** Into the tables of the shop, as Kvit would have written it. */
const fillings = ({ merchantId, storeId, channelId }: Shop): string[] => [
  `insert into customer (merchant_id, customer_id, store_id, mode, name, email, language, created_at)
   select '${merchantId}', customer_id, '${storeId}', 'live', name, 'pirkejas' || k || '@example.com', 'lt', at from bench_customer order by k`,
  `insert into invoice (merchant_id, invoice_id, store_id, mode, customer_id, document, payment, number, external_number, payer_name,
     payer_email, language, currency, net_minor, vat_minor, gross_minor, paid_minor, issue_date, due_date, created_at, issued_at,
     sent_at, paid_at, version, sequence)
   select '${merchantId}', invoice_id, '${storeId}', 'live', c.customer_id, 'issued', case when is_paid then 'paid' else 'unpaid' end,
     'SF-' || lpad(n::text, 7, '0'), 'ERP-' || n, c.name, 'pirkejas' || c.k || '@example.com', 'lt', 'EUR', 10000, 2100, 12100,
     case when is_paid then 12100 else 0 end, t.at::date, t.at::date + 14, t.at, t.at, t.at,
     case when is_paid then t.at + interval '2 minutes' end, 3, 4
   from bench_time t join bench_customer c using (k) order by n`,
  `insert into attempt (merchant_id, attempt_id, invoice_id, channel_id, store_id, mode, state, asked_minor, currency, method, language,
     provider_ref, sequence, created_at, state_changed_at)
   select '${merchantId}', attempt_id, invoice_id, '${channelId}', '${storeId}', 'live', 'succeeded', 12100, 'EUR', 'hanza', 'lt', 'bench' || n, 2, at, at
   from bench_time where is_paid order by n`,
  `insert into payment (merchant_id, payment_id, store_id, mode, source, attempt_id, channel_id, provider_ref, amount_minor, currency,
     method, payer_name, payer_account, received_at, created_at)
   select '${merchantId}', payment_id, '${storeId}', 'live', 'attempt', attempt_id, '${channelId}', 'bench' || n, 12100, 'EUR', 'hanza', c.name, 'LT601010012345678901',
     t.at, t.at
   from bench_time t join bench_customer c using (k) where is_paid order by n`,
  `insert into allocation (merchant_id, payment_id, invoice_id, amount_minor, created_at)
   select '${merchantId}', payment_id, invoice_id, 12100, at from bench_time where is_paid order by n`,
]

/** What is not part of a constraint is quicker made of all rows than with each. */
const INDEXES = `
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as text from pg_index i
where i.indrelid in ('customer'::regclass, 'invoice'::regclass, 'attempt'::regclass, 'payment'::regclass, 'allocation'::regclass)
  and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`

/** What would be checked row by row is known here, and nothing is lost if the machine fails: it is made anew for each run. */
const QUICKLY = '-c session_replication_role=replica -c synchronous_commit=off -c statement_timeout=0 -c maintenance_work_mem=256MB -c work_mem=128MB'

/** Makes a database of this name and fills it with so many invoices and what belongs to them. */
export async function openBooks(arena: Arena, { name, invoices }: { name: string; invoices: number }): Promise<Books> {
  await arena.pool.query(`create database ${name}`)
  const url = new URL(arena.databaseUrl)
  url.pathname = `/${name}`
  const databaseUrl = url.href
  await migrate(databaseUrl)
  url.searchParams.set('options', QUICKLY)
  const pool = new pg.Pool({ connectionString: url.href, max: 1, application_name: 'kvit bench books' })
  const own: Arena = { ...arena, databaseUrl, pool }
  const { all: [shop] } = await seedShops(own)
  if (shop === undefined) throw new Error('there is no shop')
  await fill(pool, shop, invoices)
  await pool.query('vacuum analyze')
  return { arena: own, invoices, store: publicId('store', shop.storeId, null), apiKey: await readingKey(own, shop), close: () => pool.end() }
}

async function fill(pool: pg.Pool, shop: Shop, invoices: number): Promise<void> {
  await pool.query(times(invoices))
  await pool.query(CUSTOMERS)
  const { rows: indexes } = await pool.query<{ name: string; text: string }>(INDEXES)
  for (const { name } of indexes) await pool.query(`drop index ${name}`)
  for (const statement of fillings(shop)) await pool.query(statement)
  for (const { text } of indexes) await pool.query(text)
}

/** An API key of the shop that may read what a person reads in lists. */
export async function readingKey({ pool }: Arena, { merchantId }: Pick<Shop, 'merchantId'>): Promise<string> {
  const secret = `kvit_live_${newToken()}`
  const userId = newId('user')
  const apiKeyId = newId('apiKey')
  const at = new Date()
  await pool.query(
    "insert into app_user (user_id, email, name, language, activated_at, created_at) values ($1, $2, 'Rasa', 'lt', $3, $3)",
    [userId, `${userId}@example.com`, at],
  )
  await pool.query(
    `insert into api_key (merchant_id, api_key_id, name, mode, permissions, hint, created_by, created_at)
     values ($1, $2, 'Bench', 'live', '{invoices.read,payments.read,customers.read}', $3, $4, $5)`,
    [merchantId, apiKeyId, secret.slice(-4), userId, at],
  )
  await pool.query("insert into token values ($1, 'api_key', $2, $3)", [tokenHash(secret), merchantId, apiKeyId])
  return secret
}
