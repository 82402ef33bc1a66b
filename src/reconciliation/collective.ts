import type { ReadLine, StatementFormat } from './statement.ts'

/** A line as far as it can be a collective entry or a part of one. */
type Told<Id extends string> = Pick<ReadLine, 'bookedOn' | 'amount' | 'partyName' | 'partyAccount' | 'reference' | 'endToEnd' | 'bankRef' | 'batch'> & {
  readonly id: Id
  readonly seenIn: readonly StatementFormat[]
  /** The collective entry that it was found to be a part of before; null: none. */
  readonly partOf: Id | null
}

type Collective<Id extends string> = { readonly whole: Id; readonly parts: readonly Id[] }

/**
 * Which of the lines are one collective entry, told whole by one file and in its parts by another. The bank's own
 * reference decides, even if the parts do not make up the whole: some may still be to come. Without one, the whole must
 * say nothing of a payer and the parts make it up, and there must be no second way to pair them: a payment that is
 * hidden behind others is worse than a movement that waits twice.
 */
export function collectivesIn<Id extends string>(lines: readonly Told<Id>[]): Collective<Id>[] {
  const found = splitsIn(lines)
  const parts = new Set(found.flatMap((one) => one.parts))
  const wholes = new Set<Id | null>([...found.map(({ whole }) => whole), ...lines.map(({ partOf }) => partOf)])
  return [...found, ...noticesIn(lines.filter(({ id, partOf, batch }) => partOf === null && batch === null && !parts.has(id) && !wholes.has(id)))]
}

/** Where the parts came as the details of one entry. */
function splitsIn<Id extends string>(lines: readonly Told<Id>[]): Collective<Id>[] {
  const groups = [...Map.groupBy(lines.filter(({ batch }) => batch !== null), ({ bookedOn, batch }) => `${bookedOn} ${batch}`).values()]
  const singles = lines.filter(({ batch, partOf }) => batch === null && partOf === null)
  const known = groups.map((parts) => parts.find(({ partOf }) => partOf !== null)?.partOf ?? namedBy(parts, singles)?.id ?? null)
  const taken = new Set(known.filter((id) => id !== null))
  const free = singles.filter((one) => !taken.has(one.id) && isAnonymous(one))
  const alike = groups.map((parts, index) => (known[index] === null ? free.filter((one) => isToldElsewhere(one, parts) && sumOf(parts) === one.amount.minor) : []))
  return groups.flatMap((parts, index) => {
    const [only, ...more] = alike[index] ?? []
    const isOnlyPair = only !== undefined && more.length === 0 && alike.filter((some) => some.includes(only)).length === 1
    const whole = known[index] ?? (isOnlyPair ? only.id : null)
    return whole === null ? [] : [{ whole, parts: parts.map(({ id }) => id) }]
  })
}

/**
 * Where each part came as an entry of its own: a bank that gives notice of payments one by one, and books their sum. The
 * statement of a closed day tells of everything, so what only notices told of must be within an entry that names no
 * payer. It is taken for that if all of it makes up exactly one such entry.
 */
function noticesIn<Id extends string>(lines: readonly Told<Id>[]): Collective<Id>[] {
  const days = Map.groupBy(lines, ({ bookedOn, amount }) => `${bookedOn} ${amount.currency} ${amount.minor > 0n}`)
  return [...days.values()].flatMap((day) => {
    const parts = day.filter((one) => !isAnonymous(one) && one.seenIn.every((format) => format === 'camt.054'))
    const [whole, ...more] = day.filter((one) => isAnonymous(one) && one.seenIn.includes('camt.053') && one.amount.minor === sumOf(parts) && isToldElsewhere(one, parts))
    return whole === undefined || more.length > 0 || parts.length < 2 ? [] : [{ whole: whole.id, parts: parts.map(({ id }) => id) }]
  })
}

/** The line that bears the reference of the parts' entry: the one of their sum, else the only one. */
function namedBy<Id extends string>(parts: readonly Told<Id>[], singles: readonly Told<Id>[]): Told<Id> | null {
  const named = singles.filter((one) => one.bankRef === parts[0]?.batch && isToldElsewhere(one, parts))
  return named.find(({ amount }) => amount.minor === sumOf(parts)) ?? (named.length === 1 ? named[0] ?? null : null)
}

/** A file tells of a movement once: what one of them tells beside the parts is something else. */
const isToldElsewhere = <Id extends string>(one: Told<Id>, parts: readonly Told<Id>[]): boolean => parts.every(({ bookedOn, amount, seenIn }) =>
  bookedOn === one.bookedOn && amount.currency === one.amount.currency && amount.minor > 0n === one.amount.minor > 0n && !seenIn.some((format) => one.seenIn.includes(format)))

const isAnonymous = <Id extends string>({ partyName, partyAccount, reference, endToEnd }: Told<Id>): boolean =>
  [partyName, partyAccount, reference, endToEnd].every((said) => said === null)

const sumOf = <Id extends string>(parts: readonly Told<Id>[]): bigint => parts.reduce((sum, { amount }) => sum + amount.minor, 0n)
