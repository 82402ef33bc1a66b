import type { Language } from '../kernel/language.ts'
import { negate } from '../money/money.ts'
import { csvMoment } from '../platform/csv/csv-file.ts'
import type { CsvRow } from '../platform/csv/csv-file.ts'
import { invoiceTexts } from '../platform/i18n/invoice-texts.ts'
import type { PaymentFacts } from './json.ts'
import type { MethodTitles } from './method-titles.ts'

/** The names of the columns. */
export function paymentHead(language: Language): CsvRow {
  const t = invoiceTexts[language]
  return [
    t.colReceived, t.colPayer, t.colInvoice, t.source, t.colMethod, t.colAmount, t.refunded, t.takenBack, t.colCurrency, t.providerRef, t.payerAccount, t.note,
  ]
}

/**
 * A payment as a row. What went back is below zero, so that both columns together come to what is left. One that was taken
 * back counts no more: its amount has a column of its own.
 */
export function paymentRow(
  payment: PaymentFacts, titleOf: MethodTitles, { language, timeZone }: { readonly language: Language; readonly timeZone: string },
): CsvRow {
  const { amount, channel, reversal } = payment
  return [
    csvMoment(payment.receivedAt, timeZone), { written: payment.payerName ?? '' }, { written: payment.invoice.number ?? '' },
    { written: channel?.name ?? invoiceTexts[language][`source_${payment.source}`] }, { written: titleOf(payment) ?? payment.method ?? '' },
    reversal === null ? amount : '', negate(payment.refunded), reversal === null ? '' : amount, amount.currency,
    { written: payment.providerRef ?? '' }, { written: payment.payerAccount ?? '' }, { written: payment.note ?? '' },
  ]
}
