import { createHash } from 'node:crypto'
import type { ReadLine } from './statement.ts'

/**
 * A name for each line that is the same in every file that tells of the same movement: the bank's own reference with
 * the amount, because a transfer and its fee may share one, and the day, because what stands for a reference may be a
 * number that the payer gave, or one that begins anew with every statement; else what the line says. Lines that say
 * exactly the same are told apart by counting, so two coffees of one day stay two. The count is right as long as no day
 * is torn between files; banks do not tear days.
 */
export function identities(lines: readonly ReadLine[]): string[] {
  const seen = new Map<string, number>()
  return lines.map((line) => {
    const content = line.bankRef === null ? `sum:${contentHash(line)}` : `ref:${line.bankRef}:${line.amount.minor}:${line.bookedOn}`
    const times = (seen.get(content) ?? 0) + 1
    seen.set(content, times)
    return times === 1 ? content : `${content}:${times}`
  })
}

function contentHash({ bookedOn, amount, partyAccount, partyName, reference, remittance, endToEnd, batch }: ReadLine): string {
  const said = [bookedOn, amount.minor, amount.currency, partyAccount, (partyName ?? '').toUpperCase(), reference, remittance.replaceAll(/\s+/g, ' '), endToEnd, batch]
  return createHash('sha256').update(said.map((part) => String(part ?? '')).join('\u0000')).digest('base64url')
}
