import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { systemClock } from '../kernel/clock.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Mode } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type {
  Facts, Http, HttpAnswer, OpenConnector, Order, Outcome, RawCallback, Reading, RegisteredConnector, Report, Started,
} from './contract.ts'
import type { Deed, Played, Sent, Simulator, SimulatorKind } from './simulator.ts'

/** The stage of the conformance suite: a simulator, and a small server that stands where Kvit's callback address is. */
export type Stage = {
  readonly simulator: Simulator
  readonly origin: string
  /** A merchant with fresh credentials at the provider, as one channel of Kvit. `mode`: live where nothing is said. */
  enrol(mode?: Mode): Promise<Channel>
  stop(): Promise<void>
}

/** One channel and what Kvit would keep of it. `heard` are the callbacks in the order they came. */
export type Channel = {
  readonly credentials: Readonly<Record<string, string>>
  readonly heard: readonly Heard[]
  /** While true, every callback is answered with 503. */
  isDeaf: boolean
  open(): OpenConnector
  order(change?: Partial<Order>): Order
  start(order: Order): Promise<Started>
  /** Starts the order, plays the deed and gives what was understood from the callbacks it brought. */
  play(order: Order, deed: Deed): Promise<Play>
  refresh(): Promise<void>
  facts(): Facts | null
  /** What Kvit's server does with a callback: reads, keeps, answers. */
  receive(raw: RawCallback): Promise<Answer>
  /** Reads as the receiver does, hints looked up and stale ones tried again. Null: refused. */
  understand(raw: RawCallback): Promise<Understood | null>
}

type Answer = { readonly status: number; readonly body: string }
type Heard = { readonly raw: RawCallback; readonly understood: Understood | null }
type Understood = { readonly report: Report; readonly proof: string | null; readonly reply: string }
export type Play = {
  readonly played: Played
  readonly understood: readonly (Understood | null)[]
  readonly reports: readonly Report[]
}

const PLAIN = { 'content-type': 'text/plain' } as const

export async function openStage(connector: RegisteredConnector, kind: SimulatorKind): Promise<Stage> {
  const channels = new Map<string, Channel>()
  const server = createServer((request, response) => {
    void receive(request, channels).then(({ status, body }) => response.writeHead(status, PLAIN).end(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const { simulator, clock } = keepingTime(await kind.start({ port: 0 }))
  return {
    simulator,
    origin,
    enrol: async (mode = 'live') => {
      const path = `/cb/${channels.size}`
      const channel = makeChannel(connector, simulator, { origin, path, mode, clock })
      channels.set(path, channel)
      await channel.refresh()
      return channel
    },
    stop: async () => {
      await simulator.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Kvit's clock goes with the provider's, which tests turn: an order that ends in half an hour must not be over when it is made. */
function keepingTime(simulator: Simulator): { simulator: Simulator; clock: Clock } {
  const turned = { ms: 0 }
  const advance: Simulator['advance'] = (ms) => {
    turned.ms += ms
    return simulator.advance(ms)
  }
  return { simulator: { ...simulator, advance }, clock: { now: () => new Date(systemClock.now().getTime() + turned.ms) } }
}

async function receive(request: IncomingMessage, channels: ReadonlyMap<string, Channel>): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const [path = '', query = ''] = splitOnce(request.url ?? '', '?')
  const channel = channels.get(path)
  if (channel === undefined) return { status: 404, body: 'no such address' }
  if (channel.isDeaf) return { status: 503, body: 'later' }
  const raw: RawCallback = {
    method: request.method === 'POST' ? 'POST' : 'GET', query,
    contentType: request.headers['content-type'] ?? null, body: Buffer.concat(chunks),
  }
  return channel.receive(raw)
}

type Place = { readonly origin: string; readonly path: string; readonly mode: Mode; readonly clock: Clock }

function makeChannel(connector: RegisteredConnector, simulator: Simulator, place: Place): Channel {
  const credentials = credentialsFor(connector, simulator.newCredentials(place.mode), place.mode)
  // Where a provider has the callback address in its portal, the merchant pastes it there.
  simulator.enrol({ ...credentials, callbackUrl: place.origin + place.path })
  const memory: { facts: Facts | null; pinnedProof: string | null } = { facts: null, pinnedProof: null }
  const heard: Heard[] = []
  const open = (): OpenConnector => {
    const opened = connector.open(credentials, { endpoints: simulator.endpoints, clock: place.clock, ...memory })
    if (!opened.ok) throw new Error(`the form refuses the simulator's credentials: ${JSON.stringify(opened.error)}`)
    return opened.value
  }
  const refresh = async (): Promise<void> => {
    const fresh = await open().refresh?.(connector.currencies, http)
    if (fresh?.kind === 'done') memory.facts = fresh.value
  }
  const channel: Channel = {
    credentials, heard, open, refresh,
    isDeaf: false,
    facts: () => memory.facts,
    order: (change) => makeOrder(connector, place, change),
    start: async (order) => done(await open().start(order, http)),
    play: (order, deed) => playDeed(channel, simulator, order, deed),
    understand: async (raw) => {
      const first = open().readCallback(raw)
      if (first.kind === 'stale') await refresh()
      const understood = await lookedUp(first.kind === 'stale' ? open().readCallback(raw) : first, open())
      memory.pinnedProof = stronger(connector, memory.pinnedProof, understood?.proof ?? null)
      return understood
    },
    receive: async (raw) => {
      const understood = await channel.understand(raw)
      heard.push({ raw, understood })
      const first = open().readCallback(raw)
      if (first.kind === 'hint') return { status: 200, body: first.reply }
      return understood === null ? { status: 400, body: 'refused' } : { status: 200, body: understood.reply }
    },
  }
  return channel
}

type Values = Readonly<Record<string, string>>

/** Where credentials are of one mode only, a choice of the form says of which. */
function credentialsFor(connector: RegisteredConnector, given: Values, mode: Mode): Values {
  const said = [given, ...connector.fields.flatMap(({ name, choices }) => choices.map((value) => ({ ...given, [name]: value })))]
  return said.find((values) => {
    const opened = connector.open(values, { endpoints: {}, clock: systemClock, facts: null, pinnedProof: null })
    return opened.ok && (opened.value.mode === null || opened.value.mode === mode)
  }) ?? given
}

async function lookedUp(reading: Reading, connector: OpenConnector): Promise<Understood | null> {
  if (reading.kind === 'report') return { report: reading.report, proof: reading.proof, reply: reading.reply }
  if (reading.kind !== 'hint') return null
  const outcome = await connector.lookup?.(reading.ref, http)
  return outcome?.kind === 'done' ? { report: outcome.value, proof: null, reply: reading.reply } : null
}

function stronger({ proofs }: RegisteredConnector, pinned: string | null, seen: string | null): string | null {
  if (seen === null) return pinned
  return pinned === null || proofs.indexOf(seen) > proofs.indexOf(pinned) ? seen : pinned
}

async function playDeed(channel: Channel, simulator: Simulator, order: Order, deed: Deed): Promise<Play> {
  const before = channel.heard.length
  const played = await simulator.play(await channel.start(order), deed)
  const understood = channel.heard.slice(before).map((one) => one.understood)
  return { played, understood, reports: understood.flatMap((one) => (one === null ? [] : [one.report])) }
}

function makeOrder(connector: RegisteredConnector, { origin, path, mode, clock }: Place, change: Partial<Order> = {}): Order {
  const reference = Array.from(randomBytes(26), (byte) => '0123456789abcdefghjkmnpqrstvwxyz'.charAt(byte & 31)).join('')
  const page = origin.replace('127.0.0.1', 'kvit.localhost') // there are providers that take no address without a name
  return {
    reference, mode, amount: money(connector.currencies[0] ?? 'EUR'), method: null, invoiceNumber: 'SF-0007',
    storeName: 'Žemuogės ❤', language: 'lt',
    payer: { email: 'zygimante@example.org', name: 'Žygimantė Šėžėnienė', country: 'LT' },
    urls: { accept: `${page}/accept`, cancel: `${page}/cancel`, callback: origin + path },
    lines: [], payableUntil: new Date(clock.now().getTime() + connector.leaseMs), deliverBy: null,
    ...change,
  }
}

/** An amount whose digits tell a wrong exponent: 2534 minor units. */
export const money = (currency: Currency): Money => ({ minor: 2534n, currency })

export function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'done') return outcome.value
  throw new Error(`expected an outcome, got ${JSON.stringify(outcome)}`)
}

/** Real HTTP with the promises of `Http`: it never throws and follows no redirect. */
export const http: Http = async (request): Promise<HttpAnswer> => {
  const sent = request.bytes === undefined ? request.body : new Uint8Array(request.bytes)
  try {
    const response = await fetch(request.url, {
      method: request.method, redirect: 'manual', signal: AbortSignal.timeout(request.timeoutMs ?? 10_000),
      ...(request.headers && { headers: request.headers }), ...(sent !== undefined && { body: sent }),
    })
    const body = Buffer.from(await response.arrayBuffer()).toString(request.binary ? 'latin1' : 'utf8')
    return { kind: 'answer', status: response.status, headers: Object.fromEntries(response.headers), body }
  } catch (fault) {
    return { kind: 'unknown', cause: String(fault) }
  }
}

/** A callback the simulator sent, as Kvit's server would store it. */
export function rawOf(sent: Pick<Sent, 'method' | 'url' | 'contentType' | 'body'>): RawCallback {
  const [, query = ''] = splitOnce(sent.url, '?')
  return { method: sent.method, query, contentType: sent.contentType, body: Buffer.from(sent.body) }
}

function splitOnce(text: string, at: string): readonly string[] {
  const place = text.indexOf(at)
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + 1)]
}
