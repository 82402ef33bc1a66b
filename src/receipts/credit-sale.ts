import { add, subtract } from '../money/money.ts'
import { creditReturn } from '../payments/credit-return.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Actor } from '../webhooks/event.ts'
import { saleTax } from './receipt.ts'
import type { Receipt } from './receipt.ts'
import { moneyOfReceipts } from './store.ts'
import { vatAmong } from './taxes.ts'

/**
 * The return is registered: its sale is lowered by what it gives back, with the VAT that stands on the return. Rounding may
 * leave nothing to give.
 */
export async function creditSale(
  tx: Tx, { merchantId, id, invoiceId, number, currency, total, rounding, taxes }: Receipt, about: { at: Date; actor: Actor },
): Promise<void> {
  const gross = add(total, rounding)
  if (gross.minor === 0n) return
  const vat = vatAmong(taxes.map((tax) => saleTax(tax, currency)), currency)
  const refundIds = (await moneyOfReceipts(tx, merchantId, [id])).flatMap(({ refundId }) => (refundId === null ? [] : [refundId]))
  await creditReturn(tx, { merchantId, invoiceId, documentId: id, reason: number, net: subtract(gross, vat), vat, refundIds }, about)
}
