import { parseCreditorReference } from '../invoices/creditor-reference.ts'
import type { Candidate, LineToMatch } from './match-lines.ts'

/** How a line names an invoice. `short_number`: in so few characters that it may be chance. */
export type NamedBy = 'reference' | 'reference_in_text' | 'number_in_text' | 'short_number'

type Found = { readonly candidate: Candidate; readonly by: NamedBy }

/** Fewer letters and digits than this may stand in a text for anything. */
const LEAST_NUMBER = 6

/** So many words in a row may be one number: `KV 2026 0001`. */
const MOST_WORDS = 5

/** Prepares finding the invoices that a line names, each by the strongest of its names. */
export function namesIn(candidates: readonly Candidate[]): (line: LineToMatch) => Found[] {
  const byReference = Map.groupBy(candidates.filter((one) => one.reference !== null), (one) => one.reference ?? '')
  const byNumber = Map.groupBy(candidates, (one) => bare(one.number))
  return ({ reference, remittance }) => {
    const found = new Map<Candidate['invoiceId'], Found>()
    const note = (some: readonly Candidate[] | undefined, by: NamedBy): void => {
      for (const candidate of some ?? []) if (!found.has(candidate.invoiceId)) found.set(candidate.invoiceId, { candidate, by })
    }
    if (reference !== null) note(byReference.get(parseCreditorReference(reference) ?? reference), 'reference')
    for (const one of referencesIn(remittance)) note(byReference.get(one), 'reference_in_text')
    // A reference field may hold the bare number, where a program let the payer type it.
    for (const one of numbersIn(`${reference ?? ''} ${remittance}`)) note(byNumber.get(one), one.length < LEAST_NUMBER ? 'short_number' : 'number_in_text')
    return [...found.values()]
  }
}

/** The references that a line may mean: that of its own field, and those in its text. */
export const referencesOf = ({ reference, remittance }: LineToMatch): string[] =>
  [...(reference === null ? [] : [parseCreditorReference(reference) ?? reference]), ...referencesIn(remittance)]

/** As `BY_NUMBER` of the candidates' SQL writes it too. */
const bare = (text: string): string => text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

/** References with right check digits, written with or without spaces, wherever they stand in the text. */
export function referencesIn(text: string): string[] {
  const upper = text.toUpperCase()
  const found = new Set<string>()
  for (const { index } of upper.matchAll(/(?<![0-9A-Z])RF ?[0-9]{2}/g)) {
    for (const end of endsOf(upper, index)) {
      const reference = parseCreditorReference(upper.slice(index, end))
      if (reference !== null) found.add(reference)
    }
  }
  return [...found]
}

const LONGEST_REFERENCE = 25

/** Where a reference that begins at `from` may end: after each of its words. */
function endsOf(text: string, from: number): number[] {
  const ends: number[] = []
  const state = { at: from, length: 0 }
  while (state.at < text.length && state.length <= LONGEST_REFERENCE) {
    const character = text[state.at] ?? ''
    const isOne = /[0-9A-Z]/.test(character)
    if (!isOne && character !== ' ') break
    if (isOne) state.length += 1
    state.at += 1
    if (isOne && !/[0-9A-Z]/.test(text[state.at] ?? '')) ends.push(state.at)
  }
  return ends
}

/** Every run of up to five words, joined: among them are the invoice numbers, however they were broken up. */
export function numbersIn(text: string): Set<string> {
  const words = text.toUpperCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').split(' ').filter((word) => word !== '').flatMap((word) => [word.replace(/^(NR|NO|N)(?=[0-9])/, '')])
  const found = new Set<string>()
  for (const [at] of words.entries()) {
    for (let many = 1; many <= MOST_WORDS && at + many <= words.length; many++) {
      const joined = words.slice(at, at + many).join('')
      if (/[0-9]/.test(joined) && /^[0-9A-Z]+$/.test(joined)) found.add(joined)
    }
  }
  return found
}

/** Legal forms that a bank and an invoice seldom write alike. */
const LEGAL_FORM = new Set(['UAB', 'AB', 'MB', 'II', 'VSI', 'SIA', 'AS', 'IK', 'OU', 'FIE', 'ТОВ', 'ФОП', 'ПП', 'ООО', 'ИП', 'АО', 'შპს', 'ᲨᲞᲡ', 'ი/მ', 'LTD', 'LLC', 'GMBH'])

/** The words of a name by which payers are compared: capitals without accents. */
export const wordsOf = (name: string): string[] => name.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase()
  .split(/[^\p{L}\p{N}/]+/u).filter((word) => word.length > 1 && !LEGAL_FORM.has(word))

/**
 * Whether two names are of one payer: the words of the shorter one all stand in the longer, without regard to order,
 * accents and legal form, and at least two do, or it is all there is.
 */
export function samePayer(one: string, other: string): boolean {
  const [shorter = [], longer = []] = [wordsOf(one), wordsOf(other)].toSorted((a, b) => a.length - b.length)
  if (shorter.length === 0 || !shorter.every((word) => longer.includes(word))) return false
  return shorter.length > 1 || longer.length === 1
}
