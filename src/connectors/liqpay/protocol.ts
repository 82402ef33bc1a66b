import { hash, timingSafeEqual } from 'node:crypto'
import { isUtf8 } from 'node:buffer'
import type { Secret } from '../../kernel/secret.ts'

/** What a signature is made with, weakest first: version 3 of the protocol has SHA-1, version 7 SHA3-256. Source: protocol sheet 3. */
export const ALGORITHMS = ['sha1', 'sha3-256'] as const
export type Algorithm = (typeof ALGORITHMS)[number]

/** `data` of a request: standard Base64 of the UTF-8 JSON, padded, in one line. A half of a surrogate pair becomes U+FFFD. Source: 3. */
export const encode = (json: string): string => Buffer.from(json, 'utf8').toString('base64')

/**
 * The `signature` beside `data`, the same both ways. What is hashed is the Base64 text as transmitted, between two copies
 * of the private key, all as UTF-8. Result: Base64 of the raw digest, 28 characters for SHA-1, 44 for SHA3-256. Source: 3.
 */
export const sign = (data: string, privateKey: Secret, algorithm: Algorithm): string =>
  hash(algorithm, privateKey.reveal() + data + privateKey.reveal(), 'base64')

/** Whether `signature` belongs to `data`, by this algorithm and no other. */
export const isSignedBy = (data: string, signature: string, privateKey: Secret, algorithm: Algorithm): boolean =>
  timingSafeEqual(digest(sign(data, privateKey, algorithm)), digest(signature))

/** Both sides are hashed first, so that unequal lengths neither throw nor take another time. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

/** The JSON text in a `data`. Null unless it is the one encoding of its bytes and these are UTF-8. */
export function decode(data: string): string | null {
  const bytes = Buffer.from(data, 'base64')
  return bytes.toString('base64') === data && isUtf8(bytes) ? bytes.toString('utf8') : null
}
