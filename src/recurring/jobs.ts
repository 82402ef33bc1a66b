import type pg from 'pg'
import { addDays, businessDate } from '../kernel/business-date.ts'
import { issueIfDue } from './issue-due.ts'
import type { IssueDeps } from './issue-due.ts'
import { recurringDue } from './store.ts'

const BATCH = 200

/**
 * Issues what is due. After standing still every period that was missed gets its invoice, the oldest first. True: there
 * may be more.
 */
export async function issueRecurring(deps: IssueDeps & { readonly pool: pg.Pool }, at: Date): Promise<boolean> {
  // The day begins first where clocks are fourteen hours ahead of UTC.
  const due = await recurringDue(deps.pool, { until: addDays(businessDate(at, 'UTC'), 1), at, limit: BATCH })
  let issued = 0
  for (const key of due) if (await issueIfDue(deps, key, at) === 'issued') issued++
  return issued > 0
}
