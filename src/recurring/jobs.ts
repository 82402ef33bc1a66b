import type pg from 'pg'
import { issueIfDue, putOff } from './issue-due.ts'
import type { IssueDeps } from './issue-due.ts'
import { recurringDue } from './store.ts'

const BATCH = 200

/**
 * Issues what is due. After standing still every period that was missed gets its invoice, the oldest first. True: there
 * may be more.
 */
export async function issueRecurring(deps: IssueDeps & { readonly pool: pg.Pool }, at: Date, onError: (error: unknown) => void): Promise<boolean> {
  const due = await recurringDue(deps.pool, { at, limit: BATCH })
  let issued = 0
  for (const key of due) {
    try {
      if (await issueIfDue(deps, key, at) === 'issued') issued++
    } catch (error) {
      // One that breaks keeps no other waiting; it is tried again later like one that is refused.
      onError(error)
      await putOff(deps, key, { problem: 'failed', at })
    }
  }
  return issued > 0
}
