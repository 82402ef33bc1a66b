import type { OpenOffline } from '../fiscalisers/contract.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { recordAudit } from '../merchants/audit.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/database.ts'
import { actorOf } from '../platform/http/caller.ts'
import type { Caller } from '../platform/http/caller.ts'
import { sealStanding, unsealStanding } from './begin-offline.ts'
import { nextDocument, refOfRow } from './document-store.ts'
import type { DocumentRow } from './document-store.ts'
import { enqueueDocument } from './enqueue-document.ts'
import { ORDERS } from './filing.ts'
import type { FilingDeps } from './filing.ts'
import { refuseMade } from './hear-offline.ts'
import { changeSession, keptOf, lastHeard, lockStopped, sessionKey, sessionRegister, toTell } from './offline-store.ts'
import type { SessionRow } from './offline-store.ts'
import { openFiscaliser } from './open-fiscaliser.ts'
import type { FiscaliserError, OpenedRegister } from './open-fiscaliser.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { lockRegister, updateRegister } from './register-store.ts'

export type GiveUpError = FiscaliserError | { readonly code: 'offline_not_stopped' }

/**
 * The tax service does not take what was made without it, and a person gives that up. Every document that it has not heard of
 * is refused: it keeps its number, its bytes and its money, and whoever it is about is told. The register goes on with the
 * tax service where that stands. Throws `VaultLocked`.
 */
export const giveUpOffline = (deps: FilingDeps, caller: Caller, register: CashRegister): Promise<Result<null, GiveUpError>> =>
  inTransaction(deps.db, async (tx) => {
    const ref = refOf(register)
    // Nothing else is put in line while the end of a shift is.
    await lockRegister(tx, ref)
    const session = await lockStopped(tx, ref)
    if (session === undefined || session.problem === null) return err({ code: 'offline_not_stopped' })
    const opened = await openFiscaliser({ ...deps, db: tx }, ref)
    if (!opened.ok) return opened
    const at = deps.clock.now()
    const rows = await toTell(tx, sessionKey(session))
    await refuseMade(deps, tx, rows, { problem: session.problem, at })
    await closeAnew(tx, rows, { closing: opened.value.registered.closing, at })
    await goOn(deps, tx, { session, offline: opened.value.fiscaliser.offline, at })
    await updateRegister(tx, { ...ref, offline_grant: null, trouble_since: null, trouble: null, file_at: at })
    await recordAudit(tx, {
      merchantId: register.merchantId, at, actor: actorOf(caller), action: 'cash_register.offline_given_up', objectId: register.id,
      change: { documents: { from: rows.map((row) => row.fiscal_number), to: [] }, problem: { from: session.problem, to: null } },
    })
    return ok(null)
  })

type Closing = { readonly closing: OpenedRegister['registered']['closing']; readonly at: Date }

/** Its shift is open at the tax service still where the refused documents had ended it: it is ended anew before anything that waits. */
async function closeAnew(tx: Tx, rows: readonly DocumentRow[], { closing, at }: Closing): Promise<void> {
  const first = rows.find(({ kind }) => ORDERS.has(kind))
  if (first === undefined || first.kind === 'open_shift') return
  const ref = refOfRow(first)
  const { shift_id: shiftId, cashier } = first
  const missing = closing.slice(closing.findIndex((kind) => kind === first.kind))
  const waiting = await nextDocument(tx, ref, ['queued'])
  for (const kind of missing) await enqueueDocument(tx, { ...ref, shiftId, subjectId: shiftId, content: { kind }, cashier, at }, waiting)
}

type Stopped = { readonly session: SessionRow; readonly offline: OpenOffline | null; readonly at: Date }

/** What the tax service has of the session already is ended behind its last document; the end that it does not take either is given up with the rest. */
async function goOn(deps: FilingDeps, tx: Tx, { session, offline, at }: Stopped): Promise<void> {
  const ref = sessionRegister(session)
  const last = session.state === 'running' ? await lastHeard(tx, sessionKey(session)) : undefined
  if (last === undefined || session.standing === null || offline?.by !== 'register') {
    await changeSession(tx, sessionKey(session), { state: 'ended', problem: null, standing: null, ended_at: at })
    return
  }
  const standing = sealStanding(deps, ref, offline.behind(unsealStanding(deps, ref, session.standing), keptOf(last)))
  await changeSession(tx, sessionKey(session), { state: 'given_up', problem: null, asks: 0, ask_at: at, standing })
}
