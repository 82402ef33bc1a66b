import type { Language } from '../kernel/language.ts'
import { remainingMinor } from '../invoices/payment-state.ts'
import type { CsvRow } from '../platform/csv/csv-file.ts'
import { invoiceTexts } from '../platform/i18n/invoice-texts.ts'
import type { ListedInvoice } from './invoice-list.ts'

/** The names of the columns. */
export function invoiceHead(language: Language): CsvRow {
  const t = invoiceTexts[language]
  return [
    t.colNumber, t.externalNumber, t.colCustomer, t.colState, t.colIssued, t.colDue, t.colTotal, t.credited, t.paid, t.refunded, t.remaining,
    t.colNotOwed, t.colCurrency,
  ]
}

/**
 * An invoice as a row. What a draft or a cancelled one comes to is in no column that one adds up with the others. `today`
 * is the day it is in the store.
 */
export function invoiceRow(invoice: ListedInvoice, { language, today }: { readonly language: Language; readonly today: string }): CsvRow {
  const { document, currency, gross } = invoice
  const money = (minor: bigint) => ({ minor, currency })
  const isIssued = document === 'issued'
  return [
    { written: invoice.number ?? '' }, { written: invoice.externalNumber ?? '' }, { written: invoice.payer.name }, invoiceTexts[language][stateText(invoice, today)],
    invoice.issueDate ?? '', invoice.dueDate ?? '', isIssued ? gross : '', money(-invoice.creditedMinor), money(invoice.paidMinor), money(-invoice.refundedMinor),
    money(remainingMinor(invoice)), isIssued ? '' : gross, currency,
  ]
}

function stateText({ document, payment, dueDate }: ListedInvoice, today: string) {
  if (document !== 'issued') return `document_${document}` as const
  const isOwed = payment === 'unpaid' || payment === 'partly_paid'
  return isOwed && dueDate !== null && dueDate < today ? 'payment_overdue' : `payment_${payment}` as const
}
