import { parseIban } from '../merchants/iban.ts'
import { samePayer } from './read-names.ts'
import { UNNAMED } from './statement.ts'
import type { ReadLine, StatementFormat } from './statement.ts'

/** A line that is here already, and the formats of the files that told of it. */
export type KnownLine<Id> = Told & { readonly id: Id; readonly names: readonly string[]; readonly seenIn: readonly StatementFormat[] }

type Told = Pick<ReadLine, 'bookedOn' | 'amount' | 'partyName' | 'partyAccount' | 'reference' | 'remittance' | 'bankRef' | 'endToEnd' | 'batch'>

type NamedLine = { readonly line: ReadLine; readonly name: string }

/**
 * Which of the lines that are here already each line of a file is; null for one that is new. A name that is known
 * decides. Otherwise banks call one movement by other names, or by none, in each sort of file: so a line is also one
 * of the same day and amount that only files of other formats have told of, unless the two contradict each other. As
 * each format tells of a movement once, two coffees of one day stay two.
 */
export function knownLines<Id>(lines: readonly NamedLine[], known: readonly KnownLine<Id>[], format: StatementFormat): (KnownLine<Id> | null)[] {
  const byName = new Map(known.flatMap((one) => one.names.map((name) => [name, one] as const)))
  const found = lines.map(({ name }) => byName.get(name) ?? null)
  const taken = new Set(found.flatMap((one) => (one === null ? [] : [one.id])))
  const others = Map.groupBy(known.filter((one) => !one.seenIn.includes(format)), dayAndAmount)
  const pairs = lines.flatMap(({ line }, index) => (found[index] !== null ? [] : (others.get(dayAndAmount(line)) ?? [])
    .flatMap((one) => { const likeness = likenessOf(line, one); return likeness === null ? [] : [{ index, one, likeness }] })))
  for (const { index, one } of pairs.toSorted((a, b) => b.likeness - a.likeness)) {
    if (found[index] !== null || taken.has(one.id)) continue
    found[index] = one
    taken.add(one.id)
  }
  return found
}

const dayAndAmount = ({ bookedOn, amount }: Told): string => `${bookedOn} ${amount.minor} ${amount.currency}`

/** How much speaks for one movement; null: something speaks against it. Nothing either way is zero, and still the same day and amount. */
function likenessOf(one: Told, other: Told): number | null {
  if (agree(one.bankRef, other.bankRef) || agree(one.endToEnd, other.endToEnd)) return 10
  const accounts = [one.partyAccount, other.partyAccount].map((account) => parseIban(account ?? ''))
  const isOtherPayer = one.partyName !== null && other.partyName !== null && !samePayer(one.partyName, other.partyName)
  const isSameAccount = agree(accounts[0] ?? null, accounts[1] ?? null)
  if (isOtherEntry(one.batch, other.batch)) return null
  if (differ(one.reference, other.reference) || differ(accounts[0] ?? null, accounts[1] ?? null) || (isOtherPayer && !isSameAccount)) return null
  const speaks = [
    isSameAccount, agree(one.reference, other.reference), one.partyName !== null && other.partyName !== null, agree(plain(one), plain(other)),
    agree(one.batch, other.batch),
  ].filter(Boolean).length
  // A part of a collective entry is as much as many another line of its day: the amount alone says nothing.
  return speaks === 0 && (one.batch === null) !== (other.batch === null) ? null : speaks
}

/** Entries named by what they come to are other entries if they come to something else; those that a bank numbered may have two numbers. */
const isOtherEntry = (one: string | null, other: string | null): boolean => differ(one, other) && [one, other].every((batch) => batch?.startsWith(UNNAMED))

const agree = (one: string | null, other: string | null): boolean => one !== null && one === other
const differ = (one: string | null, other: string | null): boolean => one !== null && other !== null && one !== other
const plain = ({ remittance }: Told): string | null => remittance.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '') || null
