import type { Mode } from '../../kernel/ids.ts'
import type { Started } from '../contract.ts'
import { openAgenda } from '../simulator-agenda.ts'
import { openDeliveries, type SentCallback } from '../simulator-deliveries.ts'
import { listen } from '../simulator-server.ts'
import type { Deed, Played, Simulator, SimulatorKind } from '../simulator.ts'
import { HABITS } from './simulator/callback.ts'
import type { AnswerMode } from './simulator/desk-pages.ts'
import { methodsFor } from './simulator/methods.ts'
import { openOffice, type JournalEntry, type Message, type Office, type Request } from './simulator/office.ts'
import { DEEDS, isOutcome, KNOWN_INPUTS, REFUND_INPUTS, type KnownInput, type Outcome } from './simulator/outcomes.ts'
import { asOf, isOpen, type Payment } from './simulator/payment.ts'
import { perform } from './simulator/perform.ts'
import { answer, type Desk } from './simulator/routes.ts'
import { newCredentials, type Credentials } from './simulator/shops.ts'

/** What a test may ask of this simulator beyond the contract. */
export interface LiqPaySimulator extends Simulator {
  /** Endings of an amount that make the payment page's main button misbehave. `play` is never changed by an amount. */
  readonly knownInputs: readonly KnownInput[]
  /** The same for amounts of refunds and completions. */
  readonly refundInputs: readonly KnownInput[]
  /** Also what only this provider's page offers. Throws for a deed that the provider cannot produce. */
  play(started: Started, deed: Deed | Outcome): Promise<Played>
  newCredentials(mode?: Mode): Credentials
  /** What the provider itself counts as paid and given back, oldest first. */
  journal(): readonly JournalEntry[]
  /** Every order that was opened, as it stands, oldest first. */
  payments(): readonly Payment[]
  /** Letters and pushes that the provider would have sent, oldest first. */
  outbox(): readonly Message[]
  /** What it was asked, with what was wrong with it, oldest first. */
  requests(): readonly Request[]
  /** How the API is answered from now on. */
  answerMachines(mode: AnswerMode): void
  /** From now on every callback of every shop is lost on its way, or none is. */
  loseCallbacks(areLost: boolean): void
  /** Also when, which try it was, and whether the provider was satisfied. */
  sent(): readonly SentCallback[]
  /** How often the status of each order was asked for, whatever was answered; by `order_id`. */
  statusCalls(): ReadonlyMap<string, number>
  /** The provider's clock. */
  now(): Date
}

/**
 * LiqPay over HTTP, written from the protocol sheet alone. `enrol` reads `publicKey`, `privateKey`, and of the cabinet:
 * `callbackUrl` for orders without a `server_url`, and what `SHOP_FIELDS` lists. Endpoints: `pay` takes orders from a
 * browser or a server, `api` calls.
 */
export const liqPaySimulator = {
  connector: 'liqpay',
  title: 'LiqPay by PrivatBank',
  deeds: DEEDS,
  // Keys of the sandbox say of themselves that they are.
  liveDeeds: ['pay_wrong_mode'],
  async start({ port }: { readonly port: number }): Promise<LiqPaySimulator> {
    const agenda = openAgenda()
    const office = openOffice(agenda, openDeliveries(agenda, HABITS))
    const endpoints = (): Readonly<Record<string, string>> => ({ pay: `${server.url}/api/3/checkout`, api: `${server.url}/api/request` })
    const desk: Desk = { office, endpoints, origin: () => server.url, statusCalls: new Map(), answers: 'normal' }
    const server = await listen(port, (asked) => answer(desk, asked))
    return {
      url: server.url,
      endpoints: endpoints(),
      knownInputs: KNOWN_INPUTS,
      refundInputs: REFUND_INPUTS,
      newCredentials,
      play: (started, deed) => play(office, server.url, started, deed),
      ...provider(desk),
      async stop() {
        agenda.stop()
        await server.stop()
      },
    }
  },
} satisfies SimulatorKind

type Provider = Omit<LiqPaySimulator, 'url' | 'endpoints' | 'knownInputs' | 'refundInputs' | 'newCredentials' | 'play' | 'stop'>

const provider = (desk: Desk): Provider => ({
  enrol(values) {
    desk.office.enrol(values)
  },
  advance: (ms) => desk.office.agenda.advance(ms),
  repeat: (sent) => desk.office.deliveries.repeat(sent),
  sent: () => desk.office.deliveries.log(),
  journal: desk.office.journal,
  payments: () => desk.office.payments().map((one) => asOf(one, desk.office.agenda.now())),
  outbox: desk.office.outbox,
  requests: desk.office.requests,
  answerMachines(mode) {
    desk.answers = mode
  },
  loseCallbacks(areLost) {
    desk.office.isMute = areLost
  },
  statusCalls: () => desk.statusCalls,
  now: () => desk.office.agenda.now(),
})

async function play(office: Office, url: string, { redirect }: Started, deed: Deed | Outcome): Promise<Played> {
  if (!redirect.startsWith(`${url}/`)) throw new Error(`${redirect} does not lead to this simulator`)
  if (!isOutcome(deed)) throw new Error(`LiqPay cannot play ${deed}`)
  const arrived = await arrive(url, redirect)
  if ('refusedWith' in arrived) return { browserAt: null, sent: [], refusedWith: arrived.refusedWith }
  const found = office.paymentAt(arrived.path.split('/').at(-1) ?? '')
  if (found === null || !isOpen(asOf(found, office.agenda.now()))) throw new Error('the order is over')
  const chosen = found.paytype === null ? office.change(found, { paytype: methodsFor(found)[0]?.paytype ?? 'card' }) : found
  const { browserAt, sent } = await perform(office, chosen, deed)
  return { browserAt, sent, refusedWith: null }
}

/** The browser's way to the hosted page: real requests, so that what an address cannot carry is refused here as well. */
async function arrive(url: string, redirect: string): Promise<{ readonly path: string } | { readonly refusedWith: string }> {
  const first = await fetch(redirect, { redirect: 'manual' })
  const location = first.headers.get('location')
  const at = location === null ? redirect : new URL(location, url).href
  const page = location === null ? first : await fetch(at, { redirect: 'manual' })
  const shown = await page.text()
  if (page.status === 200) return { path: new URL(at).pathname }
  return { refusedWith: /data-code="([^"]+)"/.exec(shown)?.[1] ?? `HTTP ${page.status}` }
}
