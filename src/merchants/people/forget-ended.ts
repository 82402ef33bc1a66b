import { inTransaction } from '../../platform/db/database.ts'
import { deleteEndedFormer } from '../channels/store.ts'
import { deleteEnded } from './store.ts'
import type { PeopleDeps } from './user.ts'

/** How long after its end something is still there: kept answers are promised for a day. */
const KEPT_MS = 2 * 86_400_000

/**
 * Removes sessions, mailed links, what payers' links opened, counts of guarded acts and kept answers that ended two days ago,
 * and secrets of providers that were replaced and verify nothing any more. A round for `every`: false, because it leaves nothing behind.
 */
export async function forgetEnded({ db, clock }: Pick<PeopleDeps, 'db' | 'clock'>): Promise<boolean> {
  const at = clock.now()
  await inTransaction(db, (tx) => deleteEnded(tx, new Date(at.getTime() - KEPT_MS)))
  await inTransaction(db, (tx) => deleteEndedFormer(tx, at))
  return false
}
