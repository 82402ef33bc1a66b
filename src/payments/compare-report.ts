import type { Report } from '../connectors/contract.ts'
import { decimal, equals } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import type { Attempt } from './attempt.ts'

/** One thing in which the provider's word and our rows do not agree; texts for a person to read. */
export type Difference = {
  readonly what: 'mode' | 'asked' | 'transferred' | 'amount_missing' | 'doubt' | 'charged_back'
  readonly ours: string
  readonly theirs: string
}

export const printed = (money: Money): string => `${decimal(money)} ${money.currency}`

/**
 * A callback is evidence, not an instruction: everything that makes it evidence for this attempt is compared here.
 * Empty means that it fits. Project and reference were matched before, by the connector and by finding the attempt.
 * A conversion by the provider is no difference as long as the asked amount is ours; the same currency in another
 * amount is. Of reserved money what a person decided to take is what should have come.
 */
export function differences(attempt: Pick<Attempt, 'mode' | 'asked' | 'capture'>, report: Report): readonly Difference[] {
  const found: Difference[] = []
  const expected = attempt.capture ?? attempt.asked
  if (report.mode !== attempt.mode) found.push({ what: 'mode', ours: attempt.mode, theirs: report.mode })
  if (report.asked === null) {
    found.push({ what: 'amount_missing', ours: printed(attempt.asked), theirs: '' })
  } else if (!equals(report.asked, attempt.asked) && !equals(report.asked, expected)) {
    found.push({ what: 'asked', ours: printed(attempt.asked), theirs: printed(report.asked) })
  }
  const transferred = report.transferred
  if (transferred !== null && transferred.currency === expected.currency && !equals(transferred, expected)) {
    found.push({ what: 'transferred', ours: printed(expected), theirs: printed(transferred) })
  }
  if (report.doubt !== null) found.push({ what: 'doubt', ours: '', theirs: report.doubt })
  return found
}
