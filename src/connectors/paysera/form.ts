import { isUtf8 } from 'node:buffer'
import type { Result } from '../../kernel/result.ts'
import { err, ok } from '../../kernel/result.ts'

/** Parameters of one form string by name. A Map, so that a name such as `__proto__` is a name like any other. */
export type Fields = ReadonlyMap<string, string>

const UNRESERVED = /[^A-Za-z0-9_.-]/gu

/**
 * `application/x-www-form-urlencoded` as PHP writes it: UTF-8, a space is `+`, everything but letters, digits and
 * `-_.` is upper-case `%XX`. A half of a surrogate pair becomes U+FFFD. Source: protocol sheet A2, step 1.
 */
export const encodeForm = (pairs: readonly (readonly [name: string, value: string])[]): string =>
  pairs.map(([name, value]) => `${encodeText(name)}=${encodeText(value)}`).join('&')

const encodeText = (text: string): string =>
  text.replace(UNRESERVED, (sign) => (sign === ' ' ? '+' : [...Buffer.from(sign, 'utf8')].map(percent).join('')))

const percent = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`

/**
 * Reads a form string that two readers could not read differently; anything else is an error with its reason.
 * Refused are bytes outside printable ASCII, a broken `%`, text that is not UTF-8, a byte order mark, and a name
 * that comes twice, also when PHP alone would take two spellings (`a.b`, `a b`, `a[]`) for one name.
 */
export function parseForm(text: string): Result<Fields, string> {
  if (/[^\x21-\x7e]/.test(text)) return err('a character that no form encoder leaves as it is')
  const fields = new Map<string, string>()
  const spellings = new Set<string>()
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const cut = pair.indexOf('=')
    const name = decodeText(cut < 0 ? pair : pair.slice(0, cut))
    const value = cut < 0 ? '' : decodeText(pair.slice(cut + 1))
    if (name === null || value === null) return err('broken percent-encoding or text that is not UTF-8')
    if (name.startsWith('\uFEFF')) return err('a byte order mark')
    const spelling = phpName(name)
    if (spellings.has(spelling)) return err('a name that comes twice')
    spellings.add(spelling)
    fields.set(name, value)
  }
  return ok(fields)
}

/** The variable PHP would put a field of this name into; the provider's own software is PHP. */
const phpName = (name: string): string => name.replace(/^ +/, '').replace(/[\0[].*$/s, '').replace(/[ .]/g, '_')

function decodeText(text: string): string | null {
  if (!/[%+]/.test(text)) return text // most fields: `parseForm` has let through printable ASCII only
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null
  const bytes = Buffer.from(
    text.replaceAll('+', ' ').replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  return isUtf8(bytes) ? bytes.toString('utf8') : null
}

/** Base64 with `-_` for `+/` and the padding kept: `data`, `ss2` and `ss3`. Source: protocol sheet A2, steps 2 and 3. */
export const encodeBase64 = (bytes: Buffer): string =>
  bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')

/** Takes both alphabets, as the provider's own reader does. Null unless the text is the one encoding of its bytes. */
export function decodeBase64(text: string): Buffer | null {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  const bytes = Buffer.from(standard, 'base64')
  return bytes.toString('base64') === standard ? bytes : null
}
