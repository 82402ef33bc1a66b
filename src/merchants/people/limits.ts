import { isIPv6 } from 'node:net'
import type { Db } from '../../platform/db/database.ts'
import { takeEach } from '../../platform/http/rate-limit.ts'
import type { Take } from '../../platform/http/rate-limit.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

type Limit = { readonly limit: number; readonly windowMs: number }

/**
 * How often a guarded act may be tried: `pair` by one network for one account, `account` by all the world for one
 * account, `address` by one network for all accounts. Counted before the password is looked at.
 */
const LIMITS = {
  sign_in: {
    pair: { limit: 10, windowMs: 15 * MINUTE_MS }, account: { limit: 100, windowMs: HOUR_MS },
    address: { limit: 60, windowMs: 15 * MINUTE_MS },
  },
  register: {
    pair: { limit: 5, windowMs: HOUR_MS }, account: { limit: 10, windowMs: HOUR_MS },
    address: { limit: 20, windowMs: HOUR_MS },
  },
  reset: {
    pair: { limit: 5, windowMs: HOUR_MS }, account: { limit: 10, windowMs: HOUR_MS },
    address: { limit: 30, windowMs: HOUR_MS },
  },
  redeem: {
    pair: { limit: 10, windowMs: 15 * MINUTE_MS }, account: { limit: 30, windowMs: HOUR_MS },
    address: { limit: 60, windowMs: 15 * MINUTE_MS },
  },
} as const satisfies Record<string, { pair: Limit; account: Limit; address: Limit }>

export type TooMany = { readonly code: 'too_many'; readonly retryAfterMs: number }

type Tried = {
  /** The account that is tried: an address, or the hash of a link. */
  readonly email: string
  readonly address: string
  readonly at: Date
}

/** Counts one try of the act. Null if it may go on. */
export async function limited(db: Db, act: keyof typeof LIMITS, { email, address, at }: Tried): Promise<TooMany | null> {
  const network = networkOf(address)
  const { pair, account, address: byAddress } = LIMITS[act]
  const takes: Take[] = [
    { key: `${act}/network/${network}`, ...byAddress, at },
    { key: `${act}/pair/${network}/${email}`, ...pair, at },
    { key: `${act}/account/${email}`, ...account, at },
  ]
  const taken = await takeEach(db, takes)
  return taken.isAllowed ? null : { code: 'too_many', retryAfterMs: taken.retryAfterMs }
}

/** Whoever has one IPv6 address has at least the 2^64 of its network, so those count as one. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).map((part) => Number.parseInt(part, 16).toString(16)).join(':')
}
