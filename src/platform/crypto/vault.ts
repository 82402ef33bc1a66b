import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { Secret } from '../../kernel/secret.ts'
import { inTransaction } from '../db/database.ts'
import type { Db } from '../db/database.ts'

/** Where a secret belongs. Sealed bytes open only in the place they were sealed for. */
export type Place = { readonly merchantId: string; readonly objectId: string; readonly field: string }

/**
 * Seals secrets for the database and opens them again. Each record has a data key of its own, wrapped by the master
 * key, so the master key's nonces are drawn once a record and stay far under the 2^32 that NIST SP 800-38D allows.
 */
export type Vault = {
  /** True with no master key, or another than the data was sealed with. Nothing can be sealed or opened then. */
  readonly isLocked: boolean
  /** Throws `VaultLocked`. */
  seal(plain: Secret, place: Place): Buffer
  /** Throws `VaultLocked`, also for one record that was sealed with another key, and `SealBroken`. */
  unseal(sealed: Buffer, place: Place): Secret
}

/** The process has not the key that is needed. Answered with 503, because a later try may find it. */
export class VaultLocked extends Error {
  override readonly name = 'VaultLocked'
}

/** The sealed bytes were changed, or belong to another merchant, object or field. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

const VERSION = 1
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_ID_BYTES = 8
const BOX_BYTES = NONCE_BYTES + TAG_BYTES
const HEAD_BYTES = 1 + KEY_ID_BYTES
const WRAPPED_BYTES = BOX_BYTES + KEY_BYTES

/** Reads KVIT_MASTER_KEY: 32 bytes in base64 or base64url. Null if it is anything else. */
export function masterKeyOf(text: Secret): Buffer | null {
  const given = text.reveal().trim()
  const key = Buffer.from(given, 'base64')
  return key.length === KEY_BYTES && /^[A-Za-z0-9+/_-]{43}=?$/.test(given) ? key : null
}

/**
 * Opens the vault with this master key. Sealed form: version (1 byte), key id (8), wrapped data key (nonce 12, tag 16,
 * key 32), then the secret (nonce 12, tag 16, ciphertext); both boxes AES-256-GCM with head and place as associated data.
 */
export function openVault(masterKey: Buffer): Vault {
  const head = Buffer.concat([Buffer.of(VERSION), keyIdOf(masterKey)])
  return {
    isLocked: false,
    seal(plain, place) {
      const about = aboutOf(head, place)
      const dataKey = randomBytes(KEY_BYTES)
      return Buffer.concat([head, lock(masterKey, dataKey, about), lock(dataKey, Buffer.from(plain.reveal(), 'utf8'), about)])
    },
    unseal(sealed, place) {
      if (sealed.length < HEAD_BYTES + WRAPPED_BYTES + BOX_BYTES || sealed[0] !== VERSION) throw new SealBroken('not a sealed secret')
      if (!sealed.subarray(0, HEAD_BYTES).equals(head)) throw new VaultLocked('sealed with another master key')
      const about = aboutOf(head, place)
      const dataKey = unlock(masterKey, sealed.subarray(HEAD_BYTES, HEAD_BYTES + WRAPPED_BYTES), about)
      return new Secret(unlock(dataKey, sealed.subarray(HEAD_BYTES + WRAPPED_BYTES), about).toString('utf8'))
    },
  }
}

function refuse(): never {
  throw new VaultLocked('the master key is missing or is not the one the data was sealed with')
}

export const lockedVault: Vault = { isLocked: true, seal: refuse, unseal: refuse }

/**
 * The vault of this installation. The first key ever shown becomes the installation's; with none, or with another
 * one, the vault is locked: the server runs, but nothing that needs a secret is answered.
 */
export async function openInstallationVault(db: Db, masterKey: Buffer | null, at: Date): Promise<Vault> {
  if (masterKey === null) return lockedVault
  const check = createHmac('sha256', masterKey).update('kvit instance key').digest()
  const keyId = keyIdOf(masterKey).toString('hex')
  const known = await inTransaction(db, async (tx) => {
    // Two servers that start at once with different keys must not both be first.
    await sql`lock table instance_key in share row exclusive mode`.execute(tx)
    const keys = await tx.selectFrom('instance_key').select(['key_id', 'check_value']).execute()
    if (keys.length > 0) return keys.find((one) => one.key_id === keyId)
    return tx.insertInto('instance_key').values({
      key_id: keyId, check_value: check, created_at: at,
    }).returningAll().executeTakeFirstOrThrow()
  })
  const isOurs = known !== undefined && known.check_value.length === check.length && timingSafeEqual(known.check_value, check)
  return isOurs ? openVault(masterKey) : lockedVault
}

/** Tells keys apart without telling anything of the key. */
const keyIdOf = (masterKey: Buffer): Buffer =>
  createHash('sha256').update('kvit key id').update(masterKey).digest().subarray(0, KEY_ID_BYTES)

/** Each part with its length before it, so that no two places read the same. */
function aboutOf(head: Buffer, { merchantId, objectId, field }: Place): Buffer {
  const parts = [merchantId, objectId, field].map((part) => `${Buffer.byteLength(part)}:${part}`)
  return Buffer.concat([head, Buffer.from(parts.join(''), 'utf8')])
}

/** 96 random bits, as NIST SP 800-38D section 8.2.2 has them. */
export const newNonce = (): Buffer => randomBytes(NONCE_BYTES)

/** Nonce, tag, ciphertext. */
function lock(key: Buffer, plain: Buffer, about: Buffer): Buffer {
  const nonce = newNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(about)
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text])
}

function unlock(key: Buffer, box: Buffer, about: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(about)
  decipher.setAuthTag(box.subarray(NONCE_BYTES, BOX_BYTES))
  const text = decipher.update(box.subarray(BOX_BYTES))
  try {
    return Buffer.concat([text, decipher.final()])
  } catch {
    throw new SealBroken('the seal does not hold: changed bytes, or another merchant, object or field')
  }
}
