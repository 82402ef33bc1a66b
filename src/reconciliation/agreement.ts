import type { SettlementLine, Span } from '../connectors/contract.ts'
import type { Id } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'
import { equals, sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'

/** One payment of a channel as the journal has it. */
export type BookedPayment = {
  readonly paymentId: Id<'payment'>
  readonly providerRef: string
  readonly bookedAt: Date
  readonly taken: Money
  /** All that has gone back of it so far. */
  readonly returned: Money
  readonly invoice: { readonly id: Id<'invoice'>; readonly number: string | null } | null
}

/** What a provider says of one payment. `times`: how often it stands in the list, where once is right; the amounts are of all of them. */
export type ToldPayment = Pick<SettlementLine, 'number' | 'reference' | 'at' | 'taken' | 'returned'> & { readonly times: number }

/**
 * How the two sides differ about one payment. `provider_only`, `books_only`: the other side does not know it. `twice`: it stands
 * in the provider's list more than once. `amount`: other money was taken. `refund_at_provider`, `refund_in_books`: more of it has
 * gone back there. `day`: the same money, of which only one side has it within the span.
 */
type DifferenceKind = 'provider_only' | 'books_only' | 'twice' | 'amount' | 'refund_at_provider' | 'refund_in_books' | 'day'

export type Difference = {
  readonly kind: DifferenceKind
  readonly providerRef: string
  /** Null: not in the provider's list. */
  readonly told: ToldPayment | null
  /** Null: not in the books. */
  readonly booked: BookedPayment | null
}

/** `returned`: of these payments, so far. */
export type Sums = { readonly payments: number; readonly taken: Money; readonly returned: Money }

type CurrencyTotals = {
  readonly currency: Currency
  /** `fee`: null where the provider does not say it of each payment. */
  readonly provider: Sums & { readonly fee: Money | null }
  readonly books: Sums
  /** Orders that this channel did not make: they are in no sum and no difference. */
  readonly foreign: Sums
}

export type Agreement = { readonly totals: readonly CurrencyTotals[]; readonly differences: readonly Difference[] }

type Sides = {
  /** Of the span and a little more on both sides, so that what one side has on the day before or after is found. */
  readonly lines: readonly SettlementLine[]
  /** Those booked within the span, and those that the lines name. */
  readonly booked: readonly BookedPayment[]
  readonly span: Span
  /** When the provider was asked: what was booked since then it could not tell. */
  readonly askedAt: Date
}

type Pair = { readonly ref: string; readonly lines: readonly SettlementLine[]; readonly booked: BookedPayment | null }

/**
 * Sets a provider's list of a span against the books, payment by payment. Without differences every sum is equal, and the
 * differences alone make up the gap between unequal ones. Pure; neither the order of the lines nor of the payments matters.
 */
export function compareSides(sides: Sides): Agreement {
  const pairs = pairsOf(sides).filter((pair) => isTold(pair, sides.span) || isBooked(pair, sides))
  const ours = pairs.filter((pair) => !isForeign(pair))
  const differences = ours.flatMap((pair) => differenceOf(pair, sides)).toSorted(byTime)
  const told = ours.filter((pair) => isTold(pair, sides.span)).flatMap(({ lines }) => lines)
  const booked = ours.flatMap((pair) => (pair.booked !== null && isBooked(pair, sides) ? [pair.booked] : []))
  const foreign = pairs.filter(isForeign).flatMap(({ lines }) => lines)
  const currencies = [...new Set([...told, ...booked, ...foreign].map(({ taken }) => taken.currency))].toSorted()
  return {
    differences,
    totals: currencies.map((currency) => ({
      currency, provider: { ...sumsIn(told, currency), fee: feesIn(told, currency) }, books: sumsIn(booked, currency), foreign: sumsIn(foreign, currency),
    })),
  }
}

function pairsOf({ lines, booked }: Sides): Pair[] {
  const told = Map.groupBy(lines, ({ providerRef }) => providerRef)
  const ours = new Map(booked.map((one) => [one.providerRef, one]))
  return [...new Set([...told.keys(), ...ours.keys()])].map((ref) => ({ ref, lines: told.get(ref) ?? [], booked: ours.get(ref) ?? null }))
}

const within = (at: Date, { from, to }: Span): boolean => at >= from && at < to

/** Whether the provider counts the payment to the span. One without a time stands in the list that was asked for. */
const isTold = ({ lines }: Pair, span: Span): boolean => lines.some(({ at }) => at === null || within(at, span))

const isBooked = ({ lines, booked }: Pair, { span, askedAt }: Sides): boolean =>
  booked !== null && within(booked.bookedAt, span) && (lines.length > 0 || booked.bookedAt < askedAt)

const isForeign = ({ lines, booked }: Pair): boolean => booked === null && lines.every(({ reference }) => reference === null)

function differenceOf(pair: Pair, sides: Sides): Difference[] {
  const told = toldOf(pair.lines)
  const kind = kindOf(told, pair.booked) ?? (isTold(pair, sides.span) === isBooked(pair, sides) ? null : 'day')
  return kind === null ? [] : [{ kind, providerRef: pair.ref, told, booked: pair.booked }]
}

function kindOf(told: ToldPayment | null, booked: BookedPayment | null): DifferenceKind | null {
  if (told === null) return 'books_only'
  if (booked === null) return 'provider_only'
  if (told.times > 1) return 'twice'
  if (!equals(told.taken, booked.taken)) return 'amount'
  if (told.returned.minor > booked.returned.minor) return 'refund_at_provider'
  return told.returned.minor < booked.returned.minor ? 'refund_in_books' : null
}

/** Null for no lines. Of several the one that comes first in a fixed order speaks, and the amounts in its currency are added. */
function toldOf(lines: readonly SettlementLine[]): ToldPayment | null {
  const [first, ...more] = lines.toSorted((a, b) => timeOf(a) - timeOf(b) || (a.number < b.number ? -1 : 1))
  if (first === undefined) return null
  if (more.length === 0) return { ...first, times: 1 }
  const { currency } = first.taken
  const { taken, returned } = sumsIn(lines, currency)
  return { ...first, taken, returned, times: lines.length }
}

const timeOf = ({ at }: { at: Date | null }): number => at?.getTime() ?? 0

const momentOf = ({ told, booked }: Difference): number => told?.at?.getTime() ?? booked?.bookedAt.getTime() ?? 0

const byTime = (a: Difference, b: Difference): number => momentOf(a) - momentOf(b) || (a.providerRef < b.providerRef ? -1 : 1)

function sumsIn(all: readonly Pick<SettlementLine, 'taken' | 'returned'>[], currency: Currency): Sums {
  const own = (moneys: readonly Money[]): Money[] => moneys.filter((money) => money.currency === currency)
  const taken = own(all.map((one) => one.taken))
  return { payments: taken.length, taken: sum(taken, currency), returned: sum(own(all.map((one) => one.returned)), currency) }
}

function feesIn(lines: readonly SettlementLine[], currency: Currency): Money | null {
  const own = lines.filter(({ taken }) => taken.currency === currency)
  const fees = own.flatMap(({ fee }) => (fee?.currency === currency ? [fee] : []))
  return fees.length < own.length ? null : sum(fees, currency)
}
