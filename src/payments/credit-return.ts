import type { Id } from '../kernel/ids.ts'
import { lockInvoice } from '../invoices/find-invoice.ts'
import { raiseCredited } from '../invoices/write-credit-note.ts'
import { add } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import { credited } from './credited.ts'
import type { Credit } from './credited.ts'
import { renewed, tasksFor } from './excess-tasks.ts'
import type { RefundChange } from './money-change.ts'
import { isOpenTask, standingPaymentsLocked, sumOf } from './refund-store.ts'
import type { PaymentWithRefunds, StoredRefund } from './refund-store.ts'
import { writeMoneyChangeIn } from './write-money-change.ts'

type ReturnCredit = Credit & {
  readonly merchantId: Id<'merchant'>
  readonly invoiceId: Id<'invoice'>
  /** By which the return gives its money back. */
  readonly refundIds: readonly Id<'refund'>[]
}

/**
 * Goods came back to a till, and the return is registered: the sale's invoice is lowered by it as by a credit note, so that
 * its money is the customer's beside whatever else was paid in excess. Nothing may stand in the way any more: the tax
 * service has it.
 */
export async function creditReturn(tx: Tx, { merchantId, invoiceId, refundIds, ...credit }: ReturnCredit, about: { at: Date; actor: Actor }): Promise<void> {
  const invoice = await lockInvoice(tx, { merchantId, id: invoiceId })
  if (invoice === null) throw new Error('a return without an invoice')
  await raiseCredited(tx, invoice, add(credit.net, credit.vat))
  const payments = await standingPaymentsLocked(tx, invoice)
  if (!await writeMoneyChangeIn(tx, credited(invoice, credit, (paid) => backOf(payments, refundIds, paid), about))) throw new Error('an invoice changed under its lock')
}

/**
 * The return's own refunds stand already. Where the money went another way since they were prepared, as by the payer's bank,
 * what the customer still has coming is prepared anew, and a person sends it.
 */
function backOf(payments: readonly PaymentWithRefunds[], refundIds: readonly Id<'refund'>[], paid: Money): RefundChange[] {
  const isOwn = (refund: StoredRefund): boolean => refundIds.includes(refund.id) && isOpenTask(refund)
  const ownMinor = sumOf(payments.flatMap(({ refunds }) => refunds.filter(isOwn)))
  return ownMinor > paid.minor ? renewed(payments, paid, { note: null, isStale: isOwn }) : tasksFor(payments, { ...paid, minor: paid.minor - ownMinor })
}
