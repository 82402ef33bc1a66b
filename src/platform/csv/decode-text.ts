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
