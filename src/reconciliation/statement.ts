import type { BusinessDate } from '../kernel/business-date.ts'
import { exponentOf } from '../money/currency.ts'
import type { Currency } from '../money/currency.ts'
import { parseMoney } from '../money/money.ts'
import type { Money } from '../money/money.ts'

export type StatementFormat = 'camt.053' | 'camt.052' | 'camt.054' | 'MT940' | 'CSV'

/** Those that tell of closed days. What the others announce the bank may still renumber. */
export const FINAL: readonly StatementFormat[] = ['camt.053', 'MT940', 'CSV']

/** What sort of movement it is, as far as the bank says. Only a `transfer` is ever matched by itself. */
export type LineNature = 'transfer' | 'fee' | 'interest' | 'reversal'

/** One movement, as one file tells it. */
export type ReadLine = {
  /** The line of the file, or the number of the entry in it; both count from 1. */
  readonly place: number
  readonly bookedOn: BusinessDate
  readonly valueOn: BusinessDate | null
  /** Positive: it came in. Never zero. */
  readonly amount: Money
  readonly partyName: string | null
  /** An IBAN in capitals without spaces, or what the bank wrote instead of one. */
  readonly partyAccount: string | null
  /** The structured reference, capitals without spaces. */
  readonly reference: string | null
  /** What the payer wrote. Empty: nothing. */
  readonly remittance: string
  /** The bank's own name for the movement, the same in each of its files; null where it gives none. */
  readonly bankRef: string | null
  readonly endToEnd: string | null
  readonly nature: LineNature
  /** The collective entry in whose details it stands: the bank's number of it, else `UNNAMED` and what tells it from others of its day. Null: it stands alone. */
  readonly batch: string | null
}

/** So begins the name of a collective entry that the bank did not number: by what it comes to, and of how many parts. */
export const UNNAMED = 'sum:'

export type ReadStatement = {
  /** Own account as the file names it, capitals without spaces; null where it names none. */
  readonly account: string | null
  readonly currency: Currency | null
  readonly opening: Money | null
  readonly closing: Money | null
  readonly lines: readonly ReadLine[]
}

/** What did not stop the reading, with the place it is about; `text` is what stands there, shortened. */
export type Warning = { readonly code: WarningCode; readonly place: number | null; readonly text: string }

type WarningCode =
  | 'line_unreadable' // the line was left out, and stands here
  | 'line_not_booked' // the bank has announced it, not booked it
  | 'batch_unsplit' // the parts of a collective entry do not make up its amount: kept as one line
  | 'balance_differs' // opening balance and movements do not make up the closing balance

export type ReadFile = {
  readonly format: StatementFormat
  readonly statements: readonly ReadStatement[]
  readonly warnings: readonly Warning[]
}

const MOST_TEXT = 200

export const warning = (code: WarningCode, place: number | null, text = ''): Warning =>
  ({ code, place, text: text.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_TEXT) })

/** An amount as statements write it: a plain decimal, with more zeros at its end than the currency has decimals. Null: none. */
export function statementMoney(text: string, currency: Currency): Money | null {
  const [, whole, fraction] = /^(-?[0-9]+)(?:\.([0-9]*))?$/.exec(text.trim()) ?? []
  if (whole === undefined) return null
  const kept = (fraction ?? '').replace(/0+$/, '').padEnd(exponentOf(currency), '0')
  return parseMoney(kept === '' ? whole : `${whole}.${kept}`, currency)
}

/** Whether opening balance and movements make up the closing balance; true where the file does not give both. */
export function balances({ opening, closing, lines }: ReadStatement): boolean {
  if (opening === null || closing === null || opening.currency !== closing.currency) return true
  return opening.minor + lines.reduce((sum, line) => sum + line.amount.minor, 0n) === closing.minor
}

/** Without spaces and in capitals, as accounts and references are compared. Null for nothing. */
export function compact(text: string | null): string | null {
  const kept = (text ?? '').replaceAll(/\s/g, '').toUpperCase()
  return kept === '' ? null : kept
}

/** Null for nothing and for the words by which banks say nothing. */
export function present(text: string | null | undefined): string | null {
  const kept = (text ?? '').replaceAll(/\s+/g, ' ').trim()
  return kept === '' || /^(NOTPROVIDED|NONREF|NOT PROVIDED)$/i.test(kept) ? null : kept
}

/**
 * Estonian banks put the reference of a payer who filled in both into the text: `/RFB/<reference>/TXT/<text>`.
 * Source: Estonian Banking Association, joint transfer of reference number and description.
 */
export function splitRemittance(text: string): { reference: string | null; remittance: string } {
  const [, reference = null, rest = ''] = /^\s*\/RFB\/([^/]+)(?:\/TXT\/([\s\S]*))?$/.exec(text) ?? []
  return reference === null ? { reference: null, remittance: text.trim() } : { reference: compact(reference), remittance: rest.trim() }
}
