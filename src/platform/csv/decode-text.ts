/** The text of a file in this encoding. Null: a byte of it does not belong to the encoding. */
export function decodedAs(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Where a table is not UTF-8. Latin-1 is never guessed: it reads anything, and most of it wrongly. */
const BY_COUNTRY: ReadonlyMap<string, string> = new Map([
  ['LT', 'windows-1257'], ['LV', 'windows-1257'], ['EE', 'windows-1257'], ['UA', 'windows-1251'], ['GE', 'windows-1251'], ['PL', 'windows-1250'],
])

/** What programs of the country (ISO 3166-1) write where they do not write UTF-8. */
export const encodingOfCountry = (country: string): string => BY_COUNTRY.get(country) ?? 'windows-1252'

type DecodedText = { readonly text: string; readonly encoding: string }

/** The text of a table that a program of the country wrote, without a byte order mark. Null: it is no text. */
export function decodeTable(bytes: Uint8Array, country: string): DecodedText | null {
  const [first, second] = bytes
  const wide = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  const encoding = wide ?? (decodedAs(bytes, 'utf-8') === null ? encodingOfCountry(country) : 'utf-8')
  const text = decodedAs(bytes, encoding)
  return text === null || text.includes('\0') ? null : { text, encoding }
}
