import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import type { Id, Mode } from '../kernel/ids.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { moneyJson, MoneyJson, Nullable, TimeJson, WordOf } from '../platform/http/json.ts'
import type { Money } from '../money/money.ts'
import type { PaymentSource, RefundChange, RefundState } from './money-change.ts'
import type { AttemptState } from './attempt.ts'
import { needsPerson } from './attempt.ts'
import type { Difference } from './compare-report.ts'
import type { MethodTitles } from './method-titles.ts'

const ChannelRef = Type.Object({ id: IdJson('channel'), name: Type.String() })
const MethodFields = {
  method: Nullable(Type.String({ description: 'The provider\'s key of it.' })),
  methodTitle: Nullable(Type.String({ description: 'Its name in the caller\'s language; null where the channel does not know it now.' })),
}

export const RefundJson = Type.Object({
  id: IdJson('refund'), payment: IdJson('payment'), invoice: IdJson('invoice'),
  state: WordOf('requested', 'approved', 'pending', 'succeeded', 'failed', 'reversed', 'unknown'),
  because: WordOf('overpaid', 'asked', 'told_by_provider', 'charged_back'), amount: MoneyJson, note: Nullable(Type.String()),
  sentAt: Nullable(Type.String({ format: 'date-time', description: 'When the provider was asked to send the money; null where a person sends it.' })),
  createdAt: TimeJson, stateChangedAt: TimeJson,
}, { title: 'Refund' })

const RefundWayJson = WordOf('provider', 'marked_only', 'no_call', 'no_provider')

const ReversalJson = Type.Object({
  at: TimeJson, by: Nullable(Type.String({ description: 'Name of the person or API key; null for one that is no longer there.' })), reason: Type.String(),
}, { description: 'The payment was found not to be of this invoice after all, and counts no more; null for money that counts.' })

export const PaymentJson = Type.Object({
  id: IdJson('payment'), store: IdJson('store'),
  invoice: Type.Object({ id: IdJson('invoice'), number: Nullable(Type.String()) }),
  source: WordOf('attempt', 'statement_line', 'cash', 'manual'), amount: MoneyJson, refunded: MoneyJson,
  ...MethodFields, channel: Nullable(ChannelRef), attempt: Nullable(IdJson('attempt')), providerRef: Nullable(Type.String()),
  payerName: Nullable(Type.String()), payerAccount: Nullable(Type.String()), note: Nullable(Type.String()),
  receivedAt: TimeJson, createdAt: TimeJson,
  reversal: Nullable(ReversalJson),
}, { title: 'Payment' })

export const PaymentDetailJson = Type.Object({
  ...PaymentJson.properties,
  refundable: Nullable(Type.Object({ amount: MoneyJson, way: RefundWayJson }, {
    description: 'What can still be given back, and how: the provider sends it, or only marks it, or cannot be asked, or never had the money. Null: nothing, or a refund is under way.',
  })),
}, { title: 'PaymentDetail' })

export const AttemptJson = Type.Object({
  id: IdJson('attempt'), invoice: Type.Object({ id: IdJson('invoice'), number: Nullable(Type.String()) }), channel: ChannelRef,
  state: WordOf('created', 'pending', 'authorised', 'succeeded', 'failed', 'revoked', 'expired', 'unknown', 'conflicted'),
  amount: MoneyJson, ...MethodFields, providerRef: Nullable(Type.String()),
  waitingSince: Nullable(TimeJson), claimedAt: Nullable(TimeJson),
  conflict: Nullable(Type.Array(Type.Object({ what: Type.String(), ours: Type.String(), theirs: Type.String() }))),
  note: Nullable(Type.String()), createdAt: TimeJson, stateChangedAt: TimeJson,
  ageSeconds: Type.Integer({ description: 'Since the last change of state.' }),
  decision: Nullable(Type.Object({ as: WordOf('capture', 'release'), amount: Nullable(MoneyJson), state: WordOf('asked', 'unknown', 'refused') }, {
    description: 'What was decided about reserved money, and what the provider said to it while the attempt is still `authorised`; null before.',
  })),
  allowed: Type.Object({
    settle: Type.Boolean(), capture: Type.Boolean(), release: Type.Boolean(),
    withdraw: Type.Boolean({ description: 'The provider brought it to the payer, and can be asked to take it back.' }),
  }),
}, { title: 'Attempt' })

export type RefundFacts = {
  readonly id: Id<'refund'>; readonly paymentId: Id<'payment'>; readonly invoiceId: Id<'invoice'>; readonly mode: Mode
  readonly state: RefundState; readonly because: RefundChange['because']; readonly amount: Money; readonly note: string | null
  readonly sentAt: Date | null; readonly createdAt: Date; readonly stateChangedAt: Date
  /** Of a return that the tax service has not taken: nothing may be given back. */
  readonly awaitsReturn: boolean
}

export const refundJson = (refund: RefundFacts): Static<typeof RefundJson> => ({
  id: publicId('refund', refund.id, refund.mode), payment: publicId('payment', refund.paymentId, refund.mode),
  invoice: publicId('invoice', refund.invoiceId, refund.mode), state: refund.state, because: refund.because,
  amount: moneyJson(refund.amount), note: refund.note, sentAt: refund.sentAt?.toISOString() ?? null,
  createdAt: refund.createdAt.toISOString(), stateChangedAt: refund.stateChangedAt.toISOString(),
})

export type PaymentFacts = {
  readonly id: Id<'payment'>; readonly storeId: Id<'store'>; readonly mode: Mode; readonly source: PaymentSource
  readonly invoice: { readonly id: Id<'invoice'>; readonly number: string | null }
  readonly amount: Money; readonly refunded: Money; readonly method: string | null
  readonly channel: { readonly id: Id<'channel'>; readonly name: string } | null
  readonly attemptId: Id<'attempt'> | null; readonly providerRef: string | null; readonly payerName: string | null
  readonly payerAccount: string | null; readonly note: string | null; readonly receivedAt: Date; readonly createdAt: Date
  /** It was found not to be of this invoice after all; null for money that counts. `by` is a name, null for one that is no longer there. */
  readonly reversal: { readonly at: Date; readonly by: string | null; readonly reason: string } | null
}

export const paymentJson = (payment: PaymentFacts, titleOf: MethodTitles): Static<typeof PaymentJson> => ({
  id: publicId('payment', payment.id, payment.mode), store: publicId('store', payment.storeId, null),
  invoice: { id: publicId('invoice', payment.invoice.id, payment.mode), number: payment.invoice.number },
  source: payment.source, amount: moneyJson(payment.amount), refunded: moneyJson(payment.refunded),
  method: payment.method, methodTitle: titleOf(payment),
  channel: payment.channel === null ? null : { id: publicId('channel', payment.channel.id, null), name: payment.channel.name },
  attempt: payment.attemptId === null ? null : publicId('attempt', payment.attemptId, payment.mode), providerRef: payment.providerRef,
  payerName: payment.payerName, payerAccount: payment.payerAccount, note: payment.note,
  receivedAt: payment.receivedAt.toISOString(), createdAt: payment.createdAt.toISOString(),
  reversal: payment.reversal === null ? null : { ...payment.reversal, at: payment.reversal.at.toISOString() },
})

export type AttemptFacts = {
  readonly id: Id<'attempt'>; readonly storeId: Id<'store'>; readonly mode: Mode; readonly state: AttemptState
  readonly invoice: { readonly id: Id<'invoice'>; readonly number: string | null }
  readonly channel: { readonly id: Id<'channel'>; readonly name: string }
  readonly asked: Money; readonly method: string | null; readonly providerRef: string | null; readonly waitingSince: Date | null
  readonly claimedAt: Date | null; readonly conflict: readonly Difference[] | null; readonly note: string | null
  readonly createdAt: Date; readonly stateChangedAt: Date
  /** The provider was to bring it to the payer, and no browser of ours has opened it since. */
  readonly isBrought: boolean
  /** About reserved money; `amount` is null for a release. Null: nobody decided. */
  readonly decision: { readonly as: 'capture' | 'release'; readonly amount: Money | null; readonly state: 'asked' | 'unknown' | 'refused' } | null
}

/** Reserved money is decided about once; after a refusal anew, and without an answer the same may be asked again. */
const mayDecide = ({ state, decision }: AttemptFacts, as: 'capture' | 'release'): boolean =>
  state === 'authorised' && (decision === null || decision.state === 'refused' || (decision.state === 'unknown' && decision.as === as))

/** What waits in a bank app can be taken back until the payer's bank was asked. */
export const mayWithdraw = ({ isBrought, state, waitingSince, providerRef }: AttemptFacts): boolean =>
  isBrought && state === 'pending' && waitingSince === null && providerRef !== null

export const attemptJson = (attempt: AttemptFacts, now: Date, titleOf: MethodTitles): Static<typeof AttemptJson> => ({
  id: publicId('attempt', attempt.id, attempt.mode),
  invoice: { id: publicId('invoice', attempt.invoice.id, attempt.mode), number: attempt.invoice.number },
  channel: { id: publicId('channel', attempt.channel.id, null), name: attempt.channel.name },
  state: attempt.state, amount: moneyJson(attempt.asked), method: attempt.method, methodTitle: titleOf(attempt), providerRef: attempt.providerRef,
  waitingSince: attempt.waitingSince?.toISOString() ?? null, claimedAt: attempt.claimedAt?.toISOString() ?? null,
  conflict: attempt.conflict === null ? null : [...attempt.conflict], note: attempt.note,
  createdAt: attempt.createdAt.toISOString(), stateChangedAt: attempt.stateChangedAt.toISOString(),
  ageSeconds: Math.max(0, Math.floor((now.getTime() - attempt.stateChangedAt.getTime()) / 1000)),
  decision: attempt.decision && { ...attempt.decision, amount: attempt.decision.amount && moneyJson(attempt.decision.amount) },
  allowed: {
    settle: needsPerson(attempt.state), capture: mayDecide(attempt, 'capture'), release: mayDecide(attempt, 'release'), withdraw: mayWithdraw(attempt),
  },
})
