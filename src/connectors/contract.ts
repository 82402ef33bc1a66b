import type { Clock } from '../kernel/clock.ts'
import type { Language } from '../kernel/language.ts'
import type { Mode } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'

/**
 * What Kvit asks of the code that speaks one provider's protocol. A capability is an object or `null`, so
 * "can" and "has the function" cannot disagree. A connector has no database, no clock of its own and no
 * network but the `http` it is given. `docs/connectors.md` explains how to write one.
 */
export interface Connector<Config> {
  /** The folder's name; stored in `channel.connector`. */
  readonly id: string
  /** The provider's own name of the product, the same in every language. */
  readonly name: string
  /** Base addresses by name, as in production. Only the installation may replace them, never a merchant. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly currencies: readonly Currency[]
  readonly config: ConfigForm<Config>
  readonly guide: Guide
  /** Names of the ways a callback proves itself, weakest first. The strongest one seen is pinned: a weaker one is refused then. */
  readonly proofs: readonly string[]
  /** How long a provider may stay silent before an attempt is `unknown`: longer than its last retry. Milliseconds. */
  readonly silentAfterMs: number
  /** How long the payer may finish what was started before another attempt may begin. Milliseconds. */
  readonly leaseMs: number
  /** Whose money these credentials move, where a provider gives separate ones for trying out; null where one set serves both. */
  readonly modeOf: null | ((config: Config) => Mode)
  /** The names of the fields a person should look at again where `credentials` are refused with this `providerCode`. */
  refusedFields(providerCode: string): readonly string[]
  /** Whether the provider says itself, by `refresh`, which methods a merchant may offer. */
  readonly ownMethodList: boolean
  /** How the provider itself brings a link to a payer who is not at a browser of ours; null where it brings none. */
  readonly delivers: null | ((config: Config) => Delivers)
  start(order: Order, setup: Setup<Config>, http: Http): Promise<Outcome<Started>>
  /**
   * Opens the provider's page of an order that was already sent, without a new order. `ref` null: the provider named none,
   * or its answer was lost; `unknown` then, unless the order repeated under its reference cannot be paid twice.
   */
  readonly resume: null | ((order: Order, ref: ProviderRef | null, setup: Setup<Config>, http: Http) => Promise<Outcome<Started>>)
  /** Pure: bytes in, meaning out. */
  readCallback(raw: RawCallback, setup: Setup<Config>): Reading
  /** The methods a payer may choose, first the ones to offer first. Asked for `currencies` only. Pure; without facts a bundled list answers. */
  methods(ask: MethodAsk, setup: Setup<Config>): readonly Method[]
  /** Fetches what the connector keeps between calls (keys, method lists). The text is opaque to everyone else. */
  readonly refresh: null | ((setup: Setup<Config>, currencies: readonly Currency[], http: Http) => Promise<Outcome<Facts>>)
  readonly lookup: null | ((ref: ProviderRef, setup: Setup<Config>, http: Http) => Promise<Outcome<Report>>)
  readonly revoke: null | ((ref: ProviderRef, setup: Setup<Config>, http: Http) => Promise<Outcome<'revoked'>>)
  readonly refunds: null | {
    readonly partial: boolean
    /**
     * Whether a refund of a payment by this method really sends money. Where it does not, the provider only marks the
     * payment, and a person must send the money. `method` as in `Report`; null where it is not known.
     */
    movesMoney(method: string | null, config: Config): boolean
    refund(ask: RefundAsk<Config>): Promise<Outcome<Report>>
  }
  /** Money that is only reserved: taken (`capture`, at most what was reserved) or let go (`release`). */
  readonly reservations: null | {
    capture(ask: CaptureAsk<Config>): Promise<Outcome<Report>>
    release(ref: ProviderRef, setup: Setup<Config>, http: Http): Promise<Outcome<Report>>
  }
  /** Everything the provider took and gave back within a time, as it reckons it itself: for reconciliation. */
  readonly statement: null | ((span: Span, setup: Setup<Config>, http: Http) => Promise<Outcome<readonly SettlementLine[]>>)
}

/** `bank_app`: a notice in the app of the payer's bank, found by the number of the telephone. */
export type DeliveryWay = 'email' | 'bank_app'
/** `ways`: none where the channel's settings switch them off. `lifeMs`: how long what was brought may be paid unless the caller says otherwise. */
export type Delivers = { readonly ways: readonly DeliveryWay[]; readonly lifeMs: number }
/** `from` is part of it, `to` is not. */
export type Span = { readonly from: Date; readonly to: Date }
/** One payment of a provider's own account of a span. */
export type SettlementLine = {
  /** As in `Report`: what payments and refunds of our books are found by. */
  readonly providerRef: ProviderRef
  /** The number a person finds it by in the provider's cabinet. */
  readonly number: string
  /** `Order.reference`; null where the order is not ours. */
  readonly reference: string | null
  readonly method: string | null
  /** When the provider finished it; null where it does not say. */
  readonly at: Date | null
  readonly taken: Money
  /** All that has gone back of it so far. */
  readonly returned: Money
  /** What the provider keeps of it; null where it does not say. */
  readonly fee: Money | null
}

/** What a connector remembers between calls, as it wrote it: JSON text without secrets. */
export type Facts = string

/** Everything a connector may know about the channel it works for. */
export type Setup<Config> = Surroundings & { readonly config: Config }

/** What a channel knows besides its credentials. */
type Surroundings = {
  readonly endpoints: Readonly<Record<string, string>>
  /** For protocols that put the time into a request. */
  readonly clock: Clock
  /** Null before the first `refresh` succeeded. */
  readonly facts: Facts | null
  /** The strongest of `proofs` seen since the channel's credentials were last changed; null before the first callback. */
  readonly pinnedProof: string | null
}

/** What the payer is to pay, as our rows have it. Nothing here comes from a request. */
export type Order = {
  /** Our name for the attempt, echoed by the provider: 26 characters `0-9a-z`, unique over all merchants. */
  readonly reference: string
  readonly mode: Mode
  readonly amount: Money
  /** Key from `methods`, or null to let the payer choose at the provider. */
  readonly method: string | null
  readonly invoiceNumber: string
  readonly storeName: string
  readonly language: Language
  readonly payer: { readonly email: string | null; readonly name: string | null; readonly country: string | null }
  /** Absolute URLs: where the payer's browser returns to, and where the provider reports. A provider that knows one way back gets `accept`. */
  readonly urls: { readonly accept: string; readonly cancel: string; readonly callback: string }
  /** What is paid for, for providers that show it to the payer. The totals need not make up `amount`: a part may be paid. */
  readonly lines: readonly OrderLine[]
  /** From then on it may not be paid any more, for providers that can close a page by themselves; null: nobody has said. */
  readonly payableUntil: Date | null
  /** By which of `delivers` the provider shall bring the link to the payer; null: the payer's browser is sent to it. */
  readonly deliverBy: null | { readonly way: DeliveryWay; readonly to: string }
}

/** `quantity` is decimal text; `total` includes VAT and discount. */
export type OrderLine = { readonly title: string; readonly quantity: string; readonly unit: string; readonly total: Money }

/** Where to send the payer's browser. `providerRef` is null while the provider has not named the attempt. */
export type Started = { readonly redirect: string; readonly providerRef: ProviderRef | null }

/** The provider's own name of an attempt or payment. */
export type ProviderRef = string

/** What is known after asking a provider to act. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: Refusal; readonly providerCode: string }
  | { readonly kind: 'unknown'; readonly cause: string } // timeout, 5xx, unreadable: money may have moved

/** `clock`: the credentials may be right, but our clock is so far off that the provider refuses what we sign. */
export type Refusal = 'credentials' | 'clock' | 'not_enabled' | 'amount' | 'currency' | 'method' | 'other'

/** A callback exactly as it came. `query` and `body` are the raw bytes behind `?` and of the body, nothing decoded. */
export type RawCallback = {
  readonly method: 'GET' | 'POST'
  readonly query: string
  readonly contentType: string | null
  readonly body: Buffer
}

export type Reading =
  /** Signed: may be compared and applied as it stands. `proof` is one of the connector's `proofs`. */
  | { readonly kind: 'report'; readonly report: Report; readonly proof: string; readonly reply: string }
  /**
   * Unsigned: `lookup` before believing it. `mayBeNew` is null where the provider names every payment at the start, so
   * that a reference we do not know is nobody's. Else it may still be ours: `claims` is the `Order.reference` that the
   * message names, which only decides how soon the provider is asked.
   */
  | { readonly kind: 'hint'; readonly ref: ProviderRef; readonly mayBeNew: null | { readonly claims: string | null }; readonly reply: string }
  /** Not provable with the facts at hand; a fresh `refresh` may help. Without one it is as good as forged. */
  | { readonly kind: 'stale'; readonly reason: string }
  | { readonly kind: 'forged'; readonly reason: string }

/** What a provider says of one attempt, in our words. */
export type Report = {
  readonly status:
    | 'confirmed' // the money is the merchant's
    | 'open' // begun, and the payer's bank has not been asked yet
    | 'waiting' // the payer's bank has been asked and has not answered yet
    | 'authorised' // reserved for the merchant, and not yet taken
    | 'refused' // not paid, by this try
    | 'unconfirmed' // executed, but the provider will never say that the money arrived: a person decides
    | 'refunded' // money went back, fully or partly: see `refund`
    | 'charged_back' // the payer's bank has taken the money back: see `refund`, null where it is not clear how much
    | 'noted' // more about something already told; settles nothing
    | 'unrecognised' // a word the protocol does not list
  /** `Order.reference` as echoed. */
  readonly reference: string
  /** Null only where the provider names no payment, as for a refusal. */
  readonly providerRef: ProviderRef | null
  /** What the provider says was asked, to be compared with our rows. */
  readonly asked: Money | null
  /**
   * What was really transferred. In another currency than `asked` it is a conversion by the provider; in the same
   * one it is what counts, whatever was asked.
   */
  readonly transferred: Money | null
  readonly mode: Mode
  readonly method: string | null
  /** `country`: ISO 3166-1 alpha-2, upper case. */
  readonly payer: { readonly name: string | null; readonly account: string | null; readonly country: string | null }
  /** Absent where the provider tells nothing of a card. */
  readonly slip?: CardSlip
  /**
   * `counts`: whether `amount` is this one refund, everything that has gone back so far, or everything that was so far
   * only marked as given back, while a person must send the money.
   */
  readonly refund: { readonly amount: Money; readonly at: Date | null; readonly counts: 'this' | 'all' | 'marked' } | null
  /** Why a person should look before this is believed, or null: an ambiguous amount form, an unlisted status. */
  readonly doubt: string | null
}

/** How the acquirer knows a payment by card: a fiscal receipt has to say it. */
export type CardSlip = {
  /** The acquirer's own name of the payment (RRN). */
  readonly reference: string | null
  readonly authCode: string | null
  readonly mask: string | null
  readonly paidAt: Date | null
}

export type MethodAsk = { readonly amount: Money; readonly country: string | null; readonly language: Language }

export type Method = {
  readonly key: string
  readonly title: string
  /** ISO 3166-1 alpha-2, lower case; null for methods of no country. */
  readonly country: string | null
  readonly kind: 'bank' | 'card' | 'wallet' | 'credit' | 'other'
}

export type CaptureAsk<Config> = {
  readonly ref: ProviderRef
  readonly amount: Money
  /** The same for every try of one decision. */
  readonly idempotencyKey: string
  readonly setup: Setup<Config>
  readonly http: Http
}

export type RefundAsk<Config> = CaptureAsk<Config> & {
  /** All that will have gone back of the payment once this refund is made, by our books: a provider may tell only totals. */
  readonly total: Money
}

/** The only network a connector has. Never throws: a fault is `unknown`. Redirects are not followed, bodies end at 1 MiB. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** In place of `body`, for what is no text. */
  readonly bytes?: Buffer
  /** `body` of the answer then has one character, U+0000 to U+00FF, for each byte; else it is read as UTF-8. */
  readonly binary?: true
  readonly timeoutMs?: number
}

export type HttpAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  /** `isUnsent`: nothing of the request has left, so the other side cannot have acted. `isTooLong`: the answer went on after 1 MiB. */
  | { readonly kind: 'unknown'; readonly cause: string; readonly isUnsent?: true; readonly isTooLong?: true }

/** The form in which a merchant gives credentials, and its reader. The cabinet draws it from `fields`. */
export interface ConfigForm<Config> {
  readonly fields: readonly ConfigField[]
  /** Reads what was typed or stored, by field name. Every wrong field is named, not only the first. */
  parse(values: Readonly<Record<string, string>>): Result<Config, readonly FieldProblem[]>
}

export type ConfigField = {
  readonly name: string
  /** A `secret` is stored sealed and never shown again; so is a `file`, whose value is the Base64 of its bytes. */
  readonly kind: 'text' | 'secret' | 'file' | 'choice' | 'pem'
  readonly required: boolean
  /** What an empty field means; null where it means nothing. */
  readonly fallback: string | null
  readonly choices: readonly string[]
  readonly maxLength: number
  /** Rarely touched: folded away in the form. */
  readonly advanced: boolean
  readonly text: Readonly<Record<Language, FieldText>>
}

/** Whether what is given for the field of this name is stored sealed. */
export const isSealed = (fields: readonly ConfigField[], name: string): boolean =>
  fields.some((one) => one.name === name && (one.kind === 'secret' || one.kind === 'file'))

/** What every field of a form says, in every language. */
export type FieldTexts<Name extends string> = Readonly<Record<Name, ConfigField['text']>>

type FieldText = { readonly label: string; readonly hint: string; readonly choices?: Readonly<Record<string, string>> }

export type FieldProblem = { readonly field: string; readonly problem: 'missing' | 'malformed' | 'too_long' | 'not_a_choice' }

/** The numbered steps by which a merchant connects the provider, in the words of the provider's own screens. */
export type Guide = readonly GuideStep[]

export type GuideStep = {
  readonly id: string
  /**
   * `provider`: something to do at the provider, ticked off by the person. `callback`: our callback address is copied.
   * `credentials`: the config form. `live_credentials`: the same form again, for those of real money.
   * `test_payment`: a payment is made and its callback awaited. `go_live`: the switch.
   */
  readonly kind: 'provider' | 'callback' | 'credentials' | 'live_credentials' | 'test_payment' | 'go_live'
  /** True where the provider then takes time to review: the channel is `awaiting_provider` from here. */
  readonly awaits: boolean
  readonly text: Readonly<Record<Language, GuideText>>
}

export type GuideText = {
  readonly title: string
  /** Why this step is needed, one sentence. */
  readonly reason: string
  /** What to press and type, in order. */
  readonly todo: readonly string[]
  /** How it looks when it went well. */
  readonly done: string
  /** Texts to paste at the provider (a service description, delivery and refund terms), label first. */
  readonly paste?: readonly { readonly label: string; readonly text: string }[]
}

/** What a provider can do through its connector: read off the contract's own parts, so that the two cannot disagree. */
export type Capabilities = {
  /** It can be asked about a payment. Without this only its messages tell. */
  readonly lookUp: boolean
  /** The payer can go back to its page without a new order. */
  readonly resume: boolean
  /** An order can be withdrawn before it is paid. */
  readonly revoke: boolean
  readonly refunds: 'none' | 'full' | 'partial'
  /** Money can be reserved, and taken or released later. */
  readonly reservations: boolean
  /** It says itself which methods a merchant may offer. */
  readonly ownMethodList: boolean
  /** It gives separate credentials for trying out. */
  readonly ownTestMode: boolean
  /** It can bring a link to the payer by itself. */
  readonly delivers: boolean
  /** It can be asked what it took and gave back within a time. */
  readonly statement: boolean
}

/** A connector in the registry: what every caller may know of it while the type of its config stays its own affair. */
export interface RegisteredConnector
  extends Pick<Connector<never>, 'id' | 'name' | 'endpoints' | 'currencies' | 'guide' | 'proofs' | 'silentAfterMs' | 'leaseMs' | 'refusedFields'> {
  readonly fields: readonly ConfigField[]
  readonly capabilities: Capabilities
  /** Reads the stored values and binds the connector to one channel. Cheap: no network, nothing kept. */
  open(values: Readonly<Record<string, string>>, rest: Surroundings): Result<OpenConnector, readonly FieldProblem[]>
}

/** A connector bound to one channel: `Connector` without the set-up argument. */
export interface OpenConnector {
  /** The only mode its credentials serve; null where they serve both. */
  readonly mode: Mode | null
  readonly delivers: Delivers | null
  start(order: Order, http: Http): Promise<Outcome<Started>>
  readonly resume: null | ((order: Order, ref: ProviderRef | null, http: Http) => Promise<Outcome<Started>>)
  readCallback(raw: RawCallback): Reading
  methods(ask: MethodAsk): readonly Method[]
  readonly refresh: null | ((currencies: readonly Currency[], http: Http) => Promise<Outcome<Facts>>)
  readonly lookup: null | ((ref: ProviderRef, http: Http) => Promise<Outcome<Report>>)
  readonly revoke: null | ((ref: ProviderRef, http: Http) => Promise<Outcome<'revoked'>>)
  readonly refunds: null | {
    readonly partial: boolean
    movesMoney(method: string | null): boolean
    refund(ask: OpenRefundAsk): Promise<Outcome<Report>>
  }
  readonly reservations: null | {
    capture(ask: OpenCaptureAsk): Promise<Outcome<Report>>
    release(ref: ProviderRef, http: Http): Promise<Outcome<Report>>
  }
  readonly statement: null | ((span: Span, http: Http) => Promise<Outcome<readonly SettlementLine[]>>)
}

/** `RefundAsk` and `CaptureAsk` on a bound connector, which has the set-up already. */
type OpenRefundAsk = Omit<RefundAsk<never>, 'setup'>
type OpenCaptureAsk = Omit<CaptureAsk<never>, 'setup'>
