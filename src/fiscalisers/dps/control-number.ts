import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Secret } from '../../kernel/secret.ts'
import type { Moment } from '../tables/moment.ts'

/** What a document's control number is reckoned from. */
type Controlled = Moment & {
  readonly localNumber: number
  readonly registerNumber: string
  readonly deskNumber: string
  /** CHECKTOTAL/SUM as the document has it, with two decimals; null where it has none. */
  readonly sum: string | null
  /** Null where the document has none. */
  readonly previousHash: string | null
}

/**
 * The control number of a document made offline: 1 to 9999. CRC-32 of IEEE 802.3, its four bytes read in reverse order,
 * modulo 10000; zero is 1. Source: protocol sheet A9 with the official example.
 */
export function controlNumber(seed: Secret, of: Controlled): number {
  const parts = [seed.reveal(), of.date, of.time, String(of.localNumber), of.registerNumber, of.deskNumber, of.sum, of.previousHash]
  return controlOf(parts.filter((part) => part !== null).join(','))
}

export function controlOf(text: string): number {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(text))
  return bytes.readUInt32LE() % 10_000 || 1
}

/** `<session>.<number within the session, from 1>.<control number>`. Source: A9. */
export const offlineNumber = (sessionId: string, number: number, control: number): string => `${sessionId}.${number}.${control}`

/** Of the previous document of an offline session, as it goes out: 64 hexadecimal digits, lower case. Source: A10. */
export const chainHash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
