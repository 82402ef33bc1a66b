import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Type } from 'typebox'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { addDays, businessDate } from '../kernel/business-date.ts'
import { systemClock } from '../kernel/clock.ts'
import { apiClient } from './api-client.ts'
import type { ApiClient } from './api-client.ts'
import type { SandboxFacts } from './demo.ts'

/** What later starts print again. */
export const DemoJson = Type.Object({
  email: Type.String(), password: Type.String(), apiKey: Type.String(), payToken: Type.String(),
  /** What each simulator knows of the demo merchant, by connector. */
  simulated: Type.Record(Type.String(), Type.Record(Type.String(), Type.String())),
})

type Values = Readonly<Record<string, string>>

type Making = {
  readonly publicUrl: URL
  readonly facts: SandboxFacts
  /** Registers the demo merchant at a connector's simulator, by the names of the connector's form. */
  readonly enrol: (connector: string, values: Values) => Promise<void>
  readonly say: (text: string) => void
}

const EMAIL = 'demo@kvit.example'

/** Makes a merchant with a test store, two connected providers and invoices in several states, as a person and a program would. */
export async function makeDemo(making: Making): Promise<Static<typeof DemoJson>> {
  const password = randomBytes(9).toString('base64url')
  const api = apiClient(making.publicUrl)
  const store = await registered(api, making.facts, password)
  await describeStore(api, store)
  making.say('  store and people: ready')
  const simulated = await connectedProviders(api, making, store)
  making.say('  Paysera and LinkPay: connected to their simulators')
  const payToken = await invoices(api, store)
  making.say('  invoices: written, one of them paid through Paysera')
  const key = Value.Parse(Type.Object({ secret: Type.String() }), await api.post('/v1/api-keys', {
    name: 'Demo', mode: 'test', stores: [store],
    permissions: ['invoices.read', 'invoices.write', 'invoices.cancel', 'payments.read', 'refunds.create', 'customers.read', 'customers.write'],
  }))
  return { email: EMAIL, password, apiKey: key.secret, payToken, simulated }
}

async function registered(api: ApiClient, facts: SandboxFacts, password: string): Promise<string> {
  await api.post('/v1/registrations', { email: EMAIL, password, name: 'Demo', merchantName: 'UAB Gintaro kelias', language: 'en' })
  const token = await activationToken(facts)
  await api.signIn('/v1/activations', { token, password })
  const stores = Value.Parse(ItemsWithId, await api.get('/v1/stores'))
  return first(stores.items).id
}

const ItemsWithId = Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })) })

function first<T>(items: readonly T[]): T {
  const [one] = items
  if (one === undefined) throw new Error('an answer of our own API is empty')
  return one
}

/** The link that was mailed, as the catcher shows it. */
async function activationToken(facts: SandboxFacts): Promise<string> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const text = await (await fetch(new URL('/letters.json', facts.mail.pageUrl))).text()
    const [, token] = /\/activate#([A-Za-z0-9_-]{22})/.exec(text) ?? []
    if (token !== undefined) return token
    await wait(100)
  }
  throw new Error('the activation letter did not arrive')
}

async function describeStore(api: ApiClient, store: string): Promise<void> {
  await api.patch(`/v1/stores/${store}`, {
    name: 'Gintaro kelias', legalName: 'UAB Gintaro kelias', companyCode: '300000017', vatCode: 'LT100000000019',
    address: 'Gedimino pr. 1, LT-01103 Vilnius', email: 'labas@gintarokelias.example', phone: '+370 600 00000',
    website: 'https://gintarokelias.example', iban: 'LT377300012345678901', bankName: 'Swedbank', numberPrefix: 'GK-',
    country: 'LT', timeZone: 'Europe/Vilnius',
  })
  await api.upload(`/v1/stores/${store}/logo`, 'image/png', new Uint8Array(readFileSync(new URL('./logo.png', import.meta.url))))
}

/** Each provider with a merchant account of its own, where its money lies. Returns what the simulators know, by connector. */
async function connectedProviders(api: ApiClient, making: Making, store: string): Promise<Record<string, Values>> {
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  const paysera = await connected(api, making, { store, connector: 'paysera', name: 'Paysera', credentials: { projectId: '555123', password: random(16) } })
  const linkpay = await connected(api, making, { store, connector: 'linkpay', name: 'LinkPay', credentials: {
    linkToken: random(3), apiUsername: random(8), apiSecret: random(16), accountName: 'EUR3D1', bank: 'lhv',
  } })
  return { paysera, linkpay }
}

type Connecting = { readonly store: string; readonly connector: string; readonly name: string; readonly credentials: Values }

/** From the merchant account to the checked credentials, as the cabinet leads a person. */
async function connected(api: ApiClient, { enrol }: Making, { store, connector, name, credentials }: Connecting): Promise<Values> {
  const account = answered(WithId, await api.post('/v1/accounts', { store, kind: 'merchant_account', name, bankName: name, currency: 'EUR' })).id
  const channel = answered(WithCallback, await api.post('/v1/channels', { store, connector, account }))
  const known = { ...credentials, callbackUrl: channel.callbackUrl, merchantName: 'UAB Gintaro kelias', siteName: 'gintarokelias.example', shopUrl: 'https://gintarokelias.example' }
  await enrol(connector, known)
  const { items } = answered(Connectors, await api.get('/v1/connectors'))
  const guide = items.find((one) => one.id === connector)?.guide ?? []
  for (const step of guide) {
    if (step.kind === 'provider' || step.kind === 'callback') await api.post(`/v1/channels/${channel.id}/steps/${step.id}`, { done: true })
  }
  await api.put(`/v1/channels/${channel.id}/credentials`, { values: credentials })
  await api.post(`/v1/channels/${channel.id}/verification`, {})
  return known
}

const WithCallback = Type.Object({ id: Type.String(), callbackUrl: Type.String() })
const WithId = Type.Object({ id: Type.String() })
const Connectors = Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), guide: Type.Array(Type.Object({ id: Type.String(), kind: Type.String() })) })) })
const Issued = Type.Object({ id: Type.String(), links: Type.Object({ pay: Type.String() }) })

const answered = <T extends TSchema>(schema: T, answer: unknown): Static<T> => Value.Parse(schema, answer)

async function invoices(api: ApiClient, store: string): Promise<string> {
  const today = businessDate(systemClock.now(), 'Europe/Vilnius')
  const customer = async (name: string, email: string, language: string, phone: string) =>
    answered(WithId, await api.post('/v1/customers', { store, name, email, phone, language, country: language === 'ka' ? 'GE' : 'LT' })).id
  const write = (who: string, lines: readonly (readonly [string, string, string])[], more: object = {}) => api.post('/v1/invoices', {
    store, customer: who, issue: true, ...more,
    lines: lines.map(([description, quantity, unitPrice]) => ({ description, quantity, unit: 'pcs', unitPrice, vat: { rate: '21' } })),
  })
  const rasa = await customer('Rasa Petrauskienė', 'rasa@example.com', 'en', '+370 612 00001')
  const jonas = await customer('UAB Jono dirbtuvės', 'jonas@example.com', 'lt', '8 612 00003')
  const nino = await customer('ნინო ბერიძე', 'nino@example.com', 'ka', '555 12 34 56')
  await write(jonas, [['Lininė staltiesė', '2', '35.00']], { dueDate: addDays(today, -5), notes: 'Ačiū, kad perkate.' })
  const cancelled = answered(Issued, await write(nino, [['ქარვის ყელსაბამი', '1', '200.00']]))
  await api.post(`/v1/invoices/${cancelled.id}/cancellation`, { reason: 'Ordered twice by mistake' })
  const partly = answered(Issued, await write(jonas, [['Gintaro apyrankė', '4', '50.00']]))
  await api.post(`/v1/invoices/${partly.id}/payments`, { amount: { amount: '100.00', currency: 'EUR' }, source: 'cash', receivedOn: today, note: 'Paid at the fair' })
  const paid = answered(Issued, await write(rasa, [['Amber pendant', '1', '50.00']]))
  await payThroughPaysera(paid.links.pay)
  await write(nino, [['ქარვის საყურე', '1', '30.00']], { issue: false })
  const payable = answered(Issued, await write(rasa, [['Linen bed set', '1', '110.00'], ['Amber beads, 50 g', '2', '20.00']], { send: true, notes: 'Thank you for your order.' }))
  return new URL(payable.links.pay).pathname.replace('/pay/', '')
}

/** Pays as a browser without script would: our form, the way on to Paysera, the bank's button. */
async function payThroughPaysera(payUrl: string): Promise<void> {
  const page = await (await fetch(payUrl)).text()
  const [, method = ''] = /name="method" value="([^"]+)"/.exec(page) ?? /value="([^"]+)"[^>]*name="method"/.exec(page) ?? []
  const [, amount = ''] = /name="amount" value="([^"]+)"/.exec(page) ?? /value="([^"]+)"[^>]*name="amount"/.exec(page) ?? []
  const going = await (await fetch(`${payUrl}/attempts`, { method: 'POST', body: new URLSearchParams({ method, amount }) })).text()
  const [, href = ''] = /http-equiv="refresh" content="0; ?url=([^"]+)"/i.exec(going) ?? []
  const bank = await fetch(href.replaceAll('&amp;', '&'))
  await fetch(`${bank.url.split('?', 1)[0]}/outcome`, { method: 'POST', body: new URLSearchParams({ outcome: 'pay' }) })
}
