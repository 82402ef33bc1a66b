import type { Started } from '../contract.ts'
import type { Deed, Played, Simulator, SimulatorKind } from '../simulator.ts'
import { listen } from '../simulator-server.ts'
import { openAgenda, type Agenda } from '../simulator-agenda.ts'
import { openBank, type Bank, type JournalEntry } from './simulator/bank.ts'
import { openDeliveries, type Deliveries } from '../simulator-deliveries.ts'
import type { AnswerMode } from './simulator/desk-pages.ts'
import { HABITS } from './simulator/habits.ts'
import { KNOWN_INPUTS, type KnownInput, type Outcome } from './simulator/outcomes.ts'
import { newProjectValues } from './simulator/projects.ts'
import { answer, type Desk } from './simulator/routes.ts'

/** What a test may ask of this simulator beyond the contract. */
export interface PayseraSimulator extends Simulator {
  /** Endings of an amount that make the pay page's main button misbehave. `play` is never changed by an amount. */
  readonly knownInputs: readonly KnownInput[]
  /** Also what only this provider's page offers. */
  play(started: Started, deed: Deed | Outcome): Promise<Played>
  newCredentials(): { readonly projectId: string; readonly password: string }
  /** What the provider itself counts as paid and refunded, oldest first. */
  journal(): readonly JournalEntry[]
  /** Another key signs from now on, and `/download/public.key` changes with it. */
  rotateKey(): void
  /** How the key and the method list are answered from now on. */
  answerMachines(mode: AnswerMode): void
  /** The provider's clock. */
  now(): Date
}

/**
 * Paysera Checkout Classic over HTTP. `enrol` reads `projectId`, `password`, `callbackMode`, `testPayments` and
 * the provider's own settings: `approved` (yes, no), `signatures` (ss1+ss2+ss3, ss1+ss2), `delivery` (get, post),
 * `order` (callback_first, redirect_first: callbacks five seconds later on the provider's clock), `payTwice`
 * (yes, no), `merchantName`, `siteName`, `hosts` and `forbidden` (lists parted by spaces or commas).
 */
export const payseraSimulator = {
  connector: 'paysera',
  title: 'Paysera',
  async start({ port }: { readonly port: number }): Promise<PayseraSimulator> {
    const agenda = openAgenda()
    const deliveries = openDeliveries(agenda, HABITS)
    const bank = openBank(agenda, deliveries)
    const endpoints = (): Readonly<Record<string, string>> => ({ pay: server.url, methods: server.url, key: server.url })
    const desk: Desk = { bank, agenda, deliveries, endpoints, answers: 'normal' }
    const server = await listen(port, (asked) => answer(desk, asked))
    return {
      url: server.url,
      endpoints: endpoints(),
      knownInputs: KNOWN_INPUTS,
      ...merchants(bank),
      ...payers(bank, server.url),
      ...provider(desk, agenda, deliveries),
      async stop() {
        agenda.stop()
        await server.stop()
      },
    }
  },
} satisfies SimulatorKind

const merchants = (bank: Bank): Pick<PayseraSimulator, 'enrol' | 'newCredentials' | 'journal' | 'rotateKey'> => ({
  enrol(values) {
    bank.enrol(values)
  },
  newCredentials: newProjectValues,
  journal: () => bank.journal(),
  rotateKey: () => bank.rotateKey(),
})

const payers = (bank: Bank, url: string): Pick<PayseraSimulator, 'play'> => ({
  async play(started, deed) {
    if (!started.redirect.startsWith(`${url}/`)) throw new Error(`${started.redirect} does not lead to this simulator`)
    // A real request, so that an address too long for a server is refused here as well.
    const arrived = await fetch(started.redirect, { redirect: 'manual' })
    const page = await arrived.text()
    if (arrived.status !== 303) {
      return { browserAt: null, sent: [], refusedWith: /data-code="([^"]+)"/.exec(page)?.[1] ?? `HTTP ${arrived.status}` }
    }
    const visit = bank.visit(arrived.headers.get('location')?.split('/').at(-1) ?? '')
    if (visit === null) throw new Error('the visit is gone')
    const methodKey = visit.methodKey ?? bank.methodsFor(visit)[0]?.key ?? 'wallet'
    const { browserAt, sent } = await bank.perform({ ...visit, methodKey }, deed)
    return { browserAt, sent, refusedWith: null }
  },
})

type Told = Pick<PayseraSimulator, 'advance' | 'repeat' | 'sent' | 'answerMachines' | 'now'>

const provider = (desk: Desk, agenda: Agenda, deliveries: Deliveries): Told => ({
  advance: (ms) => agenda.advance(ms),
  repeat: (sent) => deliveries.repeat(sent),
  sent: () => deliveries.log(),
  answerMachines(mode) {
    desk.answers = mode
  },
  now: () => agenda.now(),
})
