import { isVisible } from '../merchants/stores/scope.ts'
import type { Db } from '../platform/db/database.ts'
import type { Caller } from '../platform/http/caller.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import { findRegister } from './find-register.ts'
import type { CashRegister } from './register.ts'
import type { Shift } from './shift.ts'
import { shiftById } from './shift-store.ts'

/** The shift of this public id and its register, if the caller may see its store and the id has its mode. */
export async function visibleShift(db: Db, caller: Caller, text: string): Promise<{ shift: Shift; register: CashRegister } | null> {
  const { id, mode } = idWithMode('shift', text)
  const shift = await shiftById(db, { merchantId: caller.merchantId, shiftId: id })
  if (shift === null || shift.mode !== mode || !isVisible(caller, shift)) return null
  const register = await findRegister(db, { merchantId: caller.merchantId, registerId: shift.registerId })
  return register === null ? null : { shift, register }
}
