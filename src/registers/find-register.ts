import type { Db } from '../platform/db/database.ts'
import { isVisible } from '../merchants/stores/scope.ts'
import type { Caller } from '../platform/http/caller.ts'
import { idWithMode } from '../platform/http/id-param.ts'
import type { CashRegister, RegisterRef } from './register.ts'
import { registerOf, registerRow } from './register-store.ts'

export async function findRegister(db: Db, ref: RegisterRef): Promise<CashRegister | null> {
  const row = await registerRow(db, ref)
  return row === undefined ? null : registerOf(row)
}

/** The cash register of this public id, if the caller may see its store and the id has its mode. */
export async function visibleRegister(db: Db, caller: Caller, text: string): Promise<CashRegister | null> {
  const { id, mode } = idWithMode('cashRegister', text)
  const register = await findRegister(db, { merchantId: caller.merchantId, registerId: id })
  return register !== null && register.mode === mode && isVisible(caller, register) ? register : null
}
