import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { systemClock } from '../../src/kernel/clock.ts'
import { http } from '../../src/connectors/conformance-stage.ts'
import { isSealed } from '../../src/connectors/contract.ts'
import type { OpenConnector, RegisteredConnector, Started } from '../../src/connectors/contract.ts'
import { paysera } from '../../src/connectors/paysera/connector.ts'
import { registered } from '../../src/connectors/registered.ts'
import type { Simulator } from '../../src/connectors/simulator.ts'
import { issueInvoice } from '../../src/invoices/issue-invoice.ts'
import type { LineText } from '../../src/invoices/line.ts'
import { payToken } from '../../src/invoices/pay-link.ts'
import { createDraft } from '../../src/invoices/write-draft.ts'
import { newId, publicId } from '../../src/kernel/ids.ts'
import type { Id, Mode } from '../../src/kernel/ids.ts'
import { Secret } from '../../src/kernel/secret.ts'
import { decimal } from '../../src/money/money.ts'
import type { Money } from '../../src/money/money.ts'
import { referenceOf } from '../../src/payments/start-attempt.ts'
import { newToken, tokenHash } from '../../src/platform/crypto/token.ts'
import { masterKeyOf, openInstallationVault } from '../../src/platform/crypto/vault.ts'
import type { Vault } from '../../src/platform/crypto/vault.ts'
import { inTransaction } from '../../src/platform/db/database.ts'
import type { Database } from '../../src/platform/db/database.ts'

export const newMasterKey = (): string => randomBytes(32).toString('base64')

/** A merchant with one store and one connected channel, as its owner would have left them. */
export type Shop = {
  readonly merchantId: Id<'merchant'>
  readonly storeId: Id<'store'>
  readonly channelId: Id<'channel'>
  readonly mode: Mode
  readonly vault: Vault
  readonly credentials: Readonly<Record<string, string>>
  readonly callbackToken: string
  /** The connector with the shop's credentials, for what a payer's redirect would say. */
  readonly open: OpenConnector
}

type ShopOptions = {
  readonly masterKey: string
  readonly simulator: Pick<Simulator, 'newCredentials' | 'enrol' | 'endpoints'>
  readonly mode?: Mode
  readonly connector?: RegisteredConnector
  readonly partPayments?: boolean
}

/** Makes the shop with the installation's own vault, so that a server with the same master key can open its secrets. */
export async function openShop(
  database: Database, { masterKey, simulator, mode = 'live', connector = registered(paysera), partPayments = false }: ShopOptions,
): Promise<Shop> {
  const at = new Date()
  const vault = await openInstallationVault(database.db, masterKeyOf(new Secret(masterKey)), at)
  const [merchantId, storeId] = [newId('merchant'), newId('store')]
  await inTransaction(database.db, async (tx) => {
    await sql`insert into merchant values (${merchantId}, 'UAB Pavyzdys', ${at})`.execute(tx)
    await sql`insert into store (merchant_id, store_id, name, mode, language, currency, country, time_zone, brand_colour, legal_name, part_payments, created_at)
      values (${merchantId}, ${storeId}, 'Pavyzdys', ${mode}, 'en', 'EUR', 'LT', 'Europe/Vilnius', '#b45309', 'UAB Pavyzdys', ${partPayments}, ${at})`.execute(tx)
  })
  return connectedShop(database, { merchantId, storeId, mode, vault }, { simulator, connector })
}

type Connecting = { readonly simulator: ShopOptions['simulator']; readonly connector: RegisteredConnector }

/** The shop with one more channel, through which it is seen from now on. */
export async function connectedShop(
  database: Database, { merchantId, storeId, mode, vault }: Pick<Shop, 'merchantId' | 'storeId' | 'mode' | 'vault'>, { simulator, connector }: Connecting,
): Promise<Shop> {
  const at = new Date()
  const channelId = newId('channel')
  const credentials = simulator.newCredentials()
  simulator.enrol(credentials)
  const callbackToken = newToken()
  const isSecret = (name: string) => isSealed(connector.fields, name)
  const seal = (field: string, text: string) => vault.seal(new Secret(text), { merchantId, objectId: channelId, field })
  const settings = Object.fromEntries(Object.entries(credentials).filter(([name]) => !isSecret(name)))
  await inTransaction(database.db, async (tx) => {
    await sql`insert into channel (merchant_id, channel_id, store_id, connector, name, state, mode, state_changed_at, settings, callback_token, created_at)
      values (${merchantId}, ${channelId}, ${storeId}, ${connector.id}, ${connector.name}, ${mode === 'live' ? 'live' : 'testing'}, ${mode}, ${at},
        ${JSON.stringify(settings)}, ${seal('callback_token', callbackToken)}, ${at})`.execute(tx)
    await sql`insert into token values (${tokenHash(callbackToken)}, 'callback', ${merchantId}, ${channelId})`.execute(tx)
    for (const [field, value] of Object.entries(credentials).filter(([name]) => isSecret(name))) {
      await sql`insert into channel_secret values (${merchantId}, ${channelId}, ${field}, ${seal(field, value)})`.execute(tx)
    }
  })
  const opened = connector.open(credentials, { endpoints: simulator.endpoints, clock: systemClock, facts: null, pinnedProof: null })
  if (!opened.ok) throw new Error('the connector refuses the simulator\'s credentials')
  return { merchantId, storeId, channelId, mode, vault, credentials, callbackToken, open: opened.value }
}

export type PayableInvoice = { readonly id: Id<'invoice'>; readonly token: string }

/** An issued invoice with its pay link, written and issued by the verbs that a merchant's request would call. */
export async function payableInvoice(
  database: Database, shop: Shop, gross: Money, more: { readonly payUntil?: Date; readonly payer?: string } = {},
): Promise<PayableInvoice> {
  const { merchantId, storeId, mode, vault } = shop
  const at = new Date()
  const line: LineText = { description: 'Liepų medus', quantity: '1', unit: 'vnt.', unitPrice: decimal(gross), vat: { category: 'O', reason: 'not a VAT payer' } }
  const payer = { name: more.payer ?? 'Rasa', email: 'rasa@example.com', phone: '', companyCode: '', vatCode: '', address: '', country: 'LT' }
  const id = await inTransaction(database.db, async (tx) => {
    const draft = await createDraft(tx, { merchantId, storeId, mode, language: 'en' }, {
      customerId: null, payer, externalNumber: null, language: null, currency: gross.currency, lines: [line], dueDate: null,
      payUntil: more.payUntil ?? null, notes: '', buyerReference: '', orderReference: '',
    }, at)
    if (!draft.ok) throw new Error(`no draft: ${draft.error.code}`)
    const seller = {
      storeName: 'Pavyzdys', legalName: 'UAB Pavyzdys', companyCode: '', vatCode: '', address: '', country: 'LT', email: '', phone: '', website: '', iban: '', bankName: '',
    }
    const issued = await issueInvoice(tx, vault, { merchantId, id: draft.value.id }, {
      timeZone: 'Europe/Vilnius', numberPrefix: '', dueDays: 14, payUntilDays: null, seller,
    }, { at, actor: 'kvit' })
    if (!issued.ok) throw new Error(`not issued: ${issued.error.code}`)
    return draft.value.id
  })
  const token = await payToken(database.db, vault, { merchantId, invoiceId: id })
  if (token === null) throw new Error('an issued invoice has a link')
  return { id, token }
}

/** A payer who has been sent to the provider: the attempt is pending, its order stands in `started`. */
export type SentPayer = { readonly attemptId: Id<'attempt'>; readonly invoiceId: Id<'invoice'>; readonly asked: Money; readonly started: Started }

/** Many payers at once, each with an invoice of their own: what the books hold after `start-attempt`. */
export async function sentPayers(
  database: Database, shop: Shop, { count, publicUrl, asked = { minor: 2500n, currency: 'EUR' } }: { count: number; publicUrl: string; asked?: Money },
): Promise<SentPayer[]> {
  const at = new Date()
  const { merchantId, storeId, channelId, mode } = shop
  const ids = Array.from({ length: count }, () => ({ invoiceId: newId('invoice'), attemptId: newId('attempt') }))
  const [invoices, attempts] = [ids.map(({ invoiceId }) => invoiceId), ids.map(({ attemptId }) => attemptId)]
  await database.pool.query(
    `insert into invoice (merchant_id, invoice_id, store_id, mode, document, number, language, currency, net_minor, gross_minor,
       live_attempt_id, lease_until, created_at, issued_at)
     select $1, i, $2, $3, 'issued', 'L-' || i, 'lt', $4, $5, $5, a, $6::timestamptz + interval '30 minutes', $6, $6
     from unnest($7::uuid[], $8::uuid[]) as one (i, a)`,
    [merchantId, storeId, mode, asked.currency, asked.minor, at, invoices, attempts],
  )
  await database.pool.query(
    `insert into attempt (merchant_id, attempt_id, invoice_id, channel_id, store_id, mode, state, asked_minor, currency, language, created_at, state_changed_at)
     select $1, a, i, $2, $3, $4, 'pending', $5, $6, 'lt', $7, $7 from unnest($8::uuid[], $9::uuid[]) as one (i, a)`,
    [merchantId, channelId, storeId, mode, asked.minor, asked.currency, at, invoices, attempts],
  )
  return Promise.all(ids.map(async (one) => ({ ...one, asked, started: await startedAt(shop, { ...one, asked, publicUrl }) })))
}

async function startedAt(
  { open, mode, callbackToken }: Shop, { attemptId, invoiceId, asked, publicUrl }: { attemptId: Id<'attempt'>; invoiceId: Id<'invoice'>; asked: Money; publicUrl: string },
): Promise<Started> {
  const page = new URL('/pay/x', publicUrl).href
  const outcome = await open.start({
    reference: referenceOf(attemptId), mode, amount: asked, method: null, invoiceNumber: publicId('invoice', invoiceId, mode), storeName: 'Pavyzdys',
    language: 'lt', payer: { email: null, name: null, country: 'LT' },
    urls: { accept: `${page}?back=accept`, cancel: `${page}?back=cancel`, callback: new URL(`/cb/${callbackToken}`, publicUrl).href }, lines: [],
    payableUntil: null, deliverBy: null,
  }, http)
  if (outcome.kind !== 'done') throw new Error('the connector refused an honest order')
  return outcome.value
}
