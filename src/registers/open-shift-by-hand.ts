import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import { inTransaction } from '../platform/db/database.ts'
import type { Db } from '../platform/db/database.ts'
import { beginShift } from './open-shift.ts'
import type { ShiftAct } from './open-shift.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { lockRegister } from './register-store.ts'
import { sellingShift } from './shift-store.ts'

export type OpenShiftError = { readonly code: 'register_closed' } | { readonly code: 'shift_already_open' }

/** A cashier opens a shift, whatever the register would do by itself. */
export const openShift = ({ db }: { readonly db: Db }, register: CashRegister, act: ShiftAct): Promise<Result<Id<'shift'>, OpenShiftError>> =>
  inTransaction(db, async (tx) => {
    if (await lockRegister(tx, refOf(register)) !== 'active') return err({ code: 'register_closed' })
    if (await sellingShift(tx, refOf(register)) !== null) return err({ code: 'shift_already_open' })
    return ok(await beginShift(tx, register, act))
  })
