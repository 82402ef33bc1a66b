/**
 * How long a text message is. An operator charges by the part, and one letter outside the GSM alphabet more than halves
 * what fits into one. Source: 3GPP TS 23.038 (alphabets) and TS 23.040 (9.2.3.24.1, parts of one message).
 */

/** The GSM 7-bit default alphabet, by value. The place of the escape is held by U+001B, which no text may bring along. */
const BASIC = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?'
  + '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

const ESCAPE = 0x1b

const BASIC_VALUE: ReadonlyMap<string, readonly number[]> = new Map([...BASIC].map((letter, value) => [letter, [value]]))

/** Two values each: the escape and one more. They must not be parted. */
const EXTENDED: ReadonlyMap<string, readonly number[]> = new Map([
  ['\f', 0x0a], ['^', 0x14], ['{', 0x28], ['}', 0x29], ['\\', 0x2f], ['[', 0x3c], ['~', 0x3d], [']', 0x3e], ['|', 0x40], ['€', 0x65],
].map(([letter, value]) => [String(letter), [ESCAPE, Number(value)]]))

type Alphabet = 'gsm' | 'ucs2'

/** Units of one part: septets of the GSM alphabet, or UTF-16 code units. `shared`: beside the header that joins parts. */
const ROOM: Record<Alphabet, { readonly alone: number; readonly shared: number }> = {
  gsm: { alone: 160, shared: 153 }, ucs2: { alone: 70, shared: 67 },
}

type SmsSize = {
  readonly alphabet: Alphabet
  /** Septets or UTF-16 code units, the header of parts not counted. */
  readonly units: number
  /** What an operator charges for. An empty text is one. */
  readonly parts: number
  /** Units that still fit into the last part. */
  readonly left: number
  /** The letters for which the wider alphabet is needed, each once. */
  readonly wide: readonly string[]
}

export const sizeOf = (text: string): SmsSize => {
  const { alphabet, parts } = divided(text)
  const units = parts.reduce((sum, part) => sum + part.length, 0)
  const room = parts.length === 1 ? ROOM[alphabet].alone : ROOM[alphabet].shared
  return { alphabet, units, parts: parts.length, left: room - (parts.at(-1)?.length ?? 0), wide: [...new Set([...text].filter((letter) => gsmUnits(letter) === undefined))] }
}

/** The bytes of each part without its header: one septet a byte for `gsm`, two bytes a unit, big end first, for `ucs2`. */
export function encodedParts(text: string): { readonly alphabet: Alphabet; readonly parts: readonly Buffer[] } {
  const { alphabet, parts } = divided(text)
  return { alphabet, parts: parts.map((part) => (alphabet === 'gsm' ? Buffer.from(part) : Buffer.from(Uint16Array.from(part).buffer).swap16())) }
}

/** Undefined: the narrow alphabet lacks the letter. */
const gsmUnits = (letter: string): readonly number[] | undefined => (letter === '\u001b' ? undefined : BASIC_VALUE.get(letter) ?? EXTENDED.get(letter))

/** Whole letters, each as its units: a letter is never parted. */
function divided(text: string): { alphabet: Alphabet; parts: number[][] } {
  const letters = [...text]
  const gsm = letters.map(gsmUnits)
  const known = gsm.filter((units) => units !== undefined)
  if (known.length === letters.length) return { alphabet: 'gsm', parts: inParts(known, ROOM.gsm) }
  const wide = letters.map((letter) => Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at)))
  return { alphabet: 'ucs2', parts: inParts(wide, ROOM.ucs2) }
}

function inParts(letters: readonly (readonly number[])[], { alone, shared }: { alone: number; shared: number }): number[][] {
  const all = letters.flat()
  if (all.length <= alone) return [all]
  const parts: number[][] = [[]]
  for (const units of letters) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + units.length <= shared) last.push(...units)
    else parts.push([...units])
  }
  return parts
}

/** Marks and letters of the Baltic languages that plain letters stand for. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ...'„“”«»'.split('').map((mark) => [mark, '"'] as const), ['’', '\''], ['‘', '\''], ['–', '-'], ['—', '-'], ['…', '...'], ['−', '-'],
  ['\u00a0', ' '], ['\u202f', ' '],
])

/** Letters of the Latin alphabet that stay: they are in the GSM alphabet, and leaving them out would change the word. */
const KEPT = /[äöüÄÖÜåÅæÆøØñÑéÉèùìòàÇß]/

/**
 * The text in letters that need no wider alphabet: `ąčęėįšųūž` and their like lose their marks, typographic quotes and
 * dashes become plain ones. Cyrillic and Georgian letters stay as they are: nobody asked to have them transliterated.
 */
export const inPlainLetters = (text: string): string =>
  [...text].map((letter) => PLAIN.get(letter) ?? (KEPT.test(letter) ? letter : withoutMarks(letter))).join('')

const withoutMarks = (letter: string): string =>
  (/\p{Script=Latin}/u.test(letter) ? letter.normalize('NFD').replaceAll(/\p{M}/gu, '') : letter)
