/** Every character that windows-1251 has: nothing else can stand in a fiscal document. Source: protocol sheet A8. */
const ENCODABLE: ReadonlySet<string> = new Set(new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_none, byte) => byte)))

/** What a reader takes for the same. Source: A8, the suggested mapping; the strokes at the end are ours. */
const INSTEAD: ReadonlyMap<string, string> = new Map([['\u02bc', "'"], ['\u02b9', "'"], ['\u00b4', "'"], ['₴', 'грн'], ['\u2212', '-'], ['\u2011', '-']])

/**
 * The text as the tax service can take it, of at most `longest` characters: a stroke or a smiling face in the name of a
 * product must not keep a paid sale from being registered.
 */
export function worded(text: string, longest: number): string {
  const plain = text.normalize('NFC').replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll(/\p{Cf}/gu, '')
  const written = Array.from(plain, (char) => INSTEAD.get(char) ?? (ENCODABLE.has(char) ? char : '?')).join('')
  return written.trim().slice(0, longest).trim()
}

/** Whether the text is already as the tax service can take it: words of the law are never changed. */
export const isWording = (text: string, longest: number): boolean => text !== '' && !/[<>]/.test(text) && worded(text, longest) === text
