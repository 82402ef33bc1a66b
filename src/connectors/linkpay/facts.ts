import { randomBytes } from 'node:crypto'
import { currencyOf } from '../../money/currency.ts'
import type { Currency } from '../../money/currency.ts'
import type { Facts, Http, Outcome, Setup } from '../contract.ts'
import { asObject, objectIn, read, textOf } from './client.ts'
import type { Config } from './config.ts'

/** A method as the processing account has it. `country`: lower case; null for one of no country. */
export type Offer = { readonly key: string; readonly title: string; readonly country: string | null }

/** What is kept of the processing account; nothing where the channel has none. */
type Kept = { readonly accountName: string | null; readonly currency: Currency | null; readonly methods: readonly Offer[] }

export function readFacts(facts: Facts | null): Kept {
  const kept = facts === null ? null : objectIn(facts)
  const methods = Array.isArray(kept?.['methods']) ? kept['methods'].map(readOffer).filter((one) => one !== null) : []
  return { accountName: textOf(kept?.['accountName']), currency: currencyOf(textOf(kept?.['currency']) ?? ''), methods }
}

/** A method as kept, which is how EveryPay names it but for the country. */
function readOffer(one: unknown): Offer | null {
  const offer = asObject(one)
  const [key, country] = [textOf(offer?.['key']), textOf(offer?.['country'])]
  return key === null ? null : { key, title: textOf(offer?.['title']) ?? key, country }
}

/** `source`, `display_name`, `country_code` of `payment_methods[]`; a method switched off is left out. Source: protocol sheet 4.3, 4.8. */
function offerIn(one: unknown): Offer | null {
  const method = asObject(one)
  const [key, country] = [textOf(method?.['source']), textOf(method?.['country_code'])?.toLowerCase() ?? null]
  if (key === null || method?.['available'] === false) return null
  return { key, title: textOf(method?.['display_name']) ?? key, country: country !== null && /^[a-z]{2}$/.test(country) ? country : null }
}

/**
 * Proves the credentials and fetches the methods of the processing account. Without an account a payment that cannot exist
 * is asked about: that it is not found shows that the asking was allowed. Source: 4.8, section 5.
 */
export async function refresh(setup: Setup<Config>, http: Http): Promise<Outcome<Facts>> {
  const { accountName } = setup.config
  if (accountName === null) return provedBy(await read(setup, `/payments/${randomBytes(32).toString('hex')}`, http))
  const account = await read(setup, `/processing_accounts/${encodeURIComponent(accountName)}`, http)
  if (account.kind !== 'done') return account
  const { value } = account
  if (value['account_name'] !== accountName || !Array.isArray(value['payment_methods'])) {
    return { kind: 'unknown', cause: 'the answer is about another processing account' }
  }
  const kept: Kept = {
    accountName, currency: currencyOf(textOf(value['currency']) ?? ''), methods: value['payment_methods'].map(offerIn).filter((one) => one !== null),
  }
  return { kind: 'done', value: JSON.stringify(kept) }
}

function provedBy(answer: Outcome<unknown>): Outcome<Facts> {
  if (answer.kind === 'refused' && answer.providerCode.startsWith('404')) return { kind: 'done', value: JSON.stringify({ accountName: null }) }
  return answer.kind === 'done' ? { kind: 'unknown', cause: 'a payment was found that cannot exist' } : answer
}
