import { Type } from 'typebox'
import type { Static } from 'typebox'
import { publicId } from '../kernel/ids.ts'
import type { Mode } from '../kernel/ids.ts'
import { IdJson } from '../platform/http/id-param.ts'
import { moneyJson, MoneyJson, Nullable, TimeJson } from '../platform/http/json.ts'
import type { BookedPayment, Difference, Sums, ToldPayment } from './agreement.ts'
import type { Asked } from './ask-agreement.ts'

const InvoiceJson = Type.Object({ id: IdJson('invoice'), number: Nullable(Type.String()) })

const SUMS = { payments: Type.Integer(), taken: MoneyJson, returned: Type.Intersect([MoneyJson], { description: 'What has gone back of these payments so far.' }) }

const ToldJson = Type.Object({
  number: Type.String({ description: 'By which a person finds it in the provider\'s cabinet.' }),
  at: Nullable(TimeJson), taken: MoneyJson, returned: MoneyJson,
  times: Type.Integer({ description: 'How often it stands in the list; the amounts are of all of them.' }),
})

const BookedJson = Type.Object({
  payment: IdJson('payment'), bookedAt: TimeJson, taken: MoneyJson, returned: MoneyJson,
})

const DifferenceJson = Type.Object({
  kind: Type.Enum(['provider_only', 'books_only', 'twice', 'amount', 'refund_at_provider', 'refund_in_books', 'day'], {
    description: 'twice: it stands in the provider\'s list more than once. refund_at_provider, refund_in_books: more has gone back there. day: the same money, but only one side has it within the period.',
  }),
  reference: Type.String({ description: 'What `POST /v1/channels/{id}/reference-checks` takes, which books what the provider says of it.' }),
  invoice: Nullable(Type.Intersect([InvoiceJson], { description: 'For which the order was made; null where the reference names none of ours.' })),
  provider: Nullable(ToldJson), books: Nullable(BookedJson),
}, { title: 'AgreementDifference' })

export const AgreementJson = Type.Object({
  channel: IdJson('channel'), askedAt: TimeJson,
  agrees: Type.Boolean({ description: 'Whether every payment is the same on both sides, so that every sum is equal to the cent.' }),
  totals: Type.Array(Type.Object({
    currency: Type.String(),
    provider: Type.Object({ ...SUMS, fee: Nullable(Type.Intersect([MoneyJson], { description: 'What the provider keeps. Null where it does not say it of each payment.' })) }),
    books: Type.Object(SUMS, { description: 'By the journal.' }),
    foreign: Type.Object(SUMS, { description: 'Orders under the same contract that this channel did not make: in no other sum.' }),
  })),
  differences: Type.Array(DifferenceJson),
}, { title: 'Agreement' })

const sumsJson = ({ payments, taken, returned }: Sums): { payments: number; taken: Static<typeof MoneyJson>; returned: Static<typeof MoneyJson> } =>
  ({ payments, taken: moneyJson(taken), returned: moneyJson(returned) })

const toldJson = ({ number, at, taken, returned, times }: ToldPayment): Static<typeof ToldJson> =>
  ({ number, at: at?.toISOString() ?? null, taken: moneyJson(taken), returned: moneyJson(returned), times })

const bookedJson = ({ paymentId, bookedAt, taken, returned }: BookedPayment, mode: Mode): Static<typeof BookedJson> =>
  ({ payment: publicId('payment', paymentId, mode), bookedAt: bookedAt.toISOString(), taken: moneyJson(taken), returned: moneyJson(returned) })

function differenceJson({ kind, providerRef, told, booked }: Difference, { orders }: Asked, mode: Mode): Static<typeof DifferenceJson> {
  const reference = told?.reference ?? null
  const ordered = reference === null ? null : orders.get(reference)?.invoice ?? null
  const invoice = booked?.invoice ?? ordered
  return {
    kind, reference: providerRef, invoice: invoice === null ? null : { id: publicId('invoice', invoice.id, mode), number: invoice.number },
    provider: told === null ? null : toldJson(told), books: booked === null ? null : bookedJson(booked, mode),
  }
}

export const agreementJson = (asked: Asked, mode: Mode): Static<typeof AgreementJson> => ({
  channel: publicId('channel', asked.channelId, null), askedAt: asked.askedAt.toISOString(), agrees: asked.differences.length === 0,
  totals: asked.totals.map(({ currency, provider, books, foreign }) => ({
    currency, provider: { ...sumsJson(provider), fee: provider.fee === null ? null : moneyJson(provider.fee) }, books: sumsJson(books), foreign: sumsJson(foreign),
  })),
  differences: asked.differences.map((one) => differenceJson(one, asked, mode)),
})
