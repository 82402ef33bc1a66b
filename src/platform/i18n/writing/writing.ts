import type { Options } from 'intl-messageformat'
import type { Currency } from '../../../money/currency.ts'

/** `clock` is the time of day alone. */
export type MomentLength = 'long' | 'short' | 'clock'

/** How one language writes what is not text. Calendar and digits are the Western ones in every language. */
export type Writing = {
  /** `text` is a plain decimal with an optional leading minus: "-1234.50". */
  readonly number: (text: string) => string
  /** What stands between a number and its percent sign: a space or ''. */
  readonly percentSpace: string
  /** The sign of a currency, or its code if it has none. */
  readonly sign: (currency: Currency) => string
  /** The date of `at` in UTC. Throws a RangeError if `at` is no date. */
  readonly day: (at: Date, length: 'long' | 'short') => string
  /** Throws a RangeError if `at` is no date, or for a zone that does not exist. */
  readonly moment: (at: Date, timeZone: string, length: MomentLength) => string
  /** The name of a country by its code of two capital letters, or the code if it has none. */
  readonly country: (code: string) => string
  /** What counts and writes numbers within a text; {} if `Intl` does it. */
  readonly inTexts: Pick<Options, 'formatters'>
}

const MINUS = '−'

/** A plain decimal in a language's form. `group` writes the whole digits. */
export function writeNumber(text: string, group: (whole: bigint) => string, separator: string): string {
  const [, minus = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  return `${minus === '' ? '' : MINUS}${group(BigInt(whole))}${fraction === '' ? '' : separator + fraction}`
}
