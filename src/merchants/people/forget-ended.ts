import { inTransaction } from '../../platform/db/database.ts'
import { deleteEnded } from './store.ts'
import type { PeopleDeps } from './user.ts'

/** How long after its end something is still there: kept answers are promised for a day. */
const KEPT_MS = 2 * 86_400_000

/**
 * Removes sessions, mailed links, what payers' links opened, counts of guarded acts and kept answers that ended two days ago. A round for `every`:
 * false, because it leaves nothing behind.
 */
export async function forgetEnded({ db, clock }: Pick<PeopleDeps, 'db' | 'clock'>): Promise<boolean> {
  await inTransaction(db, (tx) => deleteEnded(tx, new Date(clock.now().getTime() - KEPT_MS)))
  return false
}
