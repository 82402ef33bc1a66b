import { afterAll, beforeAll } from 'vitest'
import { registered } from '../../src/connectors/registered.ts'
import type { Http, HttpRequest, Report } from '../../src/connectors/contract.ts'
import { http } from '../../src/connectors/conformance-stage.ts'
import { linkpay } from '../../src/connectors/linkpay/connector.ts'
import { linkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import type { LinkPaySimulator } from '../../src/connectors/linkpay/simulator.ts'
import type { Outcome } from '../../src/connectors/linkpay/simulator/outcomes.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { applyReport } from '../../src/payments/apply-report.ts'
import type { PollDeps } from '../../src/payments/poll-attempts.ts'
import { referenceOf } from '../../src/payments/start-attempt.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { money, someAttempt } from './builders.ts'
import type { SomeAttempt } from './builders.ts'
import { newMasterKey, openShop } from './fault-shop.ts'
import type { Shop } from './fault-shop.ts'

/** A shop with LinkPay, whose provider is its simulator over real HTTP. The clock that Kvit sees is the test's. */
export type LinkPayShop = {
  readonly shop: Shop
  readonly deps: PollDeps
  readonly clock: { at: Date }
  /** Every request that was sent to the provider, oldest first. */
  readonly sent: HttpRequest[]
  /** Put between Kvit and the provider; null for nothing. */
  between: null | ((request: HttpRequest, pass: Http) => ReturnType<Http>)
  /** An attempt that a payer carried through at the provider, and that nobody here has heard of yet. */
  attempt(amount: string, method?: string, outcome?: Outcome): Promise<Tried>
  /** What the provider says of it now. */
  ask(tried: Tried): Promise<Report>
  /** As a callback or a poll does: asks, and books the answer. */
  hear(tried: Tried): Promise<void>
  /** A payment that is in the books. */
  paid(amount: string, method?: string, outcome?: Outcome): Promise<Paid>
}

export type Tried = SomeAttempt & { readonly ref: string }
export type Paid = Tried & { readonly paymentId: Id<'payment'> }

export type LinkPayTown = { readonly simulator: LinkPaySimulator; open(settings?: { bank?: string; preAuth?: string }): Promise<LinkPayShop> }

/** Called once at the top of a test file; the function answers from the first hook on. */
export function linkPayTown(database: Database): () => LinkPayTown {
  const state: { simulator: LinkPaySimulator | null } = { simulator: null }
  const masterKey = newMasterKey()
  beforeAll(async () => { state.simulator = await linkPaySimulator.start({ port: 0 }) })
  afterAll(async () => state.simulator?.stop())
  return () => {
    const { simulator } = state
    if (simulator === null) throw new Error('the simulator starts before the first test of the file')
    return { simulator, open: (settings = {}) => openLinkPayShop(database, simulator, { masterKey, settings }) }
  }
}

export async function openLinkPayShop(
  database: Database, simulator: LinkPaySimulator, { masterKey, settings }: { masterKey: string; settings: { bank?: string; preAuth?: string } },
): Promise<LinkPayShop> {
  const shop = await openShop(database, {
    masterKey, mode: 'test', connector: registered(linkpay),
    simulator: { endpoints: simulator.endpoints, newCredentials: () => ({ ...simulator.newCredentials(), ...settings }), enrol: (values) => simulator.enrol(values) },
  })
  const clock = { at: simulator.now() }
  const sent: HttpRequest[] = []
  const line: Pick<LinkPayShop, 'between'> = { between: null }
  const watched: Http = (request) => {
    sent.push(request)
    return line.between === null ? http(request) : line.between(request, http)
  }
  const { pool } = database
  const deps: PollDeps = { pool, clock: { now: () => clock.at }, http: watched, openChannel: async () => ({ open: shop.open }) }
  const opened: LinkPayShop = {
    shop, deps, clock, sent,
    get between() { return line.between },
    set between(between) { line.between = between },
    async attempt(amount, method = 'lhv_ob_ee', outcome = 'pay') {
      const tried = await someAttempt(pool, { place: shop, asked: money(amount) })
      const started = await shop.open.start({
        reference: referenceOf(tried.attemptId), mode: 'test', amount: tried.asked, method, invoiceNumber: 'T-1', storeName: 'Pavyzdys', language: 'lt',
        payer: { email: null, name: null, country: 'LT' },
        urls: { accept: 'https://kvit.example/a', cancel: 'https://kvit.example/c', callback: 'https://kvit.example/cb' }, lines: [], payableUntil: null, deliverBy: null,
      }, http)
      if (started.kind !== 'done' || started.value.providerRef === null) throw new Error('the provider made no payment')
      const ref = started.value.providerRef
      await simulator.play(started.value, outcome)
      await pool.query('update attempt set provider_ref = $3 where merchant_id = $1 and attempt_id = $2', [tried.merchantId, tried.attemptId, ref])
      return { ...tried, ref }
    },
    async ask({ ref }) {
      const answer = await shop.open.lookup?.(ref, http)
      if (answer?.kind !== 'done') throw new Error('the provider did not answer')
      return answer.value
    },
    async hear(tried) {
      const { merchantId, channelId } = shop
      await applyReport(pool, { merchantId, channelId, report: await opened.ask(tried), inboundId: null, at: clock.at })
    },
    async paid(amount, method, outcome) {
      const tried = await opened.attempt(amount, method, outcome)
      await opened.hear(tried)
      const { rows: [row] } = await pool.query<{ payment_id: Id<'payment'> }>(
        'select payment_id from payment where merchant_id = $1 and provider_ref = $2', [shop.merchantId, tried.ref],
      )
      if (row === undefined) throw new Error('the payment was not booked')
      return { ...tried, paymentId: row.payment_id }
    },
  }
  return opened
}
