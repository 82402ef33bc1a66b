import type { Method } from '../connectors/contract.ts'
import { businessDate } from '../kernel/business-date.ts'
import { publicId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Language } from '../kernel/language.ts'
import { isExpired, isInFlight } from '../invoices/invoice.ts'
import { grossLines } from '../invoices/gross-lines.ts'
import { overpaidMinor, paymentState, remainingMinor } from '../invoices/payment-state.ts'
import { isColour } from '../merchants/brand-colour.ts'
import type { Money } from '../money/money.ts'
import { bindsMoney } from '../payments/attempt.ts'
import { answering, onceEach } from './one-list.ts'
import { refreshAfter } from './refresh-after.ts'
import { KVIT_COLOUR } from './style.ts'
import type { PaySubject } from './store.ts'
import { transferOf } from './transfer.ts'
import type { ChooseView, InFlightStage, KnownView, PayMethod, PayPageView, PayProblem } from './view.ts'

/** A method with the channel it goes through, as the form names it: `<channel id>.<method key>`. */
export type OfferedMethod = { readonly channelId: Id<'channel'>; readonly method: Method }

export const methodValue = ({ channelId, method }: OfferedMethod): string => `${publicId('channel', channelId, null)}.${method.key}`

/** What the payer's browser told, apart from the link itself. It changes words, never facts. */
export type Visit = {
  readonly language: Language
  readonly path: string
  readonly now: Date
  /** Where the browser says it comes from: it may be lying, so nothing depends on it but the wording. */
  readonly back: 'accept' | 'cancel' | null
  readonly refresh: boolean
  readonly problem: PayProblem | null
  readonly typedAmount: string | null
  /** The `PayMethod.value` that was posted; null before anything was. */
  readonly typedMethod: string | null
  /** True after a fresh link was asked for. */
  readonly asked: boolean
}

/** What a link leads to at this moment. */
type Face = 'gone' | 'paid' | 'cancelled' | 'in_flight' | 'closed' | 'choose'

/** Which face a known link has now. Money comes first: what was paid is shown even if the link would have expired. */
export function faceOf({ invoice, attempt, store, linkIsActive }: PaySubject, now: Date): Face {
  if (!linkIsActive) return 'gone'
  if (paymentState(invoice) === 'refunded' || (invoice.paidMinor > 0n && remainingMinor(invoice) === 0n)) return 'paid'
  if (invoice.document === 'cancelled' || remainingMinor(invoice) === 0n) return 'cancelled'
  if (attempt !== null && (isInFlight(invoice, now) || bindsMoney(attempt))) return 'in_flight'
  if (!store.isOpen) return 'closed'
  return isExpired(invoice, now) ? 'gone' : 'choose'
}

export const goneView = ({ language, path, asked }: Visit): PayPageView =>
  ({ face: 'gone', language, path, freshLinkPath: `${path}/fresh`, asked })

/** Draws the face's facts together. `offered` is needed for the face `choose` only; `provider` names the attempt's connector. */
export function viewOf(subject: PaySubject, visit: Visit, offered: readonly OfferedMethod[], provider: string): PayPageView {
  const face = faceOf(subject, visit.now)
  const known = knownView(subject, visit)
  switch (face) {
    case 'gone': return goneView(visit)
    case 'cancelled': return { ...known, face }
    case 'closed': return { ...known, face }
    case 'paid': return { ...known, face, ...paidFacts(subject, visit, offered) }
    case 'in_flight': return { ...known, face, provider, ...inFlightFacts(subject, visit, offered) }
    case 'choose': return { ...known, face, ...choiceFacts(subject, visit, offered) }
  }
}

export function knownView({ invoice, store }: PaySubject, { language, path, now }: Visit): KnownView {
  const { currency } = invoice
  const today = businessDate(now, store.timeZone)
  const left = remainingMinor(invoice)
  return {
    language, path, timeZone: store.timeZone, mode: invoice.mode,
    store: {
      name: store.name, colour: isColour(store.brandColour) ? store.brandColour : KVIT_COLOUR,
      logo: store.logo,
      legalName: store.legalName, companyCode: store.companyCode,
      contact: { email: store.email, phone: store.phone, website: store.website },
      termsHref: store.termsUrl === '' ? null : store.termsUrl, allPath: store.pageToken === null ? null : `/s/${store.pageToken}`,
    },
    invoice: {
      number: invoice.number, dueDate: invoice.dueDate, overdue: invoice.dueDate !== null && invoice.dueDate < today && left > 0n,
      lines: grossLines(invoice.lines, currency), total: { minor: invoice.grossMinor - invoice.creditedMinor, currency },
      paid: { minor: invoice.paidMinor - invoice.refundedMinor, currency }, left: { minor: left, currency },
      pdfPath: `${path}/invoice.pdf`,
    },
  }
}

function paidFacts({ invoice, payments, store }: PaySubject, { path }: Visit, offered: readonly OfferedMethod[]) {
  const { currency } = invoice
  const tooMuch = overpaidMinor(invoice)
  return {
    payments: payments.map((payment) => ({
      amount: payment.amount, at: payment.at, method: titleOf(offered, payment),
      // The provider's number is what the payer's bank and the seller both can look up.
      reference: payment.providerRef ?? publicId('payment', payment.id, invoice.mode),
      receiptPath: `${path}/receipt.pdf?payment=${publicId('payment', payment.id, invoice.mode)}`,
    })),
    tooMuch: tooMuch > 0n ? { minor: tooMuch, currency } : null,
    returned: invoice.refundedMinor > 0n ? { minor: invoice.refundedMinor, currency } : null,
    refunded: paymentState(invoice) === 'refunded',
    shopHref: store.website === '' ? null : store.website,
  }
}

function inFlightFacts({ invoice, attempt }: PaySubject, visit: Visit, offered: readonly OfferedMethod[]) {
  if (attempt === null) throw new Error('an invoice in flight has an attempt')
  return {
    stage: stageOf(attempt, invoice.leaseUntil, visit), method: titleOf(offered, attempt), amount: attempt.asked, startedAt: attempt.startedAt,
    cameBack: visit.back === 'accept',
    refreshSeconds: visit.refresh && attempt.state !== 'conflicted' ? refreshAfter(attempt.startedAt, visit.now) : null,
  }
}

/** The method's name as the payer chose it. Null where its key is offered no more. */
const titleOf = (offered: readonly OfferedMethod[], { channelId, method: key }: { channelId: Id<'channel'> | null; method: string | null }): string | null =>
  offered.find((one) => one.channelId === channelId && one.method.key === key)?.method.title ?? null

/** Its order was sent, and no answer came: nobody was taken to a bank by it. */
export const isUnanswered = ({ state, providerRef, claimedAt, waitingSince }: NonNullable<PaySubject['attempt']>): boolean =>
  state === 'unknown' && providerRef === null && claimedAt === null && waitingSince === null

function stageOf(attempt: NonNullable<PaySubject['attempt']>, leaseUntil: Date | null, { path, back }: Visit): InFlightStage {
  if (attempt.state === 'conflicted') return { kind: 'review' }
  if (isUnanswered(attempt)) return { kind: 'unanswered', resumePath: `${path}/resume`, otherWayAt: leaseUntil }
  if (attempt.state === 'unknown') return { kind: attempt.claimedAt === null ? 'silent' : 'claimed' }
  if (attempt.state === 'authorised') return { kind: 'reserved' }
  if (attempt.waitingSince !== null || back === 'accept') return { kind: 'asked' }
  if (attempt.isBrought && attempt.state === 'created') return { kind: 'unanswered', resumePath: null, otherWayAt: leaseUntil }
  if (attempt.isBrought) return { kind: 'brought', resumePath: null, otherWayAt: leaseUntil }
  return { kind: 'unfinished', resumePath: `${path}/resume`, otherWayAt: leaseUntil }
}

function choiceFacts(subject: PaySubject, visit: Visit, offered: readonly OfferedMethod[]): Omit<ChooseView, keyof KnownView | 'face'> {
  const { invoice, attempt, store } = subject
  const left: Money = { minor: remainingMinor(invoice), currency: invoice.currency }
  const country = (invoice.payer.country ?? store.country).toLowerCase()
  const methods = onceEach(answering(offered, subject, visit.now), { attempt, home: country }).map((one): PayMethod => ({
    value: methodValue(one), key: one.method.key, title: one.method.title, country: one.method.country, kind: one.method.kind,
    lastUsed: attempt !== null && attempt.channelId === one.channelId && attempt.method === one.method.key,
  })).toSorted((a, b) => Number(b.lastUsed) - Number(a.lastUsed))
  const isNear = (method: PayMethod): boolean => method.lastUsed || method.country === null || method.country.toLowerCase() === country
  const near = methods.filter(isNear)
  return {
    methods: near.length > 0 ? near : methods, otherMethods: near.length > 0 ? methods.filter((method) => !isNear(method)) : [],
    selected: (methods.find((method) => method.value === visit.typedMethod) ?? methods.find((method) => method.lastUsed))?.value ?? null,
    amount: store.partPayments
      ? { kind: 'part', least: { minor: 1n, currency: left.currency }, most: left, typed: visit.typedAmount }
      : { kind: 'whole', amount: left },
    transfer: transferOf(subject, visit.path),
    problem: visit.problem ?? (attempt?.state === 'failed' ? { code: 'not_paid' } : null),
  }
}
