import { readFileSync } from 'node:fs'
import type { Mode } from '../../kernel/ids.ts'
import type { Language } from '../../kernel/language.ts'
import { createPdfPrinter } from './printer.ts'
import type { PdfData, PdfPrinter, Picture } from './printer.ts'
import { qrSvg } from './qr.ts'
import { PAPER } from './paper-width.ts'
import type { PaperWidth } from './paper-width.ts'

export type StripRow =
  | { readonly kind: 'centre'; readonly text: string; readonly strong: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pair'; readonly left: string; readonly right: string; readonly strong: boolean }
  | { readonly kind: 'rule' }

/** What a till prints on a strip of paper, in the same rows for a page, the PDF and the printer. Every value is a finished text. */
export type Strip = {
  readonly language: Language
  readonly mode: Mode
  readonly title: string
  readonly number: string
  /** What it is now, where it is not, or no longer, what its title says; null where it is. */
  readonly state: string | null
  readonly rows: readonly StripRow[]
  /** What the verification code holds: exactly the address that the fiscal service gave; null where there is none. */
  readonly verifyUrl: string | null
  readonly verifyText: string
  /** The day it was made, `YYYY-MM-DD`. */
  readonly day: string
}

export const RULE: StripRow = { kind: 'rule' }
export const centre = (text: string, strong = false): StripRow => ({ kind: 'centre', text, strong })
export const plain = (text: string): StripRow => ({ kind: 'text', text })
export const pair = (left: string, right: string, strong = false): StripRow => ({ kind: 'pair', left, right, strong })

const TEMPLATE = 'strip.typ'

/** The printer of strips. Make one and keep it. */
export const createStripPrinter = (): PdfPrinter => createPdfPrinter(new Map([[TEMPLATE, readFileSync(new URL(TEMPLATE, import.meta.url), 'utf8')]]))

/** Millimetres of paper. Printers leave a margin of their own; ours is within what they reach. */
const PAGE = { 58: { width: 58, margin: 4 }, 80: { width: 80, margin: 5 } } as const

const DOTS_A_MILLIMETRE = 8

/** Millimetres of a picture: the outermost dots of a worn head are faint. */
const EDGE = 0.5

/** The strip as long as its rows. The same rows give the same bytes. */
export function stripPdf(printer: PdfPrinter, strip: Strip, width: PaperWidth): Uint8Array {
  const { verifyUrl } = strip
  const images = new Map(verifyUrl === null ? [] : [['verify', Buffer.from(qrSvg(verifyUrl))]])
  return printer.print({ template: TEMPLATE, images, attachments: [], data: dataOf(strip, { ...PAGE[width], code: images.has('verify') }) })
}

/** The same as a picture of what a printer's head reaches, without the code, which the printer draws itself. */
export function stripPicture(printer: PdfPrinter, strip: Strip, width: PaperWidth): Picture {
  const { dots } = PAPER[width]
  const data = dataOf(strip, { width: dots / DOTS_A_MILLIMETRE, margin: EDGE, code: false })
  return printer.draw({ template: TEMPLATE, images: new Map(), attachments: [], data }, dots)
}

function dataOf({ rows, state, title, number, language, verifyUrl, verifyText, day }: Strip, page: { width: number; margin: number; code: boolean }): PdfData {
  const [year = '2000', month = '1', date = '1'] = day.split('-')
  return {
    rows: rows.map((row) => ({ ...row })), state, title, number, language, verifyText: verifyUrl === null ? null : verifyText, page,
    date: { year: Number(year), month: Number(month), day: Number(date) },
  }
}
