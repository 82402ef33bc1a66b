import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import { excessTasks } from '../payments/find-excess.ts'
import { reinstateInvoice } from '../payments/reinstate-invoice.ts'
import type { ReinstateError } from '../payments/reinstate-invoice.ts'
import type { Tx } from '../platform/db/database.ts'
import type { ShiftAct } from '../registers/open-shift.ts'
import type { RegisterError, RegisterPlace } from './register-sale.ts'
import { registerSale } from './register-sale.ts'
import type { MoneyBackDeps } from './send-money-back.ts'
import { carriedOut } from './send-money-back.ts'
import type { Receipt } from './receipt.ts'
import { lockReceipt } from './store.ts'
import type { ReceiptKey } from './store.ts'
import type { Actor } from '../webhooks/event.ts'

export type LateError = ReinstateError | RegisterError | { readonly code: 'receipt_wrong_state' }

/** The money came after the end, and the goods are given all the same: the sale stands again and is registered now. */
export async function takeLate(tx: Tx, key: ReceiptKey, place: RegisterPlace, act: ShiftAct): Promise<Result<null, LateError>> {
  const receipt = await lockReceipt(tx, key)
  if (receipt === null) return err({ code: 'not_found' })
  if (receipt.kind !== 'sale' || (receipt.state !== 'expired' && receipt.state !== 'cancelled')) return err({ code: 'receipt_wrong_state' })
  const stands = await reinstateInvoice(tx, { merchantId: key.merchantId, id: receipt.invoiceId, reason: receipt.number }, act)
  return stands.ok ? registerSale(tx, receipt, place, 'late', act) : stands
}

/** The money came after the end, or beyond what was owed, and goes back the way it came; cash goes back out of the drawer. */
export async function giveLateBack(deps: MoneyBackDeps, receipt: Receipt, actor: Actor): Promise<Result<null, { readonly code: 'receipt_wrong_state' }>> {
  const tasks = receipt.kind === 'sale' ? await excessTasks(deps.pool, receipt) : []
  if (tasks.length === 0) return err({ code: 'receipt_wrong_state' })
  for (const refundId of tasks) await carriedOut(deps, receipt, refundId, actor)
  return ok(null)
}
