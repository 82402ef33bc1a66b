import { Type } from 'typebox'
import type { Static } from 'typebox'
import { DeliveryJson, deliveryJson } from '../deliveries/find-deliveries.ts'
import { CreditNoteBriefJson, creditNoteBriefJson } from '../invoices/credit-note-json.ts'
import type { CreditNote } from '../invoices/find-credit-note.ts'
import { isInFlight } from '../invoices/invoice.ts'
import { InvoiceJson, invoiceJson } from '../invoices/json.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import type { Id } from '../kernel/ids.ts'
import { bindsMoney } from '../payments/attempt.ts'
import { AttemptJson, attemptJson, PaymentJson, paymentJson, RefundJson, refundJson } from '../payments/json.ts'
import type { AttemptFacts, PaymentFacts, RefundFacts } from '../payments/json.ts'
import type { MethodTitles } from '../payments/method-titles.ts'
import { awaitsAnswer, isAtProvider } from '../payments/refund.ts'
import type { RefundWay } from '../payments/refund-way.ts'
import type { Caller } from '../platform/http/caller.ts'
import { Nullable } from '../platform/http/json.ts'
import type { Reader } from './day-words.ts'
import type { History } from './timeline.ts'
import { attemptNext, refundNext, whyOf } from './why.ts'

const NextJson = Nullable(Type.String({
  description: 'What is awaited and what to do, in the caller\'s language; null where it is over.',
}))

export const ReportedAttemptJson = Type.Object({ ...AttemptJson.properties, next: NextJson })
const ReportedRefundJson = Type.Object({
  ...RefundJson.properties, next: NextJson,
  sendTo: Type.Union([Type.Null(), Type.Object({ name: Nullable(Type.String()), account: Type.String() })], {
    description: 'Whom a person sends the money to: the account that the payment came from. Null where no person sends it, or the account is not known.',
  }),
  allowed: Type.Object({
    send: Type.Boolean({ description: 'The provider sends the money when asked.' }), complete: Type.Boolean(), withdraw: Type.Boolean(), fail: Type.Boolean(),
    acknowledge: Type.Boolean({ description: 'The payer\'s bank took the money back, and nobody has said yet what was done about it.' }),
  }, { description: 'What this caller can do with it now.' }),
})

const AllowedJson = Type.Object({
  edit: Type.Boolean(), issue: Type.Boolean(), send: Type.Boolean(), cancel: Type.Boolean(), credit: Type.Boolean(),
  record: Type.Boolean(), remove: Type.Boolean(),
}, { description: 'What this caller can do with it now.' })

export const InvoiceDetailJson = Type.Object({
  ...InvoiceJson.properties,
  why: Type.String({ description: 'How it stands, in a sentence in the caller\'s language and the store\'s time.' }),
  attempts: Type.Array(ReportedAttemptJson), payments: Type.Array(Type.Object(PaymentJson.properties)),
  refunds: Type.Array(ReportedRefundJson), deliveries: Type.Array(DeliveryJson), creditNotes: Type.Array(CreditNoteBriefJson),
  allowed: AllowedJson,
}, { title: 'InvoiceDetail' })

/** What the invoice's present state and the caller's permissions together let them do. */
function allowedFor({ invoice, attempts }: Pick<History, 'invoice' | 'attempts'>, { permissions }: Pick<Caller, 'permissions'>, now: Date): Static<typeof AllowedJson> {
  const writes = permissions.has('invoices.write')
  const cancels = permissions.has('invoices.cancel')
  const isDraft = invoice.document === 'draft'
  const isIssued = invoice.document === 'issued'
  const isUntouched = invoice.paidMinor === 0n && invoice.creditedMinor === 0n
  return {
    edit: isDraft && writes, issue: isDraft && writes && invoice.grossMinor > 0n, remove: isDraft && writes,
    send: isIssued && writes && remainingMinor(invoice) > 0n, cancel: isIssued && cancels && isUntouched,
    credit: isIssued && cancels && invoice.creditedMinor < invoice.grossMinor && !isInFlight(invoice, now) && !attempts.some(bindsMoney),
    record: isIssued && permissions.has('payments.record') && remainingMinor(invoice) > 0n,
  }
}

type Detail = {
  readonly history: Pick<History, 'invoice' | 'attempts' | 'payments' | 'refunds' | 'deliveries'>
  readonly creditNotes: readonly CreditNote[]
  /** Of the pay page; null for a draft. */
  readonly token: string | null
  readonly caller: Caller
  readonly reader: Reader
  readonly titleOf: MethodTitles
  readonly ways: ReadonlyMap<Id<'payment'>, RefundWay>
  readonly publicUrl: URL
}

export function invoiceDetailJson(
  { history, creditNotes, token, caller, reader, titleOf, ways, publicUrl }: Detail,
): Static<typeof InvoiceDetailJson> {
  const { invoice, attempts, payments, refunds, deliveries } = history
  return {
    ...invoiceJson(invoice, token, { publicUrl, now: reader.now }), why: whyOf(invoice, history, reader),
    attempts: attempts.map((attempt) => reportedAttemptJson(attempt, { caller, reader, titleOf })),
    payments: payments.map((payment) => paymentJson(payment, titleOf)),
    refunds: refunds.map((refund) => reportedRefundJson(refund, refunds, { payments, ways, reader, caller })), deliveries: deliveries.map(deliveryJson),
    creditNotes: creditNotes.map((note) => creditNoteBriefJson(note, publicUrl)), allowed: allowedFor(history, caller, reader.now),
  }
}

export function reportedAttemptJson(
  attempt: AttemptFacts, { caller: { permissions }, reader, titleOf }: Pick<Detail, 'caller' | 'reader' | 'titleOf'>,
): Static<typeof ReportedAttemptJson> {
  const json = attemptJson(attempt, reader.now, titleOf)
  return {
    ...json, next: attemptNext(attempt, reader),
    allowed: {
      ...permissions.has('payments.settle') ? json.allowed : { settle: false, capture: false, release: false },
      withdraw: permissions.has('invoices.write') && json.allowed.withdraw,
    },
  }
}

const recipientOf = (payment: PaymentFacts | undefined, way: RefundWay): Static<typeof ReportedRefundJson>['sendTo'] =>
  way === 'provider' || way === 'no_call' || payment === undefined || payment.payerAccount === null ? null
    : { name: payment.payerName, account: payment.payerAccount }

type RefundSurroundings = Pick<Detail, 'ways' | 'reader' | 'caller'> & { readonly payments: readonly PaymentFacts[] }

function reportedRefundJson(
  refund: RefundFacts, all: readonly RefundFacts[], { payments, ways, reader, caller }: RefundSurroundings,
): Static<typeof ReportedRefundJson> {
  const payment = payments.find((one) => one.id === refund.paymentId)
  const way = ways.get(refund.paymentId) ?? 'no_provider'
  const mayGive = caller.permissions.has('refunds.create')
  const waits = mayGive && refund.state === 'requested' && !refund.awaitsReturn
  const isFree = !all.some((one) => one.paymentId === refund.paymentId && isAtProvider(one.state))
  return {
    ...refundJson(refund),
    next: refundNext(refund, { channel: payment?.channel ?? null, payerAccount: payment?.payerAccount ?? null, way }, reader),
    sendTo: refund.state === 'requested' && !refund.awaitsReturn ? recipientOf(payment, way) : null,
    allowed: {
      send: waits && way === 'provider' && isFree, complete: waits || (mayGive && refund.state === 'unknown'), withdraw: waits,
      fail: mayGive && refund.state === 'unknown',
      acknowledge: mayGive && awaitsAnswer(refund),
    },
  }
}
