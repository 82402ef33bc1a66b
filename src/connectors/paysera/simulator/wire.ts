import { createCipheriv, createHash, randomBytes, sign, type KeyObject } from 'node:crypto'

/** Parameters in the order in which they travel. A repeated name keeps its last value, as in PHP. */
export type Fields = ReadonlyMap<string, string>

const UNRESERVED = /^[A-Za-z0-9._-]$/

function encodeText(text: string): string {
  let out = ''
  for (const byte of Buffer.from(text, 'utf8')) {
    const char = String.fromCharCode(byte)
    if (char === ' ') out += '+'
    else if (UNRESERVED.test(char)) out += char
    else out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

/** PHP's form encoding: only letters, digits, `-`, `_`, `.` stay; a space is `+`. Source: Paysera sheet A2, step 1. */
export const formEncode = (fields: Iterable<readonly [string, string]>): string =>
  Array.from(fields, ([name, value]) => `${encodeText(name)}=${encodeText(value)}`).join('&')

function decodeBytes(text: string): Buffer {
  const plain = Buffer.from(text.replaceAll('+', ' '), 'utf8')
  const out: number[] = []
  for (let at = 0; at < plain.length; at++) {
    const hex = plain.toString('latin1', at + 1, at + 3)
    if (plain[at] === 0x25 && /^[0-9A-Fa-f]{2}$/.test(hex)) {
      out.push(Number.parseInt(hex, 16))
      at += 2
    } else {
      out.push(plain[at] ?? 0)
    }
  }
  return Buffer.from(out)
}

/** What a form string says; `notUtf8` names the fields whose bytes are no UTF-8 and were read with U+FFFD. */
type Form = { readonly fields: Fields; readonly notUtf8: ReadonlySet<string> }

export function formDecode(form: string): Form {
  const fields = new Map<string, string>()
  const notUtf8 = new Set<string>()
  for (const pair of form.split('&')) {
    if (pair === '') continue
    const cut = pair.indexOf('=')
    const name = decodeBytes(cut < 0 ? pair : pair.slice(0, cut)).toString('utf8')
    const bytes = cut < 0 ? Buffer.alloc(0) : decodeBytes(pair.slice(cut + 1))
    const value = bytes.toString('utf8')
    if (!Buffer.from(value, 'utf8').equals(bytes)) notUtf8.add(name)
    fields.set(name, value)
  }
  return { fields, notUtf8 }
}

/** Base64 with `-` for `+` and `_` for `/`, padding kept. Source: Paysera sheet A2, steps 2 and 3. */
export const toWire = (bytes: Buffer): string =>
  bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')

/** The bytes behind either alphabet. Null if the text is not whole Base64 with its padding. */
export function fromWire(text: string): Buffer | null {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  const whole = standard.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(standard)
  return whole ? Buffer.from(standard, 'base64') : null
}

/** `data` of a request or of a signed callback. */
export const pack = (fields: Iterable<readonly [string, string]>): string => toWire(Buffer.from(formEncode(fields), 'utf8'))

/** What is inside `data`. Null if it is not Base64. */
export function unpack(data: string): Form | null {
  const bytes = fromWire(data)
  return bytes === null ? null : formDecode(bytes.toString('latin1'))
}

/** `sign` of a request and `ss1` of a callback: MD5 over the encoded `data` followed by the password. 32 lower-case hex digits. */
export const passwordSignature = (data: string, password: string): string =>
  createHash('md5').update(data, 'utf8').update(password, 'utf8').digest('hex')

/** `ss2` (SHA-1) or `ss3` (SHA-256): RSASSA-PKCS1-v1_5 over the encoded `data`. Source: Paysera sheet A6a. */
export const keySignature = (hash: 'sha1' | 'sha256', data: string, key: KeyObject): string =>
  toWire(sign(hash, Buffer.from(data, 'utf8'), key))

/** The AES-256 key PHP's OpenSSL makes of a password: zero-padded on the right to 32 bytes, or cut to them. */
export function cipherKey(password: string): Buffer {
  const key = Buffer.alloc(32)
  Buffer.from(password, 'utf8').copy(key)
  return key
}

/** `data` of an encrypted callback: 12 bytes of IV, AES-256-GCM cipher text, 16 bytes of tag. Source: Paysera sheet A6b. */
export function seal(form: string, password: string, iv: Buffer = randomBytes(12)): string {
  const cipher = createCipheriv('aes-256-gcm', cipherKey(password), iv)
  return toWire(Buffer.concat([iv, cipher.update(form, 'utf8'), cipher.final(), cipher.getAuthTag()]))
}
