import type { KeyObject } from 'node:crypto'
import type { Currency } from '../../money/currency.ts'
import type { Facts, Http, Outcome, Setup } from '../contract.ts'
import type { Config } from './config.ts'
import { readMethodList } from './method-list.ts'
import { readKey } from './protocol.ts'

/** How many of Paysera's keys are kept: the one served now and the one before, for callbacks sent across a change. */
const KEYS_KEPT = 2

/**
 * What is kept between calls. A method list stays JSON text of its own, so that a callback, which needs only keys,
 * need not parse it.
 */
type Kept = { readonly keys: readonly string[]; readonly methods: Readonly<Record<string, string>> }

const NOTHING: Kept = { keys: [], methods: {} }

function readKept(facts: Facts | null): Kept {
  const read = facts === null ? null : parseJson(facts)
  if (typeof read !== 'object' || read === null || !('keys' in read) || !('methods' in read)) return NOTHING
  const { keys, methods } = read
  if (!Array.isArray(keys) || typeof methods !== 'object' || methods === null) return NOTHING
  return {
    keys: keys.filter((key) => typeof key === 'string'),
    methods: Object.fromEntries(Object.entries(methods).filter(([, list]) => typeof list === 'string')),
  }
}

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // facts of another release are no facts
  }
}

/** The keys a signature may fit, newest first; none before the first `refresh`. `methods`: JSON text per currency. */
export function readFacts(facts: Facts | null): { readonly keys: readonly KeyObject[]; readonly methods: Kept['methods'] } {
  const kept = readKept(facts)
  return { keys: kept.keys.map(readKey).filter((key) => key !== null), methods: kept.methods }
}

const keysRead = new WeakMap<Setup<Config>, readonly KeyObject[]>()

/** The keys of `readFacts`, read once for each set-up: its facts never change, and every callback asks for them. */
export function keysOf(setup: Setup<Config>): readonly KeyObject[] {
  const keys = keysRead.get(setup) ?? readFacts(setup.facts).keys
  keysRead.set(setup, keys)
  return keys
}

/**
 * Fetches the key and the method list of each currency. Unknown if there is no usable key; a method list that cannot
 * be had now stays as it was, because the pay page works without one. Source: protocol sheet A1, A8.
 */
export async function refresh(
  { config, endpoints, facts }: Setup<Config>, currencies: readonly Currency[], http: Http,
): Promise<Outcome<Facts>> {
  const before = readKept(facts)
  const [served, ...lists] = await Promise.all([
    fetchText(endpoints['key'], '/download/public.key', http),
    ...currencies.map((currency) => fetchMethods(endpoints['methods'], config.projectId, currency, http)),
  ])
  if (served === null) return { kind: 'unknown', cause: 'the key of Paysera could not be fetched' }
  const key = readKey(served)
  if (key === null) return { kind: 'unknown', cause: 'what Paysera serves as its key is no RSA key' }
  // A bare key is read several times faster than a certificate.
  const newest = key.export({ type: 'spki', format: 'pem' }).toString()
  const kept: Kept = {
    keys: [...new Set([newest, ...before.keys])].slice(0, KEYS_KEPT),
    methods: { ...before.methods, ...Object.fromEntries(lists.filter((list) => list !== null)) },
  }
  return { kind: 'done', value: JSON.stringify(kept) }
}

async function fetchMethods(
  host: string | undefined, projectId: string, currency: Currency, http: Http,
): Promise<readonly [Currency, string] | null> {
  const xml = await fetchText(host, `/payment-methods/${projectId}/currency:${currency}`, http)
  const list = xml === null ? null : readMethodList(xml, currency)
  return list === null ? null : [currency, JSON.stringify(list)]
}

async function fetchText(host: string | undefined, path: string, http: Http): Promise<string | null> {
  if (host === undefined) return null
  const answer = await http({ method: 'GET', url: host + path })
  return answer.kind === 'answer' && answer.status === 200 ? answer.body : null
}
