import { randomBytes } from 'node:crypto'
import type { Facts, Http, Outcome, Setup } from '../contract.ts'
import { call } from './client.ts'
import type { Config, FieldName } from './config.ts'

/**
 * Proves the keys: an order that cannot exist is asked about, and that it is not found shows that the asking was allowed.
 * There is nothing to keep. Source: protocol sheet 8.5, 13.
 */
export async function refresh(setup: Setup<Config>, http: Http): Promise<Outcome<Facts>> {
  const answer = await call({ action: 'status', order_id: `${setup.config.orderPrefix}${randomBytes(16).toString('hex')}` }, setup, http)
  if (answer.kind === 'refused' && answer.providerCode === 'payment_not_found') return { kind: 'done', value: '{}' }
  return answer.kind === 'done' ? { kind: 'unknown', cause: 'a payment was found that cannot exist' } : answer
}

/** The public key is looked up first, and only then the signature that the private one makes is compared. Source: protocol sheet 13. */
const REFUSED: ReadonlyMap<string, FieldName> = new Map<string, FieldName>([
  ['public_key_not_found', 'publicKey'], ['invalid_signature', 'privateKey'], ['err_signature', 'privateKey'],
])

export function refusedFields(code: string): readonly FieldName[] {
  const field = REFUSED.get(code)
  return field === undefined ? ['publicKey', 'privateKey'] : [field]
}
