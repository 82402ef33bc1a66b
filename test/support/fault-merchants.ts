import { afterAll, beforeAll } from 'vitest'
import { buildKvit } from '../../src/app.ts'
import type { Kvit } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { newId, parsePublicId, publicId } from '../../src/kernel/ids.ts'
import type { Id, IdKind } from '../../src/kernel/ids.ts'
import { applyReport } from '../../src/payments/apply-report.ts'
import { masterKeyOf, openInstallationVault } from '../../src/platform/crypto/vault.ts'
import { PERMISSIONS } from '../../src/platform/http/permission.ts'
import type { App } from '../../src/platform/http/route.ts'
import { buildLogger } from '../../src/platform/http/log.ts'
import { startMailCatcher } from '../../src/sandbox/mail-catcher.ts'
import type { MailCatcher } from '../../src/sandbox/mail-catcher.ts'
import { reportOf, someAttempt } from './builders.ts'
import { openTestDatabase } from './database.ts'
import { until } from './fault-oracle.ts'
import { newMasterKey } from './fault-shop.ts'
import { newBrowser, PASSWORD, PUBLIC_URL } from './merchant-app.ts'
import type { Browser, Reply } from './merchant-app.ts'

/** All of Kvit in this process, as `app.ts` wires it, on a database of its own. */
export type WholeKvit = {
  readonly app: App
  readonly pool: ReturnType<typeof openTestDatabase>['pool']
  /** Every line logged so far. */
  readonly logged: readonly string[]
  /** Every letter that left so far, oldest first. */
  letters(): ReturnType<MailCatcher['letters']>
  /** The token at the end of the newest letter to this address. */
  mailedToken(to: string): Promise<string>
}

/** Called once at the top of a test file; the function answers it from the first hook on. `startProvider` gives `KVIT_ENDPOINTS`. */
export function wholeKvit(startProvider?: () => Promise<string>, more: Readonly<Record<string, string>> = {}): () => WholeKvit {
  const database = openTestDatabase()
  const logged: string[] = []
  const state: { kvit: Kvit | null; mail: MailCatcher | null } = { kvit: null, mail: null }
  beforeAll(async () => {
    const mail = await startMailCatcher({ page: 0, smtp: 0 })
    const config = readConfig({
      DATABASE_URL: database.url, PUBLIC_URL: PUBLIC_URL.href, SMTP_URL: mail.smtpUrl, TEST_SMTP_URL: mail.smtpUrl, KVIT_MASTER_KEY: newMasterKey(),
      MAIL_FROM: 'kvit@kvit.example', KVIT_ENDPOINTS: await startProvider?.(), ...more,
    })
    if (!config.ok) throw new Error(config.error.map(({ sentence }) => sentence).join(' '))
    const vault = await openInstallationVault(database.db, masterKeyOf(config.value.masterKey), new Date())
    const logger = buildLogger({ level: 'trace', stream: { write: (line) => { logged.push(line) } } })
    const kvit = await buildKvit({ config: config.value, database, vault, clock: systemClock, logger })
    await kvit.start()
    Object.assign(state, { kvit, mail })
  })
  afterAll(async () => {
    await state.kvit?.stop()
    await state.mail?.stop()
  })
  return () => {
    const { kvit, mail } = state
    if (kvit === null || mail === null) throw new Error('Kvit starts before the first test of the file')
    return { app: kvit.app, pool: database.pool, logged, letters: () => mail.letters(), mailedToken: (to) => tokenIn(mail, to) }
  }
}

async function tokenIn(mail: MailCatcher, to: string): Promise<string> {
  const token = () => /#([A-Za-z0-9_-]{22})/.exec(mail.letters().findLast(({ recipients }) => recipients.includes(to))?.text ?? '')?.[1]
  await until(`a letter with a link to ${to}`, async () => token() !== undefined)
  return token() ?? ''
}

/** One object of each kind that belongs to a merchant, by public id. */
export type Belongings = Readonly<Partial<Record<IdKind, string>>>

export type Furnished = {
  readonly owner: Browser
  /** A key with every permission, in the mode of the belongings. */
  readonly apiKey: string
  /** With these a cashier of theirs is signed in at their cash register. */
  readonly atTill: Readonly<Record<string, string>>
  readonly belongings: Belongings
}

/** A merchant with everything one can have, made over the API as far as the API makes it. `name` is in all its texts. */
export async function furnished(kvit: WholeKvit, name: string): Promise<Furnished> {
  const email = `owner@${name}.example`
  const owner = await registered(kvit, email, name)
  const said = async (...ask: Parameters<Browser['send']>): Promise<Reply> => {
    const reply = await owner.send(...ask)
    if (reply.status >= 300) throw new Error(`${ask[0]} ${ask[1]} answered ${reply.status}: ${reply.body}`)
    return reply
  }
  const made = async (...ask: Parameters<Browser['send']>): Promise<string> => (await said(...ask)).json<{ id: string }>().id
  const merchant = (await said('GET', '/v1/session')).json<{ merchant: { id: string } }>().merchant.id
  const [store = ''] = (await said('GET', '/v1/stores')).json<{ items: { id: string }[] }>().items.map(({ id }) => id)
  await said('PATCH', `/v1/stores/${store}`, {
    name: `Store of ${name}`, legalName: name, companyCode: '304151376', vatCode: 'LT100001919017', address: 'x', email: `shop@${name}.example`,
  })
  const channel = await made('POST', '/v1/channels', { store, connector: 'paysera' })
  await said('PUT', `/v1/channels/${channel}/credentials`, { values: { projectId: '555123', password: `secret of ${name}` }, evenUnchecked: true })
  const customer = await made('POST', '/v1/customers', { store, name: `Customer of ${name}`, email: `customer@${name}.example`, country: 'LT', companyCode: '304151376' })
  const invoice = await made('POST', '/v1/invoices', { store, customer, lines: [lineOf(name)], buyerReference: name, issue: true })
  const creditNote = await made(
    'POST', `/v1/invoices/${await made('POST', '/v1/invoices', { store, customer, lines: [lineOf(name)], issue: true })}/credit-notes`,
    { reason: name },
  )
  const invitation = await made('POST', '/v1/invitations', { email: `invited@${name}.example`, role: 'viewer', stores: null })
  const user = await secondPerson(kvit, said, name)
  await newBrowser(kvit.app).send('POST', '/v1/sessions', { email, password: PASSWORD })
  const session = found((await said('GET', '/v1/sessions')).json<{ items: { id: string; current: boolean }[] }>().items.find((one) => !one.current)?.id)
  const key = (await said('POST', '/v1/api-keys', { name: `Key of ${name}`, mode: 'test', permissions: PERMISSIONS, stores: null })).json<{ id: string; secret: string }>()
  const money = await moneyOf(kvit, { merchant, store, channel, invoice })
  const refund = await made('POST', `/v1/payments/${money.payment}/refunds`, { amount: { amount: '1.00', currency: 'EUR' }, note: name })
  const moneyAccount = await made('POST', '/v1/accounts', { store, kind: 'bank_account', name: `Account of ${name}`, currency: 'EUR', iban: 'LT121000011101001000' })
  const recurring = await made('POST', '/v1/recurring-invoices', {
    store, customer, lines: [lineOf(name)], rule: { every: 'month', count: 1, monthDay: 1, startsOn: '2027-01-01', endsOn: null },
  })
  const product = await made('POST', '/v1/products', { store, code: 'A-1', name: `Product of ${name}`, price: { amount: '1.00', currency: 'EUR' }, barcodes: ['2000000000015'] })
  const { atTill, ...till } = await tillOf(said, { store, name })
  const bank = await statementOf(said, { moneyAccount, store, invoice, name })
  return {
    owner, apiKey: key.secret, atTill,
    belongings: {
      merchant, moneyAccount, recurring, ...bank, ...till, store, channel, customer, invoice, creditNote, product, invitation, user, session,
      apiKey: key.id, refund, ...money,
    },
  }
}

type TillThings = Readonly<Record<'cashRegister' | 'cashier' | 'shift' | 'receipt' | 'cashMove', string>> & { readonly atTill: Readonly<Record<string, string>> }

/** A cash register with a cashier, who has opened a shift, sold something and put cash in. */
async function tillOf(said: Browser['send'], { store, name }: { store: string; name: string }): Promise<TillThings> {
  const { id: cashRegister } = (await said('POST', '/v1/cash-registers', { store, name: `Till of ${name}` })).json<{ id: string }>()
  const { id: cashier } = (await said('POST', '/v1/cashiers', { store, name: `Cashier of ${name}`, pin: '2580', mayReturn: true })).json<{ id: string }>()
  const { token } = (await said('POST', `/v1/cash-registers/${cashRegister}/sign-in`, { cashier, pin: '2580' })).json<{ token: string }>()
  const atTill = { 'kvit-cashier': token }
  const { id: shift } = (await said('POST', `/v1/cash-registers/${cashRegister}/shifts`, {}, { headers: atTill })).json<{ id: string }>()
  const price = { amount: '1.00', currency: 'EUR' }
  const { id: receipt } = (await said('POST', '/v1/receipts', {
    register: cashRegister, lines: [{ name: `Goods of ${name}`, unitName: 'pcs', quantity: '1', price }], payments: [{ form: 'cash', amount: price }],
  }, { headers: atTill })).json<{ id: string }>()
  const { id: cashMove } = (await said('POST', `/v1/cash-registers/${cashRegister}/cash-moves`, {
    kind: 'service_in', amount: price, note: name,
  }, { headers: atTill })).json<{ id: string }>()
  return { cashRegister, cashier, shift, receipt, cashMove, atTill }
}

/** A bank statement with two lines, one of which is matched. */
async function statementOf(
  said: Browser['send'], { moneyAccount, store, invoice, name }: { moneyAccount: string; store: string; invoice: string; name: string },
): Promise<{ statementImport: string; statementLine: string; match: string }> {
  const content = Buffer.from(`Data;Suma;Gavėjas\n2026-01-05;9.00;Payer of ${name}\n2026-01-06;2.00;Payer of ${name}\n`).toString('base64')
  const { id: statementImport } = (await said('POST', `/v1/accounts/${moneyAccount}/statement-imports`, { fileName: `${name}.csv`, content })).json<{ id: string }>()
  const { items } = (await said('GET', `/v1/statement-lines?store=${store}`)).json<{ items: { id: string }[] }>()
  const [open = '', matched = ''] = items.map(({ id }) => id)
  const { matches } = (await said('POST', `/v1/statement-lines/${matched}/matches`, {
    invoices: [{ invoice, amount: { amount: '1.00', currency: 'EUR' } }],
  })).json<{ matches: { id: string }[] }>()
  return { statementImport, statementLine: open, match: found(matches[0]?.id) }
}

function found(id: string | undefined): string {
  if (id === undefined) throw new Error('what was just made is not listed')
  return id
}

const lineOf = (name: string) => ({ description: `Goods of ${name}`, quantity: '1', unit: '', unitPrice: '40.00', vat: { rate: '21' } })

/** A merchant's owner, signed in. */
export async function registered(kvit: WholeKvit, email: string, merchantName: string): Promise<Browser> {
  const owner = newBrowser(kvit.app)
  await owner.send('POST', '/v1/registrations', { email, password: PASSWORD, name: `Owner of ${merchantName}`, merchantName, language: 'en' })
  await owner.send('POST', '/v1/activations', { token: await kvit.mailedToken(email), password: PASSWORD })
  return owner
}

async function secondPerson(kvit: WholeKvit, said: Browser['send'], name: string): Promise<string> {
  const email = `second@${name}.example`
  await said('POST', '/v1/invitations', { email, role: 'viewer', stores: null })
  await newBrowser(kvit.app).send('POST', '/v1/invitations/acceptances', { token: await kvit.mailedToken(email), name: `Second of ${name}`, password: PASSWORD })
  const { items } = (await said('GET', '/v1/members')).json<{ items: { user: { id: string; email: string } }[] }>()
  return found(items.find(({ user }) => user.email === email)?.user.id)
}

export function stored<K extends IdKind>(kind: K, text: string): Id<K> {
  const parsed = parsePublicId(kind, text)
  if (parsed === null) throw new Error(`${text} is no id of kind ${kind}`)
  return parsed.id
}

/** What only a provider can bring about: an attempt that needs a person, a payment, a message. */
async function moneyOf(
  { pool }: WholeKvit, at: { merchant: string; store: string; channel: string; invoice: string },
): Promise<{ attempt: string; payment: string; inboundMessage: string }> {
  const place = { merchantId: stored('merchant', at.merchant), storeId: stored('store', at.store), channelId: stored('channel', at.channel), mode: 'test' } as const
  await pool.query(`update channel set state = 'testing' where merchant_id = $1 and channel_id = $2`, [place.merchantId, place.channelId])
  const invoiceId = stored('invoice', at.invoice)
  const asked = { minor: 1000n, currency: 'EUR' } as const
  const [paid, open] = [await someAttempt(pool, { place, asked, invoiceId }), await someAttempt(pool, { place, asked, invoiceId, state: 'unknown' })]
  const inboundId = newId('inboundMessage')
  await pool.query(
    `insert into inbound_message (merchant_id, inbound_id, channel_id, received_at, last_received_at, sha256, verdict, proof, outcome, attempt_id)
     values ($1, $2, $3, now(), now(), sha256($4::bytea), 'report', 'ss3', 'received', $5)`,
    [place.merchantId, inboundId, place.channelId, inboundId, paid.attemptId])
  await pool.query(`insert into inbound_raw values ($1, $2, 'GET', 'data=x', null, '')`, [place.merchantId, inboundId])
  await applyReport(pool, { merchantId: place.merchantId, channelId: place.channelId, report: reportOf(paid), inboundId, at: new Date() })
  const { rows: [payment] } = await pool.query<{ payment_id: Id<'payment'> }>('select payment_id from payment where merchant_id = $1', [place.merchantId])
  if (payment === undefined) throw new Error('the attempt was not paid')
  return {
    attempt: publicId('attempt', open.attemptId, 'test'), payment: publicId('payment', payment.payment_id, 'test'),
    inboundMessage: publicId('inboundMessage', inboundId, 'test'),
  }
}
