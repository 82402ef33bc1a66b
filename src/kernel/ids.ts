import { randomFillSync } from 'node:crypto'

/** Test objects never meet live money; the word stands in the id and in the database. */
export type Mode = 'test' | 'live'

/** Prefix of each kind of public id. Source: the vocabulary in `docs/glossary.md`. */
export const ID_PREFIX = {
  merchant: 'mer', store: 'sto', channel: 'chn', user: 'usr', apiKey: 'key', invitation: 'ivt', session: 'ses',
  customer: 'cus', product: 'prd', invoice: 'inv', creditNote: 'crn', link: 'lnk', delivery: 'dlv', recurring: 'rci',
  attempt: 'att', payment: 'pay', allocation: 'alc', refund: 'ref', journalEntry: 'jou',
  cashRegister: 'reg', cashier: 'csr', cashierSession: 'cse', shift: 'shf', cashMove: 'csh', fiscalDocument: 'fsd', offlineSession: 'ofs', receipt: 'rcp',
  moneyAccount: 'acc', payout: 'pyo', statementImport: 'sti', statementLine: 'bsl', match: 'mch',
  payerAccess: 'pac', inboundMessage: 'inb', event: 'evt', auditRecord: 'aud',
} as const

export type IdKind = keyof typeof ID_PREFIX

/** A UUIDv7 as PostgreSQL prints it: 36 characters, lower case. Kinds do not mix: an `Id<'invoice'>` is no `Id<'payment'>`. */
export type Id<K extends IdKind> = string & { readonly __kind: K }

// Crockford's base 32 without i, l, o, u; 26 characters hold the 128 bits.
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

const last = { ms: 0, counter: 0 }

/** Random bytes are fetched for 512 ids at a time: one call to the system's generator costs more than the rest of an id. */
const random = { bytes: Buffer.alloc(4096), used: 4096 }

/** Copies eight bytes that nobody has had before. */
function fillRandom(target: Buffer, at: number): void {
  if (random.used === random.bytes.length) {
    randomFillSync(random.bytes)
    random.used = 0
  }
  random.bytes.copy(target, at, random.used, random.used + 8)
  random.used += 8
}

/**
 * A new UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then a 12-bit counter that keeps ids of one
 * process in order, then 62 random bits. Ids reveal their time of making and are never used as public tokens.
 */
export function newId<K extends IdKind>(_kind: K, nowMs: number = Date.now()): Id<K> {
  if (nowMs > last.ms) {
    last.ms = nowMs
    last.counter = 0
  } else if (++last.counter > 0xfff) {
    last.ms += 1
    last.counter = 0
  }
  const bytes = Buffer.alloc(16)
  fillRandom(bytes, 8)
  bytes.writeUIntBE(last.ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | last.counter, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  const text = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return text as Id<K>
}

/** A UUID as text: ids made at this moment or later stand behind it, those made earlier before it. Unix milliseconds; what is before 1970 counts as 1970. */
export const firstIdOf = (atMs: number): string => {
  const hex = Math.max(0, atMs).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/**
 * The id as the outside sees it: `inv_test_06f2…`. Objects that are born in one mode and stay in it carry
 * the mode; a merchant, store, channel, user or key passes `null`, because it outlives the step from test to live.
 */
export function publicId<K extends IdKind>(kind: K, id: Id<K>, mode: Mode | null): string {
  let value = BigInt(`0x${id.replaceAll('-', '')}`)
  let digits = ''
  for (let n = 0; n < 26; n++) {
    digits = DIGITS.charAt(Number(value & 31n)) + digits
    value >>= 5n
  }
  return mode === null ? `${ID_PREFIX[kind]}_${digits}` : `${ID_PREFIX[kind]}_${mode}_${digits}`
}

/** Reads a public id of this kind. Null if it is of another kind or no id at all; the mode is null where the kind has none. */
export function parsePublicId<K extends IdKind>(kind: K, text: string): { id: Id<K>; mode: Mode | null } | null {
  const [, prefix, mode, digits] = /^([a-z]{3})_(?:(test|live)_)?([0-9a-hjkmnp-tv-z]{26})$/.exec(text) ?? []
  if (prefix !== ID_PREFIX[kind] || digits === undefined) return null
  let value = 0n
  for (const digit of digits) value = (value << 5n) | BigInt(DIGITS.indexOf(digit))
  if (value >> 128n !== 0n) return null
  const hex = value.toString(16).padStart(32, '0')
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return { id: id as Id<K>, mode: mode === 'test' || mode === 'live' ? mode : null }
}

/** Reads an id as the database writes it, such as one that came back in a paging cursor. Null if it is none. */
export function storedId<K extends IdKind>(_kind: K, text: string): Id<K> | null {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text as Id<K> : null
}
