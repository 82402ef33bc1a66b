import { isPositive } from '../money/money.ts'
import { amountInWords } from '../platform/i18n/amount-in-words.ts'
import type { DocumentTexts } from '../platform/i18n/en/document.ts'
import { formatMoment, formatMoney } from '../platform/i18n/format.ts'
import type { PdfData } from '../platform/pdf/printer.ts'
import { dateView, partyView, rowsOf } from './document-view.ts'
import type { ReceiptDocument } from './invoice-document.ts'

/** What `receipt.typ` prints for one payment. */
export function receiptView(receipt: ReceiptDocument, texts: DocumentTexts): { readonly [name: string]: PdfData } {
  const { language, seller, amount, paidAt, remaining } = receipt
  return {
    language, title: texts.receipt, number: receipt.number, date: dateView(paidAt.toISOString().slice(0, 10)),
    test: receipt.mode === 'test' ? texts.test : null, colour: seller.colour, page: texts.page,
    seller: partyView(seller, texts), labels: { seller: texts.seller },
    headline: { label: texts.amountPaid, value: formatMoney(language, amount) },
    words: amountInWords(amount, language),
    facts: rowsOf(
      [texts.paidInvoice, receipt.invoiceNumber], [texts.paidBy, receipt.payerName],
      [texts.paidAt, formatMoment(language, paidAt, receipt.timeZone)], [texts.method, receipt.method],
      [texts.providerReference, receipt.providerReference],
      [texts.remaining, isPositive(remaining) ? formatMoney(language, remaining) : null],
    ),
  }
}
