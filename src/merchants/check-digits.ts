/**
 * The remainder by 97 of a reference or account number, letters standing for 10 to 35 (ISO 7064, MOD 97-10).
 * `text` holds only `0-9A-Z`. Digit by digit, so no number outgrows its type.
 */
export function mod97(text: string): number {
  let remainder = 0
  for (const character of text) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97
  }
  return remainder
}

/** Reckoned as 98 less a remainder, so these are never issued, although each satisfies the sum that another does. */
const NEVER_ISSUED: ReadonlySet<string> = new Set(['00', '01', '99'])

/** Both ISO 11649 and ISO 13616 put two letters and two check digits first and reckon them last. */
export const checksOut = (text: string): boolean =>
  !NEVER_ISSUED.has(text.slice(2, 4)) && mod97(text.slice(4) + text.slice(0, 4)) === 1

/** As people write it on paper: groups of four from the left. */
export const inFours = (text: string): string => text.replaceAll(/.{4}(?=.)/g, '$& ')
