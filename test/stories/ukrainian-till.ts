import type { ApiClient } from '../../src/demo/api-client.ts'
import { addUkrainianProducts, addUkrainianStore, connectLiqPay } from '../../src/demo/ukrainian-store.ts'
import type { FiscalValues } from '../../src/fiscalisers/simulator.ts'
import type { Town } from './kvit-in-a-town.ts'
import { PASSWORD, read, WithId } from './settled-merchant.ts'

export type UkrainianTill = {
  readonly api: ApiClient
  /** The cash register's public id. */
  readonly register: string
  /** What Checkbox knows it by. */
  readonly atCheckbox: FiscalValues
}

export const CASHIER = { name: 'Олена', pin: '4729' } as const

/** A merchant with a store in hryvnias, its goods, and a cash register at Checkbox with one cashier: set up over the API. `liqpay`: whether LiqPay is connected too. */
export async function ukrainianTill(town: Town, email: string, { liqpay }: { liqpay: boolean } = { liqpay: true }): Promise<UkrainianTill> {
  const api = town.newClient()
  await api.post('/v1/registrations', { email, password: PASSWORD, name: 'Ірина', merchantName: 'ТОВ «Бурштинова крамниця»', language: 'uk' })
  await api.signIn('/v1/activations', { token: await town.mailedToken(email, 'activate'), password: PASSWORD })
  const store = await addUkrainianStore(api)
  await addUkrainianProducts(api, store)
  if (liqpay) await connectLiqPay(api, async (_, values) => town.liqpay.enrol(values), store)
  const atCheckbox = town.checkbox.newCredentials('test')
  town.checkbox.enrol(atCheckbox)
  const register = read(WithId, await api.post('/v1/cash-registers', { store, name: 'Каса 1', opens: 'first_receipt', closes: 'by_hand' })).id
  await api.put(`/v1/cash-registers/${register}/fiscaliser`, { fiscaliser: 'checkbox', values: atCheckbox })
  await api.post(`/v1/cash-registers/${register}/check`, {})
  await api.post('/v1/cashiers', { store, name: CASHIER.name, pin: CASHIER.pin, mayReturn: true })
  return { api, register, atCheckbox }
}
