import type { DocumentRow } from './document-store.ts'
import type { FiscaliserDeps } from './open-fiscaliser.ts'
import type { SettleDocument } from './settle-document.ts'
import type { ReadShiftSums } from './shift-sums.ts'

export type FilingDeps = FiscaliserDeps & {
  /** Of every kind of document: see `settleWith`. */
  readonly settle: SettleDocument
  readonly readSums: ReadShiftSums
}

/** `on`: its fate is known, or another has to go before it. `wait`: it is its turn still, after a pause. */
export type Step = 'on' | 'wait'

/** `on`: look again at once. Else when there may be something to do; null: when a document comes, or a person says so. */
export type Turn = 'on' | { readonly nextAt: Date | null }

/** Without these nothing behind them can be filed, so that a refusal is no end of them. */
export const ORDERS: ReadonlySet<DocumentRow['kind']> = new Set(['open_shift', 'z_report', 'close_shift'])

/** Not the document's fault: the register cannot be used as it is set up, and the same may be taken later. */
export const OF_THE_SETUP: ReadonlySet<string> = new Set(['credentials', 'clock', 'not_enabled'])
