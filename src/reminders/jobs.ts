import type pg from 'pg'
import type { Mode } from '../kernel/ids.ts'
import { remindIfDue } from './remind.ts'
import type { RemindDeps } from './remind.ts'
import { dueNow } from './schedule.ts'
import { candidates, schedulesInForce } from './store.ts'
import type { After, ScheduledStore } from './store.ts'

const PAGE = 200
const MODES: readonly Mode[] = ['live', 'test']

/**
 * Queues every reminder whose time has come. Nothing is remembered between rounds: the schedule, the due date and the
 * steps already taken say what is due, so a round that a crash cut short is made up for by the next, in any process.
 */
export async function sendReminders(deps: RemindDeps & { readonly pool: pg.Pool }, at: Date, onError: (error: unknown) => void): Promise<boolean> {
  for (const store of await schedulesInForce(deps.pool)) await remindFor(deps, store, at, onError)
  return false
}

async function remindFor(deps: RemindDeps & { readonly pool: pg.Pool }, store: ScheduledStore, at: Date, onError: (error: unknown) => void): Promise<void> {
  const { merchantId, schedule } = store
  const due = dueNow(schedule, { ...store, isHoliday: deps.isHoliday }, at)
  for (const mode of due.length === 0 ? [] : MODES) {
    let after: After | null = null
    do {
      const page: After[] = await candidates(deps.pool, store, mode, { due, after, limit: PAGE })
      for (const { id } of page) await remindIfDue(deps, { merchantId, id }, at).catch(onError)
      after = page.length === PAGE ? page.at(-1) ?? null : null
    } while (after !== null)
  }
}
