import { lookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, request } from 'undici'
import { isPublicAddress } from './public-address.ts'

type OutgoingOptions = {
  /** `host:port` (or a host, for 80 and 443) that may be private addresses and plain HTTP, set by the installation only. */
  readonly allowed: readonly string[]
}

/** What is sent; the same shape as a connector's `HttpRequest`. */
type Request = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly bytes?: Buffer
  readonly binary?: true
  readonly timeoutMs?: number
}

type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly kind: 'unknown'; readonly cause: string; readonly isUnsent?: true; readonly isTooLong?: true }

/** `send` is the `Http` that connectors are given. */
export type Outgoing = { send(request: Request): Promise<Answer>; close(): Promise<void> }

const MOST_BYTES = 1024 * 1024
const TIMEOUT_MS = 15_000

/**
 * Our way out. Whatever name a URL has, the address that is really connected to must be public, unless the
 * installation allows that host and port; then HTTPS may be missing too. Redirects are not followed, an answer ends
 * at 1 MiB, and nothing is thrown: a fault is `unknown`, because the other side may have acted.
 */
export function openOutgoing({ allowed }: OutgoingOptions): Outgoing {
  const exempt = new Set(allowed.flatMap((one) => withPort(one.toLowerCase())))
  const agent = new Agent({ connect: guardedConnector(exempt), connections: 32, pipelining: 1 })
  return { send: (asked) => send(agent, exempt, asked), close: () => agent.close() }
}

/** `URL.host` leaves out the port that its scheme has anyway. */
const withPort = (host: string): string[] => (/:[0-9]+$/.test(host) ? [host] : [`${host}:80`, `${host}:443`])

async function send(
  agent: Agent, exempt: ReadonlySet<string>, { method, url, headers = {}, body: text, bytes, binary, timeoutMs = TIMEOUT_MS }: Request,
): Promise<Answer> {
  const target = URL.canParse(url) ? new URL(url) : null
  const problem = target === null ? 'not an address' : problemOf(target, exempt)
  if (target === null || problem !== null) return { kind: 'unknown', cause: `not sent: ${problem}`, isUnsent: true }
  try {
    const body = bytes ?? text
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await request(target, {
      dispatcher: agent, method, headers, signal, ...(body === undefined ? {} : { body }),
    })
    const told = await readBody(answer.body)
    if (told === null) return { kind: 'unknown', cause: 'the answer was longer than 1 MiB', isTooLong: true }
    return { kind: 'answer', status: answer.statusCode, headers: flat(answer.headers), body: told.toString(binary ? 'latin1' : 'utf8') }
  } catch (error) {
    return { kind: 'unknown', cause: causeOf(error), ...(isUnsent(error) && { isUnsent: true }) }
  }
}

function problemOf(url: URL, exempt: ReadonlySet<string>): string | null {
  if (url.username !== '' || url.password !== '') return 'an address with a user name'
  if (url.protocol === 'https:') return null
  return url.protocol === 'http:' && exempt.has(hostAndPort(url)) ? null : 'only HTTPS is spoken to the outside'
}

const hostAndPort = ({ hostname, port, protocol }: { hostname: string; port: string; protocol: string }): string =>
  `${hostname.toLowerCase()}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`

async function readBody(body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > MOST_BYTES) {
      body.destroy()
      return null
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const one: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) one[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return one
}

/** The fault in a few words, without the address: it may hold a reference of the payer's. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'fault'
  if (error.name === 'TimeoutError') return 'no answer in time'
  if (error instanceof AddressRefused || error.cause instanceof AddressRefused) return 'not sent: the address is not a public one'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/**
 * Whether there never was a connection to send by: the name is unknown, nobody listens, or the address is not public. A fault
 * of a connection that stood is not one of these, whatever its code: then the request may have arrived.
 */
function isUnsent(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isUnsent)
  if (!(error instanceof Error)) return false
  if (error instanceof AddressRefused || error.cause instanceof AddressRefused) return true
  if ('code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT') return true
  return 'syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')
}

class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

function guardedConnector(exempt: ReadonlySet<string>): buildConnector.connector {
  const open = buildConnector({ timeout: 10_000 })
  const guarded = buildConnector({ timeout: 10_000, lookup: publicLookup })
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    if (exempt.has(hostAndPort(options))) open(options, callback)
    else if (isIP(host) !== 0 && !isPublicAddress(host)) callback(new AddressRefused(), null)
    else guarded(options, callback)
  }
}

/** Resolves a name for one connection. One private address among the answers is enough to refuse: the rest may be bait. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const [first] = error === null ? found : []
    if (first === undefined) callback(error, '')
    else if (!found.every(({ address }) => isPublicAddress(address))) callback(new AddressRefused(), '')
    else if (options.all === true) callback(null, found)
    else callback(null, first.address, first.family)
  })
}
