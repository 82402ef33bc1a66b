import CodepageEncoder from '@point-of-sale/codepage-encoder'
import type { Codepage } from '@point-of-sale/codepage-encoder'
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder'
import type { Language } from '../kernel/language.ts'
import type { PdfPrinter } from '../platform/pdf/printer.ts'
import { qrModules } from '../platform/pdf/qr.ts'
import { PAPER } from '../platform/pdf/paper-width.ts'
import type { PaperWidth } from '../platform/pdf/paper-width.ts'
import { stripPicture } from '../platform/pdf/strip.ts'
import type { Strip, StripRow } from '../platform/pdf/strip.ts'

export type EscposAsk = {
  readonly width: PaperWidth
  /** Everything as a picture, for a printer whose table of code pages is not Epson's. */
  readonly asPicture: boolean
  /** Opens the drawer. Asked for at a sale that was paid in cash, and not when a receipt is printed once more. */
  readonly opensDrawer: boolean
}

/**
 * The first that has every letter is the receipt's; printers know the earlier ones best. None has Georgian. Source: standards.md 8.
 * A sign that a page has where commands stand, such as `←` for ESC, is no letter of it.
 */
const PAGES = (['cp866', 'cp1125', 'windows1257', 'windows1251'] as const satisfies readonly Codepage[])
  .map((page) => ({ page, letters: new Set(CodepageEncoder.getCodepoints(page, true).filter((letter, at, all) => at >= 0x20 && at !== 0x7f && all.indexOf(letter) === at)) }))

/**
 * The receipt as the bytes that an ESC/POS printer takes: rows, verification code by the printer's own command, cut. Where no
 * page of the printer has all its letters it is drawn and sent as a picture, because printers put a `?` for a letter they
 * lack without a word.
 */
export function escposOf(printer: PdfPrinter, receipt: Strip, { width, asPicture, opensDrawer }: EscposAsk): Uint8Array {
  const { dots, columns } = PAPER[width]
  const encoder = new ReceiptPrinterEncoder({ columns, newline: '\n', imageMode: 'raster', feedBeforeCut: FEED_LINES }).initialize()
  if (opensDrawer) encoder.pulse()
  const rows = withEnds(receipt).map((row) => inPlainSigns(row, receipt.language))
  const page = asPicture ? null : pageFor(rows)
  if (page === null) {
    const picture = stripPicture(printer, receipt, width)
    encoder.image({ ...picture }, picture.width, picture.height)
  } else {
    encoder.codepage(page)
    for (const row of rows) addRow(encoder, row, columns)
  }
  if (receipt.verifyUrl !== null) {
    const size = Math.max(1, Math.min(DOTS_A_MODULE, Math.floor(dots / (qrModules(receipt.verifyUrl).length + QUIET_ZONES))))
    encoder.align('center').qrcode(asBytes(receipt.verifyUrl), { model: 2, size, errorlevel: 'm' }).align('left')
  }
  return encoder.cut('partial').encode()
}

/** Between the print head and the knife. */
const FEED_LINES = 4
const DOTS_A_MODULE = 6
const QUIET_ZONES = 8

/** What stands apart on the other papers: what it is now on top, and at the end what the code is for. */
const withEnds = ({ state, rows, verifyUrl, verifyText }: Strip): readonly StripRow[] => [
  ...state === null ? [] : [{ kind: 'centre', text: state, strong: true }, { kind: 'rule' }] as const,
  ...rows,
  ...verifyUrl === null ? [] : [{ kind: 'centre', text: verifyText, strong: false }] as const,
]

function addRow(encoder: ReceiptPrinterEncoder, row: StripRow, columns: number): void {
  switch (row.kind) {
    case 'rule': encoder.line('-'.repeat(columns)); break
    case 'text': encoder.line(row.text); break
    case 'centre': encoder.align('center').bold(row.strong).line(row.text).bold(false).align('left'); break
    case 'pair': addPair(encoder, row, columns); break
  }
}

/** Name to the left, amount to the right of its last line. A right side that leaves the name no room is wrapped as well. */
function addPair(encoder: ReceiptPrinterEncoder, { left, right, strong }: StripRow & { kind: 'pair' }, columns: number): void {
  const room = columns - 1 - Math.min(left.length, Math.floor(columns / 3))
  encoder.bold(strong).table([
    { width: 'auto', align: 'left' }, { width: Math.min(right.length, room), align: 'right', marginLeft: 1, verticalAlign: 'bottom' },
  ], [[left, right]]).bold(false)
}

/** Signs that no page has, in letters that each has: spaces, minus, times. */
const INSTEAD: ReadonlyMap<string, string> = new Map([['\u00a0', ' '], ['\u202f', ' '], ['\u2009', ' '], ['−', '-'], ['×', 'x']])

/** The same for signs of currencies, which stand on no page of a printer but the euro's. */
function currencyWord(sign: string, language: Language): string | undefined {
  const isCyrillic = language === 'uk' || language === 'ru'
  switch (sign) {
    case '₴': return isCyrillic ? 'грн' : 'UAH'
    case '₽': return isCyrillic ? 'руб.' : 'RUB'
    case '₾': return 'GEL'
    default: return undefined
  }
}

function inPlainSigns(row: StripRow, language: Language): StripRow {
  const plain = (text: string): string => Array.from(text.normalize('NFC'), (sign) => INSTEAD.get(sign) ?? currencyWord(sign, language) ?? sign).join('')
  switch (row.kind) {
    case 'rule': return row
    case 'pair': return { ...row, left: plain(row.left), right: plain(row.right) }
    default: return { ...row, text: plain(row.text) }
  }
}

/** Null: a letter of it is on no page that the others are on. */
function pageFor(rows: readonly StripRow[]): Codepage | null {
  const signs = new Set(rows.flatMap((row) => (row.kind === 'rule' ? [] : row.kind === 'pair' ? [...row.left, ...row.right] : [...row.text])))
  const isOn = (letters: ReadonlySet<number>) => [...signs].every((sign) => letters.has(sign.codePointAt(0) ?? 0))
  return PAGES.find(({ letters }) => isOn(letters))?.page ?? null
}

/** The encoder takes a text of one byte a letter. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
