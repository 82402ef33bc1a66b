import { readFileSync } from 'node:fs'
import { DOCUMENT_TEXTS } from '../platform/i18n/document-texts.ts'
import { createPdfPrinter } from '../platform/pdf/printer.ts'
import type { PdfAttachment, PdfPrinter } from '../platform/pdf/printer.ts'
import { qrSvg } from '../platform/pdf/qr.ts'
import { bankCodeSvg } from './bank-code-picture.ts'
import { bankCodeOf } from './invoice-document.ts'
import type { CreditNoteDocument, InvoiceDocument, ReceiptDocument, Seller } from './invoice-document.ts'
import { creditNoteView, invoiceView, isPayable } from './invoice-view.ts'
import { receiptView } from './receipt-view.ts'

/** Beside this module in the sources, beside the bundle once built: the build copies them there. */
const TEMPLATES = ['paper.typ', 'invoice.typ', 'receipt.typ', 'poster.typ'] as const

type Attachments = readonly PdfAttachment[]

/** The printer of this folder's documents. Make one and keep it: it takes about 0.2 s, a document then a few ms. */
export const createDocumentPrinter = (): PdfPrinter =>
  createPdfPrinter(new Map(TEMPLATES.map((name) => [name, readFileSync(new URL(name, import.meta.url), 'utf8')])))

/**
 * The invoice as PDF/A-3b. The same document gives the same bytes; a reprint after a payment shows, and its codes
 * ask for, what is left.
 */
export function invoicePdf(printer: PdfPrinter, invoice: InvoiceDocument, attachments: Attachments): Uint8Array {
  const bankCode = bankCodeOf(invoice)
  const images = logoOf(printer, invoice.seller)
  if (bankCode !== null) images.set('bank', Buffer.from(bankCodeSvg(bankCode)))
  if (invoice.payLink !== null && isPayable(invoice)) images.set('pay', Buffer.from(qrSvg(invoice.payLink)))
  const data = { ...invoiceView(invoice, DOCUMENT_TEXTS[invoice.language]), logo: images.has('logo') }
  return printer.print({ template: 'invoice.typ', data, images, attachments })
}

export function creditNotePdf(printer: PdfPrinter, note: CreditNoteDocument, attachments: Attachments): Uint8Array {
  const images = logoOf(printer, note.seller)
  const data = { ...creditNoteView(note, DOCUMENT_TEXTS[note.language]), logo: images.has('logo') }
  return printer.print({ template: 'invoice.typ', data, images, attachments })
}

export function receiptPdf(printer: PdfPrinter, receipt: ReceiptDocument): Uint8Array {
  const images = logoOf(printer, receipt.seller)
  const data = { ...receiptView(receipt, DOCUMENT_TEXTS[receipt.language]), logo: images.has('logo') }
  return printer.print({ template: 'receipt.typ', data, images, attachments: [] })
}

/** The logo if it can be drawn: a broken picture must not keep an invoice from being printed. */
const logoOf = (printer: PdfPrinter, { logo }: Seller): Map<string, Uint8Array> =>
  new Map(logo !== null && printer.canShow(logo) ? [['logo', logo]] : [])
