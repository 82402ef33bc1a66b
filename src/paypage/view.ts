import type { Mode } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import type { Colour } from '../merchants/brand-colour.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Money } from '../money/money.ts'

/**
 * What the payer's page shows, decided before it is drawn: the renderer only writes. Times are shown on the clock of
 * `timeZone`. Paths begin with "/" and are ours; hrefs are absolute and may be a merchant's, so anything but http
 * and https is left out.
 */
export type PayPageView =
  | ChooseView | GoingView | InFlightView | PaidView
  | (KnownView & { readonly face: 'cancelled' | 'closed' })
  | GoneView

/** What every face of a known link has. */
export type KnownView = {
  readonly language: Language
  /** Address of the page without a query, "/pay/<token>": the languages and "check now" lead to it. */
  readonly path: string
  readonly timeZone: string
  readonly mode: Mode
  readonly store: PayStore
  readonly invoice: PayInvoice
}

export type PayStore = {
  readonly name: string
  readonly colour: Colour
  /** Null: the name alone stands at the top. `path` is served by us. Width and height in pixels of the picture. */
  readonly logo: { readonly path: string; readonly width: number; readonly height: number } | null
  /** Who gets the money: the company, and its code or an empty text. */
  readonly legalName: string
  readonly companyCode: string
  /** Empty texts are left out. */
  readonly contact: { readonly email: string; readonly phone: string; readonly website: string }
  readonly termsHref: string | null
  /** Where the payer asks for all invoices of this store; null where nothing leads there. */
  readonly allPath: string | null
}

export type PayInvoice = {
  readonly number: string
  /** YYYY-MM-DD. `overdue` compares it with today in the store's zone. */
  readonly dueDate: string | null
  readonly overdue: boolean
  readonly lines: readonly PayLine[]
  readonly total: Money
  /** What was paid so far and not given back; zero for an untouched invoice. */
  readonly paid: Money
  readonly left: Money
  /** Where the invoice can be downloaded; null where it cannot. */
  readonly pdfPath: string | null
}

/** `amount` is the line's total with VAT. */
type PayLine = { readonly title: string; readonly quantity: Decimal; readonly unit: string; readonly amount: Money }

/**
 * The payer chooses. The form posts to `<path>/attempts`: `method` (a `PayMethod.value`) and `amount`: what the payer wrote where part
 * payments are allowed (`readTypedAmount`), else the decimal that was on the button, to be compared with what is left.
 */
export type ChooseView = KnownView & {
  readonly face: 'choose'
  /** In the order to show: the payer's country first, the last used one ahead. Empty: cannot be paid online now. */
  readonly methods: readonly PayMethod[]
  /** Folded below, grouped by country in the order of their first appearance. */
  readonly otherMethods: readonly PayMethod[]
  /** `value` of the method that is ticked already; null: the payer has to choose. */
  readonly selected: string | null
  readonly amount: PayAmount
  /** Null: only in hryvnias to a Ukrainian account is there a code that banks read. */
  readonly transfer: PayTransfer | null
  readonly problem: PayProblem | null
}

/** A plain transfer by the payer's own bank. */
export type PayTransfer = {
  /** Opens the payer's bank app; the code says the same. */
  readonly href: string
  readonly codePath: string
  readonly recipient: string
  readonly recipientCode: string
  /** IBAN in groups of four. */
  readonly account: string
  readonly purpose: string
}

export type PayMethod = {
  /** What the form posts. */
  readonly value: string
  /** The provider's key and title, by which the tile is chosen. */
  readonly key: string
  readonly title: string
  /** ISO 3166-1 alpha-2 in either case; null: of no country. */
  readonly country: string | null
  readonly kind: 'bank' | 'card' | 'wallet' | 'credit' | 'other'
  readonly lastUsed: boolean
}

export type PayAmount =
  | { readonly kind: 'whole'; readonly amount: Money }
  /** `typed` is what the payer wrote before, as it was written; null at first, when the whole of `most` is suggested. */
  | { readonly kind: 'part'; readonly least: Money; readonly most: Money; readonly typed: string | null }

/** Why the payer is still here. `amount_*` stand beside the amount; all of them are answered 422, `too_many` 429, the last two 200. */
export type PayProblem =
  | { readonly code: 'no_method' | 'amount_unreadable' | 'amount_changed' | 'method_unavailable' | 'not_started' | 'too_many' }
  | { readonly code: 'amount_too_small' | 'amount_too_large' }
  | { readonly code: 'not_paid' | 'turned_back' }

/** Between our button and the provider: a form may lead only to ourselves (CSP), so this page leads on. */
export type GoingView = KnownView & {
  readonly face: 'going'
  readonly provider: string
  readonly amount: Money
  /** Absolute address at the provider. Throws a TypeError if it is neither http nor https. */
  readonly href: string
}

/** An attempt is under way; a second one cannot be started from this face. */
export type InFlightView = KnownView & {
  readonly face: 'in_flight'
  readonly stage: InFlightStage
  readonly provider: string
  readonly method: string | null
  readonly amount: Money
  readonly startedAt: Date
  /** The browser came back as after paying; kept while the page asks again, so that it goes on saying the same. */
  readonly cameBack: boolean
  /** Whole seconds until the page asks again (`refreshAfter`); null: the payer stopped it by `?refresh=off`. */
  readonly refreshSeconds: number | null
}

export type InFlightStage =
  /** The provider said that the payer's bank has been asked. */
  | { readonly kind: 'asked' }
  /** Started, and nothing heard. A POST to `resumePath` leads back to the provider; from `otherWayAt` another attempt may begin. */
  | { readonly kind: 'unfinished'; readonly resumePath: string | null; readonly otherWayAt: Date | null }
  /** The provider brought the invoice into the app of the payer's bank, and only there can it be paid: it has no page to lead to. */
  | { readonly kind: 'brought'; readonly resumePath: null; readonly otherWayAt: Date | null }
  /** The provider did not answer the order, so the payer was never led to it; from `otherWayAt` another attempt may begin. */
  | { readonly kind: 'unanswered'; readonly resumePath: string | null; readonly otherWayAt: Date | null }
  /** The attempt is `unknown`, and the payer was with the provider. */
  | { readonly kind: 'silent' }
  /** The provider says that the payer's money was taken and has not reached the merchant: only a person can go and see. */
  | { readonly kind: 'claimed' }
  /** The payer's bank holds the money; the merchant has yet to take it or let it go. */
  | { readonly kind: 'reserved' }
  /** The attempt is `conflicted`: a person looks. */
  | { readonly kind: 'review' }

export type PaidView = KnownView & {
  readonly face: 'paid'
  /** Newest last; what covered the invoice. */
  readonly payments: readonly PaidPart[]
  /** Paid beyond what was owed and not yet given back; null: nothing. */
  readonly tooMuch: Money | null
  readonly returned: Money | null
  /** True if all that was paid has gone back. */
  readonly refunded: boolean
  readonly shopHref: string | null
}

export type PaidPart = {
  readonly amount: Money
  readonly at: Date
  readonly method: string | null
  /** The number by which payer and seller can speak of the payment. */
  readonly reference: string
  readonly receiptPath: string
}

/**
 * An unknown and an expired link look the same to the byte but for the path, so this knows nothing else. The language
 * comes from `?lang=` or the browser, never from the invoice.
 */
export type GoneView = {
  readonly face: 'gone'
  readonly language: Language
  readonly path: string
  /** Posted to when a fresh link is asked for. */
  readonly freshLinkPath: string
  /** True after it was asked for; the page says the same whether or not a letter was sent. */
  readonly asked: boolean
}
