import type { Language } from '../kernel/language.ts'
import type { Seller } from '../invoices/invoice.ts'
import { subtract } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { formatAmount, formatDecimal, formatMoment, formatMoney, formatPercent, say } from '../platform/i18n/format.ts'
import type { ReceiptTexts } from '../platform/i18n/en/receipt.ts'
import { RECEIPT_TEXTS } from '../platform/i18n/receipt-texts.ts'
import { centre, pair, plain, RULE } from '../platform/pdf/strip.ts'
import type { Strip, StripRow } from '../platform/pdf/strip.ts'
import { sellerRows } from '../registers/seller-rows.ts'
import { decimalIn, isSold, moneyIn } from './receipt.ts'
import type { KeptLine, KeptPayment, Receipt } from './receipt.ts'

/** A receipt with what is printed beside its own row. */
export type PrintedFrom = {
  readonly receipt: Receipt
  readonly seller: Seller
  readonly registerName: string
  /** The tax service's number of the cash register; null where none is told. */
  readonly registerNumber: string | null
  readonly timeZone: string
  /** Number of the sale that a return undoes; null for a sale. */
  readonly saleNumber: string | null
  /** What an offline receipt is checked by; null for every other. */
  readonly controlNumber: string | null
}

/**
 * What a receipt must show, in the order of the law's lines: who sold and where, the goods with code and tax letter, the
 * forms and means of payment, the taxes, the fiscal numbers, online or offline, what kind of document it is.
 * Source: fiscal-dps.md A17.
 */
export function printedReceipt(from: PrintedFrom, language: Language): Strip {
  const { receipt } = from
  const texts = RECEIPT_TEXTS[language]
  const rows = [
    ...head(from, texts), RULE, ...receipt.lines.flatMap((line) => lineRows(line, receipt, texts, language)), RULE, ...sumRows(receipt, texts, language),
    ...paymentRows(receipt, texts, language), ...taxRows(receipt, texts, language), RULE, ...footRows(from, texts, language),
  ]
  return {
    language, mode: receipt.mode, title: titleOf(receipt, texts), number: receipt.number, state: stateOf(receipt, texts), rows, verifyUrl: receipt.fiscalUrl,
    verifyText: texts.verify, day: (receipt.fiscalAt ?? receipt.createdAt).toISOString().slice(0, 10),
  }
}

export function titleOf({ mode, kind, documentId }: Receipt, texts: ReceiptTexts): string {
  if (mode === 'test') return texts.test
  if (kind === 'return') return texts.back
  return documentId === null ? texts.sale : texts.fiscal
}

function stateOf({ state }: Receipt, texts: ReceiptTexts): string | null {
  if (isSold(state)) return null
  switch (state) {
    case 'deferred': return texts.state_deferred
    case 'registering': return texts.state_registering
    case 'unknown': return texts.state_unknown
    case 'rejected': return texts.state_rejected
    case 'expired': return texts.state_expired
    default: return texts.state_cancelled
  }
}

function head({ receipt, seller, saleNumber }: PrintedFrom, texts: ReceiptTexts): StripRow[] {
  return [
    ...sellerRows(seller, texts),
    pair(`${texts.sale} ${texts.number}`, receipt.number), pair(texts.cashier, receipt.cashierName),
    ...saleNumber === null ? [] : [plain(say(receipt.language, texts.ofReceipt, { number: saleNumber }))],
  ]
}

function lineRows(line: KeptLine, { currency }: Receipt, texts: ReceiptTexts, language: Language): StripRow[] {
  const amount = (text: string) => formatAmount(language, moneyIn(text, currency))
  const code = line.uktzed ?? line.dkpp
  const letters = line.taxLetters === '' ? '' : ` ${line.taxLetters}`
  const isOne = line.quantity === '1'
  return [
    ...code === null ? [] : [plain(`${texts.goodsCode} ${code}`)],
    ...isOne ? [pair(line.name, `${amount(line.cost)}${letters}`)] : [
      plain(line.name), pair(`${formatDecimal(language, decimalIn(line.quantity))} ${line.unitName} × ${amount(line.price)}`, `${amount(line.cost)}${letters}`),
    ],
    ...moneyIn(line.discount, currency).minor === 0n ? [] : [pair(texts.discount, `−${amount(line.discount)}`)],
  ]
}

function sumRows({ kind, total, rounding, currency }: Receipt, texts: ReceiptTexts, language: Language): StripRow[] {
  const due: Money = { minor: total.minor + rounding.minor, currency }
  const main = kind === 'return' ? texts.returned : texts.total
  if (rounding.minor === 0n) return [pair(main, formatMoney(language, due), true)]
  return [pair(main, formatMoney(language, total)), pair(texts.rounding, formatMoney(language, rounding)), pair(texts.toPay, formatMoney(language, due), true)]
}

/** Line 18, the form, and line 19, the means, of the order; then what a card's payment is known by. */
function paymentRows({ payments, currency }: Receipt, texts: ReceiptTexts, language: Language): StripRow[] {
  return payments.flatMap((payment): StripRow[] => {
    const amount = moneyIn(payment.amount, currency)
    const form = payment.form === 'cash' ? texts.cash : texts.cashless
    const means = payment.means ?? (payment.form === 'link' ? texts.link : null)
    const given = payment.given === null ? null : moneyIn(payment.given, currency)
    return [
      pair(form, formatMoney(language, amount)), ...means === null || means === form ? [] : [plain(means)],
      ...given === null || given.minor <= amount.minor ? [] : [
        pair(texts.given, formatMoney(language, given)), pair(texts.change, formatMoney(language, subtract(given, amount))),
      ],
      ...slipRows(payment, texts),
    ]
  })
}

function slipRows({ form, slip }: KeptPayment, texts: ReceiptTexts): StripRow[] {
  if (form === 'cash' || slip === null) return []
  const facts: (readonly [label: string, value: string | null])[] = [
    [texts.acquirer, slip.acquirer], [texts.terminal, slip.terminal], [texts.cardMask, slip.mask], [texts.authCode, slip.authCode], [texts.reference, slip.reference],
  ]
  return facts.flatMap(([label, value]) => (value === null || value === '' ? [] : [pair(label, value)]))
}

function taxRows({ taxes, currency }: Receipt, texts: ReceiptTexts, language: Language): StripRow[] {
  if (taxes.length === 0) return [plain(texts.withoutVat)]
  return taxes.map((tax) => pair(`${tax.name} ${tax.letter} ${formatPercent(language, decimalIn(tax.percent))}`, formatMoney(language, moneyIn(tax.tax, currency))))
}

/** It stays one that was made without the tax service when that has heard of it. Source: fiscal-dps.md A2, A9. */
const OFFLINE_NUMBER = /^\d+\.\d+\.\d+$/

function footRows({ receipt, registerName, registerNumber, timeZone, controlNumber }: PrintedFrom, texts: ReceiptTexts, language: Language): StripRow[] {
  const { fiscalNumber, localNumber, fiscalAt, createdAt } = receipt
  const isOffline = fiscalNumber !== null && OFFLINE_NUMBER.test(fiscalNumber)
  const local = localNumber === null ? '' : ` ${texts.localNumber} ${localNumber}`
  return [
    ...fiscalNumber === null ? [] : [plain(`${texts.fiscalNumber} ${fiscalNumber}${local}`)],
    plain(formatMoment(language, fiscalAt ?? createdAt, timeZone)),
    ...fiscalNumber === null ? [] : [centre(isOffline ? texts.offline : texts.online)],
    ...isOffline && controlNumber !== null ? [plain(`${texts.controlNumber} ${controlNumber}`)] : [],
    plain(registerNumber === null ? `${texts.cashRegister} ${registerName}` : `${texts.registerNumber} ${registerNumber}`),
    centre(titleOf(receipt, texts), true),
  ]
}
