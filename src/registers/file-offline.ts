import type { OpenOffline } from '../fiscalisers/contract.ts'
import { inTransaction } from '../platform/db/database.ts'
import { askAgainAt, sealStanding, unsealStanding } from './begin-offline.ts'
import { endedOf, keyOf, nextDocument, noteTry, refOfRow } from './document-store.ts'
import type { DocumentRow } from './document-store.ts'
import { documentOf, refuse } from './file-one.ts'
import { ORDERS } from './filing.ts'
import type { FilingDeps, Turn } from './filing.ts'
import { leftAt } from './offline-limit.ts'
import { keepMade, sessionRegister, stepSession } from './offline-store.ts'
import type { SessionRow } from './offline-store.ts'
import type { OpenedRegister } from './open-fiscaliser.ts'
import { registerRow } from './register-store.ts'
import { tellOffline } from './tell-offline.ts'
import { clearTrouble, noteTrouble } from './trouble.ts'

type ByRegister = Extract<OpenOffline, { by: 'register' }>

/**
 * One step of a register in a time without the service: the next document is made here, and the service is asked from time to
 * time. When the end of the session is made documents wait until the service has that. It is never made between a Z-report
 * and the closing of its shift, which the service would not take any more.
 */
export async function fileOffline(deps: FilingDeps, opened: OpenedRegister, offline: ByRegister, session: SessionRow): Promise<Turn> {
  if (session.problem !== null) return { nextAt: null }
  const row = session.state === 'running' ? await nextDocument(deps.db, sessionRegister(session), ['queued']) : undefined
  if (session.ask_at <= deps.clock.now() && row?.kind !== 'close_shift') return tellOffline(deps, opened, offline, session)
  return row === undefined ? { nextAt: session.ask_at } : makeOne(deps, opened, offline, { session, row })
}

/** Numbered, chained and kept in one transaction, in which its subject is told too: before that it is nowhere, after that it can be given out. */
async function makeOne(
  deps: FilingDeps, { registered }: OpenedRegister, offline: ByRegister, { session, row }: { session: SessionRow; row: DocumentRow },
): Promise<Turn> {
  const ref = refOfRow(row)
  const now = deps.clock.now()
  // A closing is of its Z-report's moment, so that the law's time is not over between the two.
  const at = now < session.last_at || row.kind === 'close_shift' ? session.last_at : now
  const register = await registerRow(deps.db, ref)
  if (register === undefined || session.standing === null) throw new Error('a time without the service has neither register nor standing')
  const left = await leftAt(deps.db, ref, { registered, timeZone: register.time_zone, began: session.began_at, now: at })
  if (left?.isOver === true) return waitForService(deps, session, { row, problem: 'offline_over' })
  const made = await offline.make({ ...await documentOf(deps, row), at }, unsealStanding(deps, ref, session.standing), deps.http)
  if (!made.ok) {
    const problem = `${made.error.problem}: ${made.error.detail}`
    return ORDERS.has(row.kind) ? waitForService(deps, session, { row, problem }) : refuse(deps, row, problem)
  }
  const { filed, next } = made.value
  await inTransaction(deps.db, async (tx) => {
    await clearTrouble(tx, ref)
    if (!await keepMade(tx, keyOf(row), session.offline_session_id, made.value)) return
    await stepSession(tx, session, { standing: sealStanding(deps, ref, next), last_at: at })
    await deps.settle(tx, endedOf(row), { kind: 'filed', filed }, at)
  })
  return 'on'
}

async function waitForService(deps: FilingDeps, session: SessionRow, { row, problem }: { row: DocumentRow; problem: string }): Promise<Turn> {
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    await noteTrouble(tx, refOfRow(row), { trouble: problem, at: now })
    await noteTry(tx, keyOf(row), { state: null, problem })
  })
  // Before a closing the service is not asked, however long ago that was due.
  return { nextAt: session.ask_at > now ? session.ask_at : askAgainAt(row.tries, now) }
}
