import { businessDate } from '../kernel/business-date.ts'
import { newId } from '../kernel/ids.ts'
import type { Id } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { FiscalDocument } from '../fiscalisers/contract.ts'
import { nextReceiptNumber } from '../invoices/write-till-invoice.ts'
import { issuingStore } from '../invoices/issuing-terms.ts'
import type { StoreRow } from '../merchants/stores/store.ts'
import { plus, printDecimal, ZERO } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { add, compare, decimal, subtract, sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { inCash } from '../money/reckon.ts'
import type { RefundError } from '../payments/refund-payment.ts'
import { requestRefundsIn } from '../payments/request-refunds.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import type { Vault } from '../platform/crypto/vault.ts'
import type { Tx } from '../platform/db/database.ts'
import { enqueueDocument } from '../registers/enqueue-document.ts'
import { findFiled } from '../registers/find-filed.ts'
import type { ShiftAct } from '../registers/open-shift.ts'
import { shiftForSale } from '../registers/shift-for-sale.ts'
import type { NoShift } from '../registers/shift-for-sale.ts'
import { recordEvents } from '../webhooks/event.ts'
import { creditSale } from './credit-sale.ts'
import { meansName } from './means.ts'
import { decimalIn, isSold, keptTax, moneyIn, saleTax } from './receipt.ts'
import type { KeptLine, KeptPayment, Receipt } from './receipt.ts'
import { saleContent, salePayment, toldOf } from './register-sale.ts'
import { returnedAmounts } from './return-lines.ts'
import { publicToken } from './sell.ts'
import type { SaleDesk } from './sell.ts'
import { insertReceipt, insertReceiptPayments, lockReceipt, moneyOfReceipts, receiptById, returnsOf } from './store.ts'
import type { ReceiptKey } from './store.ts'
import { taxesWithin } from './taxes.ts'

export type ReturnAsk = {
  /** `index` counts the lines of the sale from 0. */
  readonly lines: readonly { readonly index: number; readonly quantity: Decimal }[]
  readonly refund: 'cash' | 'way_it_came'
}

export type ReturnError =
  | NoShift
  | Extract<RefundError, { code: 'not_found' | 'not_refundable' | 'refund_under_way' }>
  /** Other money of the sale is reserved or being looked at: what goes back of it is not known. */
  | { readonly code: 'payment_in_flight' }
  | { readonly code: 'receipt_not_registered' }
  | { readonly code: 'exceeds_sold'; readonly field: string }

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
  if (sale.kind !== 'sale' || !isSold(sale.state)) return err({ code: 'receipt_not_registered' })
  const before = (await returnsOf(tx, key)).filter(({ state }) => state !== 'cancelled')
  const asked = returnedLines(sale, before, ask)
  if (!Array.isArray(asked)) return err(asked)
  const shift = await shiftForSale(tx, register, act)
  if (!shift.ok) return shift
  const { currency, merchantId, storeId, mode } = sale
  const totalOf = (some: readonly KeptLine[]): Money => sum(some.map(({ amount }) => moneyIn(amount, currency)), currency)
  const back = await partsBack(tx, sale, before, { total: totalOf(asked), toCash: ask.refund === 'cash', stepMinor: register.roundingMinor })
  if (back === null) return err({ code: 'not_refundable' })
  const { parts, isAllThereIs } = back
  const receiptId = newId('receipt', act.at.getTime())
  const refunds = await requestRefundsIn(tx, { merchantId, invoiceId: sale.invoiceId, parts: parts.map(({ paymentId, amount }) => ({ paymentId, amount })), note: sale.number }, act)
  if (!refunds.ok) return refunds
  const given = sum(parts.map(({ amount }) => amount), currency)
  const lines = isAllThereIs ? loweredBy(asked, subtract(totalOf(asked), given)) : asked
  const total = totalOf(lines)
  const rates = sale.taxes.map((tax) => saleTax(tax, currency))
  const taxes = taxesWithin(lines.map(({ amount, taxLetters }) => ({ amount: moneyIn(amount, currency), taxLetters })), rates, currency).map(keptTax)
  const payments = ask.refund === 'cash' ? [inCashOf(sale, store, register.paymentNames, given, act.at)] : parts.map(({ payment, amount }) => ({ ...payment, amount: decimal(amount), given: null }))
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

/** The lines as they come back, or the first of which so much was not sold. */
function returnedLines(sale: Receipt, before: readonly Receipt[], ask: ReturnAsk): KeptLine[] | { code: 'exceeds_sold'; field: string } {
  const { currency } = sale
  const lines: KeptLine[] = []
  for (const [at, { index, quantity }] of ask.lines.entries()) {
    const sold = sale.lines[index]
    const isTwice = ask.lines.findIndex((line) => line.index === index) < at
    const earlier = before.flatMap((receipt) => receipt.lines.filter((line) => line.of === index))
    const back = sold === undefined || isTwice || quantity.scale > 3 ? null : returnedAmounts(
      {
        quantity: decimalIn(sold.quantity), price: moneyIn(sold.price, currency), cost: moneyIn(sold.cost, currency),
        discount: moneyIn(sold.discount, currency), amount: moneyIn(sold.amount, currency),
      },
      { quantity: earlier.map((line) => decimalIn(line.quantity)).reduce(plus, ZERO), amount: sum(earlier.map((line) => moneyIn(line.amount, currency)), currency) },
      quantity,
    )
    if (sold === undefined || back === null) return { code: 'exceeds_sold', field: `lines/${at}/quantity` }
    lines.push({ ...sold, quantity: printDecimal(quantity), cost: decimal(back.cost), discount: decimal(back.discount), amount: decimal(back.amount), of: index })
  }
  return lines
}

type PartBack = { readonly paymentId: Id<'payment'>; readonly amount: Money; readonly payment: KeptPayment }

/**
 * Which of the sale's money goes back, of no payment more than is left. Cash is rounded in the part that is left for it when
 * everything else has gone back, as it was when it was paid. `isAllThereIs`: it would be rounded to more than is
 * left, and is not rounded. Null: the sale has no such money.
 */
async function partsBack(
  tx: Tx, sale: Receipt, before: readonly Receipt[], { total, toCash, stepMinor }: { total: Money; toCash: boolean; stepMinor: bigint },
): Promise<{ readonly parts: PartBack[]; readonly isAllThereIs: boolean } | null> {
  const left = await moneyLeft(tx, sale, before)
  const all = minorOf(left)
  const cashless = toCash ? [] : left.filter(({ payment }) => payment.form !== 'cash')
  const exact = least(total.minor, minorOf(cashless))
  const rounded = exact + inCash({ ...total, minor: total.minor - exact }, stepMinor).minor
  let open = rounded > all ? least(total.minor, all) : rounded
  const parts: PartBack[] = []
  for (const { paymentId, payment, minor } of [...cashless, ...left.filter((one) => !cashless.includes(one))]) {
    const take = least(minor, open)
    if (take <= 0n) continue
    parts.push({ paymentId, amount: { minor: take, currency: sale.currency }, payment })
    open -= take
  }
  return open === 0n ? { parts, isAllThereIs: rounded > all } : null
}

/**
 * Earlier returns were rounded up, so that less is left than this one would be rounded to: the goods come back for what is
 * left. A service reckons the rounding again and refuses any other.
 */
function loweredBy(lines: readonly KeptLine[], by: Money): readonly KeptLine[] {
  const of = (text: string): Money => moneyIn(text, by.currency)
  const at = lines.findIndex(({ amount }) => compare(of(amount), by) > 0)
  return lines.map((line, index) => (index === at ? { ...line, discount: decimal(add(of(line.discount), by)), amount: decimal(subtract(of(line.amount), by)) } : line))
}

type MoneyLeft = { readonly paymentId: Id<'payment'>; readonly minor: bigint; readonly payment: KeptPayment }

const minorOf = (money: readonly MoneyLeft[]): bigint => money.reduce((sum, { minor }) => sum + minor, 0n)
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** The sale's money that no return has given back, the newest first. */
async function moneyLeft(tx: Tx, sale: Receipt, before: readonly Receipt[]): Promise<MoneyLeft[]> {
  const money = await moneyOfReceipts(tx, sale.merchantId, [sale.id, ...before.map(({ id }) => id)])
  return money.filter(({ receiptId }) => receiptId === sale.id).toReversed().flatMap(({ paymentId, amountMinor }) => {
    const payment = sale.payments.find((one) => one.payment === paymentId)
    const gone = money.filter((one) => one.paymentId === paymentId && one.refundId !== null).reduce((minor, one) => minor + one.amountMinor, 0n)
    return payment === undefined ? [] : [{ paymentId, payment, minor: amountMinor - gone }]
  })
}

const inCashOf = (
  { language }: Receipt, { country, time_zone: timeZone }: StoreRow, paymentNames: Readonly<Record<string, string>>, amount: Money, at: Date,
): KeptPayment => ({
  form: 'cash', means: meansName({ paymentNames }, 'cash', { country, day: businessDate(at, timeZone) }, RECEIPT_TEXTS[language].cash),
  amount: decimal(amount), given: null, slip: null, payment: null,
})

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
