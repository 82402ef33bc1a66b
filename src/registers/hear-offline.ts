import type { Outcome } from '../connectors/contract.ts'
import type { OpenOffline } from '../fiscalisers/contract.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/database.ts'
import { askAgainAt } from './begin-offline.ts'
import { endedOf, keyOf } from './document-store.ts'
import type { DocumentRow } from './document-store.ts'
import { OF_THE_SETUP } from './filing.ts'
import type { FilingDeps, Turn } from './filing.ts'
import { changeSession, keepHeard, keepRefusedMade, keptOf, openSession, sessionKey, toTell } from './offline-store.ts'
import type { SessionRow } from './offline-store.ts'
import type { RegisterRef } from './register.ts'
import { updateRegister } from './register-store.ts'
import { reckonAnew } from './settle-shift.ts'

type ByService = Extract<OpenOffline, { by: 'service' }>

/** Of one question to the service; the rest are asked about with the next. */
const AT_ONCE = 100

/**
 * Asks the service which of the documents that it numbered by itself the tax service has heard of by now. One that was not
 * taken stops none behind it: the service keeps the order, not we.
 */
export async function hearOffline(deps: FilingDeps, offline: ByService, session: SessionRow): Promise<Turn> {
  if (session.ask_at > deps.clock.now()) return { nextAt: session.ask_at }
  for (const row of await toTell(deps.db, sessionKey(session), AT_ONCE)) {
    const heard = await offline.heard(keptOf(row).drawn, deps.http)
    if (heard.kind === 'refused' && !OF_THE_SETUP.has(heard.reason)) {
      await inTransaction(deps.db, (tx) => refuseMade(deps, tx, [row], { problem: heard.providerCode, at: deps.clock.now() }))
    } else if (heard.kind === 'done' && heard.value) {
      await hear(deps, [row])
    } else {
      return postpone(deps, session)
    }
  }
  if ((await toTell(deps.db, sessionKey(session), 1)).length > 0) return 'on'
  await inTransaction(deps.db, (tx) => changeSession(tx, sessionKey(session), { state: 'ended', ended_at: deps.clock.now() }))
  return 'on'
}

/** The tax service has these. */
export const hear = (deps: FilingDeps, rows: readonly DocumentRow[]): Promise<void> => inTransaction(deps.db, async (tx) => {
  const at = deps.clock.now()
  for (const row of rows) {
    if (await keepHeard(tx, keyOf(row), at)) await deps.settle(tx, endedOf(row), { kind: 'heard' }, at)
  }
})

/**
 * They were given out with their numbers, and the tax service does not take them: the numbers stay, the subjects are told, and
 * a shift that was closed with them is reckoned without them.
 */
export async function refuseMade(
  { settle, readSums }: Pick<FilingDeps, 'settle' | 'readSums'>, tx: Tx, rows: readonly DocumentRow[], { problem, at }: { problem: string; at: Date },
): Promise<void> {
  const told = problem.slice(0, 500)
  for (const row of rows) {
    if (await keepRefusedMade(tx, keyOf(row), told, at)) await settle(tx, endedOf(row), { kind: 'refused', problem: told }, at)
  }
  for (const [shiftId, [row]] of Map.groupBy(rows, (one) => one.shift_id)) {
    if (row !== undefined) await reckonAnew(tx, readSums, { merchantId: row.merchant_id, shiftId }, at)
  }
}

/**
 * What the tax service does not take stops all that follows, and a person looks; what is only not known yet is tried again.
 * `of`: what it was asked about. Another process may have been told meanwhile that the tax service has it; then nothing stops.
 */
export async function untold(deps: FilingDeps, session: SessionRow, outcome: Exclude<Outcome<never>, { kind: 'done' }>, of: DocumentRow | undefined): Promise<Turn> {
  if (outcome.kind === 'unknown' || OF_THE_SETUP.has(outcome.reason)) return postpone(deps, session)
  await inTransaction(deps.db, async (tx) => {
    const [first] = await toTell(tx, sessionKey(session), 1)
    if (first?.document_id === of?.document_id) await changeSession(tx, sessionKey(session), { problem: outcome.providerCode.slice(0, 500) })
  })
  return 'on'
}

/** A person has seen why it stopped: what was made is brought once more. */
export const resumeTelling = ({ db }: Pick<FilingDeps, 'db'>, ref: RegisterRef, at: Date): Promise<void> => inTransaction(db, async (tx) => {
  const session = await openSession(tx, ref)
  if (session === undefined) return
  await changeSession(tx, sessionKey(session), { problem: null, asks: 0, ask_at: at })
  await updateRegister(tx, { ...ref, file_at: at })
})

export async function postpone(deps: FilingDeps, session: SessionRow): Promise<Turn> {
  const askAt = askAgainAt(session.asks, deps.clock.now())
  await inTransaction(deps.db, (tx) => changeSession(tx, sessionKey(session), { asks: session.asks + 1, ask_at: askAt }))
  return 'on'
}
