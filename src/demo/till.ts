import { randomBytes } from 'node:crypto'
import type { ApiClient } from './api-client.ts'
import { answered, WithId } from './answers.ts'
import type { Enrol, Values } from './connect-provider.ts'

/** The PIN that `npm start` prints: the till of the demo is nobody's secret. */
export const DEMO_PIN = '4729'

/** A cash register at Checkbox, and who sells there. Returns what the simulator knows. */
export async function openTill(api: ApiClient, enrol: Enrol, store: string): Promise<Values> {
  const credentials = { licenceKey: `test${randomBytes(10).toString('hex')}`, pin: String(1000 + randomBytes(2).readUInt16BE() % 9000), taxCodes: 'А=8 Б=7' }
  await enrol('checkbox', credentials)
  const register = answered(WithId, await api.post('/v1/cash-registers', {
    store, name: 'Каса 1', opens: 'first_receipt', closes: 'at_time', closesAt: '22:00',
  })).id
  // What a person would have done at Checkbox before there were credentials to give.
  for (const step of ['account', 'cashier', 'taxes']) await api.post(`/v1/cash-registers/${register}/steps/${step}`, { fiscaliser: 'checkbox', done: true })
  await api.put(`/v1/cash-registers/${register}/fiscaliser`, { fiscaliser: 'checkbox', values: credentials })
  await api.post(`/v1/cash-registers/${register}/check`, {})
  await api.post('/v1/cashiers', { store, name: 'Олена', pin: DEMO_PIN, mayReturn: true, mostDiscountPercent: 20 })
  await api.post('/v1/cashiers', { store, name: 'Тарас', pin: '8153', mostDiscountPercent: 5 })
  return credentials
}
