import { err, ok } from '../kernel/result.ts'
import type { Result } from '../kernel/result.ts'
import type { Language } from '../kernel/language.ts'
import type { PrintedReceipt, PrintedRow } from './receipt-view.ts'

/** Paper, in millimetres, and how many letters of font A (12 × 24 dots) stand across it. Source: standards.md 8. */
export const COLUMNS = { 58: 32, 80: 48 } as const
export type PaperWidth = keyof typeof COLUMNS

/** `n` is Epson's number of the page (`ESC t n`). Source: standards.md 8. */
const PAGES = { cyrillic: { label: 'windows-1251', n: 46 }, baltic: { label: 'windows-1257', n: 51 } } as const

/** Georgian has no single-byte page at all. */
const PAGE_OF: Readonly<Record<Language, keyof typeof PAGES | null>> = {
  uk: 'cyrillic', ru: 'cyrillic', lt: 'baltic', lv: 'baltic', et: 'baltic', en: 'baltic', ka: null,
}

/** What no page has, in letters that each has. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['\u00a0', ' '], ['\u202f', ' '], ['−', '-'], ['×', 'x'], ['₴', 'грн'], ['₽', 'руб.'], ['₾', 'GEL'], ['\u2009', ' '],
])

/** A letter that the printer's page does not have. It is told and never printed as something else. */
export type NotPrintable = { readonly code: 'not_printable'; readonly letter: string }

const ESC = 0x1b
const GS = 0x1d

/**
 * The receipt as the bytes that an ESC/POS printer takes: page chosen anew, rows, verification code, cut. Refused where a
 * letter is not on the page of its language, because printers put a `?` for it without a word. Source: standards.md 8.
 */
export function escposOf({ rows, state, verifyUrl, language }: PrintedReceipt, width: PaperWidth): Result<Uint8Array, NotPrintable> {
  const page = PAGE_OF[language]
  if (page === null) return err({ code: 'not_printable', letter: 'ქ' })
  const letters = lettersOf(PAGES[page].label)
  const columns = COLUMNS[width]
  const lines = [...state === null ? [] : [{ text: state, isCentre: true, isStrong: true }], ...rows.flatMap((row) => linesOf(row, columns))]
  const bytes: number[] = [ESC, 0x40, 0x1c, 0x2e, ESC, 0x74, PAGES[page].n]
  for (const { text, isCentre, isStrong } of lines) {
    bytes.push(ESC, 0x61, isCentre ? 1 : 0, ESC, 0x45, isStrong ? 1 : 0)
    for (const part of wrapped(text, columns)) {
      const encoded = encode(part, letters)
      if (!encoded.ok) return encoded
      bytes.push(...encoded.value, 0x0a)
    }
  }
  if (verifyUrl !== null) bytes.push(...qrOf(verifyUrl))
  return ok(Uint8Array.from([...bytes, ESC, 0x64, 4, GS, 0x56, 0x01]))
}

type Line = { readonly text: string; readonly isCentre: boolean; readonly isStrong: boolean }

function linesOf(row: PrintedRow, columns: number): Line[] {
  switch (row.kind) {
    case 'rule': return [{ text: '-'.repeat(columns), isCentre: false, isStrong: false }]
    case 'centre': return [{ text: plain(row.text), isCentre: true, isStrong: row.strong }]
    case 'text': return [{ text: plain(row.text), isCentre: false, isStrong: false }]
    case 'pair': return pairLines(plain(row.left), plain(row.right), columns).map((text) => ({ text, isCentre: false, isStrong: row.strong }))
  }
}

const plain = (text: string): string => [...text].map((letter) => INSTEAD.get(letter) ?? letter).join('')

/** Name to the left, amount to the right of its last line; under it where both do not fit. */
function pairLines(left: string, right: string, columns: number): string[] {
  const lines = wrapped(left, columns)
  const last = lines.at(-1) ?? ''
  const room = columns - right.length
  return last.length + 1 <= room ? [...lines.slice(0, -1), last.padEnd(room) + right] : [...lines, right.padStart(columns)]
}

/** At the words, and within one that is longer than a line. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = []
  let rest = text
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns)
    const at = space > 0 ? space : columns
    lines.push(rest.slice(0, at))
    rest = rest.slice(at).trimStart()
  }
  return [...lines, rest]
}

/** Byte by letter. */
function lettersOf(label: string): ReadonlyMap<string, number> {
  const decoded = [...new TextDecoder(label).decode(Uint8Array.from({ length: 256 }, (_, at) => at))]
  return new Map(decoded.flatMap((letter, at) => (letter === '\ufffd' ? [] : [[letter, at] as const])))
}

function encode(text: string, letters: ReadonlyMap<string, number>): Result<number[], NotPrintable> {
  const bytes: number[] = []
  for (const letter of text) {
    const byte = letters.get(letter)
    if (byte === undefined || byte < 0x20) return err({ code: 'not_printable', letter })
    bytes.push(byte)
  }
  return ok(bytes)
}

/** Centred, model 2, six dots a module, level M: the printer draws it itself. */
function qrOf(text: string): number[] {
  const data = [...Buffer.from(text, 'utf8')]
  const command = (...rest: readonly number[]): number[] => [GS, 0x28, 0x6b, rest.length % 256, Math.floor(rest.length / 256), ...rest]
  return [
    ESC, 0x61, 1, ...command(0x31, 0x41, 0x32, 0x00), ...command(0x31, 0x43, 6), ...command(0x31, 0x45, 0x31), ...command(0x31, 0x50, 0x30, ...data),
    ...command(0x31, 0x51, 0x30), ESC, 0x61, 0,
  ]
}
