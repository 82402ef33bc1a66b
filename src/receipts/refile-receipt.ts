import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { recordAudit } from '../merchants/audit.ts'
import type { Tx } from '../platform/db/database.ts'
import { enqueueDocument } from '../registers/enqueue-document.ts'
import { findContent } from '../registers/find-filed.ts'
import type { ShiftAct } from '../registers/open-shift.ts'
import type { CashRegister } from '../registers/register.ts'
import { shiftForSale } from '../registers/shift-for-sale.ts'
import type { NoShift } from '../registers/shift-for-sale.ts'
import { recordEvents } from '../webhooks/event.ts'
import { statesBefore } from './receipt.ts'
import type { Receipt } from './receipt.ts'
import { toldOf } from './register-sale.ts'
import { undoneSale } from './return-goods.ts'
import { moveReceipt } from './store.ts'

export type RefileError =
  | NoShift
  | { readonly code: 'receipt_wrong_state' }
  /** A return of a sale that was refused itself: the sale is filed anew first. */
  | { readonly code: 'receipt_not_registered' }

/** The tax service refused it, and what it complained of has been put right in the settings: the same is told once more. No cashier: a person in the office says so. */
export async function refileReceipt(tx: Tx, receipt: Receipt, register: CashRegister, act: ShiftAct): Promise<Result<null, RefileError>> {
  const { merchantId, id, mode, documentId: refusedId } = receipt
  if (receipt.state !== 'rejected' || register.fiscaliser === null || refusedId === null) return err({ code: 'receipt_wrong_state' })
  const undone = receipt.returnsId === null ? null : await undoneSale(tx, receipt)
  if (receipt.kind === 'return' && undone === null) return err({ code: 'receipt_not_registered' })
  const shift = await shiftForSale(tx, register, act)
  if (!shift.ok) return shift
  const refused = await findContent(tx, { merchantId, documentId: refusedId })
  const content = refused.kind === 'return' && undone !== null ? { ...refused, of: undone } : refused
  const documentId = await enqueueDocument(tx, {
    merchantId, registerId: register.id, shiftId: shift.value.shiftId, subjectId: id, cashier: receipt.cashierName, at: act.at, content,
  })
  const sequence = await moveReceipt(tx, {
    merchantId, id, from: statesBefore('corrected'), to: 'registering', at: act.at, set: { document_id: documentId, shift_id: shift.value.shiftId, problem: null },
  })
  if (sequence === null) return err({ code: 'receipt_wrong_state' })
  await recordAudit(tx, { merchantId, at: act.at, actor: act.actor, action: 'receipt.filed_again', objectId: id })
  await recordEvents(tx, { merchantId, mode, actor: act.actor, at: act.at }, [{ type: 'receipt.registering', objectId: id, sequence, data: toldOf(receipt) }])
  return ok(null)
}
