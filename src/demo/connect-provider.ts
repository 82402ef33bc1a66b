import { Type } from 'typebox'
import type { ApiClient } from './api-client.ts'
import { answered, WithId } from './answers.ts'

export type Values = Readonly<Record<string, string>>

/** Registers a demo shop at a connector's simulator, by the names of the connector's form. */
export type Enrol = (connector: string, values: Values) => Promise<void>

type Contract = {
  readonly store: string
  readonly currency: string
  readonly connector: string
  readonly name: string
  readonly credentials: Values
  /** What only the provider's side asks for. */
  readonly shop: Values
}

const WithCallback = Type.Object({ id: Type.String(), callbackUrl: Type.String() })
const Connectors = Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), guide: Type.Array(Type.Object({ id: Type.String(), kind: Type.String() })) })) })

/** From a merchant account, where its money lies, to checked credentials, as the cabinet leads a person. Returns what the simulator knows. */
export async function connectProvider(api: ApiClient, enrol: Enrol, { store, currency, connector, name, credentials, shop }: Contract): Promise<Values> {
  const account = answered(WithId, await api.post('/v1/accounts', { store, kind: 'merchant_account', name, bankName: name, currency })).id
  const channel = answered(WithCallback, await api.post('/v1/channels', { store, connector, account }))
  const known = { ...credentials, ...shop, callbackUrl: channel.callbackUrl }
  await enrol(connector, known)
  const { items } = answered(Connectors, await api.get('/v1/connectors'))
  const guide = items.find((one) => one.id === connector)?.guide ?? []
  for (const step of guide) {
    if (step.kind === 'provider' || step.kind === 'callback') await api.post(`/v1/channels/${channel.id}/steps/${step.id}`, { done: true })
  }
  await api.put(`/v1/channels/${channel.id}/credentials`, { values: credentials })
  return known
}
