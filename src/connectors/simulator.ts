import type { Mode } from '../kernel/ids.ts'
import type { Started } from './contract.ts'

/**
 * The other party: an honest counterpart of one provider over real HTTP, for tests, for the sandbox process and
 * for a newcomer's first minute. It shares no protocol code with the connector, so that a mirrored bug cannot pass.
 */
export interface SimulatorKind {
  /** The connector's id. */
  readonly connector: string
  /** The provider's name on the sandbox's page. */
  readonly title: string
  /** What its provider can produce; every deed where absent. The conformance suite plays each of them. */
  readonly deeds?: readonly Deed[]
  /** Of those, what credentials for trying out cannot bring about. */
  readonly liveDeeds?: readonly Deed[]
  /** Starts on 127.0.0.1; port 0 takes a free one. */
  start(options: { readonly port: number }): Promise<Simulator>
}

export interface Simulator {
  /** Its page for people: what it plays, the known inputs of its failures, what it sent and what was answered. */
  readonly url: string
  /** What the installation sets in place of the connector's production endpoints. */
  readonly endpoints: Readonly<Record<string, string>>
  /**
   * Registers a merchant as the provider would: by the names of the connector's config form, and `callbackUrl` for
   * what a merchant pastes into the provider's portal. Unknown names are ignored.
   */
  enrol(values: Readonly<Record<string, string>>): void
  /**
   * Values that `enrol` accepts and the config form accepts; each call gives another merchant. `mode`: of which kind,
   * where the provider gives separate ones for trying out; without it those for real money.
   */
  newCredentials(mode?: Mode): Readonly<Record<string, string>>
  /** Plays a payer's browser that arrives at the redirect and does this. Resolves when all that is due now was delivered. */
  play(started: Started, deed: Deed): Promise<Played>
  /** Turns the provider's clock forward and delivers what became due, such as repeated callbacks. Milliseconds. */
  advance(ms: number): Promise<void>
  /** Sends an already sent callback again, byte for byte. */
  repeat(sent: Sent): Promise<Sent>
  /** Every callback sent so far, oldest first, with the answer it got: the outside view for oracles. */
  sent(): readonly Sent[]
  stop(): Promise<void>
}

/** What a payer or a fault does. */
export type Deed =
  | 'pay' // confirmed at once
  | 'pay_later' // waiting first; confirmed when the clock is turned by an hour
  | 'refuse' // waiting, then refused
  | 'cancel' // the payer goes back without paying
  | 'leave' // the browser is closed; nothing is ever reported
  | 'pay_unheard' // money moves, no callback is ever sent
  | 'pay_twice' // two payments for one order
  | 'pay_less' // another amount than asked, genuinely signed
  | 'pay_other_currency' // the same digits in another currency, genuinely signed
  | 'pay_converted' // the asked amount, transferred in another currency
  | 'pay_wrong_mode' // test evidence for a live order and the other way round
  | 'pay_unconfirmed' // executed, arrival will never be confirmed
  | 'refund' // confirmed, then refunded in full
  | 'forge_signature' // a confirmation with a wrong signature
  | 'strip_signature' // a confirmation with no signature
  | 'weak_signature' // only the weakest proof the protocol knows
  | 'foreign_merchant' // a confirmation genuinely signed for another merchant of the provider
  | 'unlisted_status' // a status word the protocol does not know

export type Played = {
  /** Where the payer's browser was sent at the end; null when it was closed. Not followed. */
  readonly browserAt: string | null
  readonly sent: readonly Sent[]
  /** The provider's own page with an error code, where it refused our request. */
  readonly refusedWith: string | null
}

export type Sent = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly contentType: string | null
  readonly body: string
  /** Null when nobody answered in time. */
  readonly answer: { readonly status: number; readonly body: string } | null
}
