import { randomBytes } from 'node:crypto'
import type { Facts, Http, Outcome, Setup } from '../contract.ts'
import { call } from './client.ts'
import type { Config } from './config.ts'

/**
 * Proves the keys: an order that cannot exist is asked about, and that it is not found shows that the asking was allowed.
 * There is nothing to keep. Source: protocol sheet 8.5, 13.
 */
export async function refresh(setup: Setup<Config>, http: Http): Promise<Outcome<Facts>> {
  const answer = await call({ action: 'status', order_id: `${setup.config.orderPrefix}${randomBytes(16).toString('hex')}` }, setup, http)
  if (answer.kind === 'refused' && answer.providerCode === 'payment_not_found') return { kind: 'done', value: '{}' }
  return answer.kind === 'done' ? { kind: 'unknown', cause: 'a payment was found that cannot exist' } : answer
}
