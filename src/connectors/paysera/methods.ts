import type { Currency } from '../../money/currency.ts'
import type { Facts, Method, MethodAsk } from '../contract.ts'
import { parseJson, readFacts } from './facts.ts'
import { fallbackOffers } from './fallback-methods.ts'
import type { Offer } from './method-list.ts'

/**
 * The methods a payer may choose for this amount: those of the payer's country first, then those of no country, then
 * the rest, each in Paysera's own order and each key once. A key listed for several countries belongs to none.
 */
export function methods(ask: MethodAsk, facts: Facts | null): readonly Method[] {
  const country = ask.country?.toLowerCase() ?? null
  const offers = keptOffers(facts, ask.amount.currency) ?? fallbackOffers(ask.amount.currency)
  const byKey = Map.groupBy(offers.filter((offer) => isWithin(offer, ask.amount.minor)), (offer) => offer.key)
  const list = [...byKey.values()].flatMap(([first, ...more]) => (first === undefined ? [] : [{
    key: first.key,
    title: first.titles[ask.language] ?? first.titles['en'] ?? first.key,
    country: more.every((offer) => offer.country === first.country) ? first.country : null,
    kind: first.kind,
  }]))
  const rank = (method: Method): number => (method.country === null ? 1 : method.country === country ? 0 : 2)
  return list.toSorted((a, b) => rank(a) - rank(b))
}

const isWithin = ({ min, max }: Offer, minor: bigint): boolean =>
  (min === null || BigInt(min) <= minor) && (max === null || minor <= BigInt(max))

function keptOffers(facts: Facts | null, currency: Currency): readonly Offer[] | null {
  const { methods: lists } = readFacts(facts)
  const list = Object.hasOwn(lists, currency) ? lists[currency] : undefined
  const read = list === undefined ? null : parseJson(list)
  const offers = Array.isArray(read) ? read.filter(isOffer) : []
  return offers.length > 0 ? offers : null
}

const isOffer = (one: unknown): one is Offer =>
  typeof one === 'object' && one !== null && 'key' in one && 'titles' in one && 'country' in one && 'kind' in one &&
  'min' in one && isLimit(one.min) && 'max' in one && isLimit(one.max)

const isLimit = (limit: unknown): boolean => limit === null || (typeof limit === 'string' && /^[0-9]+$/.test(limit))
