import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import type { Tx } from '../platform/db/database.ts'
import { beginShift } from './open-shift.ts'
import type { ShiftAct } from './open-shift.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { lockRegister } from './register-store.ts'
import { sellingShift } from './shift-store.ts'

export type NoShift = { readonly code: 'shift_not_open' } | { readonly code: 'register_closed' }

/**
 * The shift that something is sold in now. One is begun where the register does not leave that to a person. Holds the
 * register until the transaction ends, so that nothing comes between a sale and the end of its shift.
 */
export async function shiftForSale(tx: Tx, register: CashRegister, act: ShiftAct): Promise<Result<{ readonly shiftId: Id<'shift'> }, NoShift>> {
  const state = await lockRegister(tx, refOf(register))
  const open = await sellingShift(tx, refOf(register))
  if (open !== null) return ok({ shiftId: open.id })
  if (state !== 'active') return err({ code: 'register_closed' })
  return register.opens === 'by_hand' ? err({ code: 'shift_not_open' }) : ok({ shiftId: await beginShift(tx, register, act) })
}
