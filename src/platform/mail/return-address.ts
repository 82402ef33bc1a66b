import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { parsePublicId, publicId } from '../../kernel/ids.ts'
import type { Id } from '../../kernel/ids.ts'
import { isMailAddress } from './address.ts'

/**
 * The envelope senders of letters (VERP): `<local>+<delivery><proof>@<domain>`. What a mail server returns to one names
 * the letter and proves that it left here. No case is kept by every server on the way, so letters are lower case.
 */
export type ReturnAddresses = {
  of(id: Id<'delivery'>): string
  /** The letter that an address names; null if the address is none of ours or its proof is wrong. */
  read(address: string): Id<'delivery'> | null
}

/** Digits of a delivery's public id. */
const ID_DIGITS = 26
/** 80 bits in hexadecimal. NIST SP 800-107, 5.3.3 asks for 64 at least; every guess is a command to our own server. */
const PROOF_DIGITS = 20
/** RFC 5321, 4.5.3.1.1: a local part has 64 octets at most. */
const LOCAL_MOST = 64 - 1 - ID_DIGITS - PROOF_DIGITS

/** Whether letters' addresses can be made from `text`: one plain ASCII address, at most 17 characters before the @, none a plus. */
export function isReturnAddress(text: string): boolean {
  const [, local = ''] = /^([^+@]+)@[\x21-\x7e]+$/.exec(text) ?? []
  return local !== '' && local.length <= LOCAL_MOST && text.length <= 254 - (64 - LOCAL_MOST) && isMailAddress(text)
}

/** `address` has been found to be a return address; `masterKey` is the installation's, from which a key for this alone is derived. */
export function returnAddresses(address: string, masterKey: Buffer): ReturnAddresses {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'kvit return address', 32))
  const [local = '', domain = ''] = address.toLowerCase().split('@')
  const proofOf = (digits: string): string => createHmac('sha256', key).update(digits).digest('hex').slice(0, PROOF_DIGITS)
  return {
    of(id) {
      const digits = publicId('delivery', id, null).slice(-ID_DIGITS)
      return `${local}+${digits}${proofOf(digits)}@${domain}`
    },
    read(given) {
      const text = given.toLowerCase()
      const [before, after] = [`${local}+`, `@${domain}`]
      if (!text.startsWith(before) || !text.endsWith(after)) return null
      const [, digits = '', proof = ''] = /^([0-9a-z]{26})([0-9a-f]{20})$/.exec(text.slice(before.length, -after.length)) ?? []
      if (digits === '' || !timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(digits)))) return null
      return parsePublicId('delivery', `dlv_${digits}`)?.id ?? null
    },
  }
}
