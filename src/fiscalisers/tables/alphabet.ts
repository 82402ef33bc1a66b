/** The alphabet of the tax service: its documents are in windows-1251, and what that lacks cannot stand in one. */

const HIGH_BYTES = Array.from({ length: 128 }, (_, n) => 128 + n)

/** Byte of each character above ASCII. 0x98 is free in the code page and stands for a control character elsewhere. */
const BYTE_OF: ReadonlyMap<string, number> = new Map(
  HIGH_BYTES.filter((byte) => byte !== 0x98).map((byte) => [new TextDecoder('windows-1251').decode(Uint8Array.of(byte)), byte]),
)

/** What looks the same to a reader. Source: protocol sheet A8; the marks of other keyboards are ours. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ['\u02bc', "'"], ['\u02b9', "'"], ['\u00b4', "'"], ['\u02c8', "'"], ['\u2032', "'"], ['\u20b4', 'грн'], ['\u2212', '-'], ['\u2011', '-'],
])

const isCovered = (char: string): boolean => char <= '\u007f' || BYTE_OF.has(char)

const plain = (text: string): string => text.normalize('NFC').replaceAll(/[\t\n\r\u2028\u2029]+/g, ' ').replaceAll(/\p{Cc}|\p{Cf}/gu, '')

/** The characters of a text for which `fit` writes a question mark, each once. */
export const lostIn = (text: string): string[] => [...new Set(plain(text))].filter((char) => !isCovered(char) && !LOOKALIKES.has(char))

/**
 * Letters in their composed form, tabs and line ends as spaces, no control characters, no spaces around. What the code page
 * lacks becomes its lookalike or `?`: a smiling face in a name must not keep a paid sale from being registered. `most`: longer
 * text is cut to that many characters.
 */
export function fit(text: string, most = Infinity): string {
  const written = Array.from(plain(text), (char) => (isCovered(char) ? char : LOOKALIKES.get(char) ?? '?')).join('')
  return written.trim().slice(0, most).trim()
}

/** Whether the text is already as the tax service can take it: words of the law and codes are never changed. */
export const isFit = (text: string, most: number): boolean => text !== '' && !/[<>]/.test(text) && fit(text, most) === text

/** Throws on a character that the code page lacks: texts are fitted before they are put into a document. */
export function encode(text: string): Buffer {
  return Buffer.from(Array.from(text, (char) => {
    const byte = char <= '\u007f' ? char.codePointAt(0) : BYTE_OF.get(char)
    if (byte === undefined) throw new RangeError(`windows-1251 has no ${char}`)
    return byte
  }))
}

export const decode = (bytes: Uint8Array): string => new TextDecoder('windows-1251').decode(bytes)
