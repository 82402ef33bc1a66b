import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import type { Tx } from '../platform/db/database.ts'
import { tellOfEnd } from './close-shift.ts'
import { findOffline } from './find-offline.ts'
import type { OfflineStop } from './find-offline.ts'
import { beginShift } from './open-shift.ts'
import type { ShiftAct } from './open-shift.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { lockRegister } from './register-store.ts'
import { sellingShift } from './shift-store.ts'

export type NoShift =
  | { readonly code: 'shift_not_open' }
  | { readonly code: 'register_closed' }
  /** The tax service cannot be reached, or does not take what was made without it. */
  | { readonly code: OfflineStop }

/** By code: how a route answers. */
export const NO_SHIFT = {
  shift_not_open: 409, register_closed: 409, offline_none: 409, offline_unknown: 409, offline_ending: 409, offline_over: 409, offline_stopped: 409,
} as const satisfies
  Record<NoShift['code'], number>

/**
 * The shift that something is sold in now. One that the law has ended, because no process was there to close it in time, is
 * closed first. One is begun where the register does not leave that to a person. Holds the register until the transaction
 * ends, so that nothing comes between a sale and the end of its shift.
 */
export async function shiftForSale(tx: Tx, register: CashRegister, act: ShiftAct): Promise<Result<{ readonly shiftId: Id<'shift'>; readonly openedAt: Date }, NoShift>> {
  const state = await lockRegister(tx, refOf(register))
  const stop = (await findOffline(tx, register, act.at))?.stop ?? null
  if (stop !== null) return err({ code: stop })
  const open = await sellingShift(tx, refOf(register))
  const isOver = open !== null && open.closesBefore !== null && open.closesBefore <= act.at
  if (open !== null && !isOver) return ok({ shiftId: open.id, openedAt: open.openedAt })
  if (open !== null) await tellOfEnd(tx, register, open.id, { ...act, cashier: null })
  if (state !== 'active') return err({ code: 'register_closed' })
  return register.opens === 'by_hand' ? err({ code: 'shift_not_open' }) : ok({ shiftId: await beginShift(tx, register, act), openedAt: act.at })
}

/** For what is to be registered there later: the register does not close until the transaction ends. False: it has. */
export const holdRegister = async (tx: Tx, register: CashRegister): Promise<boolean> => await lockRegister(tx, refOf(register)) === 'active'
