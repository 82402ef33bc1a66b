import type { Started } from '../contract.ts'
import { openAgenda } from '../simulator-agenda.ts'
import { openDeliveries, type SentCallback } from '../simulator-deliveries.ts'
import { listen } from '../simulator-server.ts'
import type { Deed, Played, Simulator, SimulatorKind } from '../simulator.ts'
import { HABITS } from './simulator/callback.ts'
import type { AnswerMode } from './simulator/desk-pages.ts'
import { openGateway, type Gateway, type JournalEntry } from './simulator/gateway.ts'
import { newCredentials, type Credentials } from './simulator/merchants.ts'
import { CARD, methodsFor } from './simulator/methods.ts'
import { DEEDS, isOutcome, KNOWN_INPUTS, REFUND_INPUTS, type KnownInput, type Outcome } from './simulator/outcomes.ts'
import { isOpen, type Payment } from './simulator/payment.ts'
import { perform } from './simulator/perform.ts'
import { answer, type Desk } from './simulator/routes.ts'

/** What a test may ask of this simulator beyond the contract. */
export interface LinkPaySimulator extends Simulator {
  /** Endings of an amount that make the payment page's main button misbehave. `play` is never changed by an amount. */
  readonly knownInputs: readonly KnownInput[]
  /** The same for amounts of refunds and captures. */
  readonly refundInputs: readonly KnownInput[]
  /** Also what only this provider's page offers. Throws for a deed that the provider cannot produce. */
  play(started: Started, deed: Deed | Outcome): Promise<Played>
  newCredentials(): Credentials
  /** What the provider itself counts as paid and refunded, oldest first. */
  journal(): readonly JournalEntry[]
  /** Every payment that was opened, as it stands, oldest first. */
  payments(): readonly Payment[]
  /** How the API is answered from now on. */
  answerMachines(mode: AnswerMode): void
  /** From now on every callback of every merchant is lost on its way, or none is. */
  loseCallbacks(areLost: boolean): void
  /** Also when, which try it was, and whether the provider was satisfied. */
  sent(): readonly SentCallback[]
  /** How often the status of each payment was asked for, whatever was answered; by `payment_reference`. */
  statusCalls(): ReadonlyMap<string, number>
  /** The provider's clock. */
  now(): Date
}

/**
 * LinkPay and EveryPay APIv4 over HTTP. `enrol` reads `linkToken`, `apiUsername`, `apiSecret`, `accountName`, `bank`
 * (lhv, seb, swedbank), and of the portal: `callbackUrl`, without which nobody is told, and what `MERCHANT_FIELDS` lists.
 * Endpoints: `pay` is the prefix of links, `api` the base of calls.
 */
export const linkPaySimulator = {
  connector: 'linkpay',
  title: 'LinkPay by EveryPay',
  deeds: DEEDS,
  async start({ port }: { readonly port: number }): Promise<LinkPaySimulator> {
    const agenda = openAgenda()
    const gateway = openGateway(agenda, openDeliveries(agenda, HABITS))
    const endpoints = (): Readonly<Record<string, string>> => ({ pay: `${server.url}/lp`, api: `${server.url}/api/v4` })
    const desk: Desk = { gateway, endpoints, origin: () => server.url, nonces: new Map(), statusCalls: new Map(), answers: 'normal' }
    const server = await listen(port, (asked) => answer(desk, asked))
    return {
      url: server.url,
      endpoints: endpoints(),
      knownInputs: KNOWN_INPUTS,
      refundInputs: REFUND_INPUTS,
      newCredentials,
      play: (started, deed) => play(gateway, server.url, started, deed),
      ...provider(desk),
      async stop() {
        agenda.stop()
        await server.stop()
      },
    }
  },
} satisfies SimulatorKind

type Provider = Pick<LinkPaySimulator,
  'enrol' | 'advance' | 'repeat' | 'sent' | 'journal' | 'payments' | 'answerMachines' | 'loseCallbacks' | 'statusCalls' | 'now'>

const provider = (desk: Desk): Provider => ({
  enrol(values) {
    desk.gateway.enrol(values)
  },
  advance: (ms) => desk.gateway.agenda.advance(ms),
  repeat: (sent) => desk.gateway.deliveries.repeat(sent),
  sent: () => desk.gateway.deliveries.log(),
  journal: desk.gateway.journal,
  payments: desk.gateway.payments,
  answerMachines(mode) {
    desk.answers = mode
  },
  loseCallbacks(areLost) {
    desk.gateway.isMute = areLost
  },
  statusCalls: () => desk.statusCalls,
  now: () => desk.gateway.agenda.now(),
})

async function play(gateway: Gateway, url: string, { redirect }: Started, deed: Deed | Outcome): Promise<Played> {
  if (!redirect.startsWith(`${url}/`)) throw new Error(`${redirect} does not lead to this simulator`)
  if (!isOutcome(deed)) throw new Error(`LinkPay cannot play ${deed}`)
  const arrived = await arrive(url, redirect)
  if (typeof arrived === 'string') return { browserAt: null, sent: [], refusedWith: arrived }
  const [, place = '', code = ''] = /^\/lp\/([^/]+)\/([^/?]+)/.exec(arrived.path) ?? []
  const payment = gateway.paymentAt(place, code)
  if (payment === null || !isOpen(payment)) throw new Error('the payment is over')
  const chosen = payment.source === null ? gateway.choose(payment, usualMethod(payment)) : payment
  const { browserAt, sent } = await perform(gateway, chosen, deed)
  return { browserAt: browserAt === null ? null : new URL(browserAt, url).href, sent, refusedWith: null }
}

const usualMethod = ({ currency }: Payment): string =>
  methodsFor(currency).find(({ kind }) => kind === 'bank')?.source ?? CARD.source

/** The browser's way to a payment: real requests, so that what an address cannot carry is refused here as well. */
async function arrive(url: string, redirect: string): Promise<{ readonly path: string } | string> {
  const first = await fetch(redirect, { redirect: 'manual' })
  const shown = await first.text()
  if (first.status !== 200) return refusalOn(first.status, shown)
  if (/^\/lp\/[^/]+\/[^/]+/.test(new URL(redirect).pathname)) return { path: new URL(redirect).pathname }
  const pressed = await fetch(redirect, { method: 'POST', redirect: 'manual' })
  const location = pressed.headers.get('location')
  return location === null ? refusalOn(pressed.status, await pressed.text()) : { path: new URL(location, url).pathname }
}

const refusalOn = (status: number, shown: string): string => /data-code="([^"]+)"/.exec(shown)?.[1] ?? `HTTP ${status}`
