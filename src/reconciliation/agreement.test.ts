import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../../test/support/builders.ts'
import type { SettlementLine } from '../connectors/contract.ts'
import { newId } from '../kernel/ids.ts'
import { compareSides } from './agreement.ts'
import type { BookedPayment, Difference } from './agreement.ts'

const HOUR_MS = 3_600_000
const span = { from: new Date('2026-09-30T21:00:00Z'), to: new Date('2026-10-31T22:00:00Z') }
const askedAt = new Date('2026-11-02T10:00:00Z')
const inside = new Date('2026-10-12T09:00:00Z')
const before = new Date(span.from.getTime() - HOUR_MS)
const after = new Date(span.to.getTime() + HOUR_MS)

const uah = (text: string) => money(text, 'UAH')

const line = (ref: string, more: Partial<SettlementLine> = {}): SettlementLine => ({
  providerRef: ref, number: `n-${ref}`, reference: ref, method: 'card', at: inside, taken: uah('100.00'), returned: uah('0'), fee: uah('1.50'), ...more,
})
const booked = (ref: string, more: Partial<BookedPayment> = {}): BookedPayment =>
  ({ paymentId: newId('payment'), providerRef: ref, bookedAt: inside, taken: uah('100.00'), returned: uah('0'), invoice: null, ...more })

const compared = (lines: readonly SettlementLine[], ours: readonly BookedPayment[]) => compareSides({ lines, booked: ours, span, askedAt })
const kinds = (lines: readonly SettlementLine[], ours: readonly BookedPayment[]) => compared(lines, ours).differences.map(({ kind, providerRef }) => `${kind} ${providerRef}`)

test('equal sides agree to the cent, and the provider’s fee stands beside what it took', () => {
  const { differences, totals } = compared([line('a', { returned: uah('40.00') }), line('b')], [booked('b'), booked('a', { returned: uah('40.00') })])
  expect(differences).toEqual([])
  const sums = { payments: 2, taken: uah('200.00'), returned: uah('40.00') }
  expect(totals).toEqual([{
    currency: 'UAH', provider: { ...sums, fee: uah('3.00') }, books: sums, foreign: { payments: 0, taken: uah('0'), returned: uah('0') },
  }])
})

test('a fee that the provider leaves out of one payment is no sum', () => {
  expect(compared([line('a'), line('b', { fee: null })], [booked('a'), booked('b')]).totals).toMatchObject([{ provider: { fee: null } }])
})

test('each way of differing is told as what it is', () => {
  expect(kinds([line('a')], [])).toEqual(['provider_only a'])
  expect(kinds([], [booked('a')])).toEqual(['books_only a'])
  expect(kinds([line('a'), line('a')], [booked('a')])).toEqual(['twice a'])
  expect(kinds([line('a', { taken: uah('101.00') })], [booked('a')])).toEqual(['amount a'])
  expect(kinds([line('a', { taken: money('100.00', 'USD') })], [booked('a')])).toEqual(['amount a'])
  expect(kinds([line('a', { returned: uah('5.00') })], [booked('a')])).toEqual(['refund_at_provider a'])
  expect(kinds([line('a')], [booked('a', { returned: uah('5.00') })])).toEqual(['refund_in_books a'])
})

test('what one side has on the day before or after is told as another day, and counted where it is', () => {
  const late = compared([line('a')], [booked('a', { bookedAt: after })])
  expect(late.differences.map(({ kind }) => kind)).toEqual(['day'])
  expect(late.totals).toMatchObject([{ provider: { payments: 1 }, books: { payments: 0, taken: uah('0') } }])
  expect(kinds([line('a', { at: before })], [booked('a')])).toEqual(['day a'])
  expect(kinds([line('a', { at: before })], [booked('a', { bookedAt: before })])).toEqual([])
  expect(kinds([line('a', { at: before }), line('b', { at: after })], [])).toEqual([])
  expect(kinds([line('a', { at: null })], [booked('a')])).toEqual([])
})

test('what was booked after the provider was asked is no difference: it could not have told', () => {
  const now = { from: span.from, to: new Date('2026-11-03T00:00:00Z') }
  const since = booked('a', { bookedAt: new Date(askedAt.getTime() + 1) })
  expect(compareSides({ lines: [], booked: [since], span: now, askedAt })).toEqual({ differences: [], totals: [] })
})

test('another program’s orders under the same contract are counted apart', () => {
  const { differences, totals } = compared([line('a'), line('shop-17', { reference: null, returned: uah('30.00') })], [booked('a')])
  expect(differences).toEqual([])
  expect(totals).toMatchObject([{ provider: { payments: 1 }, foreign: { payments: 1, taken: uah('100.00'), returned: uah('30.00') } }])
})

/** A payment as both sides would have it if all were well. */
const payment = fc.record({
  ref: fc.string({ minLength: 1, maxLength: 6 }), minor: fc.bigInt(1n, 100_000n), back: fc.bigInt(0n, 100_000n),
  currency: fc.constantFrom('UAH', 'USD', 'EUR'), hours: fc.integer({ min: 0, max: 700 }),
})
const history = fc.uniqueArray(payment, { selector: ({ ref }) => ref, maxLength: 12 })

function sidesOf(all: readonly { ref: string; minor: bigint; back: bigint; currency: 'UAH' | 'USD' | 'EUR'; hours: number }[]) {
  const each = all.map(({ ref, minor, back, currency, hours }) => ({
    ref, at: new Date(span.from.getTime() + hours * HOUR_MS), sums: { taken: { minor, currency }, returned: { minor: back < minor ? back : minor, currency } },
  }))
  return { lines: each.map(({ ref, at, sums }) => line(ref, { at, ...sums })), ours: each.map(({ ref, at, sums }) => booked(ref, { bookedAt: at, ...sums })) }
}

test('no difference is told if both sides are equal, whatever the order', () => {
  fc.assert(fc.property(history.chain((all) => fc.record({ all: fc.constant(all), shuffled: fc.shuffledSubarray(all, { minLength: all.length }) })), ({ all, shuffled }) => {
    const { differences, totals } = compared(sidesOf(all).lines, sidesOf(shuffled).ours)
    expect(differences).toEqual([])
    for (const { provider, books } of totals) expect(provider).toMatchObject(books)
  }))
})

type Change = { readonly what: 'forget' | 'repeat' | 'taken' | 'returned'; readonly side: 'provider' | 'books'; readonly at: number }
const change: fc.Arbitrary<Change> = fc.record({ what: fc.constantFrom('forget', 'repeat', 'taken', 'returned'), side: fc.constantFrom('provider', 'books'), at: fc.nat() })

/** Alters one payment on one side. Books hold a payment once, so that it is repeated in the list only. */
function altered({ lines, ours }: ReturnType<typeof sidesOf>, { what, side, at }: Change) {
  const place = at % Math.max(lines.length, 1)
  const edit = <T extends SettlementLine | BookedPayment>(all: readonly T[]): T[] => all.flatMap((one, n) => {
    if (n !== place) return [one]
    if (what === 'forget') return []
    if (what === 'repeat') return [one, one]
    const { taken, returned } = one
    return [what === 'taken' ? { ...one, taken: { ...taken, minor: taken.minor + 1n } } : { ...one, returned: { ...returned, minor: returned.minor + 1n } }]
  })
  return side === 'provider' || what === 'repeat' ? { lines: edit(lines), ours } : { lines, ours: edit(ours) }
}

test('one cent, one payment or one repetition on one side is one difference, and names its payment', () => {
  fc.assert(fc.property(history.filter((all) => all.length > 0), change, (all, one) => {
    const { lines, ours } = altered(sidesOf(all), one)
    expect(compared(lines, ours).differences.map(({ providerRef }) => providerRef)).toEqual([all[one.at % all.length]?.ref])
  }))
})

/** What a difference adds to the gap between the sums of the sides, in minor units of a currency. */
const gapOf = ({ told, booked: ours }: Difference, of: 'taken' | 'returned', currency: string): bigint =>
  (told?.[of].currency === currency ? told[of].minor : 0n) - (ours?.[of].currency === currency ? ours[of].minor : 0n)

test('whatever is wrong with the sides, the differences alone make up the gap between their sums, in any order', () => {
  fc.assert(fc.property(history, fc.array(change, { maxLength: 6 }), (all, changes) => {
    const { lines, ours } = changes.reduce(altered, sidesOf(all))
    const agreement = compared(lines, ours)
    for (const { currency, provider, books } of agreement.totals) {
      for (const of of ['taken', 'returned'] as const) {
        expect(provider[of].minor - books[of].minor).toBe(agreement.differences.reduce((total, one) => total + gapOf(one, of, currency), 0n))
      }
    }
    expect(compared(lines.toReversed(), ours.toReversed())).toEqual(agreement)
  }))
})
