import type { Updateable } from 'kysely'
import type { Filed } from '../fiscalisers/contract.ts'
import type { Tx } from '../platform/db/database.ts'
import type { ShiftTable } from '../platform/db/schema.ts'
import { recordEvents } from '../webhooks/event.ts'
import { findRegister } from './find-register.ts'
import { longestMsOf } from './open-shift.ts'
import type { EndedDocument, SettleDocument } from './settle-document.ts'
import { reportKept, zOf } from './shift-report.ts'
import type { ReadShiftSums } from './shift-sums.ts'
import type { Shift, ShiftRef } from './shift.ts'
import { moveShift, shiftById } from './shift-store.ts'
import { shiftEnd } from './shift-times.ts'

/** What ends with a document, by its kind: shifts here, receipts by the noun that stands below and hands its own in. */
export const settleWith = ({ readSums, settleReceipt }: { readSums: ReadShiftSums; settleReceipt: SettleDocument }): SettleDocument =>
  async (tx, document, end, at) => {
    switch (document.kind) {
      case 'sale': case 'return': return settleReceipt(tx, document, end, at)
      case 'open_shift': return end.kind === 'filed' ? shiftOpened(tx, document, end.filed, at) : undefined
      case 'z_report': return end.kind === 'filed' ? serviceTold(tx, document, end.filed, at) : undefined
      case 'close_shift': return end.kind === 'filed' ? shiftClosed(tx, document, { filed: end.filed, readSums, at }) : undefined
      case 'service_in': case 'service_out': case 'offline_begin': case 'offline_end': return undefined
    }
  }

/** The service counts its hours from when it opened the shift. */
async function shiftOpened(tx: Tx, { merchantId, shiftId, registerId, subjectId, mode }: EndedDocument, { at: openedAt }: Filed, at: Date): Promise<void> {
  const [shift, register] = [await shiftById(tx, { merchantId, shiftId }), await findRegister(tx, { merchantId, registerId })]
  if (shift === null || register === null || subjectId !== shiftId) return
  const { closeAt, closesBefore } = shiftEnd(register, { openedAt, timeZone: register.timeZone, longestMs: longestMsOf(register) })
  const sequence = shift.sequence + 1
  const times = { opened_at: openedAt, close_at: closeAt, closes_before: closesBefore, sequence }
  const isMoved = await moveShift(tx, { merchantId, shiftId, from: ['opening'], state: 'open', ...times }) ||
    await moveShift(tx, { merchantId, shiftId, from: ['closing'], ...times })
  if (!isMoved) return
  await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [{ type: 'shift.opened', objectId: shiftId, sequence, data: { register: registerId } }])
}

/** Also of a shift that is closed: what had ended it was given up, and it is ended anew at the service. */
async function serviceTold(tx: Tx, { merchantId, shiftId }: EndedDocument, { zReport }: Filed, at: Date): Promise<void> {
  if (zReport === null) return
  const told = { service_z: reportKept(zReport) }
  if (await moveShift(tx, { merchantId, shiftId, from: ['closing'], ...told })) return
  const shift = await shiftById(tx, { merchantId, shiftId })
  if (shift !== null) await changeReport(tx, shift, told, at)
}

/** The Z-report of a closed shift has changed: whoever has read it has to read it again. */
async function changeReport(tx: Tx, { merchantId, id, registerId, mode, ...shift }: Shift, change: Pick<Updateable<ShiftTable>, 'z' | 'service_z'>, at: Date): Promise<void> {
  const sequence = shift.sequence + 1
  const isChanged = await moveShift(tx, { merchantId, shiftId: id, from: ['closed'], ...change, sequence })
  if (isChanged) await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [{ type: 'shift.report_changed', objectId: id, sequence, data: { register: registerId } }])
}

async function shiftClosed(tx: Tx, document: EndedDocument, { filed, readSums, at }: { filed: Filed; readSums: ReadShiftSums; at: Date }): Promise<void> {
  const { merchantId, shiftId, registerId, mode } = document
  await serviceTold(tx, document, filed, at)
  const [shift, register] = [await shiftById(tx, { merchantId, shiftId }), await findRegister(tx, { merchantId, registerId })]
  if (shift === null || register === null) return
  const sequence = shift.sequence + 1
  const isMoved = shift.state === 'closing' &&
    await moveShift(tx, { merchantId, shiftId, from: ['closing'], state: 'closed', closed_at: at, sequence, z: await zOf(tx, { shift, register, readSums }) })
  if (isMoved) await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [{ type: 'shift.closed', objectId: shiftId, sequence, data: { register: registerId } }])
}

/** What a closed shift had counted was refused: its sums are reckoned again, without that. */
export async function reckonAnew(tx: Tx, readSums: ReadShiftSums, { merchantId, shiftId }: ShiftRef, at: Date): Promise<void> {
  const shift = await shiftById(tx, { merchantId, shiftId })
  const register = shift === null ? null : await findRegister(tx, { merchantId, registerId: shift.registerId })
  if (shift?.state !== 'closed' || register === null) return
  await changeReport(tx, shift, { z: await zOf(tx, { shift, register, readSums }) }, at)
}
