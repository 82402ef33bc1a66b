/**
 * Reads what an ESC/POS printer would put on paper, command by command, and throws on one that it does not know. It shares
 * nothing with what writes them. Source: standards.md 8, Epson's command reference.
 */

/** Bold where one letter of it is. */
export type PrintedLine = { readonly text: string; readonly bold: boolean }

export type PrintedPaper = {
  readonly lines: readonly PrintedLine[]
  /** Rows of dots from the top, true is black. Commands that follow each other join without a seam. */
  readonly picture: readonly (readonly boolean[])[]
  readonly qr: { readonly text: string; readonly dots: number; readonly level: string } | null
  readonly pulses: number
  readonly cut: 'none' | 'full' | 'partial'
  /** Epson's numbers of the pages that were chosen. */
  readonly pages: readonly number[]
}

/** CP1125 is CP866 with eight letters of its own. */
const CP1125_OWN: ReadonlyMap<number, string> = new Map([...'ҐґЄєІіЇї'].map((letter, at) => [0xf2 + at, letter]))

function letterOn(page: number | null, byte: number): string {
  if (byte < 0x80) return String.fromCodePoint(byte)
  const decoded = (label: string): string => new TextDecoder(label, { fatal: true }).decode(Uint8Array.of(byte))
  switch (page) {
    case 17: return decoded('ibm866')
    case 44: return CP1125_OWN.get(byte) ?? decoded('ibm866')
    case 46: return decoded('windows-1251')
    case 51: return decoded('windows-1257')
    default: throw new Error(`letter ${byte} on page ${page}`)
  }
}

type Head = {
  lines: PrintedLine[]; picture: boolean[][]; qr: PrintedPaper['qr']; pulses: number; cut: PrintedPaper['cut']; pages: number[]
  page: number | null; text: string; bold: boolean; isBold: boolean; code: { text: string; dots: number; level: string }
}

export function readEscpos(bytes: Uint8Array): PrintedPaper {
  const head: Head = {
    lines: [], picture: [], qr: null, pulses: 0, cut: 'none', pages: [], page: null, text: '', bold: false, isBold: false, code: { text: '', dots: 0, level: '' },
  }
  for (let at = 0; at < bytes.length;) at += step(head, bytes.subarray(at))
  if (head.text !== '') throw new Error(`never fed: ${head.text}`)
  const { lines, picture, qr, pulses, cut, pages } = head
  return { lines, picture, qr, pulses, cut, pages }
}

/** Carries out the first command and answers its length. */
function step(head: Head, bytes: Uint8Array): number {
  const [first = 0, second = 0] = bytes
  if (first === 0x1b) return escape(head, second, bytes)
  if (first === 0x1d) return group(head, second, bytes)
  if (first === 0x1c && second === 0x2e) return 2 // leaves Kanji
  if (first === 0x0a) {
    head.lines.push({ text: head.text, bold: head.isBold })
    head.text = ''
    head.isBold = false
  } else if (first < 0x20) throw new Error(`control ${first}`)
  else {
    head.text += letterOn(head.page, first)
    head.isBold ||= head.bold
  }
  return 1
}

function escape(head: Head, name: number, bytes: Uint8Array): number {
  const value = bytes[2] ?? 0
  switch (name) {
    case 0x40: return 2 // initialise
    case 0x4d: return 3 // font A
    case 0x74:
      head.page = value
      head.pages.push(value)
      return 3
    case 0x45:
      head.bold = value === 1
      return 3
    case 0x61: return 3 // alignment
    case 0x70:
      head.pulses += 1
      return 5
    default: throw new Error(`ESC ${name}`)
  }
}

function group(head: Head, name: number, bytes: Uint8Array): number {
  switch (name) {
    case 0x56:
      head.cut = bytes[2] === 1 ? 'partial' : 'full'
      return 3
    case 0x76: return raster(head, bytes)
    case 0x28: return code(head, bytes)
    default: throw new Error(`GS ${name}`)
  }
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0)

function raster(head: Head, bytes: Uint8Array): number {
  const [across, down] = [word(bytes, 4), word(bytes, 6)]
  for (let y = 0; y < down; y++) {
    head.picture.push(Array.from({ length: across * 8 }, (_, x) => (((bytes[8 + y * across + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1))
  }
  return 8 + across * down
}

function code(head: Head, bytes: Uint8Array): number {
  const length = word(bytes, 3)
  const [, action = 0] = bytes.subarray(5)
  const value = bytes[7] ?? 0
  switch (action) {
    case 0x41: break // model
    case 0x43: head.code.dots = value; break
    case 0x45: head.code.level = 'LMQH'[value - 0x30] ?? ''; break
    case 0x50: head.code.text = Buffer.from(bytes.subarray(8, 5 + length)).toString('utf8'); break
    case 0x51: head.qr = { ...head.code }; break
    default: throw new Error(`code ${action}`)
  }
  return 5 + length
}
