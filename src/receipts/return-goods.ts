import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { FiscalDocument } from '../fiscalisers/contract.ts'
import { nextReceiptNumber } from '../invoices/write-till-invoice.ts'
import { issuingStore } from '../invoices/issuing-terms.ts'
import type { RefundError } from '../payments/refund-payment.ts'
import { requestRefundsIn } from '../payments/request-refunds.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Tx } from '../platform/db/database.ts'
import { enqueueDocument } from '../registers/enqueue-document.ts'
import { findFiled } from '../registers/find-filed.ts'
import type { ShiftAct } from '../registers/open-shift.ts'
import { shiftForSale } from '../registers/shift-for-sale.ts'
import type { NoShift } from '../registers/shift-for-sale.ts'
import { recordEvents } from '../webhooks/event.ts'
import { creditSale } from './credit-sale.ts'
import { keptTax, moneyIn, saleTax } from './receipt.ts'
import type { Receipt } from './receipt.ts'
import { reckonReturn } from './reckon-return.ts'
import type { ReckonError, ReturnAsk } from './reckon-return.ts'
import { saleContent, salePayment, toldOf } from './register-sale.ts'
import { publicToken } from './sell.ts'
import type { SaleDesk } from './sell.ts'
import { insertReceipt, insertReceiptPayments, lockReceipt, receiptById } from './store.ts'
import type { ReceiptKey } from './store.ts'
import { taxesWithin } from './taxes.ts'

export type ReturnError =
  | NoShift
  | Extract<RefundError, { code: 'not_found' | 'not_refundable' | 'refund_under_way' }>
  /** Other money of the sale is reserved or being looked at: what goes back of it is not known. */
  | { readonly code: 'payment_in_flight' }
  | ReckonError

/**
 * Takes goods of a sale back: a receipt of its own, tied to the sale and to the refunds of its money. The money is only
 * written down as owed here; when the return is registered the sale is credited and the money goes. The sale is locked, so
 * that two who take the same goods back are one after the other. A return that was refused keeps its goods until it is
 * filed anew or given up.
 */
export async function returnGoods(
  tx: Tx, vault: Vault, key: ReceiptKey, { register, store, seller }: SaleDesk, ask: ReturnAsk, act: ShiftAct,
): Promise<Result<{ receiptId: Id<'receipt'> }, ReturnError>> {
  const sale = await lockReceipt(tx, key)
  if (sale === null) return err({ code: 'not_found' })
  const reckoned = await reckonReturn(tx, sale, { register, store }, ask, act.at)
  if (!reckoned.ok) return reckoned
  const { lines, total, given, parts, payments } = reckoned.value
  const shift = await shiftForSale(tx, register, act)
  if (!shift.ok) return shift
  const { currency, merchantId, storeId, mode } = sale
  const receiptId = newId('receipt', act.at.getTime())
  const refunds = await requestRefundsIn(tx, {
    merchantId, invoiceId: sale.invoiceId, parts: parts.map(({ paymentId, amount }) => ({ paymentId, amount })), note: sale.number,
  }, act)
  if (!refunds.ok) return refunds
  const rates = sale.taxes.map((tax) => saleTax(tax, currency))
  const taxes = taxesWithin(lines.map(({ amount, taxLetters }) => ({ amount: moneyIn(amount, currency), taxLetters })), rates, currency).map(keptTax)
  const isFiscal = register.fiscaliser !== null && sale.documentId !== null
  const receipt: Receipt = {
    ...sale, id: receiptId, registerId: register.id, shiftId: shift.value.shiftId, kind: 'return', state: isFiscal ? 'registering' : 'registered',
    number: await nextReceiptNumber(tx, { merchantId, storeId, mode }, issuingStore(store), act.at), cashierId: seller.cashierId, cashierName: seller.name,
    returnsId: sale.id, total, rounding: { minor: given.minor - total.minor, currency }, lines, taxes, payments, toCash: ask.refund === 'cash', moneyDue: !isFiscal,
  }
  const documentId = isFiscal ? await enqueued(tx, sale, receipt, act) : null
  await insertReceipt(tx, {
    merchant_id: merchantId, receipt_id: receiptId, store_id: storeId, mode, register_id: register.id, shift_id: receipt.shiftId, kind: 'return',
    state: receipt.state, number: receipt.number, invoice_id: sale.invoiceId, cashier_id: seller.cashierId, cashier_name: seller.name, returns_id: sale.id,
    language: sale.language, currency, total_minor: total.minor, rounding_minor: receipt.rounding.minor, lines: JSON.stringify(lines),
    taxes: JSON.stringify(taxes), payments: JSON.stringify(payments), document_id: documentId, money_due: receipt.moneyDue, letter_due: !isFiscal, to_cash: receipt.toCash,
    sealed_token: await publicToken(tx, vault, { merchantId, receiptId }), created_at: act.at, state_changed_at: act.at, changed_at: act.at,
  })
  await insertReceiptPayments(tx, { merchantId, id: receiptId }, 'return', parts.map(({ paymentId, amount }, at) => ({
    paymentId, amountMinor: amount.minor, refundId: refunds.value[at] ?? null,
  })))
  if (!isFiscal) await creditSale(tx, receipt, act)
  await recordEvents(tx, { merchantId, mode, actor: act.actor, at: act.at }, [{
    type: isFiscal ? 'receipt.registering' : 'receipt.registered', objectId: receiptId, sequence: 1, data: toldOf(receipt),
  }])
  return ok({ receiptId })
}

async function enqueued(tx: Tx, sale: Receipt, receipt: Receipt, act: ShiftAct): Promise<Id<'fiscalDocument'>> {
  const { merchantId, registerId, shiftId } = receipt
  if (shiftId === null) throw new Error('a return without a shift')
  const of = await filedAs(tx, sale)
  if (of === null) throw new Error('a registered sale without its document')
  const content = {
    kind: 'return', of,
    sale: saleContent(receipt, receipt.payments.map((payment) => salePayment(payment, receipt, null))),
  } as const satisfies FiscalDocument['content']
  return enqueueDocument(tx, { merchantId, registerId, shiftId, subjectId: receipt.id, cashier: receipt.cashierName, at: act.at, content })
}

/** The sale's names at the tax service and at the service between. Null where it is not filed. */
async function filedAs(tx: Tx, { merchantId, documentId }: Receipt): Promise<{ fiscalNumber: string; ref: string } | null> {
  const filed = documentId === null ? null : await findFiled(tx, { merchantId, documentId })
  return filed === null ? null : { fiscalNumber: filed.fiscalNumber, ref: filed.ref }
}

/** Of the sale that a return undoes. */
export async function undoneSale(tx: Tx, { merchantId, returnsId }: Receipt): Promise<{ fiscalNumber: string; ref: string } | null> {
  const sale = returnsId === null ? null : await receiptById(tx, { merchantId, id: returnsId })
  if (sale === null) throw new Error('a return without its sale')
  return filedAs(tx, sale)
}
