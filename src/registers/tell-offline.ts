import type { OpenOffline, RegisterState } from '../fiscalisers/contract.ts'
import { newId } from '../kernel/ids.ts'
import { inTransaction } from '../platform/db/database.ts'
import { keepMarker, sealStanding, unsealStanding } from './begin-offline.ts'
import type { DocumentRow } from './document-store.ts'
import type { FilingDeps, Turn } from './filing.ts'
import { hear, postpone, untold } from './hear-offline.ts'
import { changeSession, keepGrant, keptOf, lastMade, sessionKey, sessionRegister, stepSession, toTell } from './offline-store.ts'
import type { SessionRow } from './offline-store.ts'
import type { OpenedRegister } from './open-fiscaliser.ts'
import { registerRow } from './register-store.ts'
import { clearTrouble } from './trouble.ts'

type ByRegister = Extract<OpenOffline, { by: 'register' }>

/** Of one question to the service, so that bringing them, each perhaps signed first, ends within a turn; more are brought with the next. */
const AT_ONCE = 10

/**
 * Asks whether the service is back and, if so, brings it what was made meanwhile, one step at a time: the documents in their
 * order, and when it has them all the end of the session. Until that is made the register goes on by itself where the service
 * falls silent again.
 */
export async function tellOffline(deps: FilingDeps, opened: OpenedRegister, offline: ByRegister, session: SessionRow): Promise<Turn> {
  const asked = await opened.fiscaliser.state(deps.http)
  if (asked.kind !== 'done') return postpone(deps, session)
  const rows = await toTell(deps.db, sessionKey(session), AT_ONCE)
  if (rows.length > 0) return bring(deps, offline, { session, rows })
  return session.state === 'ending' ? end(deps, session, asked.value) : makeEnd(deps, offline, session)
}

async function bring(deps: FilingDeps, offline: ByRegister, { session, rows }: { session: SessionRow; rows: readonly DocumentRow[] }): Promise<Turn> {
  const brought = await offline.replay(rows.map(keptOf), deps.http)
  await hear(deps, rows.slice(0, brought.delivered))
  return brought.kind === 'done' ? 'on' : untold(deps, session, brought, rows[brought.delivered])
}

async function makeEnd(deps: FilingDeps, offline: ByRegister, session: SessionRow): Promise<Turn> {
  const ref = sessionRegister(session)
  const last = await lastMade(deps.db, sessionKey(session))
  const at = new Date(Math.max(deps.clock.now().getTime(), session.last_at.getTime()))
  const key = newId('fiscalDocument', at.getTime())
  if (session.standing === null) throw new Error('a time without the service has no standing')
  const made = await offline.make({ key, at, cashier: last.cashier, content: { kind: 'offline_end' } }, unsealStanding(deps, ref, session.standing), deps.http)
  if (!made.ok) throw new Error(`the end of a time without the service cannot be made: ${made.error.detail}`)
  const sessionId = session.offline_session_id
  await inTransaction(deps.db, async (tx) => {
    await stepSession(tx, session, { state: 'ending', asks: 0, standing: sealStanding(deps, ref, made.value.next) })
    await keepMarker(tx, last, { key, sessionId, kind: 'offline_end', made: made.value, at })
  })
  return 'on'
}

/** The service has everything, and what it gives now is for the next time. */
async function end(deps: FilingDeps, session: SessionRow, { offline }: RegisterState): Promise<Turn> {
  const ref = sessionRegister(session)
  const register = await registerRow(deps.db, ref)
  if (register === undefined) throw new Error('a cash register vanished')
  await inTransaction(deps.db, async (tx) => {
    await changeSession(tx, sessionKey(session), { state: 'ended', standing: null, ended_at: deps.clock.now() })
    await keepGrant(tx, ref, { sealed: offline === null ? null : sealStanding(deps, ref, offline), position: register.next_position })
    await clearTrouble(tx, ref)
  })
  return 'on'
}
