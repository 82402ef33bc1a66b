import { Type } from 'typebox'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { ApiClient } from '../../src/demo/api-client.ts'
import type { Town } from './kvit-in-a-town.ts'

export const WithId = Type.Object({ id: Type.String() })
export const Invoice = Type.Object({
  id: Type.String(), number: Type.Union([Type.String(), Type.Null()]), payment: Type.String(), document: Type.String(),
  gross: Type.Object({ amount: Type.String(), currency: Type.String() }), remaining: Type.Object({ amount: Type.String(), currency: Type.String() }),
  links: Type.Union([
    Type.Null(),
    Type.Object({ pay: Type.String(), qrSvg: Type.String(), qrPng: Type.String(), pdf: Type.String(), buttonHtml: Type.String(), formHtml: Type.String() }),
  ]),
})

/** An answer of the API, as far as the story reads it. Throws where it is not so. */
export const read = <T extends TSchema>(schema: T, answer: unknown): Static<T> => Value.Parse(schema, answer)

/** The pay link of an issued invoice. */
export function linkOf({ links }: Static<typeof Invoice>): string {
  if (links === null) throw new Error('the invoice has no link yet')
  return links.pay
}

export type Merchant = { readonly api: ApiClient; readonly store: string; readonly channel: string }

export const PASSWORD = 'amber-road-1903'

/** Registers over the API and by the mailed link, describes the store and connects Paysera by its guide. */
export async function settledMerchant(town: Town, email: string): Promise<Merchant> {
  const api = town.newClient()
  await api.post('/v1/registrations', { email, password: PASSWORD, name: 'Ona', merchantName: 'UAB Medus', language: 'lt' })
  await api.signIn('/v1/activations', { token: await town.mailedToken(email, 'activate'), password: PASSWORD })
  const { items: [store] } = read(Type.Object({ items: Type.Array(WithId) }), await api.get('/v1/stores'))
  if (store === undefined) throw new Error('a merchant begins with a store')
  await api.patch(`/v1/stores/${store.id}`, {
    legalName: 'UAB Medus', companyCode: '300000017', address: 'Bičių g. 1, Vilnius', email: 'labas@medus.example', iban: 'LT377300012345678901',
  })
  const channel = read(WithId, await api.post('/v1/channels', { store: store.id, connector: 'paysera' })).id
  const credentials = town.paysera.newCredentials()
  town.paysera.enrol(credentials)
  const known = ['projectId', 'password']
  await api.put(`/v1/channels/${channel}/credentials`, { values: Object.fromEntries(Object.entries(credentials).filter(([name]) => known.includes(name))) })
  await api.post(`/v1/channels/${channel}/verification`, {})
  return { api, store: store.id, channel }
}

/** An issued invoice of this many euros before VAT. */
export async function issued({ api, store }: Merchant, unitPrice: string, more: object = {}): Promise<Static<typeof Invoice>> {
  return read(Invoice, await api.post('/v1/invoices', {
    store, issue: true, payer: { name: 'Jonas Jonaitis', email: 'jonas@example.com' },
    lines: [{ description: 'Medus', quantity: '1', unit: 'vnt.', unitPrice, vat: { rate: '21' } }], ...more,
  }))
}
