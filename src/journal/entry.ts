import type { Id, Mode } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'

/** `till:<cash register>` is its drawer; `terminal:<cash register>` what card terminals beside it took. */
type TillAccount = `till:${string}` | `terminal:${string}`

export const tillAccount = (registerId: Id<'cashRegister'>): TillAccount => `till:${registerId}`
export const terminalAccount = (registerId: Id<'cashRegister'>): TillAccount => `terminal:${registerId}`

/**
 * Where money stands, from the merchant's view. Debit is positive.
 * `receivable`: customers owe it. `clearing:<channel>`: a provider holds it for the merchant. `account:<money account>`: it
 * lies there by a bank statement or a payout. `cash`, `bank`: taken by hand.
 * `customer_credit`: paid beyond what was owed, to be given back. `revenue`, `vat`: billed, so usually negative.
 */
export type Account = 'receivable' | 'revenue' | 'vat' | 'customer_credit' | 'cash' | 'bank' | `clearing:${string}` | `account:${string}`
  | TillAccount

export type EntryKind =
  | 'invoice_issued' | 'invoice_cancelled' | 'invoice_reinstated' | 'credit_note_issued' | 'payment_received' | 'refund_paid' | 'refund_returned'
  | 'charged_back' | 'chargeback_returned' | 'payout' | 'reversal' | 'cash_move'

export type Posting = { readonly account: Account; readonly amountMinor: bigint }

/** A balanced set of postings in one currency. A subject is booked at most once per kind. */
export type JournalEntry = {
  readonly entryId: Id<'journalEntry'>
  readonly merchantId: Id<'merchant'>
  readonly mode: Mode
  readonly kind: EntryKind
  readonly subjectId: string
  readonly currency: Currency
  readonly postings: readonly Posting[]
  readonly bookedAt: Date
}

/**
 * One posting per account, in account order so that concurrent writers lock balances in one order; zero postings
 * fall away. Throws if the amounts do not sum to zero: that is a bug, and the database would refuse it too.
 */
function balanced(postings: readonly Posting[]): readonly Posting[] {
  const sums = new Map<Account, bigint>()
  for (const { account, amountMinor } of postings) sums.set(account, (sums.get(account) ?? 0n) + amountMinor)
  const merged = [...sums].map(([account, amountMinor]) => ({ account, amountMinor })).filter((p) => p.amountMinor !== 0n)
  const total = merged.reduce((sum, posting) => sum + posting.amountMinor, 0n)
  if (total !== 0n) throw new Error(`a journal entry is off balance by ${total}`)
  return merged.toSorted((a, b) => (a.account < b.account ? -1 : 1))
}

/** Net and VAT become owed by the customer. */
export const issuedPostings = (net: Money, vat: Money): readonly Posting[] => balanced([
  { account: 'receivable', amountMinor: net.minor + vat.minor },
  { account: 'revenue', amountMinor: -net.minor },
  { account: 'vat', amountMinor: -vat.minor },
])

/** How an amount divides over what the customer owes and what they are owed; the rest of it is neither. Minor units. */
export type Split = { readonly settledMinor: bigint; readonly creditMinor: bigint }

/**
 * A credit note or a cancellation takes back what was billed: `settledMinor` was still owed and is forgiven,
 * `creditMinor` had been paid and is the customer's now. The rest went back to the customer before, out of revenue, so
 * there may be nothing left to post.
 */
export function creditedPostings(net: Money, vat: Money, { settledMinor, creditMinor }: Split): readonly Posting[] {
  const wentBack = net.minor + vat.minor - settledMinor - creditMinor
  return balanced([
    { account: 'revenue', amountMinor: net.minor - wentBack },
    { account: 'vat', amountMinor: vat.minor },
    { account: 'receivable', amountMinor: -settledMinor },
    { account: 'customer_credit', amountMinor: -creditMinor },
  ])
}

/** What a cancellation took back is billed again: the opposite of `creditedPostings`, where `creditMinor` is negative. */
export const reinstatedPostings = (net: Money, vat: Money, { settledMinor, creditMinor }: Split): readonly Posting[] => balanced([
  { account: 'revenue', amountMinor: -net.minor },
  { account: 'vat', amountMinor: -vat.minor },
  { account: 'receivable', amountMinor: -settledMinor },
  { account: 'customer_credit', amountMinor: -creditMinor },
])

/**
 * Money came: `settledMinor` of it was owed, `creditMinor` is the customer's. The rest pays what an earlier refund had
 * taken out of revenue.
 */
export function receivedPostings(into: Account, amount: Money, { settledMinor, creditMinor }: Split): readonly Posting[] {
  return balanced([
    { account: into, amountMinor: amount.minor },
    { account: 'receivable', amountMinor: -settledMinor },
    { account: 'customer_credit', amountMinor: -creditMinor },
    { account: 'revenue', amountMinor: settledMinor + creditMinor - amount.minor },
  ])
}

/** Money went back. It is taken from the customer's credit first; the rest reverses revenue without a credit note. */
export function refundedPostings(from: Account, amount: Money, creditMinor: bigint): readonly Posting[] {
  const fromCredit = amount.minor < creditMinor ? amount.minor : creditMinor
  return balanced([
    { account: from, amountMinor: -amount.minor },
    { account: 'customer_credit', amountMinor: fromCredit },
    { account: 'revenue', amountMinor: amount.minor - fromCredit },
  ])
}

/** Money of the merchant's goes from one place of theirs to another. */
export const movedPostings = (from: Account, to: Account, amount: Money): readonly Posting[] =>
  balanced([{ account: from, amountMinor: -amount.minor }, { account: to, amountMinor: amount.minor }])

/** Busy accounts are spread over this many rows, summed when read. */
const BALANCE_SLOTS = 8

/** The row an entry's amounts are added to: the entry's random bits decide, so that writers rarely meet. */
export const slotOf = (entryId: Id<'journalEntry'>): number => Number.parseInt(entryId.slice(-1), 16) % BALANCE_SLOTS
