import type { Filed } from '../fiscalisers/contract.ts'
import type { Tx } from '../platform/db/database.ts'
import { recordEvents } from '../webhooks/event.ts'
import { findRegister } from './find-register.ts'
import { longestMsOf } from './open-shift.ts'
import type { EndedDocument, SettleDocument } from './settle-document.ts'
import { reportKept, zOf } from './shift-report.ts'
import type { ReadShiftSums } from './shift-sums.ts'
import { moveShift, shiftById } from './shift-store.ts'
import { shiftEnd } from './shift-times.ts'

/** What ends with a document, by its kind: shifts here, receipts by the noun that stands below and hands its own in. */
export const settleWith = ({ readSums, settleReceipt }: { readSums: ReadShiftSums; settleReceipt: SettleDocument }): SettleDocument =>
  async (tx, document, end, at) => {
    switch (document.kind) {
      case 'sale': case 'return': return settleReceipt(tx, document, end, at)
      case 'open_shift': return end.kind === 'filed' ? shiftOpened(tx, document, end.filed, at) : undefined
      case 'z_report': return end.kind === 'filed' ? serviceTold(tx, document, end.filed) : undefined
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

async function serviceTold(tx: Tx, { merchantId, shiftId }: EndedDocument, { zReport }: Filed): Promise<void> {
  if (zReport !== null) await moveShift(tx, { merchantId, shiftId, from: ['closing'], service_z: reportKept(zReport) })
}

async function shiftClosed(
  tx: Tx, { merchantId, shiftId, registerId, mode }: EndedDocument, { filed, readSums, at }: { filed: Filed; readSums: ReadShiftSums; at: Date },
): Promise<void> {
  const [shift, register] = [await shiftById(tx, { merchantId, shiftId }), await findRegister(tx, { merchantId, registerId })]
  if (shift === null || register === null) return
  const sequence = shift.sequence + 1
  const isMoved = await moveShift(tx, {
    merchantId, shiftId, from: ['closing'], state: 'closed', closed_at: at, sequence, z: await zOf(tx, { shift, register, readSums }),
    ...(filed.zReport === null ? {} : { service_z: reportKept(filed.zReport) }),
  })
  if (isMoved) await recordEvents(tx, { merchantId, mode, actor: 'kvit', at }, [{ type: 'shift.closed', objectId: shiftId, sequence, data: { register: registerId } }])
}
