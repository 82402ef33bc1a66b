import type { Language } from '../kernel/language.ts'
import { add, negate, sum } from '../money/money.ts'
import type { Money } from '../money/money.ts'
import { csvMoment } from '../platform/csv/csv-file.ts'
import type { CsvCell, CsvRow } from '../platform/csv/csv-file.ts'
import { shiftTexts } from '../platform/i18n/shift-texts.ts'
import type { NamesBeside } from './find-receipts.ts'
import { isCredited, isSold, moneyIn } from './receipt.ts'
import type { KeptPayment, Receipt, ReceiptState } from './receipt.ts'

/** The names of the columns. */
export function receiptHead(language: Language): CsvRow {
  const t = shiftTexts[language]
  return [
    t.receiptColNumber, t.receiptColKind, t.receiptColMade, t.shiftColRegister, t.shiftColNumber, t.receiptColCashier, t.shiftColState, t.shiftTotal,
    t.tillCash, t.tillCard, t.tillLink, t.shiftRounding, t.receiptColTax, t.receiptColUnproved, t.shiftCurrency, t.receiptColFiscal, t.receiptColFiscalAt, t.receiptReturnsOf,
    t.receiptColProblem,
  ]
}

/**
 * A receipt as a row. A return gives back: its amounts are below zero, as in the list on the screen. Only what is proved
 * stands in the columns that one adds up; what waits, was refused or never came to be has a column of its own.
 */
export function receiptRow(receipt: Receipt, names: NamesBeside | null, { language, timeZone }: { readonly language: Language; readonly timeZone: string }): CsvRow {
  const { kind, total, rounding, currency, fiscalNumber, fiscalAt } = receipt
  const t = shiftTexts[language]
  const signed = (money: Money) => (kind === 'return' ? negate(money) : money)
  const by = (form: KeptPayment['form']) => signed(sum(receipt.payments.filter((one) => one.form === form).map(({ amount }) => moneyIn(amount, currency)), currency))
  const all = signed(add(total, rounding))
  const isProved = kind === 'return' ? isCredited(receipt) : isSold(receipt.state)
  const proved = (money: Money): CsvCell => (isProved ? money : '')
  return [
    { written: receipt.number }, t[`receiptKind_${kind}`], csvMoment(receipt.createdAt, timeZone), { written: names?.register ?? '' }, names?.shift?.toString() ?? '',
    { written: receipt.cashierName }, t[stateText(receipt)], proved(all), proved(by('cash')), proved(by('card')), proved(by('link')), proved(signed(rounding)),
    proved(signed(sum(receipt.taxes.map(({ tax }) => moneyIn(tax, currency)), currency))), isProved ? '' : all, currency,
    { written: fiscalNumber ?? '' }, csvMoment(fiscalAt, timeZone),
    { written: names?.sale ?? '' }, { written: receipt.problem ?? '' },
  ]
}

const STATES = {
  deferred: 'receiptDeferred', registering: 'receiptRegistering', registered: 'receiptRegistered', rejected: 'receiptRejected', offline: 'receiptOffline',
  unknown: 'receiptUnknown', expired: 'receiptExpired', cancelled: 'receiptCancelled',
} as const satisfies Record<ReceiptState, string>

/** A receipt that no tax service is told of is paid, not registered. */
const stateText = ({ state, fiscalNumber }: Receipt) => (state === 'registered' && fiscalNumber === null ? 'receiptPlain' : STATES[state])
