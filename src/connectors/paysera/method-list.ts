import { XMLParser } from 'fast-xml-parser'
import { LANGUAGES } from '../../kernel/language.ts'
import type { Method } from '../contract.ts'

/** A method as Paysera lists it for one currency. */
export type Offer = {
  readonly key: string
  /** By two-letter language; the list has some of ours, rarely all. */
  readonly titles: Readonly<Record<string, string>>
  readonly country: string | null
  readonly kind: Method['kind']
  /** Digits, minor units of the list's currency; null means no limit. */
  readonly min: string | null
  readonly max: string | null
}

const REPEATED = new Set(['country', 'payment_group', 'payment_type', 'title', 'min', 'max'])

/** One list has some hundreds of methods; more is no list. */
const MAX_OFFERS = 2000

/**
 * Reads the XML list of protocol sheet A8. Null if it is none. A method with a key that a request could not carry is
 * left out. Texts are trimmed, limits in another currency are dropped, entities of a document type are refused.
 */
export function readMethodList(xml: string, currency: string): readonly Offer[] | null {
  if (/<!DOCTYPE/i.test(xml)) return null
  const document = child(parseXml(xml), 'payment_types_document')
  if (document === null) return null
  const offers = children(document, 'country').flatMap((country) =>
    children(country, 'payment_group').flatMap((group) =>
      children(group, 'payment_type').flatMap((type) => readOffer(type, group, country, currency)),
    ),
  )
  return offers.length > MAX_OFFERS ? null : offers
}

function parseXml(xml: string): unknown {
  const parser = new XMLParser({
    ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false,
    isArray: (name) => REPEATED.has(name),
  })
  try {
    return parser.parse(xml)
  } catch {
    return null // an error page or half a document
  }
}

function readOffer(type: unknown, group: unknown, country: unknown, currency: string): readonly Offer[] {
  const key = text(child(type, '@key'))
  if (!/^[A-Za-z0-9_-]{1,20}$/.test(key)) return []
  const code = text(child(country, '@code')).toLowerCase()
  const isBank = text(child(type, 'is_iban')) === '1' || text(child(group, '@key')) === 'e-banking'
  return [{
    key,
    titles: readTitles(type, key),
    country: /^[a-z]{2}$/.test(code) ? code : null,
    kind: kindOf(key, isBank),
    min: readLimit(type, 'min', currency),
    max: readLimit(type, 'max', currency),
  }]
}

/** Titles in our languages; where English is missing, any other stands for it. */
function readTitles(type: unknown, key: string): Readonly<Record<string, string>> {
  const all = children(type, 'title').map((title) => [text(child(title, '@language')), text(title)] as const)
  const ours = all.filter(([language, title]) => title !== '' && LANGUAGES.some((one) => one === language))
  return { en: all.find(([, title]) => title !== '')?.[1] ?? key, ...Object.fromEntries(ours) }
}

/** The list has groups but no kinds; keys tell them. Examples of keys: protocol sheet A8. */
function kindOf(key: string, isBank: boolean): Method['kind'] {
  if (key === 'card' || key.endsWith('_card')) return 'card'
  if (['wallet', 'google_pay', 'apple_pay'].includes(key)) return 'wallet'
  if (/leasing|bnpl|inbank|credit/.test(key)) return 'credit'
  return isBank ? 'bank' : 'other'
}

function readLimit(type: unknown, name: 'min' | 'max', currency: string): string | null {
  const [limit] = children(type, name)
  const amount = text(child(limit, '@amount'))
  return /^[0-9]{1,15}$/.test(amount) && text(child(limit, '@currency')) === currency ? amount : null
}

function child(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return null
  return Object.entries(node).find(([key]) => key === name)?.[1] ?? null
}

function children(node: unknown, name: string): readonly unknown[] {
  const found = child(node, name)
  return Array.isArray(found) ? found : []
}

/** The text of an element or attribute; an element with attributes keeps it under `#text`. */
function text(node: unknown): string {
  const found = typeof node === 'string' ? node : child(node, '#text')
  return typeof found === 'string' ? found.trim() : ''
}
