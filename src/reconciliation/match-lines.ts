import type { BusinessDate } from '../kernel/business-date.ts'
import type { Id } from '../kernel/ids.ts'
import type { Money } from '../money/money.ts'
import { namesIn, samePayer } from './read-names.ts'
import type { NamedBy } from './read-names.ts'

/** An invoice as matching sees it. */
export type Candidate = {
  readonly invoiceId: Id<'invoice'>
  readonly number: string
  readonly reference: string | null
  /** Minor units; zero for one that is paid already. */
  readonly remaining: Money
  readonly payerName: string
  readonly issueDate: BusinessDate | null
  readonly dueDate: BusinessDate | null
}

export type LineToMatch = {
  readonly amount: Money
  readonly bookedOn: BusinessDate
  readonly partyName: string | null
  readonly reference: string | null
  readonly remittance: string
  /** Fees, interest, reversals and transfers between own accounts are never offered. */
  readonly isTransfer: boolean
}

export const REASONS = [
  'reference', 'reference_in_text', 'number_in_text', 'amount_equal', 'amount_together', 'lines_together', 'amount_less', 'amount_more',
  'payer_same', 'payer_other', 'date_near', 'several_fit', 'paid_already',
] as const

/** Why a suggestion is made, and what speaks against it. */
type Reason = (typeof REASONS)[number]

export type Part = { readonly invoiceId: Id<'invoice'>; readonly amountMinor: bigint }

/** `score` is from 0 to 100. Several parts: the line pays several invoices. */
type Suggestion = { readonly parts: readonly Part[]; readonly score: number; readonly reasons: readonly Reason[] }

/** From here on a match is booked by itself. Below it a person decides. */
export const BAR = 90

/** Weaker ones only make noise. */
const LEAST = 30
export const MOST_SUGGESTIONS = 5

const BASE: Readonly<Record<NamedBy, number>> = { reference: 70, reference_in_text: 65, number_in_text: 55, short_number: 35 }
const REASON: Readonly<Record<NamedBy, Reason>> = {
  reference: 'reference', reference_in_text: 'reference_in_text', number_in_text: 'number_in_text', short_number: 'number_in_text',
}

/** What was decided about one line, best suggestion first. `booked` is that one, where it is above the bar and alone there. */
export type Decision = { readonly suggestions: readonly Suggestion[]; readonly booked: Suggestion | null }

/**
 * Decides about lines in the order in which they were booked, each by what the ones before it left to pay, so that the
 * second of two equal transfers is not booked on an invoice that the first has settled. Pure. The answers stand in the
 * order of the lines.
 */
export function decideLines(lines: readonly LineToMatch[], candidates: readonly Candidate[]): Decision[] {
  const book = openBook(candidates)
  const together = linesTogether(lines, book)
  const decisions: Decision[] = Array.from(lines, () => NOTHING)
  const inOrder = lines.map((line, index) => ({ line, index })).toSorted((a, b) => (
    a.line.bookedOn < b.line.bookedOn ? -1 : a.line.bookedOn > b.line.bookedOn ? 1 : a.index - b.index
  ))
  for (const { line, index } of inOrder) {
    const group = together.get(index)
    const suggestions = group === undefined ? suggestionsFor(line, book) : [group]
    const [best, next] = suggestions
    const isAlone = next === undefined || next.score < BAR
    const booked = best !== undefined && best.score >= BAR && isAlone ? best : null
    for (const part of booked?.parts ?? []) book.left.set(part.invoiceId, (book.left.get(part.invoiceId) ?? 0n) - part.amountMinor)
    decisions[index] = { suggestions: isAlone ? suggestions : suggestions.map(doubtful), booked }
  }
  return decisions
}

const NOTHING: Decision = { suggestions: [], booked: null }

const doubtful = (one: Suggestion): Suggestion =>
  (one.score < BAR ? one : { ...one, score: BAR - 1, reasons: [...one.reasons, 'several_fit'] })

type Book = {
  readonly names: ReturnType<typeof namesIn>
  readonly byAmount: ReadonlyMap<string, readonly Candidate[]>
  /** What each invoice still owes, as the lines so far leave it. */
  readonly left: Map<Id<'invoice'>, bigint>
}

function openBook(candidates: readonly Candidate[]): Book {
  return {
    names: namesIn(candidates),
    byAmount: Map.groupBy(candidates.filter(({ remaining }) => remaining.minor > 0n), ({ remaining }) => `${remaining.minor}${remaining.currency}`),
    left: new Map(candidates.map(({ invoiceId, remaining }) => [invoiceId, remaining.minor])),
  }
}

function suggestionsFor(line: LineToMatch, book: Book): Suggestion[] {
  if (!line.isTransfer || line.amount.minor <= 0n) return []
  const named = book.names(line).filter(({ candidate }) => candidate.remaining.currency === line.amount.currency)
  const whole = named.length > 1 ? severalAtOnce(line, named, book) : null
  const single = named.map((one) => oneNamed(line, one, book))
  const found = whole === null ? single : [whole, ...single.map((one) => ({ ...one, score: Math.min(one.score, BAR - 1) }))]
  const all = named.length > 0 ? found : byAmountAndPayer(line, book)
  return all.filter(({ score }) => score >= LEAST).toSorted((a, b) => b.score - a.score).slice(0, MOST_SUGGESTIONS)
}

type Named = { readonly candidate: Candidate; readonly by: NamedBy }

function oneNamed(line: LineToMatch, { candidate, by }: Named, book: Book): Suggestion {
  const left = book.left.get(candidate.invoiceId) ?? 0n
  const { minor } = line.amount
  const reasons: Reason[] = [REASON[by]]
  const payer = payerReason(line, candidate)
  if (payer !== null) reasons.push(payer)
  if (left <= 0n) return { parts: [{ invoiceId: candidate.invoiceId, amountMinor: minor }], score: BASE[by] - 10, reasons: [...reasons, 'paid_already'] }
  const amount: Reason = minor === left ? 'amount_equal' : minor < left ? 'amount_less' : 'amount_more'
  const score = BASE[by] + (amount === 'amount_equal' ? 30 : 10) + (payer === 'payer_same' ? (by === 'number_in_text' || by === 'short_number' ? 10 : 0) : 0)
  return { parts: [{ invoiceId: candidate.invoiceId, amountMinor: minor }], score: Math.min(100, score), reasons: [...reasons, amount] }
}

/** All that the payer names, paid at once: their open amounts make up that of the line exactly. */
function severalAtOnce(line: LineToMatch, named: readonly Named[], book: Book): Suggestion | null {
  const parts = named.map(({ candidate }) => ({ invoiceId: candidate.invoiceId, amountMinor: book.left.get(candidate.invoiceId) ?? 0n }))
  if (parts.some(({ amountMinor }) => amountMinor <= 0n) || parts.reduce((sum, part) => sum + part.amountMinor, 0n) !== line.amount.minor) return null
  const weakest = named.reduce((one, other) => (BASE[other.by] < BASE[one.by] ? other : one))
  const isSame = named.every(({ candidate }) => payerReason(line, candidate) === 'payer_same')
  const score = BASE[weakest.by] + 25 + (isSame && weakest.by === 'number_in_text' ? 12 : 0)
  return { parts, score, reasons: [REASON[weakest.by], 'amount_together', ...(isSame ? ['payer_same' as const] : [])] }
}

function payerReason(line: LineToMatch, { payerName }: Candidate): 'payer_same' | 'payer_other' | null {
  if (line.partyName === null || payerName === '') return null
  return samePayer(line.partyName, payerName) ? 'payer_same' : 'payer_other'
}

const NEAR_DAYS = 60
const dayNumber = (date: BusinessDate): number => Temporal.PlainDate.from(date).since('1970-01-01').days

/** Nothing is named: whoever pays this very amount and is called so. Never enough to be booked by itself. */
function byAmountAndPayer(line: LineToMatch, book: Book): Suggestion[] {
  const same = (book.byAmount.get(`${line.amount.minor}${line.amount.currency}`) ?? []).filter(({ invoiceId, remaining }) => book.left.get(invoiceId) === remaining.minor)
  return same.map((candidate) => {
    const payer = payerReason(line, candidate)
    const isNear = candidate.issueDate !== null && Math.abs(dayNumber(line.bookedOn) - dayNumber(candidate.issueDate)) <= NEAR_DAYS
    const score = 20 + (payer === 'payer_same' ? 45 : 0) + (isNear ? 5 : 0) + (same.length === 1 ? 10 : 0)
    const reasons: Reason[] = ['amount_equal', ...(payer === null ? [] : [payer]), ...(isNear ? ['date_near' as const] : []), ...(same.length > 1 ? ['several_fit' as const] : [])]
    return { parts: [{ invoiceId: candidate.invoiceId, amountMinor: line.amount.minor }], score, reasons }
  })
}

const TOGETHER = 92

/** Lines that name the same invoice by its reference and make it up together, each being too little alone. */
function linesTogether(lines: readonly LineToMatch[], book: Book): ReadonlyMap<number, Suggestion> {
  const groups = new Map<Id<'invoice'>, { index: number; amountMinor: bigint }[]>()
  for (const [index, line] of lines.entries()) {
    if (!line.isTransfer || line.amount.minor <= 0n) continue
    const named = book.names(line).filter(({ candidate }) => candidate.remaining.currency === line.amount.currency)
    const [only] = named
    if (named.length !== 1 || only === undefined || (only.by !== 'reference' && only.by !== 'reference_in_text')) continue
    const { invoiceId } = only.candidate
    groups.set(invoiceId, [...groups.get(invoiceId) ?? [], { index, amountMinor: line.amount.minor }])
  }
  const found = new Map<number, Suggestion>()
  for (const [invoiceId, group] of groups) {
    const sum = group.reduce((total, one) => total + one.amountMinor, 0n)
    if (group.length < 2 || sum !== book.left.get(invoiceId)) continue
    for (const { index, amountMinor } of group) {
      found.set(index, { parts: [{ invoiceId, amountMinor }], score: TOGETHER, reasons: ['reference', 'lines_together'] })
    }
  }
  return found
}
