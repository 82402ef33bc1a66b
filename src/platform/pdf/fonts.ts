import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { coverageOf } from './glyphs.ts'
import type { Coverage } from './glyphs.ts'

/**
 * Noto for Latin, Cyrillic, Greek and most currency signs, then Georgian (and ₾), then Armenian (and ֏). The
 * machine's own fonts are never used: the same data must give the same bytes everywhere.
 */
const FAMILIES = [
  'noto-sans/*/NotoSans_*', 'noto-sans-georgian/*/NotoSansGeorgian_*', 'noto-sans-armenian/*/NotoSansArmenian_*',
] as const
const WEIGHTS = ['400Regular', '600SemiBold'] as const

type Fonts = {
  /** The files, as a compiler wants them. */
  readonly files: readonly Buffer[]
  /**
   * The text as these fonts can show it. PDF/A forbids a character without a glyph, and an invoice must come out
   * whatever was typed: a letter we have none for becomes "?", an emoji or an invisible character goes, a control
   * character becomes a space, a line end stays.
   */
  readonly printable: (text: string) => string
}

export function loadFonts(): Fonts {
  const require = createRequire(import.meta.url)
  const read = (path: string): Buffer => readFileSync(require.resolve(`@expo-google-fonts/${path}.ttf`))
  const files = FAMILIES.map((family) => WEIGHTS.map((weight) => read(family.replaceAll('*', weight))))
  const coverages = files.flatMap(([regular]) => (regular === undefined ? [] : [coverageOf(regular)]))
  const shown: Coverage = (codePoint) => coverages.some((covers) => covers(codePoint))
  const latin: Coverage = (codePoint) => coverages[0]?.(codePoint) ?? false
  return {
    files: files.flat(),
    printable: (text) => text.normalize('NFC').replaceAll(NOT_PLAIN, (found, letter?: string, marks?: string) =>
      marks === undefined ? printableCharacter(found, shown) : printableMarks(letter ?? '', marks, { shown, latin })),
  }
}

/** A letter with combining marks (after NFC few are left), or a single character beyond ASCII. */
const NOT_PLAIN = /(\P{M})?(\p{M}+)|[^\n\x20-\x7e]/gu

/** A mark is shaped together with the letter before it, so one font must have both. */
function printableMarks(base: string, marks: string, { shown, latin }: { shown: Coverage; latin: Coverage }): string {
  const letter = base === '' ? '' : printableCharacter(base, shown)
  return [...letter, ...marks].every((each) => latin(each.codePointAt(0) ?? 0)) ? letter + marks : letter
}

function printableCharacter(character: string, shown: Coverage): string {
  if (character === '\n') return character
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(character)) return ' '
  if (/\p{Default_Ignorable_Code_Point}/u.test(character)) return ''
  if (shown(character.codePointAt(0) ?? 0)) return character
  return /\p{Extended_Pictographic}/u.test(character) ? '' : '?'
}
