import type { InvoiceBrief, StatementLine } from '../api/nouns.ts'

/** The invoices that money can be for, those first of which exactly so much is owed, then those of which anything is. */
export function likeliestFirst<Known extends Pick<InvoiceBrief, 'document' | 'remaining'>>(invoices: readonly Known[], came: StatementLine['rest']): Known[] {
  const rank = ({ remaining }: Known): number => {
    if (!/[1-9]/.test(remaining.amount) || remaining.currency !== came.currency) return 2
    return remaining.amount === came.amount ? 0 : 1
  }
  return invoices.filter(({ document }) => document !== 'draft').toSorted((a, b) => rank(a) - rank(b))
}
