import type { Decimal } from '../../money/decimal.ts'
import type { Edition } from './dated.ts'

/** One row of a merchant's own tax table. Letters are Cyrillic. */
export type TaxRow = {
  readonly letter: string
  /** 0 VAT, 1 excise, 2 pension fund. */
  readonly type: 0 | 1 | 2
  readonly name: string
  readonly percent: Decimal
}

const percent = (whole: bigint): Decimal => ({ digits: whole, scale: 0 })

/** What a new payer of VAT begins with, to be changed to the table registered at the tax service. Others have no rows at all. */
export const TAX_LETTERS: readonly [Edition<readonly TaxRow[]>, ...Edition<readonly TaxRow[]>[]] = [
  {
    from: null,
    source: 'official sample documents of the tax service; protocol sheet fiscal-dps A15, read 2026-11-22. A rate of 14 % exists too and was not confirmed',
    isConfirmed: true,
    value: [
      { letter: 'А', type: 0, name: 'ПДВ', percent: percent(20n) },
      { letter: 'Б', type: 0, name: 'ПДВ', percent: percent(7n) },
      { letter: 'В', type: 0, name: 'ПДВ', percent: percent(0n) },
      { letter: 'Г', type: 1, name: 'Акцизний податок', percent: percent(5n) },
    ],
  },
]
