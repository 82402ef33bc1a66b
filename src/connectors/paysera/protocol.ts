import { createDecipheriv, createPublicKey, hash, timingSafeEqual, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Secret } from '../../kernel/secret.ts'
import { decodeBase64 } from './form.ts'

/**
 * How a callback proved itself, weakest first. `encrypted` is a mode of its own, chosen in the channel's settings:
 * it is never compared with the others.
 */
export const PROOFS = ['ss1', 'ss2', 'ss3', 'encrypted'] as const
export type Proof = (typeof PROOFS)[number]

export type Verdict =
  | { readonly kind: 'proved'; readonly proof: Proof }
  /** The password is right, the key at hand is not: Paysera may have changed its key. */
  | { readonly kind: 'stale'; readonly reason: string }
  | { readonly kind: 'forged'; readonly reason: string }

/** The signed fields of a callback as received after percent-decoding. Null: the field did not come. */
export type Signed = {
  readonly data: string
  readonly ss1: string | null
  readonly ss2: string | null
  readonly ss3: string | null
}

/**
 * `sign` beside the `data` of a request and `ss1` beside the `data` of a callback: 32 lower-case hexadecimal
 * characters, MD5 over the encoded `data` followed by the project's password. Source: protocol sheet A2, A6a.
 */
export const sign = (data: string, password: Secret): string =>
  hash('md5', data + password.reveal(), 'hex')

/** Whether `ss1` belongs to `data`. Case matters, as it does for the provider's own library. */
export const isSignedBy = (data: string, ss1: string, password: Secret): boolean =>
  timingSafeEqual(digest(sign(data, password)), digest(ss1))

/** Both sides are hashed first, so that unequal lengths neither throw nor take another time. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer')

/**
 * Judges a signed callback: `ss1` always, because it alone names the project, and every RSA signature present.
 * `keys` are tried in turn; the newest comes first. `pinned` is the strongest proof this channel ever saw.
 */
export function judge(signed: Signed, password: Secret, keys: readonly KeyObject[], pinned: string | null): Verdict {
  const { data, ss1, ss2, ss3 } = signed
  if (ss1 === null) return { kind: 'forged', reason: 'ss1 is missing' }
  if (!isSignedBy(data, ss1, password)) return { kind: 'forged', reason: 'ss1 does not fit the password' }
  const proof = ss3 !== null ? 'ss3' : ss2 !== null ? 'ss2' : 'ss1'
  if (isWeaker(proof, pinned)) return { kind: 'forged', reason: `${proof} only, where ${pinned} was seen before` }
  if (proof === 'ss1') return { kind: 'proved', proof }
  const two = ss2 === null ? null : decodeBase64(ss2)
  const three = ss3 === null ? null : decodeBase64(ss3)
  if ((ss2 !== null && two === null) || (ss3 !== null && three === null)) {
    return { kind: 'forged', reason: 'an RSA signature is not Base64' }
  }
  const signedBytes = Buffer.from(data, 'utf8')
  for (const key of keys) {
    const fits = [two && isCertifiedBy('RSA-SHA1', signedBytes, two, key), three && isCertifiedBy('RSA-SHA256', signedBytes, three, key)]
    if (!fits.includes(false)) return { kind: 'proved', proof }
    if (fits.includes(true)) return { kind: 'forged', reason: 'one of two RSA signatures does not fit' }
  }
  return { kind: 'stale', reason: keys.length > 0 ? 'no known key of Paysera fits' : 'the key of Paysera is not known yet' }
}

/** `ss2` is RSASSA-PKCS1-v1_5 with SHA-1 over the encoded `data`, `ss3` the same with SHA-256. Source: sheet A6a. */
const isCertifiedBy = (algorithm: 'RSA-SHA1' | 'RSA-SHA256', data: Buffer, signature: Buffer, key: KeyObject): boolean =>
  verify(algorithm, data, key, signature)

const SIGNED_PROOFS = ['ss1', 'ss2', 'ss3'] as const

function isWeaker(proof: (typeof SIGNED_PROOFS)[number], pinned: string | null): boolean {
  return SIGNED_PROOFS.indexOf(proof) < SIGNED_PROOFS.findIndex((one) => one === pinned)
}

/**
 * The key Paysera serves: an X.509 certificate or a bare public key, in PEM, with any text around it. Null if there
 * is no RSA key in it. The dates of the certificate are not looked at; the provider's own library does not either.
 */
export function readKey(pem: string): KeyObject | null {
  const [block] = /-----BEGIN (CERTIFICATE|PUBLIC KEY)-----[\sA-Za-z0-9+/=]+-----END \1-----/.exec(pem) ?? []
  try {
    const key = createPublicKey(block ?? '')
    return key.asymmetricKeyType === 'rsa' ? key : null
  } catch {
    return null // what OpenSSL cannot read is no key
  }
}

const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Opens the `data` of a project whose callbacks are encrypted: Base64 of 12 bytes IV, ciphertext, 16 bytes tag;
 * AES-256-GCM without associated data; the key is the password's bytes cut or zero-padded to 32. The plain text is
 * the form string. Null if the tag does not fit: whoever lacks the password cannot make one. Source: sheet A6b.
 */
export function open(data: string, password: Secret): Buffer | null {
  const bytes = decodeBase64(data)
  if (bytes === null || bytes.length < IV_BYTES + TAG_BYTES) return null
  const key = Buffer.alloc(32)
  Buffer.from(password.reveal(), 'utf8').copy(key)
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  cipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const plain = cipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES))
  try {
    return Buffer.concat([plain, cipher.final()])
  } catch {
    return null // Node says "tag does not fit" by throwing
  }
}
