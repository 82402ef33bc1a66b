import type { Clock } from '../kernel/clock.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { forgetSessions } from './cashier-store.ts'
import { closeShift } from './close-shift.ts'
import { findRegister } from './find-register.ts'
import { beginShift } from './open-shift.ts'
import type { ShiftAct } from './open-shift.ts'
import { refOf } from './register.ts'
import type { RegisterRef } from './register.ts'
import { lockRegister, updateRegister } from './register-store.ts'
import type { ShiftRef } from './shift.ts'
import type { ReadShiftSums } from './shift-sums.ts'
import { dueTimes, sellingShift, shiftById } from './shift-store.ts'
import { nextOpenAt } from './shift-times.ts'

export type ShiftDeps = { readonly db: Db; readonly clock: Clock; readonly readSums: ReadShiftSums }

const BATCH = 100

/**
 * Opens shifts whose time has come, and closes those that are to end or that the law would end soon. A round for `every`:
 * true if more were due than one round takes.
 */
export async function keepShifts(deps: ShiftDeps, onError: (error: unknown) => void): Promise<boolean> {
  const at = deps.clock.now()
  const { toOpen, toClose } = await dueTimes(deps.db, at, BATCH)
  const act: ShiftAct = { at, cashier: null, actor: 'kvit' }
  for (const ref of toClose) await closeDue(deps, ref, act).catch(onError)
  for (const ref of toOpen) await openDue(deps, ref, act).catch(onError)
  return toOpen.length === BATCH || toClose.length === BATCH
}

const openDue = ({ db }: ShiftDeps, ref: RegisterRef, act: ShiftAct): Promise<void> => inTransaction(db, async (tx) => {
  const state = await lockRegister(tx, ref)
  const register = await findRegister(tx, ref)
  if (register === null) return
  if (state === 'active' && await sellingShift(tx, ref) === null) await beginShift(tx, register, act)
  else await updateRegister(tx, { ...refOf(register), next_open_at: state === 'active' ? nextOpenAt(register, act.at, register.timeZone) : null })
})

const closeDue = ({ db, readSums }: ShiftDeps, { merchantId, shiftId }: ShiftRef, act: ShiftAct) => inTransaction(db, async (tx) => {
  const shift = await shiftById(tx, { merchantId, shiftId })
  const register = shift === null ? null : await findRegister(tx, { merchantId, registerId: shift.registerId })
  if (register !== null) await closeShift(tx, register, { shiftId, readSums, ...act })
})

/** Removes sessions of cashiers that have ended. A round for `every`. */
export async function forgetCashierSessions({ db, clock }: Pick<ShiftDeps, 'db' | 'clock'>): Promise<boolean> {
  await inTransaction(db, (tx) => forgetSessions(tx, clock.now()))
  return false
}
