import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Value } from 'typebox/value'
import { apiClient } from './api-client.ts'
import type { ApiClient } from './api-client.ts'
import type { Enrol } from './connect-provider.ts'
import type { SandboxFacts } from './demo.ts'
import { connectPayseraAndLinkPay, describeLithuanianStore, writeLithuanianInvoices } from './lithuanian-store.ts'
import { openTill } from './till.ts'
import { addUkrainianProducts, addUkrainianStore, connectLiqPay, writeUkrainianInvoice } from './ukrainian-store.ts'

/** What later starts print again. */
export const DemoJson = Type.Object({
  email: Type.String(), password: Type.String(), apiKey: Type.String(), payToken: Type.String(),
  /** Of an invoice in hryvnias. */
  ukrainianPayToken: Type.String(),
  /** What each simulator knows of the demo merchant, by connector. */
  simulated: Type.Record(Type.String(), Type.Record(Type.String(), Type.String())),
})

type Making = {
  readonly publicUrl: URL
  readonly facts: SandboxFacts
  readonly enrol: Enrol
  readonly say: (text: string) => void
}

const EMAIL = 'demo@kvit.example'

/** Makes a merchant with two test stores, connected providers and invoices in several states, as a person and a program would. */
export async function makeDemo({ publicUrl, facts, enrol, say }: Making): Promise<Static<typeof DemoJson>> {
  const password = randomBytes(9).toString('base64url')
  const api = apiClient(publicUrl)
  const store = await registered(api, facts, password)
  await describeLithuanianStore(api, store)
  const ukrainian = await addUkrainianStore(api)
  await addUkrainianProducts(api, ukrainian)
  say('  two stores and people: ready')
  const simulated = {
    ...await connectPayseraAndLinkPay(api, enrol, store), liqpay: await connectLiqPay(api, enrol, ukrainian), checkbox: await openTill(api, enrol, ukrainian),
  }
  say('  Paysera, LinkPay, LiqPay and a till at Checkbox: connected to their simulators')
  const payToken = await writeLithuanianInvoices(api, store)
  const ukrainianPayToken = await writeUkrainianInvoice(api, ukrainian)
  say('  invoices: written, one of them paid through Paysera')
  const key = Value.Parse(Type.Object({ secret: Type.String() }), await api.post('/v1/api-keys', {
    name: 'Demo', mode: 'test', stores: [store],
    permissions: ['invoices.read', 'invoices.write', 'invoices.cancel', 'payments.read', 'refunds.create', 'customers.read', 'customers.write'],
  }))
  return { email: EMAIL, password, apiKey: key.secret, payToken, ukrainianPayToken, simulated }
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
