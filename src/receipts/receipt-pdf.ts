import { readFileSync } from 'node:fs'
import { createPdfPrinter } from '../platform/pdf/printer.ts'
import type { PdfData, PdfPrinter, Picture } from '../platform/pdf/printer.ts'
import { qrSvg } from '../platform/pdf/qr.ts'
import { PAPER } from './paper-width.ts'
import type { PaperWidth } from './paper-width.ts'
import type { PrintedReceipt } from './receipt-view.ts'

const TEMPLATE = 'till-receipt.typ'

/** The printer of narrow receipts. Make one and keep it. */
export const createReceiptPrinter = (): PdfPrinter => createPdfPrinter(new Map([[TEMPLATE, readFileSync(new URL(TEMPLATE, import.meta.url), 'utf8')]]))

/** Millimetres of paper. Printers leave a margin of their own; ours is within what they reach. */
const PAGE = { 58: { width: 58, margin: 4 }, 80: { width: 80, margin: 5 } } as const

const DOTS_A_MILLIMETRE = 8

/** Millimetres of a picture: the outermost dots of a worn head are faint. */
const EDGE = 0.5

/** The receipt on a strip as long as it is. The same receipt gives the same bytes. */
export function tillReceiptPdf(printer: PdfPrinter, receipt: PrintedReceipt, width: PaperWidth): Uint8Array {
  const { verifyUrl } = receipt
  const images = new Map(verifyUrl === null ? [] : [['verify', Buffer.from(qrSvg(verifyUrl))]])
  return printer.print({ template: TEMPLATE, images, attachments: [], data: dataOf(receipt, { ...PAGE[width], code: images.has('verify') }) })
}

/** The same as a picture of what a printer's head reaches, without the code, which the printer draws itself. */
export function tillReceiptPicture(printer: PdfPrinter, receipt: PrintedReceipt, width: PaperWidth): Picture {
  const { dots } = PAPER[width]
  const data = dataOf(receipt, { width: dots / DOTS_A_MILLIMETRE, margin: EDGE, code: false })
  return printer.draw({ template: TEMPLATE, images: new Map(), attachments: [], data }, dots)
}

function dataOf({ rows, state, title, number, language, verifyUrl, verifyText, day }: PrintedReceipt, page: { width: number; margin: number; code: boolean }): PdfData {
  const [year = '2000', month = '1', date = '1'] = day.split('-')
  return {
    rows: rows.map((row) => ({ ...row })), state, title, number, language, verifyText: verifyUrl === null ? null : verifyText, page,
    date: { year: Number(year), month: Number(month), day: Number(date) },
  }
}
