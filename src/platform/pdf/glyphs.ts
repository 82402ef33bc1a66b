/**
 * The characters that a TrueType font has a glyph for, as ranges. Source: OpenType specification, table `cmap`,
 * subtable formats 4 (segments, 16 bits) and 12 (groups, 32 bits); our fonts have no other that matters.
 */
export type Coverage = (codePoint: number) => boolean

type Range = readonly [first: number, last: number]

export function coverageOf(font: Buffer): Coverage {
  const ranges = subtables(font).flatMap((at) => rangesOf(font, at))
  return (codePoint) => ranges.some(([first, last]) => codePoint >= first && codePoint <= last)
}

/** Where the subtables of `cmap` begin. */
function subtables(font: Buffer): number[] {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, n) => 12 + 16 * n)
  const record = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')
  if (record === undefined) throw new Error('A font without a character map')
  const cmap = font.readUInt32BE(record + 8)
  return Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, n) => cmap + font.readUInt32BE(cmap + 8 + 8 * n))
}

function rangesOf(font: Buffer, at: number): Range[] {
  const format = font.readUInt16BE(at)
  if (format === 12) {
    return Array.from({ length: font.readUInt32BE(at + 12) }, (_, n) => at + 16 + 12 * n)
      .map((group): Range => [font.readUInt32BE(group), font.readUInt32BE(group + 4)])
  }
  if (format !== 4) return []
  const segments = font.readUInt16BE(at + 6) / 2
  const ends = at + 14
  const starts = ends + 2 * segments + 2
  return Array.from({ length: segments }, (_, n) => 2 * n)
    .map((segment): Range => [font.readUInt16BE(starts + segment), font.readUInt16BE(ends + segment)])
    .filter(([first]) => first !== 0xffff) // the closing segment that stands for nothing
}
