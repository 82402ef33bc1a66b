import type { Language } from '../kernel/language.ts'
import { add, negate, sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import type { CsvRow } from '../platform/csv/csv-file.ts'
import { formatMoment } from '../platform/i18n/format.ts'
import { shiftTexts } from '../platform/i18n/shift-texts.ts'
import type { NamesBeside } from './find-receipts.ts'
import { moneyIn } from './receipt.ts'
import type { KeptPayment, Receipt, ReceiptState } from './receipt.ts'

/** The names of the columns. */
export function receiptHead(language: Language): CsvRow {
  const t = shiftTexts[language]
  return [
    t.receiptColNumber, t.receiptColKind, t.receiptColMade, t.shiftColRegister, t.shiftColNumber, t.receiptColCashier, t.shiftColState, t.shiftTotal,
    t.tillCash, t.tillCard, t.tillLink, t.shiftRounding, t.receiptColTax, t.shiftCurrency, t.receiptColFiscal, t.receiptColFiscalAt, t.receiptReturnsOf,
    t.receiptColProblem,
  ]
}

/** A receipt as a row. A return gives back: its amounts are below zero, as in the list on the screen. */
export function receiptRow(receipt: Receipt, names: NamesBeside | null, { language, timeZone }: { readonly language: Language; readonly timeZone: string }): CsvRow {
  const { kind, total, rounding, currency, fiscalNumber, fiscalAt } = receipt
  const t = shiftTexts[language]
  const when = (at: Date | null) => (at === null ? '' : formatMoment(language, at, timeZone, 'short'))
  const signed = (money: Money) => (kind === 'return' ? negate(money) : money)
  const by = (form: KeptPayment['form']) => signed(sum(receipt.payments.filter((one) => one.form === form).map(({ amount }) => moneyIn(amount, currency)), currency))
  return [
    { written: receipt.number }, t[`receiptKind_${kind}`], when(receipt.createdAt), { written: names?.register ?? '' }, names?.shift?.toString() ?? '',
    { written: receipt.cashierName }, t[stateText(receipt)], signed(add(total, rounding)), by('cash'), by('card'), by('link'), signed(rounding),
    signed(sum(receipt.taxes.map(({ tax }) => moneyIn(tax, currency)), currency)), currency, { written: fiscalNumber ?? '' }, when(fiscalAt),
    { written: names?.sale ?? '' }, { written: receipt.problem ?? '' },
  ]
}

const STATES = {
  deferred: 'receiptDeferred', registering: 'receiptRegistering', registered: 'receiptRegistered', rejected: 'receiptRejected', offline: 'receiptOffline',
  unknown: 'receiptUnknown', expired: 'receiptExpired', cancelled: 'receiptCancelled',
} as const satisfies Record<ReceiptState, string>

/** A receipt that no tax service is told of is paid, not registered. */
const stateText = ({ state, fiscalNumber }: Receipt) => (state === 'registered' && fiscalNumber === null ? 'receiptPlain' : STATES[state])
