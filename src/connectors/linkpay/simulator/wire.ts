import { createHmac, timingSafeEqual } from 'node:crypto'

/** 64 lower-case hex digits over the query exactly as it stands in the address, without `&hmac=`. Source: sheet 2.2. */
export const linkSignature = (query: string, secret: string): string =>
  createHmac('sha256', Buffer.from(secret, 'utf8')).update(query, 'latin1').digest('hex')

/** In a time that does not tell where the texts begin to differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * The text behind percent escapes; upper-case and lower-case digits are the same. Null where an escape is no escape or
 * the bytes are no UTF-8. A `+` stays a plus.
 */
export function percentDecode(text: string): string | null {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) !== '%') {
      bytes.push(text.charCodeAt(at))
      continue
    }
    const digits = text.slice(at + 1, at + 3)
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return null
    bytes.push(Number.parseInt(digits, 16))
    at += 2
  }
  const buffer = Buffer.from(bytes)
  const decoded = buffer.toString('utf8')
  return Buffer.from(decoded, 'utf8').equals(buffer) ? decoded : null
}

export type Query = { readonly fields: ReadonlyMap<string, string>; readonly twice: ReadonlySet<string>; readonly broken: ReadonlySet<string> }

/** A query in the order it came. `broken` names parameters that cannot be decoded, `twice` those that came again. */
export function readQuery(query: string): Query {
  const fields = new Map<string, string>()
  const twice = new Set<string>()
  const broken = new Set<string>()
  for (const pair of query.split('&').filter((one) => one !== '')) {
    const cut = pair.indexOf('=')
    const rawName = cut < 0 ? pair : pair.slice(0, cut)
    const name = percentDecode(rawName)
    const value = percentDecode(cut < 0 ? '' : pair.slice(cut + 1))
    if (name === null || value === null) broken.add(name ?? rawName)
    else if (fields.has(name)) twice.add(name)
    else fields.set(name, value)
  }
  return { fields, twice, broken }
}

/** A browser's form body: as a query, but a space is a plus. What cannot be decoded is left out. */
export const readForm = (body: string): ReadonlyMap<string, string> => readQuery(body.replaceAll('+', '%20')).fields

/** `name=value` pairs with everything escaped but letters, digits, `-`, `_` and `.`. */
export const writeQuery = (pairs: Iterable<readonly [string, string]>): string =>
  Array.from(pairs, ([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&')

function escaped(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const char = String.fromCharCode(byte)
    return /^[A-Za-z0-9._-]$/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}

/** Adds parameters to an address that may have a query or a fragment already. */
export function withQuery(url: string, pairs: Iterable<readonly [string, string]>): string {
  const [address = '', fragment] = url.split(/#(.*)/s, 2)
  const query = writeQuery(pairs)
  const joined = address.includes('?') ? `${address}&${query}` : `${address}?${query}`
  return fragment === undefined ? joined : `${joined}#${fragment}`
}

/** User and password of `Authorization: Basic`. Null if it is something else. */
export function readBasic(header: string | null): { readonly user: string; readonly password: string } | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(header ?? '') ?? []
  if (encoded === undefined) return null
  const [, user, password] = /^([^:]*):([^]*)$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  return user === undefined || password === undefined ? null : { user, password }
}
