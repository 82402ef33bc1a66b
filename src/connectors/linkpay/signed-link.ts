import { createHmac } from 'node:crypto'
import type { Secret } from '../../kernel/secret.ts'

/**
 * Percent-encoding of UTF-8 that no browser and no mail program rewrites: everything but `A-Z a-z 0-9 - _ .` is
 * escaped, in upper-case hex, after bringing the text to NFC. Source: protocol sheet 2.2, trap 3 and 4.
 */
const escaped = (text: string): string =>
  encodeURIComponent(text.toWellFormed().normalize('NFC')).replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** The parameters as they stand in the address, names ascending. What is signed is this text, byte for byte. Source: 2.2. */
export const linkQuery = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&')

/** The signature of a query: lower-case hex of an HMAC-SHA256, 64 characters. The secret is text, never decoded. Source: 2.2. */
export const signQuery = (query: string, apiSecret: Secret): string => createHmac('sha256', apiSecret.reveal()).update(query).digest('hex')

/** The address of one signed link. `prefix` is without token and without a slash at its end. Source: 2.2. */
export function signedLink(prefix: string, parameters: Readonly<Record<string, string>>, apiSecret: Secret): string {
  const query = linkQuery(parameters)
  return `${prefix.replace(/\/+$/, '')}?${query}&hmac=${signQuery(query, apiSecret)}`
}
