import type { BusinessDate } from '../../kernel/business-date.ts'

/** One edition of a table that law or practice changes. */
export type Edition<T> = {
  /** From this day in Kyiv; null: for as far back as receipts go. */
  readonly from: BusinessDate | null
  /** Where it stands, and when it was read. */
  readonly source: string
  /** False: taken from practice, and not seen in an official text. It is a default that a merchant may change. */
  readonly isConfirmed: boolean
  readonly value: T
}

/** The edition in force on a day. Editions stand oldest first, and the first of them has no beginning. */
export function inForce<T>(editions: readonly [Edition<T>, ...Edition<T>[]], day: BusinessDate): Edition<T> {
  return editions.findLast(({ from }) => from === null || from <= day) ?? editions[0]
}
