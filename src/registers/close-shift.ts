import { fiscaliserById } from '../fiscalisers/registry.ts'
import { tillAccount } from '../journal/entry.ts'
import { findBalance } from '../journal/find-balance.ts'
import type { Id } from '../kernel/ids.ts'
import type { Result } from '../kernel/result.ts'
import { err, ok } from '../kernel/result.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import { enqueueDocument } from './enqueue-document.ts'
import { NOBODY } from './open-shift.ts'
import type { ShiftAct } from './open-shift.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { lockRegister } from './register-store.ts'
import type { ShiftRef } from './shift.ts'
import { zOf } from './shift-report.ts'
import type { ReadShiftSums } from './shift-sums.ts'
import { moveShift, shiftById } from './shift-store.ts'

/**
 * Ends a shift: from here on nothing is sold in it. Where there is a service it is `closing` until that has what was sold
 * and the end itself; a new one may begin meanwhile, and waits behind it.
 */
export async function closeShift(
  tx: Tx, register: CashRegister, { shiftId, readSums, ...act }: Pick<ShiftRef, 'shiftId'> & ShiftAct & { readonly readSums: ReadShiftSums },
): Promise<Result<null, { readonly code: 'shift_not_open' }>> {
  const { merchantId, mode } = register
  const { at, actor } = act
  await lockRegister(tx, refOf(register))
  const before = await shiftById(tx, { merchantId, shiftId })
  if (before === null || (before.state !== 'open' && before.state !== 'opening')) return err({ code: 'shift_not_open' })
  if (register.fiscaliser !== null) {
    await tellOfEnd(tx, register, shiftId, act)
    return ok(null)
  }
  const closing = await closingColumns(tx, register, act)
  const shift = { ...before, drawerClosedMinor: closing.drawer_closed_minor }
  const sequence = before.sequence + 1
  await moveShift(tx, { merchantId, shiftId, from: SELLING, state: 'closed', ...closing, closed_at: at, sequence, z: await zOf(tx, { shift, register, readSums }) })
  await recordEvents(tx, { merchantId, mode, actor, at }, [{ type: 'shift.closed', objectId: shiftId, sequence, data: { register: register.id } }])
  return ok(null)
}

const SELLING = ['opening', 'open'] as const

/** Of a shift that sells, at a register that has a service and that the transaction has locked. */
export async function tellOfEnd(tx: Tx, register: CashRegister, shiftId: Id<'shift'>, act: ShiftAct): Promise<void> {
  await moveShift(tx, { merchantId: register.merchantId, shiftId, from: SELLING, state: 'closing', ...await closingColumns(tx, register, act) })
  const registered = register.fiscaliser === null ? null : fiscaliserById(register.fiscaliser)
  for (const kind of registered?.closing ?? ['close_shift'] as const) {
    await enqueueDocument(tx, { ...refOf(register), shiftId, subjectId: shiftId, content: { kind }, cashier: act.cashier?.name ?? NOBODY, at: act.at })
  }
}

async function closingColumns(tx: Tx, { merchantId, mode, currency, id }: CashRegister, { at, cashier }: ShiftAct) {
  const drawerClosedMinor = await findBalance(tx, { merchantId, mode, currency, account: tillAccount(id) })
  return { closing_at: at, closed_by: cashier?.id ?? null, drawer_closed_minor: drawerClosedMinor }
}
