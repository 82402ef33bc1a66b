import type { ConfigForm, FieldProblem, Guide, Http, Outcome, ConfigField } from '../connectors/contract.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Mode } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import type { Secret } from '../kernel/secret.ts'
import type { Currency } from '../money/currency.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'

/**
 * What Kvit asks of the code that speaks to one fiscal service: the tax service itself, or a company that speaks to it.
 * Documents of one cash register are filed one at a time, in their order. Filing has two steps, so that nothing is filed
 * twice: `draw` says what will be sent and by what it can be found again, that is committed, and only then it is sent.
 * After silence the document is looked for before it is sent again. A fiscaliser has no database, no clock of its own and
 * no network but the `http` it is given.
 */
export interface Fiscaliser<Config> {
  /** The folder's name; stored in `cash_register.fiscaliser`. */
  readonly id: string
  /** The service's own name, the same in every language. */
  readonly name: string
  /** Base addresses by name, as in production. Only the installation may replace them, never a merchant. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly currencies: readonly Currency[]
  readonly config: ConfigForm<Config>
  readonly guide: Guide
  /** Whether the credentials are for trying out, where that can be told from them; null where it cannot. */
  readonly modeOf: null | ((config: Config) => Mode)
  /** The longest a shift may be open by the law this service serves. Milliseconds. */
  readonly longestShiftMs: number
  /** The documents that end a shift, in their order. Where the Z-report is a document of its own it stands before the last one. */
  readonly closing: readonly ['close_shift'] | readonly ['z_report', 'close_shift']
  /** How one works while the tax service cannot be reached; null where one cannot. */
  readonly offline: null | Offline<Config>
  /** What the service knows of the register now. */
  state(setup: FiscalSetup<Config>, http: Http): Promise<Outcome<RegisterState>>
  /** Pure: what will be sent for this document. A refusal is a fault of the document itself and is never worth a try. */
  draw(document: FiscalDocument, register: RegisterState, setup: FiscalSetup<Config>): Result<Drawn, Undrawable>
  /** Sends it. `unknown` may mean that it was filed: only `find` tells. */
  file(drawn: Drawn, setup: FiscalSetup<Config>, http: Http): Promise<Filing>
  /** What became of it. `null`: the service has surely never taken it, so that it may be sent again as it stands. */
  find(drawn: Drawn, setup: FiscalSetup<Config>, http: Http): Promise<Outcome<Filed | null>>
  /**
   * Brings a service that has lost its thread into line with the tax service, if it has. That may close the shift there, so
   * that only a person asks for it. Null: this one loses none.
   */
  readonly realign: null | ((setup: FiscalSetup<Config>, http: Http) => Promise<Outcome<null>>)
}

/**
 * What is known after sending. `misnumbered`: surely not taken, because the register's next number is another one; ask for
 * its state and draw the document anew. Only of services that count (`RegisterState.nextLocalNumber`).
 */
export type Filing = Outcome<Filed> | { readonly kind: 'misnumbered'; readonly expected: number | null }

/** Milliseconds: of one time without the tax service, and of all of them in one calendar month of the register's zone. */
export type OfflineLimits = { readonly longestMs: number; readonly monthMs: number }

type Offline<Config> = OfflineLimits & (OfflineByService<Config> | OfflineByRegister<Config>)

/** The service numbers by itself what is made while it does not reach the tax service (`Filed.offline`), and tells it afterwards. */
type OfflineByService<Config> = {
  readonly by: 'service'
  /** Whether the tax service has heard of such a document by now. `refused`: it did not take it. */
  heard(drawn: Drawn, setup: FiscalSetup<Config>, http: Http): Promise<Outcome<boolean>>
}

/**
 * Documents are numbered and chained here, from what the service gave while it could be reached (`RegisterState.offline`),
 * and brought to it in their order when it is back. Between two documents all that must be known is in `from`, which is
 * opaque and secret. Nobody but a signer is asked while one is made.
 */
type OfflineByRegister<Config> = {
  readonly by: 'register'
  /** Pure: `from` once a document is counted that was sent before the silence. Null: behind that one nothing can be made without the service. */
  after(from: Secret, kind: DocumentKind): Secret | null
  make(document: OfflineDocument, from: Secret, setup: FiscalSetup<Config>, http: Http): Promise<Result<OfflineMade, Undrawable>>
  /** Pure: `from` as it stood behind the last document that the service has, where those after that one are given up. Only the end of the time can be made from it. */
  behind(from: Secret, last: OfflineKept, setup: FiscalSetup<Config>): Secret
  /** Brings documents of one time in their order, beginning with the first that the service does not have, and stops at the first that it does not take. */
  replay(documents: readonly OfflineKept[], setup: FiscalSetup<Config>, http: Http): Promise<Replay>
}

/** Two markers stand around the documents of one time without the service. */
export type OfflineDocument = Omit<FiscalDocument, 'content'> & {
  readonly content: FiscalDocument['content'] | { readonly kind: 'offline_begin' | 'offline_end' }
}

/** `signed`: as it will be sent; null where the signer was silent, and it is signed when it is sent. `next`: from what the next one is made. */
export type OfflineMade = { readonly drawn: Drawn; readonly signed: Buffer | null; readonly filed: Filed; readonly next: Secret }

/** One that was made, as it was kept. */
export type OfflineKept = { readonly drawn: Drawn; readonly signed: Buffer | null; readonly fiscalNumber: string }

/** `delivered`: how many of the documents the service has, from the first. After `unknown` the same are brought again; a refusal is for a person. */
export type Replay = Outcome<null> & { readonly delivered: number }

export type FiscalSetup<Config> = FiscalSurroundings & { readonly config: Config }

/** What a register knows besides its credentials. */
export type FiscalSurroundings = {
  readonly endpoints: Readonly<Record<string, string>>
  readonly clock: Clock
  /** IANA name: receipts carry the register's local time. */
  readonly timeZone: string
  /** What the fiscaliser wants to remember between calls in one process, such as a token; lost at any moment without harm. */
  readonly memory: Memory
  /** Lets time pass between two questions. Milliseconds; a test turns its clock instead. */
  pause(ms: number): Promise<void>
}

/** One text per register. */
export interface Memory {
  read(): string | null
  write(text: string | null): void
}

export type RegisterState = {
  /** Fiscal number of the register, given by the tax service. */
  readonly registerNumber: string
  /** True, false, or null where the service is between the two. */
  readonly shiftOpen: boolean | null
  /** The service's own name of the open shift, where its closing is found by that; null where none is open or it has no name. */
  readonly shiftRef: string | null
  /** When the open shift was opened; null where none is open or the service does not say. */
  readonly shiftOpenedAt: Date | null
  /** The number the next document of the register must carry, where the service counts them; null where it does not tell. */
  readonly nextLocalNumber: number | null
  /** Fiscal number of the last document the service has; null where there is none or it does not say. */
  readonly lastFiscalNumber: string | null
  /** Whether the service itself reaches the tax service now; null where it does not say. */
  readonly online: boolean | null
  /** Whether its documents are for trying out only. */
  readonly mode: Mode
  /** From what a time without the service would begin now; null where that is not numbered here, or the service gives nothing. */
  readonly offline: Secret | null
}

/** One thing that is filed. `key` is ours: a UUID, the same for every try until the service has surely refused it. `at` is when it is drawn. */
export type FiscalDocument = {
  readonly key: string
  readonly at: Date
  readonly cashier: string
  readonly content:
    | { readonly kind: 'open_shift' }
    | { readonly kind: 'sale'; readonly sale: Sale }
    /** `of`: fiscal number and the service's own id of the sale that is undone. */
    | { readonly kind: 'return'; readonly sale: Sale; readonly of: { readonly fiscalNumber: string; readonly ref: string } }
    | { readonly kind: 'service_in' | 'service_out'; readonly amount: Money }
    /** The day's sums by our books, where the service takes them as a document of its own: see `Fiscaliser.closing`. */
    | { readonly kind: 'z_report'; readonly totals: ShiftTotals }
    /** Ends the shift with its Z-report. */
    | { readonly kind: 'close_shift' }
}

export type DocumentKind = FiscalDocument['content']['kind']

/** Of one shift by our books. `null`: there was none of that direction. */
export type ShiftTotals = {
  readonly sales: DirectionTotals | null
  readonly returns: DirectionTotals | null
  readonly serviceIn: Money
  readonly serviceOut: Money
}

export type DirectionTotals = {
  readonly count: number
  /** As in `Sale`, added up. */
  readonly total: Money
  readonly rounding: Money
  /** One row for each form and means. */
  readonly payments: readonly Pick<SalePayment, 'form' | 'means' | 'amount'>[]
  /** One row for each letter and type. */
  readonly taxes: readonly TaxTotals[]
}

/** `discount`: what discounts took off the lines of this letter, so that turnover and discount are the gross turnover. */
export type TaxTotals = SaleTax & { readonly discount: Money }

/** Amounts of a return are positive too. */
export type Sale = {
  readonly lines: readonly SaleLine[]
  /** What is owed: the sum of the lines after discounts, before the rounding of cash. */
  readonly total: Money
  /** What rounding cash adds (negative: takes off); zero where nothing is rounded. */
  readonly rounding: Money
  readonly payments: readonly SalePayment[]
  readonly taxes: readonly SaleTax[]
}

export type SaleLine = {
  readonly code: string
  readonly barcode: string | null
  readonly name: string
  /** At most one of the two. Source: Ukrainian classifiers of goods and of services. */
  readonly uktzed: string | null
  readonly dkpp: string | null
  /** Number in the national classifier of units; 2009 is a piece. */
  readonly unitCode: number
  readonly unitName: string
  /** At most three decimals. */
  readonly quantity: Decimal
  /** Tax included. */
  readonly price: Money
  /** quantity × price, rounded, before `discount`. */
  readonly cost: Money
  /** Zero or more: what this line's share of all discounts takes off `cost`. */
  readonly discount: Money
  /** Letters of the merchant's tax table, Cyrillic; empty for a merchant without. */
  readonly taxLetters: string
}

export type SalePayment = {
  readonly form: 'cash' | 'cashless'
  /** By what means, in the words of the law ("Картка", "Платіж через інтегратора LiqPay"). */
  readonly means: string
  readonly amount: Money
  /** Cash handed over; null where that was not counted. The change is what is more than `amount`. */
  readonly given: Money | null
  /** What a card terminal or a payment provider says of it; null for cash. */
  readonly card: CardPayment | null
}

/** All null where nothing is known of it. */
export type CardPayment = {
  readonly paymentSystem: string | null
  readonly acquirer: string | null
  /** The acquirer's own name of the payment (RRN). */
  readonly reference: string | null
  readonly authCode: string | null
  readonly mask: string | null
  readonly terminal: string | null
  readonly at: Date | null
}

/** One row of the tax table as it applies to this receipt. */
export type SaleTax = {
  readonly letter: string
  /** 0 VAT, 1 excise, 2 pension fund. */
  readonly type: 0 | 1 | 2
  readonly name: string
  readonly percent: Decimal
  /** Turnover under this letter after discounts, tax included. */
  readonly turnover: Money
  /** The base the tax is reckoned from: the turnover without the taxes reckoned before this one. */
  readonly base: Money
  readonly tax: Money
}

/** A document as it will be sent. */
export type Drawn = {
  /** By what `find` finds it: the service's word, opaque to everyone else. */
  readonly ref: string
  /** The exact bytes that are kept and, but for credentials, sent. */
  readonly content: Buffer
  readonly contentType: string
}

export type Undrawable = { readonly problem: 'shift' | 'amounts' | 'text' | 'tax' | 'number'; readonly detail: string }

/** A document the service has. */
export type Filed = {
  readonly fiscalNumber: string
  readonly localNumber: number | null
  readonly at: Date
  /** Where the payer can see it at the tax service or the service; null for documents without. The receipt's QR code holds it. */
  readonly url: string | null
  /** Made while the tax service could not be reached: it still has to hear of it. */
  readonly offline: boolean
  /** The service's own id of it, to name it in a return. */
  readonly ref: string
  /** What came back, without credentials, for the record. */
  readonly answer: string
  /** Of a closed shift: the day's sums as the service reckons them; null where it tells none. */
  readonly zReport: ServiceTotals | null
}

/** Sums of one shift by the service's own books. */
export type ServiceTotals = {
  readonly sales: Money
  readonly returns: Money
  readonly serviceIn: Money | null
  readonly serviceOut: Money | null
}

/** A fiscaliser in the registry: what every caller may know of it while the type of its config stays its own affair. */
export interface RegisteredFiscaliser
  extends Pick<Fiscaliser<never>, 'id' | 'name' | 'endpoints' | 'currencies' | 'guide' | 'longestShiftMs' | 'closing'> {
  readonly offline: null | (OfflineLimits & { readonly by: 'service' | 'register' })
  readonly fields: readonly ConfigField[]
  /** Reads the stored values and binds the fiscaliser to one register. Cheap: no network, nothing kept. */
  open(values: Readonly<Record<string, string>>, rest: FiscalSurroundings): Result<OpenFiscaliser, readonly FieldProblem[]>
}

/** A fiscaliser bound to one register: `Fiscaliser` without the set-up argument. */
export interface OpenFiscaliser {
  /** The only mode its credentials serve; null where that cannot be told. */
  readonly mode: Mode | null
  state(http: Http): Promise<Outcome<RegisterState>>
  draw(document: FiscalDocument, register: RegisterState): Result<Drawn, Undrawable>
  file(drawn: Drawn, http: Http): Promise<Filing>
  find(drawn: Drawn, http: Http): Promise<Outcome<Filed | null>>
  readonly realign: null | ((http: Http) => Promise<Outcome<null>>)
  readonly offline: null | OpenOffline
}

export type OpenOffline =
  | { readonly by: 'service'; heard(drawn: Drawn, http: Http): Promise<Outcome<boolean>> }
  | {
    readonly by: 'register'
    after(from: Secret, kind: DocumentKind): Secret | null
    make(document: OfflineDocument, from: Secret, http: Http): Promise<Result<OfflineMade, Undrawable>>
    behind(from: Secret, last: OfflineKept): Secret
    replay(documents: readonly OfflineKept[], http: Http): Promise<Replay>
  }
