import type { Id } from '../kernel/ids.ts'
import type { Currency } from '../money/currency.ts'
import type { Money } from '../money/money.ts'
import type { Db } from '../platform/db/database.ts'

/** What was sold and taken back in one shift, as receipts know it. All amounts are zero or more, but `rounding`. */
export type ShiftSums = {
  readonly sales: Money
  readonly returns: Money
  readonly salesCount: number
  readonly returnsCount: number
  /** What the tax service has still to take: the sales are in the sums, the returns are not. */
  readonly registering: { readonly sales: Money; readonly returns: Money }
  /** What rounding cash added, less what it took off. */
  readonly rounding: Money
  /** Cash that was put into the drawer for sales, whenever those are registered. */
  readonly cashTaken: Money
  /** Cash that was given back out of the drawer, for goods that came back, late money or an excess. */
  readonly cashGiven: Money
  readonly forms: readonly FormSum[]
  readonly letters: readonly LetterSum[]
}

/** `means`: as receipts name it. */
export type FormSum = { readonly form: 'cash' | 'cashless'; readonly means: string; readonly sales: Money; readonly returns: Money }

/** One tax letter at one rate. `percent` is decimal text. */
export type LetterSum = {
  readonly letter: string
  readonly name: string
  readonly percent: string
  readonly salesTurnover: Money
  readonly salesTax: Money
  readonly returnsTurnover: Money
  readonly returnsTax: Money
}

/** Asks receipts, which stand below cash registers, for the sums of a shift: of what is registered there, and of sales on the way to it. */
export type ReadShiftSums = (
  db: Db, at: { readonly merchantId: Id<'merchant'>; readonly shiftId: Id<'shift'>; readonly currency: Currency },
) => Promise<ShiftSums>
