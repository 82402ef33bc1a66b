import { readFileSync } from 'node:fs'
import { createPdfPrinter } from '../platform/pdf/printer.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { qrSvg } from '../platform/pdf/qr.ts'
import type { PrintedReceipt } from './receipt-view.ts'

const TEMPLATE = 'till-receipt.typ'

/** The printer of narrow receipts. Make one and keep it. */
export const createReceiptPrinter = (): PdfPrinter => createPdfPrinter(new Map([[TEMPLATE, readFileSync(new URL(TEMPLATE, import.meta.url), 'utf8')]]))

/** The receipt on paper of 80 mm, as long as it is. The same receipt gives the same bytes. */
export function tillReceiptPdf(printer: PdfPrinter, { rows, state, title, number, language, verifyUrl, verifyText, day }: PrintedReceipt): Uint8Array {
  const [year = '2000', month = '1', date = '1'] = day.split('-')
  const images = new Map(verifyUrl === null ? [] : [['verify', Buffer.from(qrSvg(verifyUrl))]])
  return printer.print({
    template: TEMPLATE, images, attachments: [],
    data: {
      rows: rows.map((row) => ({ ...row })), state, title, number, language, verifyText, verify: images.has('verify'),
      date: { year: Number(year), month: Number(month), day: Number(date) },
    },
  })
}
