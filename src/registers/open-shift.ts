import { fiscaliserById } from '../fiscalisers/registry.ts'
import { tillAccount } from '../journal/entry.ts'
import { findBalance } from '../journal/find-balance.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import type { Actor } from '../webhooks/event.ts'
import { enqueueDocument } from './enqueue-document.ts'
import { refOf } from './register.ts'
import type { CashRegister } from './register.ts'
import { takeNumber, updateRegister } from './register-store.ts'
import { insertShift } from './shift-store.ts'
import { nextOpenAt, shiftEnd } from './shift-times.ts'

/** Who opens or closes: a cashier, or nobody but the clock or money that came. */
export type ShiftAct = {
  readonly at: Date
  readonly cashier: { readonly id: Id<'cashier'>; readonly name: string } | null
  readonly actor: Actor
}

/** How documents name the cashier of what nobody stood by. */
export const NOBODY = 'Kvit'

/** The longest its service lets a shift be; null for a register without one. */
export const longestMsOf = ({ fiscaliser }: Pick<CashRegister, 'fiscaliser'>): number | null =>
  fiscaliser === null ? null : fiscaliserById(fiscaliser)?.longestShiftMs ?? null

/**
 * Begins a shift at a register that the transaction has locked and that has none. Where there is a service the shift is
 * `opening` until it has been told.
 */
export async function beginShift(tx: Tx, register: CashRegister, { at, cashier, actor }: ShiftAct): Promise<Id<'shift'>> {
  const { merchantId, mode, currency, timeZone } = register
  const ref = refOf(register)
  const shiftId = newId('shift', at.getTime())
  const isFiscal = register.fiscaliser !== null
  const end = shiftEnd(register, { openedAt: at, timeZone, longestMs: longestMsOf(register) })
  await insertShift(tx, {
    merchant_id: merchantId, shift_id: shiftId, register_id: register.id, store_id: register.storeId, mode,
    number: Number(await takeNumber(tx, ref, 'next_shift')), state: isFiscal ? 'opening' : 'open', opened_by: cashier?.id ?? null, closed_by: null,
    opened_at: at, close_at: end.closeAt, closes_before: end.closesBefore, closing_at: null, closed_at: null, drawer_closed_minor: null,
    drawer_opened_minor: await findBalance(tx, { merchantId, mode, currency, account: tillAccount(register.id) }),
    sequence: isFiscal ? 0 : 1,
  })
  await updateRegister(tx, { ...ref, next_open_at: nextOpenAt(register, at, timeZone) })
  if (isFiscal) {
    await enqueueDocument(tx, { ...ref, shiftId, subjectId: shiftId, content: { kind: 'open_shift' }, cashier: cashier?.name ?? NOBODY, at })
  } else {
    await recordEvents(tx, { merchantId, mode, actor, at }, [{ type: 'shift.opened', objectId: shiftId, sequence: 1, data: { register: register.id } }])
  }
  return shiftId
}
