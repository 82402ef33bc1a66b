import type { Filed, OfflineMade, RegisterState } from '../fiscalisers/contract.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Secret } from '../kernel/secret.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/database.ts'
import { endedOf, keyOf, nextDocument, refOfRow } from './document-store.ts'
import type { DocumentRow } from './document-store.ts'
import type { FilingDeps, Step } from './filing.ts'
import { leftAt } from './offline-limit.ts'
import { changeSession, countedSince, insertMarker, insertSession, keepGrant, keepNumbered, madeColumns, openSession, sessionKey } from './offline-store.ts'
import type { FiscaliserDeps, OpenedRegister } from './open-fiscaliser.ts'
import type { RegisterRef } from './register.ts'
import { registerRow, takeNumber } from './register-store.ts'
import { clearTrouble } from './trouble.ts'

const FIELD = 'offline'

export const sealStanding = ({ vault }: Pick<FiscaliserDeps, 'vault'>, { merchantId, registerId }: RegisterRef, standing: Secret): Buffer =>
  vault.seal(standing, { merchantId, objectId: registerId, field: FIELD })

export const unsealStanding = ({ vault }: Pick<FiscaliserDeps, 'vault'>, { merchantId, registerId }: RegisterRef, sealed: Buffer): Secret =>
  vault.unseal(sealed, { merchantId, objectId: registerId, field: FIELD })

/** Keeps from what a time without the service would begin, as it says while it can be reached: nothing where it gives nothing. `position`: from where on documents are not counted in it. */
export const noteGrant = (deps: FiscaliserDeps, ref: RegisterRef, { offline }: RegisterState, position: bigint): Promise<unknown> =>
  inTransaction(deps.db, (tx) => keepGrant(tx, ref, { sealed: offline === null ? null : sealStanding(deps, ref, offline), position }))

/** Why none begins. `offline_none`: the service has given nothing to number documents by. `offline_unknown`: it may have another document, so that which number is next is not known, or it has a Z-report whose shift is not closed. `offline_over`: the law allows no more. */
export type NotBegun = 'offline_none' | 'offline_unknown' | 'offline_over' | 'offline_refused'

/**
 * Begins a time without the service before a document that waits. Never behind one that may have reached it: whether that has
 * taken a number is not known, and by one number too many or too few everything made afterwards would be refused. Nor before
 * a closing, of whose Z-report it would no longer be the next document (protocol sheet A2: error 6). Null: the
 * service is waited for, because it works without the tax service by itself or such a time has begun already.
 */
export async function beginOffline(deps: FiscaliserDeps, { registered, fiscaliser: { offline } }: OpenedRegister, row: DocumentRow): Promise<'begun' | NotBegun | null> {
  const ref = refOfRow(row)
  const register = await registerRow(deps.db, ref)
  if (offline?.by !== 'register' || register === undefined || await openSession(deps.db, ref) !== undefined) return null
  if (row.kind === 'close_shift' || await nextDocument(deps.db, ref, ['drawn', 'unknown']) !== undefined) return 'offline_unknown'
  const now = deps.clock.now()
  const left = await leftAt(deps.db, ref, { registered, timeZone: register.time_zone, began: now, now })
  if (left?.isOver === true) return 'offline_over'
  const { offline_grant: sealed, offline_grant_at: position } = register
  if (sealed === null || position === null) return 'offline_none'
  const counted = await countedSince(deps.db, ref, position)
  const from = counted.reduce<Secret | null>((standing, kind) => (standing === null ? null : offline.after(standing, kind)), unsealStanding(deps, ref, sealed))
  if (from === null) return 'offline_none'
  const key = newId('fiscalDocument', now.getTime())
  const made = await offline.make({ key, at: now, cashier: row.cashier, content: { kind: 'offline_begin' } }, from, deps.http)
  if (!made.ok) return 'offline_refused'
  const sessionId = newId('offlineSession', now.getTime())
  const isBegun = await inTransaction(deps.db, async (tx) => {
    await clearTrouble(tx, ref)
    const isFirst = await insertSession(tx, {
      merchant_id: ref.merchantId, offline_session_id: sessionId, register_id: ref.registerId, state: 'running', began_at: now, last_at: now,
      standing: sealStanding(deps, ref, made.value.next), ask_at: askAgainAt(0, now),
    })
    if (isFirst) await keepMarker(tx, row, { key, sessionId, kind: 'offline_begin', made: made.value, at: now })
    return isFirst
  })
  return isBegun ? 'begun' : null
}

/** The service numbered it while it did not reach the tax service: a time without that begins, where it is not known yet. */
export async function keepUnheard(deps: FilingDeps, row: DocumentRow, filed: Filed): Promise<Step> {
  const at = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    await clearTrouble(tx, refOfRow(row))
    await insertSession(tx, {
      merchant_id: row.merchant_id, offline_session_id: newId('offlineSession', at.getTime()), register_id: row.register_id, state: 'running', began_at: filed.at,
      last_at: filed.at, standing: null, ask_at: askAgainAt(0, at),
    })
    const session = await openSession(tx, refOfRow(row))
    if (session === undefined || !await keepNumbered(tx, keyOf(row), session.offline_session_id, filed)) return
    await changeSession(tx, sessionKey(session), { last_at: filed.at < session.last_at ? session.last_at : filed.at })
    await deps.settle(tx, endedOf(row), { kind: 'filed', filed }, at)
  })
  return 'on'
}

type Marker = { key: Id<'fiscalDocument'>; sessionId: Id<'offlineSession'>; kind: 'offline_begin' | 'offline_end'; made: OfflineMade; at: Date }

/** A marker stands beside the documents of its session, in the shift of the one it was made for. */
export async function keepMarker(tx: Tx, beside: DocumentRow, { key, sessionId, kind, made, at }: Marker): Promise<void> {
  await insertMarker(tx, {
    merchant_id: beside.merchant_id, document_id: key, register_id: beside.register_id, store_id: beside.store_id, mode: beside.mode, shift_id: beside.shift_id,
    position: await takeNumber(tx, refOfRow(beside), 'next_position'), kind, subject_id: sessionId, cashier: beside.cashier, request: JSON.stringify({ kind }),
    offline_session_id: sessionId, created_at: at, ...madeColumns(made),
  })
}

/** A service that is away is asked again after as many seconds, the last for all that follow. */
const ASK_AFTER_S = [5, 10, 20, 40, 60, 120] as const

export const askAgainAt = (asks: number, now: Date): Date => new Date(now.getTime() + (ASK_AFTER_S[Math.min(asks, ASK_AFTER_S.length - 1)] ?? 0) * 1000)
