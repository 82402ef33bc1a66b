import type { Clock } from '../kernel/clock.ts'
import { bookMatch, decisionsOf, finishMatchesOf } from './book-match.ts'
import type { MatchDeps } from './book-match.ts'
import { claimImports, moveClaim } from './import-store.ts'
import type { Claimed } from './import-store.ts'
import { openLines } from './store.ts'
import type { StatementLine } from './store.ts'
import type { Decision } from './match-lines.ts'

type MatchImportsDeps = MatchDeps & { readonly clock: Clock }

/** So long nobody else takes an import up; a process that lives asks for more before it is over. Milliseconds. */
const LEASE_MS = 15_000
/** Lines booked between two such questions: much less than the lease takes, even on a slow disk. */
const LINES_A_LEASE = 10
/** Lines decided about together: enough that a statement is seldom torn, few enough to hold. */
export const LINES_A_BATCH = 500
/** Imports of one round. */
const AT_ONCE = 4

/**
 * Books, of what was imported, what is beyond doubt. The import says that it is waiting, so what a crash interrupts is
 * taken up again when its lease is over: a line that was booked is no longer open, and one that was about to be has its
 * intent, which is finished first. A round for `every`: true if there may be more.
 */
export async function matchImports(deps: MatchImportsDeps, onError: (error: unknown) => void): Promise<boolean> {
  const claimed = await claimImports(deps.pool, { at: deps.clock.now(), until: leaseFrom(deps), limit: AT_ONCE })
  await Promise.all(claimed.map((one) => matchImport(deps, one, onError).catch(onError)))
  return claimed.length > 0
}

const leaseFrom = ({ clock }: MatchImportsDeps): Date => new Date(clock.now().getTime() + LEASE_MS)

async function matchImport(deps: MatchImportsDeps, claimed: Claimed, onError: (error: unknown) => void): Promise<void> {
  await finishMatchesOf(deps, { at: deps.clock.now(), account: claimed, onError })
  let kept: Claimed | null = claimed
  let after: StatementLine | null = null
  let instalments: readonly StatementLine[] = []
  do {
    const batch: readonly StatementLine[] = await openLines(deps.pool, claimed, { after, limit: LINES_A_BATCH })
    // What was too little in an earlier batch may make up its invoice together with lines of this one.
    const lines = [...instalments, ...batch]
    const decisions = await decisionsOf(deps.pool, lines)
    kept = await bookDecided(deps, { claimed: kept, lines, decisions }, onError)
    instalments = lines.filter((_, index) => isInstalment(decisions[index]))
    after = batch.length === LINES_A_BATCH ? batch.at(-1) ?? null : null
  } while (after !== null && kept !== null)
  if (kept !== null) await moveClaim(deps.pool, kept, null)
}

const isInstalment = (decision: Decision | undefined): boolean =>
  decision?.booked === null &&
    decision.suggestions.some(({ reasons }) => reasons.includes('amount_less') && (reasons.includes('reference') || reasons.includes('reference_in_text')))

type Decided = { readonly claimed: Claimed; readonly lines: readonly StatementLine[]; readonly decisions: readonly Decision[] }

/** A line that cannot be booked waits for a person, and keeps no other waiting. Null: another process has taken over. */
async function bookDecided(deps: MatchImportsDeps, { claimed, lines, decisions }: Decided, onError: (error: unknown) => void): Promise<Claimed | null> {
  const sure = decisions.flatMap(({ booked }, index) => {
    const line = lines[index]
    return booked === null || line === undefined ? [] : [{ line, ...booked }]
  })
  let kept = claimed
  for (const [index, wanted] of sure.entries()) {
    if (index % LINES_A_LEASE === LINES_A_LEASE - 1) {
      const until = leaseFrom(deps)
      if (!await moveClaim(deps.pool, kept, until)) return null
      kept = { ...kept, until }
    }
    await bookMatch(deps, wanted, { at: deps.clock.now(), actor: 'kvit', reason: `${wanted.score}: ${wanted.reasons.join(', ')}` }).catch(onError)
  }
  return kept
}
